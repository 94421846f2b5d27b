"""Builds side by side: none harms another."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cchc_site.storage import folders as cache_folders
from tests.support.building import assert_equal, contents
from tests.support.project import Project

STOPPED = """\
import os, signal, sys
from cchc_site.{package} import {module}
whole = {module}.{name}
def stopped(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGSTOP)
    return whole(*args, **kwargs)
{module}.{name} = stopped
sys.argv = ["mkdocs", *sys.argv[1:]]
from mkdocs.__main__ import cli
cli()
"""
POINTS = {
    "with its lock just taken": ("storage", "folders", "_clear_others"),
    "before it reads": ("adapter", "reading", "Loader"),
    "with all staged": ("adapter", "finish", "apply"),
}


@contextmanager
def stopped(
    project: Project, package: str, module: str, name: str, *command: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A run of MkDocs that stands still where it calls a function."""
    code = STOPPED.format(package=package, module=module, name=name)
    with subprocess.Popen(
        [sys.executable, "-c", code, *command],
        cwd=project.root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "CCHC_NOW": "2025-01-01"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as build:
        try:
            assert os.WIFSTOPPED(os.waitpid(build.pid, os.WUNTRACED)[1])
            yield build
        finally:
            build.send_signal(signal.SIGCONT)


def run(project: Project, *command: str) -> subprocess.CompletedProcess[str]:
    """A finished command, at the same moment."""
    return project.run(*command, env={"CCHC_NOW": "2025-01-01"})


@pytest.mark.site
@pytest.mark.parametrize("point", POINTS)
def test_first_builds_of_two_sites_do_not_harm_each_other(project: Project, point: str) -> None:
    """Wherever one stands when the other comes and goes: neither site is there before its build
    has ended."""
    project.post("posts/2024/lich.md")
    with stopped(project, *POINTS[point], "build", "-d", "mot") as build:
        other = run(project, "mkdocs", "build", "-d", "hai")
        homes = sorted((project.root / cache_folders.CACHE).iterdir())
        build.send_signal(signal.SIGCONT)
        said = build.communicate()[0].decode()

    assert (build.returncode, other.returncode) == (0, 0), said + other.stdout
    assert len(contents(project.root / "mot")) > 20
    assert_equal(contents(project.root / "mot"), contents(project.root / "hai"))
    assert len(homes) == 2
    run(project, "mkdocs", "build", "-d", "ba")
    assert {*homes} < {*(project.root / cache_folders.CACHE).iterdir()}


@pytest.mark.site
def test_the_second_build_of_a_site_says_so(project: Project) -> None:
    """In one line; the first, the site and a check beside it are not disturbed, and `cchc verify`
    waits for it."""
    project.post("posts/2024/lich.md")
    with stopped(project, *POINTS["with all staged"], "build") as build:
        other = run(project, "mkdocs", "build", "-q")
        checked = run(project, "cchc_site.cli", "check")
        standing = (project.root / "site").exists()
        waiting = threading.Timer(1, build.send_signal, [signal.SIGCONT])
        waiting.start()
        verified = run(project, "cchc_site.cli", "verify")
        waiting.join()
        build.communicate()

    assert other.returncode == 1
    assert "một lần dựng khác của trang này đang chạy; hãy đợi nó xong" in other.stdout
    assert "Traceback" not in other.stdout
    assert (checked.returncode, standing, build.returncode) == (0, False, 0), checked.stdout
    assert verified.returncode in (0, 1)
    assert verified.returncode == 0 or "vừa được một lần dựng khác thay đổi" in verified.stdout
    assert run(project, "cchc_site.cli", "verify").returncode == 0


@pytest.mark.site
def test_a_verification_beside_first_builds_harms_none(project: Project) -> None:
    """Its clean site is not there before it is built."""
    project.post("posts/2024/lich.md")
    assert run(project, "mkdocs", "build").returncode == 0
    with stopped(project, *POINTS["with all staged"], "build", "-d", "mot") as build:
        verified = run(project, "cchc_site.cli", "verify")
        build.send_signal(signal.SIGCONT)
        said = build.communicate()[0].decode()

    assert (build.returncode, verified.returncode) == (0, 0), said + verified.stdout
    assert_equal(contents(project.root / "mot"), contents(project.root / "site"))
    assert len([*(project.root / cache_folders.CACHE).iterdir()]) == 2


def home(root: Path, site: str) -> cache_folders.Folders:
    """The folders of a build, once made."""
    folders = cache_folders.folders_for(root / site, root)
    with cache_folders.alone(folders, root / site):
        (folders.home / "memory").write_text("x")
    return folders


def test_the_folder_of_a_site_that_is_no_more_goes(tmp_path: Path) -> None:
    """Unless a build holds it; what is none of ours stays."""
    (tmp_path / cache_folders.CACHE / "serve").mkdir(parents=True)
    held = home(tmp_path, "mot")
    with cache_folders.alone(held, tmp_path / "mot"):
        kept = home(tmp_path, "hai")
        assert held.memory.exists()
    (tmp_path / "hai").mkdir()

    last = home(tmp_path, "ba")

    left = {path.name for path in (tmp_path / cache_folders.CACHE).iterdir()}
    assert left == {"serve", kept.home.name, last.home.name}


def test_who_waits_for_a_folder_that_goes_gets_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that begins while its folder is removed holds one that stays."""
    old = home(tmp_path, "mot")
    begun, inside = threading.Event(), list[bool]()

    def build() -> None:
        begun.set()
        with cache_folders.alone(old, tmp_path / "mot"):
            inside.append(old.memory.exists())

    waiting = threading.Thread(target=build)
    removed = shutil.rmtree

    def slowly(path: Path) -> None:
        waiting.start()
        begun.wait()
        removed(path)

    (old.home / "html").mkdir()
    monkeypatch.setattr(shutil, "rmtree", slowly)
    cache_folders.remove(old.home)
    waiting.join()

    assert inside == [False]
    assert (old.home / "site").exists()
