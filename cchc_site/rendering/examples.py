"""What each component of the templates is for, with examples: the file `<name>.yml` beside it.

Touches the disk, for reading only. Tests render every example, and so does the gallery
that `mkdocs serve` shows. The values of an example are made of the very types that templates are
handed, so that none can name a field that there is not.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import yaml
from msgspec import Struct

from cchc_site import pages
from cchc_site.site import organizations

_THEME = Path(__file__).parent.parent / "theme"
_SHOWN = (pages.__name__, organizations.__name__)
FOLDERS = (_THEME / "components", _THEME / "portal" / "components")
"""Where components lie; those of the second come with `look: portal` only."""


class Parameter(NamedTuple):
    """An argument of a component: its type as Python spells it, what it is, and whether it may be
    left out, with its default."""

    name: str
    type: str
    about: str
    optional: bool
    default: object


class Example(NamedTuple):
    """Values for the arguments of a component, and what they show."""

    title: str
    values: Mapping[str, Any]


class ComponentDoc(NamedTuple):
    """What a component is for, its parameters in their order, and examples."""

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    examples: tuple[Example, ...]


def read(file: Path) -> ComponentDoc:
    """What a `<name>.yml` says.

    Raises `TypeError` for a value that is not of its parameter's type.
    """
    spelt = yaml.safe_load(file.read_text("utf-8"))
    parameters = tuple(
        Parameter(name, given["type"], given["about"], "default" in given, given.get("default"))
        for name, given in spelt["parameters"].items()
    )
    kinds = _kinds({parameter.name: parameter.type for parameter in parameters})
    examples = tuple(
        Example(title, {name: _made(kinds[name], value) for name, value in values.items()})
        for title, values in spelt["examples"].items()
    )
    return ComponentDoc(file.stem, spelt["about"], parameters, examples)


def components(look: str) -> tuple[ComponentDoc, ...]:
    """All components that templates of that look have, by name."""
    folders = FOLDERS if look == "portal" else FOLDERS[:1]
    files = [file for folder in folders for file in folder.glob("*.yml")]
    return tuple(sorted(map(read, files)))


@cache
def view_types() -> Mapping[str, type]:
    """The types of what templates are handed, by name: the records of the package `pages`,
    and the public body that they show."""
    modules = [
        importlib.import_module(f"{pages.__name__}.{module.name}")
        for module in pkgutil.iter_modules(pages.__path__)
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and _is_record(value)
        if value.__module__.startswith(_SHOWN)
    }


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and (issubclass(kind, Struct) or hasattr(kind, "_fields"))


def _kinds(types: Mapping[str, str]) -> Mapping[str, Any]:
    """The types that are spelt out in `types`, by the same names."""
    spelt = type("Parameters", (), {"__annotations__": dict(types)})
    return get_type_hints(spelt, localns=dict(view_types()))


def _made(kind: Any, value: Any) -> Any:
    """`value`, which is of YAML, as a value of the type `kind`."""
    if get_origin(kind) is UnionType:
        inner = next(part for part in get_args(kind) if part is not NoneType)
        return None if value is None else _made(inner, value)
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], item) for item in value)
    if _is_record(kind) and isinstance(value, dict):
        hints = get_type_hints(kind, localns=dict(view_types()))
        return kind(
            **{name: _made(hints.get(name, object), field) for name, field in value.items()}
        )
    if not isinstance(value, get_origin(kind) or kind):
        raise TypeError(f"{value!r} is not of the type {kind}")
    return value
