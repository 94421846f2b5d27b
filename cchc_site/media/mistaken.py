"""What a file is that is called a picture and is none.

Pure.
"""

from __future__ import annotations

from cchc_site.media.publishable import FileFault

AGAIN = "hãy chụp hoặc xuất lại ảnh rồi thay tệp này"
"""What to do with a picture that is broken."""
BROKEN = FileFault(0, "tệp ảnh bị hỏng hoặc bị cắt cụt", AGAIN)

_STARTS = (
    (b"\xff\xd8\xff", "ảnh JPEG bị hỏng"),
    (b"\x89PNG", "ảnh PNG bị hỏng"),
    (b"GIF8", "ảnh GIF bị hỏng"),
    (b"%PDF", "tệp PDF"),
    (b"BM", "ảnh BMP"),
    (b"II*\0", "ảnh TIFF"),
    (b"MM\0*", "ảnh TIFF"),
    (b"PK", "tệp nén hoặc tệp Word, Excel"),
)


def fault(head: bytes, ending: str) -> FileFault:
    """What a file is whose name has that `ending` of a picture, by how it begins."""
    if not head:
        return FileFault(0, "tệp ảnh rỗng", AGAIN)
    kind = next((name for start, name in _STARTS if head.startswith(start)), "")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<"):
        kind = "tệp SVG" if b"<svg" in text else "trang HTML"
    elif head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        kind = "ảnh HEIC của điện thoại"
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kind = "ảnh WebP bị hỏng"
    if kind.endswith("hỏng"):
        return FileFault(0, f"tệp này là {kind}", AGAIN)
    if kind:
        return FileFault(
            0, f"tệp này là {kind}, không phải ảnh “{ending}”", "hãy thay bằng ảnh JPEG hoặc PNG"
        )
    return FileFault(0, f"tệp này không phải ảnh “{ending}”", "hãy thay bằng ảnh JPEG hoặc PNG")
