"""Whether a text that stands for one author names several, and whether an author is a body.

Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SIGNS = (",", ";", "&", "+", "/", " và ", " - ", " – ")
_BETWEEN = re.compile(r"\s*[,;&+]\s*|\s+và\s+")
_BETWEEN_PERSONS = re.compile(r"\s*[,;&+/]\s*|\s+(?:và|[-–])\s+")
# Every word of a person's name has a capital; the names of offices have small words too.
_PERSON = re.compile(
    r"(?:(?:ông|bà|ThS|TS|BS|KS|CN)\.? )?(?:\w[\w\u2019']*\.? ?){1,6}", re.IGNORECASE
)
_BODY = re.compile(
    r"(?:Ban|Báo|Bộ|Chi cục|Công an|Cục|Đài|Đảng ủy|Đoàn (?:Thanh|TNCS)|HĐND|"
    r"Hội(?! (?:chợ|đàm|nghị|thảo|thi|trường)\b)|"
    r"Hội đồng|Mặt trận|Nhóm|Phòng|Sở|"
    r"Thanh tra|Tổ|Tòa|Trạm|Trung tâm|Trường|UBMTTQ|UBND|Ủy ban|Văn phòng|Viện)\b"
)

# Compiled when a page is rendered: a build that renders none has no time for it.
_OTHER_BODY = (
    r"(?:Bảo hiểm|Bệnh viện|Bưu điện|Câu lạc bộ|Chi (?:bộ|nhánh)|Chính phủ|"
    r"Cổng (?:thông tin|dịch vụ)|Đảng bộ|Đội (?:quản lý|thanh|trật tự|cảnh sát)|Hạt Kiểm lâm|"
    r"Hợp tác xã|Kho bạc|Khối (?:dân|vận)|Liên đoàn|Ngân hàng|Quốc hội|Thường trực|Tòa soạn|Toà|"
    r"Trang (?:tin|thông tin)|(?:Tỉnh|Thành|Huyện|Quận|Thị|Xã|Phường) (?:ủy|đoàn|đội)|Uỷ ban)\b"
)

# One office that serves two bodies.
_OFFICE_OF = re.compile(
    r"Văn phòng (?:Đoàn|HĐND|Hội đồng|Đảng ủy|Ủy ban|UBND).*(?:HĐND|UBND|Ủy ban|Hội đồng)"
)


def several(text: str) -> tuple[str, ...]:
    """The names in `text` where it holds several, "" for none: persons, or bodies, each of which
    begins as one does. “Sở Văn hóa, Thể thao và Du lịch” is one name.

    >>> several("Nguyễn Văn A, Trần Thị B"), several("Phòng Nội vụ và Ban biên tập")
    (('Nguyễn Văn A', 'Trần Thị B'), ('Phòng Nội vụ', 'Ban biên tập'))
    >>> several("Sở Văn hóa, Thể thao và Du lịch"), several("Nguyễn Văn A")
    ((), ())
    """
    if not any(sign in text for sign in _SIGNS):
        return ()
    persons = _names(_BETWEEN_PERSONS, text)
    if len(persons) > 1 and all(map(_is_person, persons)):
        return persons
    names = _names(_BETWEEN, text)
    if _OFFICE_OF.match(text):
        return ()
    if len(names) > 1 and all(_BODY.match(name) or _is_full_person(name) for name in names):
        return names
    return ()


@lru_cache(4096)
def is_body(name: str) -> bool:
    """Whether an author is a public body or a part of one, not a person.

    >>> is_body("Ban biên tập"), is_body("UBND xã Hòa Long"), is_body("Trung tâm Phục vụ")
    (True, True, True)
    >>> is_body("Hoàng Kỳ"), is_body("Đoàn Văn Hậu"), is_body("Ban Thị Hoa"), is_body("Trang Hạ")
    (False, False, False, False)
    """
    if "Thị" in name.split():
        return False
    return any(re.match(form, name, re.IGNORECASE) for form in (_BODY.pattern, _OTHER_BODY))


def is_person(name: str) -> bool:
    """Whether an author is a person with a family name and a given one, each with a capital and in
    small letters.

    >>> is_person("Hoàng Kỳ"), is_person("Lan"), is_person("Kế hoạch năm"), is_person("CHỦ TỊCH")
    (True, False, False, False)
    >>> is_person("Nguyễn Văn A"), is_person("Khu A")
    (True, False)
    """
    words = name.split()
    whole = words[:-1] if len(words) > 2 and len(words[-1]) == 1 else words
    return (
        len(words) > 1
        and _is_person(name)
        and not is_body(name)
        and all(map(str.isalpha, words))
        and not any(map(str.isupper, whole))
    )


def _names(between: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(name for name in between.split(text.strip()) if name)


def _is_person(name: str) -> bool:
    first, *others = name.split()
    capital = first[0].isupper() or (first.lower() in ("ông", "bà") and others)
    capital = capital and all(word[0].isupper() for word in others)
    return bool(capital and _PERSON.fullmatch(name) and not _BODY.match(name))


def _is_full_person(name: str) -> bool:
    """Two words with capitals may belong to the name of a body."""
    return len(name.split()) > 2 and _is_person(name)
