"""Names and looks of WordprocessingML (ECMA-376, part 1, 17).

Pure.
"""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def attribute(element: Any, name: str) -> str:
    """An attribute of an element, "" for none."""
    return str(element.get(f"{W}{name}", "")) if element is not None else ""


def value(element: Any, *path: str) -> str:
    """The attribute `val` of what lies at a path of names below an element, "" for none."""
    for name in path:
        if element is None:
            return ""
        element = element.find(f"{W}{name}")
    return attribute(element, "val")


def text_of(tree: Any) -> str:
    """The text below an element, each paragraph on a line; deleted and hidden text left out."""
    parts: list[str] = []
    for element in tree.iter(*(f"{W}{name}" for name in ("t", "tab", "br", "p", "noBreakHyphen"))):
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        elif element.tag == f"{W}p":
            parts.append("\n")
        else:
            parts.append(" ")
    return "".join(parts)
