"""The reception days of the next twelve months as a calendar, for telephones.

Pure. Source: RFC 5545 (iCalendar), which the library `icalendar` writes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cchc_site.base import vietnamese
from cchc_site.pages import contact
from cchc_site.pages.contact import CALENDAR
from cchc_site.pages.page import Content, DataView, Page, PageContext
from cchc_site.site.contact import Reception, Span, Spans

if TYPE_CHECKING:
    from icalendar import Event

    from cchc_site.site.schedule import Schedule

TITLE = "Lịch tiếp công dân"


class ReceptionEvent(NamedTuple):
    """A reception on a day: what it is known by for ever, and its hours, none for the whole day."""

    day: dt.date
    spans: Spans
    uid: str
    who: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class CalendarView(DataView):
    """Receptions of a body, as they were known on the day `made`; hours are those of `timezone`."""

    name: str
    timezone: str
    made: dt.date
    events: tuple[ReceptionEvent, ...]

    def written(self) -> bytes:
        """The calendar."""
        from icalendar import Calendar, Timezone  # which no other page needs

        calendar = Calendar()
        calendar.add("prodid", "-//cchc_site//lich tiep cong dan//VI")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("name", self.name)
        calendar.add("x-wr-calname", self.name)
        if self.timezone:
            calendar.add("x-wr-timezone", self.timezone)
            years = dt.date(self.made.year, 1, 1), dt.date(self.made.year + 2, 1, 1)
            calendar.add_component(
                Timezone.from_tzid(self.timezone, first_date=years[0], last_date=years[1])
            )
        for event in self.events:
            for number, span in enumerate(event.spans or (None,)):
                calendar.add_component(self._event(event, span, number))
        written: bytes = calendar.to_ical()
        return written

    def _event(self, event: ReceptionEvent, span: Span | None, number: int) -> Event:
        from zoneinfo import ZoneInfo

        from icalendar import Event

        entry = Event()
        name, at, host = event.uid.partition("@")
        entry.add("uid", f"{name}-{number}{at}{host}" if number else event.uid)
        stamp = dt.datetime.combine(self.made, dt.time(), dt.UTC)
        entry.add("dtstamp", stamp)
        if span:
            zone = ZoneInfo(self.timezone) if self.timezone else None
            for key, time in (("dtstart", span.opens), ("dtend", span.closes)):
                entry.add(key, dt.datetime.combine(event.day, dt.time.fromisoformat(time), zone))
        else:
            entry.add("dtstart", event.day)
            entry.add("dtend", event.day + dt.timedelta(days=1))
        entry.add("summary", f"{event.who} tiếp công dân")
        if event.place:
            entry.add("location", event.place)
        if event.note:
            entry.add("description", f"{event.note[0].upper()}{event.note[1:]}.")
        entry.add("transp", "TRANSPARENT")
        return entry


@dataclass(frozen=True, slots=True)
class CalendarPage(Page):
    """The calendar of a body's reception days."""

    days: Schedule
    timezone: str

    def content(self, context: PageContext) -> Content:
        """An event for each day and span of hours."""
        host = urlsplit(context.site.url).hostname or "localhost"
        body = context.site.organization
        name = " – ".join(filter(None, (TITLE, body.name if body else "")))
        office = self.days.office
        times = Counter[str]()
        events: list[ReceptionEvent] = []
        for known in office.receptions:
            for event in _events(known, self.days, f"{body.key if body else ''}@{host}"):
                times[event.uid] += 1
                again = times[event.uid] - 1  # the same person on the same day once more
                events.append(event._replace(uid=f"{again}-{event.uid}") if again else event)
        events.sort()
        return self.made_of(
            context, CalendarView(name, self.timezone, self.days.today, tuple(events))
        )


def page(days: Schedule, timezone: str) -> CalendarPage:
    """The calendar of these `days`, whose hours are those of `timezone`."""
    return CalendarPage(CALENDAR, TITLE, days, timezone, hidden=True)


def _events(known: Reception, days: Schedule, body: str) -> Iterator[ReceptionEvent]:
    """Each day is known by the day that the rule names and by who receives, wherever it is moved:
    a calendar that had it moves it too."""
    who = vietnamese.slug(known.who)
    for day in days.reception_days(known):
        uid = f"{day.planned:%Y%m%d}-{who}-{body}"
        yield ReceptionEvent(day.day, known.spans, uid, known.who, known.place, contact.note(day))
