"""Apply a build: the published site becomes what was staged and kept, only where bytes differ.

Touches the disk. Files are moved out of the stage with `os.replace`, new folders as a whole; what
is gone is deleted, the rest is untouched. The site is never cleaned and made again: on ext4
creating files after mass deletion costs ten times as much.
"""

from __future__ import annotations

import errno
import filecmp
import itertools
import os
import shutil
import time
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from msgspec import Struct

from cchc_site.base.hashing import sha256
from cchc_site.build.stage import Build
from cchc_site.storage import checksums
from cchc_site.storage.memory import settled
from cchc_site.storage.published import (
    PublishedFile,
    folder_times,
    is_hidden,
    signatures,
)


class Applied(Struct, frozen=True):
    """How many files of the site were replaced or made and left untouched, which are gone, and
    which are MkDocs' own."""

    changed: int
    kept: int
    gone: tuple[str, ...]
    host: tuple[str, ...]


class Clash(Exception):
    """Two have made one file of the site, or a file where the other needs a folder."""


def apply(build: Build) -> tuple[Applied, dict[str, PublishedFile]]:
    """Make the site what `build` has staged and kept; returns that in figures, and the outputs for
    the next build to know.

    Raises `Clash`, before anything is changed.
    """
    _refuse_clashes(build, set(_files(build.folders.host)))
    staged = [made.path for made in build.made if made.differs]
    same = build.kept.keys() | {made.path for made in build.made if not made.differs}
    host = sorted(_files(build.folders.host))
    gone = sorted(build.published.files.keys() - same - {*staged, *host, checksums.FILE})
    changed = [path for path in host if not _is_published(build, path)]
    _refuse_unwritable(build, [*staged, *changed, *gone])
    # Interrupted, it must have lost nothing: what is gone goes last, unless it is in the way.
    in_the_way = [path for path in gone if _is_in_the_way(build, path)]
    for path in in_the_way:
        _delete(build, path)
    for path in changed:
        _move(build.folders.host / path, build.site_dir / path)
    build.site_dir.mkdir(parents=True, exist_ok=True)
    if staged:
        _merge(build.folders.news, build.site_dir)
    for path in gone:
        if path not in in_the_way:
            _delete(build, path)
    total = len(staged) + len(changed)
    kept = len(same) + len(host) - len(changed)
    outputs = _outputs(build, staged, host)
    return Applied(total, kept, tuple(gone), tuple(host)), outputs


def _refuse_clashes(build: Build, host: Set[str]) -> None:
    """Raise `Clash` where two have made one file; addresses.py finds nearly all of these before,
    and names the owners."""
    news = dict(build.kept)
    for made in build.made:
        if news.setdefault(made.path, made.fingerprint) != made.fingerprint:
            raise Clash(made.path)
    for path in sorted(host & news.keys()):
        raise Clash(path)
    for path in (*host, *(made.path for made in build.made)):
        parent = path
        while parent := parent.rpartition("/")[0]:
            if parent in news or parent in host:
                raise Clash(parent)


def _refuse_unwritable(build: Build, paths: Iterable[str]) -> None:
    """Raise `PermissionError`, before anything has changed, where one of `paths` can be neither
    put nor deleted."""
    root, known = str(build.site_dir), dict[str, bool]()

    def is_there(folder: str) -> bool:
        """Whether there is a `folder`, into which files can be put: none is in one that is still to
        be made."""
        if folder not in known:
            above = folder.rpartition("/")[0] or "/"
            known[folder] = (folder == root or is_there(above)) and os.path.lexists(folder)
            if known[folder]:
                _refuse_protected(folder)
            elif folder == root:
                _refuse_protected(next(filter(os.path.lexists, map(str, build.site_dir.parents))))
        return known[folder]

    for path in paths:
        is_there(f"{root}/{path}".rpartition("/")[0])


def _refuse_protected(folder: str) -> None:
    if os.path.isdir(folder) and not os.access(folder, os.W_OK | os.X_OK):  # noqa: PTH112
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _is_published(build: Build, path: str) -> bool:
    target = build.site_dir / path
    is_file = path in build.published.files and not target.is_symlink()
    return is_file and filecmp.cmp(build.folders.host / path, target, shallow=False)


def _is_in_the_way(build: Build, path: str) -> bool:
    """Whether a file that is gone lies where a folder must, or in a folder where a file must."""
    folders = (build.folders.host / path, build.folders.news / path)
    if any(folder.is_dir() for folder in folders):
        return True
    parents = [parent for parent in Path(path).parents if parent.name]
    stages = (build.folders.host, build.folders.news)
    return any((stage / parent).is_file() for stage in stages for parent in parents)


def _delete(build: Build, path: str) -> None:
    """Delete a file and the folders that it leaves empty."""
    (build.site_dir / path).unlink(missing_ok=True)
    for parent in list(Path(path).parents)[:-1]:
        try:
            (build.site_dir / parent).rmdir()
        except OSError:
            return


def _outputs(build: Build, staged: Sequence[str], host: Sequence[str]) -> dict[str, PublishedFile]:
    hidden = [path for path in host if is_hidden(path)]
    published, made = build.published, [made.path for made in build.made]
    known = signatures(build.site_dir, (*staged, *hidden))
    others = itertools.chain(build.kept, made, host)
    folders = dict(folder_times(build.site_dir, made, others))
    now = time.time_ns()
    outputs = {path: published.output(path, made_for) for path, made_for in build.kept.items()}
    for path, fingerprint, checksum, _ in build.made:
        seen = settled(known.get(path) or published.files[path], now)
        _, folder, _ = settled((0, folders.get(path, 0), 0), now)
        outputs[path] = PublishedFile(fingerprint, checksum, seen, folder)
    for path in hidden:  # MkDocs' own, known so that they go when they are gone
        content = (build.site_dir / path).read_bytes()
        outputs[path] = PublishedFile(b"", sha256(content), settled(known[path], now))
    return outputs


def _files(folder: Path) -> Iterable[str]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*names, *links):
            yield (here / name).relative_to(folder).as_posix()


def _move(source: Path, target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _merge(stage: Path, site: Path) -> None:
    """Move everything of a folder into another, folders that are new there as they are."""
    with os.scandir(stage) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        target = site / entry.name
        if entry.is_dir() and target.is_dir() and not target.is_symlink():
            _merge(stage / entry.name, target)
        else:
            _move(stage / entry.name, target)
