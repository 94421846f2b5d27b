"""The posts in order, grouped, and knowing where they lead.

Pure. Groups are categories, years, months and authors; neighbours and related posts follow from
the order. Where links lead is left to references.py, which addresses are taken to addresses.py.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from cchc_site import vietnamese
from cchc_site.load import Item

K = TypeVar("K")
V = TypeVar("V")

RELATED_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Category:
    """A configured category; `text` describes it on its own page."""

    key: str
    label: str
    text: str = ""

    @property
    def url(self) -> str:
        """The category's landing page."""
        return f"chuyen-muc/{self.key}/"


@dataclass(frozen=True, slots=True)
class Author:
    """A name under posts; `unit` is the office a configured author belongs to."""

    name: str
    slug: str
    unit: str = ""

    @property
    def url(self) -> str:
        """The author's landing page."""
        return f"tac-gia/{self.slug}/"


@dataclass(frozen=True)
class Catalogue:
    """Published posts, newest first, by the groups they stand in.

    Only posts whose day has come and that are no drafts are here. `now` decides that and which
    posts have expired, nothing else.
    """

    items: tuple[Item, ...]
    categories: tuple[Category, ...]
    units: Mapping[str, str]
    now: dt.datetime

    @cached_property
    def category(self) -> Mapping[str, Category]:
        """The configured categories by key."""
        return {category.key: category for category in self.categories}

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Item, ...]]:
        """Posts of every configured category, also of empty ones, in order of configuration."""
        groups = _group((item.post.category, item) for item in self.items)
        return {category.key: groups.get(category.key, ()) for category in self.categories}

    @cached_property
    def by_year(self) -> Mapping[int, tuple[Item, ...]]:
        """Posts by year, newest year first."""
        return _group((item.post.day.year, item) for item in self.items)

    @cached_property
    def by_month(self) -> Mapping[tuple[int, int], tuple[Item, ...]]:
        """Posts by (year, month), newest first."""
        return _group(((item.post.day.year, item.post.day.month), item) for item in self.items)

    @cached_property
    def by_author(self) -> Mapping[str, tuple[Item, ...]]:
        """Posts by author's name, names in alphabetical order."""
        groups = _group((name, item) for item in self.items for name in item.post.authors)
        return {name: groups[name] for name in sorted(groups, key=vietnamese.collation_key)}

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """Authors by name. Two names that fold alike are two authors: the one who came later gets
        a number, so that an address never changes hands."""
        authors: dict[str, Author] = {}
        taken: Counter[str] = Counter()
        for item in reversed(self.items):
            for name in item.post.authors:
                if name in authors:
                    continue
                slug = vietnamese.slug(name) or "khuyet-danh"
                taken[slug] += 1
                number = f"-{taken[slug]}" if taken[slug] > 1 else ""
                authors[name] = Author(name, slug + number, self.units.get(name, ""))
        return authors

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Item | None, Item | None]]:
        """The next older and the next newer post of the same category, by path."""
        found: dict[str, tuple[Item | None, Item | None]] = {}
        for items in self.by_category.values():
            ways: Sequence[Item | None] = (None, *items, None)
            for newer, item, older in zip(ways, items, ways[2:], strict=False):
                found[item.post.path] = (older, newer)
        return found

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {item.post.path: index for index, item in enumerate(self.items)}

    @cached_property
    def _by_tag(self) -> Mapping[str, tuple[int, ...]]:
        positions = enumerate(self.items)
        return _group((tag, index) for index, item in positions for tag in item.post.tags)

    def related(self, item: Item) -> tuple[Item, ...]:
        """Up to three older posts that share most tags, the newest first among equals.

        The next older post of the category is left out: it stands in the neighbours. Older posts
        only, so that a new post never changes an old page.
        """
        here = self._positions[item.post.path]
        older, _ = self.neighbours[item.post.path]
        skip = self._positions[older.post.path] if older else -1
        shared = Counter(
            index
            for tag in item.post.tags
            for index in self._by_tag[tag]
            if index > here and index != skip
        )
        best = sorted(shared, key=lambda index: (-shared[index], index))[:RELATED_LIMIT]
        return tuple(self.items[index] for index in best)

    def is_expired(self, item: Item) -> bool:
        """Whether the post's last day has passed."""
        expires = item.post.expires
        return expires is not None and expires.at <= self.now


def catalogue(
    items: Iterable[Item],
    categories: Sequence[Category],
    units: Mapping[str, str],
    now: dt.datetime,
) -> Catalogue:
    """The catalogue of those `items` that are published at `now`, newest first."""
    published = sorted(
        (item for item in items if is_published(item, now)),
        key=lambda item: (item.post.date.at, item.post.path),
        reverse=True,
    )
    return Catalogue(tuple(published), tuple(categories), units, now)


def is_published(item: Item, now: dt.datetime) -> bool:
    """Whether a post is no draft and its moment has come."""
    return not item.post.draft and item.post.date.at <= now


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
