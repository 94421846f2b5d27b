"""A page that a browser has saved with its pictures in one file (.mht, RFC 2557) → a draft.

Touches the disk, for reading only.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urljoin

from cchc_site.importing import page_draft, web_pages
from cchc_site.importing.draft import Draft, ImportOptions, Refusal, Refused
from cchc_site.importing.page_draft import PageSource

_LARGEST = 100_000_000  # bytes


class PartStore:
    """The parts of a file by their addresses."""

    def __init__(self, parts: Mapping[str, EmailMessage], base: str) -> None:
        """`base` is the address of the page among them."""
        self._parts = {web_pages.plain_address(address): part for address, part in parts.items()}
        self._base = base
        self._names = {_name(address): address for address in self._parts}

    def read(self, address: str) -> bytes | None:
        """The part at an address."""
        part = self._parts.get(web_pages.plain_address(address))
        if part is None:
            part = self._parts.get(web_pages.plain_address(urljoin(self._base, address)))
        return _content(part) if part is not None else None

    def named(self, name: str) -> bytes | None:
        """The part of that name."""
        address = self._names.get(web_pages.plain_name(name))
        return _content(self._parts[address]) if address else None


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The draft that a saved page is. Raises `Refused` and `OSError`."""
    if path.stat().st_size > _LARGEST:
        raise Refused("tệp quá lớn (hơn 100 MB); hãy lưu lại riêng trang của bài")
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    parts = [*message.walk()]
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise Refused("trong tệp không có trang nào; hãy mở trang bằng trình duyệt rồi lưu lại")
    known = dict[str, EmailMessage]()
    for part in parts:
        for address in (_head(part, "Content-Location"), _content_id(part)):
            if address:
                known.setdefault(address, part)
    base = _head(message, "Snapshot-Content-Location") or _head(page, "Content-Location")
    store = PartStore(known, base)
    charset = page.get_content_charset() or ""
    yield page_draft.read(PageSource(path.name, _content(page), charset, base, store), options)


def _head(part: EmailMessage, name: str) -> str:
    """A field of a part's head, "" for one that is not there or broken."""
    try:
        return "".join(str(part.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # what the parser makes of broken heads
        return ""


def _content_id(part: EmailMessage) -> str:
    identity = _head(part, "Content-ID").strip("<>")
    return f"cid:{identity}" if identity else ""


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(address: str) -> str:
    return web_pages.plain_name(address.partition("?")[0].rstrip("/").rpartition("/")[2])
