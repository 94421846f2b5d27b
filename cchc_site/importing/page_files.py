"""What a page leads to, as its post will: files that lie with the page come along, others are told.

Pure: what lies with a page is asked of a store.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import unquote_to_bytes, urljoin

from cchc_site.base import urls
from cchc_site.importing import draft
from cchc_site.importing.draft import DraftFile, LeftOut
from cchc_site.markdown import destinations
from cchc_site.media import publishable

_PICTURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"RIFF", "webp"),
)
_WEB = ("http://", "https://")
_DATA = re.compile(r"data:(image/[a-z+.-]+)?(;base64)?,", re.IGNORECASE)
_NAMED = re.compile(
    r"(?i)([^/?&=]+\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|rar|7z))(?=$|[/?&#])"
)
_NO_ALT = re.compile(
    r"(?i)^\S+\.(?:jpe?g|png|gif|webp|bmp)$|^(?:image|img|anh|ảnh|photo|picture|untitled)?[\s\d_.-]*$"
)
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed|youtu\.be)/([\w-]{6,20})"
)


class PageStore(Protocol):
    """Files that lie with a page."""

    def read(self, address: str) -> bytes | None:
        """The file at an address that the page names, None where there is none."""

    def named(self, name: str) -> bytes | None:
        """The file of that name, wherever the page's files lie, None where there is none."""


class PageFiles:
    """The links and pictures of one page: files that come along, and what is told."""

    def __init__(self, store: PageStore, base: str, title: str) -> None:
        """`base` is the page's address, "" for an unknown one; `title` describes its pictures."""
        self._store, self._base, self._title = store, base, title
        self._names: dict[str, str] = {}
        self._contents: dict[bytes, str] = {}
        self.files: list[DraftFile] = []
        self.left_out: list[LeftOut] = []

    def link(self, address: str, words: str) -> str:
        """Where a link of the post leads, "" for nowhere."""
        scheme = destinations.scheme(address)
        if scheme in ("mailto", "tel"):
            return "" if destinations.link_fault(address) else address
        if address.startswith("#") or scheme not in ("", "//", "http", "https"):
            return ""
        if video := _YOUTUBE.match(address):
            return f"https://youtu.be/{video[1]}"
        if file := self.file(address, words) or self._beside(address):
            return file
        whole = self._whole(address)
        if not whole and words.strip() != address and not _document(address):
            self._tell(f"liên kết “{_short(address)}”", f"chữ “{_short(words)}”")
        return whole

    def file(self, address: str, words: str = "") -> str:
        """The name beside the post of a document that a page leads to, "" for no document or one
        that is not there, which is told."""
        named = _document(address)
        if not named:
            return ""
        if name := self._brought(address, named):
            return name
        if address not in self._names:
            self._names[address] = ""
            whole = self._whole(address)
            stays = f"bài vẫn dẫn tới {_short(whole)}" if whole else "hãy chép tệp vào cạnh bài"
            self._tell(f"không thấy tệp “{named}”", stays)
        return ""

    def _beside(self, address: str) -> str:
        """The name beside the post of a file of any kind that lies with the page, "" for none."""
        name = _last(address)
        if name.rpartition(".")[2].lower() not in publishable.FORMATS:
            return ""
        return self._brought(address, name) if self._store.read(address) else ""

    def image(self, address: str, alt: str) -> tuple[str, str]:
        """The file of a picture, and what describes it."""
        name = self._brought(address, "")
        if not name:
            if address not in self._names:
                self._names[address] = ""
                where = "hãy tải ảnh về đặt cạnh bài" if alt else ""
                self._tell(
                    f"ảnh “{_short(_last(address) or address)}” không có hoặc không đọc được", where
                )
            return "", ""
        said = " ".join(alt.split())
        if _NO_ALT.match(said):
            said = f"Ảnh trong bài “{self._title}”" if self._title else "Ảnh trong bài"
            self._tell(f"ảnh “{name}” không có lời mô tả", f"tạm ghi “{said}”, hãy viết lại")
        return name, said

    def _brought(self, address: str, named: str) -> str:
        """The name of the file at `address`, which comes along; "" for none."""
        if self._names.get(address):
            return self._names[address]
        content = self._content(address, named)
        if not content:
            return ""
        name = named or _last(address) or "anh"
        if not named:
            ending = _picture(content)
            if not ending:
                return ""
            name = f"{name.rpartition('.')[0] or name}.{ending}"
        if content in self._contents:
            self._names[address] = self._contents[content]
            return self._names[address]
        name = draft.clean_name(name, {file.name for file in self.files})
        faults = (*publishable.named(name), *publishable.held(name, content[: publishable.HEAD]))
        if faults:
            self._tell(f"tệp “{name}”: {faults[0].what}", "")
            return ""
        self.files.append(DraftFile(name, content))
        self._names[address] = self._contents[content] = name
        return name

    def _content(self, address: str, named: str) -> bytes | None:
        if data := _DATA.match(address):
            return _of_data(data, address)
        content = self._store.read(address)
        if content is None and self._base:
            content = self._store.read(urljoin(self._base, address))
        if content is None and (name := named or _last(address)):
            content = self._store.named(name)
        return content

    def _whole(self, address: str) -> str:
        """`address` with its host, "" where that is unknown or what it says leads nowhere."""
        whole = urljoin(self._base, address) if self._base.startswith(_WEB) else address
        whole = f"https:{whole}" if whole.startswith("//") else whole
        if not whole.startswith(_WEB) or destinations.link_fault(whole):
            return ""
        return whole.replace(" ", "%20")

    def _tell(self, what: str, where: str) -> None:
        left_out = LeftOut(what, where)
        if left_out not in self.left_out:
            self.left_out.append(left_out)


def attachments(links: Iterable[tuple[str, str]], files: PageFiles) -> Iterator[dict[str, str]]:
    """The records of the files that `links`, addresses with words, lead to."""
    known = set[str]()
    for address, words in links:
        name = files.file(address, words)
        if name and name not in known:
            known.add(name)
            title = " ".join(words.split())
            yield {"file": name, "title": title} if title else {"file": name}


def _document(address: str) -> str:
    """The name of the document that an address has in its path or query, "" for none."""
    names = [_decoded(match[1]) for match in _NAMED.finditer(address)]
    return names[0] if names else ""


def _last(address: str) -> str:
    """The last part of the path of an address."""
    if _DATA.match(address):
        return "anh"
    return _decoded(urls.split(address).path.replace("\\", "/").rstrip("/").rpartition("/")[2])


def _decoded(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "replace").replace("/", "-")


def _picture(content: bytes) -> str:
    """The ending of a picture's format that pages show, "" for another."""
    for begin, ending in _PICTURES:
        if content.startswith(begin):
            return ending if ending != "webp" or content[8:12] == b"WEBP" else ""
    return "avif" if content[4:12] == b"ftypavif" else ""


def _of_data(data: re.Match[str], address: str) -> bytes | None:
    """The bytes in an address that holds them."""
    rest = unquote_to_bytes(address[data.end() :])
    try:
        return base64.b64decode(rest, validate=False) if data[2] else rest
    except (binascii.Error, ValueError):
        return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
