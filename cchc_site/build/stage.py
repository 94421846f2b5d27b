"""Stage, judge, apply: the site changes only after the verdict, only where bytes differ.

Touches the disk. What must be made again is written to a stage first; `apply` moves it
into the site with `os.replace` and whole new folders at once, deletes what is gone and leaves the
rest untouched. The site is never cleaned and recreated: on ext4 creating files after mass deletion
costs ten times as much.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from cchc_site.base.hashing import digest
from cchc_site.base.workers import Workers
from cchc_site.build.writer import Writer
from cchc_site.pages.plan import Page
from cchc_site.rendering.csp import Inline
from cchc_site.rendering.renderer import Rendered
from cchc_site.site.addresses import file_of
from cchc_site.site.loader import Progress, quiet
from cchc_site.storage.folders import Folders
from cchc_site.storage.memory import settled
from cchc_site.storage.published import PublishedFile, PublishedSite, is_hidden, signatures


@dataclass(frozen=True, slots=True)
class Applied:
    """How many files of the site were replaced or made and left untouched, and which are gone."""

    changed: int
    kept: int
    gone: tuple[str, ...]


class Clash(Exception):
    """Two have made one file of the site, or a file where the other needs a folder."""


class MadeFile(NamedTuple):
    """A file that this build has made: its path in the site, what it was made for, the digest of
    its bytes, and whether it differs from the published one."""

    path: str
    fingerprint: bytes
    digest: bytes
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
        """Stage `pages`, of each of which `make` gives fingerprint and bytes, but those whose bytes
        are published; what else is to be staged, `meanwhile`."""

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
        content_digest = digest(content)
        differs = not self.published.holds(path, content, content_digest)
        if differs:
            writer.write(path, content)
        return MadeFile(path, fingerprint, content_digest, differs)

    def bring(self, files: Iterable[tuple[str, Path, bytes]]) -> None:
        """Stage the files (path in the site, source, digest) that are not published yet."""
        writer = Writer(self.folders.news)
        for path, source, file_digest in files:
            if not self._keeps(path, file_digest):
                writer.copy(path, source)
                self.made.append(MadeFile(path, file_digest, file_digest, differs=True))

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
        """What `job` gives for each task, in any process where they are `large`; it is handed what
        stages a file."""

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

    def apply(self) -> tuple[Applied, dict[str, PublishedFile]]:
        """Make the site what was staged and kept; returns that in figures, and the outputs for the
        next build to know.

        Raises `Clash`, before anything is changed.
        """
        self._refuse_clashes(set(_files(self.folders.host)))
        staged = [made.path for made in self.made if made.differs]
        same = self.kept.keys() | {made.path for made in self.made if not made.differs}
        host = sorted(_files(self.folders.host))
        gone = sorted(self.published.files.keys() - same - {*staged, *host})
        changed = [path for path in host if not self._equal(path)]
        self._refuse_unwritable([*staged, *changed, *gone])
        # Interrupted, it must have lost nothing: what is gone goes last, unless it is in the way.
        in_the_way = [path for path in gone if self._blocks(path)]
        for path in in_the_way:
            self._delete(path)
        for path in changed:
            _move(self.folders.host / path, self.site_dir / path)
        self.site_dir.mkdir(parents=True, exist_ok=True)
        if staged:
            _merge(self.folders.news, self.site_dir)
        for path in gone:
            if path not in in_the_way:
                self._delete(path)
        total = len(staged) + len(changed)
        kept = len(same) + len(host) - len(changed)
        hidden = [path for path in host if is_hidden(path)]
        return Applied(total, kept, tuple(gone)), self._outputs(staged, hidden)

    def _refuse_clashes(self, host: Set[str]) -> None:
        """The last check; addresses.py judges what it knows of, and names the owners."""
        news = dict(self.kept)
        for made in self.made:
            if news.setdefault(made.path, made.fingerprint) != made.fingerprint:
                raise Clash(made.path)
        for path in sorted(host & news.keys()):
            raise Clash(path)
        for path in (*host, *(made.path for made in self.made)):
            parent = path
            while parent := parent.rpartition("/")[0]:
                if parent in news or parent in host:
                    raise Clash(parent)

    def _refuse_unwritable(self, paths: Iterable[str]) -> None:
        """Raise `PermissionError`, before anything has changed, where one of `paths` can be neither
        put nor deleted."""
        root, writable = str(self.site_dir), dict[str, bool]()

        def check(folder: str) -> bool:
            """Whether files can be put into `folder`, which may be still to be made."""
            if folder not in writable:
                if os.path.lexists(folder):
                    right = not os.path.isdir(folder) or os.access(folder, os.W_OK | os.X_OK)  # noqa: PTH112
                    writable[folder] = right
                    if not right:
                        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
                else:
                    writable[folder] = check(folder.rpartition("/")[0] or "/")
            return writable[folder]

        for path in paths:
            check(f"{root}/{path}".rpartition("/")[0])

    def _equal(self, path: str) -> bool:
        target = self.site_dir / path
        is_file = path in self.published.files and not target.is_symlink()
        return is_file and filecmp.cmp(self.folders.host / path, target, shallow=False)

    def _blocks(self, path: str) -> bool:
        """Whether a file that is gone lies where a folder must, or in a folder where a file
        must."""
        folders = (self.folders.host / path, self.folders.news / path)
        if any(folder.is_dir() for folder in folders):
            return True
        parents = [parent for parent in Path(path).parents if parent.name]
        stages = (self.folders.host, self.folders.news)
        return any((stage / parent).is_file() for stage in stages for parent in parents)

    def _delete(self, path: str) -> None:
        """Delete a file and the folders that it leaves empty."""
        (self.site_dir / path).unlink(missing_ok=True)
        for parent in list(Path(path).parents)[:-1]:
            try:
                (self.site_dir / parent).rmdir()
            except OSError:
                return

    def _outputs(self, staged: Sequence[str], hidden: Sequence[str]) -> dict[str, PublishedFile]:
        fresh = signatures(self.site_dir, (*staged, *hidden))
        now = time.time_ns()
        known = self.published.files | {
            path: settled(signature, now) for path, signature in fresh.items()
        }
        outputs = {
            path: PublishedFile(fingerprint, self.published.digest(path) or b"", known[path])
            for path, fingerprint in self.kept.items()
        }
        for made in self.made:
            path = made.path
            outputs[path] = PublishedFile(made.fingerprint, made.digest, known[path])
        for path in hidden:  # MkDocs' own, known so that they go when they are gone
            content = (self.site_dir / path).read_bytes()
            outputs[path] = PublishedFile(b"", digest(content), known[path])
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
