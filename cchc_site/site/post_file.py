"""The bytes of a post's file → its text, and what is wrong with them.

Pure.
"""

from __future__ import annotations

import unicodedata

from cchc_site.base import invisible, vietnamese
from cchc_site.base.problems import Problem
from cchc_site.media import publishable

MAX_BYTES = 2 * 1024 * 1024
_FENCE = (b"---", b"\xef\xbb\xbf---")
"""How a post begins that may be one."""


def too_big(path: str, size: int) -> Problem:
    """What is wrong with a post of `size` bytes."""
    limit = vietnamese.file_size(MAX_BYTES)
    return Problem(
        path,
        0,
        f"tệp bài nặng {vietnamese.file_size(size)}, quá {limit}",
        "hãy tách bài, hoặc để ảnh và tệp đính kèm thành tệp riêng",
    )


def decoded(content: bytes, path: str) -> str | Problem:
    """The text in NFC, with line feeds only, without a byte order mark and without what turns the
    direction of other words."""
    if not content.startswith(_FENCE) and (fault := publishable.text_fault(content)):
        return Problem(path, 0, *fault)
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        return Problem(path, line, "tệp có ký tự rỗng (NUL)", "hãy lưu lại thành văn bản UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Problem(path, line, "tệp không phải UTF-8", "hãy lưu lại với bảng mã UTF-8")
    place = vietnamese.overmarked(text)
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        return Problem(path, line, "một chữ mang hơn 30 dấu", "hãy gõ lại chữ ấy")
    text = invisible.unturned(text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)
