"""What the last build knew, so that the next one does only what has changed.

A room that touches the disk. One file holds it all, written last and at once (`os.replace`), behind
a digest of itself: when it is missing, cut, altered or of another version, nothing is known and
everything is built again. Values are plain tuples, which `marshal` loads in a tenth of a second for
10,000 posts; load.py and build.py know what they mean.
"""

from __future__ import annotations

import errno
import marshal
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cchc_site import digests
from cchc_site.digests import digest

Signature = tuple[int, int, int]
"""Size, time of the last change of the inode (ns) and number of a file. Nothing can change a file
and leave them as they were, once the clock has moved on; a checkout changes them all."""
UNKNOWN: Signature = (-1, 0, 0)

_NAME = f"cchc-memory {sys.implementation.cache_tag}\n".encode()
# The kernel's clock for files ticks every few milliseconds: within one tick a change is not seen.
_TICK = 50_000_000


@dataclass(slots=True)
class Memory:
    """What a build leaves to the next.

    `posts` and `media` by path in the project, valid for `reading`, a digest of whatever decides
    how posts are read; `outputs` by path in the site; `plan` is what all the outputs followed from,
    empty when some of them did not follow from it. `index` holds what is known of each segment of
    the search index.
    """

    reading: bytes = b""
    posts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    media: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    outputs: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    plan: tuple[Any, ...] = ()
    index: dict[str, tuple[Any, ...]] = field(default_factory=dict)


def load(file: Path, code: bytes) -> Memory:
    """What `file` holds; an empty memory when it cannot be trusted, or was not written by the same
    `code`, of which that is a digest."""
    try:
        content = file.read_bytes()
    except OSError:
        return Memory()
    name = _NAME + code
    start = len(name) + digests.SIZE
    payload = memoryview(content)[start:]
    if not content.startswith(name) or digest(payload) != content[len(name) : start]:
        return Memory()
    return Memory(*marshal.loads(payload))  # noqa: S302  # our own, as the digest shows


def save(file: Path, code: bytes, memory: Memory) -> None:
    """Put `memory` in the place of what `file` held."""
    known = (memory.reading, memory.posts, memory.media, memory.outputs, memory.plan, memory.index)
    payload = marshal.dumps(known)
    put(file, _NAME + code + digest(payload) + payload)


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
