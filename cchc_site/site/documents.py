"""Documents: what is known of one, and what makes two records the same.

Pure. A number starts again every year in every body (decree 30/2020/NĐ-CP, annex I), so a document
is its number, year and body together, as they are spoken, never the number alone. Its address is
made of these alone (namesakes.py), so that it never tells of another document.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.base import vietnamese
from cchc_site.base.hashing import digest_of
from cchc_site.citations import bodies, symbols
from cchc_site.citations.types import type_of
from cchc_site.content.text import Mention
from cchc_site.site import namesakes

if TYPE_CHECKING:
    from cchc_site.citations.finder import Citation

_LONGEST = 180
_YEAR = re.compile(r"[/-]((?:19|20)[0-9]{2})/")


class Document(Struct, frozen=True):
    """What is known of a document; "" and None for what is not. `year` is the number's or the
    date's; `expires` is the first day without it; `replaces` and `replaced_by` are citations as
    written; `full_text` is an address of another site; `recorded` tells that somebody has made a
    record of it, which a citation alone is not."""

    number: str
    issuer: str
    year: int
    kind: str = ""
    date: dt.date | None = None
    title: str = ""
    effective: dt.date | None = None
    expires: dt.date | None = None
    status: str = ""
    replaces: str = ""
    replaced_by: str = ""
    field: str = ""
    signer: str = ""
    full_text: str = ""
    recorded: bool = False
    has_namesakes: bool = False

    @property
    def identity(self) -> str:
        """What tells it from all others."""
        return identity(self.number, self.year, self.issuer)

    @property
    def plain_url(self) -> str:
        """The address that it has without marks, which others may share."""
        return f"van-ban/{slug(self.number, self.year, self.issuer)}/"

    @property
    def url(self) -> str:
        """The address of its page."""
        plain = self.plain_url
        return namesakes.own(plain, self.identity) if self.has_namesakes else plain

    @property
    def name(self) -> str:
        """Type and number: “Kế hoạch số 09/KH-UBND”."""
        return named(self.kind, self.number)

    @property
    def short_name(self) -> str:
        """The same in a sentence: “Kế hoạch 09/KH-UBND”, “Văn bản số 148/2025/QH15”."""
        return f"{self.kind} {self.number}" if self.kind else self.name


class File(Struct, frozen=True):
    """A document's text to take away: its address from the site's root, its size in bytes, the
    digest of its bytes in hexadecimal (SHA-256)."""

    url: str
    size: int = 0
    digest: str = ""


def iso(day: dt.date | None) -> str:
    """`day` for machines (ISO 8601), "" for one that is not known."""
    return day.isoformat() if day else ""


def named(kind: str, number: str) -> str:
    """What a document is called: “Kế hoạch số 09/KH-UBND”."""
    return f"{kind or 'Văn bản'} số {number}"


@lru_cache(4096)
def identity(number: str, year: int, issuer: str) -> str:
    """What tells a document from all others: number, year and body as they are spoken.

    >>> identity("45/QĐ-UBND", 2022, "Hoà An") == identity("45/QD-UBND", 2022, "HÒA AN")
    True
    """
    return f"{symbols.key(number)} {year} {bodies.key(issuer)}"


def slug(number: str, year: int, issuer: str) -> str:
    """Number, year and body, fit for an address, which has no marks.

    >>> slug("45/QĐ-UBND-TL", 2022, "Ủy ban nhân dân huyện Lai Vung")
    '45-qd-ubnd-tl-2022-uy-ban-nhan-dan-huyen-lai-vung'
    """
    return folder_name(f"{number} {year} {bodies.numbering(issuer)}")


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


def kind_of(number: str, said: str = "", title: str = "") -> str:
    """The type of document that a number's symbol tells, that it is `said` to have, or that opens
    its `title`; "" for none.

    >>> kind_of("42/2022/NĐ-CP"), kind_of("1500/UBND-KSTTHC"), kind_of("148/2025/QH15")
    ('Nghị định', 'Công văn', '')
    """
    return type_of(symbols.groups_of(number), "" if said == "Văn bản" else said, title)


DETAILS = (
    *("date", "title", "effective", "expires", "status", "replaces", "replaced_by"),
    *("field", "signer", "full_text"),
)
"""What a record may leave open, or another may tell otherwise, beside the type."""


def merged(first: Document, second: Document) -> Document:
    """One record of two of the same document: what `first` leaves open, `second` tells."""
    known = {name: getattr(first, name) or getattr(second, name) for name in ("kind", *DETAILS)}
    return replace(first, **known, recorded=first.recorded or second.recorded)


def of_record(record: Mapping[str, str]) -> Document:
    """The document of a record, which values.py has judged."""
    date = _written_day(record["date"])
    number = " ".join(record["number"].split())
    return Document(
        number=number,
        issuer=bodies.full_name(record["issuer"]),
        year=year_of(number, date),
        kind=kind_of(number, record.get("type", ""), record.get("title", "")),
        date=date,
        title=record.get("title", ""),
        effective=_written_day(record["effective"]) if record.get("effective") else None,
        expires=_written_day(record["expires"]) if record.get("expires") else None,
        status=record.get("status", ""),
        replaces=record.get("replaces", ""),
        replaced_by=record.get("replaced_by", ""),
        field=record.get("field", ""),
        signer=record.get("signer", ""),
        full_text=record.get("full_text", ""),
        recorded=True,
    )


def _written_day(written: str) -> dt.date:
    return dt.date(*map(int, re.findall("[0-9]+", written)[:3]))
