"""Pictures whose files are published otherwise than they lie in the project: without what they tell
beside the picture, and no larger than pages show them.

Pure; media/imaging.py makes the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from cchc_site.base.hashing import digest_of
from cchc_site.media.files import Media
from cchc_site.media.renditions import WIDEST
from cchc_site.site.links import Resolution, Resolved
from cchc_site.site.snapshot import PostSnapshot

_MAKING = 1
"""Is raised when `imaging.public` makes something else of a picture."""


class BarePicture(Struct, frozen=True):
    """A picture whose file at `url` tells nothing beside the picture, and is no wider than `width`
    (0: as wide as it is)."""

    url: str
    media: Media
    width: int

    @property
    def fingerprint(self) -> bytes:
        """What decides about the file's bytes."""
        return digest_of(self.media.digest, self.width, _MAKING)


def found(
    media: Iterable[Resolved],
    items: Sequence[PostSnapshot],
    resolutions: Mapping[str, Resolution],
) -> Iterator[BarePicture]:
    """Those of the files `media` that `items` bring: all that tell more than the picture, and those
    wider than the widest of their renditions to which no link leads."""
    handed_out: frozenset[str] | None = None
    for resolved in media:
        picture = resolved.media
        if not picture or picture.faults or not picture.width:
            continue
        is_wide = picture.width > WIDEST
        if is_wide and any(made.width == WIDEST for made in picture.renditions):
            if handed_out is None:
                handed_out = _handed_out(items, resolutions)
            is_wide = picture.path not in handed_out
        else:
            is_wide = False
        if picture.tells or is_wide:
            yield BarePicture(resolved.url, picture, WIDEST if is_wide else 0)


def _handed_out(
    items: Iterable[PostSnapshot], resolutions: Mapping[str, Resolution]
) -> frozenset[str]:
    """The paths of the files that a text leads to, and of attachments and documents."""
    paths = set[str]()
    for item in items:
        if item.files and not item.post.withdrawn:
            kinds = (reference.kind for reference in item.parsed.references)
            led_to = resolutions[item.post.path].led_to(kinds)
            paths.update(resolved.media.path for resolved in led_to if resolved.media)
    return frozenset(paths)
