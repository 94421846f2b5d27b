"""The catalogue of administrative procedures: by field, then those that only news tell of.

Pure. The page of each with a record is procedure.py's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.pages.components import HOME, Card, Link
from cchc_site.pages.page import Content, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.procedures import (
    ROOT,
    Procedure,
    Procedures,
    naming,
)
from cchc_site.site.snapshot import PostSnapshot

URL = ROOT
TITLE = "Danh mục thủ tục"
_PREFIX = "linh-vuc-"


class ProcedureLink(NamedTuple):
    """A procedure that an item is about: `url` leads to its page here, else `href` to the national
    portal; "" for none."""

    label: str
    url: str = ""
    href: str = ""


class ProcedureEntry(Struct, frozen=True):
    """A procedure without a record, with its news; `href` leads to the national portal."""

    key: str
    label: str
    href: str
    cards: tuple[Card, ...]


class ProcedureRow(Struct, frozen=True):
    """A procedure of the catalogue: its name, its page, a `line` of what tells it apart; `keys`
    are the names of its place in the page."""

    name: str
    url: str
    line: str
    keys: tuple[str, ...] = ()


class ProcedureField(Struct, frozen=True):
    """The procedures of a field; `size` says how many, `key` names its place in the page."""

    title: str
    key: str
    size: str
    rows: tuple[ProcedureRow, ...]


class ProceduresView(PlainView, Struct, frozen=True):
    """The catalogue of procedures: `fields`, and the `procedures` that only news tell of, under a
    `heading` where there are both."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    procedures: tuple[ProcedureEntry, ...]
    fields: tuple[ProcedureField, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class ProceduresPage(Page):
    """Every procedure with a record, and every other that posts name, each with its news, newest
    first."""

    catalogue: Catalogue
    procedures: Procedures
    template: ClassVar[str] = "cchc/procedures.html"

    @property
    def shown(self) -> Iterator[PostSnapshot]:
        """The posts that name a procedure, but those that are withdrawn."""
        return naming(self.catalogue)

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """The page, its fields, and each procedure without a page by its name or its code."""
        known = self.procedures
        each = (
            WayIn(
                ways.PROCEDURE,
                procedure.name or procedure.code,
                f"{self.url}#{procedure.key}",
                len(known.news[procedure.key]),
                (procedure.code,) if procedure.code else (),
            )
            for procedure in known.others
        )
        called = ("Thủ tục", "Các thủ tục", "Tin theo thủ tục")
        return WayIn(ways.PAGE, self.title, self.url, called=called), *each

    def content(self, context: PageContext) -> Content:
        """The procedures in alphabetical order, by field."""
        known = self.procedures
        entries = tuple(
            ProcedureEntry(
                procedure.key,
                procedure.label,
                procedure.portal,
                tuple(map(context.cards.card, known.news[procedure.key])),
            )
            for procedure in known.others
        )
        fields = tuple(_fields(known))
        crumbs = (HOME, Link(self.title, ""))
        view = ProceduresView(self.title, _intro(known), crumbs, entries, fields)
        if fields and entries:
            view = ProceduresView(
                self.title, _intro(known), crumbs, entries, fields, "Thủ tục khác có trong tin"
            )
        return self.made_of(context, view)


def _intro(known: Procedures) -> str:
    if known.groups:
        number = vietnamese.count(len(known.recorded))
        return (
            f"{number} thủ tục, xếp theo lĩnh vực: cần giấy tờ gì, nộp ở đâu, bao lâu, bao nhiêu."
        )
    if known.others:
        return "Thủ tục mà tin của trang này nói đến. Hồ sơ nộp trên Cổng Dịch vụ công quốc gia."
    return "Chưa có tin nào nói đến một thủ tục."


def _fields(known: Procedures) -> Iterator[ProcedureField]:
    """The fields with their procedures. A procedure is found at its code and at its name, as it was
    before it had a record."""
    taken = {procedure.key for procedure in known.others}
    for group in known.groups:
        rows = tuple(
            ProcedureRow(each.name, each.url, line(each), _keys(each, taken))
            for each in group.procedures
        )
        size = f"{vietnamese.count(len(rows))} thủ tục"
        [key] = _free((_PREFIX + vietnamese.slug(group.label),), taken) or ("",)
        yield ProcedureField(group.label, key, size, rows)


def _keys(procedure: Procedure, taken: set[str]) -> tuple[str, ...]:
    return _free((procedure.key, vietnamese.slug(procedure.name)), taken)


def _free(keys: tuple[str, ...], taken: set[str]) -> tuple[str, ...]:
    """Those of `keys` that nothing else in the page has; they are `taken` then."""
    free = tuple(key for key in dict.fromkeys(keys) if key and key not in taken)
    taken.update(free)
    return free


def line(procedure: Procedure) -> str:
    """What tells a procedure from others: code, level, whether it can be done online."""
    online = {"Toàn trình": "nộp trực tuyến toàn trình", "Một phần": "nộp trực tuyến một phần"}
    code = f"Mã {procedure.code}" if procedure.code else ""
    return " · ".join(filter(None, (code, procedure.level, online.get(procedure.online, ""))))


def links(item: PostSnapshot, known: Procedures) -> tuple[ProcedureLink, ...]:
    """The procedures that a post names, in its words."""
    return tuple(_link(written, known.named(written)) for written in item.post.procedures)


def _link(written: dict[str, str], procedure: Procedure) -> ProcedureLink:
    own = Procedure(written.get("name", ""), written.get("code", ""))
    if procedure.url:
        return ProcedureLink(own.label, procedure.url)
    return ProcedureLink(own.label, href=procedure.portal)


def pages(catalogue: Catalogue, procedures: Procedures) -> Iterator[Page]:
    """The catalogue."""
    yield ProceduresPage(URL, TITLE, catalogue, procedures, active=URL)
