"""Advice on names that posts spell otherwise than most do.

Pure. Names that differ in capitals or in the place of a tone are one name (taxonomies.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from cchc_site.base import vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import AUTHORS, TAGS, Kind


def advice(items: Iterable[PostSnapshot]) -> Iterator[Problem]:
    """Authors and tags whose spelling is not the commonest of the same name."""
    items = tuple(items)
    for kind in (AUTHORS, TAGS):
        commonest = _commonest(items, kind)
        for item in items:
            for label in kind.written(item.post):
                usual = commonest[vietnamese.spoken(label)]
                if label != usual:
                    yield Problem(
                        item.post.path,
                        item.post.line(kind.field),
                        f"{kind.word} “{label}” ở các bài khác viết “{usual}”",
                        f"nếu là một, hãy viết “{usual}”",
                        Level.ADVICE,
                    )


def _commonest(items: Iterable[PostSnapshot], kind: Kind) -> dict[str, str]:
    """The spelling that most posts have of each name, of the oldest post where several are."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        for label in kind.written(item.post):
            spellings[vietnamese.spoken(label)][label] += 1
    return {
        name: max(reversed(labels), key=labels.__getitem__) for name, labels in spellings.items()
    }
