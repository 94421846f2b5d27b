"""Vietnamese written for the fonts of the nineties, whose letters stand at other letters' places →
Unicode.

Pure. TCVN3 (TCVN 5712:1993, “ABC”, fonts .VnTime …) has a code a letter; its capitals with tones
are small letters in a font whose name ends in H. VNI (fonts VNI-Times …) writes a letter's marks
behind it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto


class LegacyEncoding(Enum):
    """How a font's letters are to be read."""

    TCVN3 = auto()
    TCVN3_CAPITALS = auto()
    VNI = auto()


_TCVN3_SMALL = {
    "\xa8": "ă", "\xa9": "â", "\xaa": "ê", "\xab": "ô", "\xac": "ơ", "\xad": "ư", "\xae": "đ",
    "\xb5": "à", "\xb6": "ả", "\xb7": "ã", "\xb8": "á", "\xb9": "ạ",
    "\xbb": "ằ", "\xbc": "ẳ", "\xbd": "ẵ", "\xbe": "ắ", "\xc6": "ặ",
    "\xc7": "ầ", "\xc8": "ẩ", "\xc9": "ẫ", "\xca": "ấ", "\xcb": "ậ",
    "\xcc": "è", "\xce": "ẻ", "\xcf": "ẽ", "\xd0": "é", "\xd1": "ẹ",
    "\xd2": "ề", "\xd3": "ể", "\xd4": "ễ", "\xd5": "ế", "\xd6": "ệ",
    "\xd7": "ì", "\xd8": "ỉ", "\xdc": "ĩ", "\xdd": "í", "\xde": "ị",
    "\xdf": "ò", "\xe1": "ỏ", "\xe2": "õ", "\xe3": "ó", "\xe4": "ọ",
    "\xe5": "ồ", "\xe6": "ổ", "\xe7": "ỗ", "\xe8": "ố", "\xe9": "ộ",
    "\xea": "ờ", "\xeb": "ở", "\xec": "ỡ", "\xed": "ớ", "\xee": "ợ",
    "\xef": "ù", "\xf1": "ủ", "\xf2": "ũ", "\xf3": "ú", "\xf4": "ụ",
    "\xf5": "ừ", "\xf6": "ử", "\xf7": "ữ", "\xf8": "ứ", "\xf9": "ự",
    "\xfa": "ỳ", "\xfb": "ỷ", "\xfc": "ỹ", "\xfd": "ý", "\xfe": "ỵ",
}  # fmt: skip
_TCVN3_LARGE = {
    "\xa1": "Ă", "\xa2": "Â", "\xa3": "Ê", "\xa4": "Ô", "\xa5": "Ơ", "\xa6": "Ư", "\xa7": "Đ",
}  # fmt: skip
_TCVN3 = str.maketrans(_TCVN3_SMALL | _TCVN3_LARGE)

# What a mark of VNI adds to the letter before it, as Unicode combines it.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVES = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_MARKS = {
    **dict.fromkeys("eo", _VNI_TONES | _VNI_HATS),
    **dict.fromkeys("uyôö", _VNI_TONES),
    "a": _VNI_TONES | _VNI_HATS | _VNI_BREVES,
}
_VNI_ALONE = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
}
_VNI_BASES = "aeouyôö"
VNI_LETTERS = _VNI_BASES + _VNI_BASES.upper()
_ALL_MARKS = "".join(dict.fromkeys("".join(map("".join, _VNI_MARKS.values()))))
_VNI = re.compile(
    rf"([{VNI_LETTERS}])([{_ALL_MARKS}{_ALL_MARKS.upper()}])"
    rf"|([{''.join(_VNI_ALONE)}{''.join(_VNI_ALONE).upper()}])"
)
_IS_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
_OF_SYMBOL_FONT = re.compile("[\uf020-\uf0ff]")


def encoding(font: str) -> LegacyEncoding | None:
    """How text in a font of that name is to be read, None for Unicode.

    >>> encoding(".VnTime"), encoding(".VnArialH").name, encoding("VNI-Times").name
    (<LegacyEncoding.TCVN3: 1>, 'TCVN3_CAPITALS', 'VNI')
    >>> encoding("Times New Roman")
    """
    name = font.strip()
    if name.lower().startswith("vni"):
        return LegacyEncoding.VNI
    if re.match(r"\.vn|Vn[A-Z]", name, re.IGNORECASE if name.startswith(".") else 0):
        capitals = name.endswith("H") and name.lower() != ".vnh"
        return LegacyEncoding.TCVN3_CAPITALS if capitals else LegacyEncoding.TCVN3
    return None


def decoded(text: str, legacy: LegacyEncoding) -> str:
    """`text`, which is written for such a font, in NFC. Where it is Unicode already, as where a
    program has replaced the font and left its name, it stays.

    >>> decoded("Céng hßa x· héi", LegacyEncoding.TCVN3)
    'Cộng hòa xã hội'
    >>> decoded("Uûy ban nhaân daân", LegacyEncoding.VNI), decoded("đã", LegacyEncoding.VNI)
    ('Ủy ban nhân dân', 'đã')
    """
    if _IS_UNICODE.search(text):
        return text
    text = _OF_SYMBOL_FONT.sub(lambda sign: chr(ord(sign[0]) - 0xF000), text)
    if legacy is LegacyEncoding.VNI:
        return _VNI.sub(_of_vni, text)
    plain = text.translate(_TCVN3)
    return plain.upper() if legacy is LegacyEncoding.TCVN3_CAPITALS else plain


def _of_vni(match: re.Match[str]) -> str:
    base, mark, alone = match.groups()
    if alone:
        return _as(_VNI_ALONE[alone.lower()], alone)
    marks = _VNI_MARKS[base.lower()].get(mark.lower())
    plain = _as(_VNI_ALONE.get(base.lower(), base.lower()), base)
    if marks is None:  # two letters by themselves
        return plain + _VNI.sub(_of_vni, mark)
    return unicodedata.normalize("NFC", plain + marks)


def _as(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def begins_with_mark(text: str) -> bool:
    """Whether text of a VNI font begins with what may belong to the letter before it."""
    return bool(text) and text[0].lower() in _ALL_MARKS


def encoded(text: str, legacy: LegacyEncoding) -> str:
    """How `text` is written for such a font; small letters for the font of capitals."""
    lower = text.lower() if legacy is LegacyEncoding.TCVN3_CAPITALS else text
    codes = _codes(legacy)
    return "".join(codes.get(letter, letter) for letter in unicodedata.normalize("NFC", lower))


def _codes(legacy: LegacyEncoding) -> dict[str, str]:
    if legacy is not LegacyEncoding.VNI:
        return {letter: code for code, letter in (_TCVN3_SMALL | _TCVN3_LARGE).items()}
    pairs = [(letter, code) for code, letter in _VNI_ALONE.items()]
    for base, marks in _VNI_MARKS.items():
        plain = _VNI_ALONE.get(base, base)
        pairs += (
            (unicodedata.normalize("NFC", plain + combining), base + mark)
            for mark, combining in marks.items()
        )
    return dict(pairs) | {letter.upper(): code.upper() for letter, code in pairs}
