"""The pages of documents, and how posts show the documents that they publish or cite.

Pure. The lines of a record are those that decree 30/2020/NĐ-CP and decree 42/2022/NĐ-CP name; what
is not known is left out.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from urllib.parse import unquote

from msgspec import Struct

from cchc_site.base import urls, vietnamese
from cchc_site.citations import bodies
from cchc_site.content.text import file_kind
from cchc_site.pages import facts
from cchc_site.pages.components import (
    HOME,
    Attachment,
    Card,
    ForceNote,
    Link,
    Notice,
    file_about,
    force_note,
)
from cchc_site.pages.facts import Facts, SiteIdentity
from cchc_site.pages.page import Content, Page, PageContext, last_change
from cchc_site.site.documents import Document, File, iso, named
from cchc_site.site.force import Force, NamedDocument
from cchc_site.site.links import Resolution
from cchc_site.site.register import ROOT, Register, full_name
from cchc_site.site.snapshot import PostSnapshot

REGISTER = Link("Văn bản", ROOT)


class Fact(Struct, frozen=True):
    """A line of a record: what it is about, and what is known; `url` may lead on, `href` to
    another site, and `iso` holds a day for machines."""

    label: str
    value: str
    url: str = ""
    iso: str = ""
    href: str = ""


# schema.org's LegalForceStatus; a document to come is not in force.
_FORCE = {
    "Còn hiệu lực": "InForce",
    "Chưa có hiệu lực": "NotInForce",
    "Hết hiệu lực": "NotInForce",
    "Hết hiệu lực một phần": "PartiallyInForce",
}


class DocumentView(Struct, frozen=True):
    """A document's page: its `name` (type and number), abstract, status, what is said of its force
    (None where that is as one expects), the record's lines, how to cite it, and the news that
    publish or cite it; `document` is what is known of it, `replaced` the addresses of those whose
    place it takes."""

    kind: str
    number: str
    abstract: str
    status: str
    force: ForceNote | None
    crumbs: tuple[Link, ...]
    facts: tuple[Fact, ...]
    file: Attachment | None
    digest: str
    quote: str
    heading: str
    cards: tuple[Card, ...]
    document: Document
    replaced: tuple[str, ...] = ()

    def head_facts(self, site: SiteIdentity, summary: str) -> Facts:
        """What machines are told of the document (schema.org's Legislation)."""
        document = self.document
        force, place = _FORCE.get(self.status), bodies.jurisdiction(document.issuer)
        file = site.url + self.file.url if self.file else ""
        optional = {
            "legislationType": document.kind,
            "legislationDate": iso(document.date),
            "legislationDateOfApplicability": iso(document.effective),
            "legislationJurisdiction": _named("AdministrativeArea", place),
            "legislationRepeals": [{"@id": site.url + url} for url in self.replaced] or "",
            "abstract": document.title,
            "about": _named("Thing", document.field),
            "accountablePerson": _named("Person", document.signer),
            "sameAs": document.full_text,
            "legislationLegalForce": f"https://schema.org/{force}" if force else "",
            "encoding": {"@type": "MediaObject", "contentUrl": file} if file else "",
        }
        thing = {
            "@context": facts.CONTEXT,
            "@type": "Legislation",
            "name": document.name,
            "url": site.url + document.url,
            "inLanguage": "vi",
            "legislationIdentifier": document.number,
            "legislationPassedBy": {"@type": "GovernmentOrganization", "name": document.issuer},
            **{name: value for name, value in optional.items() if value},
        }
        return Facts(thing=thing)


def _named(kind: str, name: str) -> object:
    """Something of which only the name is known, "" for nothing."""
    return {"@type": kind, "name": name} if name else ""


class IssuedDocument(NamedTuple):
    """A document that an item publishes; `url` leads to its page, `file` to its text, "" when
    there is none, `about` which tells kind and size; `force` is what is said of its force, if
    anything."""

    name: str
    title: str
    line: str
    url: str
    file: str = ""
    about: str = ""
    force: ForceNote | None = None


class Mentioned(NamedTuple):
    """A document that an item cites; `url` leads to its page, "" when nobody can tell which
    document is meant: `line` tells why; `force` is what is said of its force, if anything."""

    name: str
    line: str
    url: str = ""
    force: ForceNote | None = None


@dataclass(frozen=True, slots=True)
class DocumentPage(Page):
    """A document's page, under a title that no other page has: many bodies give one number."""

    document: Document
    register: Register
    template: ClassVar[str] = "cchc/document.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """The news that publish or cite the document, newest first."""
        return self.register.news.get(self.document.identity, ())

    @property
    def lastmod(self) -> str:
        """The newest of its news'."""
        return last_change(self.shown)

    def content(self, context: PageContext) -> Content:
        """What is known of the document, and its news."""
        document, count = self.document, len(self.shown)
        file, force = context.document_files.get(document.identity), self.register.force(document)
        view = DocumentView(
            kind=document.kind or "Văn bản",
            number=document.number,
            abstract=document.title,
            status=force.status,
            force=force_note(force),
            crumbs=(HOME, REGISTER, Link(f"Năm {document.year}", f"{ROOT}nam/{document.year}/")),
            facts=tuple(_facts(document, force, self.register)),
            file=_attachment(file),
            digest=file.digest if file else "",
            quote=quote(document),
            heading=f"Được nhắc trong {vietnamese.count(count)} tin" if count else "",
            cards=tuple(map(context.cards.card, self.shown)),
            document=document,
            replaced=tuple(old.url for old in self.register.replaced(document) if old.url),
        )
        return self.made_of(context, view, view.quote)


def pages(register: Register) -> Iterator[DocumentPage]:
    """The page of every document."""
    titles = Counter(map(_title, register.documents.values()))
    for document in register.documents.values():
        title = _title(document)
        if titles[title] > 1:
            title = f"{title} ({document.year}, {document.issuer})"
        yield DocumentPage(document.url, title, document, register, active=ROOT)


def _title(document: Document) -> str:
    """Type, number and subject; year and body where no subject is known."""
    if not document.title:
        return full_name(document)
    subject = _lowered(_ABOUT.sub("", document.title))
    return f"{document.short_name}: {vietnamese.shorten(subject, _SUBJECT_LIMIT)}"


def quote(document: Document) -> str:
    """How to cite a document for the first time (decree 30/2020/NĐ-CP, annex I, 6b)."""
    text = document.name
    if document.date:
        text += f" {vietnamese.day_words(document.date)}"
    text += f" của {document.issuer}"
    if not document.title:
        return text
    subject = _lowered(document.title)
    return f"{text} {subject if subject != document.title else f'về “{subject}”'}"


_SUBJECT_LIMIT = 100
_ABOUT = re.compile(r"(?:Về(?: việc)?|V/v)\s+")
_GOES_ON = ("Về ", "Ban hành ", "Phê duyệt ", "Quy định ", "Sửa đổi", "Bãi bỏ ", "Công bố ")


def _lowered(title: str) -> str:
    """An abstract as it goes on a sentence; one that is a name stays one."""
    return title[0].lower() + title[1:] if title.startswith(_GOES_ON) else title


def line(document: Document) -> str:
    """Day and body, as lists and boxes show them."""
    issued = f"Năm {document.year}"
    if document.date:
        issued = f"Ngày {vietnamese.day_plain(document.date)}"
    return f"{issued}, {document.issuer}"


def _facts(document: Document, force: Force, register: Register) -> Iterator[Fact]:
    if document.kind:
        yield Fact("Loại văn bản", document.kind, register.kinds.url(document))
    yield Fact("Số, ký hiệu", document.number)
    if document.date:
        day = vietnamese.day_plain(document.date)
        yield Fact("Ngày ban hành", day, iso=document.date.isoformat())
    yield Fact("Cơ quan ban hành", document.issuer, register.issuers.url(document))
    if document.signer:
        yield Fact("Người ký", document.signer)
    if document.title:
        yield Fact("Trích yếu", document.title)
    if document.field:
        yield Fact("Lĩnh vực", document.field)
    if document.effective:
        day = vietnamese.day_plain(document.effective)
        yield Fact("Ngày có hiệu lực", day, iso=document.effective.isoformat())
    if force.day:
        day = vietnamese.day_plain(force.day)
        yield Fact("Ngày hết hiệu lực", day, iso=force.day.isoformat())
    if force.status:
        yield Fact("Hiệu lực", force.status)
    yield from (_other("Thay thế", other) for other in register.replaced(document))
    yield from (_other("Bị thay thế bởi", other) for other in register.replacing(document))
    if document.full_text:
        host = urls.split(document.full_text).netloc.removeprefix("www.")
        yield Fact("Toàn văn trên mạng", host, href=document.full_text)


def _other(label: str, document: NamedDocument) -> Fact:
    return Fact(label, document.name, document.url)


def _attachment(file: File | None) -> Attachment | None:
    if file is None:
        return None
    name = posixpath.basename(unquote(file.url))
    return Attachment(file.url, name, file_kind(name), vietnamese.file_size(file.size))


def issued(
    item: PostSnapshot, register: Register, resolution: Resolution
) -> tuple[IssuedDocument, ...]:
    """The documents that a post publishes, as it names them."""
    documents = register.published(item)
    resolved_documents = zip(item.post.documents, documents, resolution.documents, strict=True)
    return tuple(
        IssuedDocument(
            name=document.name,
            title=record["title"],
            line=line(document),
            url=document.url,
            file=resolved.url if resolved else "",
            about=file_about(record["file"], resolved.media) if resolved else "",
            force=force_note(register.force(document)),
        )
        for record, document, resolved in resolved_documents
    )


def mentioned(item: PostSnapshot, register: Register) -> tuple[Mentioned, ...]:
    """The documents that a post cites, each once, without those that it publishes itself."""
    own = {document.identity for document in register.published(item)}
    mentions: dict[str, Mentioned] = {}
    for citation in register.cited(item):
        document, mention = citation.document, citation.mention
        if document is None:
            name = named(mention.kind, mention.number)
            reason = f"Không dẫn tới văn bản được: {citation.reason}."
            mentions.setdefault(f"{mention.key} {citation.reason}", Mentioned(name, reason))
        elif document.identity not in own:
            known = line(document) + (f". {document.title}" if document.title else "")
            note = force_note(register.force(document))
            mention_of = Mentioned(document.name, known, document.url, note)
            mentions.setdefault(document.identity, mention_of)
    return tuple(mentions.values())


def outdated(item: PostSnapshot, register: Register) -> tuple[Notice, ...]:
    """What a reader of a post is told of each document of it that is no longer in force."""
    named = (citation.document for citation in register.cited(item) if citation.document)
    documents = {each.identity: each for each in (*register.published(item), *named)}
    forces = ((each.short_name, register.force(each)) for each in documents.values())
    return tuple(_outdated(name, force) for name, force in forces if force.is_over)


def _outdated(name: str, force: Force) -> Notice:
    text = force.text[:1].lower() + force.text[1:] or "được thay bằng"
    if force.text and force.successors:
        text += "; thay bằng"
    links = tuple(Link(successor.short_name, successor.url) for successor in force.successors)
    return Notice("outdated", name, f"nêu trong bài đã {text}", links)
