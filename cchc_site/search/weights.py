"""How much a term counts by where an item has it: the one table of the index and the browser.

Pure. The index keeps of each term and item a level (terms.py, postings.py); the browser turns it
into a weight (theme/search/rank.js), by what the manifest tells it of this table.
"""

from __future__ import annotations

from typing import NamedTuple


class TermLevel(NamedTuple):
    """A level: its name, how often the text must have a word for it, and what then a word and a
    pair of neighbours weigh. Words that belong together do so anywhere, so a pair starts higher."""

    name: str
    least: int
    word: float
    pair: float


BY_LEVEL = (
    TermLevel("once", least=1, word=1, pair=2.2),
    TermLevel("twice", least=2, word=1.5, pair=2.2),
    TermLevel("often", least=4, word=2, pair=2.6),
    TermLevel("title", least=8, word=3.2, pair=3.2),  # what a title has
)
IN_CATEGORY, IN_AUTHOR, IN_TAG, IN_SUMMARY, IN_TITLE = 1, 3, 3, 4, 8
"""For how many times in the text it counts that the category, an author, a tag, the summary or the
title has a term; in ascending order."""


def level(count: int) -> int:
    """The level of a term that counts for so many times in the text.

    >>> [level(count) for count in (1, IN_TAG, IN_SUMMARY, IN_TITLE, 99)]
    [0, 1, 2, 3, 3]
    """
    return sum(count >= row.least for row in BY_LEVEL[1:])


def for_browser() -> dict[str, object]:
    """The table as the manifest of the index has it: by the names of the levels, in their order,
    what a `word` and a `pair` weigh."""
    return {"levels": {row.name: {"word": row.word, "pair": row.pair} for row in BY_LEVEL}}
