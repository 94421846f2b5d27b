"""What a build sends to a worker of a Dask cluster, and what is done with it there.

Touches no file. Runs in the processes of the cluster, which forget all of it with the build.
"""

from __future__ import annotations

import platform
import threading
from collections.abc import Callable
from functools import cached_property
from importlib.metadata import version
from typing import Any, NamedTuple

import cloudpickle

_alone = threading.Lock()
"""Held while something is done: what makes pages keeps things that threads must not share."""


class Versions(NamedTuple):
    """What two machines must have alike to understand each other."""

    python: str
    dask: str
    distributed: str

    @classmethod
    def here(cls) -> Versions:
        """Those of this process."""
        return cls(platform.python_version(), version("dask"), version("distributed"))

    def agree(self, other: Versions) -> bool:
        """Whether the two do; of Python its last number does not matter."""
        return self._meaning == other._meaning

    @property
    def _meaning(self) -> tuple[str, ...]:
        return self.python.rpartition(".")[0], self.dask, self.distributed

    def __str__(self) -> str:
        """In words."""
        return f"Python {self.python}, dask {self.dask}, distributed {self.distributed}"


class OtherCode(Exception):
    """A worker has another version of this package than the build."""


class PortableWork:
    """Work that is unpacked where it is first done, once a process; it refuses to be done by other
    `code` than that of the `wanted` digest."""

    def __init__(self, content: bytes, code: Callable[[], bytes], wanted: bytes) -> None:
        """`content` is the pickled work."""
        self._content, self._code, self._wanted = content, code, wanted

    @classmethod
    def of(cls, work: Callable[[Any], Any], code: Callable[[], bytes]) -> PortableWork:
        """What brings `work` to machines with the same `code`."""
        return cls(cloudpickle.dumps(work), code, code())

    def __reduce__(self) -> tuple[type[PortableWork], tuple[object, ...]]:
        """Pickle it as it came, whether it is unpacked or not."""
        return PortableWork, (self._content, self._code, self._wanted)

    @cached_property
    def call(self) -> Callable[[Any], Any]:
        """The work itself."""
        if self._code() != self._wanted:
            raise OtherCode
        work: Callable[[Any], Any] = cloudpickle.loads(self._content)
        return work


def bring(work: PortableWork) -> PortableWork:
    """The `work`, kept by the cluster until the build lets go of it."""
    return work


def do(work: PortableWork, piece: Any) -> Any:
    """What the `work` makes of a `piece`."""
    with _alone:
        return work.call(piece)


def versions(code: Callable[[], bytes]) -> tuple[bytes, Versions]:
    """The digest of this package here, and the versions of what carries it."""
    return code(), Versions.here()
