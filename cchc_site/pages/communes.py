"""The communes of a portal: all of them, the page of each, and the addresses by which search leads
to an item on the site that tells it.

Pure. What comes of communes is shown as plain text. A page tells since when a commune has not been
read, never for how long: else each build would change it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.federation.news import Commune, Federation, lead_url
from cchc_site.federation.sources import KINDS
from cchc_site.federation.values import CommuneItem
from cchc_site.pages.components import HOME, Date, ExternalLink, Link, Notice, date
from cchc_site.pages.page import Content, DataView, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.snapshot import PostSnapshot

COMMUNES = Link("Các xã, phường", "xa-phuong/")
MOST_DOCUMENTS = 10
_OTHERS = "Nơi khác"
_NO_CATEGORY = "Tin khác"


class CommuneStory(NamedTuple):
    """An item that a commune tells on its own site: `href` leads there. `commune` is its name, ""
    where all items of a page are of one."""

    title: str
    href: str
    date: Date
    commune: str = ""
    category: str = ""


class CommunePaper(NamedTuple):
    """A document in a commune's register: `href` leads to its page there."""

    name: str
    href: str
    line: str
    abstract: str


class CommuneEntry(NamedTuple):
    """A commune among all: its name and its page here, the title and day of its newest item, and
    since when it has not been read, "" where it has."""

    name: str
    url: str
    newest: str
    date: Date | None
    stale: str


class CommuneGroup(NamedTuple):
    """The communes of a kind; `key` names their place in the page."""

    title: str
    key: str
    entries: tuple[CommuneEntry, ...]


class CommunesView(PlainView, Struct, frozen=True):
    """All communes, by their kinds."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    groups: tuple[CommuneGroup, ...]


class CommuneSection(NamedTuple):
    """Items of a commune that are of a category."""

    title: str
    key: str
    stories: tuple[CommuneStory, ...]


class CommuneView(PlainView, Struct, frozen=True):
    """A commune: its own `site` behind the words of `lead`, how to reach it, its newest items by
    category, its newest `documents` and its own `register`; `notices` tell what could
    not be read."""

    title: str
    crumbs: tuple[Link, ...]
    lead: str
    site: ExternalLink
    contact: str
    notices: tuple[Notice, ...]
    sections: tuple[CommuneSection, ...]
    documents: tuple[CommunePaper, ...]
    register: ExternalLink


@dataclass(frozen=True, slots=True)
class LeadView(DataView):
    """A page of nothing but the way to an item on the site of a commune, which is called `where`
    in a sentence."""

    title: str
    commune: str
    where: str
    href: str

    def written(self) -> bytes:
        """HTML that leads on by itself, and runs and loads nothing."""
        title, href = escape(self.title), escape(self.href)
        name = f"{title} – {escape(self.commune)}"
        return (
            '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
            f'<meta http-equiv="refresh" content="0; url={href}">\n'
            '<meta name="robots" content="noindex">\n'
            '<meta name="color-scheme" content="light dark">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<link rel="canonical" href="{href}">\n<title>{name}</title>\n</head>\n'
            f"<body>\n<main>\n<h1>{title}</h1>\n<p>Tin này ở trang của {escape(self.where)}: "
            f'<a href="{href}" rel="external noopener">{href}</a></p>\n</main>\n</body>\n</html>\n'
        ).encode()


@dataclass(frozen=True, slots=True)
class CommunesPage(Page):
    """All communes."""

    federation: Federation
    template: ClassVar[str] = "cchc/communes.html"

    @property
    def lastmod(self) -> str:
        """The day of the newest item."""
        return next((told.item.day.isoformat() for told in self.federation.newest), "")

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only what communes tell is shown."""
        return ()

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """Its title, and what else it is called."""
        return (WayIn(ways.PAGE, self.title, self.url, called=("Xã, phường", "Các xã")),)

    def content(self, context: PageContext) -> Content:
        """Each with its newest item."""
        count = vietnamese.count(len(self.federation.communes))
        intro = f"{count} trang tin. Mỗi tin mở ở trang của nơi đăng tin."
        groups = tuple(_groups(self.federation.communes))
        crumbs = (HOME, Link(self.title, ""))
        return self.made_of(context, CommunesView(self.title, intro, crumbs, groups))


@dataclass(frozen=True, slots=True)
class CommunePage(Page):
    """A commune."""

    commune: Commune
    template: ClassVar[str] = "cchc/commune.html"

    @property
    def lastmod(self) -> str:
        """The day of its newest item."""
        return next((item.day.isoformat() for item in self.commune.items), "")

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only what the commune tells is shown."""
        return ()

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """Its name."""
        return (WayIn(ways.PAGE, self.title, self.url),)

    def content(self, context: PageContext) -> Content:
        """What it publishes, so far as it is known."""
        commune, source = self.commune, self.commune.source
        view = CommuneView(
            title=source.name,
            crumbs=(HOME, COMMUNES, Link(source.name, "")),
            lead=f"Trang của {in_sentence(commune)}:",
            site=ExternalLink(source.host, source.url),
            contact=source.contact,
            notices=tuple(_notices(commune)),
            sections=tuple(_sections(commune)),
            documents=tuple(_papers(commune)),
            register=ExternalLink(
                f"Mọi văn bản ở trang của {in_sentence(commune)}", f"{source.url}van-ban/"
            ),
        )
        return self.made_of(context, view)


@dataclass(frozen=True, slots=True)
class LeadPage(Page):
    """The address by which search leads to an item of a commune: an address of another site is
    none that the index may hold (theme/search/index.js)."""

    commune: Commune
    item: CommuneItem

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only what the commune tells is shown."""
        return ()

    def content(self, context: PageContext) -> Content:
        """The way to the item."""
        name, where = self.commune.source.name, in_sentence(self.commune)
        view = LeadView(self.item.title, name, where, self.item.href)
        return self.made_of(context, view, canonical="")


def pages(federation: Federation) -> Iterator[Page]:
    """The communes, and the ways to their items."""
    yield CommunesPage(COMMUNES.url, COMMUNES.label, federation, active=COMMUNES.url)
    for commune in federation.communes:
        name = commune.source.name
        yield CommunePage(commune.url, name, commune, active=COMMUNES.url)
        for item in commune.items:
            yield LeadPage(lead_url(commune, item), item.title, commune, item, hidden=True)


def story(commune: Commune, item: CommuneItem, *, names_commune: bool = True) -> CommuneStory:
    """An item as lists show it."""
    name = commune.source.name if names_commune else ""
    return CommuneStory(item.title, item.href, date(item.day), name, item.category)


def in_sentence(commune: Commune) -> str:
    """What a commune is called in a sentence: “xã Mẫu” of “Xã Mẫu”."""
    name, kind = commune.source.name, commune.source.kind
    return name[:1].lower() + name[1:] if kind and name.startswith(kind) else name


def moment_words(at: dt.datetime) -> str:
    """A moment in words.

    >>> moment_words(dt.datetime(2026, 11, 29, 14, 5)), moment_words(dt.datetime(2026, 11, 9, 7))
    ('14 giờ 05 ngày 29/11/2026', '7 giờ ngày 9/11/2026')
    """
    minutes = f" {at.minute:02d}" if at.minute else ""
    return f"{at.hour} giờ{minutes} ngày {vietnamese.day_plain(at)}"


def _groups(communes: Iterable[Commune]) -> Iterator[CommuneGroup]:
    by_kind: dict[str, list[CommuneEntry]] = {kind: [] for kind in (*KINDS, "")}
    known = sorted(communes, key=lambda one: vietnamese.collation_key(one.source.name))
    for commune in known:
        by_kind[commune.source.kind].append(_entry(commune))
    for kind, entries in by_kind.items():
        if entries:
            title = kind or _OTHERS
            yield CommuneGroup(title, vietnamese.slug(title), tuple(entries))


def _entry(commune: Commune) -> CommuneEntry:
    newest, failing = next(iter(commune.items), None), commune.news_failing
    stale = ""
    if failing:
        said = "Chưa đọc được từ" if commune.news_read else "Chưa đọc được lần nào, từ"
        stale = f"{said} {moment_words(failing)}."
    elif not newest:
        stale = "Chưa có tin." if commune.is_read else "Chưa đọc lần nào."
    title, day = (newest.title, date(newest.day)) if newest else ("", None)
    return CommuneEntry(commune.source.name, commune.url, title, day, stale)


def _notices(commune: Commune) -> Iterator[Notice]:
    """What could not be read of a commune, or has not been yet."""
    name = in_sentence(commune)
    if failing := commune.news_failing:
        said = "tin dưới đây là của lần đọc trước"
        lead = f"Trang của {name} chưa đọc được từ {moment_words(failing)};"
        if commune.news_read is None:
            said = "tin của trang ấy chưa có ở đây"
        yield Notice("stale", lead, f"{said}.")
    elif not commune.is_read:
        yield Notice("stale", f"Trang của {name} chưa được đọc lần nào.", "")
    elif not commune.items:
        yield Notice("stale", f"Trang của {name} chưa có tin.", "")
    failing = commune.register_failing
    if failing and commune.register_read and commune.news_failing is None:
        lead = f"Danh mục văn bản của {name} chưa đọc được từ {moment_words(failing)};"
        yield Notice("stale", lead, "văn bản dưới đây là của lần đọc trước.")


def _sections(commune: Commune) -> Iterator[CommuneSection]:
    for number, (label, items) in enumerate(commune.categories.items(), 1):
        stories = tuple(story(commune, item, names_commune=False) for item in items)
        same = tuple(each._replace(category="") for each in stories)
        yield CommuneSection(label or _NO_CATEGORY, f"muc-{number}", same)


def _papers(commune: Commune) -> Iterator[CommunePaper]:
    for document in commune.documents[:MOST_DOCUMENTS]:
        name = document.name
        yield CommunePaper(name, document.href, document.line, document.title)
