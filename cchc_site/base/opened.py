"""Which files are asked for while something runs, and whether they are as they were.

Touches the disk, for reading only. Python tells every `open` and every listing of a
folder to audit hooks (https://docs.python.org/3/library/audit_events.html), whoever does it; that
somebody asked for a file in vain, `os.stat` shows.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cchc_site.base import codes
from cchc_site.base.hashing import digest, digest_of

Asked = tuple[tuple[str, bytes], ...]
"""Files and folders, by path from the project, and the digest of what each held; empty for one
that was not there."""

_EVENTS = frozenset(("open", "os.listdir", "os.scandir"))
_SYSTEM = ("/dev/", "/proc/", "/sys/")
_names: set[str] | None = None
_stat = os.stat


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _names is not None and event in _EVENTS and not _writes(event, arguments):
        _note(arguments[0])


def _writes(event: str, arguments: tuple[Any, ...]) -> bool:
    return event == "open" and bool(int(arguments[2] or 0) & os.O_ACCMODE)


def _note(name: object) -> None:
    if _names is not None and isinstance(name, str | bytes | os.PathLike):
        _names.add(os.fsdecode(name))


def _noting_stat(path: Any, **options: Any) -> os.stat_result:
    try:
        return _stat(path, **options)
    except (FileNotFoundError, NotADirectoryError):
        _note(path)
        raise


def _kept(path: str) -> str:
    return path.encode("utf-8", "replace").decode()


@functools.cache
def _listen() -> None:
    sys.addaudithook(_hear)


class Opened:
    """What is asked for of all files but those of Python and its packages; paths count from the
    project at `root`."""

    def __init__(self, root: Path) -> None:
        """Nothing is known yet."""
        self._root = str(root)
        self._digests: dict[str, bytes] = {}

    @contextmanager
    def during(self) -> Iterator[set[str]]:
        """Gather what is asked for until the end of the block."""
        global _names  # hooks are of the whole process
        _listen()
        _names = names = set[str]()
        os.stat = _noting_stat
        try:
            yield names
        finally:
            os.stat = _stat
            _names = None

    def asked(self, names: Iterable[str]) -> Asked:
        """What those `names` hold; a name that is not UTF-8 is written so that `are` does not find
        it."""
        paths = {os.path.relpath(name, self._root) for name in names if name and self._counts(name)}
        return tuple((_kept(path), self._digest(path)) for path in sorted(paths))

    def are(self, asked: Asked) -> bool:
        """Whether all these hold what they held."""
        return all(self._digest(path) == held for path, held in asked)

    def _counts(self, name: str) -> bool:
        path = os.path.abspath(name)  # noqa: PTH100  # the same as in `relpath`
        return not (path.startswith(_SYSTEM) or path.endswith(".pyc") or codes.is_installed(path))

    def _digest(self, path: str) -> bytes:
        if path not in self._digests:
            self._digests[path] = self._read(Path(self._root, path))
        return self._digests[path]

    def _read(self, path: Path) -> bytes:
        try:
            if path.is_dir():
                return digest_of(sorted(os.listdir(path)))  # noqa: PTH208  # names alone
            return digest(path.read_bytes()) if path.is_file() else b""
        except OSError:
            return b""
