"""A cluster of Dask, which does the part of a build that needs no disk (extra `dask`).

Touches no file. Dask (https://distributed.dask.org) brings tasks to machines, does those again that
were lost with one, and forgets the tasks of a build when that ends, however it ends. What it has
not done in time, or cannot do, is done here. It is loaded when there is something to send.
"""

from __future__ import annotations

import itertools
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
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

        self._client, self._do, self._packed = client, dask_worker.do, dask_worker.packed
        self._work = dask_worker.PortableWork.of(work, code)
        self._name, self._numbers = secrets.token_hex(8), itertools.count()

    def send(self, piece: Any) -> _Sent:
        """Let the cluster do a piece."""
        key = f"cchc-piece-{self._name}-{next(self._numbers)}"
        packed = self._packed(piece)
        future = self._client.submit(self._do, self._work, packed, key=key, pure=False)
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
        self._workers: tuple[str, ...] = ()
        self._most = _LEAST_AHEAD
        self._late: list[Future[Any]] = []  # which keep a worker that hangs from getting more
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
                self._late.append(first.future)
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
                self._client = self._connected()
                self._judge_code(self._client)
            except ImportError as error:
                hint = "hãy chạy: pip install 'cchc-site[dask]'"
                raise NoCluster(f"“executor: dask” cần gói dask; {hint}") from error
            except NoCluster:
                raise
            except OSError as error:
                hint = "hãy chạy “dask scheduler” ở đó, hoặc sửa “executor” trong mkdocs.yml"
                raise NoCluster(f"không tới được {self._name}; {hint}") from error
        return self._client

    def _connected(self) -> Client:
        """A client of a cluster with workers, all of which understand this process; who does not
        answer is not waited for."""
        from distributed import Client, LocalCluster

        from cchc_site.base import dask_machines

        if not self._address:
            self._local = LocalCluster(
                n_workers=self._count, threads_per_worker=1, processes=True, dashboard_address=None
            )
        machines = dask_machines.ask(self._scheduler, _TIMEOUT)
        machines.refuse_unlike(self._name)
        if not machines.workers:
            hint = f"hãy chạy “dask worker {self._scheduler} --nthreads 1”"
            raise NoCluster(f"{self._name} không có máy nào làm việc; {hint}")
        self._workers = tuple(machines.workers)
        self._most = max(_LEAST_AHEAD, machines.threads * _AHEAD)
        # Without a scheme: which one it is, tcp or tls, is said in the configuration of Dask.
        return Client(self._scheduler, timeout=_TIMEOUT, set_as_default=False)

    @property
    def _scheduler(self) -> str:
        return str(self._local.scheduler_address) if self._local else self._address

    def _judge_code(self, client: Client) -> None:
        """See that all workers have the code of this process."""
        from cchc_site.base.dask_machines import PACKAGE, again

        name, deadline = secrets.token_hex(8), time.monotonic() + _TIMEOUT
        keys = {address: f"cchc-code-{name}-{at}" for at, address in enumerate(self._workers)}
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
                    hint = f"hãy cài cùng một bản {PACKAGE} cho mọi máy"
                    where = f"{self._at(address)} không có cùng mã {PACKAGE}"
                    raise NoCluster(f"{where}; {hint} {again('dask worker')}")

    def _at(self, address: str) -> str:
        return f"máy {address} của {self._name}"

    def close(self) -> None:
        """Leave the cluster; what runs here ends."""
        with suppress(TimeoutError):
            if self._client:
                self._client.close(timeout=_TIMEOUT)
        self._client, self._late = None, []
        if self._local:
            self._local.close()
            self._local = None
