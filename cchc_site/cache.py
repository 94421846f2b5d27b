"""Where a build keeps what it makes and what it knows: one folder for each site in `.cache/cchc`.

A room that touches the disk. Deleting any of it costs the next build time, nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


class Busy(Exception):
    """Another build of the same site is under way."""


CACHE = Path(".cache/cchc")
PATIENCE = 2
"""How many seconds to wait for another build."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a build keeps its things: `home` its memory, `stage` what it has made."""

    home: Path
    stage: Path

    @property
    def host(self) -> Path:
        """Where MkDocs writes."""
        return self.stage / "host"

    @property
    def news(self) -> Path:
        """Where the pages of news are written."""
        return self.stage / "news"

    @property
    def memory(self) -> Path:
        """The file of the memory."""
        return self.home / "memory"

    @property
    def moment(self) -> Path:
        """The file that tells for which moment the site was built."""
        return self.home / "moment"

    @property
    def bodies(self) -> Path:
        """The folder of the posts' HTML."""
        return self.home / "bodies"

    @property
    def pictures(self) -> Path:
        """The folder of what was made of pictures."""
        return self.home / "pictures"

    @property
    def templates(self) -> Path:
        """The folder of the compiled templates."""
        return self.home / "templates"

    def drop_stage(self) -> None:
        """Remove the stage and whatever an interrupted build left in it."""
        shutil.rmtree(self.stage, ignore_errors=True)


def folders_for(site_dir: Path, root: Path) -> Folders:
    """The folders of the build for `site_dir` in the project at `root`; the stage lies beside the
    site where that is on another file system, since `os.replace` cannot cross file systems."""
    # The name is the same wherever a CI job checks the project out.
    place = os.path.relpath(site_dir, root) if site_dir.is_relative_to(root) else str(site_dir)
    name = hashlib.blake2b(place.encode(), digest_size=6).hexdigest()
    home = root / CACHE / name
    if _device(site_dir) == _device(home):
        return Folders(home, home / "stage")
    return Folders(home, site_dir.parent / f".cchc-stage-{name}")


def _device(path: Path) -> int:
    """The file system that `path` lies on or will lie on."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


@contextmanager
def alone(folders: Folders, site_dir: Path) -> Iterator[None]:
    """Hold the site's folder for one build, and clear away those of sites that are no more.

    Raises `Busy` when another build holds it.
    """
    folders.home.mkdir(parents=True, exist_ok=True)
    with (folders.home / "lock").open("w") as lock:
        _hold(lock)
        (folders.home / "site").write_text(str(site_dir), "utf-8")
        _clear_others(folders.home)
        yield


def _hold(lock: IO[str]) -> None:
    """Lock a file; the kernel lets go of it when the last process of a build has ended, which for
    a killed one takes a moment."""
    end = time.monotonic() + PATIENCE
    while fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            if time.monotonic() > end:
                raise Busy from None
            time.sleep(0.02)


def _clear_others(home: Path) -> None:
    for other in home.parent.iterdir():
        with suppress(OSError):
            if other != home and not Path((other / "site").read_text("utf-8")).exists():
                shutil.rmtree(other)
