"""What a cell of a table of procedures says together with its heading.

Pure. Which key a heading stands for is procedure_columns.py's.
"""

from __future__ import annotations

import re

from cchc_site.base import vietnamese

_ASIDE = re.compile(r"\s*\([^()]*\)\s*")
_SHORT_CODE = re.compile(r"(\d)[.,](\d{1,5})")
_BARE_NUMBER = re.compile(r"\d[\d.,]*")
_UNITS = {
    "time": re.compile(
        r"(?:\([^()]*?|\bsố\s+)((?:ngày|giờ)(?: làm việc)?|tháng|phút)\b", re.IGNORECASE
    ),
    "fee": re.compile(
        r"\([^()]*?\b((?:(?:nghìn|ngàn|triệu) )?đồng(?:\s*/\s*\w+)*|VNĐ|VND)\b", re.IGNORECASE
    ),
}
_TICKS = ("x", "v", "✓", "✔", "☑", "co", "1", "true")
_LEVELS = {"Toàn trình": "Toàn trình", "Một phần": "Một phần"} | {
    f"{lead} {level}": level.capitalize()
    for lead in ("Trực tuyến", "Dịch vụ công", "DVC", "DVCTT", "Dịch vụ công trực tuyến")
    for level in ("toàn trình", "một phần")
}
_OVER = re.compile(r"\b(?:het hieu luc|het han|bai bo|huy bo|khong con|ngung|dung thuc hien)\b")
_NOT_OVER = re.compile(r"\b(?:chua|mot phan|khong bai bo)\b")


def without_aside(heading: str) -> str:
    """A heading without what stands in brackets."""
    return _ASIDE.sub(" ", heading).strip()


def said(key: str, heading: str, text: str) -> str:
    """What a cell says, "" for nothing: a tick under a level of handing in online stands for its
    heading, a bare number has the unit that its heading tells.

    >>> said("time", "Thời hạn (ngày làm việc)", "5"), said("fee", "Phí (đồng/bản)", "8.000")
    ('5 ngày làm việc', '8.000 đồng/bản')
    >>> said("online", "DVC toàn trình", "x"), said("online", "Mức độ", "Một phần")
    ('Toàn trình', 'Một phần')
    """
    if key == "online" and (level := vietnamese.meant(without_aside(heading), _LEVELS)):
        return level if vietnamese.fold(text).strip(" .") in _TICKS else ""
    unit = _UNITS[key].search(heading) if key in _UNITS and _BARE_NUMBER.fullmatch(text) else None
    return f"{text} {unit[1]}" if unit else text


def code(text: str) -> str:
    """A code with the zeros at its end, which a spreadsheet drops.

    >>> code("1.00065"), code("1,001193"), code("1.001193.000.00.00.H20")
    ('1.000650', '1.001193', '1.001193.000.00.00.H20')
    """
    short = _SHORT_CODE.fullmatch(text)
    if short:
        return f"{short[1]}.{short[2]:0<6}"
    return re.sub(r"^(\d),(\d{6})$", r"\1.\2", text)


def is_over(state: str) -> bool:
    """Whether a procedure is no more, by what a table says of its state.

    >>> is_over("Bị bãi bỏ"), is_over("Công khai"), is_over("Hết hiệu lực một phần")
    (True, False, False)
    """
    folded = vietnamese.fold(state)
    return bool(_OVER.search(folded)) and not _NOT_OVER.search(folded)
