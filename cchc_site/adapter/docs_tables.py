"""Tables of docs pages, as MkDocs hands them over, made like those of posts.

Pure.
"""

from __future__ import annotations

import re
from itertools import count

from cchc_site.pages import wording

_PART = re.compile(r"<h([1-6])\b[^>]*>(?P<heading>.*?)</h\1>|<table>.*?</table>", re.DOTALL)
_TAG = re.compile(r"<a class=\"headerlink\".*?</a>|<[^>]*>")
_COLUMN = re.compile(r"<th\b")  # Python-Markdown heads columns alone
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
    posts, called by its number and the heading above it; no key reaches the box that Material's
    script makes."""
    word, numbers, heading = wording.words(language)["table"], count(1), ""

    def boxed(part: re.Match[str]) -> str:
        nonlocal heading
        if part["heading"] is not None:
            heading = f": {_TAG.sub('', part['heading']).strip()}".replace('"', "&quot;")
            return part[0]
        label = f"{word} {next(numbers)}{heading}"
        table = _COLUMN.sub('<th scope="col"', part[0])
        return (
            f'<div class="cchc-table" role="region" tabindex="0" aria-label="{label}">{table}</div>'
        )

    return _PART.sub(boxed, html)
