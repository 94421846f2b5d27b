"""`mkdocs serve` in a process of its own, and what it answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.project import Project

PATIENCE = 60


@contextmanager
def serving(project: Project, port: int) -> Iterator[Path]:
    """`mkdocs serve` running; yields the file of what it prints."""
    log = project.root / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project.root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield log
        finally:
            server.terminate()
            server.wait(PATIENCE)


def fetch(port: int, path: str) -> str:
    """A page of the server, "" while it is not there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def until(true: Callable[[], bool], log: Path) -> None:
    """Wait for a condition; the server's output tells why it never came."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    pytest.fail(log.read_text("utf-8"))
