"""The numbers that Word gives paragraphs by itself → words in them.

Pure: changes the trees that it is given. Pandoc knows lists, but neither words before a number
(“Điều 1.”), nor numbers of several levels (“1.1.”), nor that a list goes on below a paragraph; a
reader sees them all. What is a list afterwards, typed_lists.py decides. Bullets stay pandoc's.
Source: ECMA-376, part 1, 17.9.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from cchc_site.importing.list_marks import counted
from cchc_site.importing.word_xml import W, attribute, value

_DEEPEST = 30  # styles that one is based on
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_STYLES = {
    "lowerLetter": "LowerAlpha",
    "upperLetter": "UpperAlpha",
    "lowerRoman": "LowerRoman",
    "upperRoman": "UpperRoman",
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Numbers:
    """The numbering of a document, as it is counted from its begin to its end."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Read the trees of the numbering and of the styles, None where there is none."""
        self._abstract = {
            attribute(each, "abstractNumId"): each for each in numbering.findall(f"{W}abstractNum")
        }
        self._lists = {attribute(each, "numId"): each for each in numbering.findall(f"{W}num")}
        self._styles = {
            attribute(style, "styleId"): style
            for style in (styles.iter(f"{W}style") if styles is not None else ())
        }
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def type_in(self, tree: Any) -> None:
        """Write the number of each paragraph as words before it; what only styles say of bullets
        is said of the paragraphs."""
        for paragraph in tree.iter(f"{W}p"):
            name, depth = self._place(paragraph)
            level = self._level(name, depth)
            if level is None:
                continue
            own = paragraph.find(f"{W}pPr/{W}numPr")
            if value(level, "numFmt") == "bullet":
                if own is None or not value(own, "numId"):
                    _say(paragraph, name, depth)
                continue
            if own is not None:
                own.getparent().remove(own)
            if words := self._number(name, depth):
                _type(paragraph, words)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list that a paragraph stands in and how deep, "" for none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        name, depth = value(own, "numId"), value(own, "ilvl")
        style = value(paragraph, "pPr", "pStyle")
        if not name:
            name, styled = self._of_style(style)
            depth = depth or styled
        return ("" if name == "0" else name), min(int(depth), 8) if depth.isdigit() else 0

    def _of_style(self, name: str) -> tuple[str, str]:
        first = name
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return "", ""
            if found := value(style, "pPr", "numPr", "numId"):
                depth = value(style, "pPr", "numPr", "ilvl")
                return found, depth or self._styled_level(found, first)
            name = value(style, "basedOn")
        return "", ""

    def _styled_level(self, name: str, style: str) -> str:
        levels = (self._level(name, depth) for depth in range(_LEVELS))
        return next(
            (
                str(depth)
                for depth, level in enumerate(levels)
                if level is not None and value(level, "pStyle") == style
            ),
            "",
        )

    def _level(self, name: str, depth: int) -> Any:
        """What a list says of its level at a depth, None for nothing."""
        own = self._override(name, depth)
        if own is not None and (level := own.find(f"{W}lvl")) is not None:
            return level
        abstract = self._abstract.get(self._abstract_name(name))
        levels = abstract.findall(f"{W}lvl") if abstract is not None else []
        return next((each for each in levels if attribute(each, "ilvl") == str(depth)), None)

    def _override(self, name: str, depth: int) -> Any:
        those = self._lists[name].findall(f"{W}lvlOverride") if name in self._lists else []
        return next((each for each in those if attribute(each, "ilvl") == str(depth)), None)

    def _abstract_name(self, name: str) -> str:
        """The scheme of a list; of one that a style names, that which is of the style."""
        found = value(self._lists.get(name), "abstractNumId")
        link = value(self._abstract.get(found), "numStyleLink")
        linked = (key for key, each in self._abstract.items() if value(each, "styleLink") == link)
        return next(linked, found) if link else found

    def _number(self, name: str, depth: int) -> str:
        """Count on, and the number as the level writes it."""
        counts = self._counts.setdefault(self._abstract_name(name), [0] * _LEVELS)
        override = self._override(name, depth)
        restart = value(override, "startOverride")
        if restart.isdigit() and (name, depth) not in self._begun:
            counts[depth] = 0
        start = restart if restart.isdigit() else value(self._level(name, depth), "start")
        first = int(start) if start.isdigit() else 1
        self._begun.add((name, depth))
        counts[depth] = counts[depth] + 1 if counts[depth] else first
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        level = self._level(name, depth)
        is_legal = level.find(f"{W}isLgl") is not None

        def place(sign: re.Match[str]) -> str:
            at = int(sign[1]) - 1
            style = value(self._level(name, at), "numFmt")
            return _counted(counts[at] or 1, "decimal" if is_legal else style)

        return _PLACE.sub(place, value(level, "lvlText")).strip()


def _counted(number: int, style: str) -> str:
    if style == "none":
        return ""
    if style == "decimalZero":
        return f"{number:02d}"
    return counted(number, _STYLES.get(style, "Decimal"))


def _say(paragraph: Any, name: str, depth: int) -> None:
    """Say of a paragraph that it is an item."""
    properties = paragraph.find(f"{W}pPr")
    own = properties.find(f"{W}numPr")
    if own is not None:
        properties.remove(own)
    own = properties.makeelement(f"{W}numPr")
    for key, said in (("ilvl", str(depth)), ("numId", name)):
        part = own.makeelement(f"{W}{key}")
        part.set(f"{W}val", said)
        own.append(part)
    properties.append(own)


def _type(paragraph: Any, words: str) -> None:
    """Put words before a paragraph, in the looks of its first run."""
    runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
    typed = paragraph.makeelement(f"{W}r")
    looks = runs[0].find(f"{W}rPr") if runs else None
    if looks is not None:
        typed.append(copy.deepcopy(looks))
    text = typed.makeelement(f"{W}t")
    text.text = f"{words} "
    text.set(_SPACE, "preserve")
    typed.append(text)
    properties = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, typed)
