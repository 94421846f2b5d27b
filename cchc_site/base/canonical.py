"""Any value that a configuration may hold as a digest of what it says.

Pure, but for the code of what can be called. Equal digests mean equal behaviour: mappings keep
their order, which templates show; functions are known by their code, what is bound to their
arguments, what they close over and what of their modules they name; objects by their class and
state. Nothing of the machine or of the moment counts: no address in memory, no path above the
project.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePath
from types import BuiltinFunctionType, CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from cchc_site.base import codes
from cchc_site.base.hashing import digest, digest_of

_PLAIN = (type(None), bool, int, float, complex, bytes)
_SHOWN = (
    dt.date,
    dt.time,
    dt.timedelta,
    dt.timezone,
    range,
    slice,
    type(...),
    type(NotImplemented),
)
"""Types whose `repr` says everything."""
_OF_ANY_CLASS = frozenset(("__dict__", "__weakref__", "__doc__", "__module__"))


class Canonical:
    """Digests of values of the project at `root`; `instead` gives another value to digest in the
    place of one that must not be looked into, and `MISSING` for any other."""

    MISSING = object()

    def __init__(self, root: Path, instead: Callable[[object], object] | None = None) -> None:
        """Nothing is known yet."""
        self._root = root
        self._instead = instead or (lambda value: self.MISSING)
        self._known: dict[int, bytes] = {}
        self._held: list[object] = []  # a number must not be given to another value meanwhile

    def digest(self, value: object) -> bytes:
        """The digest of `value`; a value inside itself counts as a mark."""
        kind = type(value)
        if kind is str:
            return digest_of(codes.relative(str(value), self._root))
        if kind in _PLAIN:
            return digest_of(value)
        number = id(value)
        if number not in self._known:
            self._known[number] = b"again"
            self._held.append(value)
            self._known[number] = digest_of(*self._parts(value))
        return self._known[number]

    def _parts(self, value: Any) -> tuple[object, ...]:
        """What decides the digest of `value`, by its kind: texts, numbers and digests."""
        instead = self._instead(value)
        if instead is not self.MISSING:
            return ("instead", self.digest(instead))
        name = f"{type(value).__module__}.{type(value).__qualname__}"
        match value:
            case Mapping():
                return (name, *((self.digest(key), self.digest(value[key])) for key in value))
            case set() | frozenset():
                return (name, *sorted(map(self.digest, value)))
            case list() | tuple():
                return (name, *map(self.digest, value))
            case str() | PurePath():
                return name, codes.relative(str(value), self._root)
            case re.Pattern():
                return name, value.pattern, value.flags
            case zoneinfo.ZoneInfo():
                return name, value.key, _rules(value.key or "")
            case ModuleType():
                return name, value.__name__, codes.of_module(value.__name__)
        if isinstance(value, _SHOWN):
            return name, repr(value)
        return self._code(value) or (name, self.digest(type(value)), *self._state(value))

    def _code(self, value: Any) -> tuple[object, ...]:
        """What decides the digest of something that can be called; empty for anything else."""
        match value:
            case functools.partial():
                return "partial", *map(self.digest, (value.func, value.args, value.keywords))
            case MethodType() | classmethod() | staticmethod():
                owner = getattr(value, "__self__", None)
                return "method", self.digest(value.__func__), self.digest(owner)
            case FunctionType():
                return self._function(value)
            case type():
                return *_named(value), self.digest(_body(value))
            case property():
                return "property", *map(self.digest, (value.fget, value.fset))
            case CellType():
                try:
                    return "cell", self.digest(value.cell_contents)
                except ValueError:  # nothing in it yet
                    return ("cell",)
            case CodeType():
                return "code", value.co_code, value.co_names, self.digest(value.co_consts)
            case BuiltinFunctionType():
                owner = None if isinstance(value.__self__, ModuleType) else value.__self__
                return *_named(value), self.digest(owner)
        return ()

    def _function(self, value: FunctionType) -> tuple[object, ...]:
        """What decides the digest of a function; what packages hold is known by their versions."""
        code, closure = value.__code__, value.__closure__
        parts: list[object] = [value.__defaults__, value.__kwdefaults__, closure, vars(value)]
        if not codes.is_installed(code.co_filename):
            parts += code, self._named_by(code, value.__globals__)
        return (*_named(value), *map(self.digest, parts))

    def _named_by(self, code: CodeType, known: Mapping[str, object]) -> dict[str, object]:
        """What `code` may ask its module for, and another of them by that."""
        names = dict.fromkeys(_names(code))
        named = {name: known[name] for name in names if name in known}
        for module in [value for value in named.values() if isinstance(value, ModuleType)]:
            if codes.is_own(module):
                inside = vars(module)
                named |= {f"{module.__name__}.{x}": inside[x] for x in names if x in inside}
        return named

    def _state(self, value: Any) -> tuple[object, ...]:
        """What an object is made of; of one that shows nothing of that, what it says of itself."""
        if is_dataclass(value):
            state = {field.name: getattr(value, field.name, None) for field in fields(value)}
            return (self.digest(state),)
        names = [name for kind in type(value).__mro__ for name in _slots(kind)]
        state = {name: getattr(value, name) for name in names if hasattr(value, name)}
        state |= getattr(value, "__dict__", {})
        if state:
            return (self.digest(state),)
        text = repr(value)
        return () if " at 0x" in text else (text,)


def _named(value: Any) -> tuple[object, ...]:
    module = str(getattr(value, "__module__", None) or "")
    return module, value.__qualname__, codes.of_module(module)


def _body(kind: type) -> dict[str, object]:
    """What a class of the site's own holds, and what it is made of."""
    if not codes.is_own(kind.__module__):
        return {}
    held = {name: value for name, value in vars(kind).items() if name not in _OF_ANY_CLASS}
    return held | {"__bases__": kind.__bases__}


def _names(code: CodeType) -> Iterator[str]:
    """The names in `code` and in the functions that it makes."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _slots(kind: type) -> tuple[str, ...]:
    names = kind.__dict__.get("__slots__", ())
    names = (names,) if isinstance(names, str) else tuple(names)
    return tuple(name for name in names if name not in ("__dict__", "__weakref__"))


@functools.cache
def _rules(key: str) -> bytes:
    """The digest of what the system says of a time zone; that of the package tzdata has a
    version."""
    for folder in zoneinfo.TZPATH:
        file = Path(os.path.join(folder, key))  # noqa: PTH118  # a key of Python's own
        if key and file.is_file():
            return digest(file.read_bytes())
    return b""
