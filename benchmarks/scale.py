"""How the cost of a site grows with its posts: what each size takes, for a page of docs/.

*Disk.* A site of each size is built from nothing, built again as it is, after the correction of one
post and after a newest one. What came of it is added to `scale.json`, from which the tables and the
picture of the page are made (`scale_report.py`), with what `dask.json` and `federation.json` hold
(`{"dask": [Spread]}`, `{"federations": [Federated]}`).

    python -m benchmarks.scale                            # 10,000, 50,000 and 200,000 posts
    python -m benchmarks.scale --posts 2000 --on /var/tmp # prints; sites lie in that folder
    python -m benchmarks.scale --posts "" --write         # makes the page anew from what is known
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from benchmarks import corpus, machine, measure, scale_report
from benchmarks.bench import Place, place
from benchmarks.peers import PEERS
from benchmarks.report import between_marks
from benchmarks.scale_report import Figures, Scale, Size
from benchmarks.tools import ROOT
from cchc_site.base import vietnamese

FIGURES = ROOT / "benchmarks"
PAGE = ROOT / "docs/chi-phi.md"
BUILD = (Path(sys.executable).with_name("mkdocs"), "build", "--quiet")


@click.command()
@click.option("--posts", default="10000 50000 200000", help="Numbers of posts, between spaces.")
@click.option("--on", type=click.Path(path_type=Path), help="Where sites lie; else in memory.")
@click.option("--write", is_flag=True, help="Keep the figures, and write the page in docs/.")
def main(posts: str, on: Path | None, write: bool) -> None:
    """Measure sites of each size, and tell."""
    scale = known()
    for count in map(int, posts.split()):
        with _place(count, on) as where:
            size = measured(where, count)
        scale = scale_report.with_size(scale, size, _setting())
        if write:  # what is known so far: a long run that is cut off leaves it
            kept = msgspec.json.format(msgspec.json.encode(scale), indent=1) + b"\n"
            (FIGURES / "scale.json").write_bytes(kept)
    if write:
        PAGE.write_text(written(PAGE.read_text("utf-8"), scale), "utf-8")
    else:
        click.echo("\n\n".join(scale_report.parts(scale).values()))


def known() -> Scale:
    """The figures that are kept."""
    files = (FIGURES / f"{name}.json" for name in ("scale", "dask", "federation"))
    kept = (msgspec.json.decode(file.read_bytes()) for file in files if file.exists())
    return msgspec.convert({key: value for part in kept for key, value in part.items()}, Scale)


def written(page: str, scale: Scale) -> str:
    """The `page` of docs/ with the tables and the picture of `scale`."""
    for mark, part in scale_report.parts(scale).items():
        page = between_marks(page, f"\n{part}\n", mark)
    return page


@contextmanager
def _place(count: int, on: Path | None) -> Iterator[Place]:
    if on is None:
        with place(count) as where:
            yield where
        return
    with tempfile.TemporaryDirectory(prefix="scale-", dir=on) as folder:
        yield Place(Path(folder), memory=False)


def measured(where: Place, count: int) -> Size:
    """What a site of `count` posts costs."""
    ours = next(peer for peer in PEERS if peer.key == "ours")
    warm, site = where.fresh("warm-up"), where.fresh(str(count))
    ours.lay_out(warm, corpus.posts(20))
    measure.cost([BUILD], warm)
    ours.lay_out(site, corpus.posts(count))
    middle, newest = corpus.post(corpus.middle(count)), corpus.post(corpus.newest(count))

    def build(change: Callable[[], None] = lambda: None) -> Figures:
        change()
        start = time.time_ns()
        cost = measure.cost([BUILD], site)
        files = written_since(site / ours.output, start)
        click.echo(
            f"{count} posts: {cost.wall:.1f} s, {cost.cpu:.1f} s CPU, {files} files", err=True
        )
        return Figures(round(cost.wall, 2), round(cost.cpu, 2), cost.largest, files)

    return Size(
        posts=count,
        cold=build(),
        unchanged=build(),
        edited=build(lambda: ours.write(corpus.corrected(middle, 1), site)),
        newest=build(lambda: ours.write(corpus.added(newest, 1), site)),
    )


def written_since(folder: Path, moment: int) -> int:
    """How many files were written after a `moment`, in nanoseconds."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sum(path.stat().st_mtime_ns >= moment for path in files)


def _setting() -> str:
    day = vietnamese.day_numeric(dt.datetime.now().astimezone().date())
    return f"{day}, {machine.hardware().replace('cores', 'lõi')}"


if __name__ == "__main__":
    main()
