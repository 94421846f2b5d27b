"""Which files may be published, by their names and their first bytes.

Pure. Whatever lies on the site's own address may do there what its pages may, so the list is of
what may be published, not of what may not: browsers run script in any kind of XML, also in feeds
and schemas, and servers run or obey whatever they are set to. The formats are those that offices
hand out; none is shown by a browser as a page, none is run by a server. One rule for every way by
which a file comes to the site: beside a post, named by one, by a record, or in docs/tep/.
"""

from __future__ import annotations

import re
import unicodedata
from typing import BinaryIO, NamedTuple


class FileFault(NamedTuple):
    """What is wrong with a file: the line (0: the file as a whole), what it is, how to mend it."""

    line: int
    what: str
    hint: str


HEAD = 1024
"""How many bytes of a file are enough to tell what it is."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_ISO_MEDIA = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_OGG = (b"OggS",)
_NONE: tuple[bytes, ...] = ()

# Each format with what its files begin with, where something always tells. Pictures of posts are
# decoded by imaging.py too, SVG is read by svg.py.
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    **dict.fromkeys("docx xlsx pptx odt ods odp epub zip".split(), _ZIP),
    "xls": (*_OLE, *(bytes((9, version)) for version in (0, 2, 4, 8))),  # before Excel 5, no OLE
    "ppt": _OLE,
    **dict.fromkeys("oga ogg ogv opus".split(), _OGG),
    **dict.fromkeys("svg csv txt aac mp3 avif m4a m4v mov mp4".split(), _NONE),
    **dict.fromkeys("jpeg jpg".split(), (b"\xff\xd8\xff",)),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "rtf": (rb"{\rtf",),
    "doc": (*_OLE, rb"{\rtf", b"\xdb\xa5", b"1\xbe\0\0"),
    "pdf": (b"%PDF-",),
    "tif": (b"II*\0", b"MM\0*"),
    "tiff": (b"II*\0", b"MM\0*"),
    "flac": (b"fLaC",),
    "wav": (b"RIFF",),
    "webm": (b"\x1a\x45\xdf\xa3",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "rar": (b"Rar!\x1a\x07",),
}
# Pictures that cameras, scanners and drawing programs make, and no browser shows.
_NOT_SHOWN = {
    **dict.fromkeys("heic heif hif".split(), "HEIC"),
    **dict.fromkeys("tif tiff".split(), "TIFF"),
    **dict.fromkeys("bmp dib".split(), "BMP"),
    **dict.fromkeys("jp2 j2k jpf jpx".split(), "JPEG 2000"),
    **dict.fromkeys("cr2 cr3 nef arw dng raf orf rw2 raw".split(), "RAW"),
    **dict.fromkeys("psd psb".split(), "Photoshop"),
    **dict.fromkeys("wmf emf wdp pcx tga cdr eps ai dwg ico jxl".split(), ""),
}
_JPEG = {"jfif", "jpe", "pjpeg", "pjp"}
"""Other endings of a JPEG."""
_ISO = frozenset("avif m4a m4v mov mp4".split())
FORMATS = frozenset(_SIGNATURES)
"""The endings of the files that may be published."""

ACCEPTED = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, RTF, TXT, CSV, ảnh JPEG, PNG, GIF, WebP, AVIF, "
    "SVG, TIFF, âm thanh MP3, M4A, video MP4, WebM, và ZIP, RAR, 7Z"
)

# What browsers run as part of the site; told apart only for the words of the message.
_RUNS = frozenset(
    "atom css dtd hta htm html js mathml mht mhtml mjs mml rdf rng rss shtml svgz swf wasm xht "
    "xhtml xml xsd xsl xslt".split()
)
# What web servers run by an ending anywhere in a name (Apache's AddHandler takes every part for
# one, IIS stops at a semicolon). Not "pl": "01.PL.pdf" is how offices name an annex.
_HANDLED = re.compile(
    r"php[0-9s]?|pht|phtml?|phar|f?cgi|shtml?|asp|aspx|asa|asax|ascx|ashx|asmx|jspx?|jspf|cfm|cfc|"
    r"htaccess|htpasswd"
)
RESERVED = frozenset(
    "_headers _redirects _routes.json _worker.js .htaccess .htpasswd .user.ini .nojekyll "
    ".well-known cname robots.txt web.config php.ini favicon.ico crossdomain.xml "
    "clientaccesspolicy.xml ads.txt app-ads.txt security.txt humans.txt sitemap.xml "
    "service-worker sw".split()
)
"""Names, in lower case, by which servers, hosts and crawlers take orders."""

_MARKUP = re.compile(
    rb"<(?:!doctype|!--|\?xml|\?php|html|head|body|script|iframe|svg|style|title|table|div|font|"
    rb"meta|a|br|p|h1|b)(?=[\s>/!?-])|<!--|<\?",
    re.IGNORECASE,
)
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_TEXT, _PAGE = "văn bản thường", "trang HTML hoặc XML"
_LFS = b"version https://git-lfs.github.com/spec/"

_AS_PICTURE = "hãy lưu thành JPEG hoặc PNG"
_RENAME = "hãy đổi tên tệp, chỉ dùng chữ, số, dấu gạch nối, ví dụ mau-don.pdf"


def named(path: str) -> tuple[FileFault, ...]:
    """What is wrong with publishing the file at `path`, by its name.

    >>> named("posts/a/mau-don.PDF"), named("posts/a/b.rss")[0].what
    ((), 'có thể chạy mã trong trình duyệt nên không được đăng')
    """
    name = unicodedata.normalize("NFC", path).rpartition("/")[2].casefold()
    if not is_visible(name):
        return (FileFault(0, "tên tệp có ký tự không nhìn thấy được", _RENAME),)
    if name in RESERVED:
        return (FileFault(0, "tên tệp này dành cho máy chủ nên không được đăng", _RENAME),)
    stem, dot, ending = name.rpartition(".")
    if handled := next(filter(None, map(_handler, _parts(name))), ""):
        what = f"tên tệp có “.{handled}”, máy chủ có thể chạy tệp này nên không được đăng"
        return (FileFault(0, what, _RENAME),)
    if dot and stem and ending in FORMATS:
        return ()
    if ending.strip() in _RUNS:
        what = "có thể chạy mã trong trình duyệt nên không được đăng"
        return (FileFault(0, what, "hãy lưu thành PDF hoặc ảnh PNG, hay nén thành .zip"),)
    if ending in _JPEG:
        what = f"loại tệp “.{ending}” không được đăng"
        return (FileFault(0, what, "hãy đổi đuôi tệp thành “.jpg”"),)
    if ending in _NOT_SHOWN:
        what = f"{_not_shown(ending)} nên không được đăng"
        return (FileFault(0, what, _AS_PICTURE),)
    what = f"loại tệp “.{ending}” không được đăng" if dot else "tên tệp không có đuôi"
    hint = f"hãy lưu thành PDF, hoặc nén thành .zip; các loại được đăng: {ACCEPTED}"
    return (FileFault(0, what, hint),)


def shown(path: str, leads: bool) -> tuple[FileFault, ...]:
    """What is wrong with showing the file at `path`, which is no picture of the web's, as one: in
    the text, or where it `leads` the post."""
    ending = path.rpartition(".")[2].lower()
    if ending in _NOT_SHOWN:
        return (FileFault(0, _not_shown(ending), _AS_PICTURE),)
    hint = _AS_PICTURE if leads else f"hãy bỏ dấu “!” để dẫn tới tệp, hoặc {_AS_PICTURE[4:]}"
    return (FileFault(0, f"trình duyệt không hiện được tệp “.{ending}” như ảnh", hint),)


def _not_shown(ending: str) -> str:
    return f"trình duyệt không hiện được ảnh {_NOT_SHOWN[ending] or f'“.{ending}”'}"


def blank(head: bytes) -> tuple[FileFault, ...]:
    """What is wrong with a file of any kind that begins with `head`: that it holds nothing."""
    if not head:
        return (FileFault(0, "tệp rỗng, không có nội dung", "hãy chép lại tệp đầy đủ"),)
    if head.startswith(_LFS):
        what = "tệp này chỉ là dấu chỗ của Git LFS, chưa có nội dung"
        return (FileFault(0, what, "hãy chạy “git lfs pull”, hoặc chép chính tệp ấy vào"),)
    if len(head) == HEAD and not head.strip(b"\0"):
        return (FileFault(0, "tệp chỉ có byte 0, nội dung đã mất", "hãy chép lại tệp đầy đủ"),)
    return ()


def held(path: str, head: bytes) -> tuple[FileFault, ...]:
    """What is wrong with publishing the file at `path`, by the first `HEAD` bytes of it: readers
    get a file that does not open, or a browser takes it for something else."""
    ending = path.rpartition(".")[2].casefold()
    if faults := blank(head):
        return faults
    kind = kind_of(head)
    if _is_right(ending, head, kind):
        return ()
    what = f"nội dung không phải của tệp “.{ending}”" + (f", mà là {kind}" if kind else "")
    return (FileFault(0, what, "hãy mở tệp bằng phần mềm đã tạo ra nó, rồi lưu lại đúng loại"),)


def contained(path: str, head: bytes, content: BinaryIO) -> tuple[FileFault, ...]:
    """What is wrong with the file at `path` that begins with `head`, as `held` finds it right, by
    what its container holds; `content` is read where it is one."""
    ending = path.rpartition(".")[2].casefold()
    if not head.startswith((*_ZIP, *_OLE)):
        return ()
    # What reads archives takes a build's start 6 ms to load.
    from cchc_site.media import containers

    found = containers.fault(ending, content) if ending in containers.CONTAINERS else None
    return (FileFault(0, *found),) if found else ()


def _is_right(ending: str, head: bytes, kind: str) -> bool:
    """Whether a file that begins with `head`, and so is of that `kind` ("": of none known here),
    may be what its `ending` says."""
    if ending in _ISO:
        return head[4:8] in _ISO_MEDIA or not kind
    if signatures := _SIGNATURES.get(ending):
        # Readers of PDF look for its head among the first bytes (ISO 32000-1, annex H.3.4.1).
        return b"%PDF-" in head if ending == "pdf" else head.startswith(signatures)
    if ending == "svg":  # svg.py reads it
        return _is_markup(head) or not kind
    return not kind or kind == _TEXT


def _is_markup(head: bytes) -> bool:
    """Whether a browser that goes by content would take a file for HTML or XML
    (https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type)."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            head = head[2:].decode(encoding, "ignore").encode()
    return _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None


def kind_of(head: bytes) -> str:
    """What a file that begins with `head` is, in words; "" for what nobody can tell."""
    if head.startswith(_ZIP):
        return "tệp ZIP hoặc Office đời mới (.docx, .xlsx, .pptx)"
    if head.startswith(_OLE):
        return "tệp Office đời cũ (.doc, .xls, .ppt) hoặc tệp có mật khẩu"
    if b"%PDF-" in head[:32]:
        return "tệp PDF"
    if _is_markup(head):
        return _PAGE
    if head[4:8] == b"ftyp":
        return "ảnh HEIC của điện thoại" if head[8:12] in _HEIC else "video hoặc âm thanh MP4"
    others = (
        ending for ending, begins in _SIGNATURES.items() if begins and head.startswith(begins)
    )
    if ending := next(others, ""):
        return f"tệp “.{ending}”"
    return _TEXT if _is_plain(head) else ""


def text_fault(content: bytes) -> tuple[str, str] | None:
    """What is wrong with a file that is to be a post, and how to mend it: that it is none of text,
    but was given the ending of one."""
    head = content[:HEAD]
    if faults := blank(head):
        return faults[0].what, faults[0].hint
    kind = kind_of(head)
    if kind in ("", _TEXT, _PAGE):
        return None
    what = f"tệp này không phải văn bản mà là {kind} mang đuôi “.md”"
    return what, "hãy mở nó bằng phần mềm đã tạo ra nó, rồi chép phần chữ vào một tệp “.md” mới"


def _is_plain(head: bytes) -> bool:
    """Whether a file is of letters: in UTF-8, but for one that the end of `head` has cut."""
    text = head.decode("utf-8", "ignore")
    return len(head) - len(text.encode()) < 4 and all(
        c.isprintable() or c in "\n\r\t\f" for c in text
    )


def address(part: str) -> str:
    """What is wrong with a `part` of an address that a writer asks for, "" for nothing: it must be
    no name that a server obeys or runs, and the only files are pages.

    >>> address("tin-cu"), address("bai.html"), address("sw.js")
    ('', '', 'có đuôi “.js”')
    """
    name = unicodedata.normalize("NFC", part).casefold()
    if name in RESERVED or name.startswith("."):
        return "dành cho máy chủ"
    if handled := next(filter(None, map(_handler, _parts(name))), ""):
        return f"có đuôi “.{handled}”"
    ending = re.search(r"\.([a-z][a-z0-9]*)[. ]*$", name)
    return f"có đuôi “.{ending[1]}”" if ending and ending[1] not in ("htm", "html") else ""


def is_visible(text: str) -> bool:
    """Whether everything in `text` can be seen, blanks aside."""
    return all(char.isprintable() or unicodedata.category(char) == "Zs" for char in text)


def _parts(name: str) -> list[str]:
    return [part.strip() for part in re.split("[.;:]", name)[1:]]


def _handler(part: str) -> str:
    return part if _HANDLED.fullmatch(part) else ""
