"""Which files of those that `cchc import` is given are documents.

Touches the disk, for reading only. A folder that is the site of another tool is one document; of
any other folder each file is, in the order of their paths, so that a run that is begun again does
the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from cchc_site.importing import formats
from cchc_site.importing.formats import ImportFormat

_BESIDE = re.compile(r"(?P<stem>.+)(?:_files|\.files|_tệp|_tep|-Dateien)$")
"""The folder in which a browser or Word keeps the pictures of a page that it saved."""
_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php", ".mht")


class ForeignDocument(Struct, frozen=True):
    """A file, or a folder that is a whole site; what the report calls it; its format, None where
    nobody knows it; and whether it was named itself, not only its folder."""

    path: Path
    name: str
    form: ImportFormat | None
    is_named: bool = False


def documents(paths: Iterable[Path], wanted: ImportFormat | None) -> Iterator[ForeignDocument]:
    """The documents among `paths` and in the folders there, all of the format `wanted` unless that
    is None. Symbolic links in folders are passed over. Raises `OSError`."""
    for path in paths:
        if not path.is_dir():
            yield ForeignDocument(path, path.name, wanted or formats.recognised(path), True)
            continue
        form = wanted if wanted and wanted.is_site else formats.recognised(path)
        if form and wanted in (None, form):
            yield ForeignDocument(path, path.name, form, True)
            continue
        for file in _files(path):
            name = file.relative_to(path).as_posix()
            found = formats.recognised(file)
            yield ForeignDocument(file, name, found if wanted in (None, found) else None)


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder and those below it, but hidden ones and those that a page keeps beside
    itself."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.is_symlink():
            continue
        if entry.is_dir():
            beside = _BESIDE.fullmatch(entry.name)
            if not beside or not any(beside["stem"] + ending in names for ending in _PAGES):
                yield from _files(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)
