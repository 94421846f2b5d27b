"""In which font each run of a Word document stands, and the letters of old fonts in Unicode.

Pure: changes the trees that it is given. A run's font is its own, else that of its style, of its
paragraph's style, of its table's, each with the styles that it is based on, else the default
(ECMA-376, part 1, 17.7.2).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from cchc_site.importing import legacy_fonts
from cchc_site.importing.legacy_fonts import LegacyEncoding
from cchc_site.importing.word_xml import W, attribute, value

_DEEPEST = 30  # styles that one is based on
# Letters of old fonts lie where Word takes the font for `hAnsi`, each slot by itself from the
# nearest that names it; a document that tells that of a theme means a font of today.
_SLOTS = ("hAnsi", "ascii")
_LAST_SLOTS = ("cs",)


class Fonts:
    """The fonts of a document."""

    def __init__(self, styles: Any) -> None:
        """Read the tree of the styles, None for a document without them."""
        self._styles: dict[str, Any] = {}
        self._default: Any = None
        self._usual: dict[str, str] = {}
        for style in styles.iter(f"{W}style") if styles is not None else ():
            self._styles[attribute(style, "styleId")] = style
            if attribute(style, "default") in ("1", "true", "on"):
                self._usual[attribute(style, "type")] = attribute(style, "styleId")
        if styles is not None:
            self._default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def convert(self, tree: Any) -> None:
        """Write the letters of all runs in Unicode, in NFC, soft hyphens left out."""
        for paragraph in tree.iter(f"{W}p"):
            before: Any = None
            for run in _runs(paragraph):
                legacy = legacy_fonts.encoding(self._font_of(run, paragraph))
                for text in run.iter(f"{W}t", f"{W}delText"):
                    if legacy is LegacyEncoding.VNI and before is not None:
                        _join(before, text)
                    before = text if legacy is LegacyEncoding.VNI else None
                    text.set("cchc", legacy.name if legacy else "")
            for text in paragraph.iter(f"{W}t"):
                if "cchc" in text.attrib:
                    _decode(text)

    def convert_numbers(self, numbering: Any) -> None:
        """The same with the words in the numbers of lists."""
        for level in numbering.iter(f"{W}lvl"):
            style = value(level, "pStyle")
            fonts = (
                _font(level.find(f"{W}rPr"), slots)
                or self._of_style(style, slots)
                or _font(self._default, slots)
                for slots in (_SLOTS, _LAST_SLOTS)
            )
            legacy = legacy_fonts.encoding(next(filter(None, fonts), ""))
            words = level.find(f"{W}lvlText")
            if legacy and words is not None and value(level, "numFmt") != "bullet":
                words.set(f"{W}val", legacy_fonts.decoded(attribute(words, "val"), legacy))

    def _font_of(self, run: Any, paragraph: Any) -> str:
        properties = run.find(f"{W}rPr")
        own = value(paragraph, "pPr", "pStyle")
        usual = "" if own else self._usual.get("paragraph", "")
        styles = (value(properties, "rStyle"), own, self._table_style(paragraph), usual)
        for slots in (_SLOTS, _LAST_SLOTS):
            fonts = (
                _font(properties, slots),
                *(self._of_style(style, slots) for style in styles),
                _font(self._default, slots),
            )
            if font := next(filter(None, fonts), ""):
                return font
        return ""

    def _of_style(self, name: str, slots: Sequence[str]) -> str:
        """The font of a style, or of one that it is based on."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return ""
            if font := _font(style.find(f"{W}rPr"), slots):
                return font
            name = value(style, "basedOn")
        return ""

    def _table_style(self, paragraph: Any) -> str:
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        return value(table, "tblPr", "tblStyle") if table is not None else ""


def _font(properties: Any, slots: Sequence[str]) -> str:
    """The font that properties of a run name for the first of `slots`, "" for none."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    if fonts is None:
        return ""
    names = (attribute(fonts, slot) for slot in slots)
    theme = any(attribute(fonts, f"{slot}Theme") for slot in slots)
    return "theme" if theme else next(filter(None, names), "")


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph itself, those of boxes in it left out."""
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is paragraph:
            yield run


def _join(before: Any, text: Any) -> None:
    """Put a mark that begins a run behind the letter before it, to which it belongs."""
    words, left = text.text or "", before.text or ""
    if left and left[-1] in legacy_fonts.VNI_LETTERS and legacy_fonts.begins_with_mark(words):
        before.text, text.text = left + words[0], words[1:]


def _decode(text: Any) -> None:
    name = text.attrib.pop("cchc")
    words = text.text or ""
    if name:
        words = legacy_fonts.decoded(words, LegacyEncoding[name])
    text.text = unicodedata.normalize("NFC", words).replace("\u00ad", "")
    if text.text != text.text.strip():
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
