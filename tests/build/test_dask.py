"""A real cluster of Dask: a scheduler and workers in processes of their own, over TCP."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.building import contents
from tests.support.paths import ROOT
from tests.support.project import MINIMAL, Project

POSTS = 400


@contextmanager
def started(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs beside the test."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Worker(NamedTuple):
    """A process of the cluster, and what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def works(self) -> set[str]:
        """What it was asked to do: to read, to render."""
        return set(re.findall(r"asked for cchc-piece-([0-9a-f]+)-", self.log.read_text()))


class Cluster:
    """A scheduler on a free port; `workers` join it."""

    def __init__(self, folder: Path, hold: ExitStack) -> None:
        self.folder, self._hold = folder, hold
        self.log = folder / "scheduler.log"
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
        command += ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        hold.enter_context(started(command, self.log))
        self.address = self._heard(r"Scheduler at:\s+tcp://(\S+)", self.log)

    def _heard(self, what: str, log: Path) -> str:
        deadline = time.monotonic() + 60
        while not (match := re.search(what, log.read_text())):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        return match[1]

    def worker(self, hidden: Path, fatal: int = 0) -> Worker:
        """A worker that cannot see the folder `hidden`, and dies in its task number `fatal`."""
        log = self.folder / f"worker-{secrets.token_hex(4)}.log"
        command = [sys.executable, "-m", "tests.support.dask_worker"]
        command += [f"tcp://{self.address}", f"{hidden}/", str(fatal)]
        process = self._hold.enter_context(started(command, log))
        self._heard(r"Registered to:\s+(tcp://)", log)
        return Worker(process, log)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster without workers."""
    with ExitStack() as hold:
        yield Cluster(tmp_path_factory.mktemp("cluster"), hold)


def project(folder: Path) -> Project:
    """A site of several hundred posts that lead to each other, some with faults that are told."""
    made = Project(folder)
    for number in range(POSTS):
        body = f"Theo Nghị định số 61/2018/NĐ-CP, mục {number}.\n\n## Mục {number % 7}\n\n- một"
        if number:
            body += f"\n\nXem [tin trước](bai-{number - 1:03d}.md)."
        day = f"{2015 + number % 9}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        made.post(f"posts/bai-{number:03d}.md", f"Tin số {number}", day, body=body)
    return made


def built(
    made: Project, executor: str, *code: str, config: str = MINIMAL
) -> subprocess.CompletedProcess[str]:
    """A strict build from nothing by the `executor`, after some lines of `code`."""
    made.write("mkdocs.yml", re.sub(r"(\n +)look:", rf"\1executor: {executor}\1look:", config))
    shutil.rmtree(made.root / ".cache", ignore_errors=True)
    shutil.rmtree(made.root / "site", ignore_errors=True)
    lines = ["import sys", *code, "from mkdocs.__main__ import cli", "cli()"]
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines), "build", "--strict"],
        cwd=made.root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_cluster_builds_the_same_site_and_loses_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """No worker sees the archive; one of the two is killed in the middle of its work."""
    made = project(tmp_path / "archive")
    done = built(made, "local")
    assert done.returncode == 0, done.stdout
    local = contents(made.root / "site")
    victim = cluster.worker(made.root, fatal=1)
    survivor = cluster.worker(made.root)

    done = built(made, f"dask://{cluster.address}")

    assert done.returncode == 0, done.stdout
    assert victim.process.wait(10) == -signal.SIGKILL
    assert survivor.process.poll() is None
    assert len(survivor.works) == len({"reading", "rendering"})
    assert contents(made.root / "site") == local


def test_what_no_worker_has_is_done_here(cluster: Cluster, tmp_path: Path) -> None:
    """A component of the site's own shows on every page all the same."""
    made = project(tmp_path / "archive")
    config = MINIMAL.replace("font: false", "font: false, custom_dir: own")
    macro = "{% macro date(value, words=false) %}<time>ngày {{ value.iso }}</time>{% endmacro %}"
    made.write("own/components/date.html", macro)
    worker = cluster.worker(made.root)

    done = built(made, f"dask://{cluster.address}", config=config)

    assert done.returncode == 0, done.stdout
    assert len(worker.works) == len({"reading"})
    assert "<time>ngày 2015-01-01</time>" in made.read("site/tin-tuc/2015/01/bai-000/index.html")


@pytest.mark.parametrize(
    ("executor", "words"),
    [
        ("dask://127.0.0.1:1", "không tới được cụm Dask ở 127.0.0.1:1; hãy chạy “dask scheduler”"),
        ("dask:127.0.0.1", "hãy viết “local”, “dask”, hoặc như “dask://may-chu:8786”"),
    ],
)
def test_a_cluster_that_is_not_there_is_told(tmp_path: Path, executor: str, words: str) -> None:
    """The site stays as it is."""
    made = project(tmp_path)
    hurried = "from cchc_site.base import dask_cluster; dask_cluster._TIMEOUT = 1"

    done = built(made, executor, hurried)

    assert done.returncode == 1
    assert words in done.stdout
    assert "Traceback" not in done.stdout
    assert not (made.root / "site").exists()
