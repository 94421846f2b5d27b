"""Opening hours and telephone numbers as a clerk writes them → values.

Pure. Whoever asks gets a value or `Unread`, which says what is wrong and how it is mended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from cchc_site.base import vietnamese
from cchc_site.site.contact import WEEK, DayHours, Phone, Span, Spans, Unread, weekday_name

LINE_EXAMPLE = "thứ Hai – thứ Sáu: 7:00–11:30, 13:30–17:00"
TIMES_EXAMPLE = "7:30–11:00"
PHONE_EXAMPLE = '"0277 3000 111"'
NEXT_DAY, NO_DAY = "ngày làm việc kế tiếp", "bỏ"


_NUMBERS = {"hai": 0, "ba": 1, "tu": 2, "bon": 2, "nam": 3, "sau": 4, "bay": 5}
_NAMES = _NUMBERS | {str(number): number - 2 for number in range(2, 8)} | {"": 6}
# A number alone is none of a day: it may be an hour.
_WEEKDAY = re.compile(
    rf"(?:thu|t)[ .]*({'|'.join(filter(None, _NAMES))})|({'|'.join(_NUMBERS)})|chu nhat|cn"
)
_DASH = re.compile(r"\s*(?:[-–—\u2212~]|\bđến\b|\bden\b|\btới\b)\s*")
_AND = re.compile(r"\s*(?:[,;&+/]|\bvà\b|\bva\b)\s*")
_FROM = re.compile(r"^(?:từ\s+|tu (?=thu|t\d))|\s+h[àằ]ng tuần$", re.IGNORECASE)
_DAILY = ("hang ngay", "moi ngay", "tat ca cac ngay")
_WORKING = ("ngay lam viec", "cac ngay lam viec", "ngay thuong", "gio hanh chinh")
_OFF = ("nghi", "dong cua", "khong lam viec")
_BUT_HOLIDAYS = re.compile(
    r"\s*\(?\s*trừ (?:các )?(?:ngày )?(?:nghỉ )?(?:lễ|tết)"
    r"(?:\s*(?:,|và)\s*(?:ngày )?(?:lễ|tết))*\s*\)?$",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(
    r"^(?:buổi\s+)?(sáng|chiều)\s+|\s*[\s(](?:buổi\s+)?(sáng|chiều)\)?$", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:thứ|thu|t)\s*[2-7]", re.IGNORECASE)
_PART = re.compile(r"(?:buổi\s+)?(sáng|chiều|tối|trưa)\s*:?\s*(?:từ\s+)?|từ\s+", re.IGNORECASE)
_TIME = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(?:(\d{2})(?:\s*(?:phút|p|['\u2019\u2032]))?)?)?",
    re.IGNORECASE,
)
_NOON = 12 * 60
_DAYS_OFF = r"(?:cac )?(?:ngay )?(?:nghi|le|tet)(?:[ ,]+(?:va |hoac )?(?:ngay )?(?:nghi|le|tet))*"
_ON_THEM = rf"(?:(?:neu |khi )?(?:trung|gap|roi vao)(?: vao)? {_DAYS_OFF},? thi )?(?:se )?"
_MOVED = re.compile(
    rf"{_ON_THEM}(?:(?:tiep|doi|chuyen|lui)(?: (?:sang|den|qua|vao))* )?(?:ngay lam viec )?"
    rf"(?:ke tiep|tiep theo|lien ke|lien sau|sau do)(?: lien ke)?|{_ON_THEM}doi"
)
_LEFT_OUT = re.compile(rf"{_ON_THEM}(?:bo|nghi|khong tiep(?: cong dan)?)|tru {_DAYS_OFF}")


def weekday(text: str) -> int | None:
    """The weekday that `text` names, None where it names none.

    >>> weekday("thứ Tư"), weekday("T7"), weekday("Chủ nhật"), weekday("thứ Tám")
    (2, 5, 6, None)
    """
    match = _WEEKDAY.fullmatch(vietnamese.fold(text).strip())
    if not match:
        return None
    return _NAMES[match[1] or match[2] or ""]


def weekdays(text: str) -> tuple[int, ...] | None:
    """The weekdays that `text` names, one by one or from one to another, None where it names
    anything else.

    >>> weekdays("thứ Hai – thứ Năm và thứ Bảy"), weekdays("từ thứ 2 đến thứ 6"), weekdays("mai")
    ((0, 1, 2, 3, 5), (0, 1, 2, 3, 4), None)
    """
    folded = vietnamese.fold(text).strip()
    if folded in _DAILY:
        return tuple(range(7))
    if folded in _WORKING:
        return tuple(WEEK)
    text = _FROM.sub("", text.strip())
    # “thứ 2, 3, 4”: a number alone is a day among such as are numbered.
    lead = "thứ " if _NUMBERED.match(text) else ""
    days: list[int] = []
    for part in _AND.split(text):
        ends = [weekday(lead + end if end.isdecimal() else end) for end in _DASH.split(part)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2 or last < first:
            return None
        days += range(first, last + 1)
    return tuple(dict.fromkeys(days))


def spans(text: str) -> Spans:
    """The hours that `text` names, the earlier first.

    >>> [str(span) for span in spans("sáng 7h–11h30; chiều 13 giờ 30 đến 17 giờ")]
    ['7:00–11:30', '13:30–17:00']

    Raises `Unread` for what are none, or go back.
    """
    if vietnamese.fold(text).strip() in _OFF:
        return ()
    text = text.strip(" .")
    read = tuple(_span(part, text) for part in _AND.split(text))
    for earlier, later in pairwise(read):
        if later.opens < earlier.closes:
            raise Unread(
                f"giờ “{later}” bắt đầu trước khi “{earlier}” hết",
                "hãy viết giờ buổi sáng trước, giờ buổi chiều sau, không chồng lên nhau",
            )
    return read


def _span(part: str, text: str) -> Span:
    named = _PART.match(part)
    bounds = [_TIME.fullmatch(end) for end in _DASH.split(part[named.end() :] if named else part)]
    if len(bounds) != 2 or not all(bounds):
        hint = f"hãy viết giờ mở và giờ đóng, ví dụ “{TIMES_EXAMPLE}”"
        raise Unread(f"“{text}” không phải giờ làm việc", hint)
    opens, closes = (int(time[1]) * 60 + int(time[2] or 0) for time in bounds if time)
    minutes = [int(time[2] or 0) for time in bounds if time]
    if max(opens, closes) >= 24 * 60 or max(minutes) > 59:
        raise Unread(f"giờ “{part}” không tồn tại", f"hãy viết ví dụ “{TIMES_EXAMPLE}”")
    span = Span(_clock(opens), _clock(closes))
    afternoon = named and named[1] and named[1].lower() in ("chiều", "tối")
    if afternoon and opens < closes <= _NOON:
        later = Span(_clock(opens % _NOON + _NOON), _clock(closes % _NOON + _NOON))
        raise Unread(f"“{part}” là giờ buổi sáng", f"hãy viết theo 24 giờ: “{later}”")
    if named and named[1] and named[1].lower() == "sáng" and opens >= _NOON:
        raise Unread(f"“{part}” là giờ buổi chiều", "hãy sửa giờ, hoặc bỏ chữ “sáng”")
    if closes <= opens:
        hint = f"hãy viết giờ mở trước, giờ đóng sau, theo 24 giờ, ví dụ “{TIMES_EXAMPLE}”"
        raise Unread(f"“{part}” đóng trước khi mở", hint)
    return span


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def day_hours(line: str) -> DayHours:
    """The weekdays and their hours in a `line`.

    >>> day_hours("thứ Bảy: 7:30–11:00")
    DayHours(weekdays=(5,), spans=(Span(opens='07:30', closes='11:00'),))

    Raises `Unread` for what is none.
    """
    days, colon, times = line.partition(":")
    days = _BUT_HOLIDAYS.sub("", days.strip())  # which every office minds
    if half := _HALF_DAY.search(days):
        part = half[1] or half[2]
        if _AND.search(times):
            what = f"“{line.strip()}” là giờ của một buổi mà có nhiều giờ"
            raise Unread(what, f"hãy bỏ chữ “{part}”")
        days, times = _HALF_DAY.sub("", days), f"{part} {times.strip()}"
    hint = f"hãy viết ví dụ “{LINE_EXAMPLE}”"
    if not (colon and (named_days := weekdays(days))):
        named = days.strip() if colon else line.strip()
        raise Unread(f"“{named}” không phải ngày trong tuần", hint)
    if not times.strip():
        raise Unread(f"“{days.strip()}” thiếu giờ làm việc", hint)
    return DayHours(named_days, spans(times))


def twice(hours: Iterable[DayHours]) -> str:
    """The weekday that has hours in two lines, "" where none has."""
    counts = Counter(day for line in hours for day in set(line.weekdays))
    return next((weekday_name(day) for day, lines in sorted(counts.items()) if lines > 1), "")


_EXTENSION = re.compile(
    r"[\s,(]*(?:máy lẻ|số lẻ|nội bộ|số nội bộ|nhánh|ext|bấm(?: phím| số)?)[\s.:]*(\d{1,5})\)?$",
    re.I,
)
_SEPARATORS = re.compile(r"[\s.\-–()]")
# Circular 22/2014/TT-BTTTT: behind the 0, fixed telephones have ten digits since 2017, mobile ones
# and those of the army and the police nine, those of the government seven.
_WITHIN = r"2\d{9}|[35-9]\d{8}|80\d{5}"
_LOCAL = re.compile(rf"0(?:{_WITHIN})")
_ABROAD = re.compile(rf"(?:\+|00)84({_WITHIN})")
_ZALO = re.compile(r"https://(?:[a-z]+\.)?zalo\.me/[\w./?=&%-]+")
_SERVICE = re.compile(r"1[89]00\d{4,6}|1\d{2,3}")


def phone(number: str, label: str = "") -> Phone:
    """A telephone number that somebody can dial.

    >>> phone("0277 3000 111 (máy lẻ 12)").href, phone("1022").href, phone("+84 277 3000111").href
    ('tel:+842773000111;ext=12', 'tel:1022', 'tel:+842773000111')

    Raises `Unread` for what is none, or more than one.
    """
    hint = f"hãy viết một số đủ mã vùng trong ngoặc kép, ví dụ {PHONE_EXAMPLE}"
    extension = _EXTENSION.search(number)
    bare = number[: extension.start()] if extension else number
    if dialled := _dialled(bare):
        suffix = f";ext={extension[1]}" if extension else ""
        return Phone(label, number.strip(), f"tel:{dialled}{suffix}")
    if re.search(r"\d{3}.*(?:[/;,]|\bhoặc\b|\bvà\b).*\d{3}|\d{3}\s[-–]\s\d", number):
        raise Unread(f"“{number}” là nhiều số", "hãy viết mỗi số một mục “number”")
    if re.search(r"[^\W\d]", bare) and _dialled(re.sub(r"[^\d+]", "", bare)):
        raise Unread(f"“{number}” có lời ngoài số", "hãy chỉ viết số, lời thì viết ở mục “label”")
    if re.fullmatch(r"0[1-9]\d{7,11}", _SEPARATORS.sub("", bare)):
        hint = f"hãy xem lại: số cố định có 11 chữ số, ví dụ {PHONE_EXAMPLE}, số di động có 10"
        raise Unread(f"“{number}” thiếu hoặc thừa chữ số", hint)
    raise Unread(f"“{number}” không phải số điện thoại", hint)


def _dialled(number: str) -> str:
    """What somebody dials, "" where a number is none."""
    digits = _SEPARATORS.sub("", number)
    if _LOCAL.fullmatch(digits):
        return f"+84{digits[1:]}"
    if abroad := _ABROAD.fullmatch(digits):
        return f"+84{abroad[1]}"
    return digits if _SERVICE.fullmatch(digits) else ""


def is_skipped(text: str) -> bool:
    """Whether a reception on a holiday is left out, as `text` says.

    >>> is_skipped("Ngày làm việc kế tiếp"), is_skipped("bỏ")
    (False, True)

    Raises `Unread` for anything else.
    """
    words = " ".join(vietnamese.fold(text).split()).strip(" .")
    if _LEFT_OUT.fullmatch(words):
        return True
    if not _MOVED.fullmatch(words):
        hint = f"hãy viết “{NEXT_DAY}” hoặc “{NO_DAY}”"
        raise Unread(f"“{text}” không phải cách dời ngày", hint)
    return False


def zalo(address: str) -> str:
    """The address of an account of Zalo.

    Raises `Unread` for what leads elsewhere.
    """
    if not _ZALO.fullmatch(address):
        hint = "hãy chép địa chỉ trang Zalo của cơ quan, ví dụ https://zalo.me/123456789"
        raise Unread(f"“{address}” không phải địa chỉ Zalo", hint)
    return address
