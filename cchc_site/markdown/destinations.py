"""Where a link may lead: its scheme as a browser reads it, what is wrong with it, and link cards.

Pure. Whether a path of this site exists is left to links.py.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct

from cchc_site.base import urls

IMAGE = "![Quầy một cửa](quay.jpg)"
"""An image as an example."""
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_IGNORED = re.compile(r"[\t\n\r]")
_SPACES = (*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070))
_INVISIBLE = "".join(
    map(chr, (*range(0x21), *range(0x7F, 0xA1), *_SPACES, 0x1680, 0x180E, 0x3000, 0xFEFF))
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(r"https?://[^/\\?#]", re.IGNORECASE)
_HOST_FORGOTTEN = re.compile(r"www\.", re.IGNORECASE)
# What is typed after its scheme is left out, and no file of a post is called: by that scheme.
_FORGOTTEN = re.compile(
    r"""https?//(?P<web>\S+)
    | (?P<mailto>[\w.+-]+@(?:[\w-]+\.)+(?:vn|com|net|org))
    | (?P<tel>\+?[0-9(][0-9 ().-]{6,18}[0-9])
    | (?P<https>(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info|me|be|ly|gl|gle)(?:[/?\#]\S*)?)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

# Such an address stands in HTML as it is written: nothing to encode, and a host that any browser
# reads, whose labels are neither numbers nor Punycode.
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*+\.)+[a-z]{2,}(?:/[A-Za-z0-9/_.,;=-]*)?", re.ASCII
)

_VIDEO_HOSTS = frozenset({"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"})
_FACEBOOK = frozenset({"facebook.com", "m.facebook.com", "web.facebook.com"})
_FACEBOOK_VIDEO = re.compile(r"/(?:watch(?:/|$)|reel/|share/[vr]/|(?:[^/]+/)*videos/)")
_MAP_HOSTS = frozenset({"maps.app.goo.gl", "openstreetmap.org", "osm.org"})
_MAP_PATHS = re.compile(r"(?:google\.[a-z.]+|goo\.gl)/maps(?:/|$)|maps\.google\.[a-z.]+/")
# What an embedding code of theirs shows, as an address of its own.
_YOUTUBE_EMBED = re.compile(r"/embed/([\w-]{6,20})", re.ASCII)


class LinkCard(Struct, frozen=True):
    """What a link that stands alone leads to: `kind` video, map or pdf; `label` for a bare one."""

    kind: str
    host: str
    label: str


def as_browser_reads(url: str) -> str:
    r"""`url` without what browsers drop, and without invisible characters around it.

    Source: WHATWG URL, "basic URL parser": tabs and line breaks anywhere, controls and spaces
    at both ends.

    >>> as_browser_reads(" \x01java\tscript:x\u200b")
    'javascript:x'
    """
    return _IGNORED.sub("", url).strip(_INVISIBLE)


def is_plain(url: str) -> bool:
    """Whether `url` is external, has no fault and is written the same in HTML."""
    return bool(_PLAIN.fullmatch(url))


def is_external(url: str) -> bool:
    """Whether `url` leads out of the site and needs no resolving."""
    return bool(scheme(url))


def scheme(url: str) -> str:
    r"""The scheme that a browser would find in `url`, in lower case; "//" for a bare host.

    >>> scheme("JavaScript:x"), scheme("\\\\host"), scheme("bai.md"), scheme("#muc")
    ('javascript', '//', '', '')
    """
    seen = as_browser_reads(url)
    match = _SCHEME.match(seen)
    if match:
        return match[1].lower()
    return "//" if seen[:2].replace("\\", "/") == "//" else ""


def link_fault(url: str) -> tuple[str, str] | None:
    """What is wrong with a link to `url` and how to mend it, None when nothing is."""
    written = scheme(url)
    if written in ("http", "https") and not _WEB.match(as_browser_reads(url)):
        return misspelt(url)
    if written in SCHEMES:
        return None
    if not url.strip():
        return "liên kết không có địa chỉ", "hãy viết địa chỉ, ví dụ “[Lịch tiếp dân](lich.md)”"
    if written == "file" or len(written) == 1 or url.startswith("\\\\"):
        return (
            f"liên kết “{url}” dẫn tới tệp trên máy của bạn",
            "hãy đặt tệp cạnh bài rồi dẫn bằng tên tệp, ví dụ “[Mẫu đơn](mau-don.pdf)”",
        )
    if written == "//" or (not written and _HOST_FORGOTTEN.match(url)):
        whole = f"https://{url.strip().lstrip('/')}"
        hint = f"hãy viết “{whole}”" if urls.split(whole).netloc else "hãy kiểm tra lại địa chỉ"
        return f"liên kết “{url}” thiếu “https:”", hint
    if not written:
        return _forgotten(url.strip())
    return (
        f"liên kết có giao thức “{written}:” không được dùng",
        "hãy dùng địa chỉ https, mailto, tel, hoặc đường dẫn tới tệp của trang",
    )


def _forgotten(url: str) -> tuple[str, str] | None:
    match = _FORGOTTEN.fullmatch(url)
    if not match:
        return None
    kind, rest = str(match.lastgroup), str(match[str(match.lastgroup)])
    if kind == "tel":
        rest = re.sub(r"[^0-9+]", "", rest)
    mark = {"web": ":", "https": "https:"}.get(kind, f"{kind}:")
    whole = f"https://{rest}" if kind in ("web", "https") else f"{kind}:{rest}"
    return f"liên kết “{url}” thiếu “{mark}”", f"hãy viết “{whole}”"


def misspelt(url: str) -> tuple[str, str]:
    """What to say of an address that browsers cannot read."""
    return f"địa chỉ “{url}” viết sai", "hãy chép lại địa chỉ từ trình duyệt"


def image_fault(url: str, in_html: bool = False) -> tuple[str, str] | None:
    """What is wrong with an image from `url`, which is written in Markdown or as a tag: it must be
    a file of this site."""
    if not url.strip():
        example = '<img src="quay.jpg" alt="Quầy một cửa">' if in_html else IMAGE
        return "ảnh không có địa chỉ", f"hãy viết tên tệp ảnh, ví dụ “{example}”"
    if not is_external(url) and not _HOST_FORGOTTEN.match(url):
        return None
    shown = url if len(url) <= 80 else f"{url[:79]}…"
    written = '<img src="ten-anh.jpg" alt="mô tả ảnh">' if in_html else "![mô tả ảnh](ten-anh.jpg)"
    return (
        f"ảnh “{shown}” không nằm trong trang này",
        f"hãy tải ảnh về, đặt cạnh bài rồi viết “{written}”",
    )


def link_card(url: str) -> LinkCard | None:
    """The card for a link to `url` alone in its paragraph: a video, a map or a PDF.

    >>> link_card("https://www.youtube.com/watch?v=x")
    LinkCard(kind='video', host='youtube.com', label='Xem video trên YouTube')
    >>> link_card("van-ban/45-Q%C4%90.pdf#page=2")
    LinkCard(kind='pdf', host='PDF', label='45-QĐ.pdf')
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if _WEB.match(url) and host:
        if name := _video_site(host, parts.path):
            return LinkCard("video", host, f"Xem video trên {name}")
        if host in _MAP_HOSTS or _MAP_PATHS.match(f"{host}{parts.path or '/'}"):
            return LinkCard("map", host, "Xem bản đồ")
    elif is_external(url):
        return None
    if parts.path.lower().endswith(".pdf"):
        name = posixpath.basename(parts.path)
        readable = unquote(name)
        return LinkCard("pdf", host or "PDF", readable if readable.isprintable() else name)
    return None


def _video_site(host: str, path: str) -> str:
    """The name of the site that shows a video at that address, "" when none does."""
    if host in _VIDEO_HOSTS:
        return "YouTube"
    shown = host == "fb.watch" or (host in _FACEBOOK and _FACEBOOK_VIDEO.match(path))
    return "Facebook" if shown else ""


def instead_of_frame(url: str) -> str:
    """What to do instead of embedding `url`: put a link alone on a line.

    >>> instead_of_frame("https://www.youtube.com/embed/a1b2c3d4e5f?si=x")
    'hãy thay cả đoạn mã nhúng bằng liên kết riêng trên một dòng: https://youtu.be/a1b2c3d4e5f'
    """
    lead = "hãy thay cả đoạn mã nhúng bằng liên kết riêng trên một dòng"
    try:
        parts = urlsplit(as_browser_reads(url))
        host = (parts.hostname or "").removeprefix("www.")
        asked = parse_qs(parts.query)
    except ValueError:
        return lead
    if host in _VIDEO_HOSTS and (video := _YOUTUBE_EMBED.match(parts.path)):
        return f"{lead}: https://youtu.be/{video[1]}"
    if host in _FACEBOOK and (shown := asked.get("href", [""])[0]) and link_card(shown):
        return f"{lead}: {shown}"
    if _MAP_PATHS.match(host + parts.path):
        return f"{lead}; trong bản đồ, chọn “Chia sẻ” rồi “Sao chép đường liên kết”"
    return lead
