"""The posts in order, grouped, and knowing where they lead.

Pure. Groups are categories, years, months, authors and tags (taxonomies.py); neighbours and related
posts follow from the order. Where links lead is left to links.py, which addresses are taken to
addresses.py.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, islice
from operator import and_, or_

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.site import organizations, taxonomies
from cchc_site.site.organizations import Ended, Term
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import Name, NameOptions, Taxonomy, group, newest_first

RELATED_LIMIT = 3


class Category(Struct, frozen=True):
    """A configured category; `text` describes it on its own page, a `minor` one stands in no
    menu."""

    key: str
    label: str
    text: str = ""
    minor: bool = False

    @property
    def url(self) -> str:
        """The category's landing page."""
        return f"chuyen-muc/{self.key}/"


@dataclass(frozen=True)
class Catalogue:
    """Published posts, newest first, by the groups they stand in.

    Only posts whose day has come and that are no drafts are in `items`; `previews` are the others,
    where they are to be shown at their address. `now` decides that, which posts have expired and
    which body is in office, nothing else.
    """

    items: tuple[PostSnapshot, ...]
    categories: tuple[Category, ...]
    names: NameOptions
    terms: tuple[Term, ...]
    now: dt.datetime
    previews: tuple[PostSnapshot, ...] = ()

    @cached_property
    def _named(self) -> Mapping[str, Category]:
        by_slug = {category.key: category for category in self.categories}
        labels = {item.post.category for item in (*self.items, *self.previews)}
        named = {label: by_slug[_slug(label)] for label in labels if _slug(label) in by_slug}
        return named | by_slug

    def category(self, item: PostSnapshot) -> Category:
        """The category of a post."""
        return self._named[item.post.category]

    @cached_property
    def by_category(self) -> Mapping[Category, tuple[PostSnapshot, ...]]:
        """Posts of every category, also of empty ones, in order of configuration."""
        groups = group((self.category(item), item) for item in self.items)
        return {category: groups.get(category, ()) for category in self.categories}

    @cached_property
    def by_year(self) -> Mapping[int, tuple[PostSnapshot, ...]]:
        """Posts by year, newest year first."""
        return group((item.post.day.year, item) for item in self.items)

    @cached_property
    def by_month(self) -> Mapping[tuple[int, int], tuple[PostSnapshot, ...]]:
        """Posts by (year, month), newest first."""
        return group(((item.post.day.year, item.post.day.month), item) for item in self.items)

    @cached_property
    def authors(self) -> Taxonomy:
        """The authors of posts."""
        return Taxonomy(taxonomies.AUTHORS, self.names.authors, self.items, self.previews)

    @cached_property
    def tags(self) -> Taxonomy:
        """The tags of posts."""
        return Taxonomy(taxonomies.TAGS, self.names.tags, self.items, self.previews)

    @cached_property
    def _tags_of(self) -> dict[str, tuple[Name, ...]]:
        return {}

    def tags_of(self, item: PostSnapshot) -> tuple[Name, ...]:
        """The tags of a post, each once."""
        path = item.post.path
        if path not in self._tags_of:
            self._tags_of[path] = (*self.tags.of(item),)
        return self._tags_of[path]

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[PostSnapshot | None, PostSnapshot | None]]:
        """The next older and the next newer post of the same category, by path."""
        neighbours: dict[str, tuple[PostSnapshot | None, PostSnapshot | None]] = {}
        for items in self.by_category.values():
            ordered: Sequence[PostSnapshot | None] = (None, *items, None)
            for newer, item, older in zip(ordered, items, ordered[2:], strict=False):
                neighbours[item.post.path] = (older, newer)
        return neighbours

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The place of each post, counted from the oldest."""
        last = len(self.items) - 1
        return {item.post.path: last - index for index, item in enumerate(self.items)}

    @cached_property
    def _tagged(self) -> dict[Name, int]:
        return {}

    def _places_of(self, tag: Name) -> int:
        """The places of a tag's posts, as the bits of a number."""
        if tag not in self._tagged:
            # Bytes, not a sum: each of that would take as long as the archive is large.
            bits = bytearray(len(self.items) // 8 + 1)
            for item in self.tags.by_name.get(tag, ()):
                place = self._places[item.post.path]
                bits[place >> 3] |= 1 << (place & 7)
            self._tagged[tag] = int.from_bytes(bits, "little")
        return self._tagged[tag]

    @cached_property
    def _related(self) -> dict[str, tuple[PostSnapshot, ...]]:
        return {}

    def related(self, item: PostSnapshot) -> tuple[PostSnapshot, ...]:
        """Up to three older posts that share most tags, the newest first among equals.

        The next older post of the category is left out: it stands in the neighbours. Older posts
        only, so that a new post never changes an old page.
        """
        path = item.post.path
        if path not in self._related:
            self._related[path] = self._find_related(item)
        return self._related[path]

    def relating(self, item: PostSnapshot) -> Iterator[PostSnapshot]:
        """The posts that have `item` among their related ones, newest first."""
        place = self._places.get(item.post.path)
        if place is None:
            return
        newer = [self._places_of(tag) >> place + 1 for tag in self.tags_of(item)]
        last = len(self.items) - 2 - place
        for distance in sorted(_candidates(newer, RELATED_LIMIT + 1), reverse=True):
            other = self.items[last - distance]
            if any(one is item for one in self.related(other)):
                yield other

    def _find_related(self, item: PostSnapshot) -> tuple[PostSnapshot, ...]:
        place, tags = self._places.get(item.post.path), self.tags_of(item)
        if not place or not tags:
            return ()
        within = (1 << place) - 1
        older, _ = self.neighbours[item.post.path]
        if older:
            within ^= 1 << self._places[older.post.path]
        best = islice(_most([self._places_of(tag) for tag in tags], within), RELATED_LIMIT)
        last = len(self.items) - 1
        return tuple(self.items[last - found] for found in best)

    def is_expired(self, item: PostSnapshot) -> bool:
        """Whether the moment from which the post no longer holds has come."""
        expires = item.post.expires
        return expires is not None and expires.at <= self.now

    def ended(self, item: PostSnapshot) -> Ended | None:
        """The end of the post's body, when that is over."""
        term = organizations.term_of(item.post, self.terms)
        today = self.now.date()
        if term is None or not organizations.is_over(term, today):
            return None
        archive = organizations.in_office(self.terms, today) is None
        if archive and term is organizations.last_in_office(self.terms):
            return None  # every page tells it around its own part
        speaks = organizations.speaks(item.post, item.named, term)
        return organizations.ended(term, self.terms, speaks)

    @cached_property
    def next_change(self) -> dt.datetime | None:
        """When a state changes next without anybody editing: the site must be built again."""
        zone = self.now.tzinfo
        moments = [
            dt.datetime(day.year, day.month, day.day, tzinfo=zone)
            for day in organizations.changes(self.terms)
        ]
        moments += [item.post.expires.at for item in self.items if item.post.expires]
        return min((moment for moment in moments if moment > self.now), default=None)


def catalogue(
    items: Iterable[PostSnapshot],
    categories: Sequence[Category],
    names: NameOptions,
    terms: Sequence[Term],
    now: dt.datetime,
    previews: bool = False,
) -> Catalogue:
    """The catalogue of those `items` that are published at `now`, newest first; the others are
    kept apart when `previews` are wanted. Without configured `categories` those of the posts
    are taken, in alphabetical order."""
    ordered = newest_first(items)
    published = tuple(item for item in ordered if is_published(item, now))
    hidden = tuple(item for item in ordered if not is_published(item, now)) if previews else ()
    if not categories:
        categories = _named_by(*published, *hidden)
    return Catalogue(
        published,
        tuple(categories),
        names,
        tuple(terms),
        now,
        hidden,
    )


def _named_by(*items: PostSnapshot) -> Sequence[Category]:
    """The categories that posts name, in alphabetical order; labels that fold alike are one."""
    labels = sorted({item.post.category for item in items}, key=vietnamese.collation_key)
    by_slug = {_slug(label): label for label in reversed(labels)}
    return [Category(slug, label) for slug, label in reversed(by_slug.items())]


def _slug(label: str) -> str:
    return vietnamese.slug(label) or "khac"


def next_publication(items: Iterable[PostSnapshot], now: dt.datetime) -> dt.datetime | None:
    """When the next post that waits for its day is published."""
    waiting = (item.post.date.at for item in items if not item.post.draft)
    return min((moment for moment in waiting if moment > now), default=None)


def is_published(item: PostSnapshot, now: dt.datetime) -> bool:
    """Whether a post is no draft and its moment has come."""
    return not item.post.draft and item.post.date.at <= now


def _most(numbers: Sequence[int], within: int) -> Iterator[int]:
    """The places, among the bits of `within`, at which most of `numbers` have a 1, among equal ones
    the last first; none at which none has.

    >>> list(_most([0b0110, 0b0011], 0b1111))
    [1, 2, 0]
    """
    # The n-th tells where n of the numbers or more have a 1.
    alike = [within, *(0 for _ in numbers)]
    for number in numbers:
        for shared in range(len(numbers), 0, -1):
            alike[shared] |= alike[shared - 1] & number
    for places, more in zip(alike[:0:-1], (0, *alike[:1:-1]), strict=True):
        left = places & ~more
        while left:
            place = left.bit_length() - 1
            yield place
            left ^= 1 << place


_MANY = 8
"""More tags than a post has, but for slips: their combinations would be too many."""


def _candidates(numbers: Sequence[int], most: int) -> set[int]:
    """The places at which a post may have `most` - 1 or fewer before it that share with it as much
    of what `numbers` tell, one for each tag: for each combination of tags, the first places at
    which all have a 1.

    >>> sorted(_candidates([0b0110, 0b1000], 1))
    [1, 3]
    """
    if len(numbers) > _MANY:
        return set(_ones(functools.reduce(or_, numbers)))
    alike = [functools.reduce(and_, some) for some in _combinations(numbers)]
    return {place for number in alike for place in islice(_ones(number), most)}


def _combinations(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(numbers, n + 1) for n in range(len(numbers)))


def _ones(number: int) -> Iterator[int]:
    """The places at which `number` has a 1, the first one first."""
    while number:
        first = number & -number
        yield first.bit_length() - 1
        number ^= first
