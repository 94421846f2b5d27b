"""The posts in order, grouped, and knowing where they lead.

Pure. Groups are categories, years, months and authors; neighbours and related posts follow from
the order. Where links lead is left to references.py, which addresses are taken to addresses.py.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeVar

from cchc_site import organizations, vietnamese
from cchc_site.digests import digest_of
from cchc_site.organizations import Term
from cchc_site.recall import Item
from cchc_site.views import Notice

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
    """A name under posts; `unit` is the office a configured author belongs to, `mark` tells apart
    the names that share a `slug`."""

    name: str
    slug: str
    unit: str = ""
    mark: str = ""

    @property
    def url(self) -> str:
        """The author's landing page, with the posts of all whose names fold alike."""
        return f"tac-gia/{self.slug}/"

    @property
    def own_url(self) -> str:
        """The page of this author alone, where others share the landing page."""
        return f"{self.url}{self.mark}/"


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that posts are gathered under."""

    label: str
    slug: str

    @property
    def url(self) -> str:
        """The tag's landing page."""
        return f"the/{self.slug}/"


@dataclass(frozen=True)
class Catalogue:
    """Published posts, newest first, by the groups they stand in.

    Only posts whose day has come and that are no drafts are in `items`; `previews` are the others,
    where they are to be shown at their address. `now` decides that, which posts have expired and
    which body is in office, nothing else.
    """

    items: tuple[Item, ...]
    categories: tuple[Category, ...]
    units: Mapping[str, str]
    terms: tuple[Term, ...]
    now: dt.datetime
    previews: tuple[Item, ...] = ()

    @cached_property
    def _named(self) -> Mapping[str, Category]:
        by_slug = {category.key: category for category in self.categories}
        labels = {item.post.category for item in (*self.items, *self.previews)}
        named = {label: by_slug[_slug(label)] for label in labels if _slug(label) in by_slug}
        return named | by_slug

    def category(self, item: Item) -> Category:
        """The category of a post."""
        return self._named[item.post.category]

    @cached_property
    def by_category(self) -> Mapping[Category, tuple[Item, ...]]:
        """Posts of every category, also of empty ones, in order of configuration."""
        groups = _group((self.category(item), item) for item in self.items)
        return {category: groups.get(category, ()) for category in self.categories}

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
        """Authors by the names that posts write; spellings that are spoken alike are one author,
        named as the oldest post has it. An author's address follows from the name alone, so that
        it never changes hands: names that fold alike share it."""
        oldest = (*reversed(self.items), *reversed(self.previews))
        people: dict[str, Author] = {}
        authors: dict[str, Author] = {}
        for name in dict.fromkeys(name for item in oldest for name in item.post.authors):
            spoken = vietnamese.spoken(name)
            slug = vietnamese.slug(name) or f"khuyet-danh-{_digest(name)}"
            author = Author(name, slug, self.units.get(name, ""), _digest(spoken))
            authors[name] = people.setdefault(spoken, author)
        return authors

    @cached_property
    def people(self) -> Mapping[Author, tuple[Item, ...]]:
        """Published posts by author, authors in alphabetical order."""
        groups = _group(
            (author, item)
            for item in self.items
            for author in dict.fromkeys(self.authors[name] for name in item.post.authors)
        )
        by_name = sorted(groups, key=lambda author: vietnamese.collation_key(author.name))
        return {author: groups[author] for author in by_name}

    @cached_property
    def namesakes(self) -> Mapping[str, tuple[Author, ...]]:
        """The authors of published posts by address, in alphabetical order."""
        return _group((author.url, author) for author in self.people)

    def page_of(self, author: Author) -> str:
        """The address of the page with an author's posts and no namesake's."""
        return author.url if len(self.namesakes[author.url]) == 1 else author.own_url

    @cached_property
    def tags(self) -> Mapping[str, Tag]:
        """Tags as posts write them; spellings that fold alike are one tag, named as the oldest
        post has it. A tag's address follows from its own words, never from other tags."""
        named: dict[str, Tag] = {}
        tags: dict[str, Tag] = {}
        for item in (*reversed(self.items), *reversed(self.previews)):
            for name in item.post.tags:
                if name not in tags:
                    slug = vietnamese.slug(name) or f"khac-{_digest(name)}"
                    tags[name] = named.setdefault(slug, Tag(name, slug))
        return tags

    @cached_property
    def by_tag(self) -> Mapping[Tag, tuple[Item, ...]]:
        """Posts by tag, tags in alphabetical order."""
        groups = _group((tag.slug, item) for item in self.items for tag in self.tags_of(item))
        tags = {tag.slug: tag for tag in self.tags.values()}
        found = sorted(groups, key=lambda slug: vietnamese.collation_key(tags[slug].label))
        return {tags[slug]: groups[slug] for slug in found}

    @cached_property
    def _tags_of(self) -> Mapping[str, tuple[Tag, ...]]:
        return {
            item.post.path: tuple(dict.fromkeys(self.tags[name] for name in item.post.tags))
            for item in (*self.items, *self.previews)
        }

    def tags_of(self, item: Item) -> tuple[Tag, ...]:
        """The tags of a post, each once."""
        return self._tags_of[item.post.path]

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
    def _places(self) -> Mapping[str, int]:
        """The place of each post, counted from the oldest."""
        last = len(self.items) - 1
        return {item.post.path: last - index for index, item in enumerate(self.items)}

    @cached_property
    def _tagged(self) -> Mapping[Tag, int]:
        """The places of a tag's posts, as the bits of a number."""
        return {
            tag: _bits(self._places[item.post.path] for item in items)
            for tag, items in self.by_tag.items()
        }

    @cached_property
    def _related(self) -> dict[str, tuple[Item, ...]]:
        return {}

    def related(self, item: Item) -> tuple[Item, ...]:
        """Up to three older posts that share most tags, the newest first among equals.

        The next older post of the category is left out: it stands in the neighbours. Older posts
        only, so that a new post never changes an old page.
        """
        path = item.post.path
        if path not in self._related:
            self._related[path] = self._find_related(item)
        return self._related[path]

    def relating(self, item: Item) -> Iterator[Item]:
        """The posts that have `item` among their related ones, newest first."""
        place = self._places.get(item.post.path)
        if place is None:
            return
        number = len(self.items) - 1 - place
        alike = 0
        for tag in self.tags_of(item):
            alike |= self._tagged[tag] >> place + 1
        for newer, mark in zip(self.items, f"{alike:0{number}b}"[:number], strict=False):
            if mark == "1" and any(one is item for one in self.related(newer)):
                yield newer

    def _find_related(self, item: Item) -> tuple[Item, ...]:
        place, tags = self._places.get(item.post.path), self.tags_of(item)
        if not place or not tags:
            return ()
        within = (1 << place) - 1
        older, _ = self.neighbours[item.post.path]
        if older:
            within ^= 1 << self._places[older.post.path]
        planes = _counted(self._tagged[tag] & within for tag in tags)
        last = len(self.items) - 1
        best = islice(_most(planes, len(tags), within), RELATED_LIMIT)
        return tuple(self.items[last - found] for found in best)

    def is_expired(self, item: Item) -> bool:
        """Whether the moment from which the post no longer holds has come."""
        expires = item.post.expires
        return expires is not None and expires.at <= self.now

    def ended(self, item: Item) -> Notice | None:
        """What a reader is told when the post's body is over."""
        term = organizations.term_of(item.post, self.terms)
        today = self.now.date()
        if term is None or not organizations.is_over(term, today):
            return None
        archive = organizations.in_office(self.terms, today) is None
        if archive and term is organizations.last_in_office(self.terms):
            return None  # the frame tells it on every page
        return organizations.ended(term, self.terms)

    def body_name(self, item: Item) -> str:
        """The name of the body that a post belongs to, "" when none was in office."""
        term = organizations.term_of(item.post, self.terms)
        return term.body.name if term else ""

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
    items: Iterable[Item],
    categories: Sequence[Category],
    units: Mapping[str, str],
    terms: Sequence[Term],
    now: dt.datetime,
    previews: bool = False,
) -> Catalogue:
    """The catalogue of those `items` that are published at `now`, newest first; the others are
    kept apart when `previews` are wanted. Without configured `categories` those of the posts
    are taken, in alphabetical order."""
    ordered = sorted(items, key=lambda item: (item.post.date.at, item.post.path), reverse=True)
    published = tuple(item for item in ordered if is_published(item, now))
    hidden = tuple(item for item in ordered if not is_published(item, now)) if previews else ()
    if not categories:
        categories = _named_by(*published, *hidden)
    return Catalogue(
        published,
        tuple(categories),
        units,
        tuple(terms),
        now,
        hidden,
    )


def _named_by(*items: Item) -> Sequence[Category]:
    """The categories that posts name, in alphabetical order; labels that fold alike are one."""
    labels = sorted({item.post.category for item in items}, key=vietnamese.collation_key)
    by_slug = {_slug(label): label for label in reversed(labels)}
    return [Category(slug, label) for slug, label in reversed(by_slug.items())]


def _slug(label: str) -> str:
    return vietnamese.slug(label) or "khac"


def next_publication(items: Iterable[Item], now: dt.datetime) -> dt.datetime | None:
    """When the next post that waits for its day is published."""
    waiting = (item.post.date.at for item in items if not item.post.draft)
    return min((moment for moment in waiting if moment > now), default=None)


def is_published(item: Item, now: dt.datetime) -> bool:
    """Whether a post is no draft and its moment has come."""
    return not item.post.draft and item.post.date.at <= now


def _digest(text: str) -> str:
    """What tells a name apart whose letters do not."""
    return digest_of(text).hex()[:8]


def _bits(places: Iterable[int]) -> int:
    """The number whose bits at `places` are 1."""
    marks = bytearray()
    for place in places:
        byte = place >> 3
        if byte >= len(marks):
            marks.extend(bytes(byte + 1 - len(marks)))
        marks[byte] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def _counted(numbers: Iterable[int]) -> list[int]:
    """How many of `numbers` have a 1 at each place: the n-th result holds the n-th bit of every
    count, so that all places are counted at once."""
    planes: list[int] = []
    for carry in numbers:
        for index, plane in enumerate(planes):
            planes[index], carry = plane ^ carry, plane & carry
        if carry:
            planes.append(carry)
    return planes


def _most(planes: Sequence[int], highest: int, within: int) -> Iterator[int]:
    """The places with the greatest counts first, among equal ones the last first."""
    for count in range(highest, 0, -1):
        found = within if count >> len(planes) == 0 else 0
        for index, plane in enumerate(planes):
            found &= plane if count >> index & 1 else ~plane
        while found:
            place = found.bit_length() - 1
            yield place
            found ^= 1 << place


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
