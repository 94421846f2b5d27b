"""The published site: which files it has, and which are still what the last build put there.

Touches the disk, for reading only.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cchc_site.base.hashing import sha256
from cchc_site.base.workers import Workers
from cchc_site.storage.memory import Signature, signature


class PublishedFile(NamedTuple):
    """What memory keeps of a file of the site: what it was made for, the SHA-256 of its bytes, its
    signature, and, of a page that has a folder to itself, the time of the last change of that (ns,
    of its inode); 0 where it has none, or none that can be trusted."""

    fingerprint: bytes
    checksum: bytes
    signature: Signature
    folder: int = 0


_NONE: Mapping[str, PublishedFile] = {}
_PAGE = "/index.html"
_ALONE = 2


def is_hidden(path: str) -> bool:
    """Whether a path in the site starts with a dot: others keep things of their own there, such as
    `.git`, so of these only files that a build has put there are known."""
    return path.startswith(".")


def survey(
    site_dir: Path, hidden: Iterable[str] = (), known: Mapping[str, PublishedFile] = _NONE
) -> dict[str, Signature]:
    """Every file of the site (links are files) by its path in it, names with a dot at the top left
    out, as MkDocs' own cleaning leaves them, but those in `hidden`. In a folder that is as it was
    `known` lies the page that it has to itself."""
    files: dict[str, Signature] = {}
    folders = [""] if site_dir.is_dir() else []
    root = f"{site_dir}/"
    while folders:
        here = folders.pop()
        with os.scandir(root + here) as entries:
            for entry in entries:
                path = here + entry.name
                if not here and is_hidden(path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    # Reading a folder takes 9 µs more than asking how it is.
                    page = known.get(f"{path}{_PAGE}")
                    folder = page.folder if page else 0
                    if folder and folder == entry.stat(follow_symlinks=False).st_ctime_ns:
                        status = os.lstat(f"{entry.path}{_PAGE}")
                        files[f"{path}{_PAGE}"] = signature(status)
                    else:
                        folders.append(f"{path}/")
                else:
                    files[path] = signature(entry.stat(follow_symlinks=False))
    for path in hidden:
        with suppress(OSError):
            status = os.lstat(root + path)
            if not stat.S_ISDIR(status.st_mode):
                files[path] = signature(status)
    return files


class PublishedSite:
    """The files of a site, compared with the outputs that memory knows."""

    def __init__(
        self, site_dir: Path, outputs: Mapping[str, PublishedFile], workers: Workers
    ) -> None:
        """Look at every file; those whose signature is not the known one are read."""
        self._site_dir, self._outputs = site_dir, outputs
        self.files = survey(site_dir, filter(is_hidden, outputs), outputs)
        doubtful = [
            path
            for path, output in outputs.items()
            if path in self.files and self.files[path] != output.signature
        ]
        self._altered = outputs.keys() - self.files.keys()
        for piece in workers.map(self._read, doubtful):
            self._altered |= piece

    def _read(self, paths: Sequence[str]) -> set[str]:
        """Those of `paths` whose bytes are not the known ones; run in any process."""
        return {path for path in paths if self._sum(path) != self._outputs[path].checksum}

    def _sum(self, path: str) -> bytes:
        try:
            file = self._site_dir / path
            return b"" if file.is_symlink() else sha256(file.read_bytes())
        except OSError:
            return b""

    def holds(self, path: str, content: bytes, checksum: bytes) -> bool:
        """Whether the file at `path` has these bytes, whose SHA-256 is known, whoever has made
        it."""
        if path in self._outputs or path not in self.files:
            return self.checksum(path) == checksum
        file = self._site_dir / path
        size, _, _ = self.files[path]
        return size == len(content) and not file.is_symlink() and file.read_bytes() == content

    def untouched(self) -> dict[str, bytes] | None:
        """The fingerprints of all that the last build made; None unless each is there as it was
        made."""
        if self._altered:
            return None
        outputs = self._outputs.items()
        return {path: output.fingerprint for path, output in outputs if not is_hidden(path)}

    def fingerprint(self, path: str) -> bytes | None:
        """What the file at `path` was made for; None when it is not there as it was made."""
        return self._outputs[path].fingerprint if self.has(path) else None

    def output(self, path: str, fingerprint: bytes) -> PublishedFile:
        """What memory is to keep of the file at `path`, which is there as it was made for
        something of that `fingerprint`."""
        known = self._outputs[path]
        if known.fingerprint == fingerprint and known.signature == self.files[path]:
            return known
        return known._replace(fingerprint=fingerprint, signature=self.files[path])

    def checksum(self, path: str) -> bytes | None:
        """The SHA-256 of the file at `path`; None when it is not there as it was made."""
        return self._outputs[path].checksum if self.has(path) else None

    def has(self, path: str) -> bool:
        """Whether the file at `path` is there as it was made."""
        return path in self._outputs and path not in self._altered


def folder_times(
    site_dir: Path, pages: Iterable[str], others: Iterable[str]
) -> Iterator[tuple[str, int]]:
    """When the folders of those `pages`, just put into the site, have last changed (ns, of the
    inode), where a page has one to itself: `others` are all files of the site."""
    root, shared = f"{site_dir}/", {_folder(path) for path in others if not path.endswith(_PAGE)}
    for page in pages:
        folder = _folder(page)
        if page.endswith(_PAGE) and folder not in shared:
            status = os.lstat(root + folder)
            # A folder has a link from itself, from the one above, and from each one in it.
            if status.st_nlink == _ALONE:
                yield page, status.st_ctime_ns


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def signatures(site_dir: Path, paths: Iterable[str]) -> dict[str, Signature]:
    """The signatures of files that have just been put into the site."""
    root = f"{site_dir}/"
    return {path: signature(os.lstat(root + path)) for path in paths}
