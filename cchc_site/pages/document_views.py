"""Documents and procedures → the views that their templates lay out, and the register as data.

Pure. The lines of a record are those that decree 30/2020/NĐ-CP and decree 42/2022/NĐ-CP name;
what is not known is left out.
"""

from __future__ import annotations

import csv
import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import unquote

from cchc_site.base import vietnamese
from cchc_site.pages.components import Cards
from cchc_site.pages.groups import HOME
from cchc_site.pages.register_pages import DATA
from cchc_site.pages.scopes import DataScope, DocumentScope, ProceduresScope, RegisterScope
from cchc_site.pages.views import Attachment, Card, IndexEntry, Link, Mentioned, Section
from cchc_site.site.documents import Cited, Document, File, folder_name, iso, named
from cchc_site.site.register import ROOT, DocumentGroup

_REGISTER = Link("Văn bản", ROOT)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a record: what it is about, and what is known; `url` may lead on, and `iso` holds
    a day for machines."""

    label: str
    value: str
    url: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's page: its `name` (type and number), abstract, status, the record's lines, how
    to cite it, and the news that publish or cite it."""

    kind: str
    number: str
    abstract: str
    status: str
    crumbs: tuple[Link, ...]
    facts: tuple[Fact, ...]
    file: Attachment | None
    digest: str
    quote: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as registers show it."""

    name: str
    url: str
    line: str
    abstract: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A page of the register: documents, newest first; the first page has the ways to the others
    and the whole register for machines."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    rows: tuple[DocumentRow, ...]
    heading: str = ""
    sections: tuple[Section, ...] = ()
    data: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """A procedure with its news; `href` leads to the national portal."""

    key: str
    label: str
    href: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ProceduresView:
    """The page of procedures."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    procedures: tuple[ProcedureEntry, ...]


class DataView(NamedTuple):
    """The whole register for machines; `name` is its file."""

    name: str
    rows: tuple[Mapping[str, str | int], ...]


def quote(document: Document) -> str:
    """How to cite a document for the first time (decree 30/2020/NĐ-CP, annex I, 6b)."""
    text = document.name
    if document.date:
        text += f" {vietnamese.day_words(document.date)}"
    text += f" của {document.issuer}"
    return f"{text} {_lowered(document.title)}" if document.title else text


_GOES_ON = ("Về ", "Ban hành ", "Phê duyệt ", "Quy định ", "Sửa đổi", "Bãi bỏ ", "Công bố ")


def _lowered(title: str) -> str:
    """An abstract as it goes on a sentence; one that is a name stays one."""
    return title[0].lower() + title[1:] if title.startswith(_GOES_ON) else f"về “{title}”"


def line(document: Document) -> str:
    """Day and body, as lists and boxes show them."""
    issued = f"Năm {document.year}"
    if document.date:
        issued = f"Ngày {vietnamese.day_plain(document.date)}"
    return f"{issued}, {document.issuer}"


def mentioned(cited: Sequence[Cited], published: Sequence[Document]) -> tuple[Mentioned, ...]:
    """The documents that a post cites, each once, without those that it publishes itself."""
    own = {document.slug for document in published}
    found: dict[str, Mentioned] = {}
    for one in cited:
        document, mention = one.document, one.mention
        if document is None:
            name = named(mention.kind, mention.number)
            told = f"Không dẫn tới văn bản được: {one.reason}."
            found.setdefault(f"{mention.key} {one.reason}", Mentioned(name, told))
        elif document.slug not in own:
            told = line(document) + (f". {document.title}" if document.title else "")
            found.setdefault(document.slug, Mentioned(document.name, told, document.url))
    return tuple(found.values())


def view(
    scope: DocumentScope | RegisterScope | ProceduresScope, cards: Cards, title: str
) -> DocumentView | RegisterView | ProceduresView:
    """The view of such a page, whose title is given."""
    if isinstance(scope, DocumentScope):
        return document(scope, cards)
    if isinstance(scope, RegisterScope):
        return register(scope, title)
    return procedures(scope, cards, title)


def document(scope: DocumentScope, cards: Cards) -> DocumentView:
    """The page of a document."""
    one, count = scope.document, len(scope.items)
    return DocumentView(
        kind=one.kind or "Văn bản",
        number=one.number,
        abstract=one.title,
        status=one.status,
        crumbs=(HOME, _REGISTER, Link(f"Năm {one.year}", f"{ROOT}nam/{one.year}/")),
        facts=tuple(_facts(scope)),
        file=_file(scope.file),
        digest=scope.file.digest if scope.file else "",
        quote=quote(one),
        heading=f"Được nhắc trong {vietnamese.count(count)} tin" if count else "",
        cards=tuple(map(cards.card, scope.items)),
    )


def _facts(scope: DocumentScope) -> Iterator[Fact]:
    one = scope.document
    if one.kind:
        url = f"{ROOT}loai/{folder_name(one.kind)}/"
        yield Fact("Loại văn bản", one.kind, url)
    yield Fact("Số, ký hiệu", one.number)
    if one.date:
        yield Fact("Ngày ban hành", vietnamese.day_plain(one.date), iso=one.date.isoformat())
    issuer = f"{ROOT}co-quan/{folder_name(one.issuer)}/"
    yield Fact("Cơ quan ban hành", one.issuer, issuer)
    if one.title:
        yield Fact("Trích yếu", one.title)
    if one.effective:
        day = vietnamese.day_plain(one.effective)
        yield Fact("Ngày có hiệu lực", day, iso=one.effective.isoformat())
    if one.status:
        yield Fact("Hiệu lực", one.status)
    yield from (Fact("Thay thế", link.label, link.url) for link in scope.before)
    yield from (Fact("Bị thay thế bởi", link.label, link.url) for link in scope.after)


def _file(file: File | None) -> Attachment | None:
    if file is None:
        return None
    name = posixpath.basename(unquote(file.url))
    kind = posixpath.splitext(name)[1].removeprefix(".").upper()
    return Attachment(file.url, name, kind, vietnamese.file_size(file.size))


def register(scope: RegisterScope, title: str) -> RegisterView:
    """A page of the register."""
    shelf = scope.shelf
    rows = tuple(map(_row, scope.documents))
    if shelf:
        intro = f"{vietnamese.count(len(rows))} văn bản."
        return RegisterView(title, intro, (HOME, _REGISTER, Link(shelf.label, "")), rows)
    if not rows:
        intro = "Trang này chưa có văn bản nào."
        return RegisterView(title, intro, (HOME, Link(title, "")), ())
    return RegisterView(
        title,
        "Văn bản mà tin của trang này công bố hoặc nhắc đến.",
        (HOME, Link(title, "")),
        rows,
        heading="Văn bản mới nhất",
        sections=tuple(_section(name, shelves) for name, shelves in scope.ways),
        data=tuple(Link(name.rpartition(".")[2].upper(), name) for name in DATA),
    )


def _section(name: str, shelves: Sequence[DocumentGroup]) -> Section:
    entries = tuple(IndexEntry(shelf.label, shelf.url, "") for shelf in shelves)
    return Section(name, vietnamese.slug(name), entries)


def _row(document: Document) -> DocumentRow:
    return DocumentRow(document.name, document.url, line(document), document.title)


def procedures(scope: ProceduresScope, cards: Cards, title: str) -> ProceduresView:
    """The page of procedures."""
    intro = "Thủ tục mà tin của trang này nói đến. Hồ sơ nộp trên Cổng Dịch vụ công quốc gia."
    if not scope.procedures:
        intro = "Chưa có tin nào nói đến một thủ tục."
    return ProceduresView(
        title,
        intro,
        (HOME, Link(title, "")),
        tuple(
            ProcedureEntry(one.key, one.label, one.url, tuple(map(cards.card, items)))
            for one, items in scope.procedures
        ),
    )


def data(scope: DataScope, site_url: str) -> DataView:
    """The register for machines. Keys are those of a record in documents/."""
    return DataView(scope.name, tuple(_told(one, file, site_url) for one, file in scope.documents))


def written(view: DataView) -> bytes:
    """The register as JSON, an array of objects without what is not known, or as CSV (RFC 4180,
    with a byte order mark for spreadsheets)."""
    rows = view.rows
    if view.name.endswith(".json"):
        known = [{name: value for name, value in row.items() if value} for row in rows]
        return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append))
    writer.writerow(_told(_NONE, None, ""))
    writer.writerows(map(_tame, row.values()) for row in rows)
    return b"\xef\xbb\xbf" + "".join(lines).encode()


_NONE = Document("", "", 0)


def _told(one: Document, file: File | None, site_url: str) -> dict[str, str | int]:
    return {
        "number": one.number,
        "type": one.kind,
        "date": iso(one.date),
        "year": one.year,
        "issuer": one.issuer,
        "title": one.title,
        "effective": iso(one.effective),
        "status": one.status,
        "replaces": one.replaces,
        "replaced_by": one.replaced_by,
        "url": site_url + one.url,
        "file": site_url + file.url if file else "",
        "size": file.size if file else "",
        "sha256": file.digest if file else "",
    }


def _tame(value: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection")."""
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value
