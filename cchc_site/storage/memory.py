"""What the last build knew, so that the next one does only what has changed.

Touches the disk. One file holds it all, written last and at once (`os.replace`), some thousand
records a part; what little a later build changes is added at its end. Each part stands behind its
size and a checksum: when the
file is missing, cut, altered or of another version, nothing is known and everything is built again.
Records are written in MessagePack as lists of their fields: nothing in the file can run, and a file
with anything that is not of the type that `Shapes` names is not known. The modules that leave the
records know what they mean.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from cchc_site.base.hashing import crc32

Signature = tuple[int, int, int]
"""Size, time of the last change of the inode (ns) and number of a file. Nothing can change a file
and leave them as they were, once the clock has moved on; a checkout changes them all. A mere tuple:
a build makes 23,000 of them, and compares them whole."""
UNKNOWN: Signature = (-1, 0, 0)

_NAME = b"cchc-memory 4\n"
_RECORD = 2_000
"""Bytes that writing a record may take: several times what the records of ordinary posts do."""
_AT_ONCE = 20_000
"""How many records are written, and read, at once: of 200,000 posts all take 0.9 GB more."""
_HEAD = 12  # bytes before a part's payload: its size, and a checksum of both
# The kernel's clock for files ticks every few milliseconds: within one tick a change is not seen.
_TICK = 50_000_000


@dataclass(slots=True)
class Memory:
    """What a build leaves to the next.

    `posts` and `media` by path in the project, valid for `reading`, a digest of whatever decides
    how posts are read; `outputs` by path in the site; `provenance` is what all the outputs followed
    from. `index` holds what is known of each segment of the search index. `size` is that of the
    file which holds it, of which the first `whole` bytes were written at once; 0 when none does.
    """

    reading: bytes = b""
    posts: Mapping[str, Any] = field(default_factory=dict)
    media: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    index: Mapping[str, Any] = field(default_factory=dict)
    provenance: Any = None
    whole: int = field(default=0, compare=False)
    size: int = field(default=0, compare=False)


class Shapes(Struct, frozen=True):
    """The types of a record of each of a memory's tables, and of its provenance."""

    posts: Any
    media: Any
    outputs: Any
    index: Any
    provenance: Any


def load(file: Path, code: bytes, shapes: Shapes) -> Memory:
    """What `file` holds; an empty memory when it cannot be trusted, was not written by the same
    `code`, of which that is a digest, or holds anything of another shape."""
    try:
        with open(opened(file), "rb") as content:  # a descriptor has no path
            memory = _loaded(content, _NAME + code, shapes)
    except (OSError, ValueError, RecursionError):  # msgspec's own errors are of the second kind
        return Memory()
    tables = memory.posts, memory.media, memory.outputs
    return memory if all(is_inside(path) for known in tables for path in known) else Memory()


def _loaded(content: BinaryIO, name: bytes, shapes: Shapes) -> Memory:
    """The memory in a file of that `name`.

    Raises `ValueError` for a file that was cut or altered, or holds anything else.
    """
    if content.read(len(name)) != name:
        raise ValueError(name)
    first_of, added_of = _decoders(shapes)
    parts = _parts(content)
    reading, *tables, provenance = first_of.decode(next(parts, b""))
    whole = content.tell() if provenance else 0
    for part in parts:
        changes, provenance = added_of.decode(part)
        for known, (changed, gone) in zip(tables, changes, strict=True):
            known.update(changed)
            for path in gone:
                known.pop(path, None)
        whole = whole or (content.tell() if provenance else 0)
    posts, media, outputs, index = tables
    size = content.tell()
    return Memory(reading, posts, media, outputs, index, provenance, whole or size, size)


@cache
def _decoders(
    shapes: Shapes,
) -> tuple[msgspec.msgpack.Decoder[Any], msgspec.msgpack.Decoder[Any]]:
    """What reads the first part of a file, and each that was added."""
    kinds = (shapes.posts, shapes.media, shapes.outputs, shapes.index)
    tables = [dict[str, kind] for kind in kinds]  # type: ignore[valid-type]
    changes = [tuple[table, list[str]] for table in tables]  # type: ignore[valid-type]
    provenance = shapes.provenance | None
    first: Any = tuple[bytes, *tables, provenance]  # type: ignore[valid-type]
    added: Any = tuple[tuple[*changes], provenance]  # type: ignore[valid-type]
    return msgspec.msgpack.Decoder(first), msgspec.msgpack.Decoder(added)


def is_inside(path: str) -> bool:
    """Whether a path with "/" stays in the folder that it is relative to.

    >>> [is_inside(path) for path in ("a/b..c", "../a", "a/../b", "/a", "")]
    [True, False, False, False, False]
    """
    if ".." in path and ".." in path.split("/"):
        return False
    return path[:1] not in ("", "/") and "\0" not in path


def save(file: Path, code: bytes, memory: Memory, known: Memory) -> None:
    """Let `file`, which holds `known` unless that is of no size, hold `memory`."""
    if known.size and known.reading == memory.reading:
        tables = zip(_tables(known), _tables(memory), strict=True)
        changes = [_changes(before, after) for before, after in tables]
        number = sum(len(changed) + len(gone) for changed, gone in changes)
        if not number and known.provenance == memory.provenance:
            return
        if number < len(memory.outputs) / 20:
            _make_sure_of(_RECORD * number)
            part = _part((changes, memory.provenance))
            if known.size + len(part) < known.whole * 5 / 4:
                _add(file, known.size, part)
                return
    _put(file, itertools.chain([_NAME + code], _written(memory)))


def _written(memory: Memory) -> Iterator[bytes]:
    """The parts of a file that is written at once, of which the last alone has the provenance."""
    tables = [iter(table.items()) for table in _tables(memory)]
    last = max(0, max(map(len, _tables(memory))) - 1) // _AT_ONCE
    for number in range(last + 1):
        some = [dict(itertools.islice(table, _AT_ONCE)) for table in tables]
        _make_sure_of(_RECORD * sum(map(len, some)))
        provenance = memory.provenance if number == last else None
        if number:
            yield _part(([(records, ()) for records in some], provenance))
        else:
            yield _part((memory.reading, *some, provenance))


def _make_sure_of(size: int) -> None:
    """Raise `MemoryError` where there are no `size` bytes left: the library that writes the records
    (msgspec 0.22) ends the process instead. The system is asked for them; none is written."""
    bytes(size)


def _tables(memory: Memory) -> tuple[Mapping[str, Any], ...]:
    return memory.posts, memory.media, memory.outputs, memory.index


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """What is new or other, and the paths of what is gone."""
    changed = {path: record for path, record in after.items() if before.get(path) != record}
    return changed, sorted(before.keys() - after.keys())


def _part(value: tuple[Any, ...]) -> bytes:
    payload = msgspec.msgpack.encode(value)
    size = len(payload).to_bytes(8, "little")
    return size + _sum(size, payload) + payload


def _parts(content: BinaryIO) -> Iterator[bytes]:
    """The values in the parts of a file, still dumped; raises `ValueError` for one that was cut or
    altered."""
    end = os.fstat(content.fileno()).st_size
    while head := content.read(_HEAD):
        size = int.from_bytes(head[:8], "little")
        payload = content.read(min(size, end))
        if len(payload) != size or _sum(head[:8], payload) != head[8:]:
            raise ValueError(head)
        yield payload


def _sum(size: bytes, payload: bytes) -> bytes:
    return crc32(size, payload).to_bytes(4, "little")


def _add(file: Path, size: int, content: bytes) -> None:
    """Let `content` follow the first `size` bytes of `file`, or nothing, when it cannot be
    written."""
    with file.open("r+b", buffering=0) as whole:
        whole.seek(size)
        try:
            write(whole.fileno(), content)
        except OSError:
            whole.truncate(size)
            raise


def opened(file: Path) -> int:
    """A descriptor of a kept file, for reading.

    Raises `OSError` for anything else than a file, such as a link or a pipe: none of these is ours.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
    return descriptor


def read(file: Path) -> bytes:
    """The bytes of a kept file; raises `OSError` like `opened`."""
    with open(opened(file), "rb") as content:  # a descriptor has no path
        return content.read()


def put(file: Path, content: bytes) -> None:
    """Let `file` hold `content`, whole or not at all."""
    _put(file, (content,))


def _put(file: Path, parts: Iterable[bytes]) -> None:
    """Let `file` hold the `parts`, all or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb") as whole:
            whole.writelines(parts)
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


def settled(seen: Signature, now: int) -> Signature:
    """`seen`, or UNKNOWN when the file had changed so shortly before `now` (ns) that another change
    might not show."""
    _, changed, _ = seen
    return seen if changed < now - _TICK else UNKNOWN
