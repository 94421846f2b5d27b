"""Writes files under one folder, such as the stage of a build.

Touches the disk.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from cchc_site.storage.memory import is_inside, write


class Writer:
    """Writes files under a folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made yet."""
        self._root = f"{folder}/"
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """The file at `path`, now with `content`."""
        descriptor = os.open(self._place(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            write(descriptor, content)
        finally:
            os.close(descriptor)

    def copy(self, path: str, source: Path) -> None:
        """The file at `path`, now a copy of `source`."""
        shutil.copyfile(source, self._place(path))

    def _place(self, path: str) -> str:
        if not is_inside(path):
            raise ValueError(path)  # a bug of ours: nobody may write outside
        # Strings, not paths: this is done 13,000 times a build.
        parent = self._root + path.rpartition("/")[0]
        if parent not in self._made:
            try:
                os.mkdir(parent)  # noqa: PTH102
            except OSError:
                os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            self._made.add(parent)
        return self._root + path
