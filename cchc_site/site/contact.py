"""How citizens reach a public body, as values: telephones, opening hours, receptions by rules.

Pure, and light, since every build knows of it: texts are read into these values by
contact_texts.py and reception_rules.py, days are worked out by schedule.py, where there are any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese

WEEK = range(5)
"""Monday to Friday, as `datetime` counts: the days of an office that says nothing of its hours."""
_PLACE_NAMES = {1: "thứ nhất", 2: "thứ hai", 3: "thứ ba", 4: "thứ tư", -1: "cuối cùng"}


class Unread(Exception):
    """A text that means nothing here: what is wrong, how to mend it."""

    def __init__(self, what: str, hint: str) -> None:
        """Keep both parts."""
        super().__init__(what)
        self.what, self.hint = what, hint


class Phone(NamedTuple):
    """A telephone number: whose it is, as it is written, the address that dials it."""

    label: str
    number: str
    href: str


class Span(NamedTuple):
    """From when till when on one day, as “07:00” and “11:30”."""

    opens: str
    closes: str

    def __str__(self) -> str:
        """As readers see it."""
        return f"{self.opens.removeprefix('0')}–{self.closes.removeprefix('0')}"


Spans = tuple[Span, ...]


class DayHours(NamedTuple):
    """The hours of some weekdays, which `datetime` counts from Monday, 0; none on days off."""

    weekdays: tuple[int, ...]
    spans: Spans


class DayChange(Struct, frozen=True):
    """Days from `first` to `last` that are not as their weekdays: no work, other `spans`, or work
    as on any working day where `works`."""

    first: dt.date
    last: dt.date
    reason: str = ""
    spans: Spans = ()
    works: bool = False

    def holds(self, day: dt.date) -> bool:
        """Whether `day` is among these."""
        return self.first <= day <= self.last


class Rule(Struct, frozen=True):
    """Days that recur: on `weekdays` every week, or, where `places` are given, on the first (1),
    second … or last (-1) of them in a month; on `month_days`, of which -1 is the last; or on the
    first (1) or last (-1) of a month's `working_days`."""

    weekdays: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    working_days: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The rule as readers see it.

        >>> Rule(weekdays=(3,), places=(2,)).words, Rule(month_days=(10, 25)).words
        ('thứ Năm tuần thứ hai hằng tháng', 'ngày 10 và 25 hằng tháng')
        """
        if self.working_days:
            named = "cuối cùng" if self.working_days == (-1,) else "đầu tiên"
            return f"ngày làm việc {named} hằng tháng"
        if self.month_days == (-1,):
            return "ngày cuối cùng hằng tháng"
        if self.month_days:
            return f"ngày {_listed([*map(str, self.month_days)])} hằng tháng"
        days = _listed([*map(weekday_name, self.weekdays)])
        if not self.places:
            return f"{days} hằng tuần"
        return f"{days} tuần {_listed([_PLACE_NAMES[place] for place in self.places])} hằng tháng"


class Reception(Struct, frozen=True):
    """Who receives citizens, by which rule, during which hours, where; `skips` a day on which
    nobody works instead of going to the next working day."""

    who: str
    rule: Rule
    spans: Spans = ()
    place: str = ""
    skips: bool = False


class Office(Struct, frozen=True):
    """What citizens need to know to come or to call; `changes` are days that are not as their
    weekdays, those of the whole site first."""

    phones: tuple[Phone, ...] = ()
    map: str = ""
    hours: tuple[DayHours, ...] = ()
    changes: tuple[DayChange, ...] = ()
    receptions: tuple[Reception, ...] = ()

    @property
    def tells_days(self) -> bool:
        """Whether what is shown of it depends on the day."""
        return bool(self.receptions or any(line.spans for line in self.hours))


NO_OFFICE = Office()
"""Of a body that says nothing."""


def weekday_name(day: int) -> str:
    """The name of a weekday within a sentence."""
    return vietnamese.WEEKDAYS[day].replace("Thứ", "thứ")


def weekdays_in_words(days: Iterable[int], names: Sequence[str] = ()) -> str:
    """Weekdays as a sentence begins with them; `names` are those of another language.

    >>> weekdays_in_words((0, 1, 2, 3, 4)), weekdays_in_words((1, 3)), weekdays_in_words((5, 6))
    ('Thứ Hai – thứ Sáu', 'Thứ Ba, thứ Năm', 'Thứ Bảy, Chủ Nhật')
    """
    ordered = sorted(days)
    named = [names[day] if names else weekday_name(day) for day in ordered]
    if len(ordered) > 2 and ordered == [*range(ordered[0], ordered[-1] + 1)]:
        words = f"{named[0]} – {named[-1]}"
    else:
        words = ", ".join(named)
    return words[:1].upper() + words[1:]


def working_weekdays(hours: Iterable[DayHours]) -> frozenset[int]:
    """The weekdays that have opening hours; Monday to Friday where none has."""
    days = (day for line in hours if line.spans for day in line.weekdays)
    return frozenset(days) or frozenset(WEEK)


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} và {last}" if others else last
