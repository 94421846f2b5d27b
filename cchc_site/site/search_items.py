"""What can be found: posts, documents and standing pages, in the segments of the search index.

Pure. What the index holds of an item is what it is found by, what a result shows, and what filters
ask; its mark is the digest of these three, so that nothing can change without the mark. All else
that decides the files of a segment is in the code: a category stands there by its key, and its
name, like all that the options say, in the manifest alone.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from unicodedata import normalize

from cchc_site.base import vietnamese
from cchc_site.base.hashing import SIZE, digest_of
from cchc_site.search import postings, terms
from cchc_site.search.format import ARCHIVE, NEWEST, OTHERS
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.documents import Document, iso
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot

TERMS, MARK = SIZE, 2 * SIZE
"""How many of the bytes of a mark stand for what the item is found by, and how many it has."""
NEWS, DOCUMENT, PAGE = range(3)

_HIDDEN = re.compile(r'<(script|style)\b.*?</\1>|<a class="headerlink".*?</a>', re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|[uo]l|li|d[ltd]|t(?:able|r|d|h)|blockquote|pre|fig\w+|br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class DocsPage:
    """A page of docs/: its address and title, and its HTML."""

    url: str
    title: str
    html: str


Thing = PostSnapshot | Document | DocsPage


class StoredFields(NamedTuple):
    """What a result shows beside the text: `day` for machines (ISO 8601) and in words, the key of
    the category, a note; "" for what there is not."""

    kind: str
    url: str
    title: str
    day: str = ""
    day_in_words: str = ""
    category: str = ""
    note: str = ""


class DocValues(NamedTuple):
    """What filters ask: NEWS, DOCUMENT or PAGE, the day and the key of the category."""

    kind: int
    day: dt.date | None = None
    category: str = ""


Record = tuple[str, ...]
"""What a result shows, and last the text."""


@dataclass(frozen=True, slots=True)
class Given:
    """All that the index is given of a thing; `sought` is the digest of what it is found by."""

    sought: bytes
    shown: StoredFields
    facts: DocValues

    @property
    def mark(self) -> bytes:
        """The digest of all of it."""
        return self.sought + digest_of(*self.shown, *self.facts)


@dataclass(frozen=True, slots=True)
class Segment:
    """Things that change alike, what the index is given of each, and by its place the thing
    packed."""

    key: str
    given: Sequence[Given]
    pack: Callable[[int], str]

    @property
    def marks(self) -> bytes:
        """The marks of all, one after the other."""
        return b"".join([one.mark for one in self.given])

    def record(self, place: int) -> Record:
        """What a result shows of a thing."""
        return *self.given[place].shown, terms.text_of(self.pack(place))

    @property
    def facts(self) -> Mapping[str, object]:
        """What filters ask, of all of them: days in digits, 0 for none, and categories by their
        place among the `keys`."""
        facts = [one.facts for one in self.given]
        keys = sorted({one.category for one in facts})
        places = {key: at for at, key in enumerate(keys)}
        return {
            "days": postings.row(one.day.toordinal() if one.day else 0 for one in facts),
            "keys": keys,
            "categories": postings.row(places[one.category] for one in facts),
            "kinds": postings.row(one.kind for one in facts),
        }


def segments(
    catalogue: Catalogue,
    pack: Callable[[PostSnapshot], str],
    register: Register,
    pages: Sequence[DocsPage],
) -> tuple[Segment, ...]:
    """The segments of the index; `pack` fetches what was put aside of a post.

    A document stands before the oldest post that names it, so that a newest post changes the
    segment of the newest month alone; one that no post names stands among the pages.
    """
    telling = _ItemMaker(catalogue, pack)
    named: defaultdict[str, list[Document]] = defaultdict(list)
    standing: list[Thing] = [*pages]
    for slug, document in register.documents.items():
        items = register.news.get(slug)
        if items:
            named[items[-1].post.path].append(document)
        else:
            standing.append(document)
    archive: list[Thing] = []
    newest: list[Thing] = []
    last = _month(catalogue.items[0]) if catalogue.items else ()
    for item in reversed(catalogue.items):
        things = newest if _month(item) == last else archive
        things += named.get(item.post.path, ())
        if item.post.search is None or not is_excluded(item.post.search):
            things.append(item)
    found = ((ARCHIVE, archive), (NEWEST, newest), (OTHERS, standing))
    return tuple(telling.segment(key, things) for key, things in found if things)


def _month(item: PostSnapshot) -> tuple[int, int]:
    at = item.post.date.at
    return at.year, at.month


def is_excluded(search: object) -> bool:
    """Whether `search: {exclude: true}` is set, as Material's own search has it."""
    return isinstance(search, Mapping) and str(search.get("exclude")).lower() == "true"


class _ItemMaker:
    """What the index holds of each thing."""

    def __init__(self, catalogue: Catalogue, fetch: Callable[[PostSnapshot], str]) -> None:
        self._catalogue, self._fetch = catalogue, fetch

    def segment(self, key: str, things: Sequence[Thing]) -> Segment:
        """These things, the oldest first, as a segment."""
        return Segment(key, [*map(self._given, things)], lambda place: self._pack(things[place]))

    def _given(self, thing: Thing) -> Given:
        if isinstance(thing, PostSnapshot):
            return self._of_post(thing)
        sought = digest_of(*_words(thing))
        if isinstance(thing, DocsPage):
            title = normalize("NFC", thing.title)
            return Given(sought, StoredFields("Trang", thing.url, title), DocValues(PAGE))
        kind = f"Văn bản · {thing.kind}" if thing.kind else "Văn bản"
        title = f"{thing.name}: {thing.title}" if thing.title else thing.name
        said = vietnamese.day_plain(thing.date) if thing.date else ""
        note = thing.status if thing.status.startswith("Hết") else ""
        shown = StoredFields(kind, thing.url, title, iso(thing.date), said, note=note)
        return Given(sought, shown, DocValues(DOCUMENT, thing.date))

    def _of_post(self, item: PostSnapshot) -> Given:
        post = item.post
        day, category = post.day, self._catalogue.category(item).key
        said, note = vietnamese.day_full(day), self._note(item)
        shown = StoredFields("Tin", post.url, post.title, day.isoformat(), said, category, note)
        return Given(item.sought, shown, DocValues(NEWS, day, category))

    def _note(self, item: PostSnapshot) -> str:
        post, notes = item.post, []
        if post.withdrawn:
            notes.append("Tin đã gỡ.")
        if post.expires and self._catalogue.is_expired(item):
            notes.append(f"Đã hết hạn từ ngày {vietnamese.day_numeric(post.expires.at.date())}.")
        if ended := self._catalogue.ended(item):
            notes.append(ended.sentence)
        return " ".join(notes)

    def _pack(self, thing: Thing) -> str:
        return (
            self._fetch(thing) if isinstance(thing, PostSnapshot) else terms.packed(*_words(thing))
        )


def _words(thing: Document | DocsPage) -> tuple[Any, ...]:
    """What a thing is found by, as `inversion.packed` takes it."""
    if isinstance(thing, DocsPage):
        return normalize("NFC", thing.title), "", (), normalize("NFC", plain(thing.html))
    day = f" ngày {vietnamese.day_plain(thing.date)}" if thing.date else f" năm {thing.year}"
    said = f"{thing.issuer} ban hành{day}."
    number = f"{thing.number} {thing.year}"
    names = f"{thing.name}\n{thing.kind} {number}\n{thing.number} năm {thing.year}"
    text = f"{said}\n{thing.status}".strip()
    return names, thing.title, (), text, (), _numbered(thing)


def _numbered(document: Document) -> list[str]:
    """The term by which a document is found as the one of its number."""
    found = re.search("[1-9][0-9]*", document.number)
    return [f"~{found[0]}"] if found else []


def plain(page: str) -> str:
    """The text of HTML, a line a block."""
    shown = _TAG.sub("", _BLOCK.sub("\n", _HIDDEN.sub("", page).replace("\n", " ")))
    lines = (" ".join(line.split()) for line in html.unescape(shown).split("\n"))
    return "\n".join(filter(None, lines))
