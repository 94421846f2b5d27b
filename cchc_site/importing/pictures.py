"""The pictures of a document → files beside its post.

Pure, but for pictures in memory. What no browser shows is made a PNG where Pillow reads it, else
left out and told.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from cchc_site.importing.draft import DraftFile, LeftOut

_ENDINGS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_CONVERTED = (b"BM", b"II*\0", b"MM\0*")


class Pictures:
    """The pictures that a text shows, each named once."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Take the pictures of the archive by the names that the text has for them."""
        self._parts = parts
        self._names: dict[bytes, str] = {}
        self.left_out: list[LeftOut] = []

    @property
    def files(self) -> tuple[DraftFile, ...]:
        """The files that go beside the post."""
        return tuple(DraftFile(name, content) for content, name in self._names.items())

    def name(self, target: str) -> str:
        """The name of the file that a picture leads to, "" where it is left out."""
        content = self._parts.get(target, b"")
        if not content:
            what = "ảnh liên kết từ nơi khác" if "://" in target else "ảnh không có trong tệp"
            self._leave(f"{what} “{target[:100]}”")
            return ""
        shown, ending = _shown(content)
        if not ending:
            kind = target.rpartition(".")[2].upper()
            self._leave(f"ảnh dạng {kind}, trình duyệt không hiện được")
            return ""
        if shown not in self._names:
            self._names[shown] = f"hinh-{len(self._names) + 1}.{ending}"
        return self._names[shown]

    def _leave(self, what: str) -> None:
        left = LeftOut(what, "trong văn bản")
        if left not in self.left_out:
            self.left_out.append(left)


def _shown(content: bytes) -> tuple[bytes, str]:
    """A picture as browsers show it, and the ending of its name; "" for one that they cannot."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return content, "webp"
    for begin, ending in _ENDINGS.items():
        if content.startswith(begin):
            return content, ending
    if not content.startswith(_CONVERTED):
        return content, ""
    from PIL import Image, UnidentifiedImageError

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=("BMP", "TIFF")) as image:
            image.convert("RGB").save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return content, ""
    return out.getvalue(), "png"
