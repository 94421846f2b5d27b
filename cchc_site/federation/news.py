"""What a portal shows of its communes: of each its items and documents as of the moment of a
build; together the newest, the categories, and the documents, each once.

Pure. An item that says it is of a day to come is not shown before that day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.hashing import digest, view_digest
from cchc_site.federation.sources import CommuneSite
from cchc_site.federation.values import CommuneDocument, CommuneItem, KeptFile

REGISTER = "van-ban-xa-phuong/"
"""The address of the documents of all communes."""
MOST_CATEGORIES = 12
"""So many categories of a commune have a page, those with the most items: one that invents a
category an item makes no more pages than that."""


class Commune(Struct, frozen=True):
    """A commune: its site, what that publishes (newest items first), since when its news and its
    register have not been read, with the last good reading of each (None for one that has), and
    whether its news have ever been asked for."""

    source: CommuneSite
    items: tuple[CommuneItem, ...]
    documents: tuple[CommuneDocument, ...]
    news_failing: dt.datetime | None = None
    news_read: dt.datetime | None = None
    register_failing: dt.datetime | None = None
    register_read: dt.datetime | None = None
    is_read: bool = True

    @property
    def url(self) -> str:
        """The address of its page in the portal."""
        return f"xa-phuong/{self.source.key}/"

    @property
    def categories(self) -> Mapping[str, tuple[CommuneItem, ...]]:
        """Its items by the label of their category, the category of the newest item first."""
        by_label: defaultdict[str, list[CommuneItem]] = defaultdict(list)
        for item in self.items:
            by_label[item.category].append(item)
        return {label: tuple(items) for label, items in by_label.items()}


class ToldItem(NamedTuple):
    """An item and the commune that tells it."""

    commune: Commune
    item: CommuneItem


class SharedCategory(NamedTuple):
    """A category of several communes' items, newest first, with what its address is called."""

    label: str
    slug: str
    items: tuple[ToldItem, ...]


class SharedDocument(NamedTuple):
    """A document with every commune that has it, and that commune's own page of it."""

    document: CommuneDocument
    holders: tuple[tuple[Commune, str], ...]

    @property
    def month(self) -> int:
        """The month of its day, 0 where only the year is known."""
        return int(self.document.date[5:7] or 0)


class Federation:
    """The communes of a portal, whose own categories are `labels`."""

    def __init__(
        self,
        communes: Sequence[Commune],
        labels: Iterable[str] = (),
        next_change: dt.datetime | None = None,
    ) -> None:
        """Gather nothing before somebody asks; `next_change` is when an item of a day to come is to
        be shown."""
        self.communes, self.next_change = tuple(communes), next_change
        self._labels = tuple(labels)

    @cached_property
    def digest(self) -> bytes:
        """A digest of all that is shown."""
        return view_digest(self.communes)

    @cached_property
    def newest(self) -> tuple[ToldItem, ...]:
        """The items of all communes, the newest first."""
        told = (ToldItem(commune, item) for commune in self.communes for item in commune.items)
        return tuple(sorted(told, key=_order, reverse=True))

    @cached_property
    def categories(self) -> tuple[SharedCategory, ...]:
        """The categories: the portal's own in their order, then the others by the alphabet."""
        largest = (_largest(commune) for commune in self.communes)
        shown = {vietnamese.slug(label) for labels in largest for label in labels}
        by_slug: defaultdict[str, list[ToldItem]] = defaultdict(list)
        for told in self.newest:
            by_slug[vietnamese.slug(told.item.category)].append(told)
        own = {vietnamese.slug(label): label for label in self._labels}
        labels = {slug: own.get(slug) or _label(by_slug[slug]) for slug in shown & by_slug.keys()}
        labels.pop("", None)
        places = {slug: place for place, slug in enumerate(own)}
        order = sorted(
            labels,
            key=lambda slug: (
                places.get(slug, len(places)),
                *vietnamese.collation_key(labels[slug]),
            ),
        )
        return tuple(SharedCategory(labels[slug], slug, tuple(by_slug[slug])) for slug in order)

    @cached_property
    def documents(self) -> tuple[SharedDocument, ...]:
        """The documents of all communes, each once, the newest first."""
        holders: defaultdict[str, list[tuple[Commune, CommuneDocument]]] = defaultdict(list)
        for commune in self.communes:
            for document in commune.documents:
                if not any(held[0] is commune for held in holders[document.identity][-1:]):
                    holders[document.identity].append((commune, document))
        shared = (_shared([*held]) for held in holders.values())
        return tuple(sorted(shared, key=lambda each: _newest_first(each.document)))


def commune(source: CommuneSite, news: KeptFile, register: KeptFile, now: dt.datetime) -> Commune:
    """A commune as it is at the moment `now`, by what is kept of its files."""
    items = news.contents.items if news.contents else ()
    documents = register.contents.documents if register.contents else ()
    zone = now.tzinfo
    return Commune(
        source,
        tuple(item for item in items if item.at <= now),
        tuple(sorted(documents, key=_newest_first)),
        *_failing(news, zone),
        *_failing(register, zone),
        is_read=bool(news.failing or news.read),
    )


def next_change(kept: Iterable[KeptFile], now: dt.datetime) -> dt.datetime | None:
    """When the next item of a day to come is to be shown."""
    coming = (
        item.at for each in kept if each.contents for item in each.contents.items if item.at > now
    )
    return min(coming, default=None)


def _failing(
    kept: KeptFile, zone: dt.tzinfo | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Since when a file has not been read, and when it was last."""
    if not kept.failing:
        return None, None
    read = dt.datetime.fromisoformat(kept.read).astimezone(zone) if kept.read else None
    return dt.datetime.fromisoformat(kept.failing).astimezone(zone), read


def _largest(commune: Commune) -> Sequence[str]:
    """The labels of the categories of a commune that have a page."""
    sizes = Counter(item.category for item in commune.items)
    return sorted(sizes, key=lambda label: (-sizes[label], label))[:MOST_CATEGORIES]


def _order(told: ToldItem) -> tuple[dt.datetime, str, str]:
    return told.item.at, told.commune.source.key, told.item.href


def _label(items: Sequence[ToldItem]) -> str:
    """What most communes call a category."""
    counts = Counter(told.item.category for told in items)
    return min(counts, key=lambda label: (-counts[label], label))


def _shared(held: Sequence[tuple[Commune, CommuneDocument]]) -> SharedDocument:
    """A document by what the communes that have it say of it: a day and an abstract win over none,
    the first commune over the others."""
    known = [document for _, document in held]
    first = min(known, key=lambda document: (not document.date, not document.title))
    return SharedDocument(first, tuple((commune, document.href) for commune, document in held))


def _newest_first(document: CommuneDocument) -> tuple[int, int, str]:
    """The newest first, whatever the order of a register; of a year those without a day last."""
    day = dt.date.fromisoformat(document.date).toordinal() if document.date else 0
    return -document.year, -day, document.identity


def lead_url(commune: Commune, item: CommuneItem) -> str:
    """The address in the portal that leads on to an item."""
    return f"{commune.url}{digest(item.href.encode()).hex()[:10]}/"


def month_url(year: int, month: int) -> str:
    """The address of the documents of a month, of a year where that is 0."""
    return f"{REGISTER}{year}/{month:02d}/" if month else f"{REGISTER}{year}/"


def paper_key(document: CommuneDocument) -> str:
    """By what a document is found in its list."""
    return f"vb-{digest(document.identity.encode()).hex()[:10]}"
