"""Documents: what is known of one, what makes two records the same, and which one a citation means.

Pure. **Identity.** A number starts again every year in every body (decree 30/2020/NĐ-CP, annex I),
so a document is its number, year and body together, never the number alone. A citation that gives
these is the document of that identity, also when nobody has a record of it. One that does not stays
text, with the reason, unless the same text has named the document before, or exactly one record
bears the number and agrees with what is said. The address is made of the identity alone: no later
record changes it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_site.base import vietnamese
from cchc_site.base.hashing import digest_of
from cchc_site.citations.types import is_body, type_by_symbol
from cchc_site.content.text import Mention

if TYPE_CHECKING:
    from cchc_site.citations.finder import Citation

_LONGEST = 180
_SYMBOL = re.compile(r"[/-]([^\W\d_]+)")
_YEAR = re.compile(r"[/-]((?:19|20)[0-9]{2})/")
_NAMES = (
    (re.compile(r"\bUBND\b"), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b"), "Hội đồng nhân dân"),
    (re.compile(r"\bUỷ\b"), "Ủy"),
)
# A body of these words alone is one of hundreds.
_NAMELESS = re.compile(
    r"(?:Ủy ban nhân dân|Hội đồng nhân dân|Ủy ban|Sở|Phòng|Ban|Cục|Chi cục|Bộ)"
    r"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|cấp \w+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document; "" and None for what is not. `year` is the number's or the
    date's; `replaces` and `replaced_by` are citations as written; `recorded` tells that somebody
    has made a record of it, which a citation alone is not."""

    number: str
    issuer: str
    year: int
    kind: str = ""
    date: dt.date | None = None
    title: str = ""
    effective: dt.date | None = None
    status: str = ""
    replaces: str = ""
    replaced_by: str = ""
    recorded: bool = False

    @property
    def slug(self) -> str:
        """The last part of its address, which is its identity too."""
        return slug(self.number, self.year, self.issuer)

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"van-ban/{self.slug}/"

    @property
    def name(self) -> str:
        """Type and number: “Kế hoạch số 09/KH-UBND”."""
        return named(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class File:
    """A document's text to take away: its address from the site's root, its size in bytes, the
    digest of its bytes in hexadecimal (SHA-256)."""

    url: str
    size: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the document that it means; else why none."""

    mention: Mention
    document: Document | None
    reason: str = ""


def iso(day: dt.date | None) -> str:
    """`day` for machines (ISO 8601), "" for one that is not known."""
    return day.isoformat() if day else ""


def named(kind: str, number: str) -> str:
    """What a document is called: “Kế hoạch số 09/KH-UBND”."""
    return f"{kind or 'Văn bản'} số {number}"


def body_name(written: str) -> str:
    """A public body as registers name it: abbreviations written out, one spelling.

    >>> body_name("UBND huyện  Lai Vung")
    'Ủy ban nhân dân huyện Lai Vung'
    """
    name = " ".join(written.split())
    for pattern, whole in _NAMES:
        name = pattern.sub(whole, name)
    return name


def slug(number: str, year: int, issuer: str) -> str:
    """The identity of a document, fit for an address. A missing Đ makes no other document.

    >>> slug("45/QĐ-UBND-TL", 2022, "Ủy ban nhân dân huyện Lai Vung")
    '45-qd-ubnd-tl-2022-uy-ban-nhan-dan-huyen-lai-vung'
    """
    return folder_name(f"{number} {year} {issuer}")


def folder_name(text: str) -> str:
    """`text` as a part of an address. File systems hold a name to 255 bytes: one that is longer
    than any real one is cut, and told from others by a digest."""
    name = vietnamese.slug(text)
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_LONGEST]}-{digest_of(name).hex()[:8]}"


def year_of(number: str, date: dt.date | None) -> int:
    """The year that a number was given in, 0 when nothing tells it.

    >>> year_of("42/2022/NĐ-CP", None), year_of("09/KH-UBND", dt.date(2022, 4, 13))
    (2022, 2022)
    """
    found = _YEAR.search(number)
    if found:
        return int(found[1])
    return date.year if date else 0


def find_citations(text: str) -> tuple[Citation, ...]:
    """The citations of documents in `text`, in their order; see finder.py."""
    # Only where something is read: to compile its expressions takes a while.
    from cchc_site.citations import finder

    return finder.find_citations(text)


def citations_in(text: str) -> tuple[Mention, ...]:
    """The citations in plain `text`, such as a record's."""
    from cchc_site.markdown.citing import mention

    return tuple(map(mention, find_citations(text)))


def kind_of(number: str) -> str:
    """The type of document that a number's symbol tells, "" when it tells none.

    >>> kind_of("42/2022/NĐ-CP"), kind_of("1500/UBND-KSTTHC"), kind_of("20-NQ/ĐU")
    ('Nghị định', 'Công văn', 'Nghị quyết')
    """
    found = _SYMBOL.search(number)
    if not found:
        return ""
    return type_by_symbol(found[1]) or ("Công văn" if is_body(found[1]) else "")


def merged(first: Document, second: Document) -> Document:
    """One record of two of the same document: what `first` leaves open, `second` tells."""
    open_fields = ("kind", "date", "title", "effective", "status", "replaces", "replaced_by")
    told = {name: getattr(first, name) or getattr(second, name) for name in open_fields}
    return replace(first, **told, recorded=first.recorded or second.recorded)


class Documents:
    """A register: documents by slug, and what citations mean."""

    def __init__(self, records: Iterable[Document], texts: Iterable[Sequence[Mention]]) -> None:
        """Take `records`, those that count most first, and the citations of all published
        `texts`, oldest first: a document that is cited whole is known from then on."""
        self._known: dict[str, Document] = {}
        self._by_number: defaultdict[str, list[Document]] = defaultdict(list)
        self._wholes: dict[tuple[str, ...], Document | None] = {}
        for record in records:
            self._add(record)
        wholes = (self._whole(mention) for text in texts for mention in text)
        for whole in dict.fromkeys(wholes):  # most are cited many times
            if whole:
                self._add(whole)

    def _add(self, document: Document) -> None:
        """Let a document be known, or what it tells of a known one."""
        number, known = vietnamese.slug(document.number), self._known.get(document.slug)
        if known:
            document = merged(known, document)
            if document == known:
                return
            self._by_number[number].remove(known)
        self._known[document.slug] = document
        self._by_number[number].append(document)

    def _whole(self, mention: Mention) -> Document | None:
        """The document that a citation identifies by itself."""
        if not mention.issuer:
            return None
        said = (*mention[:5], mention.abstract)
        if said not in self._wholes:
            self._wholes[said] = _whole(mention)
        return self._wholes[said]

    @property
    def all(self) -> tuple[Document, ...]:
        """Every document, the newest first."""
        ordered = sorted(self._known.values(), key=lambda one: one.slug)
        return tuple(sorted(ordered, key=lambda one: (one.year, one.date or _FIRST), reverse=True))

    def know(self, text: Iterable[Mention]) -> bool:
        """Whether any number that a text cites is known."""
        return any(mention.key in self._by_number for mention in text)

    def cited(self, text: Sequence[Mention]) -> tuple[Cited, ...]:
        """What each citation of a text means."""
        before: dict[str, Document] = {}
        found = []
        for mention in text:
            cited = self._cited(mention, before.get(mention.key))
            if cited.document:
                before[mention.key] = cited.document
            found.append(cited)
        return tuple(found)

    def _cited(self, mention: Mention, earlier: Document | None) -> Cited:
        whole = self._whole(mention)
        if whole and whole.slug in self._known:
            return Cited(mention, self._known[whole.slug])
        if earlier and _agrees(earlier, mention):
            return Cited(mention, earlier)
        same = self._by_number.get(mention.key, ())
        records = [one for one in same if one.recorded and _agrees(one, mention)]
        if len(records) == 1:
            return Cited(mention, records[0])
        if len(records) > 1:
            return Cited(mention, None, f"có {len(records)} văn bản cùng số")
        return Cited(mention, None, _wanting(mention))


_FIRST = dt.date(1, 1, 1)


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _whole(mention: Mention) -> Document | None:
    """The document that a citation identifies by itself."""
    date, issuer = _day(mention.date), body_name(mention.issuer)
    year = year_of(mention.number, date)
    if not year or not issuer or _NAMELESS.fullmatch(issuer):
        return None
    return Document(mention.number, issuer, year, mention.kind, date, mention.abstract)


def _agrees(document: Document, mention: Mention) -> bool:
    """Whether nothing that a citation says is against its meaning `document`."""
    date, issuer = _day(mention.date), vietnamese.slug(body_name(mention.issuer))
    if date and document.date and date != document.date:
        return False
    return not issuer or vietnamese.slug(document.issuer).startswith(issuer)


def _wanting(mention: Mention) -> str:
    """What keeps a citation from meaning one document."""
    issuer = body_name(mention.issuer)
    parts = [] if year_of(mention.number, _day(mention.date)) else ["ngày ban hành"]
    if not issuer:
        parts.append("cơ quan ban hành")
    elif _NAMELESS.fullmatch(issuer):
        parts.append(f"tên đầy đủ của “{issuer}”")
    return f"chưa rõ {' và '.join(parts)}"


def of_record(record: Mapping[str, str]) -> Document:
    """The document of a record, which values.py has judged."""
    date = _written_day(record["date"])
    number = " ".join(record["number"].split())
    return Document(
        number=number,
        issuer=body_name(record["issuer"]),
        year=year_of(number, date),
        kind=record.get("type") or kind_of(number),
        date=date,
        title=record.get("title", ""),
        effective=_written_day(record["effective"]) if record.get("effective") else None,
        status=record.get("status", ""),
        replaces=record.get("replaces", ""),
        replaced_by=record.get("replaced_by", ""),
        recorded=True,
    )


def _written_day(written: str) -> dt.date:
    return dt.date(*map(int, re.findall("[0-9]+", written)[:3]))
