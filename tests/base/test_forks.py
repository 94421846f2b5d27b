"""Processes: they give what one gives, and end whatever becomes of them."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_site.base.forks import ForkPool, WorkerLost
from cchc_site.base.workers import Workers


@pytest.fixture(autouse=True)
def within_a_minute() -> Iterator[None]:
    """Whoever waits for ever is interrupted, and no process is left but those of other tests."""

    def interrupt(*_: object) -> None:
        raise TimeoutError("waits for ever")

    others = _children()
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    assert _children() == others


def _children() -> set[str]:
    """The processes that this one has started and not yet waited for."""
    lists = Path("/proc/self/task").glob("*/children")
    return {number for children in lists for number in children.read_text().split()}


def double(number: int) -> int:
    """Twice `number`."""
    return 2 * number


@pytest.mark.parametrize("tasks", [1, 5, 2048, 5000])
def test_results_come_in_order(tasks: int) -> None:
    """However many tasks there are."""
    with ForkPool(3, list) as pool:
        assert list(pool.map(double, range(tasks))) == [2 * one for one in range(tasks)]


def test_large_results_come_whole() -> None:
    """Larger than any pipe."""
    with ForkPool(2, list) as pool:
        assert [len(one) for one in pool.map(bytes, [3_000_000, 1, 5_000_000])] == [
            3_000_000,
            1,
            5_000_000,
        ]


def killed(number: int) -> bytes:
    """A death at work."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return bytes(100)


def killed_while_telling(number: int) -> Any:
    """A death in the middle of an answer."""
    if number == 7:
        whole = os.write

        def half(file: int, content: Any) -> int:
            whole(file, content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
            return 0

        os.write = half
    return bytes(100_000)


def left(number: int) -> None:
    """An end without a word."""
    raise SystemExit(0)


@pytest.mark.parametrize("job", [killed, killed_while_telling, left])
def test_a_lost_process_is_told(job: Callable[[int], Any]) -> None:
    """Nobody waits for its answer."""
    with ForkPool(2, list) as pool, pytest.raises(WorkerLost):
        list(pool.map(job, range(20)))


def test_processes_that_never_end_are_ended() -> None:
    """Those of work that is given up, and of a generator that nobody reads on."""
    with ForkPool(2, list) as pool:
        next(iter(pool.map(double, range(50))))
    workers = Workers(2)
    found = workers.map(lambda piece: [*piece], range(500))
    next(found)

    workers.stop()

    del found


def test_pieces_stay_small_however_many_things_there_are() -> None:
    """A process holds all that it makes of a piece."""
    pieces = [*Workers(2).map(len, range(100_000))]

    assert sum(pieces) == 100_000
    assert max(pieces) <= 500


class Unsendable(Exception):
    """An error that no pipe takes."""

    def __reduce__(self) -> Any:
        """Not to be had."""
        raise pickle.PicklingError


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.EACCES, "x", "posts/a.md"), PermissionError),
        (MemoryError(), MemoryError),
        (Unsendable("ôi"), RuntimeError),
    ],
)
def test_errors_of_a_process_are_raised_here(error: Exception, kind: type[Exception]) -> None:
    """With the place where they arose."""

    def job(number: int) -> None:
        raise error

    with ForkPool(2, list) as pool, pytest.raises(kind) as raised:
        list(pool.map(job, range(3)))

    told = "".join(raised.value.__notes__) if kind is not RuntimeError else str(raised.value)
    assert "in job" in told
    assert getattr(raised.value, "filename", None) in ("posts/a.md", None)


@pytest.mark.parametrize("lacking", ["fork", "pipe"])
def test_a_machine_without_processes_does_it_here(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same results, and what is to be done meanwhile, once."""

    def refuse() -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, lacking, refuse)
    done: list[int] = []

    found = Workers(3).map(lambda piece: [*piece], range(300), lambda: done.append(1))

    assert [one for piece in found for one in piece] == [*range(300)]
    assert done == [1]


def test_as_many_processes_as_there_may_be_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is met after the first."""
    whole, forks = os.fork, list[int]()

    def fork() -> int:
        if forks:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        forks.append(1)
        return whole()

    monkeypatch.setattr(os, "fork", fork)
    with ForkPool(3, list) as pool:
        assert list(pool.map(double, range(9))) == [2 * one for one in range(9)]


def test_no_thread_lives_beside_processes(tmp_path: Path) -> None:
    """A lock that another thread holds at a fork is held for ever; no file of ours stays open."""
    before = len([*Path("/proc/self/fd").iterdir()])
    threads = threading.active_count()
    with ForkPool(2, list) as pool:
        found = pool.map(double, range(50))
        next(found)
        assert threading.active_count() == threads

    assert len([*Path("/proc/self/fd").iterdir()]) == before
