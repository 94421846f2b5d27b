"""Publishing to a folder and over a real SSH server: never a hole, whatever happens."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cchc_site.base.workers import Workers
from cchc_site.delivery.destination import CannotPublish, Destination
from cchc_site.delivery.publish import Manner, publish
from tests.support.building import contents
from tests.support.paths import ROOT
from tests.support.publishing import holes, write_site
from tests.support.sshd import Host, sshd

pytestmark = pytest.mark.unmeasured

KILLS = 20
AT_ONCE = Manner(pause=0)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """An SSH server on loopback."""
    with sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(params=["folder", "ssh"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str, Path]:
    """A target as somebody writes it, the command of SSH, and where its files are."""
    folder = tmp_path / "nơi đăng's"
    if request.param == "folder":
        return str(folder), "ssh", folder
    server: Host = request.getfixturevalue("host")
    return f"{server.name}:{folder}", server.ssh, folder


def send(site: Path, target: tuple[str, str, Path], manner: Manner = AT_ONCE) -> list[str]:
    """What a publication says."""
    said: list[str] = []
    publish(site, Destination.named(target[0], target[1]), manner, Workers(1), said.append)
    return said


def start(site: Path, target: tuple[str, str, Path], pause: float = 0) -> subprocess.Popen[str]:
    """A publisher in a process group of its own."""
    command = [sys.executable, "-m", "tests.support.publishing"]
    return subprocess.Popen(
        [*command, str(site), target[0], target[1], str(pause)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def assert_holds(target: Path, site: Path) -> None:
    """The target has the files of the site, and beside them only what the last two generations
    named by their content."""
    there = {path: held for path, held in contents(target).items() if not path.startswith(".cchc/")}
    wanted = contents(site)
    assert {path: there.get(path) for path in wanted} == wanted
    beside = sorted(there.keys() - wanted.keys())
    assert [
        path for path in beside if not path.startswith(("assets/cchc/cchc.", "tim-kiem/"))
    ] == []


class Reader(threading.Thread):
    """Goes round a published site until told to stop."""

    def __init__(self, target: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.rounds = 0
        self._target, self._ends = target, threading.Event()

    def run(self) -> None:
        """Look for holes."""
        while not self._ends.is_set():
            self.found += holes(self._target)
            self.rounds += 1
            time.sleep(0.1)

    def end(self) -> None:
        """Go round once more, and stop."""
        self._ends.set()
        self.join()


@contextmanager
def reading(target: Path) -> Iterator[Reader]:
    """A reader of a published site."""
    reader = Reader(target)
    reader.start()
    try:
        yield reader
    finally:
        reader.end()


def test_only_what_differs_is_sent(target: tuple[str, str, Path], tmp_path: Path) -> None:
    """A file that is as it was is not touched; a page that somebody deleted there comes back."""
    site = tmp_path / "site"
    write_site(site, 1)
    assert send(site, target)[-1].startswith("Đã đăng: 35 tệp mới, 0 tệp thay đổi, 0 tệp bỏ đi")
    assert_holds(target[2], site)
    before = {path: path.stat().st_mtime_ns for path in target[2].rglob("*.html")}

    assert send(site, target) == ["Cả 35 tệp đã ở đó, không có gì để đăng."]
    write_site(site, 1)
    assert send(site, target) == ["Cả 35 tệp đã ở đó, không có gì để đăng."]
    (target[2] / "tin-tuc/index.html").unlink()
    assert send(site, target)[-1].startswith("Đã đăng: 1 tệp mới, 0 tệp thay đổi, 0 tệp bỏ đi")
    changed = {path for path, told in before.items() if path.stat().st_mtime_ns != told}
    assert changed == {target[2] / "tin-tuc/index.html"}


def test_two_generations_stay(tmp_path: Path) -> None:
    """Of what is named by its content; whatever else is gone goes at once, its folders too."""
    site, target = tmp_path / "site", (str(tmp_path / "t"), "ssh", tmp_path / "t")
    styles = []
    for version in range(1, 6):
        write_site(site, version)
        send(site, target)
        styles.append(next((site / "assets/cchc").glob("*.css")).name)
        there = {file.name for file in (target[2] / "assets/cchc").glob("*.css")}
        assert there == set(styles[-3:])
        assert_holds(target[2], site)
    assert not (target[2] / "tin-tuc/1").exists()


def test_a_killed_publication_leaves_no_hole(target: tuple[str, str, Path], tmp_path: Path) -> None:
    """At twenty random instants, the program alone or all its processes, with a reader going round
    all the time; the next run does what is left, even of another version."""
    site, chance = tmp_path / "0", random.Random(22)
    write_site(site, 0)
    began = time.monotonic()
    assert start(site, target).communicate()[0].startswith("Đã đăng")
    longest = time.monotonic() - began
    killed = 0
    with reading(target[2]) as reader:
        for version in range(1, KILLS + 1):
            site = tmp_path / f"{version}"
            write_site(site, version)
            publisher = start(site, target)
            time.sleep(chance.uniform(0.2, 1) * longest)
            if version % 2:
                publisher.kill()
            else:
                os.killpg(publisher.pid, signal.SIGKILL)
            publisher.communicate(timeout=60)
            killed += publisher.returncode != 0
            if version % 5 == 0:
                send(site, target)
                assert_holds(target[2], site)
    send(site, target)
    assert_holds(target[2], site)
    assert reader.found == []
    assert reader.rounds > 3
    assert killed > 3


def test_two_at_once_follow_each_other(target: tuple[str, str, Path], tmp_path: Path) -> None:
    """The second says that it waits, and then does its own."""
    sites = [tmp_path / "a", tmp_path / "b"]
    for version, site in enumerate(sites):
        write_site(site, version)
    write_site(tmp_path / "c", 5)
    send(tmp_path / "c", target)
    first = start(sites[0], target, pause=1.5)
    lock = target[2] / "tin-tuc/0/index.html"
    while not lock.exists():
        time.sleep(0.02)
    second = send(sites[1], target)
    assert first.communicate()[0].startswith("Đã đăng")
    assert second[0] == "Một lần đăng khác đang chạy ở đó; đang đợi nó xong…"
    assert second[-1].startswith("Đã đăng")
    assert_holds(target[2], sites[1])


def test_who_waits_in_vain_says_so(tmp_path: Path) -> None:
    """And has changed nothing."""
    site, target = tmp_path / "a", (str(tmp_path / "t"), "ssh", tmp_path / "t")
    write_site(site, 1)
    place = Destination.named(target[0], target[1])
    with (
        place.alone(1, False, (), print),
        pytest.raises(CannotPublish, match="một lần đăng khác vẫn giữ"),
    ):
        send(site, target, Manner(patience=1))
    assert [path for path in contents(target[2]) if not path.startswith(".cchc/")] == []
