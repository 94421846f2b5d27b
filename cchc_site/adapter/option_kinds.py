"""Kinds of options by what their values name; what is checked of an option follows from its kind.

Part of the MkDocs adapter. An option of text is of one of these kinds, so that none that names an
address, a key or a mailbox goes unchecked (option_checks.py).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from mkdocs.config import base
from mkdocs.config import config_options as c
from msgspec import Struct

from cchc_site.base import vietnamese

_HOUR = 60
Step = str | int
"""A key of a mapping, or a place in a list."""


class TextOption(c.Type[str]):
    """Words for readers: they name nothing that could be missing."""

    def __init__(self, default: str | None = None) -> None:
        super().__init__(str, default=default)


class FolderOption(TextOption):
    """A folder of the project, which project.py asks for."""


class FileOption(TextOption):
    """A file of the project, of which whoever reads it says when it is missing."""

    def __init__(self) -> None:
        """None is named unless somebody does."""
        super().__init__("")


class AddressOption(TextOption):
    """An address: of a page or file of this site, or of the web; where `mailbox`, a mailbox too."""

    def __init__(self, default: str | None = None, mailbox: bool = False) -> None:
        super().__init__(default)
        self.takes_mailbox = mailbox

    def run_validation(self, value: object) -> str:
        """From the site's root, with a slash before it or without one."""
        written = super().run_validation(value).strip()
        if written.startswith("/") and not written.startswith("//"):
            return written.lstrip("/") or written
        return written


class MailboxOption(TextOption):
    """An address for letters."""


class KeyOption(TextOption):
    """What things of a `scope` are called by elsewhere: each by its own."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


class KeyOfOption(TextOption):
    """The key of a thing of `scope`, or a name in words of one that is not among them."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


class ReadOption(TextOption):
    """Words that a function reads: days, hours, numbers. It raises `Unread`, and is asked when all
    options are known, so that the fault is told with its line."""

    def __init__(self, read: Callable[[str], object]) -> None:
        super().__init__("")
        self.read = read

    def run_validation(self, value: object) -> str:
        """As it is written, as far as YAML tells."""
        return _written(value)


class ChoiceOption(c.Choice[str]):
    """One of several words; `words` are what else may be written for them."""

    def __init__(
        self, choices: Sequence[str], default: str, words: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(choices, default=default)
        self._words = dict(words or {})

    def run_validation(self, value: object) -> str:
        """The choice, however it is written."""
        known = {**{each: each for each in self.choices}, **self._words}
        said = vietnamese.meant(str(value), known)
        if said is None:
            hint = f"hãy chọn một trong: {', '.join(self.choices)}"
            raise base.ValidationError(f"không có cách “{value}”; {hint}")
        return said


class SwitchOption(c.OptionallyRequired[bool]):
    """Yes or no."""

    def __init__(self, default: bool) -> None:
        super().__init__(default=default)

    def run_validation(self, value: object) -> bool:
        """Also in words."""
        if isinstance(value, bool):
            return value
        said = vietnamese.meant(str(value), {"có": "có", "không": ""})
        if said is None:
            hint = "hãy viết “true” hoặc “false”"
            raise base.ValidationError(f"“{value}” không phải có hay không; {hint}")
        return bool(said)


class Line(NamedTuple):
    """A line of a text, and the way to it from the option that holds it."""

    way: tuple[Step, ...]
    text: str


class LinesOption(c.OptionallyRequired[tuple[Line, ...]]):
    """Lines of words that a function reads: as a list, as a group of keys and values, as one text;
    YAML makes a group of a line with a colon."""

    def __init__(self, read: Callable[[str], object]) -> None:
        super().__init__(default=())
        self.read = read

    def run_validation(self, value: object) -> tuple[Line, ...]:
        """Each line as it is written."""
        if isinstance(value, str):
            return tuple(Line((), line) for line in map(_written, value.splitlines()) if line)
        if isinstance(value, list | tuple):
            return tuple(
                line._replace(way=(number, *line.way))
                for number, item in enumerate(value)
                for line in self.run_validation(item)
            )
        if isinstance(value, dict):
            return tuple(Line((str(key),), f"{key}: {_timed(text)}") for key, text in value.items())
        return (Line((), _written(value)),)


def _timed(value: object) -> str:
    """The same of a value behind a colon, where YAML takes 7:30 for a number of minutes."""
    if isinstance(value, int) and value >= _HOUR:
        return f"{value // _HOUR}:{value % _HOUR:02d}"
    return _written(value)


def _written(value: object) -> str:
    """A value as it was written, whatever YAML took it for."""
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", "" if value is None else str(value)).strip()


class Group(base.Config):
    """Options that belong together; `unknown` are keys that are none of them: option_checks.py
    tells them, with their lines."""

    unknown: tuple[str, ...] = ()


_Group = TypeVar("_Group", bound=Group)


class GroupOption(c.SubConfig[_Group]):
    """Options that belong together, as a group of keys and values."""

    def __init__(self, group: type[_Group]) -> None:
        super().__init__(group)
        self.config_class = group

    def run_validation(self, value: object) -> _Group:
        """The group, without the keys that are none of it."""
        if not isinstance(value, dict):
            keys = ", ".join(name for name, _ in self.config_class._schema)
            raise base.ValidationError(
                f"“{value}” viết chưa đúng; hãy viết từng mục, trong: {keys}"
            )
        known = dict(self.config_class._schema)
        group = super().run_validation({key: value[key] for key in value if key in known})
        group.unknown = tuple(str(key) for key in value if key not in known)
        return group


class EntriesOption(c.ListOfItems[_Group]):
    """Several groups of options, or one; where there is a `short` key, its value stands alone for
    a group that holds nothing else."""

    def __init__(self, group: type[_Group], short: str = "") -> None:
        super().__init__(GroupOption(group), default=[])
        self._short = short

    def run_validation(self, value: object) -> list[_Group]:
        """Each group."""
        entries = value if isinstance(value, list) else [value] if value is not None else []
        alone = [self._short and not isinstance(entry, dict) for entry in entries]
        return super().run_validation(
            [
                {self._short: entry} if short else entry
                for entry, short in zip(entries, alone, strict=True)
            ]
        )


class Setting(Struct, frozen=True):
    """A value of an option: the way to it in the configuration, its option, what is written."""

    way: tuple[Step, ...]
    option: base.BaseConfigOption[object]
    value: str


def settings(config: base.Config, way: tuple[Step, ...] = ()) -> Iterator[Setting]:
    """Every text in `config`, in lists and groups too."""
    for name, option in config._schema:
        # The option `from_` is written `from`, which is a word of Python.
        yield from _settings(config[name], option, (*way, name.rstrip("_")))


def _settings(
    value: object, option: base.BaseConfigOption[object], way: tuple[Step, ...]
) -> Iterator[Setting]:
    if isinstance(value, base.Config):
        yield from settings(value, way)
    elif isinstance(value, Sequence) and isinstance(option, c.ListOfItems):
        for number, item in enumerate(value):
            yield from _settings(item, option.option_type, (*way, number))
    elif isinstance(option, LinesOption) and isinstance(value, tuple):
        for line in value:
            yield Setting((*way, *line.way), option, line.text)
    elif isinstance(value, str) and value:
        yield Setting(way, option, value)


def groups(
    config: base.Config, way: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], Group]]:
    """Every group in `config`, in lists and in groups too, with the way to it."""
    if isinstance(config, Group):
        yield way, config
    for name, _ in config._schema:
        value, here = config[name], (*way, name.rstrip("_"))
        for number, inner in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(inner, base.Config):
                yield from groups(inner, (*here, number) if isinstance(value, list) else here)
