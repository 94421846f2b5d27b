"""Whether a document is in force on a day, and what has taken its place.

Pure. A day counts more than a word: what a record says of today was written on another day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content.fields import STATUSES
from cchc_site.site.documents import Document

IN_FORCE, TO_COME, OVER, PARTLY_OVER = STATUSES


class NamedDocument(NamedTuple):
    """A document that another one names: what it is called, also in a sentence, the address of its
    page, "" where nobody can tell which document is meant, and the first day on which it holds."""

    name: str
    short_name: str
    url: str
    effective: dt.date | None = None


class Force(Struct, frozen=True):
    """The force of a document on a day: its `status`, whether it `is_over`, since when or until
    when (`day`), and its `successors`. `text` says so in words, "" where all is as usual; `label`
    stands before the successors."""

    status: str = ""
    is_over: bool = False
    day: dt.date | None = None
    text: str = ""
    label: str = ""
    successors: tuple[NamedDocument, ...] = ()

    @property
    def lead(self) -> str:
        """Text and label in one, as they stand before the successors."""
        if not (self.text and self.label):
            return self.text or self.label
        return f"{self.text}; {self.label[0].lower()}{self.label[1:]}"

    @property
    def sentence(self) -> str:
        """Text, label and successors in one."""
        names = ", ".join(successor.short_name for successor in self.successors)
        return f"{self.lead} {names}".strip()


def of(document: Document, successors: Sequence[NamedDocument], today: dt.date) -> Force:
    """The force of a document `today`; `successors` take its place on their first days."""
    is_partial = document.status == PARTLY_OVER and not document.expires
    day = document.expires or (None if is_partial else _common_day(successors))
    has_ended = day <= today if day else document.status == OVER
    if day and day > today and not document.expires and document.status == OVER:
        day, has_ended = None, True  # its own word, against another's day
    is_coming = bool(day and day > today) or any(map(_is_after(today), successors))
    if not day and successors and not document.status and not is_coming:
        has_ended = True
    status = _status(document, today, has_ended, day)
    return Force(
        status=status,
        is_over=has_ended,
        day=day,
        text=_text(document, today, has_ended, day, status),
        label=_label(is_coming and not has_ended, is_partial) if successors else "",
        successors=tuple(successors),
    )


def _common_day(successors: Sequence[NamedDocument]) -> dt.date | None:
    """The day on which all of them begin, None for several days and where one is not known."""
    days = {successor.effective for successor in successors}
    return days.pop() if len(days) == 1 else None


def _status(document: Document, today: dt.date, has_ended: bool, day: dt.date | None) -> str:
    written, effective = document.status, document.effective
    if has_ended:
        return OVER if day or written == OVER else written
    if effective and effective > today:
        return TO_COME
    if (effective and written == TO_COME) or (day and written == OVER):
        return IN_FORCE
    return written


def _text(
    document: Document, today: dt.date, has_ended: bool, day: dt.date | None, status: str
) -> str:
    effective = document.effective
    if status == TO_COME and effective:
        return f"{TO_COME}, có hiệu lực từ {vietnamese.day_plain(effective)}"
    if has_ended:
        return f"{OVER} từ {vietnamese.day_plain(day)}" if day else status
    if day:
        return f"Sẽ hết hiệu lực từ {vietnamese.day_plain(day)}"
    return status if status in (PARTLY_OVER, TO_COME) else ""


def _label(is_coming: bool, is_partial: bool) -> str:
    replaced = "được thay một phần bằng" if is_partial else "được thay bằng"
    return f"Sẽ {replaced}" if is_coming else replaced.capitalize()


def _is_after(today: dt.date) -> Callable[[NamedDocument], bool]:
    return lambda successor: bool(successor.effective and successor.effective > today)


def days(document: Document) -> Iterator[dt.date]:
    """The days on which the force of a document changes."""
    yield from filter(None, (document.effective, document.expires))
