"""Every date that can be written: it builds, or it is one problem at its line.

A date of a post, of what it publishes and of a record passes one gate, `values.moment`; what passes
must have digits in the search index, four of them in an address, and an offset that feeds can hold.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_site.base.problems import Problem
from cchc_site.citations.finder import find_citations
from cchc_site.content.fields import Settings, instant
from cchc_site.content.post import parse
from cchc_site.search import postings
from cchc_site.site import records

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SETTINGS = Settings(ZONE, {})
HEAD = "title: A\nauthor: B\ncategory: c\n"
DOCUMENT = "number: 1/QĐ-UBND, issuer: UBND xã X, title: T"
# Front matter with a place for a date, and the line of that place in the file.
FIELDS = {
    "date": (f"{HEAD}date: {{}}\n", 5),
    "updated": (f"{HEAD}date: 1900-01-01\nupdated: {{}}\n", 6),
    "expires": (f"{HEAD}date: 1900-01-01\nexpires: {{}}\n", 6),
    "documents": (f"{HEAD}date: 2024-05-13\ndocuments:\n  - {{{{{DOCUMENT}, date: {{}}}}}}\n", 7),
    "effective": (
        f"{HEAD}date: 2024-05-13\ndocuments:\n"
        f"  - {{{{{DOCUMENT}, date: 2024-05-13, effective: {{}}}}}}\n",
        7,
    ),
}
TIMES = ("", " 00:00", " 23:59:59", " 00:00+14:00", " 23:59-12:00")


def told(field: str, written: str) -> list[tuple[int, str]]:
    """Line and fault of every problem of a post with a date as `written` in `field`."""
    head, _ = FIELDS[field]
    _, problems = parse(f"---\n{head.format(written)}---\n\nNội dung.\n", "a.md", SETTINGS)
    return [(problem.line, problem.what) for problem in problems]


@pytest.mark.parametrize("field", FIELDS)
@given(st.dates(), st.sampled_from(TIMES))
@example(dt.date(1, 1, 1), "")
@example(dt.date(1, 1, 1), " 00:00+14:00")
@example(dt.date(226, 5, 13), "")
@example(dt.date(1899, 12, 31), "")
@example(dt.date(1900, 1, 1), " 00:00+14:00")
@example(dt.date(2099, 12, 31), "")
@example(dt.date(2099, 12, 31), " 23:59-12:00")
@example(dt.date(2206, 3, 5), "")
@example(dt.date(9999, 12, 31), " 23:59-12:00")
def test_a_date_passes_or_is_told_at_its_line(field: str, day: dt.date, time: str) -> None:
    """From 1900 to 2099 every day passes; another one, or one that the site's time zone moves out
    of these years, is one problem."""
    written = day.isoformat() + time
    _, line = FIELDS[field]

    found = told(field, written)

    if dt.date(1900, 1, 2) <= day < dt.date(2099, 12, 31):
        assert found == []
    elif not dt.date(1900, 1, 1) <= day <= dt.date(2099, 12, 31):
        assert [one for one, _ in found] == [line]
    else:
        assert [one for one, _ in found] in ([], [line])


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
@example(dt.date(1900, 1, 1))
@example(dt.date(2099, 12, 31))
def test_a_date_that_passes_can_be_told(day: dt.date) -> None:
    """In an address with four digits for the year, and in feeds with hours and minutes alone."""
    post, problems = parse(
        f"---\n{HEAD}date: {day.isoformat()}\n---\n\nNội dung.\n", "posts/a.md", SETTINGS
    )

    assert post is not None
    assert problems == ()
    assert post.url == f"tin-tuc/{day.isoformat()[:7].replace('-', '/')}/a/"
    assert instant(post.date.at) == post.date.at
    assert len(instant(post.date.at).isoformat()) == len("2024-05-13T00:00:00+07:00")


ZEROS = {"full-width": 0xFF10, "Arabic": 0x0660, "Devanagari": 0x0966, "bold": 0x1D7CE}


def in_digits(text: str, zero: int) -> str:
    """`text` with the digits that follow that zero."""
    return text.translate({ord(str(digit)): zero + digit for digit in range(10)})


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("script", ZEROS)
@pytest.mark.parametrize("part", ["2024", "05", "13", "2024-05-13"])
def test_digits_of_other_scripts_are_told(field: str, script: str, part: str) -> None:
    """Never read by halves."""
    written = "2024-05-13".replace(part, in_digits(part, ZEROS[script]))
    key = "date" if field == "documents" else field

    assert told(field, written) == [(FIELDS[field][1], f"“{key}: {written}” không đúng dạng ngày")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (in_digits("2022-04-03", ZEROS["full-width"]), "2022-04-03"),
        (in_digits("3/4/2022", ZEROS["full-width"]), "2022-04-03"),
        ("3.4.22", "2022-04-03"),
        ("11/20/2026", "2026-11-20"),  # as Americans write
        (in_digits("2022-13-05", ZEROS["full-width"]), "2024-05-13"),
    ],
)
def test_the_hint_is_a_date_that_passes(written: str, meant: str) -> None:
    """Done as it says, the line is right."""
    head = HEAD + f"date: {written}\n"
    _, (problem,) = parse(f"---\n{head}---\n\nNội dung.\n", "a.md", SETTINGS)

    assert problem.hint == f"hãy viết năm-tháng-ngày, ví dụ {meant}"
    assert told("date", meant) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20/11/2026", "2026-11-20"),
        ("5/11/2026", "2026-11-05"),  # Vietnamese has one order
        ("05-11-2026", "2026-11-05"),
        ("5.11.2026", "2026-11-05"),
        ("2026/11/5", "2026-11-05"),
        ("ngày 5 tháng 11 năm 2026", "2026-11-05"),
        ("5/11/2026 8:30", "2026-11-05 08:30"),
        ("5/11/2026, lúc 8h30", "2026-11-05 08:30"),
        ("5/11/2026 14 giờ 05", "2026-11-05 14:05"),
        ("2026-11-05 14h", "2026-11-05 14:00"),
    ],
)
def test_a_date_is_taken_as_offices_write_it(written: str, meant: str) -> None:
    """Where it can mean one day only: the day comes first, as in every paper of an office."""
    posts = [
        parse(f"---\n{HEAD}date: {text}\n---\n\nx\n", "a.md", SETTINGS) for text in (written, meant)
    ]

    assert posts[0] == posts[1]
    assert posts[0][1] == ()


@pytest.mark.parametrize("written", ["31/2/2022", "0/5/2022", "5/13/2022 8:30", "8:30", "5/11"])
def test_what_means_no_day_is_told(written: str) -> None:
    """Never guessed."""
    assert [line for line, _ in told("date", written)] == [5]


@pytest.mark.parametrize(
    "written",
    ["1822-04-13", "0001-01-01", "0000-01-01", in_digits("2022-04-13", ZEROS["full-width"])],
)
@pytest.mark.parametrize("key", ["date", "effective"])
def test_a_record_is_held_to_the_same(tmp_path: Path, key: str, written: str) -> None:
    """A record of documents/ with such a date is a problem at its line."""
    other = "effective" if key == "date" else "date"
    lines = ("number: 1/QĐ-UBND", "issuer: UBND xã X", f"{other}: 2022-04-13", f"{key}: {written}")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/a.yml").write_text("\n".join(lines), "utf-8")
    problems: list[Problem] = []

    assert records.read(tmp_path, SETTINGS, problems) == ()
    assert [(problem.path, problem.line) for problem in problems] == [("documents/a.yml", 4)]


@given(st.dates())
def test_a_citation_has_a_date_that_search_can_count(day: dt.date) -> None:
    """Or tells that it is none."""
    text = f"Quyết định số 1/QĐ-UBND ngày {day.day}/{day.month}/{day.year:04d}"
    (found,) = find_citations(text)

    assert found.date == (day if 1900 <= day.year < 2100 else None)
    assert bool(found.date) != bool(found.date_text)


def test_a_citation_in_other_digits_has_no_date() -> None:
    """They are words like any other."""
    day = in_digits("13/4/2022", ZEROS["Arabic"])

    assert [one.date for one in find_citations(f"Quyết định số 1/QĐ-UBND ngày {day}")] == [None]


@given(st.integers(max_value=-1))
def test_a_negative_number_has_no_digits(number: int) -> None:
    """It is refused; to look for them would never end."""
    with pytest.raises(ValueError, match="below 0"):
        postings.digits(number)
    with pytest.raises(ValueError, match="below 0"):
        postings.row([3, number])
    with pytest.raises(ValueError, match="below 0"):
        postings.encode([-4 * number, 0])
