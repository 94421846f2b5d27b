"""The words before a document's number: its type, "số", or what makes it no document at all.

Pure. A text is read backwards here, as only the end of such words is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.citations.types import TYPES_BY_SYMBOL, TYPES_BY_WORDS, possible_types

_FARTHEST = 90
_FARTHEST_LAW = 140


def _backwards(words: str) -> str:
    return r"\s{1,3}".join(word[::-1] for word in reversed(words.split()))


_NAMES = sorted(TYPES_BY_WORDS, key=len, reverse=True)
_SAID = ("số ký hiệu", "số, ký hiệu", "ký hiệu", "số hiệu", "số", "sô", "no")
_LEAD = re.compile(
    rf"""
    (?P<gap> [\s*_:.]{{0,5}} )
    (?: (?P<said> (?: {"|".join(map(_backwards, _SAID))} ) (?![^\W_]) ) [\s*_]{{0,4}} )?
    (?: (?P<name> (?: {"|".join(map(_backwards, _NAMES))} ) (?![^\W_]) )
      | (?P<word> [^\W\d_]{{1,15}} ) )?
    """,
    re.VERBOSE,
)
# "Kết luận thanh tra số": small words may part a type from its number, but not these.
_BETWEEN = re.compile(r"[\s*_]{0,4}(?P<words>(?:[^\W\d_]{1,12}[\s*_]{1,4}){2,8}[^\W\d_]{1,12})")
_WORD = re.compile(r"[^\W\d_]+")
_APART = frozenset("theo tại kèm và của về trong có là được với bằng ở do từ đến các những".split())
# What else has numbers that look like a document's, for sure or unless the symbol says otherwise.
_NEVER = frozenset(
    "mẫu biểu lục xe biển điều khoản điểm mục chương tcvn qcvn tcxdvn iso chuẩn hình".split()
)
_SELDOM = frozenset(
    "thửa đất đồ lô nhà phòng tổ hẻm ngõ ngách kiệt đường tại ở chỉ thoại mã máy căn hộ khu quầy "
    "sim trang kỳ báo km tầng tuyến cổng sơ đơn tổng đa con hệ tham dân đổi thuật thông doanh trị "
    "chữ thiểu lai".split()
)
# A law, or what parliament resolves, by its name; not "pháp luật", "dự luật", "luật sư".
_ACT = re.compile(
    r"(?<![^\W_])(?:bộ\sluật|(?<!pháp\s)(?<!kỷ\s)(?<!quy\s)(?<!dự\s)luật(?!\s(?:sư|gia|pháp)(?![^\W_]))|pháp\slệnh"
    r"|nghị\squyết)(?=\s)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r"\s{0,2}(?:\(|[–—-]\s)\s?")
_MARKS = re.compile(r"[.;:]")


class LeadIn(Struct, frozen=True):
    """What stands before a number: where it starts, the type it names ("" for none) and whether it
    says "số". `doubt` says that the word before is that of a plot, a house, a form: 2 for sure,
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
    before = text[max(floor, at - _FARTHEST) : at][::-1].replace("Ð", "Đ")
    small = before.lower()
    match = _LEAD.match(small if len(small) == len(before) else before)  # "İ" grows.
    if not match:
        return LeadIn(at)
    gap, said, name, word = match.groups()
    if not said and gap and gap.strip("* _\n\t\r\xa0"):
        return LeadIn(at)
    if name:
        kind = TYPES_BY_WORDS[" ".join(name[::-1].split())]
    else:
        kind = _by_symbol(before[slice(*match.span("word"))][::-1])
    if said and (not kind or symbol_kind not in (kind, "")):
        other = _parted(before, match.end("said"), symbol_kind)
        if other:
            return LeadIn(at - other[1], other[0], is_said=True)
    if kind:
        return LeadIn(at - match.end(), kind, bool(said))
    start = at - match.end("said") if said else at
    return LeadIn(start, "", bool(said), _doubt(word[::-1] if word else ""))


def of_parliament(
    text: str, floor: int, number: tuple[int, int], lead: LeadIn, groups: Sequence[str]
) -> LeadIn:
    """The lead-in of an act of parliament with the symbol of these `groups`, which may leave
    several types; `number` is its span, and `lead` what stands right before it. Its name tells the
    type, before, "Luật Đất đai số 31/2024/QH15", or after, "31/2024/QH15 (Luật Đất đai)". Nothing
    does where a clause names acts of two types: “Nghị quyết về việc thi hành Luật Đất đai số …”."""
    start, end = number
    possible = possible_types(groups)
    before = _act_before(text, floor, start, lead, possible)
    if before:
        return before
    after = "" if lead.kind == "Luật" else _act_after(text, end, possible)
    return replace(lead, kind=after) if after else lead


def _act_before(
    text: str, floor: int, at: int, lead: LeadIn, possible: Sequence[str]
) -> LeadIn | None:
    acts = [
        (act.start(), " ".join(act[0].split()).capitalize())
        for act in _ACT.finditer(text, max(floor, at - _FARTHEST_LAW), at)
    ]
    acts = [
        (place, kind)
        for place, kind in acts
        if kind in possible and not _MARKS.search(text, place, at)
    ]
    if not acts or (lead.kind != "Luật" and len({kind for _, kind in acts}) > 1):
        return None
    place, kind = acts[-1]
    if kind == "Nghị quyết":
        return LeadIn(lead.start, kind, lead.is_said)  # one has no name of its own
    return LeadIn(at if "(" in text[place:at] else place, kind, is_said=True)


def _act_after(text: str, at: int, possible: Sequence[str]) -> str:
    between = _EXPLAINED.match(text, at)
    act = _ACT.match(text, between.end()) if between else None
    kind = " ".join(act[0].split()).capitalize() if act else ""
    return kind if kind in possible else ""


def _parted(before: str, at: int, symbol_kind: str) -> tuple[str, int] | None:
    """The type, and where it ends in `before`, that small words part from the "số" ending at `at`.

    `before` runs backwards. With a `symbol_kind` no other type will do.
    """
    between = _BETWEEN.match(before, at)
    if not between:
        return None
    words = [(word[0][::-1], word.end()) for word in _WORD.finditer(before, *between.span("words"))]
    for place, (word, _) in enumerate(words[:-1]):
        if place:
            kind = TYPES_BY_WORDS.get(f"{words[place + 1][0]} {word}".lower())
            if kind and symbol_kind in (kind, ""):
                return kind, words[place + 1][1]
        if not word.islower() or word in _APART:
            return None
    return None


def _by_symbol(word: str) -> str:
    return TYPES_BY_SYMBOL.get(word, "") if len(word) > 1 else ""


def _doubt(word: str) -> int:
    if word in _NEVER:
        return 2
    return 1 if word in _SELDOM else 0
