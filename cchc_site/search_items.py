"""What can be found: posts, documents and standing pages, in the segments of the search index.

Pure. A segment tells of each of its items, oldest first, a mark that changes with whatever the
index holds of it; the rest is asked for where the mark is new.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from cchc_site import inversion, postings, vietnamese
from cchc_site.catalogue import Catalogue
from cchc_site.digests import digest_of
from cchc_site.documents import Document, iso
from cchc_site.postings import ALPHABET
from cchc_site.recall import Item
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


@dataclass(frozen=True, slots=True)
class Segment:
    """Items that change alike: the `mark` of each, and by its place the item packed, what a result
    shows of it, and the facts of all of them."""

    key: str
    marks: Sequence[bytes]
    pack: Callable[[int], str]
    record: Callable[[int, str], Record]
    facts: Callable[[], Mapping[str, str]]


def segments(
    catalogue: Catalogue,
    pack: Callable[[Item], str],
    documents: Sequence[Document],
    pages: Sequence[StandingPage],
) -> tuple[Segment, ...]:
    """The segments of the index; `pack` fetches what was put aside of a post."""
    posts = reversed(catalogue.items)
    items = [one for one in posts if one.post.search is None or not is_excluded(one.post.search)]
    newest = _month(items[-1]) if items else ""
    split = len(items)
    while split and _month(items[split - 1]) == newest:
        split -= 1
    found = (
        _News(ARCHIVE, catalogue, items[:split], pack).segment,
        _News(NEWEST, catalogue, items[split:], pack).segment,
        _Standing(catalogue, documents, pages).segment,
    )
    return tuple(segment for segment in found if segment.marks)


def _month(item: Item) -> str:
    return f"{item.post.day:%Y-%m}"


def is_excluded(search: object) -> bool:
    """Whether `search: {exclude: true}` is set, as Material's own search has it."""
    return isinstance(search, Mapping) and str(search.get("exclude")).lower() == "true"


@dataclass
class _News:
    key: str
    catalogue: Catalogue
    items: Sequence[Item]
    fetch: Callable[[Item], str]

    @property
    def segment(self) -> Segment:
        """The posts as a segment."""
        marks = [item.digest + item.face[:8] + self._beside(item) for item in self.items]
        return Segment(self.key, marks, self._pack, self._record, self._facts)

    def _pack(self, place: int) -> str:
        return self.fetch(self.items[place])

    @cached_property
    def _known(self) -> dict[tuple[object, ...], bytes]:
        return {}

    def _beside(self, item: Item) -> bytes:
        """A digest of what a result shows that is not in the post's file."""
        post = item.post
        key = (post.category, post.organization, post.day if self.catalogue.terms else None)
        if post.expires or post.withdrawn or key not in self._known:
            found = digest_of(self.catalogue.category(item), self._note(item))[: MARK - TERMS - 8]
            if post.expires or post.withdrawn:
                return found
            self._known[key] = found
        return self._known[key]

    def _note(self, item: Item) -> str:
        post, notes = item.post, []
        if post.withdrawn:
            notes.append("Tin đã gỡ.")
        if post.expires and self.catalogue.is_expired(item):
            notes.append(f"Đã hết hạn từ ngày {vietnamese.day_numeric(post.expires.at.date())}.")
        if ended := self.catalogue.ended(item):
            notes.append(ended.lead)
        return " ".join(notes)

    def _record(self, place: int, pack: str) -> Record:
        item = self.items[place]
        post = item.post
        return (
            "Tin",
            post.url,
            post.title,
            post.day.isoformat(),
            vietnamese.day_full(post.day),
            self.catalogue.category(item).label,
            self._note(item),
            inversion.text_of(pack),
        )

    def _facts(self) -> Mapping[str, str]:
        labels = {category: at for at, category in enumerate(self.catalogue.categories, 1)}
        categories = [labels.get(self.catalogue.category(item), 0) for item in self.items]
        return {
            "days": _days([item.post.day for item in self.items]),
            "categories": _signs(categories),
            "kinds": "",
        }


@dataclass
class _Standing:
    catalogue: Catalogue
    documents: Sequence[Document]
    pages: Sequence[StandingPage]

    @cached_property
    def _found(self) -> Sequence[tuple[dt.date | None, str, Record]]:
        """Day, item packed, and what is shown of it but the text."""
        pages = [self._page(page) for page in self.pages]
        documents = sorted(map(self._document, self.documents), key=_by_day)
        return [*pages, *documents]

    @property
    def segment(self) -> Segment:
        """Pages, then documents by their day, as a segment."""
        marks = [
            digest_of(pack) + digest_of(record)[: MARK - TERMS] for _, pack, record in self._found
        ]
        return Segment(STANDING, marks, self._pack, self._record, self._facts)

    def _page(self, page: StandingPage) -> tuple[None, str, Record]:
        title = normalize("NFC", page.title)
        text = normalize("NFC", plain(page.html))
        record = ("Trang", page.url, title, "", "", "", "", "")
        return None, inversion.packed(title, "", (), text), record

    def _document(self, one: Document) -> tuple[dt.date | None, str, Record]:
        day = f" ngày {vietnamese.day_plain(one.date)}" if one.date else f" năm {one.year}"
        said = f"{one.issuer} ban hành{day}."
        names = f"{one.name}\n{one.kind} {one.number} {one.year}"
        pack = inversion.packed(names, one.title, (), f"{said}\n{one.status}".strip())
        record = (
            f"Văn bản · {one.kind}" if one.kind else "Văn bản",
            one.url,
            f"{one.name}: {one.title}" if one.title else one.name,
            iso(one.date),
            vietnamese.day_plain(one.date) if one.date else "",
            "",
            one.status if one.status.startswith("Hết") else "",
            "",
        )
        return one.date, pack, record

    def _pack(self, place: int) -> str:
        return self._found[place][1]

    def _record(self, place: int, pack: str) -> Record:
        *shown, _ = self._found[place][2]
        return (*shown, inversion.text_of(pack))  # type: ignore[return-value]

    def _facts(self) -> Mapping[str, str]:
        kinds = [PAGE] * len(self.pages) + [DOCUMENT] * len(self.documents)
        return {
            "days": _days([day for day, _, _ in self._found]),
            "categories": _signs([0] * len(kinds)),
            "kinds": _signs(kinds),
        }


def _by_day(found: tuple[dt.date | None, str, Record]) -> tuple[str, str]:
    day, _, record = found
    return iso(day), record[1]


def _days(days: Sequence[dt.date | None]) -> str:
    numbers = [day.toordinal() - _EPOCH if day else 0 for day in days]
    return postings.row(after - last for last, after in _steps(numbers))


def _steps(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip([0, *numbers], numbers, strict=False)


def _signs(numbers: Sequence[int]) -> str:
    return "".join(ALPHABET[min(number, len(ALPHABET) - 1)] for number in numbers)


def plain(page: str) -> str:
    """The text of HTML, a line a block."""
    shown = _TAG.sub("", _BLOCK.sub("\n", _HIDDEN.sub("", page).replace("\n", " ")))
    lines = (" ".join(line.split()) for line in html.unescape(shown).split("\n"))
    return "\n".join(filter(None, lines))
