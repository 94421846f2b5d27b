"""Stage what a build makes: files that differ from the published ones are written to a stage first.

Touches the disk. The site changes only after the verdict, when apply.py moves the stage into it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from cchc_site.base.hashing import file_sha256, sha256
from cchc_site.base.workers import Workers
from cchc_site.pages.page import Page
from cchc_site.rendering.csp import Inline
from cchc_site.rendering.renderer import Rendered
from cchc_site.site.addresses import file_of
from cchc_site.site.loader import Progress, quiet
from cchc_site.storage.folders import Folders
from cchc_site.storage.memory import is_inside, write
from cchc_site.storage.published import PublishedSite


class Writer:
    """Writes files under a folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made yet."""
        self._root = f"{folder}/"
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Write `content` to the file at `path`."""
        descriptor = os.open(self._place(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            write(descriptor, content)
        finally:
            os.close(descriptor)

    def copy(self, path: str, source: Path) -> bytes:
        """Write a copy of `source` to the file at `path`, and tell its SHA-256."""
        place = self._place(path)
        shutil.copyfile(source, place)
        with open(place, "rb") as copied:  # noqa: PTH123
            return file_sha256(copied)

    def _place(self, path: str) -> str:
        if not is_inside(path):
            raise ValueError(path)  # a bug of ours: nobody may write outside
        # Strings, not paths: this is done 13,000 times a build.
        parent = self._root + path.rpartition("/")[0]
        if parent not in self._made:
            try:
                os.mkdir(parent)  # noqa: PTH102
            except OSError:
                os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            self._made.add(parent)
        return self._root + path


class MadeFile(NamedTuple):
    """A file that this build has made: its path in the site, what it was made for, the SHA-256 of
    its bytes, and whether it differs from the published one."""

    path: str
    fingerprint: bytes
    checksum: bytes
    differs: bool


Put = Callable[[str, bytes, bytes], None]
"""Stages a file, unless it is published as it is: its path in the site, fingerprint, bytes."""
T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Build:
    """One build of `site_dir`: what is published as it should be is kept, the rest is staged."""

    folders: Folders
    site_dir: Path
    published: PublishedSite
    workers: Workers
    progress: Progress = quiet
    kept: dict[str, bytes] = field(default_factory=dict)
    made: list[MadeFile] = field(default_factory=list)
    code: dict[str, Inline] = field(default_factory=dict)
    """The inline code that rendered pages hold beside that of their layouts, by path, where there
    is any."""

    def wanted(self, pages: Iterable[Page], fingerprint: Callable[[Page], bytes]) -> list[Page]:
        """Those `pages` whose fingerprint is not the published one; the others are kept."""
        wanted = []
        for page in pages:
            path = file_of(page.url)
            if not (self.published.has(path) and self._keeps(path, fingerprint(page))):
                wanted.append(page)
        return wanted

    def render(
        self,
        pages: Sequence[Page],
        make: Callable[[Page], tuple[bytes, Rendered]],
        meanwhile: Callable[[], None],
    ) -> None:
        """Stage the `pages` whose bytes differ from the published ones; `make` gives fingerprint
        and bytes of a page, and `meanwhile` stages whatever else there is."""

        def job(piece: Sequence[Page]) -> tuple[list[MadeFile], dict[str, Inline]]:
            writer, made, codes = Writer(self.folders.news), list[MadeFile](), dict[str, Inline]()
            for page in piece:
                path = file_of(page.url)
                fingerprint, (content, code) = make(page)
                made.append(self._stage(writer, path, fingerprint, content))
                if code:
                    codes[path] = code
            return made, codes

        done = 0
        for made, codes in self.workers.map(job, pages, meanwhile):
            self.made += made
            self.code |= codes
            done += len(made)
            self.progress("dựng", done, len(pages))

    def _keeps(self, path: str, fingerprint: bytes) -> bool:
        if self.published.fingerprint(path) != fingerprint:
            return False
        self.kept[path] = fingerprint
        return True

    def _stage(self, writer: Writer, path: str, fingerprint: bytes, content: bytes) -> MadeFile:
        checksum = sha256(content)
        differs = not self.published.holds(path, content, checksum)
        if differs:
            writer.write(path, content)
        return MadeFile(path, fingerprint, checksum, differs)

    def bring(self, files: Iterable[tuple[str, Path, bytes]]) -> None:
        """Stage the files (path in the site, source, digest) that are not published yet."""
        writer = Writer(self.folders.news)
        for path, source, file_digest in files:
            if not self._keeps(path, file_digest):
                checksum = writer.copy(path, source)
                self.made.append(MadeFile(path, file_digest, checksum, differs=True))

    def fill(self, path: str, content_digest: bytes, content: Callable[[], bytes]) -> None:
        """Stage one file by the digest of its `content`, unless it is published."""
        if path not in self.kept and not self._keeps(path, content_digest):
            writer = Writer(self.folders.news)
            self.made.append(self._stage(writer, path, content_digest, content()))

    def offer(
        self, paths: Sequence[str], fingerprint: bytes, make: Callable[[], Mapping[str, bytes]]
    ) -> None:
        """Stage the files at `paths`, which `make` gives, unless all are published with that
        fingerprint."""
        if all(self.published.fingerprint(path) == fingerprint for path in paths):
            self.kept |= dict.fromkeys(paths, fingerprint)
            return
        writer = Writer(self.folders.news)
        for path, content in make().items():
            self.made.append(self._stage(writer, path, fingerprint, content))

    def each(self, job: Callable[[T, Put], R], tasks: Sequence[T], large: bool) -> Iterator[R]:
        """What `job` gives for each task, in any process where the tasks are `large`; it is handed
        the task and what stages a file."""

        def run(piece: Sequence[T]) -> tuple[list[R], list[MadeFile]]:
            writer, made = Writer(self.folders.news), list[MadeFile]()

            def put(path: str, fingerprint: bytes, content: bytes) -> None:
                made.append(self._stage(writer, path, fingerprint, content))

            return [job(task, put) for task in piece], made

        for results, made in self.workers.each(run, tasks, large):
            self.made += made
            yield from results

    def put(self, path: str, fingerprint: bytes, content: bytes) -> None:
        """Stage one file, unless it is published as it is."""
        self.made.append(self._stage(Writer(self.folders.news), path, fingerprint, content))

    def all_published(self, paths: Iterable[str]) -> bool:
        """Whether the files at `paths` are there as they were made."""
        return all(map(self.published.has, paths))

    def keep(self, paths: Iterable[str]) -> None:
        """Keep files that are published as they were made."""
        for path in paths:
            fingerprint = self.published.fingerprint(path)
            if fingerprint is not None:
                self.kept[path] = fingerprint

    def write(self, url: str, content: bytes) -> None:
        """Stage a file among MkDocs' own."""
        Writer(self.folders.host).write(file_of(url), content)
