"""Letters for the fonts of the nineties become Unicode, and nothing else does."""

from __future__ import annotations

import unicodedata

import pytest

from cchc_site.importing import legacy_fonts
from cchc_site.importing.legacy_fonts import LegacyEncoding

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES] + list(
    "bcdđghklmnpqrstvx"
)
LETTERS = [*SMALL, *(letter.upper() for letter in SMALL)]


def test_every_letter_of_vietnamese_is_meant() -> None:
    """Twelve vowels with six tones, seventeen consonants, in both cases."""
    assert len({*LETTERS}) == 2 * (12 * 6 + 17)


@pytest.mark.parametrize("legacy", LegacyEncoding)
def test_every_letter_survives(legacy: LegacyEncoding) -> None:
    """There and back it is the same; a capital of TCVN3 with a tone has a font of its own."""
    capitals = legacy is LegacyEncoding.TCVN3_CAPITALS
    simple = [each for each in LETTERS if each in "ĂÂÊÔƠƯĐ" or each.isascii() or each.islower()]
    wanted = {
        LegacyEncoding.TCVN3: simple,
        LegacyEncoding.TCVN3_CAPITALS: [each for each in LETTERS if each.isupper()],
        LegacyEncoding.VNI: LETTERS,
    }[legacy]
    codes = [legacy_fonts.encoded(letter, legacy) for letter in wanted]

    assert [legacy_fonts.decoded(code, legacy) for code in codes] == wanted
    assert len({*codes}) == len(wanted)
    # Nothing stands at a place where the fonts do not have it.
    assert all(max(code) <= "\xff" for code in codes)
    text = "Cộng hòa xã hội chủ nghĩa Việt Nam; Độc lập – Tự do – Hạnh phúc, 100% “đủ”"
    whole = legacy_fonts.decoded(legacy_fonts.encoded(text, legacy), legacy)
    assert whole == (text.upper() if capitals else text)


@pytest.mark.parametrize(
    ("font", "name"),
    [
        (".VnTime", "TCVN3"),
        (".vntime", "TCVN3"),
        (".VnArial Narrow", "TCVN3"),
        (".VnTimeH", "TCVN3_CAPITALS"),
        (".VnArial NarrowH", "TCVN3_CAPITALS"),
        ("VNI-Times", "VNI"),
        ("VNI-Helve-Condense", "VNI"),
        ("Times New Roman", ""),
        ("Vineta BT", ""),
    ],
)
def test_a_font_tells_by_its_name(font: str, name: str) -> None:
    """How its letters are to be read."""
    found = legacy_fonts.encoding(font)

    assert (found.name if found else "") == name


def test_text_that_is_unicode_stays() -> None:
    """As where a program has replaced the font and left its name."""
    for legacy in LegacyEncoding:
        assert legacy_fonts.decoded("Ủy ban đã họp", legacy) == "Ủy ban đã họp"


def test_letters_of_a_symbol_font_are_letters() -> None:
    """Word keeps those of some fonts in the private area."""
    moved = "".join(chr(0xF000 + ord(code)) for code in "ViÖt")

    assert legacy_fonts.decoded(moved, LegacyEncoding.TCVN3) == "Việt"
