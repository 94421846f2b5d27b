"""The lists of the register of documents, and its files for machines.

Pure. What a list shows is what identifies a document and what its record says, never its news: a
post that cites a known document changes that document's page alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.spreadsheets import csv_file
from cchc_site.pages.components import HOME, ForceNote, IndexEntry, Link, Section, force_note
from cchc_site.pages.documents import REGISTER, line
from cchc_site.pages.page import Content, DataView, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn, WayKind
from cchc_site.site.documents import Document, File, iso
from cchc_site.site.force import Force
from cchc_site.site.register import ROOT, DocumentGroup, Register
from cchc_site.site.snapshot import PostSnapshot

NEWEST = 20
DATA = ("van-ban.json", "van-ban.csv")


class DocumentRow(Struct, frozen=True):
    """A document as registers show it; `force` is what is said of its force, if anything."""

    name: str
    url: str
    line: str
    abstract: str
    force: ForceNote | None = None


class RegisterView(PlainView, Struct, frozen=True):
    """A page of the register: documents, newest first; the first page has the links to the others
    and the whole register for machines."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    rows: tuple[DocumentRow, ...]
    heading: str = ""
    sections: tuple[Section, ...] = ()
    data: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterData(DataView):
    """The whole register for machines; `name` is its file. Keys are those of a record in
    documents/."""

    name: str
    rows: tuple[Mapping[str, str | int], ...]

    def written(self) -> bytes:
        """JSON, an array of objects without what is not known, or CSV (RFC 4180, with a byte order
        mark for spreadsheets)."""
        if self.name.endswith(".json"):
            known = [{name: value for name, value in row.items() if value} for row in self.rows]
            return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()
        head = _data_row(_UNKNOWN, Force(), None, "")
        return csv_file([head, *(row.values() for row in self.rows)])


_UNKNOWN = Document("", "", 0)


@dataclass(frozen=True, slots=True)
class RegisterPage(Page):
    """A list of the register: the documents of a `group`, or the newest of all with the links to
    every group; `way_kind` tells what those of a group have in common."""

    register: Register
    group: DocumentGroup | None = None
    way_kind: WayKind | None = None
    template: ClassVar[str] = "cchc/register.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only documents are shown."""
        return ()

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """What its documents have in common; none where several groups share it."""
        group, kind = self.group, self.way_kind
        if group is None:
            called = ("Tra cứu văn bản", "Kho văn bản")
            return (WayIn(ways.PAGE, self.title, self.url, called=called),)
        if kind is None:
            return ()
        count = len(group.documents)
        if kind is ways.DOCUMENT_YEAR:
            year = group.documents[0].year
            return (WayIn(kind, group.name, self.url, count, (f"{year}", f"Văn bản {year}")),)
        return (WayIn(kind, group.label, self.url, count),)

    def content(self, context: PageContext) -> Content:
        """Their names, days, bodies and abstracts."""
        return self.made_of(context, self._of(self.group) if self.group else self._first())

    def _of(self, group: DocumentGroup) -> RegisterView:
        rows = tuple(map(self._row, group.documents))
        crumbs = (HOME, REGISTER, Link(group.label, ""))
        intro = f"{group.text} {vietnamese.count(len(rows))} văn bản.".lstrip()
        return RegisterView(self.title, intro, crumbs, rows)

    def _first(self) -> RegisterView:
        documents = tuple(self.register.documents.values())
        crumbs = (HOME, Link(self.title, ""))
        if not documents:
            return RegisterView(self.title, "Trang này chưa có văn bản nào.", crumbs, ())
        return RegisterView(
            self.title,
            "Văn bản mà tin của trang này công bố hoặc nhắc đến.",
            crumbs,
            tuple(map(self._row, documents[:NEWEST])),
            heading="Văn bản mới nhất",
            sections=tuple(_section(name, groups) for name, groups in self.register.groups),
            data=tuple(Link(name.rpartition(".")[2].upper(), name) for name in DATA),
        )

    def _row(self, document: Document) -> DocumentRow:
        note = force_note(self.register.force(document))
        return DocumentRow(document.name, document.url, line(document), document.title, note)


@dataclass(frozen=True, slots=True)
class RegisterDataPage(Page):
    """The whole register for machines, in a file of its own."""

    register: Register

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only documents are told."""
        return ()

    def content(self, context: PageContext) -> Content:
        """Every document with its text to take away."""
        files, site_url = context.document_files, context.site.url
        rows = (
            _data_row(document, self.register.force(document), files.get(identity), site_url)
            for identity, document in self.register.documents.items()
        )
        return self.made_of(context, RegisterData(self.url, tuple(rows)))


def pages(register: Register) -> Iterator[Page]:
    """The lists, and the files for machines."""
    yield RegisterPage(ROOT, REGISTER.label, register, active=ROOT)
    kinds = ways.DOCUMENT_YEAR, ways.DOCUMENT_KIND, ways.BODY
    for (_, groups), kind in zip(register.groups, kinds, strict=True):
        for group in groups:
            yield RegisterPage(group.url, group.name, register, group, kind, active=ROOT)
    for group in register.joint():
        yield RegisterPage(group.url, group.name, register, group, active=ROOT)
    for name in DATA:
        yield RegisterDataPage(name, name, register, hidden=True)


def _section(name: str, groups: Sequence[DocumentGroup]) -> Section:
    entries = tuple(IndexEntry(group.label, group.url, "") for group in groups)
    return Section(name, vietnamese.slug(name), entries)


def _data_row(
    document: Document, force: Force, file: File | None, site_url: str
) -> dict[str, str | int]:
    successors = "; ".join(successor.short_name for successor in force.successors)
    return {
        "number": document.number,
        "type": document.kind,
        "date": iso(document.date),
        "year": document.year,
        "issuer": document.issuer,
        "title": document.title,
        "effective": iso(document.effective),
        "expires": iso(force.day),
        "status": force.status,
        "replaces": document.replaces,
        "replaced_by": document.replaced_by or successors,
        "field": document.field,
        "signer": document.signer,
        "full_text": document.full_text,
        "url": site_url + document.url,
        "file": site_url + file.url if file else "",
        "size": file.size if file else "",
        "sha256": file.digest if file else "",
    }
