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
FACTORS = {
    "pair": 2,  # two neighbours of a query that an item has side by side, beside each by itself
    "named": 8,  # such a pair where it is a number with what it numbers: “chỉ thị 15”, “15/CT”
    "light": 0.1,  # a word that says nearly nothing
    "unmarked": 0.3,  # a word with marks where it alone was typed, without any
    "otherMarks": 0.25,  # a word with other marks than those that were typed
    "same": 0.9,  # what says the same: an abbreviation, a long form, another name
    "year": 0.5,  # a year that is only that of the item's day
    "begun": 0.8,  # a word of which only the beginning was typed yet
    "slip": 0.6,  # a word that was meant instead of one that no item has
}
"""What is worth more or less than a word that an item has just as it was typed."""

LIMITS = {
    "near": 0.55,  # the least share of a query's worth that an item must hold to be near it
    "nearShown": 5,  # at most so many are shown as near
    "nearBelow": 3,  # none is, beside more full results than these
    "slip": 3,  # the least letters of a word in which a slip is looked for
    "slips": 2,  # in a query with more words that no item has, none is taken for a slip
    "words": 16,  # of a longer query the rest is not read
    "short": 4,  # a query of so few words is read at once, of a longer one what is rare first
    "small": 0.01,  # a segment with less of all items is asked for the rarest word first
    "files": 3,  # for the order alone a slow line is to wait for no more files than these
    "room": 13,  # nor for so many that all come to be more than these
}
"""Where the browser draws a line."""

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
    what a `word` and a `pair` weigh; the factors and the limits."""
    levels = {row.name: {"word": row.word, "pair": row.pair} for row in BY_LEVEL}
    return {"levels": levels, "factors": FACTORS, "limits": LIMITS}
