"""On which days citizens are received, holidays minded.

Pure. How a rule is written is reception_rules.py's, who works when is working_days.py's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dateutil import rrule
from msgspec import Struct

from cchc_site.site.contact import Reception, Rule
from cchc_site.site.working_days import WorkingDays

_BEHIND = dt.timedelta(days=60)
"""How long before a day the rule's days are looked at that may be moved to it."""


class ReceptionDay(Struct, frozen=True):
    """A day on which citizens are received; `planned` is what the rule names, and where that is
    another day, `reason` tells why nobody works then."""

    day: dt.date
    planned: dt.date
    reason: str = ""


def days(
    reception: Reception, first: dt.date, last: dt.date, working: WorkingDays
) -> Iterator[ReceptionDay]:
    """The days of a reception from `first` to `last`, in their order, each once."""
    rule = reception.rule
    step = -1 if rule.working_days and rule.working_days[0] < 0 else 1
    by_day: dict[dt.date, ReceptionDay] = {}
    for planned in _named(rule, first - _BEHIND, last + _BEHIND):
        day = working.moved(planned, step, reception.spans)
        if day is None or (day != planned and reception.skips and not rule.working_days):
            continue
        # Of two that come on one day, the one that the rule itself names counts.
        if first <= day <= last and (day not in by_day or day == planned):
            moved = day != planned and not rule.working_days
            by_day[day] = ReceptionDay(day, planned, working.reason(planned) if moved else "")
    yield from (by_day[day] for day in sorted(by_day))


def _named(rule: Rule, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days that a rule names from `first` to `last`; for a working day of a month the day from
    which it is counted."""
    start, until = (dt.datetime.combine(day, dt.time()) for day in (first, last))
    if rule.weekdays and not rule.places:
        moments = rrule.rrule(rrule.WEEKLY, byweekday=rule.weekdays, dtstart=start, until=until)
    elif rule.weekdays:
        named = [rrule.weekday(day, place) for day in rule.weekdays for place in rule.places]
        moments = rrule.rrule(rrule.MONTHLY, byweekday=named, dtstart=start, until=until)
    else:
        numbers = rule.month_days or rule.working_days
        moments = rrule.rrule(rrule.MONTHLY, bymonthday=numbers, dtstart=start, until=until)
    yield from (moment.date() for moment in moments)
