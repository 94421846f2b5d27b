"""Citations of documents in the HTML of a text: what they say, and where a link may be laid.

Pure. A citation is found in the words of a block, whatever marks stand among them; a link may be
laid over the piece of text that holds its number, unless that stands in a link, a heading or code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cchc_site import vietnamese
from cchc_site.citations import Citation, with_symbols
from cchc_site.document_numbers import DASHES
from cchc_site.reading import Mention

_BLOCKS = (
    "address blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li "
    "ol p pre summary table tbody td tfoot th thead tr ul"
)
_BLOCK = re.compile(rf"<(/?)({_BLOCKS.replace(' ', '|')})\b[^>]*>")
_PIECE = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|([^<]+)")
# What stands in these is not linked: a heading, another link, something to be typed as it is.
_CLOSED_BLOCKS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre"))
_CLOSED = frozenset(("a", "code", "kbd", "samp"))
_ENTITY = re.compile(r"&(?:[a-z]+|#[0-9]+|#x[0-9a-f]+);", re.IGNORECASE)
# A number with its symbol has a slash, perhaps a year and another, and a capital, whatever tags
# stand among these. Looking for a slash first, which is quick, leaves out nearly all blocks.
_GAP = r"(?:\s|<[^>]*>)*"
_DASH = rf"{_GAP}[/{DASHES}]{_GAP}"
_HINT = re.compile(rf"/(?<!</){_GAP}(?:[0-9]{{4}}{_DASH})?[A-ZĐÐƯ]")


def mentions(html: str) -> tuple[Mention, ...]:
    """The citations in `html`, which is safe and in NFC, in their order."""
    return tuple(mention for block in _blocks(html) for mention in block.mentions())


def mention(found: Citation, start: int = 0, end: int = 0) -> Mention:
    """What a citation says, to be linked from `start` to `end` of some HTML."""
    return Mention(
        found.kind,
        found.number,
        vietnamese.slug(found.number),
        found.date.isoformat() if found.date else "",
        found.issuer or "",
        start,
        end,
        found.date_text,
        found.abstract,
        found.is_explained,
    )


def _blocks(html: str) -> Iterator[_Block]:
    """The blocks of text that may hold a citation."""
    end = 0
    while hint := _HINT.search(html, end):
        start, closed = _start(html, hint.start())
        after = _BLOCK.search(html, hint.start())
        end = after.start() if after else len(html)
        yield _Block(html, start, end, closed)
        end = max(end, hint.end())


def _start(html: str, place: int) -> tuple[int, bool]:
    """Where the block that holds `place` begins, and whether links may not be laid in it."""
    at = place
    while (at := html.rfind("<", 0, at)) >= 0:
        if tag := _BLOCK.match(html, at):
            return tag.end(), not tag[1] and tag[2] in _CLOSED_BLOCKS
    return 0, False


class _Block:
    """The words of a block of `html`, from `start` to `end`: pieces of text with their place in
    the HTML and in the words, and whether they may be linked."""

    def __init__(self, html: str, start: int, end: int, closed: bool) -> None:
        self._pieces: list[tuple[int, int, str, bool]] = []
        words: list[str] = []
        length, depth, raised = 0, int(closed), False
        for piece in _PIECE.finditer(html, start, end):
            closing, name, written = piece.groups()
            if name in _CLOSED:
                depth += -1 if closing else 1
            elif name == "sup":  # the mark of a footnote is no part of a number
                raised = not closing
            elif written and not raised:
                words.append(unescape(written) if "&" in written else written)
                self._pieces.append((piece.start(), length, written, not depth))
                length += len(words[-1])
        self._words = "".join(words)

    def mentions(self) -> Iterator[Mention]:
        """The citations in the words."""
        # “Nghị định 61/2018” for short bears no symbol, and so no body.
        for found in with_symbols(self._words):
            yield mention(found, *self._span(found))

    def _span(self, found: Citation) -> tuple[int, int]:
        """The span of HTML to be linked: of the piece of text in which the number ends."""
        for place, before, written, may_link in self._pieces:
            if before < found.end <= before + _length(written):
                start = place + _offset(written, max(0, found.start - before))
                end = place + _offset(written, found.end - before)
                return (start, end) if may_link else (0, 0)
        return 0, 0


def _length(written: str) -> int:
    return len(unescape(written)) if "&" in written else len(written)


def _offset(written: str, characters: int) -> int:
    """Where in `written` so many characters of what it says end."""
    if "&" not in written:
        return characters
    at = said = 0
    while said < characters:
        entity = _ENTITY.match(written, at)
        at, said = (entity.end() if entity else at + 1), said + 1
    return at
