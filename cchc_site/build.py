"""Stage, judge, apply: the site changes only after the verdict, only where bytes differ.

A room that touches the disk. Everything is written to a stage first; `apply` moves the files that
differ into the site with `os.replace`, deletes what is gone and leaves the rest untouched. The
site is never cleaned and recreated: on ext4 creating files after mass deletion costs ten times
as much.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Applied:
    """How many files of the site were replaced or made and left untouched, and which are gone."""

    changed: int
    kept: int
    gone: tuple[Path, ...]


def stage_for(site_dir: Path, cache_dir: Path) -> Path:
    """Where the build for `site_dir` is staged: in `cache_dir`, or beside the site where that
    lies on another file system, since `os.replace` cannot cross file systems."""
    name = hashlib.blake2b(str(site_dir).encode(), digest_size=6).hexdigest()
    if _device(site_dir) == _device(cache_dir):
        return cache_dir / f"stage-{name}"
    return site_dir.parent / f".cchc-stage-{name}"


def _device(path: Path) -> int:
    """The file system that `path` lies on or will lie on."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


def drop(stage: Path) -> None:
    """Remove the stage and whatever an interrupted build left in it."""
    shutil.rmtree(stage, ignore_errors=True)


def write(stage: Path, url: str, content: bytes) -> None:
    """Write `content` where the address `url` is looked up in the stage."""
    file = stage / (f"{url}index.html" if url.endswith("/") or not url else url)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def apply(stage: Path, site_dir: Path) -> Applied:
    """Make the site what the stage is, and remove the stage.

    Names at the top that start with a dot stay, as MkDocs' own cleaning leaves them (`.git`).
    """
    staged = set(_files(stage))
    standing = set(_files(site_dir))
    changed = 0
    gone = sorted(path for path in standing - staged if not path.parts[0].startswith("."))
    # Interrupted, it must have lost nothing: what is gone goes last, but for what is in the way.
    folders = {parent for path in staged for parent in path.parents}
    in_the_way = [path for path in gone if path in folders or staged & set(path.parents)]
    for path in in_the_way:
        _delete(site_dir, path)
    for path in sorted(staged):
        source, target = stage / path, site_dir / path
        if path in standing and filecmp.cmp(source, target, shallow=False):
            continue
        _make_room(site_dir, path)
        source.replace(target)
        changed += 1
    for path in gone:
        if path not in in_the_way:
            _delete(site_dir, path)
    drop(stage)
    return Applied(changed, len(staged) - changed, tuple(gone))


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        links = [name for name in folders if (here / name).is_symlink()]
        yield from ((here / name).relative_to(folder) for name in (*names, *links))


def _delete(site_dir: Path, path: Path) -> None:
    """Delete a file and the folders that it leaves empty."""
    (site_dir / path).unlink(missing_ok=True)
    for parent in list(path.parents)[:-1]:
        try:
            (site_dir / parent).rmdir()
        except OSError:
            return


def _make_room(site_dir: Path, path: Path) -> None:
    target = site_dir / path
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
