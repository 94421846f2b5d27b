"""A cluster of Dask, which does the part of a build that needs no disk (extra `dask`).

Touches no file. Dask (https://distributed.dask.org) brings tasks to machines, does those again that
were lost with one, and forgets the tasks of a build when that ends, however it ends. What it has
not done in time, or cannot do, is done here. It is loaded when there is something to send.
"""

from __future__ import annotations

import functools
import itertools
import secrets
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cchc_site.base.workers import NoCluster

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

_AHEAD, _LEAST_AHEAD = 4, 32
"""How many pieces each thread of the cluster has before it, and all have together at least, for
workers that join later: what is made is kept only until it is asked for."""
_TIMEOUT = 20
"""Seconds in which a scheduler must answer, and the workers when they are first asked."""
_PATIENCE = 60
"""Seconds after which a piece that was sent is done here: its worker may hang, or a network."""
_GLANCE = 0.2
"""Seconds that are waited at least, so that what has been made in the meantime is taken."""


_GLIMPSE = 5
"""Seconds in which the scheduler, or a worker, tells its versions."""
_PACKAGE = "cchc-site"


class _Sent(Struct, frozen=True):
    """A piece of work that is under way `since` a moment."""

    future: Future[Any]
    piece: Any
    since: float

    def answer(self) -> tuple[Any] | None:
        """What the cluster made of it; None where it fails, is lost or late: whatever was wrong
        there, here it is done or raises."""
        left = max(self.since + _PATIENCE - time.monotonic(), _GLANCE)
        with suppress(TimeoutError, CancelledError, OSError):
            if self.future.exception(left) is None and self.future.status == "finished":
                return (self.future.result(_PATIENCE),)
        return None


class _Errand:
    """One work, and the pieces of it that a cluster is sent."""

    def __init__(
        self, client: Client, work: Callable[[Any], Any], code: Callable[[], bytes]
    ) -> None:
        """Pack the work; no other errand has its name."""
        from cchc_site.base import dask_worker

        self._client, self._do = client, dask_worker.do
        self._work = dask_worker.PortableWork.of(work, code)
        self._name, self._numbers = secrets.token_hex(8), itertools.count()

    def send(self, piece: Any) -> _Sent:
        """Let the cluster do a piece."""
        key = f"cchc-piece-{self._name}-{next(self._numbers)}"
        future = self._client.submit(self._do, self._work, piece, key=key, pure=False)
        return _Sent(future, piece, time.monotonic())

    @property
    def is_lost(self) -> bool:
        """Whether the scheduler has gone."""
        return self._client.status != "running"


class DaskCluster:
    """The cluster whose scheduler is at `address` (host:port), or `count` processes here where that
    is empty; `code` is a digest of this package, which the workers must have alike; `say` tells
    whoever builds what the cluster did not do."""

    def __init__(
        self, address: str, count: int, code: Callable[[], bytes], say: Callable[[str], None]
    ) -> None:
        """Nothing is started yet."""
        self._address, self._count, self._code, self._say = address, count, code, say
        self._client: Client | None = None
        self._local: LocalCluster | None = None
        self._most = _LEAST_AHEAD
        self._is_given_up = False

    def map(self, work: Callable[[Any], Any], pieces: Iterator[Any]) -> Iterator[Any]:
        """What `work` makes of each of the `pieces`, in their order; what the cluster cannot finish
        is done here.

        Raises `NoCluster`; iterating raises what `work` raises here.
        """
        if self._is_given_up:
            return map(work, pieces)
        errand = _Errand(self._open(), work, self._code)
        waiting = deque(map(errand.send, itertools.islice(pieces, self._most)))
        return self._results(work, errand, waiting, pieces)

    def _results(
        self,
        work: Callable[[Any], Any],
        errand: _Errand,
        waiting: deque[_Sent],
        pieces: Iterator[Any],
    ) -> Iterator[Any]:
        made = failed = in_a_row = 0
        while waiting:
            first = waiting.popleft()
            if answer := first.answer():
                made, in_a_row = made + 1, 0
            else:
                failed, in_a_row = failed + 1, in_a_row + 1
            yield answer[0] if answer else work(first.piece)
            if errand.is_lost or in_a_row >= self._most:
                break
            waiting.extend(map(errand.send, itertools.islice(pieces, 1)))
        self._is_given_up = bool(waiting or (failed and not made))
        if self._is_given_up:
            rest = "phần việc còn lại được làm trên máy này"
            self._say(f"Không còn tới được {self._name}; {rest}")
        elif failed:
            self._say(f"Đã làm trên máy này {failed} phần việc mà {self._name} không làm xong")
        yield from map(work, itertools.chain((sent.piece for sent in waiting), pieces))

    @property
    def _name(self) -> str:
        return f"cụm Dask ở {self._address or 'máy này'}"

    def _open(self) -> Client:
        if self._client is None:
            try:
                with warnings.catch_warnings():  # of versions, which are judged below
                    warnings.simplefilter("ignore")
                    self._client = self._connected()
                threads = self._threads(self._client)
            except ImportError as error:
                hint = "hãy chạy: pip install 'cchc-site[dask]'"
                raise NoCluster(f"“executor: dask” cần gói dask; {hint}") from error
            except OSError as error:
                hint = "hãy chạy “dask scheduler” ở đó, hoặc sửa “executor” trong mkdocs.yml"
                raise NoCluster(f"không tới được {self._name}; {hint}") from error
            self._judge(self._client, threads)
            self._most = max(_LEAST_AHEAD, sum(threads.values()) * _AHEAD)
        return self._client

    def _connected(self) -> Client:
        from distributed import Client, LocalCluster

        if self._address:
            return Client(f"tcp://{self._address}", timeout=_TIMEOUT, set_as_default=False)
        self._local = LocalCluster(
            n_workers=self._count, threads_per_worker=1, processes=True, dashboard_address=None
        )
        return Client(self._local, timeout=_TIMEOUT, set_as_default=False)

    def _threads(self, client: Client) -> Mapping[str, int]:
        """How many threads each worker has, when there are workers."""
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_TIMEOUT)
        threads: Mapping[str, int] = client.nthreads(callback_timeout=_TIMEOUT)
        return threads

    def _judge(self, client: Client, threads: Mapping[str, int]) -> None:
        """See that there are workers, and that all understand this process and have its code; who
        does not answer is not waited for."""
        if not threads:
            hint = f"hãy chạy “dask worker tcp://{self._address} --nthreads 1”"
            raise NoCluster(f"{self._name} không có máy nào làm việc; {hint}")
        scheduler: Any = client.scheduler
        asked = {"packages": [_PACKAGE]}
        with suppress(TimeoutError):
            versions = client.sync(scheduler.versions, **asked, callback_timeout=_GLIMPSE)
            _refuse_versions(f"bộ điều phối của {self._name}", "dask scheduler", versions)
        message = {"op": "versions", **asked}
        for address in threads:
            with suppress(TimeoutError, KeyError):  # the address, where the worker is gone
                broadcast = functools.partial(scheduler.broadcast, msg=message, workers=[address])
                answers = client.sync(broadcast, on_error="ignore", callback_timeout=_GLIMPSE)
                _refuse_versions(self._at(address), "dask worker", answers[address])
        self._judge_code(client, threads)

    def _judge_code(self, client: Client, addresses: Iterable[str]) -> None:
        name, deadline = secrets.token_hex(8), time.monotonic() + _TIMEOUT
        keys = {address: f"cchc-code-{name}-{at}" for at, address in enumerate(addresses)}
        asked = {
            address: client.submit(self._code, key=key, workers=[address], pure=False)
            for address, key in keys.items()
        }
        for address, future in asked.items():
            with suppress(TimeoutError):
                left = max(deadline - time.monotonic(), _GLANCE)
                if error := future.exception(left):
                    hint = "hãy xem nhật ký của “dask worker” ở đó"
                    raise NoCluster(f"{self._at(address)} không làm việc được: {error}; {hint}")
                if future.status == "finished" and future.result(_TIMEOUT) != self._code():
                    hint = f"hãy cài cùng một bản {_PACKAGE} cho mọi máy"
                    where = f"{self._at(address)} không có cùng mã {_PACKAGE}"
                    raise NoCluster(f"{where}; {hint} {_again('dask worker')}")

    def _at(self, address: str) -> str:
        return f"máy {address} của {self._name}"

    def close(self) -> None:
        """Leave the cluster; what runs here ends."""
        with suppress(TimeoutError):
            if self._client:
                self._client.close(timeout=_TIMEOUT)
        self._client = None
        if self._local:
            self._local.close()
            self._local = None


_ALIKE = ("python", "dask", "distributed")
"""What two machines must have alike to understand each other; of Python the last number not."""


def _refuse_versions(where: str, command: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    from distributed.versions import get_versions

    mine, theirs = get_versions()["packages"], found["packages"]
    if not theirs.get(_PACKAGE):
        hint = f"hãy chạy ở đó: pip install '{_PACKAGE}[dask]'"
        raise NoCluster(f"{where} không có gói {_PACKAGE}; {hint} {_again(command)}")
    unlike = [name for name in _ALIKE if _meant(name, mine) != _meant(name, theirs)]
    if unlike:
        name = unlike[0]
        told = f"có {name} {_meant(name, theirs)}, máy này có {_meant(name, mine)}"
        raise NoCluster(f"{where} {told}; hãy cài cùng một bản cho mọi máy {_again(command)}")


def _meant(name: str, versions: Mapping[str, Any]) -> str:
    version = str(versions[name])
    return ".".join(version.split(".")[:2]) if name == "python" else version


def _again(command: str) -> str:
    return f"rồi khởi động lại “{command}” ở đó"
