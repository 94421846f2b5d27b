"""The table of formats that `cchc import` reads, each recognised by what a file holds, not by its
name: an old `.doc` is often called `.docx`.

Touches the disk, for reading only. Readers are imported when they are first needed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from cchc_site.importing.draft import Reader, Refused

HEAD = 64 * 1024
"""How many bytes of a file its format is recognised by."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


class ImportFormat(Struct, frozen=True):
    """A row: what stands after `--from`, its name for editors, whether the file or folder at a
    path, which begins with these bytes (none of a folder), is one, its reader, and whether that
    reads the folder of a whole site."""

    name: str
    label: str
    recognises: Callable[[Path, bytes], bool]
    reader: Callable[[], Reader]
    is_site: bool = False


def _is_word(path: Path, head: bytes) -> bool:
    if head.startswith((_OLE, rb"{\rtf")):
        return True
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as kind:
                    return kind.read(len(_OPEN_DOCUMENT)).decode("ascii", "replace") == (
                        _OPEN_DOCUMENT
                    )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return path.suffix.lower() in (".docx", ".docm", ".odt")  # damaged: its reader says so
    return "word/document.xml" in names or any(name.startswith("word/document") for name in names)


def _word() -> Reader:
    try:
        from cchc_site.importing import word
    except ImportError:  # of an extra
        hint = "hãy chạy: pip install 'cchc-site[import]'"
        raise Refused(f"đọc tệp Word cần thư viện lxml; {hint}") from None
    return word.read


def _is_text(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in (".txt", ".text") and path.is_file()


def _text() -> Reader:
    from cchc_site.importing import plain_text

    return plain_text.read


FORMATS: tuple[ImportFormat, ...] = (
    ImportFormat("word", "Word (.docx, .doc, .odt, .rtf)", _is_word, _word),
    ImportFormat("text", "văn bản thuần (.txt)", _is_text, _text),
)
"""In the order in which they are asked."""
BY_NAME = {row.name: row for row in FORMATS}


def recognised(path: Path) -> ImportFormat | None:
    """The format of the file or folder at `path`. Raises `OSError`."""
    head = b""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(HEAD)
    return next((row for row in FORMATS if row.recognises(path, head)), None)
