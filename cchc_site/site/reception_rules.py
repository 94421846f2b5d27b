"""When citizens are received, as a clerk writes it → a rule.

Pure. Which days follow from it is reception.py's.
"""

from __future__ import annotations

import re

from cchc_site.base import vietnamese
from cchc_site.site.contact import Rule, Unread
from cchc_site.site.contact_texts import is_skipped, weekdays

_FORMS = (
    "hãy viết một trong các cách: “thứ Tư hằng tuần”, “ngày 10 và 25 hằng tháng”, "
    "“thứ Năm tuần thứ hai hằng tháng”, “ngày làm việc cuối cùng hằng tháng”"
)
_LAST_DAY = 28
"""The last day that every month has."""


_PLACES = {
    **dict.fromkeys(("thu nhat", "dau tien", "dau", "thu 1", "1", "nhat"), 1),
    **dict.fromkeys(("thu hai", "thu 2", "2", "hai"), 2),
    **dict.fromkeys(("thu ba", "thu 3", "3", "ba"), 3),
    **dict.fromkeys(("thu tu", "thu 4", "4", "tu", "bon"), 4),
    **dict.fromkeys(("cuoi cung", "cuoi"), -1),
}
_MONTHLY = r"(?: (?:(?:cua |trong )?(?:hang|moi|cac)|cua) thang)"
_OF_MONTH = r"(?: (?:(?:cua |trong )?(?:hang |moi |cac )?)thang)"
_HALF_DAY = re.compile(r"(?:buoi )?(?:sang|chieu) (?!nhat)(.+)|(.+?) (?:buoi )?(?:sang|chieu)")
_FILLER = re.compile(r"^(?:dinh ky )?(?:vao )?(?:(?:cac )?ngay (?=thu|chu))?|\bmung (?=\d)")
_ON_HOLIDAYS = re.compile(
    r"[\s,;.(]+((?:(?:nếu|khi)\s+)?(?:trùng|gặp|rơi vào|trừ)\s.*?)[\s.)]*$", re.IGNORECASE
)
_EVERY_WEEK = re.compile(r"(.+?) (?:cua |trong )?(?:hang|moi|cac) tuan|(?:hang|moi) tuan,? (?:vao )?(.+)|(?:moi|cac) ((?:thu|chu) .+)")  # fmt: skip # noqa: E501
_WEEK_OF_MONTH = re.compile(rf"(.+?) (?:(?:cua )?tuan )((?:thu )?\w+(?: cung| tien)?(?: va (?:tuan )?(?:thu )?\w+(?: cung)?)?){_OF_MONTH}")  # fmt: skip # noqa: E501
_NTH_OF_MONTH = re.compile(rf"((?:thu|chu) \w+) (thu nhat|thu \w+|dau tien|cuoi cung|dau|cuoi){_OF_MONTH}")  # fmt: skip # noqa: E501
_DAYS_OF_MONTH = re.compile(rf"(?:cac )?ngay (\d.*?){_MONTHLY}")
_EDGE_OF_MONTH = re.compile(rf"ngay (lam viec )?(dau tien|dau|cuoi cung|cuoi){_OF_MONTH}")
_AND = re.compile(r"\s*(?:,|;|\bva\b)\s*(?:tuan |ngay )?")


def rule(text: str) -> Rule:
    """The rule that `text` says.

    >>> rule("Thứ Ba và thứ Năm hằng tuần")
    Rule(weekdays=(1, 3), places=(), month_days=(), working_days=())

    Raises `Unread` for one of another form, and for days that some months lack.
    """
    on_holidays(text)
    days = _ON_HOLIDAYS.sub("", text)
    words = _FILLER.sub("", " ".join(vietnamese.fold(days).split()).strip(" ."))
    if _HALF_DAY.fullmatch(words):
        hint = "hãy chỉ viết ngày, ví dụ “thứ Tư hằng tuần”; giờ viết ở mục “hours” bên dưới"
        raise Unread(f"lịch “{text}” có cả buổi", hint)
    for form, read in (
        (_EDGE_OF_MONTH, _edge),
        (_DAYS_OF_MONTH, _days),
        (_WEEK_OF_MONTH, _places),
        (_NTH_OF_MONTH, _places),
        (_EVERY_WEEK, _weekly),
    ):
        match = form.fullmatch(words)
        if match and (known := read(*match.groups())):
            return known
    raise Unread(f"chưa hiểu lịch “{text}”", _FORMS)


def on_holidays(text: str) -> bool | None:
    """Whether the rule in `text` leaves holidays out, None where it says nothing of them.

    >>> on_holidays("thứ Tư hằng tuần, trừ ngày lễ"), on_holidays("thứ Tư hằng tuần")
    (True, None)

    Raises `Unread` for what it says otherwise.
    """
    said = _ON_HOLIDAYS.search(text)
    return is_skipped(said[1]) if said else None


def _edge(working: str | None, place: str) -> Rule:
    day = -1 if place.startswith("cuoi") else 1
    if working:
        return Rule(working_days=(day,))
    return Rule(month_days=(day,))


def _days(written: str) -> Rule | None:
    parts = _AND.split(written)
    if not all(part.isdecimal() for part in parts):
        return None
    days = tuple(sorted({int(part) for part in parts}))
    if days[0] < 1 or days[-1] > 31:
        wrong = days[0] if days[0] < 1 else days[-1]
        raise Unread(f"không tháng nào có ngày {wrong}", f"hãy viết ngày từ 1 đến {_LAST_DAY}")
    if days[-1] > _LAST_DAY:
        raise Unread(
            f"có tháng không có ngày {days[-1]}",
            f"hãy viết “ngày cuối cùng hằng tháng”, hoặc một ngày từ 1 đến {_LAST_DAY}",
        )
    return Rule(month_days=days)


def _places(days: str, written: str) -> Rule | None:
    named = weekdays(days)
    places = [_PLACES.get(part) for part in _AND.split(written)]
    known = tuple(place for place in places if place)
    if not named or len(known) < len(places):
        return None
    return Rule(weekdays=named, places=known)


def _weekly(*written: str | None) -> Rule | None:
    named = weekdays(next(filter(None, written), "") or "")
    return Rule(weekdays=named) if named else None
