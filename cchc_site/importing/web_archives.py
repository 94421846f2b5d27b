"""An archive of a site (WARC, ISO 28500) → a draft for each article in it.

Touches the disk, for reading only. The archive is read once for what it holds, and again page by
page, so that memory holds one page at a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.importing import page_draft, web_pages
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refusal, Refused
from cchc_site.importing.page_draft import NoArticle, PageSource

_LARGEST_FILE = 100_000_000  # bytes
_BROKEN = "kho lưu bị hỏng; hãy tải lại kho rồi nhập lại"


class _ArchivedFile(Struct, frozen=True):
    """A page or file in an archive: where it begins, and its type."""

    offset: int
    kind: str


class ArchiveStore:
    """The files of an archive by their addresses."""

    def __init__(self, path: Path) -> None:
        """Read what the archive at `path` holds. Raises `Refused` and `OSError`."""
        self._path = path
        self._records: dict[str, _ArchivedFile] = {}
        self._names: dict[str, str] = {}
        self._pages: list[str] = []
        for address, record in _records(path):
            plain = web_pages.plain_address(address)
            if plain in self._records:
                continue
            self._records[plain] = record
            last = plain.partition("?")[0].rstrip("/").rpartition("/")[2]
            self._names.setdefault(web_pages.plain_name(last), address)
            if record.kind.partition(";")[0].strip() in ("text/html", "application/xhtml+xml"):
                self._pages.append(address)

    def pages(self) -> Iterator[str]:
        """The addresses of pages, in their order."""
        yield from self._pages

    def charset(self, address: str) -> str:
        """The encoding that the server told of a page."""
        _, sign, name = self._records[web_pages.plain_address(address)].kind.partition("charset=")
        return name.strip(" \"';") if sign else ""

    def read(self, address: str) -> bytes | None:
        """What is at an address."""
        record = self._records.get(web_pages.plain_address(address))
        return _content(self._path, record.offset) if record else None

    def named(self, name: str) -> bytes | None:
        """What has that name at the end of its address."""
        address = self._names.get(web_pages.plain_name(name))
        return self.read(address) if address else None


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The drafts that the articles in an archive are; the last tells how many pages are none.
    Raises `Refused` and `OSError`."""
    store = ArchiveStore(path)
    waiting: Draft | None = None
    others = 0
    for address in store.pages():
        try:
            content = store.read(address) or b""
            charset = store.charset(address)
            source = PageSource(address, content, charset, address, store, of_archive=True)
            draft = page_draft.read(source, options)
        except NoArticle:
            others += 1
        except Refused as refused:
            yield Refusal(address, str(refused))
        else:
            if waiting:
                yield waiting
            waiting = draft
    if waiting is None:
        raise Refused("không có bài nào trong kho lưu; hãy lưu riêng trang của từng bài")
    if others:
        left_out = LeftOut(f"{others} trang khác trong kho lưu", "trang chủ, trang danh sách")
        waiting = replace(waiting, left_out=(*waiting.left_out, left_out))
    yield waiting


def _records(path: Path) -> Iterator[tuple[str, _ArchivedFile]]:
    """The answers that an archive holds, by address; of one the first that was given in full."""
    with path.open("rb") as file:
        archive = _iterator(file)
        try:
            for record in archive:
                if record.rec_type not in ("response", "resource"):
                    continue
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                heads = record.http_headers
                if heads is not None and heads.get_statuscode() != "200":
                    continue
                if heads is not None:
                    kind = heads.get_header("Content-Type") or ""
                else:
                    kind = record.rec_headers.get_header("Content-Type") or ""
                yield address.strip("<>"), _ArchivedFile(archive.get_record_offset(), kind.lower())
        except _faults() as error:
            raise Refused(_BROKEN) from error


def _content(path: Path, offset: int) -> bytes | None:
    """The content of the record at `offset`, None for one that is too large or broken."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            record = next(iter(_iterator(file)), None)
            if record is None:
                return None
            content: bytes = record.content_stream().read(_LARGEST_FILE + 1)
        except _faults():
            return None
    return content if len(content) <= _LARGEST_FILE else None


def _iterator(file: Any) -> Any:
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        hint = "hãy chạy: pip install 'cchc-site[import]'"
        raise Refused(f"đọc kho lưu cần thư viện warcio; {hint}") from None
    return ArchiveIterator(file)


def _faults() -> tuple[type[BaseException], ...]:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    # The fourth is what the library makes of a record without an address.
    parsing = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, AttributeError)
    return (*parsing, ValueError, zlib.error)
