"""Where a build keeps what it makes and what it knows: one folder for each site in `.cache/cchc`.

Touches the disk. Deleting any of it costs the next build time, nothing else.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from msgspec import Struct

from cchc_site.base.hashing import folder_name

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


class Busy(Exception):
    """Another build of the same site is under way."""


CACHE = Path(".cache/cchc")
PATIENCE = 2
"""How many seconds to wait for another build."""
_LOCK = "lock"
_OURS = {_LOCK, "site", "memory", "moment", "html", "pictures", "stage"}


class Folders(Struct, frozen=True):
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
        """The file that says for which moment the site was built."""
        return self.home / "moment"

    @property
    def html(self) -> Path:
        """The folder of the posts' HTML."""
        return self.home / "html"

    @property
    def pictures(self) -> Path:
        """The folder of what was made of pictures."""
        return self.home / "pictures"

    def drop_stage(self) -> None:
        """Remove the stage and whatever an interrupted build left in it."""
        shutil.rmtree(self.stage, ignore_errors=True)


def folders_for(site_dir: Path, root: Path) -> Folders:
    """The folders of the build for `site_dir` in the project at `root`; the stage lies beside the
    site where that is on another file system, since `os.replace` cannot cross file systems."""
    # The name is the same wherever a CI job checks the project out.
    place = os.path.relpath(site_dir, root) if site_dir.is_relative_to(root) else str(site_dir)
    name = folder_name(place)
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
    with _held(folders.home, PATIENCE):
        _drop_foreign(folders.home)
        (folders.home / "site").write_text(str(site_dir), "utf-8")
        _clear_others(folders.home)
        yield


@contextmanager
def undisturbed(folders: Folders, patience: float) -> Iterator[tuple[int, ...]]:
    """Let no build change the site meanwhile; where none has ever been, nothing is made. A process
    that inherits the descriptors which this yields goes on holding it.

    Raises `Busy` like `alone`.
    """
    if not folders.home.is_dir():
        yield ()
        return
    with _held(folders.home, patience) as lock:
        yield (lock.fileno(),)


@contextmanager
def _held(home: Path, patience: float) -> Iterator[IO[str]]:
    """Hold the lock of `home`, which is made where it is not there."""
    end = time.monotonic() + patience
    while True:
        for path in (home, home / _LOCK):
            if path.is_symlink():  # never ours: it would let us write elsewhere
                path.unlink(missing_ok=True)
        home.mkdir(parents=True, exist_ok=True)
        try:
            lock = (home / _LOCK).open("w")
        except FileNotFoundError:
            continue  # somebody has just removed the folder
        with lock:
            _hold(lock, end)
            if _is_at(lock, home / _LOCK):
                yield lock
                return


def _drop_foreign(home: Path) -> None:
    """Remove from a folder what no build of this version makes there, such as links."""
    for entry in home.iterdir():
        if entry.name not in _OURS or entry.is_symlink():
            _delete(entry)


def _hold(lock: IO[str], end: float) -> None:
    """Lock a file; the kernel lets go of it when the last process of a build has ended, which for
    a killed one takes a moment."""
    while not _take(lock):
        if time.monotonic() > end:
            raise Busy
        time.sleep(0.02)


def _take(lock: IO[str]) -> bool:
    """Lock a file unless somebody else has locked it."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(lock: IO[str], file: Path) -> bool:
    """Whether an open file is the one at `file`, which may have been removed meanwhile."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), file.stat())
    except FileNotFoundError:
        return False


def _clear_others(home: Path) -> None:
    """Remove the folders of sites that are not there, unless a build holds one: its site may not
    be there yet."""
    for other in home.parent.iterdir():
        if other != home:
            remove(other, unless=_site_is_there)


def _site_is_there(home: Path) -> bool:
    return Path((home / "site").read_text("utf-8")).exists()


def remove(home: Path, unless: Callable[[Path], bool] = lambda home: False) -> None:
    """Remove the folder of a site, unless a build holds it.

    The lock goes last: whoever waits for it finds it gone, and makes the folder again.
    """
    with suppress(OSError), (home / _LOCK).open("r+") as lock:
        if not (_take(lock) and _is_at(lock, home / _LOCK)) or unless(home):
            return
        for entry in home.iterdir():
            if entry.name != _LOCK:
                _delete(entry)
        (home / _LOCK).unlink()
        home.rmdir()


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
