"""What the last build knew, so that the next one does only what has changed.

A room that touches the disk. One file holds it all, written last and at once (`os.replace`); what
little a later build changes is added at its end. Each part stands behind its size and a checksum:
when the file is missing, cut, altered or of another version, nothing is known and everything is
built again. Values are plain tuples, which `marshal` loads in a tenth of a second for 10,000 posts;
load.py and build.py know what they mean.
"""

from __future__ import annotations

import errno
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Signature = tuple[int, int, int]
"""Size, time of the last change of the inode (ns) and number of a file. Nothing can change a file
and leave them as they were, once the clock has moved on; a checkout changes them all."""
UNKNOWN: Signature = (-1, 0, 0)

_NAME = f"cchc-memory {sys.implementation.cache_tag}\n".encode()
_PLAIN = 2
"""The version of `marshal` without references: to look for values that are met again costs more
than to write them again."""
_HEAD = 12  # bytes before a part's payload: its size, and a checksum of both
# The kernel's clock for files ticks every few milliseconds: within one tick a change is not seen.
_TICK = 50_000_000


@dataclass(slots=True)
class Memory:
    """What a build leaves to the next.

    `posts` and `media` by path in the project, valid for `reading`, a digest of whatever decides
    how posts are read; `outputs` by path in the site; `plan` is what all the outputs followed from,
    its first part empty when some of them did not follow from it. `index` holds what is known of
    each segment of the search index. `size` is that of the file which holds it, of which the first
    `whole` bytes were written at once; 0 when none does.
    """

    reading: bytes = b""
    posts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    media: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    outputs: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    index: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    plan: tuple[Any, ...] = ()
    whole: int = field(default=0, compare=False)
    size: int = field(default=0, compare=False)


def load(file: Path, code: bytes) -> Memory:
    """What `file` holds; an empty memory when it cannot be trusted, or was not written by the same
    `code`, of which that is a digest."""
    try:
        content = file.read_bytes()
    except OSError:
        return Memory()
    name = _NAME + code
    if not content.startswith(name):
        return Memory()
    try:
        first, *added = _parts(memoryview(content)[len(name) :])
    except ValueError:
        return Memory()
    memory = Memory(*marshal.loads(first))  # noqa: S302  # our own, as the name shows
    memory.whole, memory.size = len(name) + _HEAD + len(first), len(content)
    for part in added:
        changes, memory.plan = marshal.loads(part)  # noqa: S302
        for known, (changed, gone) in zip(_shelves(memory), changes, strict=True):
            known.update(changed)
            for path in gone:
                del known[path]
    return memory


def save(file: Path, code: bytes, memory: Memory, known: Memory) -> None:
    """Let `file`, which holds `known` unless that is of no size, hold `memory`."""
    shelves = zip(_shelves(known), _shelves(memory), strict=True)
    changes = [_changes(before, after) for before, after in shelves]
    number = sum(len(changed) + len(gone) for changed, gone in changes)
    if known.size and not number and (known.reading, known.plan) == (memory.reading, memory.plan):
        return
    if known.size and known.reading == memory.reading and number < len(memory.outputs) / 20:
        part = _part((changes, memory.plan))
        if known.size + len(part) < known.whole * 5 / 4:
            _add(file, known.size, part)
            return
    put(file, _NAME + code + _part((memory.reading, *_shelves(memory), memory.plan)))


def _shelves(memory: Memory) -> tuple[dict[str, tuple[Any, ...]], ...]:
    return memory.posts, memory.media, memory.outputs, memory.index


def _changes(
    before: dict[str, tuple[Any, ...]], after: dict[str, tuple[Any, ...]]
) -> tuple[dict[str, tuple[Any, ...]], list[str]]:
    """What is new or other, and the paths of what is gone."""
    changed = {path: value for path, value in after.items() if before.get(path) != value}
    return changed, sorted(before.keys() - after.keys())


def _part(value: tuple[Any, ...]) -> bytes:
    payload = marshal.dumps(value, _PLAIN)
    size = len(payload).to_bytes(8, "little")
    return size + _sum(size, payload) + payload


def _parts(content: memoryview) -> Iterator[memoryview]:
    """The values in the parts of a file, still dumped; raises `ValueError` for one that was cut or
    altered."""
    while content:
        payload = content[_HEAD : _HEAD + int.from_bytes(content[:8], "little")]
        if _sum(content[:8], payload) != content[8:_HEAD]:
            raise ValueError(content[:_HEAD])
        yield payload
        content = content[_HEAD + len(payload) :]


def _sum(size: bytes | memoryview, payload: bytes | memoryview) -> bytes:
    return zlib.crc32(payload, zlib.crc32(size)).to_bytes(4, "little")


def _add(file: Path, size: int, content: bytes) -> None:
    """Let `content` follow the first `size` bytes of `file`, or nothing, when it cannot be
    written."""
    with file.open("r+b", buffering=0) as opened:
        opened.seek(size)
        try:
            write(opened.fileno(), content)
        except OSError:
            opened.truncate(size)
            raise


def put(file: Path, content: bytes) -> None:
    """Let `file` hold `content`, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def write(descriptor: int, content: bytes) -> None:
    """Write all of `content`, or raise `OSError`: a disk that is nearly full takes a part of it."""
    if os.write(descriptor, content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def signature(status: os.stat_result) -> Signature:
    """The signature of a file by its status."""
    return status.st_size, status.st_ctime_ns, status.st_ino


def settled(found: Signature, now: int) -> Signature:
    """`found`, or UNKNOWN when the file had changed so shortly before `now` (ns) that another
    change might not show."""
    return found if found[1] < now - _TICK else UNKNOWN
