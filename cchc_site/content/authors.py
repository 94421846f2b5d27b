"""Whether a text that stands for one author names several.

Pure.
"""

from __future__ import annotations

import re

_SIGNS = (",", ";", "&", "+", "/", " và ", " - ", " – ")
_BETWEEN = re.compile(r"\s*[,;&+]\s*|\s+và\s+")
_BETWEEN_PERSONS = re.compile(r"\s*[,;&+/]\s*|\s+(?:và|[-–])\s+")
# Every word of a person's name has a capital; the names of offices have small words too.
_PERSON = re.compile(
    r"(?:(?:ông|bà|ThS|TS|BS|KS|CN)\.? )?(?:\w[\w\u2019']*\.? ?){1,6}", re.IGNORECASE
)
_BODY = re.compile(
    r"(?:Ban|Báo|Bộ|Chi cục|Công an|Cục|Đài|Đảng ủy|Đoàn (?:Thanh|TNCS)|Hội|HĐND|"
    r"Hội đồng|Mặt trận|Nhóm|Phòng|Sở|"
    r"Thanh tra|Tổ|Tòa|Trạm|Trung tâm|Trường|UBMTTQ|UBND|Ủy ban|Văn phòng|Viện)\b"
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
