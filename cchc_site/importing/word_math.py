"""Formulas of a Word document (ECMA-376, part 1, 22.1) as words in a line, which every phone shows
and a screen reader says.

Pure: changes the trees that it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from cchc_site.importing.word_xml import W

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Pieces = list[tuple[str, str]]
"""Words of a formula, each with how it is raised or lowered, "" for not."""


def write_in_lines(tree: Any) -> int:
    """Put runs of words in the place of the formulas, and say how many there were."""
    formulas = [*tree.iter(f"{_M}oMath")]
    for formula in formulas:
        parent = formula.getparent()
        at = parent.index(formula)
        parent[at : at + 1] = [_run(*piece) for piece in _read(formula) if piece[0]]
    for holder in [*tree.iter(f"{_M}oMathPara")]:
        parent = holder.getparent()
        at = parent.index(holder)
        parent[at : at + 1] = [*holder.iter(f"{W}r")]
    return len(formulas)


def _run(words: str, place: str) -> Any:
    run = etree.Element(f"{W}r")
    if place:
        looks = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(looks, f"{W}vertAlign", {f"{W}val": place})
    text = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
    text.text = words
    return run


def _read(node: Any) -> Pieces:
    """The pieces of what stands within a part of a formula."""
    return [piece for child in node for piece in _part(child)]


def _part(node: Any) -> Iterator[tuple[str, str]]:
    kind = etree.QName(node).localname
    if kind == "r":
        yield "".join(text.text or "" for text in node.iter(f"{_M}t", f"{W}t")), ""
    elif kind == "f":
        yield from (*_grouped(node, "num"), ("/", ""), *_grouped(node, "den"))
    elif kind == "rad":
        yield from (*_placed(node, "deg", "superscript"), ("√", ""), *_grouped(node, "e"))
    elif kind == "d":
        yield from _bracketed(node)
    elif kind == "nary":
        yield from ((_sign(node, "chr", "∫"), ""), *_raised(node), *_within(node, "e"))
    elif kind in ("sSub", "sSup", "sSubSup", "sPre"):
        yield from (*_within(node, "e"), *_raised(node))
    elif kind == "mr":
        cells = [_read(cell) for cell in node]
        yield from (piece for cell in cells for piece in (*cell, (" ", "")))
        yield "; ", ""
    elif not kind.endswith("Pr"):
        yield from _read(node)


def _within(node: Any, name: str) -> Pieces:
    part = node.find(f"{_M}{name}")
    return _read(part) if part is not None else []


def _grouped(node: Any, name: str) -> Pieces:
    """A part, in brackets where it is more than one word or number."""
    pieces = _within(node, name)
    words = "".join(word for word, _ in pieces).strip()
    is_one = words.replace(",", "").replace(".", "").isalnum()
    return pieces if is_one else [("(", ""), *pieces, (")", "")]


def _placed(node: Any, name: str, place: str) -> Pieces:
    words = "".join(word for word, _ in _within(node, name))
    return [(words, place)]


def _raised(node: Any) -> Pieces:
    return [*_placed(node, "sub", "subscript"), *_placed(node, "sup", "superscript")]


def _bracketed(node: Any) -> Pieces:
    pieces: Pieces = [(_sign(node, "begChr", "("), "")]
    for at, part in enumerate(node.findall(f"{_M}e")):
        pieces += [*([(_sign(node, "sepChr", "|"), "")] if at else []), *_read(part)]
    return [*pieces, (_sign(node, "endChr", ")"), "")]


def _sign(node: Any, name: str, usual: str) -> str:
    """A sign that a part's properties name."""
    said = next(node.iterfind(f"./*/{_M}{name}"), None)
    return str(said.get(f"{_M}val", "")) if said is not None else usual
