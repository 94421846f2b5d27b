"""The options that tell of public bodies: how citizens reach them, days off, what every page tells.

Part of the MkDocs adapter. A text that cannot be read counts as none here; option_checks.py tells
it, and contact_checks.py what does not go together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from mkdocs.config import config_options as c
from mkdocs.config.base import ValidationError

from cchc_site.adapter.option_kinds import (
    AddressOption,
    ChoiceOption,
    EntriesOption,
    Group,
    KeyOfOption,
    KeyOption,
    LinesOption,
    MailboxOption,
    ReadOption,
    SwitchOption,
    TextOption,
)
from cchc_site.base import vietnamese
from cchc_site.content import moments
from cchc_site.content.fields import Moment
from cchc_site.content.moments import NoMoment
from cchc_site.site.contact import (
    NO_OFFICE,
    DayChange,
    DayHours,
    Office,
    Phone,
    Reception,
    Rule,
    Spans,
    Unread,
)
from cchc_site.site.organizations import Organization, Term

_Read = TypeVar("_Read")
_UTC = ZoneInfo("UTC")


def _hours(text: str) -> DayHours:
    from cchc_site.site import contact_texts  # which no site without such texts needs

    return contact_texts.day_hours(text)


def _spans(text: str) -> Spans:
    from cchc_site.site import contact_texts

    return contact_texts.spans(text)


def _phone(text: str) -> Phone:
    from cchc_site.site import contact_texts

    return contact_texts.phone(text)


def _skipped(text: str) -> bool:
    from cchc_site.site import contact_texts

    return contact_texts.is_skipped(text)


def _zalo(text: str) -> str:
    from cchc_site.site import contact_texts

    return contact_texts.zalo(text)


def _rule(text: str) -> Rule:
    from cchc_site.site import reception_rules

    return reception_rules.rule(text)


def _on_holidays(text: str) -> bool | None:
    from cchc_site.site import reception_rules

    return reception_rules.on_holidays(text)


def _day(text: str) -> dt.date:
    return _moment(text).at.date()


def _moment(text: str, timezone: ZoneInfo = _UTC) -> Moment:
    try:
        return moments.moment("ngày", text, timezone)
    except NoMoment as none:
        raise Unread(none.what, none.hint) from None


def read(reader: Callable[[str], _Read], text: str) -> _Read | None:
    """What a function reads in `text`, None for nothing and for what it cannot read."""
    try:
        return reader(text) if text else None
    except Unread:
        return None


class _Day(c.OptionallyRequired[dt.date]):
    def run_validation(self, value: object) -> dt.date:
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            raise ValidationError(f"“{value}” không phải ngày; hãy viết ví dụ 2025-06-30")
        return value


class _Quoted(TextOption):
    """Words that YAML takes for another number than was written, where they begin with 0."""

    def run_validation(self, value: object) -> str:
        if isinstance(value, int):
            hint = 'hãy viết ví dụ “phone: "0277 3000 111"”'
            raise ValidationError(f"số điện thoại phải đặt trong ngoặc kép; {hint}")
        return super().run_validation(value)


class PhoneConfig(Group):
    """A telephone number, and whose it is."""

    label = TextOption("")
    number = ReadOption(_phone)

    @property
    def dialled(self) -> str:
        """What somebody dials, however it is written."""
        phone = read(_phone, self.number)
        return phone.href if phone else self.number


class DaysConfig(Group):
    """A day, or days from one to another, and why they are not as usual."""

    day = ReadOption(_day)
    from_ = ReadOption(_day)
    to = ReadOption(_day)
    reason = TextOption("")

    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last of these days, None where they are not well written."""
        first = read(_day, self.day or self.from_)
        last = read(_day, self.day or self.to)
        return (first, last) if first and last and first <= last else None

    @property
    def written_backwards(self) -> bool:
        """Whether the last day comes before the first."""
        first, last = read(_day, self.from_), read(_day, self.to)
        return bool(first and last and last < first)


class HolidayConfig(DaysConfig):
    """Days off, or days that are worked."""

    working = SwitchOption(default=False)


class ExceptionConfig(DaysConfig):
    """Days on which a body is closed, or open at other hours."""

    hours = ReadOption(_spans)


class ReceptionConfig(Group):
    """Who receives citizens when."""

    who = TextOption("")
    when = ReadOption(_rule)
    hours = ReadOption(_spans)
    place = TextOption("")
    holiday = ReadOption(_skipped)

    def reception(self) -> Reception | None:
        """The same as a value, None where it is not well written."""
        rule = read(_rule, self.when)
        if rule is None or not self.who:
            return None
        spans = read(_spans, self.hours) or ()
        said = read(_skipped, self.holiday) if self.holiday else read(_on_holidays, self.when)
        return Reception(self.who, rule, spans, self.place, bool(said))

    @property
    def says_two_things(self) -> bool:
        """Whether `when` and `holiday` differ in what becomes of a day off."""
        said = (read(_on_holidays, self.when), read(_skipped, self.holiday))
        return None not in said and said[0] != said[1]


class OrganizationConfig(Group):
    """A public body, its days in office, and how citizens reach it."""

    key = KeyOption("cơ quan")
    name = TextOption()
    from_ = c.Optional(_Day())
    to = c.Optional(_Day())
    successors = c.ListOfItems(KeyOfOption("cơ quan"), default=[])
    parent = TextOption("")
    address = TextOption("")
    map = AddressOption("")
    phone = _Quoted("")
    phones = EntriesOption(PhoneConfig, short="number")
    email = MailboxOption("")
    zalo = ReadOption(_zalo)
    hours = LinesOption(_hours)
    exceptions = EntriesOption(ExceptionConfig, short="day")
    reception = EntriesOption(ReceptionConfig)
    responsible = TextOption("")
    feedback = AddressOption("", mailbox=True)

    def term(self, announced: tuple[DayChange, ...] = ()) -> Term:
        """The body and its days in office, for the other packages; `announced` are days off of the
        whole site."""
        phones = tuple(self._phones())
        body = Organization(
            key=self.key,
            name=self.name,
            parent=self.parent,
            address=self.address,
            phone=self.phone or (phones[0].number if phones else ""),
            email=self.email,
            responsible=self.responsible,
            feedback=self.feedback,
            zalo=self.zalo,
        )
        office = self._office(announced, phones)
        return Term(body, self.from_, self.to, tuple(self.successors), office)

    def _phones(self) -> Iterator[Phone]:
        """Every number; that of `phone` only where it is one."""
        named = [(entry.label, entry.number) for entry in self.phones]
        read_before = set[str]()
        for label, number in (*named, ("", self.phone)):
            phone = read(_phone, number)
            if phone and phone.href not in read_before:
                read_before.add(phone.href)
                yield phone._replace(label=label)

    def _office(self, announced: tuple[DayChange, ...], phones: tuple[Phone, ...]) -> Office:
        lines = (read(_hours, line.text) for line in self.hours)
        receptions = (entry.reception() for entry in self.reception)
        office = Office(
            phones=phones,
            map=self.map,
            hours=tuple(line for line in lines if line),
            changes=changes_of(self.exceptions),
            receptions=tuple(reception for reception in receptions if reception),
        )
        if office == NO_OFFICE:
            return NO_OFFICE
        return Office(
            office.phones,
            office.map,
            office.hours,
            (*announced, *office.changes),
            office.receptions,
        )


class AlertConfig(Group):
    """A message that every page tells first; `until` is the last day, or the moment of its end."""

    text = TextOption("")
    url = AddressOption("")
    label = TextOption("")
    until = ReadOption(_moment)
    level = ChoiceOption(
        ("info", "important", "urgent"),
        "info",
        {"thường": "info", "quan trọng": "important", "khẩn": "urgent"},
    )

    def end(self, timezone: ZoneInfo) -> dt.datetime | None:
        """When it is over, None where that is not said."""
        until = read(partial(_moment, timezone=timezone), self.until)
        if until is None:
            return None
        return until.at if until.timed else until.at + dt.timedelta(days=1)

    def until_in_words(self, timezone: ZoneInfo) -> str:
        """The same as readers see it, "" where that is not said."""
        until = read(partial(_moment, timezone=timezone), self.until)
        if until is None:
            return ""
        day = vietnamese.day_plain(until.at.date())
        return f"đến {until.at:%H:%M} ngày {day}" if until.timed else f"đến hết ngày {day}"


def changes_of(entries: Iterable[HolidayConfig | ExceptionConfig]) -> tuple[DayChange, ...]:
    """The days that are well written among `entries`."""
    changes: list[DayChange] = []
    for entry in entries:
        if days := entry.days():
            works = entry.working if isinstance(entry, HolidayConfig) else False
            spans = (read(_spans, entry.hours) or ()) if isinstance(entry, ExceptionConfig) else ()
            changes.append(DayChange(*days, entry.reason, spans, works))
    return tuple(changes)
