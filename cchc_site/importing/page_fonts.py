"""Which letters the words of a page are whose fonts are of before Unicode.

Pure. A page may name such a font and yet hold Unicode, since browsers take another font then: what
all words in the font are decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from cchc_site.importing import decoding, html_blocks, legacy_fonts

_NAMED = re.compile(r"(?i)[\"'\s:=]\.?vn[a-z]|[\"'\s:=]vni[- ]")
_ENOUGH = 0.9


class PageLetters:
    """The letters that texts of a page stand for, by their fonts."""

    def __init__(self, nodes: Sequence[LexborNode], source: str) -> None:
        """Look at the words of `nodes` in each such font, if the page's `source` names any."""
        texts: dict[str, list[str]] = {}
        if _NAMED.search(source):
            html_blocks.read(nodes, lambda text, font: self._gathered(text, font, texts))
        self._old = {font for font, those in texts.items() if _is_old(" ".join(those), font)}

    def __call__(self, text: str, font: str) -> str:
        """The letters that `text` stands for in `font`."""
        legacy = legacy_fonts.encoding(_first(font)) if _first(font) in self._old else None
        return legacy_fonts.decoded(text, legacy) if legacy else text

    @staticmethod
    def _gathered(text: str, font: str, texts: dict[str, list[str]]) -> str:
        if legacy_fonts.encoding(_first(font)):
            texts.setdefault(_first(font), []).append(text)
        return text


def _first(font: str) -> str:
    """The first family of a list of fonts."""
    return font.partition(",")[0].strip(" \"'")


def _is_old(text: str, font: str) -> bool:
    legacy = legacy_fonts.encoding(font)
    if legacy is None:
        return False
    before = decoding.vietnamese_share(text)
    return (
        before < _ENOUGH and decoding.vietnamese_share(legacy_fonts.decoded(text, legacy)) > before
    )
