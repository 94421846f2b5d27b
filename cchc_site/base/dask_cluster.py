"""A cluster of Dask, which does the part of a build that needs no disk (extra `dask`).

Touches no file. Dask (https://distributed.dask.org) brings tasks to machines, and does those again
that were lost with one. It is loaded when there is something to send.
"""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cchc_site.base.workers import NoCluster

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

_AHEAD = 4
"""How many pieces each thread of the cluster has before it: what is made is kept only until it is
asked for."""
_TIMEOUT = 20
"""Seconds in which a scheduler must answer."""


class _Sent(Struct, frozen=True):
    """A piece of work that is under way."""

    future: Future[Any]
    piece: Any


class DaskCluster:
    """The cluster whose scheduler is at `address` (host:port), or `count` processes here where that
    is empty; `code` is a digest of this package, which the workers must have alike."""

    def __init__(self, address: str, count: int, code: Callable[[], bytes]) -> None:
        """Nothing is started yet."""
        self._address, self._count, self._code = address, count, code
        self._client: Client | None = None
        self._local: LocalCluster | None = None

    def map(self, work: Callable[[Any], Any], pieces: Iterator[Any]) -> Iterator[Any]:
        """What `work` makes of each of the `pieces`, in their order; what the cluster cannot finish
        is done here.

        Raises `NoCluster`; iterating raises what `work` has raised.
        """
        client = self._open()
        from cchc_site.base.dask_worker import Brought, do  # which needs what `_open` looks for

        brought = Brought.of(work)
        client.register_plugin(brought, name=brought.name)
        number = itertools.count()

        def sent(piece: Any) -> _Sent:
            key = f"{brought.name}-{next(number)}"
            return _Sent(client.submit(do, brought.name, piece, key=key, pure=False), piece)

        most = max(1, sum(client.nthreads().values())) * _AHEAD
        waiting = collections.deque(map(sent, itertools.islice(pieces, most)))
        return self._results(work, waiting, map(sent, pieces))

    def _results(
        self, work: Callable[[Any], Any], waiting: collections.deque[_Sent], more: Iterator[_Sent]
    ) -> Iterator[Any]:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError
        from distributed.comm.core import CommClosedError

        while waiting:
            first = waiting.popleft()
            try:
                made = first.future.result()
            except (KilledWorker, CommClosedError, FutureCancelledError):
                made = work(first.piece)
            waiting.extend(itertools.islice(more, 1))
            yield made

    def _open(self) -> Client:
        if self._client is None:
            try:
                self._client = self._connected()
            except (OSError, ImportError) as error:
                raise NoCluster(self._words(error)) from error
            self._judge(self._client)
        return self._client

    def _connected(self) -> Client:
        from distributed import Client, LocalCluster

        if self._address:
            return Client(f"tcp://{self._address}", timeout=_TIMEOUT, set_as_default=False)
        self._local = LocalCluster(
            n_workers=self._count, threads_per_worker=1, processes=True, dashboard_address=None
        )
        return Client(self._local, timeout=_TIMEOUT, set_as_default=False)

    def _words(self, error: Exception) -> str:
        if isinstance(error, ImportError):
            return "“executor: dask” cần gói dask; hãy chạy: pip install 'cchc-site[dask]'"
        where = self._address or "máy này"
        hint = "hãy chạy “dask scheduler” ở đó, hoặc sửa “executor” trong mkdocs.yml"
        return f"không tới được cụm Dask ở {where}; {hint}"

    def _judge(self, client: Client) -> None:
        """See that there are workers, and that all have the same code."""
        try:
            client.wait_for_workers(1, timeout=_TIMEOUT)
        except TimeoutError as error:
            hint = f"hãy chạy “dask worker tcp://{self._address} --nthreads 1”"
            raise NoCluster(
                f"cụm Dask ở {self._address} không có máy nào làm việc; {hint}"
            ) from error
        mine = self._code()
        others = client.run(self._code, on_error="return")
        for worker, code in others.items():
            if code != mine:
                hint = "hãy cài cùng một bản cchc-site cho mọi máy"
                raise NoCluster(f"máy {worker} của cụm Dask không có cùng mã cchc-site; {hint}")

    def close(self) -> None:
        """Leave the cluster; what runs here ends."""
        if self._client:
            self._client.close()
            self._client = None
        if self._local:
            self._local.close()
            self._local = None
