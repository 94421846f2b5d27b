"""The machines of a Dask cluster, as they tell of themselves before anything is sent to them.

Touches no file. They are asked by messages of Dask's own, which a process without this package
answers too, and each in a time of its own: one that hangs is not waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from distributed import rpc
from distributed.security import Security
from distributed.versions import get_versions

from cchc_site.base.workers import NoCluster

PACKAGE = "cchc-site"
_ALIKE = ("python", "dask", "distributed")
"""What two machines must have alike to understand each other; of Python the last number not."""
_LEAST_WAIT = 0.2
_GLIMPSE = 5
"""Seconds in which a worker tells its versions."""

Versions = Mapping[str, Mapping[str, Any]]


class Machines(NamedTuple):
    """What the scheduler tells of itself, each worker by its address (None if it does not answer),
    and how many threads all have."""

    scheduler: Versions
    workers: Mapping[str, Versions | None]
    threads: int

    def refuse_unlike(self, cluster: str) -> None:
        """Raise `NoCluster` where one lacks this package or would not understand this process."""
        _refuse(f"bộ điều phối của {cluster}", "dask scheduler", self.scheduler)
        for address, versions in self.workers.items():
            if versions:
                _refuse(f"máy {address} của {cluster}", "dask worker", versions)


def ask(address: str, seconds: float) -> Machines:
    """What the machines of the cluster at `address` tell within some seconds; none of workers where
    there are none by then.

    Raises `OSError` where the scheduler does not answer.
    """
    return asyncio.run(_told(address, seconds))


async def _told(address: str, seconds: float) -> Machines:
    arguments = Security().get_connection_args("client")
    async with rpc(address, timeout=seconds, connection_args=arguments) as scheduler:
        async with asyncio.timeout(seconds):
            own = await scheduler.versions(packages=[PACKAGE])
        threads: Mapping[str, int] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (threads := await scheduler.ncores()):
                    await asyncio.sleep(_LEAST_WAIT)
        told = await asyncio.gather(*(_worker(scheduler, worker) for worker in threads))
        workers = dict(zip(threads, told, strict=True))
        return Machines(own, workers, sum(threads.values()))


async def _worker(scheduler: Any, address: str) -> Versions | None:
    message = {"op": "versions", "packages": [PACKAGE]}
    with suppress(OSError, KeyError):  # it does not answer, or is gone
        async with asyncio.timeout(_GLIMPSE):
            answers = await scheduler.broadcast(msg=message, workers=[address], on_error="ignore")
        versions: Versions = answers[address]
        return versions
    return None


def _refuse(where: str, command: str, found: Versions) -> None:
    mine, theirs = get_versions()["packages"], found["packages"]
    if not theirs.get(PACKAGE):
        hint = f"hãy chạy ở đó: pip install '{PACKAGE}[dask]'"
        raise NoCluster(f"{where} không có gói {PACKAGE}; {hint} {again(command)}")
    for name in _ALIKE:
        if (there := _meant(name, theirs)) != (here := _meant(name, mine)):
            hint = "hãy cài cùng một bản cho mọi máy"
            told = f"có {name} {there}, máy này có {here}"
            raise NoCluster(f"{where} {told}; {hint} {again(command)}")


def _meant(name: str, versions: Mapping[str, Any]) -> str:
    version = str(versions[name])
    return ".".join(version.split(".")[:2]) if name == "python" else version


def again(command: str) -> str:
    """What is done after a package was installed: a running process keeps the old one."""
    return f"rồi khởi động lại “{command}” ở đó"
