"""The cores of the machine: one function over many things, in pieces, in forked processes.

Everything a job needs reaches the processes by the fork, so nothing large is pickled; what they
give back is small. Below a threshold, where only one core is to be used, and where forking is not
safe (other threads, as under `mkdocs serve`) the same pieces run here. What a job does between
taking things from the disk and leaving some there may be done by a cluster of other machines.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor

T = TypeVar("T")
Taken = TypeVar("Taken")
Made = TypeVar("Made")
R = TypeVar("R")

LEAST = 128
"""With fewer things than this, starting processes costs more than they save."""
_PIECES_A_WORKER = 32
_LARGEST = 500
"""How many things are in a piece at most: a process holds all that it makes of one, of 4,000 pages
0.3 GB."""
SENT = 50
"""How many things are sent at once: so few that none of many machines waits long at the end."""


def fork_pool(count: int, job: Callable[..., Any], things: Sequence[Any]) -> Executor:
    """An executor of `count` processes that know `job` and `things` already."""
    # Loaded only where processes are started, as a build of a few pages starts none.
    from cchc_site.base.forks import ForkPool

    return ForkPool(count, functools.partial(_begin, job, things))


def _nothing() -> None:
    pass


class NoCluster(OSError):
    """The cluster cannot be used; in words for whoever builds the site."""


class Cluster(Protocol):
    """Other machines, or processes that share nothing with this one."""

    def map(self, work: Callable[[Any], Any], pieces: Iterator[Any]) -> Iterator[Any]:
        """What `work` makes of each of the `pieces`, in their order; some are under way when this
        returns. `work`, the pieces and what is made of them can be pickled."""

    def close(self) -> None:
        """Leave the cluster."""


class Steps(NamedTuple, Generic[T, Taken, Made, R]):
    """A job in three steps: `take` reads from the disk what `work` needs of a piece of things,
    `work` touches nothing of this machine, and `leave` keeps what was made. `is_portable` tells
    whether `work` may be done elsewhere."""

    take: Callable[[Sequence[T]], Taken]
    work: Callable[[Taken], Made]
    leave: Callable[[Made], R]
    is_portable: bool = True

    def all(self, things: Sequence[T]) -> R:
        """The whole job, here."""
        return self.leave(self.work(self.take(things)))


@dataclass(frozen=True, slots=True)
class Workers:
    """`count` processes made by `pool`, which may be another maker of executors; jobs in steps are
    done by the `cluster`, where there is one."""

    count: int = 1
    pool: Callable[[int, Callable[..., Any], Sequence[Any]], Executor] = fork_pool
    running: list[Executor] = field(default_factory=list, compare=False)
    cluster: Cluster | None = None

    def map(
        self,
        job: Callable[[Sequence[T]], R],
        things: Sequence[T],
        meanwhile: Callable[[], None] = _nothing,
    ) -> Iterator[R]:
        """`job` of each piece of `things`, in their order, as the pieces are done; this process
        does `meanwhile` first, while the others are at work already."""
        pieces = self._pieces(len(things))
        yield from self._run(job, things, pieces, len(things) >= LEAST, meanwhile)

    def spread(
        self,
        steps: Steps[T, Any, Any, R],
        things: Sequence[T],
        meanwhile: Callable[[], None] = _nothing,
    ) -> Iterator[R]:
        """As `map`, of a job in `steps`, of which the cluster does what is portable."""
        if self.cluster is None or not steps.is_portable or len(things) < LEAST:
            yield from self.map(steps.all, things, meanwhile)
            return
        pieces = [(at, at + SENT) for at in range(0, len(things), SENT)]
        made = self.cluster.map(
            steps.work, (steps.take(things[start:stop]) for start, stop in pieces)
        )
        meanwhile()
        yield from map(steps.leave, made)

    def each(self, job: Callable[[Sequence[T]], R], tasks: Sequence[T], large: bool) -> Iterator[R]:
        """`job` of each of a few `tasks`, handed over as a piece of one; here, unless they are
        `large`."""
        pieces = [(at, at + 1) for at in range(len(tasks))]
        yield from self._run(job, tasks, pieces, large, _nothing)

    def _run(
        self,
        job: Callable[[Sequence[T]], R],
        things: Sequence[T],
        pieces: Sequence[tuple[int, int]],
        worthwhile: bool,
        meanwhile: Callable[[], None],
    ) -> Iterator[R]:
        if worthwhile and self._can_fork():
            with self.pool(self.count, job, things) as executor:
                self.running.append(executor)
                try:
                    results = executor.map(_piece, pieces)
                except OSError:  # the machine has no process or pipe left
                    pass
                else:
                    meanwhile()
                    yield from results
                    return
        meanwhile()
        yield from (job(things[start:stop]) for start, stop in pieces)

    def stop(self) -> None:
        """End every process, also of work that was given up halfway, and leave the cluster."""
        while self.running:
            self.running.pop().shutdown()
        if self.cluster:
            self.cluster.close()

    def _can_fork(self) -> bool:
        return self.count > 1 and hasattr(os, "fork") and threading.active_count() == 1

    def _pieces(self, number: int) -> list[tuple[int, int]]:
        size = min(max(1, -(-number // (self.count * _PIECES_A_WORKER))), _LARGEST)
        return [(start, min(start + size, number)) for start in range(0, number, size)]


_work: tuple[Callable[..., Any], Sequence[Any]] | None = None
"""What a worker process was started for; never set in the process that starts them."""


def _begin(job: Callable[..., Any], things: Sequence[Any]) -> None:
    global _work  # the only thing that can be left to the tasks
    _work = job, things


def _piece(span: tuple[int, int]) -> Any:
    if _work is None:
        raise RuntimeError("this process was not started by fork_pool")
    job, things = _work
    return job(things[slice(*span)])
