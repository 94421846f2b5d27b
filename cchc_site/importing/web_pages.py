"""Bytes of a page → its elements; what no page of news is, is refused before it costs time.

Pure.
"""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import unquote

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from cchc_site.base import urls, vietnamese
from cchc_site.importing import decoding, html_nodes
from cchc_site.importing.draft import Refused

LARGEST = 20_000_000
"""Bytes of a page, pictures within it counted."""
TOO_LARGE = "trang quá lớn (hơn 20 MB); hãy lưu lại riêng trang của bài"
_STRANGE = "trang có cấu trúc bất thường, có thể gây hại; hãy mở trang và chép phần chữ vào bài mới"
_MOST_LINKS = 20_000
_TAG = re.compile(rb"<[a-zA-Z][^<>]{20000,}")


class ParsedPage(Struct, frozen=True):
    """A page: its elements, its text, and whether its letters may be wrong."""

    page: LexborHTMLParser
    text: str
    doubtful: bool


def parsed(content: bytes, declared: str = "") -> ParsedPage:
    """The page in `content`. Raises `Refused` for one that takes a parser too long, or a reader."""
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    # The time that a parser of HTML takes grows with the square of these.
    if content.lower().count(b"<a ") > _MOST_LINKS:
        raise Refused(_STRANGE)
    if any(
        tag[0].count(b"=") > 1000 and tag[0].count(b" ") > 1000 for tag in _TAG.finditer(content)
    ):
        raise Refused(_STRANGE)
    decoded = decoding.decode(content, declared)
    page = LexborHTMLParser(decoded.text)
    if page.root is None or html_nodes.depth(page.root) > html_nodes.MAX_DEPTH:
        raise Refused(
            f"trang có hơn {html_nodes.MAX_DEPTH} phần lồng nhau; hãy mở trang và chép phần chữ "
            "vào bài mới"
        )
    return ParsedPage(page, decoded.text, decoded.doubtful)


def local_path(address: str) -> str:
    """The path relative to a page's file that `address` names, "" where it names none there."""
    parts = urls.split(address.strip().replace("\\", "/"))
    if parts.scheme or parts.netloc:
        return ""
    path = normalize("NFC", unquote(parts.path)).removeprefix("./")
    if path.startswith("/") or "\0" in path or ":" in path:
        return ""
    return path


def plain_name(name: str) -> str:
    """A name of a file by which another spelling of it is found."""
    stem, dot, ending = normalize("NFC", name).rpartition(".")
    return f"{vietnamese.slug(stem)}.{ending.lower()}" if dot else vietnamese.slug(ending)


def plain_address(address: str) -> str:
    """An address by which another spelling of it is found: without scheme and fragment, decoded.

    >>> plain_address("https://x.vn/a%20b?c=1#d") == plain_address("http://x.vn/a b?c=1")
    True
    """
    whole = normalize("NFC", unquote(address.partition("#")[0]))
    scheme, sign, rest = whole.partition("://")
    return rest if sign and scheme.lower() in ("http", "https") else whole
