"""Tables of docs pages, as MkDocs hands them over, made like those of posts.

Pure.
"""

from __future__ import annotations

import re
from itertools import count

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
# As Python-Markdown writes a cell that has no other attribute.
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (left|center|right);">')


def aligned(html: str) -> str:
    """The HTML of a page of docs/, its tables' cells aligned by class: a content security policy
    forbids to do so by style.

    >>> aligned('<td style="text-align: right;">7</td>')
    '<td class="right">7</td>'
    """
    return _ALIGNED.sub(r'\1 class="\2">', html)


def scrollable(html: str, language: str) -> str:
    """The text of a docs page, each table in a box that scrolls and that keys can reach, as in
    posts; no key reaches the box that Material's script makes."""
    word, numbers = "Bảng" if language == "vi" else "Table", count(1)

    def boxed(table: re.Match[str]) -> str:
        label = f"{word} {next(numbers)}"
        return (
            f'<div class="cchc-table" role="region" tabindex="0" aria-label="{label}">'
            f"{table[0]}</div>"
        )

    return _TABLE.sub(boxed, html)
