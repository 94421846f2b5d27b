"""The mark of a site, drawn small: its logo, else the first letter of its name.

Pure. Loads Pillow, as imaging.py does: import it where a mark is to be made. Of SVG it draws what
plain logos are made of (rectangles, circles, polygons in whole colours), without a renderer; any
other is not drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

_FINER = 4
"""A mark is drawn so many times larger, and made smaller: its edges are smooth."""
_FORMATS = ["PNG", "JPEG", "WEBP", "GIF"]
_MOST_PIXELS = 20_000_000
_SHAPES = {"rect", "circle", "path", "polygon"}
_GROUPS = {"svg", "g"}
_SILENT = {"title", "desc", "metadata"}
_ATTRIBUTES = {"fill", "stroke", "stroke-width", "id", "class", "viewBox", "width", "height",
               "x", "y", "rx", "ry", "cx", "cy", "r", "d", "points", "version", "role"}  # fmt: skip
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})|[a-z]+")
_STEP = re.compile(r"([MmLlHhVvZz])|(-?(?:\d+\.?\d*|\.\d+))|[\s,]+|(.)")

Point = tuple[float, float]


class _NotDrawn(Exception):
    """A picture that is more than a plain drawing."""


class _Shape(NamedTuple):
    """A shape in units of its drawing: a box with round corners (all of it, for a circle), or
    polygons."""

    fill: str
    stroke: str
    stroke_width: float
    box: tuple[float, float, float, float] | None
    radius: float
    polygons: tuple[tuple[Point, ...], ...]


def mark(logo: bytes, size: int) -> Image.Image | None:
    """The `logo`, a picture or a plain SVG, within a square of that many pixels; None where it
    cannot be drawn."""
    try:
        drawn = _drawing(logo, size) if _is_svg(logo) else _picture(logo)
    except (_NotDrawn, ET.ParseError, UnidentifiedImageError, OSError, ValueError, KeyError):
        return None
    drawn.thumbnail((size, size), Image.Resampling.LANCZOS)
    whole = Image.new("RGBA", (size, size))
    whole.paste(drawn, ((size - drawn.width) // 2, (size - drawn.height) // 2))
    return whole


def initial(name: str, size: int, font: bytes, ground: str) -> Image.Image:
    """The first letter of a `name` on a round-cornered `ground`."""
    whole = Image.new("RGBA", (size * _FINER,) * 2)
    draw = ImageDraw.Draw(whole)
    end = size * _FINER - 1
    draw.rounded_rectangle((0, 0, end, end), size * _FINER // 5, ground)
    face = typeface(font, int(size * _FINER * 0.62))
    if face:
        middle = size * _FINER // 2
        draw.text((middle, middle), name[:1].upper(), "white", face, anchor="mm")
    return whole.reduce(_FINER)


def typeface(font: bytes, size: int) -> ImageFont.FreeTypeFont | None:
    """A font of the portal in that size, None where this Pillow cannot read it."""
    try:
        return ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        return None


def _is_svg(logo: bytes) -> bool:
    return b"<svg" in logo[:2000]


def _picture(logo: bytes) -> Image.Image:
    with Image.open(io.BytesIO(logo), formats=_FORMATS) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise _NotDrawn
        return picture.convert("RGBA")


def _drawing(svg: bytes, size: int) -> Image.Image:
    root = ET.fromstring(svg)  # noqa: S314  # the site's own file; no entities are followed
    left, top, width, height = _view(root)
    scale = size * _FINER / max(width, height)
    whole = Image.new("RGBA", (round(width * scale), round(height * scale)))
    draw = ImageDraw.Draw(whole)

    def at(point: Point) -> Point:
        return (point[0] - left) * scale, (point[1] - top) * scale

    for shape in _shapes(root, "#000", "none", 1.0):
        fill = None if shape.fill == "none" else shape.fill
        stroke = None if shape.stroke == "none" else shape.stroke
        across = round(shape.stroke_width * scale) if stroke else 0
        if shape.box:
            half = shape.stroke_width / 2 if stroke else 0  # Pillow draws a line inside
            x0, y0, x1, y1 = shape.box
            box = (*at((x0 - half, y0 - half)), *at((x1 + half, y1 + half)))
            draw.rounded_rectangle(box, shape.radius * scale, fill, stroke, across)
        for polygon in shape.polygons:
            if stroke:
                raise _NotDrawn
            draw.polygon([*map(at, polygon)], fill)
    return whole.reduce(_FINER)


def _view(root: ET.Element) -> tuple[float, float, float, float]:
    numbers = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    if len(numbers) != 4:
        numbers = [0, 0, float(root.get("width", "0")), float(root.get("height", "0"))]
    left, top, width, height = numbers
    if width <= 0 or height <= 0:
        raise _NotDrawn
    return left, top, width, height


def _shapes(element: ET.Element, fill: str, stroke: str, width: float) -> Iterator[_Shape]:
    """The shapes in an element, with what it hands on to them."""
    name = element.tag.rpartition("}")[2]
    if name in _SILENT:
        return
    if name not in _SHAPES | _GROUPS or {*element.keys()} - _ATTRIBUTES:
        raise _NotDrawn
    fill, stroke = element.get("fill", fill), element.get("stroke", stroke)
    width = float(element.get("stroke-width", width))
    if not (_COLOUR.fullmatch(fill) and _COLOUR.fullmatch(stroke)):
        raise _NotDrawn
    if name in _GROUPS:
        for child in element:
            yield from _shapes(child, fill, stroke, width)
        return
    box, radius, polygons = _form(element, name)
    yield _Shape(fill, stroke, width, box, radius, polygons)


def _form(
    element: ET.Element, name: str
) -> tuple[tuple[float, float, float, float] | None, float, tuple[tuple[Point, ...], ...]]:
    def number(key: str) -> float:
        return float(element.get(key, 0))

    if name == "rect":
        x, y = number("x"), number("y")
        corner = float(element.get("rx") or element.get("ry") or 0)
        return (x, y, x + number("width"), y + number("height")), corner, ()
    if name == "circle":
        x, y, radius = number("cx"), number("cy"), number("r")
        return (x - radius, y - radius, x + radius, y + radius), radius, ()
    if name == "polygon":
        every = [float(part) for part in re.split(r"[\s,]+", element.get("points", "").strip())]
        return None, 0, (tuple(zip(every[::2], every[1::2], strict=True)),)
    return None, 0, tuple(_polygons(element.get("d", "")))


def _polygons(path: str) -> Iterator[tuple[Point, ...]]:
    """The polygons of a path of straight lines."""
    here, points = (0.0, 0.0), list[Point]()
    for command, numbers in _steps(path):
        if command in "Mm" or not numbers:
            if len(points) > 2:
                yield tuple(points)
            here, points = (points[0] if points and not numbers else here), []
        if numbers:
            here = _moved(here, command, numbers)
            points.append(here)
    if len(points) > 2:
        yield tuple(points)


def _steps(path: str) -> Iterator[tuple[str, list[float]]]:
    """The steps of a path, each with its letter and its one or two numbers, none to close it."""
    command, numbers = "", list[float]()
    for letter, digits, other in _STEP.findall(path):
        if other:
            raise _NotDrawn
        if letter:
            command, numbers = letter, []
            if letter in "Zz":
                yield letter, []
        elif digits:
            numbers.append(float(digits))
            if len(numbers) == (1 if command in "HhVv" else 2):
                yield command, numbers
                numbers = []
                command = {"M": "L", "m": "l"}.get(command, command)


def _moved(here: Point, command: str, numbers: list[float]) -> Point:
    """Where a step leads."""
    x, y = here
    first, last = numbers[0], numbers[-1]
    match command:
        case "H":
            return first, y
        case "h":
            return x + first, y
        case "V":
            return x, first
        case "v":
            return x, y + first
        case "l" | "m":
            return x + first, y + last
    return first, last
