"""How much a term counts by where an item has it: the one table of the index and the browser.

Pure. The index keeps of each term and item a level (terms.py, postings.py); the browser turns it
into a weight (theme/search/rank.js, which `script` hands the table to).
"""

from __future__ import annotations

import json
from typing import NamedTuple


class TermLevel(NamedTuple):
    """A level: how often the text must have a word for it, and what then a word and a pair of
    neighbours weigh. Words that belong together do so anywhere, so a pair starts higher."""

    least: int
    word: float
    pair: float


BY_LEVEL = (
    TermLevel(least=1, word=1, pair=2.2),
    TermLevel(least=2, word=1.5, pair=2.2),
    TermLevel(least=4, word=2, pair=2.6),
    TermLevel(least=8, word=3.2, pair=3.2),  # what a title has
)
IN_TAG, IN_SUMMARY, IN_TITLE = 3, 4, 8
"""For how many times in the text it counts that a tag, the summary or the title has a term."""


def level(count: int) -> int:
    """The level of a term that counts for so many times in the text.

    >>> [level(count) for count in (1, IN_TAG, IN_SUMMARY, IN_TITLE, 99)]
    [0, 1, 2, 3, 3]
    """
    return sum(count >= row.least for row in BY_LEVEL[1:])


def script() -> str:
    """The table as the lines of JavaScript that rank.js takes it from."""
    words = json.dumps([row.word for row in BY_LEVEL])
    pairs = json.dumps([row.pair for row in BY_LEVEL])
    return (
        f"const IMPACT = {words};\nconst PAIR_IMPACT = {pairs};\n"
        f"const IN_TITLE = {level(IN_TITLE)};\n"
    )
