"""The weights of search: one table, which the index and the browser share."""

from __future__ import annotations

import re

from cchc_site.rendering import stylesheets
from cchc_site.search import weights
from cchc_site.search.postings import LEVELS


def test_every_level_has_a_weight() -> None:
    """What a posting can tell, and no more; each is worth more than the one before."""
    words = [row.word for row in weights.BY_LEVEL]
    pairs = [row.pair for row in weights.BY_LEVEL]

    assert len(weights.BY_LEVEL) == LEVELS
    assert words == sorted(words)
    assert pairs == sorted(pairs)


def test_the_browser_weighs_by_the_table() -> None:
    """The script of the search holds it, and no other."""
    script = dict(stylesheets.scripts())["assets/cchc/search.js"]

    assert weights.script() in script
    for name in ("IMPACT", "PAIR_IMPACT", "IN_TITLE"):
        assert len(re.findall(rf"const {name} =", script)) == 1
