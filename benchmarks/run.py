"""The command behind `make bench`: sets up, builds, tells, and with `--write` publishes.

*Disk.*
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

import click

from benchmarks import lighthouse as audits
from benchmarks import machine, report
from benchmarks.bench import Bench, Place, place
from benchmarks.peers import COLD, MODES, PEERS, Peer
from benchmarks.results import MANY_POSTS, Result, Results
from benchmarks.search_corpus import LEAST_POSTS
from benchmarks.tools import ROOT, Tools, tools

RESULTS = ROOT / "benchmarks/RESULTS.md"
README = ROOT / "README.md"


@click.command()
@click.option("--posts", default="1000 10000 50000", help="Numbers of posts, between spaces.")
@click.option("--runs", default=3, type=click.IntRange(min=1), help="Counted builds of each kind.")
@click.option("--peer", "peers", multiple=True, type=click.Choice([peer.key for peer in PEERS]))
@click.option("--mode", "modes", multiple=True, type=click.Choice(MODES))
@click.option("--search", is_flag=True, help="Compare the searches afterwards; needs Chromium.")
@click.option("--lighthouse", is_flag=True, help="Audit three pages at the end; needs Chromium.")
@click.option("--write", is_flag=True, help="Write RESULTS.md and the table of the README.")
def main(
    posts: str,
    runs: int,
    peers: Sequence[str],
    modes: Sequence[str],
    search: bool,
    lighthouse: bool,
    write: bool,
) -> None:
    """Build the same posts by this project and its peers, and compare.

    From 50,000 posts on there are only cold builds; Material's blog is built up to 1,000, Pagefind,
    Hugo's `.Related` and the comparison of searches up to 10,000.
    """
    sizes = [int(size) for size in posts.split()]
    chosen = [peer for peer in PEERS if not peers or peer.key in peers]
    found = tools()
    load = os.getloadavg()[0]
    gathered: list[Result] = []
    with place(max(size * len(_able(chosen, size)) for size in sizes)) as where:
        for size in sizes:
            bench = Bench(where, found, _able(chosen, size), size, runs, _say)
            bench.warm_up()
            for result in bench.results(_modes(size, modes)):
                gathered.append(result)
                _publish(gathered, _setting(where, found, runs, load), write=write)
    if not write:
        click.echo(report.report(Results(gathered), _setting(where, found, runs, load)))
    if search:
        from benchmarks import search_bench  # Playwright is installed for the tests alone.

        count = max(LEAST_POSTS, min(max(sizes), search_bench.POSTS))
        search_bench.compare(count, found, search_bench.KEYS, write=write)
    if lighthouse:
        audits.audit(found, write=write)


def _modes(size: int, wanted: Sequence[str]) -> list[str]:
    possible = COLD if size >= MANY_POSTS else MODES
    return [mode for mode in possible if not wanted or mode in wanted]


def _able(peers: Sequence[Peer], size: int) -> list[Peer]:
    return [peer for peer in peers if size <= peer.largest]


def _say(text: str) -> None:
    click.echo(text, err=True)


def _setting(where: Place, found: Tools, runs: int, load: float) -> report.Setting:
    return report.Setting(
        date=f"{dt.datetime.now().astimezone():%Y-%m-%d}",
        machine=machine.hardware(),
        system=machine.system(),
        place="tmpfs" if where.memory else "a disk, each cold build in a folder of its own",
        versions=found.versions,
        runs=runs,
        load=(load, os.getloadavg()[0]),
    )


def _publish(gathered: Sequence[Result], setting: report.Setting, *, write: bool) -> None:
    """Write what is known so far, so that a long run cut off leaves it."""
    if not write:
        return
    results = Results(gathered)
    RESULTS.write_text(report.report(results, setting), "utf-8")
    if rows := report.readme_table(results):
        README.write_text(report.between_marks(README.read_text("utf-8"), rows), "utf-8")


if __name__ == "__main__":
    main()
