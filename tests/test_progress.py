"""How far a long build has come."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from typing import Any

import pytest

from cchc_site.progress import LONG, Progress
from cchc_site.workers import Workers


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
from cchc_site.progress import Progress
progress = Progress(print)
for done in range(0, 5001, 1000):
    progress("đọc", done, 5000)
progress.close()
"""


def test_a_bar_on_a_terminal() -> None:
    """Drawn while it goes on, and taken away at the end."""
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
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], stderr=slave, stdout=subprocess.PIPE, env=env, check=False
    )
    os.close(slave)
    reader.join(5)
    os.close(master)

    drawn = b"".join(shown).decode()
    assert done.returncode == 0
    assert done.stdout == b""
    assert "Đọc" in drawn
    assert "5000/5000" in drawn


def test_pieces_come_in_order() -> None:
    """From processes, or from none."""
    things = list(range(1000))

    def job(piece: Any) -> list[int]:
        return [2 * one for one in piece]

    for workers in (Workers(), Workers(3)):
        found = [one for piece in workers.map(job, things) for one in piece]
        assert found == [2 * one for one in things]
