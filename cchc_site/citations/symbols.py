"""A document's number alone: what it says, however it is typed.

Pure. Where numbers stand in a text is left to `numbers`, which takes longer to load.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from cchc_site.citations.types import mended, with_marks

_DASHES = "-\u2010\u2011\u2012–—\u2212"
DASHES = re.escape(_DASHES)
"""Every dash that is typed, for a class of characters."""
# U+00D0, Eth, stands for Đ on many a page that was once in another encoding.
PLAIN = str.maketrans("Ðð" + _DASHES, "Đđ" + "-" * len(_DASHES))
"""How letters and dashes of a number are written properly."""
_WORDS = re.compile(r"[^\W_]+")
_JOINTS = re.compile(r"\s*[/-]\s*")
_ALONE = re.compile(
    r"\D*\d+[^\W\d_]{0,3}\s*[/-]\s*(?:(?:19|20)\d\d\s*[/-]\s*)?(?P<symbol>[^\W\d_].*)"
)


def key(number: str) -> str:
    """What tells a number from others: its letters and digits with their marks. Case, blanks, the
    kind of dash, and a Đ that was left out of letters which mean nothing else, do not count.

    >>> key("2539/QD-UBND") == key("2539 / qđ–ubnd"), key("15/HD-UBND") == key("15/HĐ-UBND")
    (True, False)
    """
    words = _WORDS.findall(normalize("NFC", number).translate(PLAIN).upper())
    return "-".join([with_marks(word) if "D" in word else word for word in words]).lower()


def groups_of(number: str) -> tuple[str, ...]:
    """The parts of the symbol of a `number` as it is written alone, () without one.

    >>> groups_of("42/2022/NĐ-CP"), groups_of("20-NQ/ĐU")
    (('NĐ', 'CP'), ('NQ', 'ĐU'))
    """
    symbol = _ALONE.match(number.translate(PLAIN))
    return tuple(map(mended, _JOINTS.split(symbol["symbol"]))) if symbol else ()
