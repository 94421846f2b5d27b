"""Day and body where they stand before a document's number: "Ngày 13/4/2022, UBND huyện Lai Vung
ban hành Kế hoạch số 09/KH-UBND", as news begin; and "Kế hoạch của UBND huyện Lai Vung số 09".

Pure. Only what leaves no doubt is read: the body must be the subject of a verb by which documents
come to be, right before the document, and the day must stand right before that subject.
"""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from cchc_site.citations import dates, issuers
from cchc_site.citations.types import LONGEST_TYPE, TYPES_BY_WORDS

_FARTHEST = 300
_VERB_FARTHEST = 60
_VERB = re.compile(
    r"(?:,?\s(?:đã|vừa|mới|cũng|lại|tiếp\stục|chính\sthức|kịp\sthời|thống\snhất|đồng\sthời))*"
    r"\s(?:ký\s(?:quyết\sđịnh\s)?)?(?:ban\shành|phát\shành|thông\squa|ký|ra|có|gửi)\s{1,3}"
    r"(?:(?:các|những|\d{1,2})\s)?[*_“\"]{0,3}\Z"
)
_LAST = frozenset("hành qua ký ra có gửi các những".split())
# A body may tell where it is, or which of its terms, which is no part of its name.
_WHERE = re.compile(
    r"(?:,\s(?:tỉnh|thành\sphố|huyện|thị\sxã)(?:\s[A-ZĐÂÁÀẢÃẠĂƯÔƠÊÓÍÝÚ][^\W\d_]*){1,4})?"
    r"(?:\s\([^()]{1,60}\))?[*_]{0,3}\Z"
)
_TERM = re.compile(
    r"(?:,?\s[Kk](?:hóa|hoá)\s[IVXLC\d]{1,6})?(?:,?\s[Nn]hiệm\skỳ\s\d{4}\s?[-–]\s?\d{4})?"
    r"(?:,?\s(?:tại\s)?[Kk]ỳ\shọp\sthứ\s[^\W_]{1,7}(?:\s[^\W_]{1,5})?)?,?\Z"
)
_OF_TERM = ("hóa ", "hoá ", "kỳ ")
# What a subject stands after: the beginning of a sentence or a clause, a day, or these words.
_CLAUSE = re.compile(
    r"(?:[.;:!?…,\n(“\"–-][\s*_]*|\d[)\s*_]*|\b(?:tham\smưu|trình|khi|do|nay|rằng|vì|mà)\s)\Z"
)
_DAY = re.compile(
    rf"""
    \b (?: ngày | sáng | chiều | trưa | tối | hôm ) \s{{0,3}} (?: ngày \s{{0,3}} )?
    {dates.WRITTEN} \)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(r"([^\W_]+)\s{0,3}[*_]{0,3}\Z")
_YEAR = re.compile(r"[0-9]{4}")
# Words that may stand before "ngày": any other may give the day another meaning ("từ ngày").
_BEFORE_DAY = frozenset("sáng chiều trưa tối vào trong hôm".split())
_GAP = re.compile(
    r"[\s*_]{0,4}[,:]?[\s*_]{0,5}(?:(?:thực\shiện|triển\skhai|tại|theo|căn\scứ|trên\scơ\ssở|nhằm|để|ông|bà"
    r"|đồng\schí)\s[^.;:!?]{1,160},\s)?[*_]{0,3}\Z",
    re.IGNORECASE,
)
# Where nobody can tell which body it was, the day may still be that of the verb.
_ONE_CLAUSE = re.compile(r"[\s*_]{0,4}(?:[,:]?\s{1,3}[^.,;:!?\d]{1,150})?\Z")
# "ban hành Kế hoạch cải cách hành chính năm 2026 (số 09/KH-UBND)"
_NAMED = re.compile(
    r"\s(?:ban\shành|ký|ra|có)\s{1,3}(?=(?P<type>[^\W\d_]+\s[^\W\d_]+)[^.;:!?()]*\(\Z)"
)
_OF = re.compile(r"\b(?:của|do)\s{1,3}")
_AFTER_NAME = re.compile(
    rf"(?: ,?\s{{1,3}} ngày \s{{0,3}} {dates.WRITTEN} )? [\s,*_]{{0,4}} \(? \Z", re.VERBOSE
)
_TYPED_DAY = re.compile(
    rf"\s{{1,3}} ngày \s{{0,3}} {dates.WRITTEN} [\s,*_]{{0,4}} \(? \Z", re.VERBOSE
)
_OFFICE = re.compile(r"(?:Phó )?(?:Chủ tịch|Giám đốc|Bộ trưởng|Thứ trưởng|Chánh|Trưởng|Bí thư)\b")
_LEVELS = re.compile(r".*\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) ")


class Opening(Struct, frozen=True):
    """What stands before a number: a day, or what is written in the place of one, and a body."""

    date: dt.date | None = None
    date_text: str = ""
    issuer: str | None = None


NOTHING = Opening()


def opening(text: str, floor: int, at: int) -> Opening:
    """Day and body before the document that `text` names from `at` on, not before `floor`.

    >>> opening("Ngày 13/4/2022, UBND huyện Lai Vung ban hành Kế hoạch số 09", 0, 45).issuer
    'Ủy ban nhân dân huyện Lai Vung'
    """
    floor = max(floor, at - _FARTHEST)
    last = text[max(floor, at - 12) : at].rstrip(' *_“"\n').rpartition(" ")[2]
    if last not in _LAST and not last.isdigit():  # as nearly always: quicker than to search
        return NOTHING
    verb = _VERB.search(text, max(floor, at - _VERB_FARTHEST), at)
    if not verb:
        return NOTHING
    subject = _subject(text, floor, verb.start())
    if subject is None:
        is_doubtful = "có" in verb[0].split()
        return NOTHING if is_doubtful else day_before(text, floor, verb.start(), _ONE_CLAUSE)
    name, start = subject
    day = day_before(text, floor, start)
    if day is NOTHING and text[floor:start].endswith("tham mưu "):
        day = day_before(text, floor, start, _ONE_CLAUSE)
    return Opening(day.date, day.date_text, _body(name))


def apart(text: str, floor: int, at: int) -> Opening:
    """Day and body between the type of a document and the "số" at `at`, or before a type whose
    number is in brackets.

    >>> apart("Kế hoạch của UBND huyện Lai Vung số 09/KH-UBND", 0, 33).issuer
    'Ủy ban nhân dân huyện Lai Vung'
    """
    floor = max(floor, at - _FARTHEST)
    named = _NAMED.search(text, floor, at)
    if named and named["type"].lower() in TYPES_BY_WORDS:
        return opening(text, floor, named.end())
    for of in _OF.finditer(text, floor, at):
        name = issuers.name_at(text, of.end(), at)
        after = _AFTER_NAME.match(text, name[1], at) if name else None
        if name and after:
            day = _typed_day(text, floor, of.start())
            return _dated(day or (after if after["written"] else None), name[0])
    return _dated(_typed_day(text, floor, at), None)


def day_before(text: str, floor: int, at: int, gap: re.Pattern[str] = _GAP) -> Opening:
    """The day that a clause which goes on at `at` begins with, nothing but a `gap` between."""
    if not _YEAR.search(text, floor, at):  # quicker than to search for a day
        return NOTHING
    days = [*_DAY.finditer(text, floor, at)]
    last = days[-1] if days else None
    if last is None or not gap.match(text, last.end(), at):
        return NOTHING
    word = _BEFORE.search(text, max(floor, last.start() - 30), last.start())
    if word and word[1].lower() not in _BEFORE_DAY:
        return NOTHING
    return _dated(last, None)


def _typed_day(text: str, floor: int, at: int) -> re.Match[str] | None:
    """The day that ends at `at` right after the name of a type."""
    for day in re.finditer(r"\s{1,3}ngày\s", text[floor:at]):
        start = floor + day.start()
        words = text[max(floor, start - 60) : start].lower().split()
        typed = any(
            " ".join(words[-length:]) in TYPES_BY_WORDS for length in range(1, LONGEST_TYPE + 1)
        )
        match = _TYPED_DAY.match(text, start, at) if typed else None
        if match:
            return match
    return None


def _dated(day: re.Match[str] | None, issuer: str | None) -> Opening:
    if day is None:
        return Opening(issuer=issuer)
    date = dates.day(day)
    return Opening(date, "" if date else day["written"], issuer)


def _subject(text: str, floor: int, end: int) -> tuple[str, int] | None:
    """The body that is the subject of a verb at `end`, alone, and where its name begins."""
    nearest = max(floor, end - _VERB_FARTHEST)
    has_term = any(word in text[nearest:end] for word in _OF_TERM)
    where = (_TERM if has_term else _WHERE).search(text, nearest, end)
    for limit in sorted({where.start() if where else end, end}):
        named = issuers.name_before(text, floor, limit)
        if named and _stands_first(text, floor, named[1]):
            return named
    return None


def _stands_first(text: str, floor: int, start: int) -> bool:
    """Whether a name at `start` begins a clause, and no other body is named beside it."""
    before = text[floor:start].rstrip(" *_\n")
    if floor == 0 and not before.strip('“"('):
        return True
    if not _CLAUSE.search(text, max(floor, start - 20), start):
        return False
    return not before.endswith(",") or _subject(text, floor, floor + len(before) - 1) is None


def _body(name: str) -> str | None:
    """The body of a subject, None where a person's own name may have come into it."""
    if not _OFFICE.match(name):
        return name
    place = _LEVELS.sub("", name)
    return name if len(place.split()) <= 3 or place == name else None
