"""The order of builds: peers take turns, and each counted build starts from the same state.

*Disk.* A cold build has a folder of its own that never held anything else. The others share one
built site per peer: change, build (counted), undo, build (not counted). Folders lie in memory
where the machine offers that; on a disk none is deleted before the end, since creating files after
a mass deletion costs ten times as much on ext4.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import corpus, kinds, measure
from benchmarks.corpus import Post
from benchmarks.measure import Cost
from benchmarks.peers import Peer
from benchmarks.results import Result
from benchmarks.snapshot import Touched, compare, snapshot
from benchmarks.tools import Tools

_BYTES_A_POST = 100_000  # its source, the output's share of it, caches
_WARM_UP = 20
Say = Callable[[str], None]


@dataclass(slots=True)
class Place:
    """Where sites lie: `memory` tells whether that is no disk."""

    root: Path
    memory: bool
    _next: int = 0

    def fresh(self, name: str) -> Path:
        """A path that nothing was ever written to."""
        self._next += 1
        return self.root / f"{self._next:03d}-{name}"

    def discard(self, folder: Path) -> None:
        """Give the room back, where that does not slow down what follows."""
        if self.memory:
            shutil.rmtree(folder)


@contextmanager
def place(posts: int) -> Iterator[Place]:
    """A place for sites of that many posts in all, gone afterwards."""
    shm = Path("/dev/shm")  # noqa: S108 - mkdtemp makes the folder's name
    room = shm.is_dir() and shutil.disk_usage(shm).free > posts * _BYTES_A_POST
    memory = room and _is_memory(shm)
    root = Path(tempfile.mkdtemp(prefix="bench-", dir=shm if memory else None))
    try:
        yield Place(root, memory or _is_memory(root))
    finally:
        shutil.rmtree(root)


def _is_memory(folder: Path) -> bool:
    """Whether the file system of a folder is a tmpfs (proc_mounts(5))."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    held = [(point, kind) for _, point, kind, *_ in mounts if folder.is_relative_to(point)]
    return max(held, key=lambda one: len(one[0]))[1] == "tmpfs"


@dataclass(slots=True)
class _Gathered:
    """What one peer's builds of one mode have given so far."""

    costs: list[Cost] = field(default_factory=list)
    peak: int = 0
    touched: list[Touched] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)


class Bench:
    """Builds of `count` posts by `peers`, `runs` counted ones each and one to see the memory."""

    def __init__(
        self, where: Place, tools: Tools, peers: Sequence[Peer], count: int, runs: int, say: Say
    ) -> None:
        """Keep what every build needs."""
        self._place = where
        self._tools = tools
        self._peers = peers
        self._count = count
        self._runs = runs
        self._say = say

    def warm_up(self) -> None:
        """Build a few posts by every peer: programs are read and compiled, mistakes show early."""
        for peer in self._peers:
            site = self._place.fresh(f"{peer.key}-warm-up")
            peer.lay_out(site, corpus.posts(_WARM_UP))
            self._build(peer, site)
            self._place.discard(site)

    def results(self, modes: Sequence[str]) -> Iterator[Result]:
        """What every peer needs in each of the modes."""
        if "cold" in modes:
            yield from self._cold()
        warm = [mode for mode in modes if mode != "cold"]
        if warm:
            yield from self._warm(warm)

    def _cold(self) -> Iterator[Result]:
        def step(peer: Peer, run: int, gathered: _Gathered) -> None:
            site = self._place.fresh(f"{peer.key}-{self._count}")
            peer.lay_out(site, corpus.posts(self._count))
            self._measure(peer, site, "cold", run, gathered)
            gathered.pages = dict(kinds.count(site / peer.output))
            self._place.discard(site)

        yield from self._rounds("cold", self._peers, step)

    def _warm(self, modes: Sequence[str]) -> Iterator[Result]:
        sites = {}
        peers = [peer for peer in self._peers if set(peer.modes) & set(modes)]
        for peer in peers:
            self._say(f"{self._count} posts, {peer.key}: a site to change")
            sites[peer.key] = self._place.fresh(f"{peer.key}-{self._count}")
            peer.lay_out(sites[peer.key], corpus.posts(self._count))
            self._build(peer, sites[peer.key])

        for mode in modes:

            def step(peer: Peer, run: int, gathered: _Gathered, mode: str = mode) -> None:
                site = sites[peer.key]
                before = snapshot(site / peer.output)
                undo = self._change(peer, site, mode, run)
                self._measure(peer, site, mode, run, gathered)
                after = snapshot(site / peer.output)
                gathered.touched.append(compare(before, after))
                undo()
                self._build(peer, site)
                # Hugo leaves the pages of a post that is gone.
                for path in snapshot(site / peer.output).keys() - before.keys():
                    (site / peer.output / path).unlink()

            yield from self._rounds(mode, [peer for peer in peers if mode in peer.modes], step)
        for site in sites.values():
            self._place.discard(site)

    def _rounds(
        self, mode: str, peers: Sequence[Peer], step: Callable[[Peer, int, _Gathered], None]
    ) -> Iterator[Result]:
        """Peers take turns, so that what else the machine does meets all of them alike."""
        gathered = {peer.key: _Gathered() for peer in peers}
        for run in range(self._runs + 1):
            for peer in peers:
                step(peer, run, gathered[peer.key])
        for peer in peers:
            one = gathered[peer.key]
            yield Result(
                peer=peer.key,
                posts=self._count,
                mode=mode,
                costs=tuple(one.costs),
                peak=one.peak,
                touched=max(one.touched, key=lambda touched: touched.any_way, default=None),
                pages=one.pages,
            )

    def _measure(self, peer: Peer, site: Path, mode: str, run: int, gathered: _Gathered) -> None:
        commands = peer.commands(self._tools)
        if run == self._runs:
            gathered.peak = measure.peak(commands, site)
            said = f"{gathered.peak / 2**20:.0f} MB"
        else:
            cost = measure.cost(commands, site)
            gathered.costs.append(cost)
            said = f"wall {cost.wall:.2f} s, CPU {cost.cpu:.2f} s"
        self._say(f"{self._count} posts, {peer.key}, {mode}, run {run + 1}: {said}")

    def _build(self, peer: Peer, site: Path) -> None:
        measure.cost(peer.commands(self._tools), site)

    def _change(self, peer: Peer, site: Path, mode: str, run: int) -> Callable[[], None]:
        """Change the site's posts; the answer undoes it."""
        if mode == "unchanged":
            return lambda: None
        number = corpus.newest(self._count) if mode == "newest" else corpus.middle(self._count)
        original = corpus.post(number)
        if mode == "edited":
            peer.write(corpus.corrected(original, run + 1), site)
            return lambda: peer.write(original, site)
        new: Post = corpus.added(original, run + 1)
        peer.write(new, site)
        return lambda: peer.remove(new, site)
