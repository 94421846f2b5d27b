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
from collections.abc import Iterator, Mapping
from contextlib import suppress

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
from cchc_site.media import mistaken, renditions
from cchc_site.media.bare import Unreadable, bare, webp_size
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
_SHRUNK: Mapping[str, Mapping[str, object]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": _EFFORT},
}
_AGAIN: Mapping[str, Mapping[str, object]] = {
    "AVIF": {"quality": 90},
    "JPEG": {"quality": 95},
    "WEBP": {"quality": 95},
}
"""How a picture is written that is made narrower, and one that is made again as it is."""
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
    if size := webp_size(content[:30]):
        _judge_size(*size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, on what is merely odd
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=sorted({*FORMATS.values()})) as picture:
                wanted = role if making else renditions.NAMED
                return _made_renditions(picture, content, ending, wanted)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Unusable(_TOO_LARGE) from None
        except UnidentifiedImageError:
            raise Unusable(mistaken.fault(content[:512], ending)) from None
        except _BROKEN:
            raise Unusable(mistaken.BROKEN) from None


def _made_renditions(
    picture: Image.Image, content: bytes, ending: str, role: str
) -> InspectedPicture:
    form = "JPEG" if picture.format == "MPO" else picture.format or ""
    if form != FORMATS[ending.lower()]:
        endings = " hoặc ".join(f"“{one}”" for one, name in FORMATS.items() if name == form)
        what = f"tệp này là ảnh {form}, không phải như đuôi “{ending}”"
        raise Unusable(FileFault(0, what, f"hãy đổi đuôi tệp thành {endings}"))
    _judge_size(*picture.size)
    turned, private = _told(picture)
    tells = _tells(picture, content)
    width, height = picture.size[::-1] if turned else picture.size
    if form != "JPEG" and getattr(picture, "is_animated", False):
        _play(picture)
        return InspectedPicture(width, height, tells)
    drawn = form in ("PNG", "GIF") and _is_drawing(picture)
    if not role:
        picture.load()
        return InspectedPicture(width, height, tells)
    made = [*_renditions(_plain(picture), len(content), private, drawn, form, role)]
    return InspectedPicture(
        width, height, tells, tuple(one for one, _ in made), tuple(held for _, held in made)
    )


def _judge_size(width: int, height: int) -> None:
    """Refuse a picture by what its header says, before anything is made room for."""
    if width * height > MAX_PIXELS:
        raise Unusable(_TOO_LARGE)
    if max(width, height) > MAX_SIDE:
        raise Unusable(_TOO_LONG)


def _told(picture: Image.Image) -> tuple[bool, bool]:
    """Whether a picture says that it lies on its side, and anything beside its pixels."""
    try:
        exif = picture.getexif()
        turned = exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    except _BROKEN:  # what it says is damaged, not what it shows
        return False, True
    return turned, len(exif) > 0 or bool(picture.info.get("xmp"))


def public(content: bytes, width: int) -> bytes:
    """The file of a picture as it is published: without what it tells beside the picture, and no
    wider than `width` (0: as wide as it is) where that makes it lighter.

    Raises `Unusable`.
    """
    try:
        with Image.open(io.BytesIO(content), formats=sorted({*FORMATS.values()})) as picture:
            kept = _bare(picture, content)
            form = "JPEG" if picture.format == "MPO" else picture.format or ""
            is_moving = form != "JPEG" and getattr(picture, "is_animated", False)
            if not width or form not in _SHRUNK or is_moving:
                return kept
            plain = _plain(picture)
    except (*_BROKEN, Image.DecompressionBombError):
        raise Unusable(mistaken.BROKEN) from None
    if plain.width <= width:
        return kept
    narrow = _saved(_resized(plain, width), form, **_SHRUNK[form])
    return narrow if len(narrow) < len(kept) else kept


def _tells(picture: Image.Image, content: bytes) -> bool:
    """Whether the file `content` of a picture tells more than that."""
    try:
        return (picture.format == "AVIF" and _told(picture)[1]) or bare(content) != content
    except Unreadable:
        return True


def _bare(picture: Image.Image, content: bytes) -> bytes:
    """The file `content` of a picture without what it tells beside it; made again where its format
    cannot be taken apart."""
    with suppress(Unreadable):
        if picture.format != "AVIF" or not _told(picture)[1]:
            return bare(content)
    form = "JPEG" if picture.format == "MPO" else picture.format or ""
    return _saved(_upright(picture), form, **_AGAIN.get(form, {}))


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture


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
