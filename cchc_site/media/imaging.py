"""A picture's bytes → what is wrong with it, or its renditions.

Pure. It loads Pillow, as marks.py and site_pictures.py do, which a build with no new picture must
not: import it where a picture is to be looked at. Formats are limited to those that a browser
shows, so that no other decoder ever meets an editor's file.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import (
    ExifTags,
    Image,
    ImageChops,
    ImageCms,
    ImageOps,
    ImageStat,
    UnidentifiedImageError,
)

from cchc_site.base.hashing import digest
from cchc_site.media import renditions
from cchc_site.media.publishable import FileFault
from cchc_site.media.renditions import LEAD, SHARED, Ending, Rendition
from cchc_site.media.store import InspectedPicture

MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000
"""Pixels of a side: Pillow needs memory for each line, however short, and for each when it makes a
picture smaller."""
MAX_FRAMES = 200_000_000
"""Pixels of all frames of an animation; what follows is not looked at."""

FORMATS = {
    ".avif": "AVIF",
    ".gif": "GIF",
    ".jpeg": "JPEG",
    ".jpg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
}
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError),
    *(OverflowError, AssertionError, RuntimeError, struct.error, zlib.error),
)
"""What Pillow's decoders raise on what is no picture."""

_KEEP = "hãy chụp hoặc xuất lại ảnh rồi thay tệp này"
_TOO_LARGE = FileFault(
    0,
    f"có hơn {MAX_PIXELS // 1_000_000} triệu điểm ảnh",
    "hãy thu nhỏ, ví dụ còn rộng 4000 điểm ảnh",
)
_TOO_LONG = FileFault(
    0,
    f"có cạnh dài hơn {MAX_SIDE // 1000}.000 điểm ảnh",
    "hãy cắt thành nhiều ảnh, hoặc thu nhỏ",
)
_WEBP_SIDE = 16_383  # the format holds no longer one

# What a thumbnail and a picture on a phone may weigh (bytes), by the width up to which it holds.
_THUMBNAIL = renditions.WIDTHS[LEAD][1]
_BUDGETS = ((_THUMBNAIL, 8_000), (1280, 40_000))
_LEAST_QUALITY = 40
_NOTHING_GAINED = 1_000  # bytes of a picture below which no other is worth a file
_EFFORT = 4  # libwebp's `method`: 6 takes twice as long for 2 % less
_FEW = 4096  # colours: a drawing with soft edges, not a photograph
_LIKE = 5.0  # root of the mean square difference from which on a drawing looks smeared
_LIGHT = 300_000  # bytes up to which the original serves where links are shown


class Unusable(Exception):
    """A file that cannot be published as a picture."""

    def __init__(self, fault: FileFault) -> None:
        """Keep what is wrong."""
        super().__init__(fault.what)
        self.fault = fault


def make_renditions(
    content: bytes, ending: str, role: str, making: bool = True
) -> InspectedPicture:
    """What is to be known of a picture with that `content`, whose file name has that `ending`, and
    its renditions for a `role` where they are wanted (`making`).

    Raises `Unusable`.
    """
    if size := _webp_size(content[:30]):
        _judge_size(*size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, on what is merely odd
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=sorted({*FORMATS.values()})) as picture:
                wanted = role if making else renditions.NAMED
                return _made_renditions(picture, len(content), ending, wanted)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Unusable(_TOO_LARGE) from None
        except UnidentifiedImageError:
            raise Unusable(_no_picture(content[:512], ending)) from None
        except _BROKEN:
            raise Unusable(FileFault(0, "tệp ảnh bị hỏng hoặc bị cắt cụt", _KEEP)) from None


def _made_renditions(picture: Image.Image, size: int, ending: str, role: str) -> InspectedPicture:
    form = "JPEG" if picture.format == "MPO" else picture.format or ""
    if form != FORMATS[ending.lower()]:
        endings = " hoặc ".join(f"“{one}”" for one, name in FORMATS.items() if name == form)
        what = f"tệp này là ảnh {form}, không phải như đuôi “{ending}”"
        raise Unusable(FileFault(0, what, f"hãy đổi đuôi tệp thành {endings}"))
    _judge_size(*picture.size)
    turned, private, located = _told(picture)
    width, height = picture.size[::-1] if turned else picture.size
    if form != "JPEG" and getattr(picture, "is_animated", False):
        _play(picture)
        return InspectedPicture(width, height, located)
    drawn = form in ("PNG", "GIF") and _is_drawing(picture)
    if not role:
        picture.load()
        return InspectedPicture(width, height, located)
    made = [*_renditions(_plain(picture), size, private, drawn, form, role)]
    return InspectedPicture(
        width, height, located, tuple(one for one, _ in made), tuple(content for _, content in made)
    )


def _judge_size(width: int, height: int) -> None:
    """Refuse a picture by what its header says, before anything is made room for."""
    if width * height > MAX_PIXELS:
        raise Unusable(_TOO_LARGE)
    if max(width, height) > MAX_SIDE:
        raise Unusable(_TOO_LONG)


def _webp_size(head: bytes) -> tuple[int, int] | None:
    """The size that the first 30 bytes of a WebP tell: Pillow makes room for such a picture as
    soon as it opens it (RFC 9649, 2.4 to 2.7)."""
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    number = int.from_bytes
    if head[12:16] == b"VP8X":
        return 1 + number(head[24:27], "little"), 1 + number(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = number(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return number(head[26:28], "little") & 0x3FFF, number(head[28:30], "little") & 0x3FFF


def _told(picture: Image.Image) -> tuple[bool, bool, bool]:
    """Whether a picture says that it lies on its side, anything beside its pixels, and where it
    was taken."""
    xmp = _xmp(picture)
    try:
        exif = picture.getexif()
        turned = exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _BROKEN:  # what it says is damaged, not what it shows
        return False, True, b"GPSLatitude" in xmp
    located = ExifTags.GPS.GPSLatitude in place or b"GPSLatitude" in xmp
    return turned, len(exif) > 0 or bool(xmp), located


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture


def _xmp(picture: Image.Image) -> bytes:
    xmp = picture.info.get("xmp", b"")
    return xmp if isinstance(xmp, bytes) else str(xmp).encode()


def _play(picture: Image.Image) -> None:
    """Decode the frames of an animation."""
    pixels = picture.width * picture.height
    for number in range(min(getattr(picture, "n_frames", 1), 1 + MAX_FRAMES // max(pixels, 1))):
        picture.seek(number)
        picture.load()


def _is_drawing(picture: Image.Image) -> bool:
    known = picture.mode in ("L", "LA", "RGB", "RGBA")
    return picture.mode in ("1", "P") or (known and picture.getcolors(_FEW) is not None)


def _plain(picture: Image.Image) -> Image.Image:
    """The picture upright, in sRGB, without what is written in it beside its pixels."""
    if picture.format == "JPEG":  # large ones are decoded at half their size
        target = 2 * renditions.WIDTHS[LEAD][-1]
        picture.draft(None, (target, target))
    profile = picture.info.get("icc_profile")
    picture.load()
    plain = _eight_bits(_upright(picture))
    clear = plain.has_transparency_data
    if profile and plain.mode in ("RGB", "RGBA", "CMYK", "L"):
        plain = _in_srgb(plain, profile)
    plain = plain.convert("RGBA" if clear else "RGB")
    if clear and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    plain.info = {}
    return plain


def _eight_bits(picture: Image.Image) -> Image.Image:
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda value: value / 257).convert("L")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError):  # a profile that is none, or for other colours
        return picture


def _renditions(
    picture: Image.Image, size: int, private: bool, drawn: bool, form: str, role: str
) -> Iterator[tuple[Rendition, bytes]]:
    """Widest first: one that is not smaller than what it takes the place of has no use, unless that
    tells more than its pixels."""
    if size < _NOTHING_GAINED and not private:
        return
    limit = None if private else size
    shown = [
        width
        for width in renditions.widths(role, picture.width)
        if _height(picture, width) <= _WEBP_SIDE
    ]
    base = _resized(picture, shown[0]) if shown else picture
    for width in shown:
        content = _webp(_resized(base, width), drawn, role)
        if limit is None or len(content) < limit:
            limit = len(content)
            yield _rendition(width, picture, content, "webp"), content
    if role == LEAD and (
        private or form not in ("JPEG", "PNG") or size > _LIGHT or picture.width > SHARED
    ):
        width = min(picture.width, SHARED)
        content = _jpeg(_resized(base, width))
        if private or form not in ("JPEG", "PNG") or len(content) < size:
            yield _rendition(width, picture, content, "jpg"), content


def _rendition(width: int, picture: Image.Image, content: bytes, ending: Ending) -> Rendition:
    return Rendition(width, _height(picture, width), len(content), digest(content), ending)


def _height(picture: Image.Image, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def _resized(picture: Image.Image, width: int) -> Image.Image:
    size = width, _height(picture, width)
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _webp(picture: Image.Image, drawn: bool, role: str) -> bytes:
    width = picture.width
    if drawn and not (role == LEAD and width <= _THUMBNAIL):
        exact, lossy = _saved(picture, "WEBP", lossless=True), _lossy(picture, 90)
        return lossy if len(lossy) < len(exact) and _is_like(picture, lossy) else exact
    quality = 78 if width <= 960 else 72 if width <= 1280 else 64
    content = _lossy(picture, quality)
    budget = next((most for widest, most in _BUDGETS if width <= widest), 0)
    while role == LEAD and 0 < budget < len(content) and quality > _LEAST_QUALITY:
        quality = max(_LEAST_QUALITY, int(quality * budget / len(content)) - 2)
        content = _lossy(picture, quality)
    return content


def _lossy(picture: Image.Image, quality: int) -> bytes:
    return _saved(picture, "WEBP", quality=quality, method=_EFFORT)


def _is_like(picture: Image.Image, content: bytes) -> bool:
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as made:
        difference = ImageChops.difference(picture, made.convert(picture.mode))
    return max(ImageStat.Stat(difference).rms) < _LIKE


def _jpeg(picture: Image.Image) -> bytes:
    if picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    return _saved(picture, "JPEG", quality=80, optimize=True, progressive=True)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    content = io.BytesIO()
    try:
        picture.save(content, form, **options)
    except (KeyError, OSError, ValueError) as error:
        # It was read, so nothing is wrong with it: encoders say in many ways that memory is short.
        raise MemoryError(str(error)) from error
    return content.getvalue()


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


def _no_picture(head: bytes, ending: str) -> FileFault:
    if not head:
        return FileFault(0, "tệp ảnh rỗng", _KEEP)
    kind = next((name for start, name in _STARTS if head.startswith(start)), "")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<"):
        kind = "tệp SVG" if b"<svg" in text else "trang HTML"
    elif head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        kind = "ảnh HEIC của điện thoại"
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kind = "ảnh WebP bị hỏng"
    if kind.endswith("hỏng"):
        return FileFault(0, f"tệp này là {kind}", _KEEP)
    if kind:
        return FileFault(
            0, f"tệp này là {kind}, không phải ảnh “{ending}”", "hãy thay bằng ảnh JPEG hoặc PNG"
        )
    return FileFault(0, f"tệp này không phải ảnh “{ending}”", "hãy thay bằng ảnh JPEG hoặc PNG")
