"""The HTML of posts on disk, so that a page can be rendered again without its Markdown.

A room that touches the disk. A pack is a file of bodies one after the other, each behind a digest
of itself: one that was cut or altered is not found, and its post is read again. Processes write to
packs of their own; nothing is ever overwritten, so an interrupted build leaves only what the next
`prune` removes.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cchc_site.base import hashing
from cchc_site.base.hashing import digest
from cchc_site.storage.memory import opened, write

Location = tuple[str, int, int]
"""Where a body lies: name of the pack, first byte, number of bytes."""
NOWHERE: Location = ("", 0, 0)

_SPARE = 1 << 20
_NAME = re.compile("[0-9a-f]{12}")


class HtmlStore:
    """The packs in `folder`; without one nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Nothing is opened yet."""
        self._folder = folder
        self._owner = os.getpid()
        self._writing: tuple[int, str, int, int] | None = None
        self._reading: dict[str, int] = {}

    def store(self, html: str, pack: str = "") -> Location:
        """Keep `html`; the first one of the process that has made this at the end of `pack`."""
        if self._folder is None:
            return NOWHERE
        content = html.encode()
        content = digest(content) + content
        descriptor, name, start = self._open(self._folder, pack)
        write(descriptor, content)
        self._writing = descriptor, name, start + len(content), os.getpid()
        return name, start, len(content)

    def _open(self, folder: Path, pack: str) -> tuple[int, str, int]:
        if self._writing and self._writing[3] == os.getpid():
            return self._writing[:3]
        folder.mkdir(parents=True, exist_ok=True)
        mine = os.getpid() == self._owner and _NAME.fullmatch(pack)
        name = pack if mine else secrets.token_hex(6)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(folder / name, flags, 0o644)
        return descriptor, name, os.fstat(descriptor).st_size

    def get(self, location: Location) -> str | None:
        """The body at `location`, None when it is not there as it was put."""
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
        html = content[hashing.SIZE :]
        if digest(html) != content[: hashing.SIZE]:
            return None
        try:
            return html.decode()
        except UnicodeDecodeError:  # somebody else has put it there
            return None

    def prune(self, locations: Mapping[str, Location]) -> Mapping[str, Location]:
        """Delete the packs that nobody needs, and give every body's place, by the same keys: a
        new one when the packs held more waste than bodies."""
        if self._folder is None or not self._folder.is_dir():
            return locations
        sizes = {
            entry.name: entry.stat(follow_symlinks=False).st_size
            for entry in os.scandir(self._folder)
        }
        used = {name for name, _, _ in locations.values()}
        live = sum(length for _, _, length in locations.values())
        if sum(sizes[name] for name in used & sizes.keys()) > 2 * live + _SPARE:
            self.close()
            locations = {key: self._moved(location) for key, location in locations.items()}
            used = {name for name, _, _ in locations.values()}
        self._remove(sizes.keys() - used)
        return locations

    def _moved(self, location: Location) -> Location:
        html = self.get(location)
        return NOWHERE if html is None else self.store(html)

    def _remove(self, names: Iterable[str]) -> None:
        if self._folder:
            for name in names:
                with suppress(OSError):
                    (self._folder / name).unlink()

    def close(self) -> None:
        """Close every file."""
        if self._writing and self._writing[3] == os.getpid():
            os.close(self._writing[0])
        for descriptor in self._reading.values():
            os.close(descriptor)
        self._writing, self._reading = None, {}
