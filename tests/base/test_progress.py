"""How far a long build has come."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from typing import Any

import pytest

from cchc_site.base.progress import LONG, Progress
from cchc_site.base.workers import Workers
from tests.support.project import Project


def test_plain_lines_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """One for each long step; short ones are not worth it."""
    said: list[str] = []
    progress = Progress(said.append)

    for done in (LONG, 2 * LONG):
        progress("đọc", done, 2 * LONG)
    progress("dựng", 50, 50)
    progress("làm", 50, 50)
    progress.close()

    assert said == ["Đã đọc 2 000 bài", "Đã làm 50 ảnh"]
    assert capsys.readouterr().err == ""


SHOW = """\
from cchc_site.base.progress import Progress
progress = Progress(print)
for done in range(0, 5001, 1000):
    progress("đọc", done, 5000)
progress.close()
"""


def on_a_terminal(code: str, *arguments: str) -> tuple[subprocess.CompletedProcess[bytes], str]:
    """A finished run of Python whose errors go to a terminal, and what that was sent."""
    master, slave = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                return
            if not piece:
                return
            shown.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, stderr=slave, stdout=subprocess.PIPE, env=env, check=False)
    os.close(slave)
    reader.join(5)
    os.close(master)
    return done, b"".join(shown).decode()


def test_a_bar_on_a_terminal() -> None:
    """Drawn while it goes on, and taken away at the end."""
    done, drawn = on_a_terminal(SHOW)

    assert done.returncode == 0
    assert done.stdout == b""
    assert "Đọc" in drawn
    assert "5000/5000" in drawn


def test_a_bar_has_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is one, no process can be forked."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress(print)
    threads = threading.active_count()

    progress("đọc", 1, LONG)

    assert progress._tasks
    assert threading.active_count() == threads
    progress.close()


BUILD = """\
import os, sys
from cchc_site.base import progress, workers
from cchc_site.rendering import renderer
progress.LONG, workers.LEAST = 20, 20
whole = renderer.Renderer.render
def noted(self, orders):
    os.write(1, b"%d\\n" % os.getpid() * len(orders))
    return whole(self, orders)
renderer.Renderer.render = noted
os.chdir(sys.argv[1])
os.environ["CCHC_WORKERS"] = "2"
sys.argv = ["mkdocs", "build"]
os.write(1, b"%d\\n" % os.getpid())
from mkdocs.__main__ import cli
cli()
"""


@pytest.mark.site
def test_a_terminal_does_not_switch_the_processes_off(project: Project) -> None:
    """Pages are made by two processes beside the one that shows how far they have come."""
    for number in range(40):
        project.post(f"posts/2024/bai-{number}.md", title=f"Bài {number}")

    done, drawn = on_a_terminal(BUILD, str(project.root))

    assert done.returncode == 0, drawn
    assert "Đọc" in drawn
    assert "Dựng" in drawn
    first, *others = done.stdout.split()
    assert len({*others} - {first}) == 2


def test_pieces_come_in_order() -> None:
    """From processes, or from none."""
    things = list(range(1000))

    def job(piece: Any) -> list[int]:
        return [2 * one for one in piece]

    for workers in (Workers(), Workers(3)):
        found = [one for piece in workers.map(job, things) for one in piece]
        assert found == [2 * one for one in things]
