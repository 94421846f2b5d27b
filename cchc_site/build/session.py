"""One build's hold on what earlier builds left: lock, memory, bodies, stage, cores.

A room that touches the disk. `Busy` tells that another build of the same site is under way.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from cchc_site.base.workers import Workers
from cchc_site.build import search_index
from cchc_site.build.stage import Build
from cchc_site.media import files
from cchc_site.media.store import RenditionStore
from cchc_site.site import snapshot
from cchc_site.site.loader import Loaded, Progress
from cchc_site.storage import folders as cache_folders
from cchc_site.storage import memory, published
from cchc_site.storage.folders import Folders
from cchc_site.storage.html_store import NOWHERE, HtmlStore
from cchc_site.storage.memory import Memory
from cchc_site.storage.published import PublishedSite

_Frame = tuple[tuple[int, str, bool], bytes]
_Code = tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]
SHAPES = memory.Shapes(
    posts=snapshot.SHAPE,
    media=files.SHAPE,
    outputs=published.SHAPE,
    index=search_index.SHAPE,
    plan=tuple[bytes, bytes, tuple[_Frame, ...], int, tuple[_Code, ...]],
)
"""What memory may hold: whatever differs is not known. The plan is what publisher.py leaves."""


@dataclass(frozen=True, slots=True)
class BuildMoment:
    """The moment that a site was built for (ISO 8601, "" when nobody knows), and whether posts that
    are not published are shown in it."""

    now: str = ""
    previews: bool = False


def last_moment(folders: Folders) -> BuildMoment:
    """That of the site as it stands."""
    try:
        now, previews = msgspec.json.decode(memory.read(folders.moment), type=tuple[str, bool])
        dt.datetime.fromisoformat(now)
    except (OSError, ValueError):
        return BuildMoment()
    return BuildMoment(now, previews)


class Session:
    """A build of `site_dir` in the project at `root`; `now` is the moment that it is for, and
    `previews` tells whether posts that are not published are shown too.

    With `writing` False nothing is written, held or remembered.
    """

    def __init__(
        self, root: Path, site_dir: Path, now: dt.datetime, previews: bool, writing: bool = True
    ) -> None:
        """Take hold, and drop what an interrupted build has left.

        Raises `cache.Busy`.
        """
        self.site_dir = site_dir
        self.folders = cache_folders.folders_for(site_dir, root)
        self._moment = BuildMoment(now.isoformat(), previews)
        self._hold = ExitStack()
        if writing:
            self._hold.enter_context(cache_folders.alone(self.folders, site_dir))
            self._hold.callback(self.folders.drop_stage)
            self.folders.drop_stage()
        else:
            # MkDocs empties what it thinks is the site: that must not be another build's stage.
            self.folders = replace(self.folders, stage=self.folders.home / "nowhere")
        self.bodies = HtmlStore(self.folders.bodies if writing else None)
        self._pictures = self.folders.pictures if writing else None
        self.negatives = RenditionStore(self._pictures, b"")
        self._hold.callback(self.bodies.close)
        self.workers = Workers(cores())
        self._hold.callback(self.workers.stop)
        _stop_collecting()
        self._hold.callback(_collect_again)
        self._memory = Memory()

    def recall(self, code: bytes, reading: bytes, recipe: bytes) -> Memory:
        """What is known by the same `code`; of posts only where they were read as `reading`
        says, and what was made of pictures only by the same `recipe`."""
        self._code = code + recipe
        self.negatives = RenditionStore(self._pictures, recipe)
        self._memory = memory.load(self.folders.memory, self._code, SHAPES)
        if self._memory.reading != reading:
            self._memory = replace(self._memory, reading=reading, posts={}, size=0)
        self._posts = self._memory.posts
        return self._memory

    def build(self, progress: Progress) -> Build:
        """The build, after a look at the site as it stands."""
        stands = PublishedSite(self.site_dir, self._memory.outputs, self.workers)
        return Build(self.folders, self.site_dir, stands, self.workers, progress)

    @property
    def plan(self) -> tuple[Any, ...]:
        """What the outputs followed from."""
        return self._memory.plan

    @property
    def index(self) -> Mapping[str, tuple[Any, ...]]:
        """What is known of each segment of the search index."""
        return self._memory.index

    def former(self, sought: bytes) -> str | None:
        """What was put aside for search of a post, by its digest; None when it is not there any
        more."""
        known = self._posts.values()
        places = (entry[snapshot.PLACE] for entry in known if snapshot.sought(entry) == sought)
        found = self.bodies.get(next(places, NOWHERE))
        return None if found is None else found.partition(snapshot.END)[2]

    def remember(
        self,
        loaded: Loaded,
        outputs: Mapping[str, tuple[Any, ...]],
        plan: tuple[Any, ...],
        index: Mapping[str, tuple[Any, ...]],
    ) -> None:
        """Leave what this build knows to the next."""
        self.negatives.tidy((one.digest, one.role) for one in loaded.media.values())
        places = {path: entry[snapshot.PLACE] for path, entry in loaded.entries.items()}
        moved = self.bodies.tidy(places)
        entries = dict(loaded.entries)
        for path, place in moved.items():
            if place != places[path]:
                entries[path] = (*entries[path][: snapshot.PLACE], place)
        found = Memory(
            self._memory.reading,
            entries,
            dict(loaded.media_entries),
            dict(outputs),
            dict(index),
            plan,
        )
        memory.save(self.folders.memory, self._code, found, self._memory)
        moment = json.dumps([self._moment.now, self._moment.previews])
        memory.put(self.folders.moment, moment.encode())

    def close(self) -> None:
        """Let go; what is staged and not applied is dropped."""
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
