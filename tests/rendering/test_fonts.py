"""The portal's font as readers get it: made from its source, and with every letter."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.support import fonts

# What fonts draw in another way: the footnote's way back, with the wish not to make it a picture.
_SIGNS = frozenset("↩\ufe0e")
_HIDDEN = re.compile(r"(?s)<(script|style|pre|code)\b.*?</\1>|<[^>]*>")


@pytest.fixture(scope="module")
def letters() -> frozenset[str]:
    """The characters that every file has."""
    faces = [TTFont(fonts.FONTS / name).getBestCmap() for name in fonts.FILES]
    assert faces[0].keys() == faces[1].keys()
    return frozenset(map(chr, faces[0]))


def test_the_files_are_made_from_their_source() -> None:
    """Byte for byte: `make fonts` writes them."""
    kept = {file.name: file.read_bytes() for file in fonts.FONTS.glob("*.woff2")}

    assert kept == fonts.made()


def test_both_weights_together_are_light() -> None:
    """A slow line brings them within a second."""
    assert sum((fonts.FONTS / name).stat().st_size for name in fonts.FILES) <= 40_000


def test_every_vietnamese_letter_is_there(letters: frozenset[str]) -> None:
    """Composed, and typed as a letter with marks of its own."""
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = [f"{letter}{tone}" for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in tones]
    forms = {
        unicodedata.normalize(form, text) for text in (*vowels, "đĐ") for form in ("NFC", "NFD")
    }

    assert set("".join(forms)) <= letters


@pytest.mark.site
def test_every_character_of_a_site_is_there(site: Path, letters: frozenset[str]) -> None:
    """No word takes a letter from another font."""
    text = "".join(
        html.unescape(_HIDDEN.sub("", page.read_text("utf-8"))) for page in site.rglob("*.html")
    )

    assert {c for c in set(text) - letters - _SIGNS if not c.isspace()} == set()


def test_a_file_shapes_words_and_names_its_licence() -> None:
    """Kerning and marks have their tables."""
    for name in fonts.FILES:
        font = TTFont(io.BytesIO((fonts.FONTS / name).read_bytes()))
        assert {"GPOS", "GSUB", "GDEF"} <= set(font.keys())
        assert "Open Font License" in str(font["name"].getDebugName(13))
