"""The weights of search: one table, which the index and the browser share."""

from __future__ import annotations

from cchc_site.search import weights
from cchc_site.search.postings import LEVELS


def test_every_level_has_a_weight() -> None:
    """What a posting can tell, and no more; each is worth more than the one before."""
    words = [row.word for row in weights.BY_LEVEL]
    pairs = [row.pair for row in weights.BY_LEVEL]

    assert len(weights.BY_LEVEL) == LEVELS
    assert words == sorted(words)
    assert pairs == sorted(pairs)


def test_the_browser_is_told_of_every_level() -> None:
    """By its name, in their order; the name of the last is that by which it knows titles."""
    levels = weights.for_browser()["levels"]

    assert isinstance(levels, dict)
    assert [*levels.values()] == [{"word": row.word, "pair": row.pair} for row in weights.BY_LEVEL]
    assert [*levels].index("title") == weights.level(weights.IN_TITLE)
