"""What a commune publishes, as values: its items and its documents, and what is kept of a file.

Pure. All words and addresses in here have gone through cleaning.py.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.site.documents import named


class NotRead(Exception):
    """Why a file was not read, and what to do."""

    def __init__(self, what: str, hint: str) -> None:
        """Keep both."""
        super().__init__(what)
        self.what, self.hint = what, hint


class NotReached(NotRead):
    """The same of whatever else the server has."""


class CommuneItem(NamedTuple):
    """An item of a commune's news: its whole address, title, moment (ISO 8601), category, summary
    and the words of its text."""

    href: str
    title: str
    moment: str
    category: str = ""
    summary: str = ""
    text: str = ""

    @property
    def at(self) -> dt.datetime:
        """When it was published."""
        return dt.datetime.fromisoformat(self.moment)

    @property
    def day(self) -> dt.date:
        """The day of that."""
        return self.at.date()


class CommuneDocument(NamedTuple):
    """A document in a commune's register: what tells it from all others, number, body, year, type,
    day (ISO 8601, "" for one that is not known), abstract, and the whole address of the commune's
    page of it."""

    identity: str
    number: str
    issuer: str
    year: int
    kind: str
    date: str
    title: str
    href: str

    @property
    def name(self) -> str:
        """Type and number: “Kế hoạch số 09/KH-UBND”."""
        return named(self.kind, self.number)

    @property
    def line(self) -> str:
        """Day and body, in words."""
        day = vietnamese.day_plain(dt.date.fromisoformat(self.date)) if self.date else ""
        return f"{f'Ngày {day}' if day else f'Năm {self.year}'}, {self.issuer}"


class KeptContents(NamedTuple):
    """What was read of a file, and how much of it was left out because it cannot be shown."""

    items: tuple[CommuneItem, ...] = ()
    documents: tuple[CommuneDocument, ...] = ()
    left_out: int = 0


class KeptFile(Struct, frozen=True):
    """What is kept of a file of a commune's: the address of the site that it is of; what the server
    wants to be told; when what is kept was first read, and since when the file has not been
    (ISO 8601, "" for never); the code that read it, and its contents, None before that."""

    address: str
    etag: str = ""
    modified: str = ""
    read: str = ""
    failing: str = ""
    code: str = ""
    contents: KeptContents | None = None
