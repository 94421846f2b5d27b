"""What templates are handed, as the documentation for their writers spells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ForwardRef

from cchc_site.rendering import examples

_PLAIN = {
    "str": "chữ",
    "int": "số",
    "bool": "có hay không",
    "object": "tùy bài",
    "Mapping[str, str]": "bảng chữ theo tên",
    "tuple[str, ...]": "danh sách chữ",
}


def fields(roots: Iterable[str]) -> Mapping[str, list[tuple[str, str]]]:
    """Name and type in words of every field of the records named by `roots`, and of those that
    these hold."""
    fields: dict[str, list[tuple[str, str]]] = {}
    waiting = [*roots]
    while waiting:
        if (name := waiting.pop(0)) not in fields:
            spelt = dict(_annotations(examples.view_types()[name]))
            fields[name] = [(field, _in_words(kind)) for field, kind in spelt.items()]
            inner = (word for kind in spelt.values() for word in re.findall(r"\w+", kind))
            waiting += [word for word in inner if word in examples.view_types()]
    return fields


def component_rows() -> Iterator[str]:
    """A row for each component: what it is for, and its parameters."""
    for component in examples.components("portal"):
        names = ", ".join(f"`{parameter.name}`" for parameter in component.parameters)
        yield f"| `{component.name}` | {component.about} | {names} |"


def _annotations(kind: type) -> Iterator[tuple[str, str]]:
    """The fields of a named tuple or a struct, each with its type as it is spelt."""
    for part in reversed(kind.__mro__):
        for name, spelt in vars(part).get("__annotations__", {}).items():
            if not str(spelt).startswith("ClassVar"):
                yield name, spelt.__forward_arg__ if isinstance(spelt, ForwardRef) else str(spelt)


def _in_words(spelt: str) -> str:
    if spelt.endswith(" | None"):
        return f"{_in_words(spelt.removesuffix(' | None'))} hoặc không có"
    if spelt in _PLAIN:
        return _PLAIN[spelt]
    if inner := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", spelt):
        return f"danh sách `{inner[1]}`"
    return f"`{spelt}`"
