"""The register: every document that news publish, cite or that has a record, and its news.

Pure. documents.py tells which document is meant; here the published posts are gone through.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content.text import ParsedText
from cchc_site.media.files import Media
from cchc_site.site import documents
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.documents import Cited, Document, Documents, File, citations_in
from cchc_site.site.links import Resolution
from cchc_site.site.records import Record
from cchc_site.site.snapshot import PostSnapshot, StoredText

ROOT = "van-ban/"
NO_KIND = "Văn bản khác"


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Documents that have something in common, newest first: `url` is that of their list, `name`
    its title, `label` what they have in common."""

    url: str
    name: str
    label: str
    documents: tuple[Document, ...]


class NamedDocument(NamedTuple):
    """A document that another one names: what it is called, and the address of its page, "" where
    nobody can tell which document is meant."""

    name: str
    url: str


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
        self.documents: Mapping[str, Document] = {
            document.slug: document for document in self._documents.all
        }
        self._cited: dict[str, tuple[Cited, ...]] = {}
        self._published: dict[str, tuple[Document, ...]] = {}

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
                self.documents.get(document.slug, document) for document in written
            )
        return self._published[path]

    @cached_property
    def news(self) -> Mapping[str, tuple[PostSnapshot, ...]]:
        """The posts that publish or cite a document, newest first, by its slug."""
        news: defaultdict[str, list[PostSnapshot]] = defaultdict(list)
        for item in self._items:
            if item.post.documents or self._documents.know(item.parsed.mentions):
                slugs = [document.slug for document in self.published(item)]
                cited = (citation.document for citation in self.cited(item))
                slugs += [document.slug for document in cited if document]
                for slug in dict.fromkeys(slugs):
                    news[slug].append(item)
        return {slug: tuple(items) for slug, items in news.items()}

    def replaced(self, document: Document) -> tuple[NamedDocument, ...]:
        """The documents whose place a document takes."""
        return self._named(document.replaces)

    def replacing(self, document: Document) -> tuple[NamedDocument, ...]:
        """The documents that took the place of one, by its own record or by theirs."""
        if document.replaced_by:
            return self._named(document.replaced_by)
        return self._successors.get(document.url, ())

    @cached_property
    def _successors(self) -> Mapping[str, tuple[NamedDocument, ...]]:
        successors: defaultdict[str, tuple[NamedDocument, ...]] = defaultdict(tuple)
        for document in self.documents.values():
            for other in self.replaced(document):
                successors[other.url] += (NamedDocument(document.name, document.url),)
        return successors

    def _named(self, written: str) -> tuple[NamedDocument, ...]:
        """The documents that a record names, each by itself where it is known which they are."""
        if not written:
            return ()
        cited = self._documents.cited(citations_in(written))
        known = [citation.document for citation in cited if citation.document]
        if not known or len(known) < len(cited):
            return (NamedDocument(written, ""),)
        return tuple(NamedDocument(document.name, document.url) for document in known)

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[DocumentGroup, ...]], ...]:
        """The register by year, type and body, each with what it is called."""
        return (
            ("Theo năm", tuple(self._by_year())),
            ("Theo loại văn bản", tuple(self._by("loai", "", _kind))),
            ("Theo cơ quan ban hành", tuple(self._by("co-quan", "Văn bản của ", _issuer))),
        )

    def _by_year(self) -> Iterator[DocumentGroup]:
        years: defaultdict[int, list[Document]] = defaultdict(list)
        for document in self.documents.values():
            years[document.year].append(document)
        for year in sorted(years, reverse=True):
            name = f"Văn bản năm {year}"
            yield DocumentGroup(f"{ROOT}nam/{year}/", name, f"Năm {year}", tuple(years[year]))

    def _by(
        self, folder: str, before: str, label_of: Callable[[Document], str]
    ) -> Iterator[DocumentGroup]:
        groups: defaultdict[str, list[Document]] = defaultdict(list)
        for document in self.documents.values():
            groups[documents.folder_name(label_of(document))].append(document)
        labels = {key: min(map(label_of, group)) for key, group in groups.items()}
        for key in sorted(groups, key=lambda key: vietnamese.collation_key(labels[key])):
            label, url = labels[key], f"{ROOT}{folder}/{key}/"
            yield DocumentGroup(url, f"{before}{label}", label, tuple(groups[key]))

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
        return record.document.url + quote(posixpath.basename(record.file))

    def files(
        self, media: Mapping[str, Media], resolutions: Mapping[str, Resolution]
    ) -> Mapping[str, File]:
        """The text of each document, by its slug: a record's own, else that of the oldest post
        which publishes it."""
        files: dict[str, File] = {}
        for item in self._items:
            if not item.post.documents:
                continue
            for document, resolved in zip(
                self.published(item), resolutions[item.post.path].documents, strict=False
            ):
                if resolved and resolved.media:
                    files[document.slug] = _file(resolved.url, resolved.media)
        for record in reversed(self.records):
            if record.file in media:
                files[record.document.slug] = _file(self.address(record), media[record.file])
        return files


def _file(url: str, media: Media) -> File:
    return File(url, media.size, media.digest.hex())


def _kind(document: Document) -> str:
    return document.kind or NO_KIND


def _issuer(document: Document) -> str:
    return document.issuer
