"""The HTML of posts on disk, so that a page can be rendered again without its Markdown.

Touches the disk. A pack is a file of records one after the other, each behind a digest of itself:
one that was cut or altered is not found, and its post is read again. Processes write to packs of
their own; nothing is ever overwritten, so an interrupted build leaves only what the next `prune`
removes.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from cchc_site.base.hashing import SIZE, digest
from cchc_site.storage.memory import opened, write


class Location(NamedTuple):
    """Where a record lies: the name of its pack, its first byte, how many bytes it has."""

    pack: str
    start: int
    length: int


class HtmlRecord(NamedTuple):
    """What is kept of a post's text: its HTML, and the parts by which search finds it, which
    `search.terms.SearchText` names; none in a site without search."""

    html: str
    search: tuple[str, ...] = ()


class _OpenPack(NamedTuple):
    """The pack that a process writes to: where it is open, its name, its size, whose it is."""

    descriptor: int
    name: str
    size: int
    process: int


NOWHERE = Location("", 0, 0)

_SPARE = 1 << 20
_NAME = re.compile("[0-9a-f]{12}")
_RECORD = msgspec.msgpack.Decoder(HtmlRecord)


class HtmlStore:
    """The packs in `folder`; without one nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Nothing is opened yet."""
        self._folder = folder
        self._owner = os.getpid()
        self._writing: _OpenPack | None = None
        self._reading: dict[str, int] = {}

    def store(self, record: HtmlRecord, pack: str = "") -> Location:
        """Keep a record; the first one of the process that has made this at the end of `pack`."""
        return self._append(msgspec.msgpack.encode(record), pack)

    def _append(self, content: bytes, name: str = "") -> Location:
        if self._folder is None:
            return NOWHERE
        content = digest(content) + content
        pack = self._open(self._folder, name)
        write(pack.descriptor, content)
        self._writing = pack._replace(size=pack.size + len(content))
        return Location(pack.name, pack.size, len(content))

    def _open(self, folder: Path, name: str) -> _OpenPack:
        process = os.getpid()
        if self._writing and self._writing.process == process:
            return self._writing
        folder.mkdir(parents=True, exist_ok=True)
        if process != self._owner or not _NAME.fullmatch(name):
            name = secrets.token_hex(6)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(folder / name, flags, 0o644)
        return _OpenPack(descriptor, name, os.fstat(descriptor).st_size, process)

    def get(self, location: Location) -> HtmlRecord | None:
        """The record at `location`, None when it is not there as it was stored."""
        content = self._read(location)
        try:
            return None if content is None else _RECORD.decode(content)
        except msgspec.DecodeError:  # somebody else has put it there
            return None

    def _read(self, location: Location) -> bytes | None:
        """The bytes of a record, None when they are not those that were stored."""
        name, start, length = location
        if self._folder is None or not _NAME.fullmatch(name):
            return None
        try:
            if name not in self._reading:
                self._reading[name] = opened(self._folder / name)
            pack = self._reading[name]
            if not (start >= 0 and 0 < length <= os.fstat(pack).st_size - start):
                return None
            content = os.pread(pack, length, start)
        except OSError:
            return None
        record = content[SIZE:]
        return record if digest(record) == content[:SIZE] else None

    def prune(self, locations: Mapping[str, Location]) -> Mapping[str, Location]:
        """Delete the packs that nobody needs, and give the location of every record, by the same
        keys: a new one when the packs held more waste than records."""
        if self._folder is None or not self._folder.is_dir():
            return locations
        sizes = {
            entry.name: entry.stat(follow_symlinks=False).st_size
            for entry in os.scandir(self._folder)
        }
        used = {location.pack for location in locations.values()}
        live = sum(location.length for location in locations.values())
        if sum(sizes[name] for name in used & sizes.keys()) > 2 * live + _SPARE:
            self.close()
            locations = {key: self._moved(location) for key, location in locations.items()}
            used = {location.pack for location in locations.values()}
        self._remove(sizes.keys() - used)
        return locations

    def _moved(self, location: Location) -> Location:
        content = self._read(location)
        return NOWHERE if content is None else self._append(content)

    def _remove(self, names: Iterable[str]) -> None:
        if self._folder:
            for name in names:
                with suppress(OSError):
                    (self._folder / name).unlink()

    def close(self) -> None:
        """Close every file."""
        if self._writing and self._writing.process == os.getpid():
            os.close(self._writing.descriptor)
        for descriptor in self._reading.values():
            os.close(descriptor)
        self._writing, self._reading = None, {}
