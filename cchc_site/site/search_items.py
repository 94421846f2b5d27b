"""What can be found: posts, documents and pages of docs/, in the segments of the search index.

Pure. What the index holds of an item is what it is found by, what a result shows, and what filters
ask; its mark is the digest of these three, so that nothing can change without the mark. All else
that decides the files of a segment is in the code: a category is shown and filtered by its key, and
its name, like all that the options say, stands in the manifest; items are found by it too.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import normalize

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.hashing import SIZE, digest_of
from cchc_site.search import postings, terms
from cchc_site.search.format import ARCHIVE, CLOSED, NEWEST, OTHERS
from cchc_site.search.terms import SearchText
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.documents import Document, iso
from cchc_site.site.force import Force, NamedDocument
from cchc_site.site.procedures import Procedure
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot, StoredText

TERMS, MARK = SIZE, 2 * SIZE
"""How many of the bytes of a mark stand for what the item is found by, and how many it has."""
NEWS, DOCUMENT, PAGE = range(3)

_HIDDEN = re.compile(r'<(script|style)\b.*?</\1>|<a class="headerlink".*?</a>', re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|[uo]l|li|d[ltd]|t(?:able|r|d|h)|blockquote|pre|fig\w+|br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")


class DocsPage(Struct, frozen=True):
    """A page of docs/: its address and title, and its HTML."""

    url: str
    title: str
    html: str


Findable = PostSnapshot | Document | Procedure | DocsPage


class NotePart(NamedTuple):
    """Words of a note, and the address that they lead to, "" for none."""

    words: str
    url: str = ""


class StoredFields(NamedTuple):
    """What a result shows beside the text: `day` for machines (ISO 8601) and in words, the key of
    the category, a note in its parts; "" for what there is not."""

    kind: str
    url: str
    title: str
    day: str = ""
    day_in_words: str = ""
    category: str = ""
    note: tuple[NotePart, ...] = ()


class DocValues(NamedTuple):
    """What filters ask: NEWS, DOCUMENT or PAGE, the day and the key of the category."""

    kind: int
    day: dt.date | None = None
    category: str = ""


Record = tuple[str | tuple[NotePart, ...], ...]
"""What a result shows, and last the text."""


class SearchItem(Struct, frozen=True):
    """All that the index is given of an item; `search_digest` is that of what it is found by."""

    search_digest: bytes
    fields: StoredFields
    values: DocValues

    @property
    def mark(self) -> bytes:
        """The digest of all of it."""
        return self.search_digest + digest_of(*self.fields, *self.values)


class Segment(Struct, frozen=True):
    """Items that change alike; `search_text` fetches what search finds one by, by its place."""

    key: str
    items: Sequence[SearchItem]
    search_text: Callable[[int], SearchText]

    @property
    def marks(self) -> bytes:
        """The marks of all, one after the other."""
        return b"".join([item.mark for item in self.items])

    def record(self, place: int) -> Record:
        """What a result shows of an item."""
        return *self.items[place].fields, self.search_text(place).text

    @property
    def facts(self) -> Mapping[str, object]:
        """What filters ask, of all of them: days in digits, 0 for none, and categories by their
        place among the `keys`."""
        rows = [item.values for item in self.items]
        keys = sorted({row.category for row in rows})
        places = {key: at for at, key in enumerate(keys)}
        return {
            "days": postings.row(row.day.toordinal() if row.day else 0 for row in rows),
            "keys": keys,
            "categories": postings.row(places[row.category] for row in rows),
            "kinds": postings.row(row.kind for row in rows),
        }


def stored_text(item: PostSnapshot) -> SearchText:
    """What was stored of a post: what this build has read is on disk by now, whatever a plugin has
    made of it since."""
    stored = item.parsed.search if isinstance(item.parsed, StoredText) else ()
    return SearchText(*stored) if stored else terms.search_text("", "", (), "")


def segments_of_posts(catalogue: Catalogue) -> tuple[Segment, ...]:
    """The segments of an index of the posts of a `catalogue` alone."""
    none = Register(dataclasses.replace(catalogue, items=()), ())
    return segments(catalogue, stored_text, none, (), ())


def segments(
    catalogue: Catalogue,
    search_text: Callable[[PostSnapshot], SearchText],
    register: Register,
    procedures: Sequence[Procedure],
    pages: Sequence[DocsPage],
) -> tuple[Segment, ...]:
    """The segments of the index; `search_text` fetches what was stored of a post.

    A document stands before the oldest post that names it, so that a newest post changes the
    segment of the newest alone; one that no post names stands among the pages, as do
    procedures. Where there is nothing to be found, one is empty.
    """
    maker = _ItemMaker(catalogue, search_text, register)
    named: defaultdict[str, list[Document]] = defaultdict(list)
    others: list[Findable] = [*pages, *procedures]
    for identity, document in register.documents.items():
        items = register.news.get(identity)
        if items:
            named[items[-1].post.path].append(document)
        else:
            others.append(document)
    archive: list[Findable] = []
    newest: list[Findable] = []
    last = _month(catalogue.items[0]) if catalogue.items else ()
    of_month = sum(_month(item) == last for item in catalogue.items)
    closed = len(catalogue.items) - of_month % CLOSED
    for place, item in enumerate(reversed(catalogue.items)):
        findable = archive if place < closed else newest
        findable += named.get(item.post.path, ())
        if item.post.search is None or not is_excluded(item.post.search):
            findable.append(item)
    by_key = ((ARCHIVE, archive), (NEWEST, newest), (OTHERS, others))
    made = tuple(maker.segment(key, findable) for key, findable in by_key if findable)
    return made or (maker.segment(OTHERS, ()),)


def _month(item: PostSnapshot) -> tuple[int, int]:
    at = item.post.date.at
    return at.year, at.month


def is_excluded(search: object) -> bool:
    """Whether `search: {exclude: true}` is set, as Material's own search has it."""
    return isinstance(search, Mapping) and str(search.get("exclude")).lower() == "true"


class _ItemMaker:
    """Makes what the index holds of each item."""

    def __init__(
        self,
        catalogue: Catalogue,
        fetch: Callable[[PostSnapshot], SearchText],
        register: Register,
    ) -> None:
        self._catalogue, self._fetch, self._register = catalogue, fetch, register

    def segment(self, key: str, findable: Sequence[Findable]) -> Segment:
        """These, the oldest first, as a segment."""
        items = [*map(self._item, findable)]
        return Segment(key, items, lambda place: self._search_text(findable[place]))

    def _item(self, findable: Findable) -> SearchItem:
        match findable:
            case PostSnapshot():
                return self._post(findable)
            case DocsPage():
                fields = StoredFields("Trang", findable.url, normalize("NFC", findable.title))
                return SearchItem(digest_of(*self._words(findable)), fields, DocValues(PAGE))
            case Procedure():
                kind = f"Thủ tục · {findable.field}" if findable.field else "Thủ tục"
                fields = StoredFields(kind, findable.url, findable.name)
                return SearchItem(digest_of(*self._words(findable)), fields, DocValues(PAGE))
        return self._document(findable)

    def _document(self, document: Document) -> SearchItem:
        fields = StoredFields(
            kind=f"Văn bản · {document.kind}" if document.kind else "Văn bản",
            url=document.url,
            title=f"{document.name}: {document.title}" if document.title else document.name,
            day=iso(document.date),
            day_in_words=vietnamese.day_plain(document.date) if document.date else "",
            note=tuple(_note_of(self._register.force(document))),
        )
        digest = digest_of(*self._words(document))
        return SearchItem(digest, fields, DocValues(DOCUMENT, document.date))

    def _post(self, item: PostSnapshot) -> SearchItem:
        post, day, category = item.post, item.post.day, self._catalogue.category(item).key
        fields = StoredFields(
            kind="Tin",
            url=post.url,
            title=post.title,
            day=day.isoformat(),
            day_in_words=vietnamese.day_full(day),
            category=category,
            note=self._note(item),
        )
        return SearchItem(item.search_digest, fields, DocValues(NEWS, day, category))

    def _note(self, item: PostSnapshot) -> tuple[NotePart, ...]:
        post, notes = item.post, []
        if post.withdrawn:
            notes.append("Tin đã gỡ.")
        if post.expires and self._catalogue.is_expired(item):
            notes.append(f"Đã hết hạn từ ngày {vietnamese.day_numeric(post.expires.at.date())}.")
        if self._catalogue.ended(item):
            notes.append("Tin cũ")
        return (NotePart(" ".join(notes)),) if notes else ()

    def _search_text(self, findable: Findable) -> SearchText:
        if isinstance(findable, PostSnapshot):
            return self._fetch(findable)
        return terms.search_text(*self._words(findable))

    def _words(self, findable: Document | Procedure | DocsPage) -> tuple[Any, ...]:
        """What an item is found by, as `terms.search_text` takes it."""
        if isinstance(findable, DocsPage):
            return normalize("NFC", findable.title), "", (), normalize("NFC", plain(findable.html))
        if isinstance(findable, Procedure):
            return _words_of_procedure(findable)
        return _words(findable, self._register)


def _note_of(force: Force) -> Iterator[NotePart]:
    """The force of a document in words, with links to what has taken its place."""
    if force.lead:
        yield NotePart(force.lead)
    for place, successor in enumerate(force.successors):
        yield NotePart(", " if place else " ")
        yield NotePart(successor.short_name, successor.url)


def _words(document: Document, register: Register) -> tuple[Any, ...]:
    date, year, force = document.date, document.year, register.force(document)
    day = f" ngày {vietnamese.day_plain(date)}" if date else f" năm {year}"
    issued = f"{document.issuer} ban hành{day}."
    number = f"{document.number} {year}"
    names = f"{document.name}\n{document.kind} {number}\n{document.number} năm {year}"
    told = (
        ("Người ký: ", document.signer),
        ("Thay thế ", document.replaces and _names(register.replaced(document))),
        ("Bị thay thế bởi ", _names(force.successors)),
    )
    text = "\n".join([issued, *filter(None, [force.status]), *(a + b for a, b in told if b)])
    named = [*numbered(document.number), *terms.dated(date, year)]
    return names, document.title, (), text, (), named


def _names(documents: Iterable[NamedDocument]) -> str:
    return ", ".join(document.name for document in documents)


def _words_of_procedure(procedure: Procedure) -> tuple[Any, ...]:
    papers = (". ".join(filter(None, (each.name, each.note))) for each in procedure.papers)
    told = (
        ("Mã thủ tục", procedure.code),
        ("Kết quả", procedure.result),
        ("Nơi nộp", procedure.place),
        ("Thời hạn", procedure.time),
        ("Phí, lệ phí", procedure.fee),
        ("Giấy tờ", "; ".join(papers)),
        ("Ai được làm", procedure.who),
        ("Cấp thực hiện", procedure.level),
        ("Trình tự", " ".join(procedure.steps)),
    )
    text = "\n".join(f"{label}: {words}" for label, words in told if words)
    names = f"{procedure.name}\n{procedure.code}".strip()
    return names, "", (procedure.field,) if procedure.field else (), text


def numbered(written: str) -> list[str]:
    """The term by which a document is found as the one of its number."""
    number = re.search("[1-9][0-9]*", written)
    return [f"~{number[0]}"] if number else []


def plain(page: str) -> str:
    """The text of HTML, a line a block."""
    shown = _TAG.sub("", _BLOCK.sub("\n", _HIDDEN.sub("", page).replace("\n", " ")))
    lines = (" ".join(line.split()) for line in html.unescape(shown).split("\n"))
    return "\n".join(filter(None, lines))
