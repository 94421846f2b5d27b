"""The pictures that stand for a site as a whole: where a link to it is shown, and its icons.

Pure. Loads Pillow: import it where they are to be made.
"""

from __future__ import annotations

import io

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from cchc_site.media import marks
from cchc_site.media.renditions import SHARED_SIZE

WIDTH, HEIGHT = SHARED_SIZE
_MARGIN = 80
_MARK = 150
_TOUCH = 180
_ICONS = (16, 32, 48)
_LINES = 3
_GOLD = "#f0b429"


class SiteMark(Struct, frozen=True):
    """What the pictures are made of: the site's name, the body in office, the host, the bytes of
    the logo, of the icon and of a font, and the colour of the bar."""

    name: str
    body: str
    host: str
    logo: bytes
    icon: bytes
    font: bytes
    colour: str


def shared(site: SiteMark) -> bytes:
    """The picture of the whole site, a PNG: mark, body, name, host."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), site.colour)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HEIGHT - 16, WIDTH, HEIGHT), _GOLD)
    mark = marks.mark(site.logo, _MARK)
    if mark:
        picture.paste(mark, (_MARGIN, 90), mark)
    small, large = marks.typeface(site.font, 34), marks.typeface(site.font, 72)
    if small and large:
        draw.text((_MARGIN, 300), site.body.upper(), "#ffe1a1", small)
        for number, line in enumerate(_wrapped(site.name, draw, large)):
            draw.text((_MARGIN, 352 + number * 88), line, "white", large)
        draw.text((WIDTH - _MARGIN, 144), site.host, "white", small, anchor="rt")
    return _written(picture.quantize(64, method=Image.Quantize.FASTOCTREE), "PNG")


def _wrapped(name: str, draw: ImageDraw.ImageDraw, face: ImageFont.FreeTypeFont) -> list[str]:
    """The lines of a name, the last one cut where it would be one too many."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, face) <= WIDTH - 2 * _MARGIN or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [f"{lines[_LINES - 1]} …"]
    return lines


def touch_icon(site: SiteMark) -> bytes:
    """What telephones put on their screens, a PNG without clear parts."""
    mark = _icon(site, _TOUCH)
    whole = Image.new("RGB", mark.size, site.colour)
    whole.paste(mark, (0, 0), mark)
    return _written(whole, "PNG")


def favicon(site: SiteMark) -> bytes:
    """The icon that browsers ask for without being told, an ICO in three sizes."""
    icons = [_icon(site, size) for size in _ICONS]
    return _written(icons[-1], "ICO", sizes=[icon.size for icon in icons], append_images=icons[:-1])


def _icon(site: SiteMark, size: int) -> Image.Image:
    drawn = marks.mark(site.icon, size) if site.icon else None
    return drawn or marks.initial(site.body or site.name, size, site.font, site.colour)


def _written(picture: Image.Image, form: str, **options: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, form, **options)
    return content.getvalue()
