"""The colours of a site from one of them, each with the contrast that its text needs.

Pure. Source: WCAG 2.2, relative luminance and contrast ratio; 4.5 is the least for text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cchc_site.base import vietnamese
from cchc_site.site.contact import Unread

NAMED = {
    "đỏ": "#8c1519",
    "xanh dương": "#0b4f8a",
    "xanh lá": "#1b5e20",
    "xanh ngọc": "#00585c",
    "tím": "#4a2c6f",
    "nâu": "#5b3a1f",
}
_HEX = re.compile(r"#[0-9a-f]{6}")
_ENOUGH = 4.5
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_NIGHT = (30, 33, 41)
"""What text stands on in dark mode, or darker."""

_Rgb = tuple[int, int, int]


class Colours(NamedTuple):
    """Of the bar and of links, by day and by night."""

    bar: str
    link: str
    night_bar: str
    night_link: str


def read(written: str) -> str:
    """The colour that a name or a number means, as “#rrggbb”.

    >>> read("Xanh dương"), read("#8C1519")
    ('#0b4f8a', '#8c1519')

    Raises `Unread` for what is none, and for one on which white letters cannot be read.
    """
    spoken = vietnamese.slug(written)
    named = next((hex_ for name, hex_ in NAMED.items() if vietnamese.slug(name) == spoken), "")
    colour = named or written.strip().lower()
    if not _HEX.fullmatch(colour):
        raise Unread(
            f"“{written}” không phải màu", f"hãy chọn: {', '.join(NAMED)}; hoặc viết như #8c1519"
        )
    if contrast(_rgb(colour), _WHITE) < _ENOUGH:
        darker = _toward(colour, _BLACK, _WHITE, _ENOUGH)
        raise Unread(
            f"màu {colour} quá nhạt, chữ trắng trên đó không đọc được",
            f"hãy chọn màu đậm hơn, ví dụ {darker}",
        )
    return colour


def of(colour: str) -> Colours:
    """All colours of a site whose bar has this one.

    >>> of("#8c1519")
    Colours(bar='#8c1519', link='#8c1519', night_bar='#650f12', night_link='#ca9395')
    """
    dark = _mixed(_rgb(colour), _BLACK, 0.28)
    return Colours(colour, colour, _hex(dark), _toward(colour, _WHITE, _NIGHT, 6))


def contrast(one: _Rgb, other: _Rgb) -> float:
    """How well a colour is told from another, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _toward(colour: str, end: _Rgb, ground: _Rgb, enough: float) -> str:
    """`colour` mixed with as little of `end` as tells it from `ground`."""
    mixes = (_mixed(_rgb(colour), end, share / 50) for share in range(51))
    return _hex(next(mix for mix in mixes if contrast(mix, ground) >= enough))


def _mixed(one: _Rgb, other: _Rgb, share: float) -> _Rgb:
    red, green, blue = (
        round(part + (more - part) * share) for part, more in zip(one, other, strict=True)
    )
    return red, green, blue


def _luminance(colour: _Rgb) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: _Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
