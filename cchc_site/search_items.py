"""What can be found: posts, documents and standing pages, in the segments of the search index.

Pure. A segment tells of each of its items, oldest first, a mark that changes with whatever the
index holds of it; the rest is asked for where the mark is new.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from cchc_site import inversion, postings, vietnamese
from cchc_site.catalogue import Catalogue
from cchc_site.digests import digest_of
from cchc_site.documents import Document, iso
from cchc_site.postings import ALPHABET
from cchc_site.recall import Item
from cchc_site.register import Register
from cchc_site.search_index import ARCHIVE, NEWEST, STANDING

TERMS, MARK = 16, 32
"""The bytes of a mark, and how many of them stand for the item's terms."""
Record = tuple[str, str, str, str, str, str, str, str]
"""What a result shows: kind, address, title, day (ISO 8601 and in words), category, a note, the
text."""
NEWS, DOCUMENT, PAGE = range(3)

_EPOCH = dt.date(1900, 1, 1).toordinal()
_HIDDEN = re.compile(r'<(script|style)\b.*?</\1>|<a class="headerlink".*?</a>', re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|[uo]l|li|d[ltd]|t(?:able|r|d|h)|blockquote|pre|fig\w+|br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page of docs/: its address and title, and its HTML."""

    url: str
    title: str
    html: str


Thing = Item | Document | StandingPage


@dataclass(frozen=True, slots=True)
class Segment:
    """Things that change alike: the `mark` of each, and by its place the thing packed, what a
    result shows of it, and the facts of all of them."""

    key: str
    marks: Sequence[bytes]
    pack: Callable[[int], str]
    record: Callable[[int, str], Record]
    facts: Callable[[], Mapping[str, str]]


def segments(
    catalogue: Catalogue,
    pack: Callable[[Item], str],
    register: Register,
    pages: Sequence[StandingPage],
) -> tuple[Segment, ...]:
    """The segments of the index; `pack` fetches what was put aside of a post.

    A document stands before the oldest post that names it, so that a newest post changes the
    segment of the newest month alone; one that no post names stands among the pages.
    """
    telling = _Telling(catalogue, pack)
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
    found = ((ARCHIVE, archive), (NEWEST, newest), (STANDING, standing))
    return tuple(telling.segment(key, things) for key, things in found if things)


def _month(item: Item) -> tuple[int, int]:
    at = item.post.date.at
    return at.year, at.month


def is_excluded(search: object) -> bool:
    """Whether `search: {exclude: true}` is set, as Material's own search has it."""
    return isinstance(search, Mapping) and str(search.get("exclude")).lower() == "true"


class _Telling:
    """What the index holds of each thing."""

    def __init__(self, catalogue: Catalogue, fetch: Callable[[Item], str]) -> None:
        self._catalogue, self._fetch = catalogue, fetch
        self._beside: dict[tuple[object, ...], bytes] = {}

    def segment(self, key: str, things: Sequence[Thing]) -> Segment:
        """These things, the oldest first, as a segment."""
        return Segment(
            key,
            [self._mark(thing) for thing in things],
            lambda place: self._pack(things[place]),
            lambda place, pack: self._record(things[place], pack),
            lambda: self._facts(things),
        )

    def _mark(self, thing: Thing) -> bytes:
        if isinstance(thing, Item):
            return (
                thing.digest
                + digest_of(thing.post.url, thing.post.title)[:8]
                + self._not_in_file(thing)
            )
        return digest_of(thing) * 2

    def _not_in_file(self, item: Item) -> bytes:
        """A digest of what a result shows that is not in the post's file."""
        post = item.post
        key = (post.category, post.organization, self._catalogue.terms and post.day)
        if post.expires or post.withdrawn:
            return self._digest(item)
        if key not in self._beside:
            self._beside[key] = self._digest(item)
        return self._beside[key]

    def _digest(self, item: Item) -> bytes:
        return digest_of(self._catalogue.category(item), self._note(item))[: MARK - TERMS - 8]

    def _note(self, item: Item) -> str:
        post, notes = item.post, []
        if post.withdrawn:
            notes.append("Tin đã gỡ.")
        if post.expires and self._catalogue.is_expired(item):
            notes.append(f"Đã hết hạn từ ngày {vietnamese.day_numeric(post.expires.at.date())}.")
        if ended := self._catalogue.ended(item):
            notes.append(ended.lead)
        return " ".join(notes)

    def _pack(self, thing: Thing) -> str:
        if isinstance(thing, Item):
            return self._fetch(thing)
        if isinstance(thing, StandingPage):
            title, text = normalize("NFC", thing.title), normalize("NFC", plain(thing.html))
            return inversion.packed(title, "", (), text)
        day = f" ngày {vietnamese.day_plain(thing.date)}" if thing.date else f" năm {thing.year}"
        said = f"{thing.issuer} ban hành{day}."
        number = f"{thing.number} {thing.year}"
        names = f"{thing.name}\n{thing.kind} {number}\n{thing.number} năm {thing.year}"
        text = f"{said}\n{thing.status}".strip()
        return inversion.packed(names, thing.title, (), text, (), _numbered(thing))

    def _record(self, thing: Thing, pack: str) -> Record:
        text = inversion.text_of(pack)
        if isinstance(thing, Item):
            post = thing.post
            label, note = self._catalogue.category(thing).label, self._note(thing)
            said = vietnamese.day_full(post.day)
            return "Tin", post.url, post.title, post.day.isoformat(), said, label, note, text
        if isinstance(thing, StandingPage):
            return "Trang", thing.url, normalize("NFC", thing.title), "", "", "", "", text
        kind = f"Văn bản · {thing.kind}" if thing.kind else "Văn bản"
        title = f"{thing.name}: {thing.title}" if thing.title else thing.name
        said = vietnamese.day_plain(thing.date) if thing.date else ""
        note = thing.status if thing.status.startswith("Hết") else ""
        return kind, thing.url, title, iso(thing.date), said, "", note, text

    def _facts(self, things: Sequence[Thing]) -> Mapping[str, str]:
        labels = {category: at for at, category in enumerate(self._catalogue.categories, 1)}
        kinds = {Item: NEWS, Document: DOCUMENT, StandingPage: PAGE}
        return {
            "days": postings.row(map(_day, things)),
            "categories": _signs(
                [
                    labels.get(self._catalogue.category(thing), 0) if isinstance(thing, Item) else 0
                    for thing in things
                ]
            ),
            "kinds": _signs([kinds[type(thing)] for thing in things]),
        }


def _numbered(document: Document) -> list[str]:
    """The term by which a document is found as the one of its number."""
    found = re.search("[1-9][0-9]*", document.number)
    return [f"~{found[0]}"] if found else []


def _day(thing: Thing) -> int:
    """Days since 1900, 0 for none."""
    day = thing.post.day if isinstance(thing, Item) else getattr(thing, "date", None)
    return day.toordinal() - _EPOCH if day else 0


def _signs(numbers: Sequence[int]) -> str:
    return "".join(ALPHABET[min(number, len(ALPHABET) - 1)] for number in numbers)


def plain(page: str) -> str:
    """The text of HTML, a line a block."""
    shown = _TAG.sub("", _BLOCK.sub("\n", _HIDDEN.sub("", page).replace("\n", " ")))
    lines = (" ".join(line.split()) for line in html.unescape(shown).split("\n"))
    return "\n".join(filter(None, lines))
