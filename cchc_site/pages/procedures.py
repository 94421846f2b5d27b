"""The page of administrative procedures with the news about each.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cchc_site.pages.components import HOME, Card, Link
from cchc_site.pages.page import Content, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site import procedures
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.snapshot import PostSnapshot

URL = "thu-tuc/"
TITLE = "Tin theo thủ tục"


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """A procedure with its news; `href` leads to the national portal."""

    key: str
    label: str
    href: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ProceduresView(PlainView):
    """The page of procedures."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    procedures: tuple[ProcedureEntry, ...]


@dataclass(frozen=True, slots=True)
class ProceduresPage(Page):
    """Every procedure that posts name, each with its news, newest first."""

    catalogue: Catalogue
    template: ClassVar[str] = "cchc/procedures.html"

    @property
    def shown(self) -> Iterator[PostSnapshot]:
        """The posts that name a procedure, but those that are withdrawn."""
        items = self.catalogue.items
        return (item for item in items if item.post.procedures and not item.post.withdrawn)

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """The page, and each procedure by its name or its code."""
        each = (
            WayIn(
                ways.PROCEDURE,
                procedure.name or procedure.code,
                f"{self.url}#{procedure.key}",
                len(items),
                (procedure.code,) if procedure.code else (),
            )
            for procedure, items in procedures.procedures(self.shown)
        )
        return WayIn(ways.PAGE, self.title, self.url, called=("Thủ tục",)), *each

    def content(self, context: PageContext) -> Content:
        """The procedures in alphabetical order."""
        entries = tuple(
            ProcedureEntry(
                procedure.key,
                procedure.label,
                procedure.url,
                tuple(map(context.cards.card, items)),
            )
            for procedure, items in procedures.procedures(self.shown)
        )
        intro = "Thủ tục mà tin của trang này nói đến. Hồ sơ nộp trên Cổng Dịch vụ công quốc gia."
        if not entries:
            intro = "Chưa có tin nào nói đến một thủ tục."
        crumbs = (HOME, Link(self.title, ""))
        return self.made_of(context, ProceduresView(self.title, intro, crumbs, entries))


def pages(catalogue: Catalogue) -> Iterator[ProceduresPage]:
    """The page of procedures."""
    yield ProceduresPage(URL, TITLE, catalogue, active=URL)
