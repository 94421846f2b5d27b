"""What a commit costs on CI, where nothing is left of a machine but the kept state.

*Disk.* A site is built, one post is edited, and that is checked, built and packed twice: where the
site was built before, and in a fresh clone at another place, with every file's time reset, into
which `.cache/cchc/` and `site/` were brought back. What is checked is what was edited: the check of
all runs beside the build.

    python -m benchmarks.ci --posts 10000 --runs 3
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import click

from benchmarks import corpus
from benchmarks.bench import place
from benchmarks.measure import Cost, cost
from benchmarks.peers import PEERS

_PROGRAMS = Path(sys.executable).parent
CHECK = (_PROGRAMS / "cchc", "check", "--quick")
BUILD = (_PROGRAMS / "mkdocs", "build", "--strict")
PACK = ("tar", "--create", "--file", "site.tar", "site")
STEPS = {"check": CHECK, "build": BUILD, "pack": PACK}
_STATE = (".cache/cchc", "site")


@click.command()
@click.option("--posts", default=10_000, type=click.IntRange(min=10))
@click.option("--runs", default=3, type=click.IntRange(min=1))
def main(posts: int, runs: int) -> None:
    """Print what each step costs here and there, the median of the runs."""
    peer = next(peer for peer in PEERS if peer.key == "ours")
    with place(5 * posts) as where:
        here = where.fresh("here")
        peer.lay_out(here, corpus.posts(posts))
        cost([BUILD], here)
        cost([BUILD], here)
        costs: dict[tuple[str, str], list[Cost]] = {}
        original = corpus.post(corpus.middle(posts))
        for run in range(runs):
            there = where.fresh("there")
            clone(here, there)
            bring_back(here, there)
            for name, folder in (("here", here), ("there", there)):
                peer.write(corpus.corrected(original, run), folder)
                for step, command in STEPS.items():
                    costs.setdefault((name, step), []).append(cost([command], folder))
            where.discard(there)
        tell(costs)


def clone(site: Path, into: Path) -> None:
    """The sources of a site in a new folder, as git brings them: each file with the time of now."""
    skipped = shutil.ignore_patterns(".cache", "site", "site.tar", "*.log")
    shutil.copytree(site, into, ignore=skipped, copy_function=shutil.copyfile)


def bring_back(site: Path, into: Path) -> None:
    """The kept state, as a cache brings it: packed and unpacked, each file with the time of now."""
    names = [name for name in _STATE if (site / name).exists()]
    _run(["tar", "--create", "--file", "state.tar", *names], site)
    (site / "state.tar").rename(into / "state.tar")
    _run(["tar", "--extract", "--touch", "--file", "state.tar"], into)
    (into / "state.tar").unlink()


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603  # tar with names of ours


def tell(costs: dict[tuple[str, str], list[Cost]]) -> None:
    """Print the steps, their sums, and how the sums compare."""
    sums = {"here": Cost(0, 0), "there": Cost(0, 0)}
    for (name, step), found in costs.items():
        typical = Cost(median(one.wall for one in found), median(one.cpu for one in found))
        sums[name] = Cost(sums[name].wall + typical.wall, sums[name].cpu + typical.cpu)
        click.echo(f"{name:>6} {step:<6} {typical.wall:7.2f} s {typical.cpu:7.2f} s CPU")
    for name, total in sums.items():
        click.echo(f"{name:>6} {'in all':<6} {total.wall:7.2f} s {total.cpu:7.2f} s CPU")
    here, there = sums["here"], sums["there"]
    load = os.getloadavg()[0]
    ratios = f"{there.wall / here.wall:.2f} wall, {there.cpu / here.cpu:.2f} CPU"
    click.echo(f"there / here: {ratios}; load {load:.1f}")


if __name__ == "__main__":
    main()
