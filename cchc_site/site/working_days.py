"""Which days an office works: the public holidays of Vietnam, and what the office adds to them.

Pure. The holidays by law, those of the lunar calendar and days in lieu among them, are the library
`holidays`'s; what the government announces each year is the office's to write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cchc_site.site.contact import DayChange, DayHours, Spans, working_weekdays

_DAY = dt.timedelta(days=1)
_LONGEST = 60
"""Days without a working one, after which nobody works any more."""


def public_holidays(first: dt.date, last: dt.date) -> Mapping[dt.date, str]:
    """The public holidays from `first` to `last` with their names."""
    from holidays import country_holidays  # which takes long to load

    years = range(first.year, last.year + 1)
    named = country_holidays("VN", years=years, language="vi")
    return {day: str(name) for day, name in named.items() if first <= day <= last}


@dataclass(frozen=True)
class WorkingDays:
    """The days on which an office with such `hours` works; the last of `changes` that holds wins
    over the others, and any over public `holidays`."""

    hours: Sequence[DayHours]
    changes: Sequence[DayChange]
    holidays: Mapping[dt.date, str]
    _changed: dict[dt.date, DayChange | None] = field(default_factory=dict, init=False)

    def change(self, day: dt.date) -> DayChange | None:
        """What is said of `day`, None where it is as its weekday."""
        if day not in self._changed:
            said = (change for change in reversed(self.changes) if change.holds(day))
            holiday = self.holidays.get(day)
            by_law = DayChange(day, day, holiday) if holiday else None
            self._changed[day] = next(said, by_law)
        return self._changed[day]

    def works(self, day: dt.date) -> bool:
        """Whether the office works on `day`, if only for a while."""
        if change := self.change(day):
            return change.works or bool(change.spans)
        return day.weekday() in working_weekdays(self.hours)

    def usual(self, day: dt.date) -> Spans:
        """The opening hours of the weekday of `day`."""
        own = (line.spans for line in self.hours if day.weekday() in line.weekdays)
        return next(own, ())

    def spans(self, day: dt.date) -> Spans:
        """The opening hours of `day`; on a day that is worked though its weekday is not, those of
        the first days that have some."""
        change = self.change(day)
        if change is None:
            return self.usual(day)
        if not change.works:
            return change.spans
        return self.usual(day) or next((line.spans for line in self.hours if line.spans), ())

    def receives(self, day: dt.date, spans: Spans) -> bool:
        """Whether the office is open on `day` at each of the hours `spans`; where it never is, they
        are hours of their own, and it is enough that it works."""
        opened = self.spans(day)
        if not self.works(day) or not spans or not opened or _meet(spans, opened):
            return self.works(day)
        usual = [line.spans for line in self.hours if line.spans]
        return bool(usual) and not any(_meet(spans, line) for line in usual)

    def moved(self, day: dt.date, step: int = 1, spans: Spans = ()) -> dt.date | None:
        """The day that `day` is, or the next one, on which the office works at the hours `spans`;
        the one before by a `step` of -1. None where there is none for long."""
        near = (day + _DAY * step * days for days in range(_LONGEST))
        return next((each for each in near if self.receives(each, spans)), None)

    def reason(self, day: dt.date) -> str:
        """Why nobody works on `day`, or not at all hours, in words."""
        change = self.change(day)
        off = "cơ quan không làm việc giờ ấy" if self.works(day) else "ngày nghỉ"
        return (change.reason if change else "") or off


def _meet(spans: Spans, opened: Spans) -> bool:
    """Whether an office that is `opened` is so at some time of each of the `spans`."""
    return all(
        any(span.opens < each.closes and each.opens < span.closes for each in opened)
        for span in spans
    )
