"""Kinds of options by what their values name; what is checked of an option follows from its kind.

Part of the MkDocs adapter. An option of text is of one of these kinds, so that none that names an
address, a key or a mailbox goes unchecked (option_checks.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkdocs.config import base
from mkdocs.config import config_options as c
from msgspec import Struct

Step = str | int
"""A key of a mapping, or a place in a list."""


class TextOption(c.Type[str]):
    """Words for readers: they name nothing that could be missing."""

    def __init__(self, default: str | None = None) -> None:
        super().__init__(str, default=default)


class FolderOption(TextOption):
    """A folder of the project, which project.py asks for."""


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
    elif isinstance(value, str) and value:
        yield Setting(way, option, value)
