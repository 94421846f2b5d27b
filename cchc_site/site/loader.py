"""posts/ → every post with its parsed text, and every fault of the files themselves.

Touches the disk, for reading only, but for the HTML that it stores. Posts whose files have not
changed come from memory; the others are read on all cores. What a post means to the others (order,
links, collisions) is left to catalogue.py.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cchc_site.base import failures, filenames
from cchc_site.base.opened import Asked, Opened
from cchc_site.base.problems import Level, Problem
from cchc_site.base.workers import Steps, Workers
from cchc_site.content import post
from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.content.post import Post
from cchc_site.markdown.dialects import Advice, Reader
from cchc_site.media import renditions
from cchc_site.media.files import Inspector, Media, MediaEntry
from cchc_site.media.store import RenditionStore
from cchc_site.site import loose_files, post_file, snapshot
from cchc_site.site.discover import Loose, Source, walk
from cchc_site.site.post_reader import ParsedPost, PostReader, WrittenPost, unreadable
from cchc_site.site.snapshot import PostEntry, PostSnapshot, ReadPost
from cchc_site.storage.html_store import HtmlRecord, HtmlStore, Location
from cchc_site.storage.memory import Memory, settled

Progress = Callable[[str, int, int], None]
"""Is called with a step of the build, how many of its things are done, and how many there are."""
_LOADS_ALL = "[`a`](https://a.vn/ă)"
"""A text for which each dialect loads all its code: not plain, with an address to encode."""


def quiet(step: str, done: int, total: int) -> None:
    """Say nothing of the progress."""


class Loaded(Struct, frozen=True):
    """Everything under posts/.

    `problems` are faults, and `advice` stops nothing. `broken` holds the paths of posts that cannot
    be shown, so that a link to one is not reported a second time, and `judged` those of them whose
    links can be followed all the same; `media` the existing files that posts name, by path in the
    project. `entries` and `media_entries` are what the next build is to know of all these.
    """

    items: tuple[PostSnapshot, ...]
    broken: frozenset[str]
    media: Mapping[str, Media]
    problems: tuple[Problem, ...]
    entries: Mapping[str, PostEntry] = field(default_factory=dict)
    media_entries: Mapping[str, MediaEntry] = field(default_factory=dict)
    advice: tuple[Problem, ...] = ()
    judged: tuple[PostSnapshot, ...] = ()


class Loader(Struct, frozen=True):
    """Reads posts: paths are relative to `root`, Markdown goes through `reader`, HTML is kept in
    `html_store`, with the words of a post where posts are `searchable`; what `memory` knows is not
    read again. Pictures are inspected where there is a `rendition_store`; `opened` knows the files
    that extensions of Markdown ask for, such as files to include; `adviser` is what the dialect has
    to say of a text."""

    root: Path
    settings: Settings
    reader: Reader
    html_store: HtmlStore
    searchable: bool = False
    memory: Memory = field(default_factory=Memory)
    workers: Workers = field(default_factory=Workers)
    rendition_store: RenditionStore | None = None
    progress: Progress = quiet
    opened: Opened | None = None
    adviser: Advice | None = None

    def load(self, posts_dir: str) -> Loaded:
        """Every post under `root / posts_dir`; paths in the result have "/"."""
        now, problems = time.time_ns(), list[Problem]()
        loose = list[Loose]()
        sources = tuple(walk(self.root, posts_dir, problems, loose))
        entries, items = dict[str, PostEntry](), dict[str, PostSnapshot]()
        for path, known, item in self._known(sources):
            if known.problems:
                problems += snapshot.problems(path, known.problems)
            entries[path], items[path] = known, item
        new = [source for source in sources if source.path not in entries]
        broken, judged = set[str](), list[PostSnapshot]()
        for piece in self._read(new):
            for path, entry, kept, is_whole in piece:
                problems += snapshot.problems(path, kept)
                if entry and not is_whole:
                    judged.append(self._item(path, entry))
                if entry and is_whole:
                    entry = entry._replace(signature=settled(entry.signature, now))
                    entries[path] = entry
                    items[path] = self._item(path, entry)
                else:
                    broken.add(path)
        whole = tuple(items[source.path] for source in sources if source.path in items)
        shown = (*whole, *judged)
        unread = broken.difference(item.post.path for item in judged)
        problems += loose_files.problems(self.root, loose, shown, unread)
        media, media_entries = self.inspector.measure(roles(shown), self.memory.media, now)
        return Loaded(
            whole,
            frozenset(broken),
            media,
            tuple(problem for problem in problems if problem.level is Level.ERROR),
            entries,
            media_entries,
            tuple(problem for problem in problems if problem.level is Level.ADVICE),
            tuple(judged),
        )

    def files(self, loaded: Loaded, paths: Iterable[str]) -> Loaded:
        """`loaded` with the files at `paths` too, those of them that exist."""
        wanted = {path: renditions.NAMED for path in paths if path not in loaded.media}
        media, entries = self.inspector.measure(wanted, self.memory.media, time.time_ns())
        return replace(
            loaded,
            media={**loaded.media, **media},
            media_entries={**loaded.media_entries, **entries},
        )

    @property
    def inspector(self) -> Inspector:
        """What inspects the files that posts bring."""
        return Inspector(self.root, self.rendition_store, self.workers, self.progress)

    def _known(self, sources: Sequence[Source]) -> Iterator[tuple[str, PostEntry, PostSnapshot]]:
        """The posts that are as they were: path, entry, and the post itself."""
        posts: Mapping[str, PostEntry] = self.memory.posts
        for path, beside, signature in sources:
            entry = posts.get(path)
            if (
                entry
                and entry.signature == signature
                and entry.beside == beside
                and self._are(entry.asked)
            ):
                try:
                    item = self._item(path, entry)
                except (ValueError, RecursionError):  # not sound: the post is read again
                    continue
                yield path, entry, item

    def _are(self, asked: Asked) -> bool:
        """Whether the files that the reading of a post asked for are as they were."""
        return not asked or (self.opened is not None and self.opened.are(asked))

    def _read(self, sources: Sequence[Source]) -> Iterable[list[ReadPost]]:
        if len(sources) > 1 or (sources and self.opened):
            self.reader(_LOADS_ALL, "", 1)  # once for all processes, and while nobody listens
        done = 0
        steps = Steps(self._take, self.post_reader.read, self._leave, self.opened is None)
        for piece in self.workers.spread(steps, sources):
            done += len(piece)
            self.progress("đọc", done, len(sources))
            yield piece

    def _item(self, path: str, entry: PostEntry) -> PostSnapshot:
        return snapshot.restored(path, entry, self.settings.timezone, self.record)

    def read(self, sources: Sequence[Source]) -> list[ReadPost]:
        """What comes of each source; run in any process."""
        return self._leave(self.post_reader.read(self._take(sources)))

    @property
    def post_reader(self) -> PostReader:
        """What makes posts of the bytes of their files."""
        memory = self.memory
        return PostReader(self.settings, self.reader, self.searchable, memory.reading, self.opened)

    def _take(self, sources: Sequence[Source]) -> list[WrittenPost | ParsedPost]:
        """The file of each source, or the post where it is known or cannot be read."""
        digest = self.post_reader.digest
        return [self._taken(source, digest) for source in sources]

    def _taken(
        self, source: Source, digest: Callable[[bytes, Asked], bytes]
    ) -> WrittenPost | ParsedPost:
        path = source.path
        content = self._content(path)
        if isinstance(content, Problem):
            return ParsedPost(unreadable(path, content))
        known: PostEntry | None = self.memory.posts.get(path)
        if known is None:
            return WrittenPost(source, content)
        if (
            known.beside == source.beside
            and known.digest == digest(content, known.asked)
            and self._are(known.asked)
            and known.is_sound
        ):
            entry = known._replace(signature=source.signature)
            return ParsedPost(ReadPost(path, entry, known.problems))
        return WrittenPost(source, content, known.location.pack)

    def _leave(self, posts: list[ParsedPost]) -> list[ReadPost]:
        """The posts, each with the place of what was stored of it."""
        return [
            read if record is None else self._left(read, record, pack)
            for read, record, pack in posts
        ]

    def _left(self, read: ReadPost, record: HtmlRecord | None, pack: str) -> ReadPost:
        if record and read.entry:
            location = self.html_store.store(record, pack)
            return read._replace(entry=read.entry._replace(location=location))
        return read

    def _content(self, path: str) -> bytes | Problem:
        try:
            place = f"{self.root}/{path}" if path.isascii() else filenames.located(self.root, path)
            with open(place, "rb", buffering=0) as file:  # noqa: PTH123  # 10,000 times
                size = os.fstat(file.fileno()).st_size
                return (
                    post_file.too_big(path, size) if size > post_file.MAX_BYTES else file.readall()
                )
        except OSError as error:
            what, hint = failures.cause(error)
            return Problem(path, 0, f"không đọc được tệp: {what}", hint)

    def record(self, path: str, location: Location) -> HtmlRecord:
        """What was stored of a post when it was read; where it is lost, the post is read again."""
        record = self.html_store.get(location)
        if record is not None:
            return record
        again, reader = self.again(path), self.post_reader
        return reader.record(again, reader.completed(again))

    def again(self, path: str) -> Post:
        """A post of this build with its body, read from its file again.

        Raises `OSError` when the file has changed meanwhile so that it holds no post any more.
        """
        content = self._content(path)
        text = content if isinstance(content, Problem) else post_file.decoded(content, path)
        written = None if isinstance(text, Problem) else post.parse(text, path, self.settings)[0]
        if written is None:
            raise OSError(f"{path} đã thay đổi trong lúc dựng; hãy dựng lại")
        return written

    def text_advice(self, item: PostSnapshot) -> Iterator[Problem]:
        """What may be mended in the words of a post; reads it again."""
        from cchc_site.markdown import unreadable  # a build gives no advice
        from cchc_site.site import writing_advice

        if self.adviser:
            written = self.again(item.post.path)
            for key, words in ("title", written.title), ("summary", written.summary):
                for what, hint in unreadable.faults(words):
                    yield Problem(written.path, written.line(key), what, hint, Level.ADVICE)
            for finding in self.adviser(written.body, self.post_reader.completed(written).html):
                line = written.body_line + finding.line
                yield Problem(written.path, line, finding.what, finding.hint, Level.ADVICE)
            yield from writing_advice.advice(written)


def roles(items: Iterable[PostSnapshot]) -> dict[str, str]:
    """The files that posts name or that lie beside one, and what is done with each."""
    by_path: dict[str, str] = {}
    for item in items:
        if not item.files:
            continue
        for path in item.files:
            by_path.setdefault(path, renditions.NAMED)
        if item.post.withdrawn:
            continue
        for reference in item.parsed.references:
            path = project_path(item.post.path, reference.target)
            if reference.kind == "image" and by_path.get(path) == renditions.NAMED:
                by_path[path] = renditions.SHOWN
        path = project_path(item.post.path, item.post.image)
        if path in by_path:
            by_path[path] = renditions.LEAD
    return by_path
