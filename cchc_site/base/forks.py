"""A pool of forked processes, which ends whatever becomes of them.

Touches the disk only through what its processes do. Each of them has a pipe of its own
for what it gives back: one that dies, even in the middle of an answer, closes it, so that nobody
waits for ever. There are no threads, semaphores or shared memory: nothing but `fork` and pipes is
asked of the machine.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, NoReturn

from msgspec import Struct

from cchc_site.base import signals

MOST = 64
"""More processes than this are never started."""
_NUMBER = struct.Struct("=H")
_RUNS = 4096 // _NUMBER.size
"""How many numbers go into any pipe at once, for processes to take them out one by one."""
_SIZE = struct.Struct("=Q")
_PIECE = 1 << 18
_ROOM = 1 << 20  # as much as a user may have in a pipe: processes go on while nobody reads
_PR_SET_PDEATHSIG = 1  # prctl(2)

Answer = tuple[int, bool, Any]
"""The number of a task, whether it was done, and its result or what it has raised."""


class WorkerLost(Exception):
    """A process ended before its work was done: it was killed, or had no memory left."""


@dataclass(slots=True)
class _Process:
    """A process, and the beginning of an answer that has not come whole."""

    pid: int
    come: bytearray = field(default_factory=bytearray)

    def answers(self, more: bytes) -> Iterator[Answer]:
        """The answers that are whole with `more` bytes of it."""
        self.come += more
        start = 0
        while len(self.come) >= start + _SIZE.size:
            end = start + _SIZE.size + _SIZE.unpack_from(self.come, start)[0]
            if end > len(self.come):
                break
            yield pickle.loads(self.come[start + _SIZE.size : end])  # noqa: S301  # our own child's
            start = end
        del self.come[:start]


class ForkPool(Executor):
    """At most `count` processes, each of which calls `begin` first; `map` is all they offer."""

    def __init__(self, count: int, begin: Callable[[], object]) -> None:
        """No process is started yet."""
        self._count, self._begin = min(count, MOST), begin
        self._processes: dict[int, _Process] = {}

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[Any]:
        """What `fn` gives for each task, in their order; the processes begin at once. Neither
        `timeout` nor `chunksize` has a meaning here.

        Raises `OSError` when no process can be started; iterating raises what `fn` has raised, or
        `Lost`.
        """
        tasks = list(zip(*iterables, strict=True))
        each = max(1, -(-len(tasks) // _RUNS))
        runs = range(-(-len(tasks) // each))
        queue, filling = os.pipe()
        os.write(filling, b"".join(map(_NUMBER.pack, runs)))
        os.close(filling)
        try:
            self._start(min(self._count, len(runs)), _Work(fn, tasks, each, queue))
        finally:
            os.close(queue)
        return self._results(len(tasks))

    def _start(self, count: int, work: _Work) -> None:
        """Start `count` processes, or as many as the machine allows, if any."""
        for stream in (sys.stdout, sys.stderr):
            if stream:  # what is written before must not be written by each process again
                stream.flush()
        parent = os.getpid()
        try:
            while len(self._processes) < count:
                self._fork(work, parent)
        except OSError:
            if not self._processes:
                raise

    def _fork(self, work: _Work, parent: int) -> None:
        mine, its = os.pipe()
        with signals.held():  # Python drops what is raised among what it does at a fork
            try:
                pid = os.fork()
            except OSError:
                os.close(mine)
                os.close(its)
                raise
            if not pid:
                for pipe in (mine, *self._processes):
                    os.close(pipe)
                _run(self._begin, work, its, parent)
            os.close(its)
            self._processes[mine] = _Process(pid)

    def _results(self, number: int) -> Iterator[Any]:
        come: dict[int, tuple[bool, Any]] = {}
        for at in range(number):
            while at not in come:
                self._receive(come)
            done, value = come.pop(at)
            if not done:
                raise value
            yield value

    def _receive(self, come: dict[int, tuple[bool, Any]]) -> None:
        """Wait until some process sends something."""
        if not self._processes:
            raise WorkerLost
        waiting = select.poll()
        for pipe in self._processes:
            waiting.register(pipe, select.POLLIN)
        for pipe, _ in waiting.poll():
            if more := os.read(pipe, _PIECE):
                for at, done, value in self._processes[pipe].answers(more):
                    come[at] = done, value
            elif self._end(pipe):
                raise WorkerLost

    def _end(self, pipe: int) -> int:
        """Forget a process that ends; gives how it ended, 0 where all was well."""
        process = self._processes.pop(pipe)
        os.close(pipe)
        return os.waitpid(process.pid, 0)[1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; what they have not done is not wanted any more."""
        for process in self._processes.values():
            os.kill(process.pid, signal.SIGKILL)
        for pipe in [*self._processes]:
            self._end(pipe)


class _Work(Struct, frozen=True):
    """The job, its tasks, how many of them each number in the pipe `queue` stands for."""

    job: Callable[..., Any]
    tasks: Sequence[Any]
    each: int
    queue: int


def _run(begin: Callable[[], object], work: _Work, pipe: int, parent: int) -> NoReturn:
    """Be a process of a pool."""
    status = 1
    try:
        _attend(parent)
        begin()
        with contextlib.suppress(OSError, AttributeError, ImportError):
            import fcntl

            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
        while number := os.read(work.queue, _NUMBER.size):
            first = _NUMBER.unpack(number)[0] * work.each
            for at in range(first, min(first + work.each, len(work.tasks))):
                _tell(pipe, at, work)
        status = 0
    finally:
        os._exit(status)


def _attend(parent: int) -> None:
    """Leave it to the parent to be interrupted, and die with it: workers of a killed build must not
    write into the stage of the next."""
    signals.leave_to_parent()
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _tell(pipe: int, at: int, work: _Work) -> None:
    """Do a task, and send what came of it."""
    try:
        content = pickle.dumps((at, True, work.job(*work.tasks[at])), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # raised again where the result is asked for
        content = pickle.dumps((at, False, _portable(error)))
    left = memoryview(_SIZE.pack(len(content)) + content)
    while left:
        left = left[os.write(pipe, left) :]


def _portable(error: Exception) -> Exception:
    """`error` with its traceback as a note, or, where it cannot go through a pipe, its words."""
    note = "".join(traceback.format_exception(error))
    error.add_note(note)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # to see that it can
    except (pickle.PicklingError, AttributeError, TypeError):
        return RuntimeError(note)
    return error
