"""A tree of files, held against the checksums that it was published with.

Touches the disk, for reading only.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.base.hashing import file_sha256
from cchc_site.base.workers import Workers
from cchc_site.delivery import plan
from cchc_site.storage import checksums
from cchc_site.storage.published import survey

SIGNATURE = f"{checksums.FILE}.sig"
"""What `ssh-keygen -Y sign` leaves beside the checksums; they cannot hold its own."""


class Difference(Struct, frozen=True):
    """Files of a site that are not as they should be, that lack, and that should not be there."""

    differing: tuple[str, ...]
    missing: tuple[str, ...]
    surplus: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.differing or self.missing or self.surplus)


def checksums_of(tree: Path) -> dict[str, bytes]:
    """The checksums that a tree holds; raises `OSError` where it has none, and
    `checksums.DamagedChecksums`."""
    return checksums.read((tree / checksums.FILE).read_bytes())


def compare(
    tree: Path, wanted: Mapping[str, bytes], beside: Collection[str], workers: Workers
) -> Difference:
    """How `tree` differs from the files with the `wanted` checksums; those `beside` may be there
    too, and what has a name with a dot at the top is nobody's."""
    there = survey(tree, (path for path in wanted if path.startswith(".")))

    def altered(paths: Sequence[str]) -> list[str]:
        return [path for path in paths if checksum_of(tree / path) != wanted[path]]

    common = sorted(there.keys() & wanted.keys())
    free = {checksums.FILE, SIGNATURE, *beside}
    return Difference(
        tuple(sorted(path for piece in workers.map(altered, common) for path in piece)),
        tuple(sorted(wanted.keys() - there.keys())),
        tuple(sorted(there.keys() - wanted.keys() - free)),
    )


def prove(tree: Path, wanted: Mapping[str, bytes], workers: Workers) -> Difference:
    """How a published tree differs from the files with the `wanted` checksums, and from what
    publishing says that it has left beside them."""
    state = f"{plan.FOLDER}/{plan.STATE}"
    if not (tree / state).is_file():
        return compare(tree, wanted, (), workers)
    publication = plan.read((tree / state).read_bytes())
    kept = {**publication.newest.files, **publication.kept} if publication else {}
    kept.pop(checksums.FILE, None)  # which proves itself
    sums = {path: bytes.fromhex(told) for path, told in kept.items() if (tree / path).exists()}
    found = compare(tree, {**sums, **wanted}, (), workers)
    return found if publication else replace(found, differing=(*found.differing, state))


def checksum_of(file: Path) -> bytes:
    """The SHA-256 of a file; none for what is no file or cannot be read."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            return file_sha256(opened)
    except OSError:
        return b""
