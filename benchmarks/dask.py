"""A cluster of Dask beside a local build: by how many times it takes longer on the same machine.

*Disk.* The scheduler and the workers are processes of their own over TCP on loopback, so that what
is measured is the price of bringing work there and back; it is won back only where the workers are
other machines. Both builds take turns. CPU is that of the build, the scheduler and the workers.

    python -m benchmarks.dask --posts 10000
    python -m benchmarks.dask --pieces "25 50 100"        # how many things are sent at once
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import click
import msgspec

from benchmarks import corpus, measure
from benchmarks.bench import Place, place
from benchmarks.measure import Cost
from benchmarks.peers import PEERS
from benchmarks.scale import FIGURES
from benchmarks.scale_report import Spread
from cchc_site.base import workers

_PATIENCE = 60
_BUILD = "from mkdocs.__main__ import cli; cli()"
_COUNTING = """
import cloudpickle
from pathlib import Path
from cchc_site.adapter import executor
class Counting:
    sent = received = 0
    def size(self, value):
        return len(cloudpickle.dumps(value))
    def map(self, work, pieces):
        Counting.sent += self.size(work) * {workers}
        for piece in pieces:
            made = work(piece)
            Counting.sent += self.size(piece)
            Counting.received += self.size(made)
            yield made
    def close(self):
        Path("bytes.txt").write_text(f"{{Counting.sent}} {{Counting.received}}")
executor.cluster = lambda options: Counting()
"""
"""A cluster that is this process, and counts what would go each way."""


@click.command()
@click.option("--posts", default=10_000, type=click.IntRange(min=200))
@click.option("--workers", "count", default=2, type=click.IntRange(min=1))
@click.option("--runs", default=3, type=click.IntRange(min=1))
@click.option("--pieces", default=str(workers.SENT), help="Sizes of a piece, between spaces.")
@click.option("--write", is_flag=True, help="Keep what the last size of a piece gives.")
def main(posts: int, count: int, runs: int, pieces: str, write: bool) -> None:
    """Print what both builds take, the medians, and their ratios."""
    with ExitStack() as hold:
        where = hold.enter_context(place(3 * posts))
        cluster = hold.enter_context(_cluster(where.fresh("cluster"), count))
        _cost(where, 200, "", workers.SENT, cluster)
        _cost(where, 200, f"dask://{cluster.address}", workers.SENT, cluster)
        for size in map(int, pieces.split()):
            local, spread = list[Cost](), list[Cost]()
            for _ in range(runs):
                local.append(_cost(where, posts, "", size, cluster))
                spread.append(_cost(where, posts, f"dask://{cluster.address}", size, cluster))
            kept = _told(posts, count, size, local, spread, _bytes(where, posts, size, count))
    if write:
        kept_bytes = msgspec.json.format(msgspec.json.encode({"dask": [kept]}), indent=1)
        (FIGURES / "dask.json").write_bytes(kept_bytes + b"\n")


class _Cluster:
    """A scheduler and its workers, by their processes."""

    def __init__(self, address: str, pids: Sequence[int]) -> None:
        self.address, self._pids = address, pids

    def cpu(self) -> float:
        """Seconds that they have worked so far (proc_pid_stat(5))."""
        return sum(map(_cpu, self._pids))


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _cluster(folder: Path, count: int) -> Iterator[_Cluster]:
    folder.mkdir()
    with ExitStack() as hold:

        def start(name: str, *words: str) -> subprocess.Popen[bytes]:
            log = hold.enter_context((folder / name).open("wb"))
            command = [sys.executable, "-m", *words, "--no-dashboard"]
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603
            hold.callback(process.wait)
            hold.callback(process.terminate)
            return process

        here = ("--host", "127.0.0.1", "--port", "0")
        started = [start("scheduler.log", "distributed.cli.dask_scheduler", *here)]
        address = _heard(r"Scheduler at:\s+tcp://(\S+)", folder / "scheduler.log")
        words = ("distributed.cli.dask_worker", f"tcp://{address}", "--no-nanny", "--nthreads", "1")
        started += [start(f"worker-{number}.log", *words) for number in range(count)]
        for number in range(count):
            _heard(r"Registered to:\s+(tcp)", folder / f"worker-{number}.log")
        yield _Cluster(address, [process.pid for process in started])


def _heard(words: str, log: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while not (match := re.search(words, log.read_text("utf-8"))):
        if time.monotonic() > deadline:
            raise measure.Failed(log.read_text("utf-8"))
        time.sleep(measure.PAUSE)
    return match[1]


def _site(where: Place, posts: int, executor: str) -> Path:
    ours, site = next(peer for peer in PEERS if peer.key == "ours"), where.fresh("site")
    ours.lay_out(site, corpus.posts(posts))
    config = site / "mkdocs.yml"
    option = r"\1executor: " + (executor or "local") + r"\1look:"
    config.write_text(re.sub(r"(\n +)look:", option, config.read_text("utf-8"), count=1), "utf-8")
    return site


def _command(piece: int, *lines: str) -> Sequence[str]:
    sizing = f"from cchc_site.base import workers; workers.SENT = {piece}"
    code = "\n".join([sizing, *lines, _BUILD])
    return [sys.executable, "-c", code, "build", "--quiet"]


def _cost(where: Place, posts: int, executor: str, piece: int, cluster: _Cluster) -> Cost:
    site, before = _site(where, posts, executor), cluster.cpu()
    cost = measure.cost([_command(piece)], site)
    shutil.rmtree(site)
    return Cost(cost.wall, cost.cpu + cluster.cpu() - before, cost.largest)


def _bytes(where: Place, posts: int, piece: int, count: int) -> tuple[int, int]:
    site = _site(where, posts, "")
    measure.cost([_command(piece, _COUNTING.format(workers=count))], site)
    sent, received = (site / "bytes.txt").read_text("utf-8").split()
    shutil.rmtree(site)
    return int(sent), int(received)


def _told(
    posts: int,
    count: int,
    piece: int,
    local: Sequence[Cost],
    spread: Sequence[Cost],
    size: tuple[int, int],
) -> Spread:
    for name, costs in (("local", local), ("dask", spread)):
        wall, cpu = median(cost.wall for cost in costs), median(cost.cpu for cost in costs)
        click.echo(f"{posts} posts, pieces of {piece}, {name}: {wall:.2f} s, {cpu:.2f} s CPU")
    pairs = list(zip(spread, local, strict=True))
    wall = median(far.wall / near.wall for far, near in pairs)
    cpu = median(far.cpu / near.cpu for far, near in pairs)
    sent, received = size
    moved = f"{sent / 1e6:.1f} MB there, {received / 1e6:.1f} MB back"
    click.echo(f"  dask / local: {wall:.2f} wall, {cpu:.2f} CPU; {moved}")
    return Spread(posts, count, round(wall, 2), round(cpu, 2), sent, received)


if __name__ == "__main__":
    main()
