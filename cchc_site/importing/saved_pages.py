"""A page that a browser has saved → a draft.

Touches the disk, for reading only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cchc_site.importing import page_draft, web_pages
from cchc_site.importing.draft import Draft, ImportOptions, Refusal, Refused
from cchc_site.importing.page_draft import PageSource

_LARGEST_FILE = 100_000_000  # bytes
_ENDINGS = ("_files", ".files", "_tệp", "_tep", "-Dateien")


class FolderStore:
    """The files in the folder of a saved page and below it; nothing else can be read."""

    def __init__(self, page: Path) -> None:
        """`page` is the file of the page."""
        self._folder = page.parent.resolve()
        self._stem = page.name.rpartition(".")[0] or page.name
        self._names: dict[str, Path] | None = None

    def read(self, address: str) -> bytes | None:
        """The file at an address that is relative to the page."""
        path = web_pages.local_path(address)
        return self._content(self._folder / path) if path else None

    def named(self, name: str) -> bytes | None:
        """The file of that name beside the page or among the files that were saved with it."""
        if self._names is None:
            folders = [self._folder, *(self._folder / (self._stem + end) for end in _ENDINGS)]
            self._names = {
                web_pages.plain_name(file.name): file
                for folder in folders
                if folder.is_dir()
                for file in sorted(folder.iterdir())
                if file.is_file()
            }
        file = self._names.get(web_pages.plain_name(name))
        return self._content(file) if file else None

    def _content(self, path: Path) -> bytes | None:
        try:
            whole = path.resolve()
            if not whole.is_relative_to(self._folder) or not whole.is_file():
                return None
            return whole.read_bytes() if whole.stat().st_size <= _LARGEST_FILE else None
        except (OSError, ValueError):
            return None


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The draft that a saved page is. Raises `Refused` and `OSError`."""
    if path.stat().st_size > web_pages.LARGEST:
        raise Refused(web_pages.TOO_LARGE)
    source = PageSource(path.name, path.read_bytes(), "", "", FolderStore(path))
    yield page_draft.read(source, options)
