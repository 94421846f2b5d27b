"""What a worker of a Dask cluster is brought by a build, and does for it.

Touches no file. Runs in the processes of the cluster.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import cloudpickle
from distributed import Worker, WorkerPlugin

from cchc_site.base.hashing import digest

_works: dict[str, Callable[[Any], Any]] = {}
_alone = threading.Lock()
"""Held while something is done: what makes pages keeps things that threads must not share."""


class Brought(WorkerPlugin):
    """Work that every worker knows by its `name`, also one that joins later."""

    def __init__(self, name: str, content: bytes) -> None:
        """`content` is the pickled work."""
        self.name, self._content = name, content

    @classmethod
    def of(cls, work: Callable[[Any], Any]) -> Brought:
        """What brings `work`."""
        content: bytes = cloudpickle.dumps(work)
        return cls(f"cchc-{digest(content).hex()}", content)

    def setup(self, worker: Worker) -> None:
        """Unpack the work."""
        _works[self.name] = cloudpickle.loads(self._content)

    def teardown(self, worker: Worker) -> None:
        """Forget the work."""
        _works.pop(self.name, None)


def do(name: str, piece: Any) -> Any:
    """What the work of that `name` makes of a `piece`."""
    with _alone:
        return _works[name](piece)
