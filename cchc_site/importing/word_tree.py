"""The XML of a Word document as pandoc should get it: one of each alternative, text boxes in their
place, nothing that nobody sees.

Pure: changes the trees that it is given.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from cchc_site.importing.word_xml import MC, W, attribute, value

_MOST_COLUMNS = 100  # Word has 63
_SOME_WIDTH = "1000"
_OFF = ("0", "false", "off")


def unfold(tree: Any) -> Iterator[str]:
    """Leave of each alternative one, put text boxes behind the paragraph that they hang on, and
    take away what nobody sees; its words."""
    for choice in [*tree.iter(f"{MC}AlternateContent")]:
        _choose(choice)
    for box in [*tree.iter(f"{W}txbxContent")]:
        _unbox(box)
    for end in tree.iter(f"{W}cr"):
        end.tag = f"{W}br"
    for drawing in [*tree.iter(f"{W}drawing", f"{W}pict", f"{W}object")]:
        _set_apart(drawing)
    for table in tree.iter(f"{W}tbl"):
        _widen(table)
    for hyphen in tree.iter(f"{W}softHyphen"):  # a letter of TCVN3
        hyphen.tag, hyphen.text = f"{W}t", "\u00ad"
    for gone in [*tree.iter(f"{W}moveFrom")]:
        remove(gone)
    for mark in [*tree.iter(f"{W}vanish")]:
        run = mark.getparent().getparent()
        if run is not None and run.tag == f"{W}r" and attribute(mark, "val") not in _OFF:
            yield "".join(text.text or "" for text in run.iter(f"{W}t"))
            remove(run)


def _set_apart(drawing: Any) -> None:
    """Take a drawing away that is no picture, and give a picture a run of its own: pandoc drops the
    words beside it."""
    run = drawing.getparent()
    if run is None or next(drawing.iter(f"{W}txbxContent"), None) is not None:
        return
    if next(drawing.iter("{*}blip", "{*}imagedata"), None) is None:
        remove(drawing)
    elif run.tag == f"{W}r":
        for part in [part for part in run if part.tag != f"{W}rPr"][1:]:
            own = run.makeelement(f"{W}r")
            own.extend(copy.deepcopy(looks) for looks in run.findall(f"{W}rPr"))
            own.append(part)
            run.getparent().insert(run.getparent().index(run) + 1, own)
            run = own


def _widen(table: Any) -> None:
    """Say of a table how many columns its rows have: pandoc drops cells beyond those."""
    for span in table.iter(f"{W}gridSpan", f"{W}gridBefore", f"{W}gridAfter"):
        said = attribute(span, "val")
        if not said.isdigit() or int(said) > _MOST_COLUMNS:
            span.set(f"{W}val", "1")
    width = max((sum(map(_span, row)) for row in table.iter(f"{W}tr")), default=0)
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = table.makeelement(f"{W}tblGrid")
        properties = table.find(f"{W}tblPr")
        table.insert(0 if properties is None else table.index(properties) + 1, grid)
    while len(grid) < min(width, _MOST_COLUMNS):
        grid.append(grid.makeelement(f"{W}gridCol", {f"{W}w": _SOME_WIDTH}))


def _span(part: Any) -> int:
    """How many columns a part of a row takes."""
    names = (("gridBefore",), ("gridAfter",)) if part.tag == f"{W}trPr" else (("tcPr", "gridSpan"),)
    said = [value(part, *path) for path in names]
    if part.tag == f"{W}trPr":
        return sum(int(count) for count in said if count.isdigit())
    return int(said[0]) if said[0].isdigit() else int(part.tag in (f"{W}tc", f"{W}sdt"))


def level(trees: Iterable[Any]) -> None:
    """Take away indents, which pandoc takes for quotations, and numbers that styles give, which are
    said of paragraphs by now."""
    for tree in trees:
        for element in [*tree.iter(f"{W}ind")] if tree is not None else ():
            remove(element)
        for style in tree.iter(f"{W}style") if tree is not None else ():
            for element in [*style.iter(f"{W}numPr")]:
                remove(element)


def _choose(choice: Any) -> None:
    """Put what a program of today shows in the place of the alternatives."""
    parent = choice.getparent()
    if parent is None:
        return
    options = [*choice]
    shown = next((option for option in options if _shows(option)), None)
    place = parent.index(choice)
    for element in [*(shown if shown is not None else ())]:
        parent.insert(place, element)
        place += 1
    remove(choice)


def _shows(option: Any) -> bool:
    tags = (f"{W}t", f"{W}drawing", f"{W}pict", f"{W}txbxContent", "{*}pic", "{*}imagedata")
    return next(option.iter(*tags), None) is not None


def _unbox(box: Any) -> None:
    """Put the paragraphs of a text box behind the paragraph on which it hangs."""
    anchor = box.getparent()
    drawing = None
    while anchor is not None and anchor.tag != f"{W}p":
        if anchor.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            drawing = anchor
        anchor = anchor.getparent()
    if anchor is None or anchor.getparent() is None:
        return
    place = anchor.getparent().index(anchor) + 1
    for element in [*box]:
        anchor.getparent().insert(place, element)
        place += 1
    remove(box)
    if drawing is not None and next(drawing.iter("{*}blip", "{*}imagedata"), None) is None:
        left = next(drawing.iter(f"{W}txbxContent"), None)
        if left is None:
            remove(drawing)


def remove(element: Any) -> None:
    """Take an element away, the words behind it kept."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
