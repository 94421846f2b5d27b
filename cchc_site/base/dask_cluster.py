"""A cluster of Dask, which does the part of a build that needs no disk (extra `dask`).

Touches no file. Dask (https://distributed.dask.org) brings tasks to machines, does those again that
were lost with one, and forgets all that a build sent when that ends, however it ends. What it has
not done in time, or cannot do, is done here. It is loaded when there is something to send.
"""

from __future__ import annotations

import itertools
import secrets
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cchc_site.base.workers import NoCluster

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

    from cchc_site.base.dask_worker import Versions

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
    """One work and the pieces of it that a cluster is sent; the cluster keeps the work as long as
    this does."""

    def __init__(
        self, client: Client, work: Callable[[Any], Any], code: Callable[[], bytes]
    ) -> None:
        """Send the work; no other errand has its name."""
        from cchc_site.base import dask_worker

        self._client, self._do = client, dask_worker.do
        self._name, self._numbers = secrets.token_hex(8), itertools.count()
        portable = dask_worker.PortableWork.of(work, code)
        key = f"cchc-work-{self._name}"
        self._work = client.submit(dask_worker.bring, portable, key=key, pure=False)

    def send(self, piece: Any) -> _Sent:
        """Let the cluster do a piece."""
        key = f"cchc-piece-{self._name}-{next(self._numbers)}"
        future = self._client.submit(self._do, self._work, piece, key=key, pure=False)
        return _Sent(future, piece, time.monotonic())

    @property
    def is_lost(self) -> bool:
        """Whether the scheduler has gone since: another one knows nothing of the work."""
        return self._client.status != "running" or bool(self._work.cancelled())


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
        failed = in_a_row = 0
        while waiting:
            first = waiting.popleft()
            answer = first.answer()
            if answer:
                in_a_row = 0
            else:
                failed, in_a_row = failed + 1, in_a_row + 1
            yield answer[0] if answer else work(first.piece)
            if errand.is_lost or in_a_row >= self._most:
                self._is_given_up = True
                self._say(f"{self._name} không trả lời; phần việc còn lại được làm trên máy này")
                yield from map(work, itertools.chain((sent.piece for sent in waiting), pieces))
                return
            waiting.extend(map(errand.send, itertools.islice(pieces, 1)))
        if failed:
            self._say(f"{self._name} không làm xong {failed} phần việc; đã làm trên máy này")

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
        from cchc_site.base import dask_worker

        name = secrets.token_hex(8)
        asked = {
            address: client.submit(
                dask_worker.versions,
                self._code,
                key=f"cchc-versions-{name}-{number}",
                workers=[address],
                pure=False,
            )
            for number, address in enumerate(threads)
        }
        deadline = time.monotonic() + _TIMEOUT
        for address, future in asked.items():
            with suppress(TimeoutError):
                left = max(deadline - time.monotonic(), _GLANCE)
                self._refuse(address, future, left, dask_worker.Versions.here())

    def _refuse(self, address: str, future: Future[Any], left: float, mine: Versions) -> None:
        where, hint = f"máy {address} của {self._name}", "rồi khởi động lại “dask worker” ở đó"
        if error := future.exception(left):
            if isinstance(error, ImportError):
                install = "hãy chạy: pip install 'cchc-site[dask]'"
                raise NoCluster(f"{where} không có gói cchc-site; {install}, {hint}")
            raise NoCluster(f"{where} không làm việc được: {error}") from error
        code, versions = future.result(_TIMEOUT)
        if not versions.agree(mine):
            install = f"máy này có {mine}; hãy cài cùng một bản cho mọi máy"
            raise NoCluster(f"{where} có {versions}, {install} {hint}")
        if code != self._code():
            install = "hãy cài cùng một bản cchc-site cho mọi máy"
            raise NoCluster(f"{where} không có cùng mã cchc-site; {install} {hint}")

    def close(self) -> None:
        """Leave the cluster; what runs here ends."""
        with suppress(TimeoutError):
            if self._client:
                self._client.close(timeout=_TIMEOUT)
        self._client = None
        if self._local:
            self._local.close()
            self._local = None
