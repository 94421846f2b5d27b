"""The names of public bodies: their one spelling, what tells them apart, and which tell too little.

Pure. Where a name stands in a text, and where it ends, is left to `issuers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from cchc_site.base import vietnamese
from cchc_site.citations.types import body_by_symbol, central, is_central


def _by_symbol(short: re.Match[str]) -> str:
    return body_by_symbol(short[0]) or short[0]


def _department(short: re.Match[str]) -> str:
    """A department as the ministry of its letters is named: "Sở GD&ĐT"."""
    ministry = body_by_symbol("B" + re.sub(r"[&\s-]+", "", short[2])) or ""
    return f"{short[1]} {ministry[3:]}" if ministry.startswith("Bộ ") else short[0]


def _front(short: re.Match[str]) -> str:
    name = "Mặt trận Tổ quốc Việt Nam" if short[2] else "Mặt trận Tổ quốc"
    return f"Ủy ban {name}" if short[1] else name


def _in_capitals(name: re.Match[str]) -> str:
    """A body of the whole country as it is written in running text."""
    return central(name[0]) or name[0]


_Whole = str | Callable[[re.Match[str]], str]
_NAMES: tuple[tuple[str, _Whole], ...] = (
    # Before "TP" is read: "Sở TP". Other abbreviations of a body are as in the symbols.
    (r"\b(Bộ|Sở|Phòng) ([A-ZĐ]{2,8}(?:(?: ?[&-] ?| )[A-ZĐ]{2,8}){0,3})\b", _department),
    (r"\A(?:CP|TTg|CTN|UBTVQH|TTCP)\Z", _by_symbol),
    (r"\AThủ tướng\Z", "Thủ tướng Chính phủ"),
    (r"(?<=\AChủ tịch nước) .*", ""),  # the state's own name
    (r"\A[^a-z]{7,}\Z", _in_capitals),
    (r"\b(UB)?MTTQ(?: ?(VN))?\b", _front),
    (r"\bBCH\b", "Ban Chấp hành"),
    (r"\bBTV\b", "Ban Thường vụ"),
    (r"\bUBND\b", "Ủy ban nhân dân"),
    (r"\bHĐND\b", "Hội đồng nhân dân"),
    (r"\bUỷ\b", "Ủy"),
    (r"\b(?:(?:TP|Tp)[.\s]{0,2}|thành phố )HCM\b", "thành phố Hồ Chí Minh"),
    (r"\b(?:TP|Tp)(?:\.\s?|\s)(?=[^\W\d_])", "thành phố "),
    (r"\b(?:TX|Tx)(?:\.\s?|\s)(?=[^\W\d_])", "thị xã "),
)
_WORDS = re.compile(r"[^\W_]+")
_SHORTENED = re.compile(r"Uỷ|\b(?:Tp|Tx)\b|\AThủ tướng\Z|\AChủ tịch nước ")
"""What is written out although no word of it has two capitals."""


@cache
def _names() -> tuple[tuple[re.Pattern[str], _Whole], ...]:
    """The patterns, made where a name is written otherwise than registers do."""
    return tuple((re.compile(pattern), whole) for pattern, whole in _NAMES)


def _spoken(names: str) -> str:
    """An expression for any of these `names` in the key of a body."""
    return "|".join(re.escape(vietnamese.spoken(name)) for name in names.split(", "))


_LEVELS = "tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu"
_OFFICES = "chủ tịch, phó chủ tịch, thường trực, văn phòng, ban thường vụ, giám đốc, và"
_BODIES = (
    "ủy ban nhân dân, hội đồng nhân dân, ủy ban, sở, phòng, ban, cục, chi cục, bộ, công an, "
    "đảng ủy, tỉnh ủy, thành ủy, huyện ủy, quận ủy, thị ủy, trung tâm, tòa án nhân dân, "
    "văn phòng, chủ tịch, hội đồng, ban chấp hành"
)


@cache
def _short() -> re.Pattern[str]:
    """A body is one of hundreds where its name is of these words alone, or lacks the place at its
    end."""
    offices, named, levels = map(_spoken, (_OFFICES, _BODIES, _LEVELS))
    return re.compile(rf"(?:(?:{offices}) )*(?:{named})|(?:.* )?(?:{levels})")


@cache
def _place() -> re.Pattern[str]:
    return re.compile(rf"(?:{_spoken(_LEVELS)}) ")


_TERRITORY = re.compile(
    r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (?=[^\W_a-z])\w.*\Z"
)


# Who heads a body signs in its name and takes the next number of its year.
_HEAD = re.compile(
    r"\A(?:Phó )?(?:(?:Chủ tịch|Bộ trưởng(?:, Chủ nhiệm)?|Thứ trưởng|Giám đốc|Cục trưởng"
    r"|Chi cục trưởng|Tổng cục trưởng|Vụ trưởng|Viện trưởng|Chánh án|Chánh Thanh tra|Thống đốc"
    r"|Hiệu trưởng|Chánh|Trưởng|Tổng) )"
    r"(?=(?:Ủy ban|Hội đồng|Bộ|Sở|Tổng cục|Cục|Chi cục|Vụ|Viện|Tòa án|Thanh tra|Kiểm toán"
    r"|Ngân hàng|Trung tâm|Trường|Văn phòng|Phòng|Ban|Công an) )",
    re.IGNORECASE,
)


def numbering(issuer: str) -> str:
    """The body that gives a document its number, where `issuer` may be its head: a decision of a
    minister is numbered among those of the ministry.

    >>> numbering("Bộ trưởng Bộ Tư pháp"), numbering("Chủ tịch UBND xã A"), numbering("Chính phủ")
    ('Bộ Tư pháp', 'Ủy ban nhân dân xã A', 'Chính phủ')
    """
    return _HEAD.sub("", full_name(issuer), 1)


def full_name(written: str) -> str:
    """A public body as registers name it: abbreviations written out, one spelling.

    >>> full_name("UBND huyện  Lai Vung")
    'Ủy ban nhân dân huyện Lai Vung'
    >>> full_name("Sở GD-ĐT tỉnh Đồng Tháp"), full_name("Bộ TN&MT")
    ('Sở Giáo dục và Đào tạo tỉnh Đồng Tháp', 'Bộ Tài nguyên và Môi trường')
    """
    words = written.split()
    name = " ".join(words)
    if all(word[1:].islower() for word in words) and not _SHORTENED.search(name):
        return name
    for pattern, whole in _names():
        name = pattern.sub(whole, name)
    return name


@lru_cache(4096)
def key(issuer: str) -> str:
    """What tells a body from others: its name as it is spoken; marks between words do not count,
    nor whether it or its head is named.

    >>> key("UBND xã Tân Thành") == key("Ủy ban nhân dân xã Tân Thạnh")
    False
    """
    return vietnamese.spoken(" ".join(_WORDS.findall(numbering(issuer))))


@lru_cache(4096)
def is_short(issuer: str) -> bool:
    """Whether the name of a body could be that of many.

    >>> is_short("UBND tỉnh"), is_short("Sở"), is_short("UBND tỉnh Đồng Tháp")
    (True, True, False)
    """
    return bool(_short().fullmatch(key(issuer)))


def jurisdiction(issuer: str) -> str:
    """Where the word of a body counts: “Việt Nam”, “tỉnh Đồng Tháp”, "" where its name tells
    neither.

    >>> jurisdiction("Chính phủ"), jurisdiction("UBND huyện Lai Vung"), jurisdiction("Huyện ủy X")
    ('Việt Nam', 'huyện Lai Vung', '')
    """
    name = full_name(issuer)
    place = _TERRITORY.search(name)
    if place:
        return place[0]
    return "Việt Nam" if is_central(name) else ""


def is_part(body: str, whole: str) -> bool:
    """Whether the key of a `body` may stand for the body of the key `whole`: it is the same, lacks
    the place that the whole one tells, or is one of hundreds."""
    if body == whole:
        return True
    if not whole.startswith(f"{body} "):
        return False
    return bool(_short().fullmatch(body) or _place().match(whole, len(body) + 1))
