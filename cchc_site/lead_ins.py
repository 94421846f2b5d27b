"""The words before a document's number: its type, "số", or what makes it no document at all.

Pure. A text is read backwards here, as only the end of such words is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_site.document_types import LONGEST_TYPE, TYPES_BY_SYMBOL, TYPES_BY_WORDS

_FARTHEST = 90
_FARTHEST_LAW = 140
_BACKWARDS = re.compile(
    r"(?P<gap>[\s*_:.]{0,5})(?P<words>(?:[^\W\d_]{1,15}[\s*_]{1,4}){0,9}[^\W\d_]{1,15})(?![^\W_])"
)
_WORD = re.compile(r"[^\W\d_]+")
_SAID = frozenset({"số", "sô", "no", "hiệu"})
# "Kết luận thanh tra số": small words may part a type from its number, but not these.
_APART = frozenset("theo tại kèm và của về trong có là được với bằng ở do từ đến các những".split())
_QUALIFIED_BY = 6
# What else has numbers that look like a document's.
_NEVER = frozenset(
    "mẫu biểu lục xe biển điều khoản điểm mục chương tcvn qcvn tcxdvn iso chuẩn hình".split()
)
_SELDOM = frozenset(
    "thửa đất đồ lô nhà phòng tổ hẻm ngõ ngách kiệt đường tại ở chỉ thoại mã máy căn hộ khu quầy "
    "sim trang kỳ báo km tầng tuyến cổng".split()
)
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
_MARKS = re.compile(r"[.;:(]")


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What stands before a number: where it starts, the type it names ("" for none) and whether it
    says "số". `doubt` tells that the word before is that of a plot, a house, a form: 2 for sure,
    1 if nothing else speaks for a document.
    """

    start: int
    kind: str = ""
    is_said: bool = False
    doubt: int = 0


def lead_in(text: str, floor: int, at: int, symbol_kind: str = "") -> LeadIn:
    """The lead-in of the number at `at` in `text`, not reaching before `floor`.

    `symbol_kind` is the type that the number's symbol stands for.

    >>> lead_in("Thực hiện Kế hoạch số 09", 0, 22)
    LeadIn(start=10, kind='Kế hoạch', is_said=True, doubt=0)
    """
    backwards = _BACKWARDS.match(text[max(floor, at - _FARTHEST) : at][::-1])
    if not backwards:
        return LeadIn(at)
    shift = backwards.start("words")
    words = [
        (match[0][::-1], at - shift - match.end()) for match in _WORD.finditer(backwards["words"])
    ]
    start = at
    is_said = words[0][0].lower() in _SAID
    if is_said:
        start = words.pop(0)[1]
    elif backwards["gap"].strip("* _\n\t\xa0"):
        return LeadIn(at)
    kind, first = _kind(words, symbol_kind if is_said else None)
    if kind:
        return LeadIn(first, kind, is_said)
    return LeadIn(start, "", is_said, _doubt(words))


def law_before(text: str, floor: int, at: int) -> LeadIn | None:
    """The lead-in of a law that has its name before its number: "Luật Đất đai số 31/2024/QH15"."""
    begin = max(floor, at - _FARTHEST_LAW)
    place, kind = max((text.rfind(law + " ", begin, at), law) for law in _LAWS)
    if place < 0 or _MARKS.search(text, place, at):
        return None
    return LeadIn(place, kind, is_said=True)


def _kind(words: list[tuple[str, int]], symbol_kind: str | None) -> tuple[str, int]:
    """The type at the end of `words`, nearest first, and where it starts; "" for none.

    With a `symbol_kind`, even an empty one, small words may follow a type of two words.
    """
    for length in range(min(LONGEST_TYPE, len(words)), 0, -1):
        kind = _named(words[:length])
        if kind:
            return kind, words[length - 1][1]
    if words and len(words[0][0]) > 1 and words[0][0] in TYPES_BY_SYMBOL:
        return TYPES_BY_SYMBOL[words[0][0]], words[0][1]
    if symbol_kind is None:
        return "", 0
    for place, (word, _) in enumerate(words[: _QUALIFIED_BY + 1]):
        kind = _named(words[place : place + 2]) if place else ""
        if kind and symbol_kind in (kind, ""):
            return kind, words[place + 1][1]
        if not word.islower() or word in _APART:
            break
    return "", 0


def _named(words: list[tuple[str, int]]) -> str:
    phrase = " ".join(word for word, _ in reversed(words)).lower().replace("ð", "đ")
    return TYPES_BY_WORDS.get(phrase, "")


def _doubt(words: list[tuple[str, int]]) -> int:
    last = words[0][0].lower() if words else ""
    if last in _NEVER:
        return 2
    return 1 if last in _SELDOM else 0
