"""The register: every document that news publish, cite or that has a record, and its news.

Pure. documents.py tells which document is meant; here the published posts are gone through.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.citations import bodies
from cchc_site.content.text import ParsedText
from cchc_site.media.files import Media
from cchc_site.site import documents, force, namesakes
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.documents import Document, File, citations_in
from cchc_site.site.force import Force, NamedDocument
from cchc_site.site.links import Resolution
from cchc_site.site.meanings import Cited, Documents
from cchc_site.site.namesakes import Addresses
from cchc_site.site.records import Record
from cchc_site.site.snapshot import PostSnapshot, StoredText
from cchc_site.site.taxonomies import group

ROOT = "van-ban/"
NO_KIND = "Văn bản khác"
_ALIKE = "Những tên này viết không dấu giống nhau."
_NAMESAKES = "Những văn bản này có số và cơ quan ban hành viết không dấu giống nhau."


class DocumentGroup(Struct, frozen=True):
    """Documents that have something in common, newest first: `url` is that of their list, `name`
    its title, `label` what they have in common, `text` an introduction."""

    url: str
    name: str
    label: str
    documents: tuple[Document, ...]
    text: str = ""


@dataclass(frozen=True)
class Grouping:
    """The documents of a register by something: the `folder` of the lists, what stands `before` a
    label in their titles, how a document tells its label, and what tells labels apart."""

    documents: Sequence[Document]
    folder: str
    before: str
    label_of: Callable[[Document], str]
    key_of: Callable[[str], str]

    @cached_property
    def _members(self) -> Mapping[str, tuple[Document, ...]]:
        return group((self.key_of(self.label_of(each)), each) for each in self.documents)

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {key: min(map(self.label_of, those)) for key, those in self._members.items()}

    @cached_property
    def _addresses(self) -> Addresses:
        folder = f"{ROOT}{self.folder}/"
        return namesakes.addresses(
            {key: f"{folder}{documents.folder_name(label)}/" for key, label in self._labels.items()}
        )

    def url(self, document: Document) -> str:
        """The list that a document stands in."""
        return self._addresses.urls[self.key_of(self.label_of(document))]

    def groups(self) -> Iterator[DocumentGroup]:
        """The groups in alphabetical order."""
        labels = self._labels
        for key in sorted(labels, key=lambda key: vietnamese.collation_key(labels[key])):
            title, url = f"{self.before}{labels[key]}", self._addresses.urls[key]
            yield DocumentGroup(url, title, labels[key], self._members[key])

    def joint(self) -> Iterator[DocumentGroup]:
        """What stands at addresses that several groups would have."""
        for url, keys in self._addresses.shared.items():
            label = ", ".join(self._labels[key] for key in keys)
            those = [each for each in self.documents if self.key_of(self.label_of(each)) in keys]
            yield DocumentGroup(url, f"{self.before}{label}", label, tuple(those), _ALIKE)


class Register:
    """The documents of a catalogue's published posts and of `records`."""

    def __init__(self, catalogue: Catalogue, records: Sequence[Record]) -> None:
        """Find out which documents there are."""
        self.records = tuple(records)
        self._items = tuple(item for item in catalogue.items if not item.post.withdrawn)
        every = [record.document for record in records]
        for item in reversed(self._items):
            every += map(documents.of_record, item.post.documents)
        cited = (item.parsed.mentions for item in reversed(self._items) if item.parsed.mentions)
        self._documents = Documents(every, cited)
        self.documents: Mapping[str, Document] = self._documents.all
        """Every document by its identity, the newest first."""
        everything = tuple(self.documents.values())
        self.kinds = Grouping(everything, "loai", "", _kind, vietnamese.spoken)
        self.issuers = Grouping(everything, "co-quan", "Văn bản của ", _issuer, bodies.key)
        self._cited: dict[str, tuple[Cited, ...]] = {}
        self._published: dict[str, tuple[Document, ...]] = {}
        self._today = catalogue.now.date()

    def cited(self, item: PostSnapshot) -> tuple[Cited, ...]:
        """What each citation in the text of a post means."""
        if not item.parsed.mentions:
            return ()
        path = item.post.path
        if path not in self._cited:
            self._cited[path] = self.means(item.parsed)
        return self._cited[path]

    def means(self, parsed: ParsedText | StoredText) -> tuple[Cited, ...]:
        """What each citation in a text means, whichever post it may be of."""
        return self._documents.cited(parsed.mentions)

    def published(self, item: PostSnapshot) -> tuple[Document, ...]:
        """The documents that a post publishes, as the register has them."""
        if not item.post.documents:
            return ()
        path = item.post.path
        if path not in self._published:
            written = map(documents.of_record, item.post.documents)
            self._published[path] = tuple(
                self.documents.get(document.identity, document) for document in written
            )
        return self._published[path]

    @cached_property
    def news(self) -> Mapping[str, tuple[PostSnapshot, ...]]:
        """The posts that publish or cite a document, newest first, by its identity."""
        news: defaultdict[str, list[PostSnapshot]] = defaultdict(list)
        for item in self._items:
            if item.post.documents or self._documents.know(item.parsed.mentions):
                identities = [document.identity for document in self.published(item)]
                cited = (citation.document for citation in self.cited(item))
                identities += [document.identity for document in cited if document]
                for identity in dict.fromkeys(identities):
                    news[identity].append(item)
        return {identity: tuple(items) for identity, items in news.items()}

    def replaced(self, document: Document) -> tuple[NamedDocument, ...]:
        """The documents whose place a document takes."""
        return self._named(document.replaces, lambda other: not is_later(other, document))

    def replacing(self, document: Document) -> tuple[NamedDocument, ...]:
        """The documents that took the place of one, by its own record or by theirs."""
        return self._replacing(document.identity, document)

    def _replacing(self, identity: str, document: Document) -> tuple[NamedDocument, ...]:
        if document.replaced_by:
            return self._named(document.replaced_by, lambda other: not is_later(document, other))
        return self._successors.get(identity, ())

    @cached_property
    def _successors(self) -> Mapping[str, tuple[NamedDocument, ...]]:
        successors: defaultdict[str, tuple[NamedDocument, ...]] = defaultdict(tuple)
        for document in self.documents.values():
            for other in self.cited_in(document.replaces):
                if other.identity != document.identity and not is_later(other, document):
                    successors[other.identity] += (_named(document),)
        return successors

    @cached_property
    def forces(self) -> Mapping[str, Force]:
        """The force of each document of which a record tells it, by identity."""
        forces: dict[str, Force] = {}
        for identity, document in self.documents.items():
            successors = self._replacing(identity, document)
            if successors or document.status or document.effective or document.expires:
                forces[identity] = force.of(document, successors, self._today)
        return forces

    def force(self, document: Document) -> Force:
        """The force of a document on the day of the build."""
        return self.forces.get(document.identity, _UNKNOWN)

    @property
    def days(self) -> Iterator[dt.date]:
        """The days on which the force of a document changes."""
        return (day for document in self.documents.values() for day in force.days(document))

    def numbered_in(self, written: str) -> tuple[Document, ...]:
        """The documents whose numbers stand in a text, where no others that they could be have
        them."""
        documents: dict[str, Document] = {}
        for number in _NUMBER.finditer(written):
            having = self._documents.numbered(number[0].rstrip(_SIGNS))
            if len(having) > 1:
                having = tuple(each for each in self.cited_in(written) if each in having)
            if len(having) == 1:
                documents[having[0].identity] = having[0]
        return tuple(documents.values())

    def _named(
        self, written: str, is_possible: Callable[[Document], bool]
    ) -> tuple[NamedDocument, ...]:
        """The documents that a record names, each by itself where it is known which they are; then
        only those that are possible."""
        if not written:
            return ()
        known = self.cited_in(written)
        if not known:
            return (NamedDocument(written, written, ""),)
        return tuple(map(_named, filter(is_possible, known)))

    def cited_in(self, written: str) -> Sequence[Document]:
        """The documents that a record names, none where nobody can tell which one of them is."""
        if not written:
            return ()
        cited = self._documents.cited(citations_in(written))
        known = [citation.document for citation in cited if citation.document]
        return known if len(known) == len(cited) else ()

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[DocumentGroup, ...]], ...]:
        """The register by year, type and body, each with what it is called."""
        return (
            ("Theo năm", tuple(self._by_year())),
            ("Theo loại văn bản", tuple(self.kinds.groups())),
            ("Theo cơ quan ban hành", tuple(self.issuers.groups())),
        )

    def joint(self) -> Iterator[DocumentGroup]:
        """What stands at addresses that several documents, or several groups, would have."""
        for url, identities in self._documents.shared.items():
            those = tuple(document for key, document in self.documents.items() if key in identities)
            name = "; ".join(map(full_name, those))
            yield DocumentGroup(url, name, those[0].name, those, _NAMESAKES)
        yield from self.kinds.joint()
        yield from self.issuers.joint()

    def _by_year(self) -> Iterator[DocumentGroup]:
        years: defaultdict[int, list[Document]] = defaultdict(list)
        for document in self.documents.values():
            years[document.year].append(document)
        for year in sorted(years, reverse=True):
            name = f"Văn bản năm {year}"
            yield DocumentGroup(f"{ROOT}nam/{year}/", name, f"Năm {year}", tuple(years[year]))

    def lost(self, media: Mapping[str, Media], tell: Callable[[str], str]) -> Iterator[Problem]:
        """Records whose file is not there; `tell` gives what the disk says of its path, "" for
        nothing."""
        for record in self.records:
            if record.file and record.file not in media:
                hint = tell(record.file)
                hint = hint or "hãy đặt tệp cạnh tệp này trong documents/ và viết đúng tên"
                yield Problem(record.path, record.line, f"không có tệp “{record.file}”", hint)

    def address(self, record: Record) -> str:
        """Where the file of a record is published."""
        document = self.documents[record.document.identity]
        return document.url + quote(posixpath.basename(record.file))

    def files(
        self, media: Mapping[str, Media], resolutions: Mapping[str, Resolution]
    ) -> Mapping[str, File]:
        """The text of each document, by its identity: a record's own, else that of the oldest post
        which publishes it."""
        files: dict[str, File] = {}
        for item in self._items:
            if not item.post.documents:
                continue
            for document, resolved in zip(
                self.published(item), resolutions[item.post.path].documents, strict=False
            ):
                if resolved and resolved.media:
                    files[document.identity] = _file(resolved.url, resolved.media)
        for record in reversed(self.records):
            if record.file in media:
                files[record.document.identity] = _file(self.address(record), media[record.file])
        return files


_UNKNOWN = Force()
_NUMBER = re.compile(r"\d+[^\W_]*/[^\s;,]+")
_SIGNS = ".)]”\"'"


def _named(document: Document) -> NamedDocument:
    return NamedDocument(document.name, document.short_name, document.url, document.effective)


def _file(url: str, media: Media) -> File:
    return File(url, media.size, media.digest.hex())


def is_later(document: Document, other: Document) -> bool:
    """Whether a document is known to be younger than another, so that it cannot be replaced by
    it."""
    if document.date and other.date:
        return document.date > other.date
    return document.year > other.year


def full_name(document: Document) -> str:
    """What no other document is called, with its year and body."""
    return f"{document.name}, {document.year}, {document.issuer}"


def _kind(document: Document) -> str:
    return document.kind or NO_KIND


def _issuer(document: Document) -> str:
    return bodies.numbering(document.issuer)
