"""What a build touched: the files of a folder before and after.

*Disk.* A host that copies by time or inode, such as rsync, sends a file again although its bytes
are the same; so the three are counted apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file at one moment."""

    digest: bytes
    mtime_ns: int
    inode: int
    size: int


_INDEX = "tim-kiem/chi-muc/"
Snapshot = Mapping[str, Stamp]


@dataclass(frozen=True, slots=True)
class Touched:
    """How many files differ: `content`, `mtime` and `inode` count those that were there before
    and still are; `any_way` also holds the new and the deleted ones. `index` counts those of the
    search index that are new or have new bytes, which are `index_bytes` in all."""

    new: int
    deleted: int
    content: int
    mtime: int
    inode: int
    any_way: int
    index: int = 0
    index_bytes: int = 0


def snapshot(folder: Path) -> Snapshot:
    """Every file under `folder` by its path relative to it."""
    return {str(file.relative_to(folder)): _stamp(file) for file in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _stamp(file: Path) -> Stamp:
    stat = file.stat()
    digest = hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
    return Stamp(digest, stat.st_mtime_ns, stat.st_ino, stat.st_size)


def compare(before: Snapshot, after: Snapshot) -> Touched:
    """The difference of two moments."""
    index = [
        now.size
        for path, now in after.items()
        if path.startswith(_INDEX) and (path not in before or before[path].digest != now.digest)
    ]
    kept = [(before[path], after[path]) for path in before.keys() & after.keys()]
    new, deleted = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    return Touched(
        new=new,
        deleted=deleted,
        content=sum(old.digest != now.digest for old, now in kept),
        mtime=sum(old.mtime_ns != now.mtime_ns for old, now in kept),
        inode=sum(old.inode != now.inode for old, now in kept),
        any_way=new + deleted + sum(old != now for old, now in kept),
        index=len(index),
        index_bytes=sum(index),
    )
