"""How citizens reach a body: what clerks write, and the days that follow from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from cchc_site.adapter.options import CchcConfig
from cchc_site.pages.contact import in_words
from cchc_site.site.contact import Office, Rule, Unread
from cchc_site.site.contact_texts import day_hours, phone
from cchc_site.site.reception_rules import rule
from cchc_site.site.schedule import Schedule
from tests.support.paths import TESTS

TEXTS = yaml.safe_load((TESTS / "cases/contact/texts.yml").read_text("utf-8"))
DAYS = yaml.safe_load((TESTS / "cases/contact/days.yml").read_text("utf-8"))


def written(kind: str) -> list[tuple[str, Any]]:
    """Every spelling of a kind of text, with what is read."""
    return [(text, case["read"]) for case in TEXTS[kind] for text in case["written"]]


@pytest.mark.parametrize(("text", "read"), written("hours"))
def test_hours_are_read_as_they_are_written(text: str, read: list[Any]) -> None:
    """Weekdays and hours, by name and by number, with and without marks."""
    hours = day_hours(text)
    assert [sorted(hours.weekdays), in_words(hours.spans)] == read


@pytest.mark.parametrize(("text", "read"), written("rules"))
def test_a_rule_of_days_is_read_as_it_is_written(text: str, read: str) -> None:
    """What readers are shown says the same, and is read as the same again."""
    assert rule(text).words == read
    assert rule(read) == rule(text)


@pytest.mark.parametrize(("text", "read"), written("phones"))
def test_a_number_is_dialled_from_anywhere(text: str, read: str) -> None:
    """With the code of the country, but for short and free numbers; it is shown as written."""
    assert (phone(text).href, phone(text).number) == (read, text)


@pytest.mark.parametrize(
    ("read", "text"),
    [(day_hours, text) for text in TEXTS["no_hours"]]
    + [(rule, text) for text in TEXTS["no_rules"]]
    + [(phone, text) for text in TEXTS["no_phones"]],
)
def test_what_means_nothing_is_not_guessed(read: Callable[[str], object], text: str) -> None:
    """It is told, with a mend."""
    with pytest.raises(Unread) as unread:
        read(text)
    assert unread.value.hint.startswith("hãy ")


def office(case: Mapping[str, Any]) -> Office:
    """The office of which a case tells, as mkdocs.yml has it."""
    reception = {"who": "Chủ tịch", "when": case["when"], "holiday": case.get("holiday")}
    reception["hours"] = case.get("at")
    body = {"key": "xa", "name": "UBND xã", "reception": [reception]}
    body |= {name: case[name] for name in ("hours", "exceptions") if name in case}
    config = CchcConfig()
    config.load_dict({"organizations": [body], "holidays": case.get("holidays", [])})
    assert config.validate() == ([], [])
    return config.terms()[0].office


@pytest.mark.parametrize("case", DAYS, ids=lambda case: case["name"])
def test_citizens_are_received_on_the_days_of_the_calendar(case: Mapping[str, Any]) -> None:
    """Public holidays, weekends, and what the government or the office says, are minded."""
    known = office(case)
    (reception,) = known.receptions
    days = [day.day for day in Schedule(known, case["from"]).reception_days(reception)]
    assert [day for day in days if day <= case["to"]] == case["days"]


def test_a_moved_day_tells_why() -> None:
    """A day of the rule tells nothing."""
    known = office({"when": "thứ Năm hằng tuần"})
    days = Schedule(known, dt.date(2026, 4, 23)).reception_days(known.receptions[0])
    assert [(day.day.day, day.reason) for day in (next(days), next(days))] == [
        (23, ""),
        (4, "Ngày Chiến thắng"),
    ]


def test_hours_that_are_not_as_usual_are_told_as_they_are() -> None:
    """Fewer are “only”, more are not; so is a day that is worked in place of another."""
    known = office(
        {
            "when": "thứ Tư hằng tuần",
            "hours": ["thứ Hai – thứ Sáu: 7:00–11:30, 13:30–17:00"],
            "exceptions": [
                {"day": dt.date(2026, 10, 6), "hours": "7:00–9:00"},
                {"day": dt.date(2026, 10, 7), "hours": "7:00–19:00"},
                {"day": dt.date(2026, 10, 10), "hours": "8:00–11:00"},
            ],
            "holidays": [{"day": dt.date(2026, 10, 11), "working": True}],
        }
    )
    changes = Schedule(known, dt.date(2026, 10, 5)).changes(7)
    assert [(change.first.day, change.works) for change in changes] == [
        (6, False),
        (7, True),
        (10, True),
        (11, True),
    ]


def test_a_year_is_told() -> None:
    """Neither more nor less, whatever the day."""
    known = office({"when": "thứ Tư hằng tuần", "holiday": "bỏ"})
    for today in (dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2026, 12, 31)):
        days = [day.day for day in Schedule(known, today).reception_days(known.receptions[0])]
        assert today <= days[0] <= today + dt.timedelta(days=21)
        assert 0 <= (today + dt.timedelta(days=365) - days[-1]).days < 21


def test_an_office_that_never_works_receives_nobody() -> None:
    """Nor does the search for a working day go on for ever."""
    known = office(
        {
            "when": "thứ Tư hằng tuần",
            "exceptions": [{"from": dt.date(2026, 1, 1), "to": dt.date(2028, 1, 1)}],
        }
    )
    assert [*Schedule(known, dt.date(2026, 3, 1)).reception_days(known.receptions[0])] == []


def test_a_rule_says_one_thing() -> None:
    """No two rules are told in the same words."""
    rules = [Rule(weekdays=(2,)), Rule(weekdays=(2,), places=(1,)), Rule(month_days=(2,))]
    rules += [Rule(month_days=(-1,)), Rule(working_days=(1,)), Rule(working_days=(-1,))]
    assert len({one.words for one in rules}) == len(rules)
