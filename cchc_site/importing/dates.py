"""The day and time that a line of a page tells → the form that posts write.

Pure. Vietnamese writes the day first; a day that does not exist is told, never turned round.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from msgspec import Struct

from cchc_site.content import moments

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:tháng|thg|th)\.?\s*(\d{1,2}|\w+(?: \w+)?)\s*,?\s*(?:năm\s*)?"
    r"(\d{4})(?!\d)",
    re.I,
)
_NUMBERS = {
    "giêng": "1",
    "một": "1",
    "hai": "2",
    "ba": "3",
    "tư": "4",
    "bốn": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "chín": "9",
    "mười": "10",
    "mười một": "11",
    "mười hai": "12",
    "chạp": "12",
}
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"
    rf"|(\d{{1,2}})\s+({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}})",
    re.I,
)
_TIME = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?(?::|giờ|h|g)\s?(\d{2})?(?:'|\s?phút)?(?::\d{2})?(?:\.\d+)?\s*(AM|PM|SA|CH)?"
    r"(?![\d/])",
    re.I,
)


_AROUND = re.compile(
    r"(?i)\b(?:(?:thứ|thu)\s*(?:hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])|chủ nhật|chu nhat|cn|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|ngày|lúc|hồi|utc|"
    r"gmt\s*\+?\s*7)\b|\+0?7(?::?00)?"
)


class ReadDate(Struct, frozen=True):
    """A date as posts write it, "" for one that cannot be; and as the page has it."""

    date: str
    written: str


def read(text: str, timezone: ZoneInfo) -> ReadDate | None:
    """The first date in `text`, None for none.

    >>> zone = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> read("Đăng lúc: Thứ Hai, 25/04/2022 08:30", zone).date
    '2022-04-25 08:30'
    >>> read("16/72/2020", zone)
    ReadDate(date='', written='16/72/2020')
    """
    text = " ".join(text.split())
    if found := _ISO.search(text):
        year, month, day, hour, minute, offset = found.groups()
        time = f"{int(hour):02d}:{minute}" if hour else ""
        if not time:
            time = _time(text[: found.start()], text[found.end() :])
        return _made(year, month, day, time, offset or "", found[0], timezone)
    for form, order in ((_DAY_FIRST, (4, 3, 1)), (_WORDS, (3, 2, 1)), (_YEAR_FIRST, (1, 3, 4))):
        if found := form.search(text):
            year, month, day = (found[place] for place in order)
            month = _NUMBERS.get(month.lower(), month)
            if not month.isdigit():
                continue
            time = _time(text[: found.start()], text[found.end() :])
            return _made(year, month, day, time, "", found[0], timezone)
    if found := _ENGLISH.search(text):
        name, day, year = found.group(1, 2, 3) if found[1] else found.group(5, 4, 6)
        month = str(_MONTHS.index(name[:3].lower()) + 1)
        time = _time(text[: found.start()], text[found.end() :])
        return _made(year, month, day, time, "", found[0], timezone)
    return None


def is_only(text: str) -> bool:
    """Whether `text` is a date and nothing else, as below a title.

    >>> is_only("Thứ Hai, 25/04/2022 - 08:30"), is_only("Ngày 19/4/2022 Đoàn tiến hành")
    (True, False)
    >>> is_only("8h")
    False
    """
    days = (_ISO, _DAY_FIRST, _WORDS, _YEAR_FIRST, _ENGLISH)
    return any(form.search(text) for form in days) and not re.search(r"\w", without(text))


def without(text: str) -> str:
    """`text` without dates, times and names of days."""
    rest = text
    for form in (_ISO, _DAY_FIRST, _WORDS, _YEAR_FIRST, _ENGLISH, _TIME):
        rest = form.sub(" ", rest)
    return text if rest == text else _AROUND.sub(" ", rest)


def _time(before: str, after: str) -> str:
    """The time that stands behind a date, or close before it, "" for none."""
    found = _TIME.search(after[:30]) or _TIME.search(before[-30:])
    if not found:
        return ""
    hour, minute, half = int(found[1]), found[2] or "00", (found[3] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    if half in ("AM", "SA") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute}" if hour < 24 and int(minute) < 60 else ""


def _made(
    year: str, month: str, day: str, time: str, offset: str, written: str, timezone: ZoneInfo
) -> ReadDate:
    date = f"{year}-{int(month):02d}-{int(day):02d}"
    said = f"{date} {time} {offset}".strip() if time and time != "00:00" else date
    if offset and time:
        said = f"{date}T{time}:00{offset}"
    try:
        moment = moments.moment("date", said, timezone)
    except moments.NoMoment:
        return ReadDate("", written)
    at = moment.at
    is_timed = moment.timed and (at.hour, at.minute) != (0, 0)
    return ReadDate(f"{at:%Y-%m-%d %H:%M}" if is_timed else f"{at:%Y-%m-%d}", written)
