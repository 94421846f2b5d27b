"""What was made of each picture, kept for the next build: one file for a picture and its use.

Touches the disk. A file is named by the digest of the picture, of its role and of the `recipe`; it
holds a checksum, a line of JSON, and the bytes of the renditions. One that is not there, cut or
altered is made again; none is ever half written.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from cchc_site.base.hashing import SIZE, digest, joined
from cchc_site.media.renditions import Ending, Rendition
from cchc_site.storage.memory import put, read

_HEAD = msgspec.json.Decoder(
    tuple[int, int, bool, tuple[tuple[int, int, int, bytes, Ending], ...]],
)


class InspectedPicture(Struct, frozen=True):
    """What was found out about a picture and made of it: its size in pixels as it is seen, whether
    its file tells more than the picture, and its renditions with their bytes."""

    width: int
    height: int
    tells: bool = False
    renditions: tuple[Rendition, ...] = ()
    contents: tuple[bytes, ...] = ()


class RenditionStore(Struct, frozen=True):
    """The pictures in a `folder`, made by a `recipe`; with no folder nothing is kept."""

    folder: Path | None
    recipe: bytes

    def get(self, picture: bytes, role: str) -> InspectedPicture | None:
        """What was made of the picture with that digest, None when it must be made."""
        if self.folder is None:
            return None
        try:
            content = read(self._file(self.folder, picture, role))
        except OSError:
            return None
        if content[:SIZE] != digest(memoryview(content)[SIZE:]):
            return None
        head, _, body = content[SIZE:].partition(b"\n")
        try:
            width, height, tells, described = _HEAD.decode(head)
        except msgspec.DecodeError:
            return None
        sizes = [size for _, _, size, _, _ in described]
        if min(sizes, default=0) < 0 or sum(sizes) != len(body):
            return None
        renditions, contents = [], []
        at = 0
        for across, down, size, content_digest, ending in described:
            renditions.append(Rendition(across, down, size, content_digest, ending))
            contents.append(body[at : at + size])
            at += size
        return InspectedPicture(width, height, tells, tuple(renditions), tuple(contents))

    def store(self, picture: bytes, role: str, inspected: InspectedPicture) -> None:
        """Keep what was made of the picture with that digest."""
        if self.folder is None:
            return
        size = inspected.width, inspected.height
        head = msgspec.json.encode((*size, inspected.tells, inspected.renditions))
        content = b"".join([head, b"\n", *inspected.contents])
        put(self._file(self.folder, picture, role), digest(content) + content)

    def prune(self, used: Iterable[tuple[bytes, str]]) -> None:
        """Keep no more than what was made of these pictures in these roles."""
        if self.folder is None or not self.folder.is_dir():
            return
        kept = {self._file(self.folder, *key).name for key in used}
        for file in self.folder.iterdir():
            if file.name not in kept:
                with suppress(OSError):
                    file.unlink()

    def _file(self, folder: Path, picture: bytes, role: str) -> Path:
        return folder / joined(self.recipe, picture, role.encode()).hex()
