"""The table of formats that `cchc import` reads, each recognised by what a file holds, not by its
name: an old `.doc` is often called `.docx`.

Touches the disk, for reading only. Readers are imported when they are first needed.
"""

from __future__ import annotations

import importlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from cchc_site.importing import site_signs
from cchc_site.importing.draft import Reader, Refused

HEAD = 64 * 1024
"""How many bytes of a file its format is recognised by."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html)", re.I | re.S
)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MHT = re.compile(rb"(?im)^content-type:\s*multipart/related")
_HEAD_FIELDS = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MHT_OF_ONE = re.compile(rb"(?im)^content-type:\s*text/html")
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


def _is_page(path: Path, head: bytes) -> bool:
    """A page of the web; a browser takes a file for one by its first elements, an editor by its
    name."""
    if path.suffix.lower() in _PAGE_ENDINGS:
        return path.is_file() and (b"\0" not in head[:1024] or head.startswith(_UTF_16))
    return bool(_PAGE.match(head))


def _is_liferay(path: Path, head: bytes) -> bool:
    return _is_page(path, head) and b"Liferay" in head


def _is_mht(path: Path, head: bytes) -> bool:
    if _MHT.search(head[:4096]):
        return True
    fields = _HEAD_FIELDS.match(head[:4096])
    said = fields[0] if fields else b""
    return b"mime-version:" in said.lower() and bool(_MHT_OF_ONE.search(said))


def _is_warc(path: Path, head: bytes) -> bool:
    return head.startswith(b"WARC/") or (
        head.startswith(b"\x1f\x8b") and path.name.lower().endswith(".warc.gz")
    )


def _is_json(path: Path, head: bytes) -> bool:
    return path.is_file() and path.suffix.lower() in (".json", ".jsonl", ".ndjson")


def _is_csv(path: Path, head: bytes) -> bool:
    return path.is_file() and path.suffix.lower() in (".csv", ".tsv")


def _reader(module: str) -> Callable[[], Reader]:
    """What imports the reader of a module of this package when it is asked for."""

    def imported() -> Reader:
        try:
            reader: Reader = importlib.import_module(f"cchc_site.importing.{module}").read
        except ModuleNotFoundError as error:  # of an extra
            hint = "hãy chạy: pip install 'cchc-site[import]'"
            raise Refused(f"đọc tệp này cần thư viện {error.name}; {hint}") from None
        return reader

    return imported


FORMATS: tuple[ImportFormat, ...] = (
    ImportFormat("word", "Word (.docx, .doc, .odt, .rtf)", _is_word, _word),
    ImportFormat(
        "material-blog",
        "blog của Material for MkDocs",
        site_signs.is_material,
        _reader("material_blog"),
        is_site=True,
    ),
    ImportFormat("hugo", "trang Hugo", site_signs.is_hugo, _reader("hugo"), is_site=True),
    ImportFormat("jekyll", "trang Jekyll", site_signs.is_jekyll, _reader("jekyll"), is_site=True),
    ImportFormat("warc", "kho lưu trang mạng (.warc, .warc.gz)", _is_warc, _reader("web_archives")),
    ImportFormat("mht", "trang đã lưu thành một tệp (.mht, .mhtml)", _is_mht, _reader("mht_pages")),
    ImportFormat(
        "liferay", "trang đã lưu của cổng Liferay (.html)", _is_liferay, _reader("saved_pages")
    ),
    ImportFormat("html", "trang đã lưu của cổng khác (.html)", _is_page, _reader("saved_pages")),
    ImportFormat("json", "bảng xuất ra từ hệ thống khác (.json)", _is_json, _reader("exported")),
    ImportFormat("csv", "bảng xuất ra từ hệ thống khác (.csv)", _is_csv, _reader("exported")),
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
