"""Who wrote an article, by the line below it and by what pages say of accounts.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_site.importing import signatures
from cchc_site.importing.blocks import (
    Block,
    FigureBlock,
    HeadingBlock,
    ParagraphBlock,
    is_bold,
    words_of,
)

_ACCOUNT = re.compile(
    r"(?i)(?:quản trị|admin|administrator|test|system|super ?user|webmaster|root|user|editor|guest|"
    r"liferay|bbt ?\d+|unknown|n/a)\b.*"
)
_LEAD_OF_AUTHOR = re.compile(
    r"(?i)^\W*(?:(?:được )?(?:đăng |viết |gửi )?(?:bởi|by)|tác giả|người (?:đăng|viết)|author|"
    r"posted by|written by)(?:\s*[:\uff1a]|\s)\s*"
)


def is_account(name: str) -> bool:
    """Whether a name is that of an account, of which nobody knows whose it is.

    >>> is_account("Quản trị CCHC"), is_account("Hoàng Kỳ")
    (True, False)
    """
    return bool(_ACCOUNT.fullmatch(name))


def without_lead(text: str) -> str:
    """A name without what pages put before it.

    >>> without_lead("Bởi Hoàng Kỳ"), without_lead("Tác giả: Hoàng Kỳ")
    ('Hoàng Kỳ', 'Hoàng Kỳ')
    """
    return _LEAD_OF_AUTHOR.sub("", text)


def signature(body: Sequence[Block]) -> tuple[int, tuple[str, ...], bool]:
    """Where the line stands that signs the text, the names in it, and whether it looks like one
    too; -1 for nowhere."""
    for place in range(len(body) - 1, max(len(body) - 6, 0), -1):
        block = body[place]
        if isinstance(block, FigureBlock) or _is_link(block):
            continue
        if not isinstance(block, ParagraphBlock | HeadingBlock):
            break
        names = signatures.signed(words_of([block]))
        before = body[place - 1]
        office = isinstance(before, ParagraphBlock) and (
            before.right and words_of([before]).isupper()
        )
        if signatures.is_listed(words_of([block]), words_of([before])):
            break
        is_name = bool(names) and all(name[0].isupper() for name in names)
        if is_name and not office and not any(map(is_account, names)):
            stands_out = isinstance(block, ParagraphBlock) and (block.right or is_bold(block))
            return place, names, stands_out
        break
    return -1, (), False


def _is_link(block: Block) -> bool:
    """Whether all words of a block lead elsewhere, as those to a document do."""
    return isinstance(block, ParagraphBlock) and all(
        run.href or not run.text.strip() for run in block.runs
    )
