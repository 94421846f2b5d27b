"""The files that posts bring: which may be published, how large they are.

A room that touches the disk, for reading only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cchc_site import digests
from cchc_site.memory import Signature, settled, signature

_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")

_HASH = partial(hashlib.blake2b, digest_size=digests.SIZE)


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a post names or that lies beside it: `path` in the project, size in bytes,
    width and height in pixels (0 when it is no picture), digest of its bytes."""

    path: str
    size: int
    width: int = 0
    height: int = 0
    digest: bytes = b""


def measure(
    root: Path, paths: Iterable[str], known: Mapping[str, tuple[Any, ...]], now: int
) -> tuple[dict[str, Media], dict[str, tuple[Any, ...]]]:
    """The existing files among `paths`, and what to remember of them; those `known` with their
    signature are not opened. `now` in ns."""
    found: dict[str, Media] = {}
    entries: dict[str, tuple[Any, ...]] = {}
    for path in paths:
        if path in found:
            continue
        entry = _entry(root, path, known.get(path), now)
        if entry:
            found[path], entries[path] = Media(path, *entry[1:]), entry
    return found, entries


def _entry(
    root: Path, path: str, known: tuple[Any, ...] | None, now: int
) -> tuple[Any, ...] | None:
    file = root / path
    written = _signature(file)
    if written is None or (known and known[0] == written):
        return known if written else None
    # A link, even within the project, could publish what nobody meant to (.git, a draft).
    if file.resolve() != root.resolve() / path:
        return None
    media = _measured(file, path)
    return settled(written, now), media.size, media.width, media.height, media.digest


def _signature(file: Path) -> Signature | None:
    try:
        return signature(file.stat()) if file.is_file() else None
    except OSError:  # such as a name longer than the file system knows
        return None


def _measured(file: Path, path: str) -> Media:
    # Only for files that are new: importing it costs a build as much as 300 posts.
    from PIL import Image, UnidentifiedImageError

    with file.open("rb") as content:
        digest = hashlib.file_digest(content, _HASH).digest()
    size = file.stat().st_size
    if file.suffix.lower() not in _PICTURES:
        return Media(path, size, digest=digest)
    try:
        with Image.open(file) as picture:
            return Media(path, size, *picture.size, digest)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return Media(path, size, digest=digest)
