"""The documents of all communes: each once, with the communes that have it.

Pure. They stand by year and month, so that a new document changes the lists of its month alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.federation.news import REGISTER, Federation, SharedDocument, month_url, paper_key
from cchc_site.pages.communes import COMMUNES
from cchc_site.pages.components import HOME, ExternalLink, IndexEntry, Link, Section
from cchc_site.pages.page import Content, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.snapshot import PostSnapshot

PAPERS = Link("Văn bản của các xã, phường", REGISTER)
NEWEST = 20
FEW = 6
"""With more communes than this, a document names them when it is asked."""


class SharedPaper(NamedTuple):
    """A document with the communes that have it: each link leads to that commune's page of it;
    `key` names its place in the page, and `summary` tells how many they are where they are
    many."""

    name: str
    key: str
    line: str
    abstract: str
    holders: tuple[ExternalLink, ...]
    summary: str = ""


class CommuneRegisterView(PlainView, Struct, frozen=True):
    """Documents of communes, newest first, under a `heading` where they are the newest of many;
    `sections` lead to the years, or to the months of one."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    papers: tuple[SharedPaper, ...]
    sections: tuple[Section, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class CommuneRegisterPage(Page):
    """A list of `documents`, with the ways to `parts` of the register."""

    documents: Sequence[SharedDocument]
    crumbs: tuple[Link, ...]
    parts: tuple[Section, ...] = ()
    heading: str = ""
    template: ClassVar[str] = "cchc/commune_register.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only what communes have is shown."""
        return ()

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """The title of the first."""
        return (WayIn(ways.PAGE, self.title, self.url),) if self.url == PAPERS.url else ()

    def content(self, context: PageContext) -> Content:
        """Their names, days, bodies and abstracts."""
        intro = "Mỗi liên kết mở trang của xã, phường có văn bản ấy."
        if not self.documents and not self.parts:
            intro = "Chưa trang nào công bố văn bản."
        papers = tuple(map(_paper, self.documents))
        crumbs = (*self.crumbs, Link(self.title, ""))
        return self.made_of(
            context,
            CommuneRegisterView(self.title, intro, crumbs, papers, self.parts, self.heading),
        )


def pages(federation: Federation) -> Iterator[Page]:
    """The newest, each year, each month."""
    months: defaultdict[tuple[int, int], list[SharedDocument]] = defaultdict(list)
    for shared in federation.documents:
        months[shared.document.year, shared.month].append(shared)
    by_year: defaultdict[int, list[int]] = defaultdict(list)
    for year, month in months:
        by_year[year].append(month)
    years = tuple(IndexEntry(f"Năm {year}", month_url(year, 0), "") for year in by_year)
    newest, all_years = federation.documents[:NEWEST], _section("Theo năm", years)
    first = CommuneRegisterPage(
        PAPERS.url, PAPERS.label, newest, (HOME, COMMUNES), all_years, "Văn bản mới nhất"
    )
    yield replace(first, active=PAPERS.url)
    for year, known in by_year.items():
        yield from _of_year(year, [*filter(None, known)], months)


def _of_year(
    year: int, known: Sequence[int], months: Mapping[tuple[int, int], Sequence[SharedDocument]]
) -> Iterator[Page]:
    """A year with the documents without a day, and each of its months."""
    url, active = month_url(year, 0), PAPERS.url
    entries = tuple(IndexEntry(f"Tháng {month}", month_url(year, month), "") for month in known)
    dayless, crumbs = months.get((year, 0), ()), (HOME, COMMUNES, PAPERS)
    title, parts = f"{PAPERS.label} năm {year}", _section("Theo tháng", entries)
    heading = "Không rõ ngày" if entries and dayless else ""
    yield CommuneRegisterPage(url, title, dayless, crumbs, parts, heading, active=active)
    for month in known:
        title, documents = f"{PAPERS.label} tháng {month}/{year}", months[year, month]
        above = (*crumbs, Link(f"Năm {year}", url))
        yield CommuneRegisterPage(month_url(year, month), title, documents, above, active=active)


def _section(title: str, entries: tuple[IndexEntry, ...]) -> tuple[Section, ...]:
    return (Section(title, vietnamese.slug(title), entries),) if entries else ()


def _paper(shared: SharedDocument) -> SharedPaper:
    document = shared.document
    holders = tuple(ExternalLink(commune.source.name, href) for commune, href in shared.holders)
    key, count = paper_key(document), len(holders)
    summary = f"Có ở {vietnamese.count(count)} xã, phường" if count > FEW else ""
    return SharedPaper(document.name, key, document.line, document.title, holders, summary)
