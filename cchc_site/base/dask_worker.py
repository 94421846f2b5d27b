"""What a build sends to a worker of a Dask cluster, and what is done with it there.

Touches no file. Runs in the processes of the cluster. Each piece brings its work along, so that no
worker needs another one, and none has to be told when a build is over.
"""

from __future__ import annotations

import functools
import pickle
import threading
import zlib
from collections.abc import Callable
from typing import Any

import cloudpickle
from msgspec import Struct

_alone = threading.Lock()
"""Held while something is done: what makes pages keeps things that threads must not share."""


class OtherCode(Exception):
    """A worker has another version of this package than the build."""


class PortableWork(Struct, frozen=True):
    """Work on its way, packed into `content`; only `code` of that `digest` does it."""

    content: bytes
    code: Callable[[], bytes]
    digest: bytes

    @classmethod
    def of(cls, work: Callable[[Any], Any], code: Callable[[], bytes]) -> PortableWork:
        """What brings `work` to machines with the same `code`."""
        return cls(zlib.compress(cloudpickle.dumps(work)), code, code())


@functools.lru_cache(maxsize=2)  # what one build does; that of earlier ones is forgotten
def _unpacked(work: PortableWork) -> Callable[[Any], Any]:
    if work.code() != work.digest:
        raise OtherCode
    unpacked: Callable[[Any], Any] = cloudpickle.loads(zlib.decompress(work.content))
    return unpacked


def packed(piece: Any) -> bytes:
    """A piece on its way. Dask would look into lists and tuples for tasks, and its scheduler keeps
    what it has looked into."""
    return pickle.dumps(piece, pickle.HIGHEST_PROTOCOL)


def do(work: PortableWork, piece: bytes) -> Any:
    """What the `work` makes of a `piece`, which is packed."""
    with _alone:
        return _unpacked(work)(pickle.loads(piece))  # noqa: S301  # as all that Dask brings
