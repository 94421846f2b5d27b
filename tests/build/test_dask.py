"""A real cluster of Dask: a scheduler and workers in processes of their own, over TCP."""

from __future__ import annotations

import os
import pickle
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

import cloudpickle
import pytest

from cchc_site.base.dask_worker import OtherCode, PortableWork, do, packed
from tests.support.building import contents
from tests.support.paths import ROOT
from tests.support.project import MINIMAL, Project

POSTS = 400
TELLING = (
    "from distributed import versions; real = versions.get_package_info; "
    "versions.get_package_info = lambda names: {{**real(names), {!r}: {!r}}}"
)
"""What makes a worker tell another version of something."""
IMPATIENT = "from cchc_site.base import dask_cluster as d; d._PATIENCE, d._TIMEOUT = 3, 5"


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

    def end(self) -> None:
        """Leave the cluster to others."""
        self.process.kill()
        self.process.wait()


class Harm(NamedTuple):
    """A signal that a worker sends in its task of that number, to itself where no process is
    named."""

    signal: signal.Signals
    task: int = 1
    process: int = 0


HARMLESS = Harm(signal.SIGKILL, 0)


class Cluster:
    """A scheduler on a free port; `workers` join it."""

    def __init__(self, folder: Path, hold: ExitStack) -> None:
        self.folder, self._hold = folder, hold
        self.log = folder / "scheduler.log"
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
        command += ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.process = hold.enter_context(started(command, self.log))
        self.address = self._heard(r"Scheduler at:\s+tcp://(\S+)", self.log)

    def _heard(self, what: str, log: Path) -> str:
        deadline = time.monotonic() + 60
        while not (match := re.search(what, log.read_text())):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        return match[1]

    def worker(self, hidden: Path, harm: Harm = HARMLESS) -> Worker:
        """A worker that cannot see the folder `hidden`, and does `harm`."""
        command = [sys.executable, "-m", "tests.support.dask_worker"]
        words = f"tcp://{self.address}", f"{hidden}/", harm.task, harm.signal.value, harm.process
        return self._joined([*command, *map(str, words)])

    def other(self, code: str) -> Worker:
        """A worker of a process in which some lines of `code` have changed something."""
        joining = "from distributed.cli.dask_worker import main; main()"
        words = f"tcp://{self.address}", "--no-nanny", "--no-dashboard", "--nthreads", "1"
        return self._joined([sys.executable, "-c", f"{code}\n{joining}", *words])

    def _joined(self, command: list[str]) -> Worker:
        log = self.folder / f"worker-{secrets.token_hex(4)}.log"
        process = self._hold.enter_context(started(command, log))
        self._heard(r"Registered to:\s+(tcp://)", log)
        return Worker(process, log)

    def kept(self) -> str:
        """The tasks that the scheduler knows, when it had time to forget those of who has gone."""
        deadline = time.monotonic() + 20
        while (tasks := self._tasks()) != "[]" and time.monotonic() < deadline:
            time.sleep(0.2)
        return tasks

    def _tasks(self) -> str:
        asking = (
            "import sys; from distributed import Client; client = Client(sys.argv[1]);"
            "print(client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks)))"
        )
        command = [sys.executable, "-W", "error", "-c", asking, f"tcp://{self.address}"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


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


class Archive(NamedTuple):
    """A project, and the site that this machine alone makes of it."""

    project: Project
    local: dict[str, bytes]

    @property
    def site(self) -> dict[str, bytes]:
        """What the last build has published."""
        return contents(self.project.root / "site")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The project for all clusters."""
    made = project(tmp_path_factory.mktemp("archive"))
    done = built(made, "local")
    assert done.returncode == 0, done.stdout
    return Archive(made, contents(made.root / "site"))


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


def test_a_cluster_builds_the_same_site_and_loses_nothing(
    cluster: Cluster, archive: Archive
) -> None:
    """No worker sees the archive; one of the two is killed in the middle of its work. The cluster
    keeps nothing of a build that is over."""
    victim = cluster.worker(archive.project.root, Harm(signal.SIGKILL))
    survivor = cluster.worker(archive.project.root)

    done = built(archive.project, f"dask://{cluster.address}")

    assert done.returncode == 0, done.stdout
    assert victim.process.wait(10) == -signal.SIGKILL
    assert survivor.process.poll() is None
    assert len(survivor.works) == len({"reading", "rendering"})
    assert archive.site == archive.local
    assert cluster.kept() == "[]"
    survivor.end()


def test_nobody_waits_for_a_worker_that_hangs(cluster: Cluster, archive: Archive) -> None:
    """What it was given is done here, which is told; strict mode minds nothing."""
    hanging = cluster.worker(archive.project.root, Harm(signal.SIGSTOP))
    working = cluster.worker(archive.project.root)

    done = built(archive.project, f"dask://{cluster.address}", IMPATIENT)

    assert done.returncode == 0, done.stdout
    told = rf"Đã làm trên máy này \d+ phần việc mà cụm Dask ở {cluster.address} không làm xong"
    assert re.search(told, done.stdout)
    assert len(working.works) == len({"reading", "rendering"})
    assert archive.site == archive.local
    hanging.end()
    working.end()


@pytest.mark.parametrize("harm", [signal.SIGKILL, signal.SIGSTOP])
def test_a_scheduler_that_goes_takes_nothing_with_it(
    tmp_path: Path, archive: Archive, harm: signal.Signals
) -> None:
    """Neither one that ends nor one that hangs: the rest is done here, which is told once."""
    with ExitStack() as hold:
        cluster = Cluster(tmp_path, hold)
        cluster.worker(archive.project.root, Harm(harm, 2, cluster.process.pid))

        done = built(archive.project, f"dask://{cluster.address}", IMPATIENT)

    assert done.returncode == 0, done.stdout
    assert done.stdout.count(f"Không còn tới được cụm Dask ở {cluster.address}; phần việc") == 1
    assert archive.site == archive.local


@pytest.mark.parametrize(
    "code",
    [
        "from cchc_site.site.news_site import NewsSite; del NewsSite.resolve",
        "import os; from cchc_site.base import dask_cluster; "
        "dask_cluster._Sent.answer = lambda self: self.future.result() and os.kill(os.getpid(), 9)",
    ],
    ids=["failed", "killed"],
)
def test_a_cluster_keeps_nothing_of_a_build_that_failed(
    cluster: Cluster, archive: Archive, code: str
) -> None:
    """However it ended."""
    worker = cluster.worker(archive.project.root)

    done = built(archive.project, f"dask://{cluster.address}", code)

    assert done.returncode
    assert len(worker.works) == len({"reading"})
    assert cluster.kept() == "[]"
    worker.end()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (TELLING.format("cchc-site", None), "không có gói cchc-site; hãy chạy ở đó: pip install"),
        (TELLING.format("python", "3.9.1.final.0"), r"có python 3\.9, máy này có 3\.\d+; hãy cài"),
        (TELLING.format("dask", "2000.1.0"), r"có dask 2000\.1\.0, máy này có 202.*; hãy cài"),
        (
            "from cchc_site.adapter import environment; environment.code.__code__ = "
            "(lambda: b'other').__code__",
            "không có cùng mã cchc-site; hãy cài cùng một bản",
        ),
    ],
    ids=["nothing", "python", "dask", "code"],
)
def test_a_worker_that_would_build_otherwise_is_refused(
    cluster: Cluster, archive: Archive, code: str, words: str
) -> None:
    """By its address, before anything is sent to it."""
    worker = cluster.other(code)

    done = built(archive.project, f"dask://{cluster.address}")

    assert done.returncode == 1
    assert re.search(rf"máy tcp://\S+ của cụm Dask ở {cluster.address} {words}", done.stdout)
    assert "Traceback" not in done.stdout
    worker.end()


def test_work_is_never_done_by_other_code() -> None:
    """Nor by a worker that joined when all had been asked."""
    digests = [b"mine", b"other"]
    work = PortableWork.of(str.upper, lambda: digests[0])
    brought = pickle.loads(cloudpickle.dumps(work))
    assert do(brought, packed("a")) == "A"

    digests.reverse()
    with pytest.raises(OtherCode):
        do(pickle.loads(cloudpickle.dumps(work)), packed("a"))


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
    worker.end()


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
