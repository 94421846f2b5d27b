"""Pictures as pages show them: in which widths, at which addresses, how large on a screen.

Pure. The widths follow from the layout (theme/*/*.css) and from screens of one to three pixels a
CSS pixel; imaging.py makes the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

LEAD, SHOWN, NAMED = "lead", "shown", ""
"""What a post does with a picture: it stands before the text and in lists, in the text, or is a
mere file."""

# The text is 620 px wide, a phone 360 to 430; a thumbnail is 120 to 180 px, a wide picture in it up
# to 213.
_TEXT = (640, 960, 1280, 1860)
_THUMBNAILS = (216, 432)
WIDTHS = {LEAD: (*_THUMBNAILS, *_TEXT), SHOWN: _TEXT, NAMED: ()}
WIDEST = _TEXT[-1]
"""How wide a picture is shown at most, in pixels."""
NEAR = 0.85
"""Of a width nearer than this to the picture's own, nothing is gained."""

SHARED = 1200
"""How wide a picture is where a link to the post is shown; the size that Facebook asks for."""
SHARED_SIZE = (SHARED, 630)
"""Of the picture that stands for a whole site there (ogp.me, `og:image`)."""

_WHOLE = 1280  # for readers that know no `srcset`
_LIST = 640  # a thumbnail at three pixels a CSS pixel

Candidate = tuple[str, int]
"""An address, from the site's root, and the width in pixels of the picture there."""


Ending = Literal["jpg", "webp"]
"""The formats of pictures made of others, as their file names end."""


class Rendition(NamedTuple):
    """A picture made of another: pixels, size in bytes, digest of the bytes, and its format as a
    file name ends."""

    width: int
    height: int
    size: int
    digest: bytes
    ending: Ending

    @property
    def url(self) -> str:
        """Its address, which no other bytes will ever have."""
        return f"anh/{self.digest[:10].hex()}-{self.width}.{self.ending}"


class Sizes(NamedTuple):
    """How wide the pixels of a picture lie on the screen (HTML, attribute `sizes`): in an article,
    as the home page's lead, as that beside notices, as the first thumbnail of a list, as another,
    and in a block of the home page."""

    article: str
    lead: str
    narrow: str
    first: str
    item: str
    block: str


def widths(role: str, width: int) -> tuple[int, ...]:
    """In which widths to make a picture of a `width`, widest first; never wider than it is.

    >>> widths("shown", 1000), widths("shown", 300), widths("", 1000)
    ((1000, 640), (300,), ())
    """
    ladder = WIDTHS[role]
    if not ladder:
        return ()
    widest = min(width, ladder[-1])
    return (widest, *(step for step in reversed(ladder) if step < widest * NEAR))


def candidates(url: str, width: int, renditions: Sequence[Rendition]) -> tuple[Candidate, ...]:
    """What a browser may choose from, narrowest first: the `renditions` of the picture at `url`,
    and that itself where none takes its place."""
    choices = [(made.url, made.width) for made in renditions if made.ending == "webp"]
    widest = max((each for _, each in choices), default=0)
    if widest < min(width, WIDTHS[SHOWN][-1]):
        choices.append((url, width))
    return tuple(sorted(choices, key=lambda rendition: rendition[1]))


def whole(choices: Sequence[Candidate]) -> str:
    """The address for readers that cannot choose."""
    fitting = [url for url, width in choices if width <= _WHOLE]
    return fitting[-1] if fitting else choices[0][0]


def thumbnails(choices: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What a thumbnail needs of the candidates."""
    wide = (place for place, (_, width) in enumerate(choices) if width >= _LIST)
    enough = next(wide, len(choices))
    return tuple(choices[: enough + 1])


def shared(url: str, renditions: Sequence[Rendition]) -> str:
    """The address of the picture for where a link to the post is shown, "" when there they do not
    know its format."""
    made = next((rendition.url for rendition in renditions if rendition.ending == "jpg"), "")
    return made or ("" if url.endswith(".svg") else url)


def shared_size(width: int, height: int, renditions: Sequence[Rendition]) -> tuple[int, int]:
    """The size of that picture, of an original of `width` and `height`."""
    made = next((rendition for rendition in renditions if rendition.ending == "jpg"), None)
    return (made.width, made.height) if made else (width, height)


def srcset(base: str, choices: Sequence[Candidate]) -> str:
    """The attribute `srcset`, empty when there is nothing to choose.

    >>> srcset("..", (("anh/a-640.webp", 640), ("anh/b-960.webp", 960)))
    '../anh/a-640.webp 640w, ../anh/b-960.webp 960w'
    """
    if len(choices) < 2:
        return ""
    return ", ".join(f"{base}/{url} {width}w" for url, width in choices)


def sizes(width: int, height: int) -> Sizes:
    """How wide a picture of that size is shown. Where it fills a frame (`object-fit: cover`) of
    less width to its height, it is wider than the frame.

    >>> sizes(1600, 900).lead
    '(min-width: 60em) 747px, 100vw'
    """
    shape = width / height if width and height else 1.5

    def filling(frame: int, across: int, down: int) -> int:
        return round(frame * max(1.0, shape * down / across))

    phone = f"{filling(100, 16, 9)}vw"
    item = f"{filling(180, 3, 2)}px"
    return Sizes(
        article="(min-width: 45em) 620px, 100vw",
        lead=f"(min-width: 60em) {filling(560, 4, 3)}px, {phone}",
        narrow=f"(min-width: 60em) {filling(380, 4, 3)}px, {phone}",
        first=f"(min-width: 45em) {item}, {phone}",
        item=item,
        block=f"(min-width: 60em) {filling(180, 4, 3)}px, {filling(120, 4, 3)}px",
    )


ARTICLE = sizes(0, 0).article
