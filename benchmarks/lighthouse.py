"""What Lighthouse says of the site of this repository on a telephone, told or written.

*Disk.* Lighthouse is installed once into `.cache/bench/`, by the lock file in `lighthouse/`, with
the Node of a wheel. The site is built as it comes and sent gzipped by a host of this machine.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks import machine
from benchmarks.report import table
from benchmarks.search_host import serve
from benchmarks.tools import PLACE, ROOT, Tools, tools

REPORT = ROOT / "benchmarks/LIGHTHOUSE.md"
PAGES = {
    "home": "",
    "post": "tin-tuc/2022/04/kiem-tra-cong-tac-cai-cach-hanh-chinh-nam-2022/",
    "category": "chuyen-muc/mot-cua/",
    "document": "van-ban/61-2018-nd-cp-2018-chinh-phu/",
    "procedure": "thu-tuc/dang-ky-khai-sinh/",
    "search": "tim-kiem/?q=khai+sinh",
    "following": "theo-doi-tin/",
    "contact": "lien-he/",
    "english": "en/",
}
LIMITS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The least score of each category, of 100."""
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
}
RUNS = 3
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
_HEAD = """\
# Lighthouse

Written by `make bench`: the site of this repository, on the simulated telephone that Lighthouse
takes by default, from a local host that gzips. Scores of 100, the median run's by performance."""


@dataclass(frozen=True, slots=True)
class Run:
    """One audit of a page: its scores by category, what was measured, in Lighthouse's words, and
    what cost a score."""

    page: str
    scores: Mapping[str, int]
    measured: Mapping[str, str]
    faults: Sequence[str]


def judge(runs: Sequence[Run]) -> Iterator[str]:
    """Every score that is lower than promised, in words."""
    for run in runs:
        for category, limit in LIMITS.items():
            if (score := run.scores[category]) < limit:
                why = "; ".join(run.faults) or "no single audit"
                yield f"{run.page}: {category} {score}, at least {limit} ({why})"


def read(page: str, answer: Mapping[str, Any]) -> Run:
    """The run that Lighthouse's JSON tells of."""
    categories, audits = answer["categories"], answer["audits"]
    faults = dict[str, None]()
    for category in LIMITS:
        for part in categories[category]["auditRefs"]:
            score = audits[part["id"]]["score"]
            if part["weight"] and score is not None and score < 0.9:
                faults[part["id"]] = None
    return Run(
        page=page,
        scores={name: round(100 * (categories[name]["score"] or 0)) for name in LIMITS},
        measured={name: audits[name]["displayValue"].replace("\xa0", " ") for name in TIMES},
        faults=tuple(faults),
    )


def middle(runs: Sequence[Run]) -> Run:
    """The run whose performance is the median of an odd number of runs."""
    wanted = median(run.scores["performance"] for run in runs)
    return next(run for run in runs if run.scores["performance"] == wanted)


def report(runs: Sequence[Run], versions: Sequence[str], load: tuple[float, float]) -> str:
    """The file LIGHTHOUSE.md."""
    lines = (
        machine.hardware(),
        ", ".join(versions),
        f"{dt.datetime.now().astimezone():%Y-%m-%d}; {RUNS} runs of each page; "
        f"load average {load[0]:.1f} before, {load[1]:.1f} after",
    )
    rows = [
        (run.page, *(str(run.scores[name]) for name in LIMITS), *run.measured.values())
        for run in runs
    ]
    asked = ("asked, at least", *map(str, LIMITS.values()), *("" for _ in TIMES))
    lower = [f"- {one}" for one in judge(runs)]
    parts = [
        _HEAD,
        "\n".join(f"- {line}" for line in lines),
        table(("page", *LIMITS, *TIMES.values()), [*rows, asked]),
        "\n".join(["Lower than asked:", "", *lower] if lower else ["All are as asked."]),
    ]
    return "\n\n".join(parts) + "\n"


def audit(installed: Tools, *, write: bool) -> None:
    """Build, audit, and print the report or write it; ends the program with status 1 where a score
    is lower than asked."""
    load, program = os.getloadavg()[0], _installed(installed)
    runs, versions = list[Run](), list[str]()
    with tempfile.TemporaryDirectory() as folder, serve(_built(Path(folder), installed)) as host:
        for page, url in PAGES.items():
            answers = [_asked(installed, program, host.address + url) for _ in range(RUNS)]
            runs.append(middle([read(page, answer) for answer in answers]))
            click.echo(f"Lighthouse, {page}: {dict(runs[-1].scores)}", err=True)
            browser = answers[0]["environment"]["hostUserAgent"].partition("Chrome/")[2].split()[0]
            versions = [f"Lighthouse {answers[0]['lighthouseVersion']}", f"Chromium {browser}"]
    text = report(runs, versions, (load, os.getloadavg()[0]))
    if write:
        REPORT.write_text(text, "utf-8")
    else:
        click.echo(text)
    if lower := list(judge(runs)):
        sys.exit("Lighthouse: " + "\n".join(lower))


def _built(folder: Path, installed: Tools) -> Path:
    for name in ("docs", "posts", "documents", "procedures"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    subprocess.run([installed.mkdocs, "build", "--quiet"], cwd=folder, check=True)  # noqa: S603
    return folder / "site"


def _installed(installed: Tools) -> Path:
    """The program of Lighthouse, installed anew where its lock file has changed."""
    place, locks = PLACE / "lighthouse", ROOT / "benchmarks/lighthouse"
    lock, done = locks / "package-lock.json", place / "done"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(locks, place)
        npm = installed.node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
        options = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
        subprocess.run([installed.node, npm, *options], cwd=place, check=True)  # noqa: S603
        shutil.copy(lock, done)
    return place / "node_modules/lighthouse/cli/index.js"


def _asked(installed: Tools, program: Path, address: str) -> Any:
    chromium = os.environ.get("CCHC_CHROMIUM") or shutil.which("chromium") or ""
    options = ("--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={_FLAGS}")
    done = subprocess.run(  # noqa: S603
        [installed.node, program, address, *options, f"--only-categories={','.join(LIMITS)}"],
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


@click.command()
@click.option("--write", is_flag=True, help="Write LIGHTHOUSE.md.")
def main(write: bool) -> None:
    """Audit a page of each type that readers come to with Lighthouse."""
    audit(tools(), write=write)


if __name__ == "__main__":
    main()
