"""The days of an office for a year: when citizens are received, when it is closed.

Pure. Loaded only where an office tells of days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from cchc_site.site import reception, working_days
from cchc_site.site.contact import DayChange, Office, Reception
from cchc_site.site.reception import ReceptionDay
from cchc_site.site.working_days import WorkingDays

_DAY = dt.timedelta(days=1)
_YEAR = dt.timedelta(days=365)
_REACH = dt.timedelta(days=150)
"""How long before and after the year lie days that may be moved into it or out of it."""


class Schedule:
    """The days of an `office` from `today` on for a year."""

    def __init__(self, office: Office, today: dt.date) -> None:
        """Ask for the holidays of that time."""
        self.office, self.today = office, today
        self._last = today + _YEAR
        holidays = working_days.public_holidays(today - _REACH, self._last + _REACH)
        self._working = WorkingDays(office.hours, office.changes, holidays)

    def reception_days(self, known: Reception) -> Iterator[ReceptionDay]:
        """The days of one of the office's receptions."""
        return reception.days(known, self.today, self._last, self._working)

    def changes(self, days: int) -> Iterator[DayChange]:
        """Within so many `days`, those on which the office does not keep the hours of their
        weekday; days alike that follow each other are one."""
        current: DayChange | None = None
        for day in (self.today + _DAY * number for number in range(days)):
            change = self._changed(day)
            if change and current and _follows(change, current):
                current = replace(current, last=day)
                continue
            if current:
                yield current
            current = change
        if current:
            yield current

    def _changed(self, day: dt.date) -> DayChange | None:
        """How `day` differs from its weekday, with its real hours; it works where it is open at
        others than usual."""
        change, spans = self._working.change(day), self._working.spans(day)
        usual = self._working.usual(day)
        if change is None or spans == usual:
            return None
        within = all(
            any(each.opens <= span.opens and span.closes <= each.closes for each in usual)
            for span in spans
        )
        return DayChange(day, day, change.reason, spans, not within)


def _follows(change: DayChange, before: DayChange) -> bool:
    said, of_before = (
        (each.reason, each.spans, each.works, day)
        for each, day in ((change, change.first), (before, before.last + _DAY))
    )
    return said == of_before
