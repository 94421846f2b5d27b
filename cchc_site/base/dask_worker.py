"""What a build sends to a worker of a Dask cluster, and what is done with it there.

Touches no file. Runs in the processes of the cluster. Each piece brings its work along, so that no
worker needs another one, and none has to be told when a build is over.
"""

from __future__ import annotations

import functools
import threading
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

import cloudpickle

_alone = threading.Lock()
"""Held while something is done: what makes pages keeps things that threads must not share."""


class OtherCode(Exception):
    """A worker has another version of this package than the build."""


class PortableWork(NamedTuple):
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


def do(work: PortableWork, piece: Any) -> Any:
    """What the `work` makes of a `piece`."""
    with _alone:
        return _unpacked(work)(piece)
