"""What a build holds from its start to its end: lock, memory, store of HTML, stage, processes.

Touches the disk. `Busy` says that another build of the same site is under way.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct, structs

from cchc_site.base.workers import Cluster, Workers
from cchc_site.build.search_index import SegmentEntry
from cchc_site.build.stage import Build
from cchc_site.media.files import MediaEntry
from cchc_site.media.store import RenditionStore
from cchc_site.rendering.csp import Plain
from cchc_site.rendering.layout import UsedLayouts
from cchc_site.search.terms import SearchText
from cchc_site.site.loader import Loaded, Progress
from cchc_site.site.snapshot import PostEntry
from cchc_site.storage import folders as cache_folders
from cchc_site.storage import memory
from cchc_site.storage.folders import Folders
from cchc_site.storage.html_store import NOWHERE, HtmlStore
from cchc_site.storage.memory import Memory
from cchc_site.storage.published import PublishedFile, PublishedSite

_RESERVE = 1 << 22
"""Bytes kept for the end of a build that has no memory left: listing folders takes some."""


class Provenance(NamedTuple):
    """What the published pages followed from, as publisher.py leaves it: the digest of the inputs
    of the site (empty when some pages did not follow from it), that of the environment around all
    pages, the layouts that are used with the digest of each, how many pages there are, and the
    inline code that pages hold beside that of their layouts, each with the paths of those."""

    inputs: bytes
    around: bytes
    layouts: UsedLayouts
    pages: int
    inline: tuple[tuple[Plain, tuple[str, ...]], ...]


SHAPES = memory.Shapes(
    posts=PostEntry,
    media=MediaEntry,
    outputs=PublishedFile,
    index=SegmentEntry,
    provenance=Provenance,
)
"""What memory may hold: whatever differs is not known."""


class BuildMoment(Struct, frozen=True):
    """The moment that a site was built for (ISO 8601, "" when nobody knows), and whether posts that
    are not published are shown in it."""

    now: str = ""
    previews: bool = False


def last_moment(folders: Folders) -> BuildMoment:
    """The moment that the published site was built for."""
    try:
        now, previews = msgspec.json.decode(memory.read(folders.moment), type=tuple[str, bool])
        dt.datetime.fromisoformat(now)
    except (OSError, ValueError):
        return BuildMoment()
    return BuildMoment(now, previews)


class Session:
    """A build of `site_dir` in the project at `root`; `now` is the moment that it is for, and
    `previews` says whether posts that are not published are shown too.

    With `writing` False nothing is written, held or remembered. A `cluster` does what needs no
    disk.
    """

    def __init__(
        self,
        root: Path,
        site_dir: Path,
        now: dt.datetime,
        previews: bool,
        writing: bool = True,
        cluster: Cluster | None = None,
    ) -> None:
        """Lock the site's folder, and drop what an interrupted build has left.

        Raises `folders.Busy`.
        """
        self.site_dir = site_dir
        self.folders = cache_folders.folders_for(site_dir, root)
        self._moment = BuildMoment(now.isoformat(), previews)
        self._hold = ExitStack()
        self._reserve: bytes | None = bytes(_RESERVE)
        if writing:
            self._hold.enter_context(cache_folders.alone(self.folders, site_dir))
            self._hold.callback(self.folders.drop_stage)
            self.folders.drop_stage()
        else:
            # MkDocs empties what it thinks is the site: that must not be another build's stage.
            self.folders = structs.replace(self.folders, stage=self.folders.home / "nowhere")
        self.html_store = HtmlStore(self.folders.html if writing else None)
        self._pictures = self.folders.pictures if writing else None
        self.rendition_store = RenditionStore(self._pictures, b"")
        self._hold.callback(self.html_store.close)
        self.workers = Workers(cores(), cluster=cluster)
        self._hold.callback(self.workers.stop)
        _stop_collecting()
        self._hold.callback(_collect_again)
        self._memory = Memory()

    def load_memory(self, code: bytes, reading: bytes, recipe: bytes) -> Memory:
        """What is known by the same `code`; of posts only where they were read as `reading`
        says, and what was made of pictures only by the same `recipe`."""
        self._code = code + recipe
        self.rendition_store = RenditionStore(self._pictures, recipe)
        self._memory = memory.load(self.folders.memory, self._code, SHAPES)
        if self._memory.reading != reading:
            self._memory = replace(self._memory, reading=reading, posts={}, size=0)
        self._posts: Mapping[str, PostEntry] = self._memory.posts
        return self._memory

    def build(self, progress: Progress) -> Build:
        """The build, after a look at the published site."""
        published = PublishedSite(self.site_dir, self._memory.outputs, self.workers)
        return Build(self.folders, self.site_dir, published, self.workers, progress)

    @property
    def provenance(self) -> Provenance | None:
        """What the published pages followed from; None when nobody knows."""
        known: Provenance | None = self._memory.provenance
        return known

    @property
    def index(self) -> Mapping[str, SegmentEntry]:
        """What is known of each segment of the search index."""
        return self._memory.index

    def former(self, search_digest: bytes) -> SearchText | None:
        """What search found a post by in the last build, by its digest; None when it is lost."""
        locations = (
            entry.location for entry in self._posts.values() if entry.search_digest == search_digest
        )
        record = self.html_store.get(next(locations, NOWHERE))
        return SearchText(*record.search) if record and record.search else None

    def remember(
        self,
        loaded: Loaded,
        outputs: Mapping[str, PublishedFile],
        provenance: Provenance | None,
        index: Mapping[str, SegmentEntry],
    ) -> None:
        """Leave what this build knows to the next."""
        self.rendition_store.prune((media.digest, media.role) for media in loaded.media.values())
        locations = {path: entry.location for path, entry in loaded.entries.items()}
        entries = dict(loaded.entries)
        for path, location in self.html_store.prune(locations).items():
            if location != locations[path]:
                entries[path] = entries[path]._replace(location=location)
        known = Memory(
            self._memory.reading, entries, loaded.media_entries, outputs, index, provenance
        )
        memory.save(self.folders.memory, self._code, known, self._memory)
        moment = json.dumps([self._moment.now, self._moment.previews])
        memory.put(self.folders.moment, moment.encode())

    def close(self) -> None:
        """Release the lock; what is staged and not applied is dropped."""
        self._reserve = None
        self._hold.close()


def _stop_collecting() -> None:
    """A build makes a million values and drops few: looking for cycles among them is 8 % of the CPU
    of a cold one. Those of an earlier build of this process go first."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()


def _collect_again() -> None:
    """What the build has made is left out: mostly the process ends here, and all of it with it."""
    gc.freeze()
    gc.enable()


def cores() -> int:
    """How many processes to use: `CCHC_WORKERS`, else one for each core this process may use."""
    wanted = os.environ.get("CCHC_WORKERS", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 and int(wanted) > 0:
        return int(wanted)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
