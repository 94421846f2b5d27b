"""What office files really hold: of the same container are documents, tables and slides.

Pure. Office files since 2007 and those of OpenDocument are ZIP archives (ECMA-376, part 2; ISO
26300), those before it compound files (MS-CFB) with a stream that each program names in its way.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

# The folder, or the type that the archive tells, by which a kind is known.
_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_ARCHIVES = {*_FOLDERS.values(), *_TYPES.values(), "zip"}
_COMPOUNDS = {*_STREAMS.values()}
CONTAINERS = _ARCHIVES | _COMPOUNDS
"""The endings of files in a container."""
_NAMES = {"docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint"}
_NAMES |= {"doc": "Word", "xls": "Excel", "ppt": "PowerPoint", "epub": "sách điện tử"}


def fault(ending: str, content: BinaryIO) -> tuple[str, str] | None:
    """What is wrong with a container whose name has that `ending`, and how to mend it."""
    kinds = _archived(content) if ending in _ARCHIVES else _compound(content)
    if kinds is None:
        return "tệp bị hỏng hoặc bị cắt cụt", "hãy chép lại tệp đầy đủ, thử mở rồi mới đăng"
    if ending in kinds or ending == "zip":
        return None
    if kinds:
        kind = min(kinds)
        what = f"tệp {_NAMES.get(kind, 'OpenDocument')} (.{kind})"
        hint = f"hãy đổi đuôi tệp thành “.{kind}”"
    elif ending in _ARCHIVES:
        what, hint = "tệp nén ZIP", "hãy đổi đuôi tệp thành “.zip”"
    else:  # with a password, say, or of a program that nobody has named here
        return None
    return f"nội dung không phải của tệp “.{ending}”, mà là {what}", hint


def _archived(content: BinaryIO) -> set[str] | None:
    """The kinds of file that an archive is, none for a mere one; None for a broken one."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            told = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    kinds = {kind for folder, kind in _FOLDERS.items() if any(n.startswith(folder) for n in names)}
    return kinds | {kind for start, kind in _TYPES.items() if told.strip() == start}


def _compound(content: BinaryIO) -> set[str]:
    """The kinds of file that a compound file may be; a document with a table in it is both."""
    held = content.read()
    return {kind for name, kind in _STREAMS.items() if _utf16(name) in held}


def _utf16(name: str) -> bytes:
    """The name of a stream in a directory, where it ends with a zero."""
    return f"{name}\0".encode("utf-16-le")
