"""What does not go together in the options that tell how citizens reach public bodies.

Part of the MkDocs adapter. Single values are option_checks.py's; these are asked for what several
say, each with the way to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from mkdocs.structure.files import Files

from cchc_site.adapter.contact_options import (
    ExceptionConfig,
    HolidayConfig,
    OrganizationConfig,
    ReceptionConfig,
)
from cchc_site.adapter.option_kinds import Step
from cchc_site.adapter.options import CchcConfig
from cchc_site.base import urls, vietnamese
from cchc_site.site.contact import (
    DayHours,
    Reception,
    weekday_name,
    weekdays_in_words,
    working_weekdays,
)

Contradiction = tuple[tuple[Step, ...], str, str]
"""The way to a value in the options, what is wrong, how to mend it."""
_REACHED = re.compile(
    r"mailto:|tel:|[\w.-]+@[\w-]+\.\w|(?<!\d)(?:\+84|0|1[89])(?:[ .()-]?\d){6,10}(?!\d)"
)
"""What a page says that names somebody to write to or to call."""
_DAYS = "“day: 2026-05-04”, hoặc “from: 2026-05-04” và “to: 2026-05-06”"


def contradictions(options: CchcConfig) -> Iterator[Contradiction]:
    """Everything that several options say and that cannot all be so."""
    yield from _days(options.holidays, ("holidays",))
    for number, body in enumerate(options.organizations):
        yield from _of_body(body, ("organizations", number))
    alert = options.alert
    if not alert.text and (alert.url or alert.until or alert.label):
        yield ("alert",), "“alert” thiếu lời báo", "hãy thêm mục “text”, hoặc xóa cả “alert”"


def advice(options: CchcConfig, files: Files, now: dt.datetime) -> Iterator[Contradiction]:
    """What is missing: somebody to call or write to on the page that takes reports, an end of the
    alert; and that its end is past."""
    for number, body in enumerate(options.organizations):
        over = body.to and body.to < now.date()
        ways = body.email or body.phone or any(entry.number for entry in body.phones)
        if body.feedback and not over and not ways and _is_silent(body.feedback, files):
            what = f"“{body.feedback}” nhận báo lỗi mà không nêu nơi nào để gọi hoặc viết tới"
            hint = "hãy thêm “email” hoặc “phones” của cơ quan, hoặc ghi hộp thư vào trang ấy"
            yield ("organizations", number, "feedback"), what, hint
    alert, end = options.alert, options.alert.end(options.timezone)
    if alert.text and not alert.until:
        hint = "hãy thêm ngày cuối, ví dụ “until: 2026-06-30”"
        yield ("alert",), "lời báo chung không có ngày hết", hint
    elif alert.text and end and end <= now:
        what = f"lời báo chung đã hết từ {vietnamese.day_numeric(end.date())}, không còn hiện"
        yield ("alert",), what, "hãy xóa mục “alert”, hoặc sửa “until”"


def _is_silent(feedback: str, files: Files) -> bool:
    """Whether `feedback` is a page of docs/ that says no mailbox and no telephone number."""
    address = urls.split(feedback).path.removesuffix("index.html")
    pages = (file.page for file in files.documentation_pages() if file.url == address)
    page = next(pages, None)
    return page is not None and not _REACHED.search(page.content or "")


def _of_body(body: OrganizationConfig, way: tuple[Step, ...]) -> Iterator[Contradiction]:
    office = body.term().office
    yield from _twice(office.hours, (*way, "hours"))
    yield from _days(body.exceptions, (*way, "exceptions"))
    receptions: list[Reception | None] = []
    for number, entry in enumerate(body.reception):
        here = (*way, "reception", number)
        yield from _of_reception(entry, office.hours, here)
        if (known := entry.reception()) and known in receptions:
            yield here, "lịch tiếp công dân này viết hai lần", "hãy xóa một mục"
        receptions.append(known)
    dialled = dict[str, int]()
    for number, phone in enumerate(body.phones):
        if not phone.number:
            hint = "hãy thêm mục “number”, hoặc xóa mục này"
            yield (*way, "phones", number), "số điện thoại còn trống", hint
        elif (first := dialled.setdefault(phone.dialled, number)) != number:
            what = f"số “{phone.number}” viết hai lần"
            labels = [each for each in (body.phones[first].label, phone.label) if each]
            both = f"hãy ghi “label: {', '.join(labels)}” ở một mục và xóa mục kia"
            hint = both if len(set(labels)) > 1 else "hãy xóa một mục"
            yield (*way, "phones", number, "number"), what, hint


def _twice(hours: Sequence[DayHours], way: tuple[Step, ...]) -> Iterator[Contradiction]:
    """Weekdays that have hours in several lines, all such of the same lines at once."""
    lines: dict[int, tuple[DayHours, ...]] = {}
    for line in hours:
        for day in line.weekdays:
            lines[day] = (*lines.get(day, ()), line)
    for those in dict.fromkeys(each for _, each in sorted(lines.items()) if len(each) > 1):
        words = weekdays_in_words(day for day, each in lines.items() if each == those)
        days = f"{words[:1].lower() if words.startswith('T') else words[:1]}{words[1:]}"
        spans = sorted({span for line in those for span in line.spans})
        whole = ", ".join(map(str, spans)) or "nghỉ"
        hint = f"hãy gộp giờ của ngày ấy vào một dòng, ví dụ “{days}: {whole}”"
        yield way, f"{days} có giờ làm việc ở hai dòng", hint


def _days(
    entries: Sequence[HolidayConfig] | Sequence[ExceptionConfig], way: tuple[Step, ...]
) -> Iterator[Contradiction]:
    """Entries without a day, with too many, backwards, or of days that another has."""
    before: list[tuple[dt.date, dt.date]] = []
    for number, entry in enumerate(entries):
        here = (*way, number)
        if not (entry.day or entry.from_ or entry.to):
            yield here, "mục này thiếu ngày", f"hãy thêm {_DAYS}"
        elif entry.day and (entry.from_ or entry.to):
            yield (*here, "day"), "có cả “day” lẫn “from”, “to”", f"hãy chỉ viết {_DAYS}"
        elif not entry.day and not (entry.from_ and entry.to):
            missing = "to" if entry.from_ else "from"
            hint = f"hãy thêm mục “{missing}”; chỉ một ngày thì viết {_DAYS.partition(',')[0]}"
            yield here, f"mục này thiếu “{missing}”", hint
        elif days := entry.days():
            first, last = days
            met = [both for both in before if first <= both[1] and both[0] <= last]
            if met:
                day = vietnamese.day_numeric(max(first, met[0][0]))
                yield here, f"ngày {day} có ở hai mục", "hãy xóa ngày ấy ở một mục"
            before.append(days)
        elif entry.written_backwards:
            yield here, "“to” sớm hơn “from”", "hãy đổi chỗ hai ngày"


def _of_reception(
    entry: ReceptionConfig, hours: Sequence[DayHours], way: tuple[Step, ...]
) -> Iterator[Contradiction]:
    if not entry.who:
        hint = "hãy thêm ví dụ “who: Chủ tịch Ủy ban nhân dân xã”"
        yield way, "lịch tiếp công dân thiếu người tiếp (“who”)", hint
    if not entry.when:
        hint = "hãy thêm ví dụ “when: thứ Tư hằng tuần”"
        yield way, "lịch tiếp công dân thiếu ngày tiếp (“when”)", hint
    if entry.says_two_things:
        what = "“when” và “holiday” nói khác nhau về ngày nghỉ"
        yield (*way, "holiday"), what, "hãy xóa mục “holiday”, hoặc bỏ lời ấy ở “when”"
    known = entry.reception()
    off = sorted(set(known.rule.weekdays) - working_weekdays(hours)) if known else []
    if off:
        day = weekday_name(off[0])
        hint = f"hãy chọn ngày khác, hoặc thêm giờ của {day} vào “hours” của cơ quan"
        yield (*way, "when"), f"tiếp công dân vào {day} là ngày nghỉ hằng tuần", hint
