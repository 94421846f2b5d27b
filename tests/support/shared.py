"""What all processes of one test run share, made by the first that asks for it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Once = Callable[[str, Callable[[Path], object]], Path]
"""The folder of a name, which a function was given to fill, once in a run."""


def once(factory: pytest.TempPathFactory) -> Once:
    """Folders of this run. Who asks while another process fills one waits; tests only read them."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # Each process of xdist has a folder of its own in that of the run.

    def made(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = base / "shared" / name, base / "shared" / f"{name}.done"
        folder.mkdir(parents=True, exist_ok=True)
        with (base / "shared" / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                fill(folder)
                done.touch()
        return folder

    return made
