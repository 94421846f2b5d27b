"""How citizens reach the body in office: what the contact page, the home page and the foot of every
page show of it, and what machines are told.

Pure. MkDocs renders the contact page and the home page, by templates that are handed this view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cchc_site.base import vietnamese
from cchc_site.pages import wording
from cchc_site.pages.components import Date, date
from cchc_site.pages.facts import Thing
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.contact import (
    NO_OFFICE,
    DayChange,
    DayHours,
    Office,
    Reception,
    Spans,
    weekday_name,
    weekdays_in_words,
)
from cchc_site.site.organizations import in_office

if TYPE_CHECKING:
    from cchc_site.site.reception import ReceptionDay
    from cchc_site.site.schedule import Schedule

CALENDAR = "lich-tiep-cong-dan.ics"
"""The address of the calendar of reception days."""
TEMPLATE = "contact.html"
"""What a page of docs/ names to show all this."""
_SHOWN_DAYS = 4  # of each reception
_CHANGES = 45  # days ahead of which readers are told that an office is closed
_SOON = 7  # days ahead of which the home page tells it
_TOLD = 90  # days ahead of which machines are
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class PhoneLine(NamedTuple):
    """A telephone: whose it is, its number as it is written, the address that dials it."""

    label: str
    number: str
    href: str


class HoursLine(NamedTuple):
    """Days, and their hours in words."""

    days: str
    times: str


class ReceptionDate(NamedTuple):
    """A day on which citizens are received, and why it is not the usual one, "" where it is."""

    date: Date
    note: str


class ReceptionView(NamedTuple):
    """Who receives citizens, when as a rule, on which days next."""

    who: str
    rule: str
    times: str
    place: str
    days: tuple[ReceptionDate, ...]


class ContactWays(NamedTuple):
    """What the foot of every page shows: telephones, hours, the address of the contact page, ""
    without one."""

    phones: tuple[PhoneLine, ...]
    hours: tuple[HoursLine, ...]
    page: str


class ContactView(NamedTuple):
    """Everything that citizens need to know to come or to call; `changes` are the next days that
    are not as usual, `soon` is one of this week, `calendar` is the address of the calendar of
    reception days, and all is told as it was known `today`."""

    address: str
    map: str
    email: str
    zalo: str
    ways: ContactWays
    changes: tuple[HoursLine, ...]
    soon: HoursLine | None
    receptions: tuple[ReceptionView, ...]
    calendar: str
    today: Date

    @property
    def next(self) -> ReceptionView | None:
        """The reception that comes first."""
        coming = (reception for reception in self.receptions if reception.days)
        return min(coming, key=lambda reception: reception.days[0].date.iso, default=None)


def schedule(catalogue: Catalogue) -> Schedule | None:
    """The days of the body that is in office, None where nothing is known of them."""
    office = _serving(catalogue)
    if not office.tells_days:
        return None
    from cchc_site.site.schedule import Schedule  # which loads libraries

    return Schedule(office, catalogue.now.date())


def ways_in(language: str, catalogue: Catalogue, page: str) -> ContactWays | None:
    """The same of the body that is in office, in a `language`."""
    return ways(_serving(catalogue), page, language)


def _serving(catalogue: Catalogue) -> Office:
    """The office of the body that is in office."""
    term = in_office(catalogue.terms, catalogue.now.date())
    return term.office if term else NO_OFFICE


def ways(office: Office, page: str, language: str = wording.OWN) -> ContactWays | None:
    """What the foot of every page in a `language` shows of an `office`, whose contact page is at
    `page`; None where it says nothing."""
    phones = tuple(PhoneLine(*phone) for phone in office.phones)
    names = wording.WEEKDAYS.get(language, ())
    hours = tuple(_hours(line, names) for line in office.hours if line.spans)
    return ContactWays(phones, hours, page) if phones or hours else None


def view(catalogue: Catalogue, days: Schedule | None, page: str) -> ContactView | None:
    """What the contact page, at `page`, and the home page show of the body in office; None where
    nothing is known."""
    term = in_office(catalogue.terms, catalogue.now.date())
    if term is None:
        return None
    body, office = term.body, term.office
    receptions = tuple(_reception(known, days) for known in office.receptions) if days else ()
    known = ContactView(
        address=body.address,
        map=office.map,
        email=body.email,
        zalo=body.zalo,
        ways=ways(office, page) or ContactWays((), (), page),
        changes=tuple(_change(change) for change in days.changes(_CHANGES)) if days else (),
        soon=next(map(_change, days.changes(_SOON)), None) if days else None,
        receptions=receptions,
        calendar=CALENDAR if receptions else "",
        today=date(catalogue.now.date()),
    )
    return known if any((*known[:4], *known.ways[:2], receptions)) else None


def _reception(known: Reception, days: Schedule) -> ReceptionView:
    coming = [*days.reception_days(known)][:_SHOWN_DAYS]
    rule = known.rule.words
    if known.rule.working_days:
        usual = ""
    elif known.skips:
        usual = "; trùng ngày nghỉ thì không tiếp"
    else:
        usual = "; trùng ngày nghỉ thì tiếp vào ngày làm việc kế tiếp"
    return ReceptionView(
        known.who,
        f"{rule[0].upper()}{rule[1:]}{usual}",
        in_words(known.spans),
        known.place,
        tuple(ReceptionDate(date(day.day), note(day)) for day in coming),
    )


def note(day: ReceptionDay) -> str:
    """Why citizens are received on another day than the rule names, "" where they are not."""
    if not day.reason:
        return ""
    return f"thay cho {weekday_name(day.planned.weekday())}, " + (
        f"{vietnamese.day_numeric(day.planned)} ({day.reason})"
    )


def _hours(line: DayHours, names: Sequence[str]) -> HoursLine:
    return HoursLine(weekdays_in_words(line.weekdays, names), in_words(line.spans))


def _change(change: DayChange) -> HoursLine:
    first, last = vietnamese.day_full(change.first), vietnamese.day_full(change.last)
    days = first if first == last else f"{first} – {last[0].lower()}{last[1:]}"
    verb = "làm việc" if change.works else "chỉ làm"
    times = f"{verb} {in_words(change.spans)}" if change.spans else "nghỉ"
    return HoursLine(days, f"{times} ({change.reason})" if change.reason else times)


def in_words(spans: Spans) -> str:
    """Hours as readers see them, "" for none."""
    return ", ".join(map(str, spans))


def facts(catalogue: Catalogue, days: Schedule | None) -> Thing:
    """What machines are told of the body in office beside what they are told of every body
    (schema.org's GovernmentOffice); empty where nothing is known."""
    office = _serving(catalogue)
    numbers = [phone.href.removeprefix("tel:").partition(";")[0] for phone in office.phones]
    usual = [_opening(line.weekdays, line.spans) for line in office.hours]
    special = [_special(change) for change in days.changes(_TOLD)] if days else []
    known = {
        "telephone": numbers[0] if len(numbers) == 1 else numbers,
        "hasMap": office.map,
        "openingHoursSpecification": [one for some in usual for one in some],
        "specialOpeningHoursSpecification": [one for some in special for one in some],
    }
    said = {name: value for name, value in known.items() if value}
    return {"@type": "GovernmentOffice", **said} if said else {}


def _opening(weekdays: Iterable[int], spans: Spans) -> Iterator[Thing]:
    days = [f"{_SCHEMA}{_WEEKDAYS[day]}" for day in sorted(weekdays)]
    for span in spans:
        yield {"@type": _HOURS, "dayOfWeek": days, "opens": span.opens, "closes": span.closes}


def _special(change: DayChange) -> Iterator[Thing]:
    valid = {"validFrom": change.first.isoformat(), "validThrough": change.last.isoformat()}
    # Of a day off, schema.org says that it opens and closes at one time.
    for opens, closes in change.spans or (("00:00", "00:00"),):
        yield {"@type": _HOURS, "opens": opens, "closes": closes, **valid}


_SCHEMA = "https://schema.org/"
_HOURS = "OpeningHoursSpecification"
