"""Dates as editors write them → moments in the site's time zone.

Pure. Every date of a post, of what it publishes and of a record passes here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

from cchc_site.content.fields import Moment

_TIME = (
    r"(?:[Tt ,]+(?:lúc )?(?P<hour>\d{1,2})(?::| ?[hg] ?| giờ ?)(?P<minute>\d{2})?"
    r"(?: phút)?(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
# Vietnamese writes the day first, always: decree 30/2020/NĐ-CP, annex I, II.4 knows no other order,
# nor does any office's paper. So 5/11/2026 means one day only, the fifth of November.
_DAY_FIRST = r"(?P<day>\d{1,2}) ?(?P<sign>[-/.]) ?(?P<month>\d{1,2}) ?(?P=sign) ?(?P<year>\d{4})"
_WORDS = r"(?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
_ORDERS = tuple(
    re.compile(f"(?:[Nn]gày )?{order}{_TIME}", re.ASCII)
    for order in (_YEAR_FIRST, _DAY_FIRST, _WORDS)
)
_NEAR = re.compile(r"(\d{1,4})\D{1,7}(\d{1,2})\D{1,5}(\d{1,4})(?!\d)", re.ASCII)
# Search counts days from there. No document of today's state is older (it was founded in 1945), and
# a year such as 1026, 0226 or 2206 is a slip of the hand.
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_EXAMPLE = "2024-05-13"


class NoMoment(Exception):
    """A text that is no date: what is wrong, how to mend it."""

    def __init__(self, what: str, hint: str) -> None:
        """Keep both parts."""
        super().__init__(what)
        self.what, self.hint = what, hint


def moment(name: str, text: str, timezone: ZoneInfo) -> Moment:
    """`text` as a date, with or without time, in `timezone` unless it holds an offset.

    Raises `NoMoment`, naming the key `name`, for another form, for a day or hour that does not
    exist, and for a day before 1900 or after 2099.
    """
    match = next(filter(None, (order.fullmatch(text) for order in _ORDERS)), None)
    if not match or (match["hour"] and ":" in text and not match["minute"]):
        raise NoMoment(f"“{name}: {text}” không đúng dạng ngày", _hint(text))
    hour, offset = match["hour"], match["offset"]
    try:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        time = dt.time(int(hour or 0), int(match["minute"] or 0), int(match["second"] or 0))
        naive = dt.datetime.combine(dt.date(year, month, day), time)
        zone = _zone(offset) if offset else timezone
        # A year at the edge of the calendar cannot be moved to another zone.
        at = naive.replace(tzinfo=zone).astimezone(timezone)
    except (ValueError, OverflowError):
        if hour and _is_day(match["year"], match["month"], match["day"]):
            hint = "hãy viết ngày và giờ, ví dụ 2024-05-13 08:30"
            raise NoMoment(f"giờ “{text}” không tồn tại", hint) from None
        raise NoMoment(f"ngày “{text}” không tồn tại", _hint(text)) from None
    hint = f"hãy sửa lại năm, đủ bốn chữ số, ví dụ {_EXAMPLE}"
    if min(naive.year, at.year) < _FIRST_YEAR:
        raise NoMoment(f"“{name}: {text}” sớm hơn năm {_FIRST_YEAR}", hint)
    if max(naive.year, at.year) > _LAST_YEAR:
        raise NoMoment(f"“{name}: {text}” muộn hơn năm {_LAST_YEAR}", hint)
    return Moment(at, hour is not None)


@lru_cache
def _zone(offset: str) -> dt.tzinfo | None:
    return dt.datetime.strptime(offset, "%z").tzinfo


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _hint(text: str) -> str:
    return f"hãy viết năm-tháng-ngày, ví dụ {_guess(text)}"


def _guess(text: str) -> str:
    """The day that `text` means, whatever digits and order it is written in, or an example."""
    match = _NEAR.search(unicodedata.normalize("NFKC", text))
    if not match:
        return _EXAMPLE
    first, month, last = match.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    year = f"20{year}" if len(year) == 2 else year
    orders = [(year, month, day)]
    if year != first:
        orders.append((year, day, month))  # as Americans write
    for order in orders:
        if len(year) == 4 and _FIRST_YEAR <= int(year) <= _LAST_YEAR and _is_day(*order):
            return "{}-{:02d}-{:02d}".format(*map(int, order))
    return _EXAMPLE
