"""posts/ → every post with its reading, and every fault of the files themselves.

A room that touches the disk, for reading only, but for the bodies it puts aside. Posts whose files
have not changed come from memory; the others are read on all cores. What a post means to the others
(order, links, collisions) is left to catalogue.py.
"""

from __future__ import annotations

import os
import posixpath
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cchc_site.base import failures, filenames, invisible, urls, vietnamese
from cchc_site.base.hashing import digest, joined
from cchc_site.base.opened import Asked, Opened
from cchc_site.base.problems import Problem
from cchc_site.base.workers import Workers
from cchc_site.content import post
from cchc_site.content.fields import Settings
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.media import renditions
from cchc_site.media.files import Inspector, Media
from cchc_site.media.store import RenditionStore
from cchc_site.search import terms
from cchc_site.site import snapshot
from cchc_site.site.discover import Source, is_text, walk
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.storage.html_store import HtmlStore
from cchc_site.storage.memory import Memory, settled

Reader = Callable[[str, str, int], ParsedText]
Progress = Callable[[str, int, int], None]
"""Told a step of the build, how many of its things are done, and how many there are."""
MAX_POST_BYTES = 2 * 1024 * 1024
_LOADS_ALL = "[`a`](https://a.vn/ă)"
"""A text for which each dialect loads all its code: not plain, with an address to encode."""


def quiet(step: str, done: int, total: int) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything under posts/.

    `broken` holds the paths of posts that cannot be shown, so that a link to one is not reported
    a second time; `media` the existing files that posts name, by path in the project. `entries` and
    `media_entries` are what the next build is to know of all these.
    """

    items: tuple[PostSnapshot, ...]
    broken: frozenset[str]
    media: Mapping[str, Media]
    problems: tuple[Problem, ...]
    entries: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    media_entries: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loader:
    """How posts are read: paths are relative to `root`, Markdown goes through `reader`, HTML is put
    aside into `bodies`, with what search finds a post by where posts are `searchable`; what
    `memory` knows is not read again. Pictures are looked into where there are `negatives`; what
    extensions of Markdown ask for, such as files to include, is known by `opened`."""

    root: Path
    settings: Settings
    reader: Reader
    bodies: HtmlStore
    searchable: bool = False
    memory: Memory = field(default_factory=Memory)
    workers: Workers = field(default_factory=Workers)
    negatives: RenditionStore | None = None
    progress: Progress = quiet
    opened: Opened | None = None

    def load(self, posts_dir: str) -> Loaded:
        """Every post under `root / posts_dir`; paths in the result have "/"."""
        now, problems = time.time_ns(), list[Problem]()
        texts = list[str]()
        sources = tuple(walk(self.root, posts_dir, problems, texts))
        entries = self._known(sources)
        for path, known in entries.items():
            problems += snapshot.problems(path, known[snapshot.FAULTS])
        new = [source for source in sources if source.path not in entries]
        broken, read = set[str](), dict[str, PostSnapshot]()
        for found in self._read(new):
            for path, entry, faults in found:
                problems += snapshot.problems(path, faults)
                if entry:
                    entries[path] = settled(entry[0], now), *entry[1:]
                    read[path] = self._item(path, entries[path])
                else:
                    broken.add(path)
        items = tuple(
            read.get(source.path) or self._item(source.path, entries[source.path])
            for source in sources
            if source.path in entries
        )
        problems += _stray(texts, items, broken)
        found_media, media_entries = self.desk.measure(roles(items), self.memory.media, now)
        return Loaded(
            items,
            frozenset(broken),
            found_media,
            tuple(problems),
            entries,
            media_entries,
        )

    def files(self, loaded: Loaded, paths: Iterable[str]) -> Loaded:
        """`loaded` with the files at `paths` too, those of them that exist."""
        wanted = {path: renditions.NAMED for path in paths if path not in loaded.media}
        found, entries = self.desk.measure(wanted, self.memory.media, time.time_ns())
        return replace(
            loaded,
            media={**loaded.media, **found},
            media_entries={**loaded.media_entries, **entries},
        )

    @property
    def desk(self) -> Inspector:
        """Where the files that posts bring are looked at."""
        return Inspector(self.root, self.negatives, self.workers, self.progress)

    def _known(self, sources: Sequence[Source]) -> dict[str, tuple[Any, ...]]:
        """The entries of the posts that are as they were."""
        posts = self.memory.posts
        return {
            source.path: posts[source.path]
            for source in sources
            if source.path in posts
            and posts[source.path][0] == source.signature
            and posts[source.path][2] == source.beside
            and self._are(posts[source.path][snapshot.ASKED])
        }

    def _are(self, asked: Asked) -> bool:
        """Whether the files that the reading of a post asked for are as they were."""
        return not asked or (self.opened is not None and self.opened.are(asked))

    def _read(self, sources: Sequence[Source]) -> Iterable[list[snapshot.Read]]:
        if len(sources) > 1 or (sources and self.opened):
            self.reader(_LOADS_ALL, "", 1)  # once for all processes, and while nobody listens
        done = 0
        for found in self.workers.map(self.read, sources):
            done += len(found)
            self.progress("đọc", done, len(sources))
            yield found

    def _item(self, path: str, entry: snapshot.Entry) -> PostSnapshot:
        return snapshot.item(path, entry, self.settings.timezone, self.body)

    def read(self, sources: Sequence[Source]) -> list[snapshot.Read]:
        """Path, entry (None for a post that cannot be shown) and faults of each source; run in any
        process."""
        return [self._read_one(source) for source in sources]

    def _read_one(self, source: Source) -> snapshot.Read:
        path = source.path
        content = self._content(path)
        if isinstance(content, Problem):
            return path, None, snapshot.faults((content,))
        known = self.memory.posts.get(path)
        if known and known[2] == source.beside and self._is_read(known, content):
            return path, (source.signature, *known[1:]), known[snapshot.FAULTS]
        text = _decode(content, path)
        if isinstance(text, Problem):
            return path, None, snapshot.faults((text,))
        written, problems = post.parse(text, path, self.settings)
        if written is None:
            return path, None, snapshot.faults(problems)
        reading, asked = self._reading(written)
        faults = snapshot.faults((*problems, *reading.problems))
        pack = known[snapshot.PLACE][0] if known else ""
        aside = self._aside(written, reading)
        place = self.bodies.put(aside, pack)
        sought = digest(aside.partition(snapshot.END)[2].encode())
        files = _files(written, reading, source.beside)
        entry = snapshot.entry(
            source.signature,
            self._digest(content, asked),
            source.beside,
            files,
            written,
            reading,
            asked,
            faults,
            place,
            sought,
        )
        return path, entry, faults

    def _reading(self, written: Post) -> tuple[ParsedText, Asked]:
        """What a post's text holds, and the files that it took to read it."""
        if self.opened is None:
            return self.reader(written.body, written.path, written.body_line), ()
        with self.opened.during() as names:
            reading = self.reader(written.body, written.path, written.body_line)
        return reading, self.opened.asked(names)

    def _is_read(self, known: snapshot.Entry, content: bytes) -> bool:
        """Whether a post was `known` with this very `content`, and all that decided how to read it
        as it is."""
        asked = known[snapshot.ASKED]
        return bool(known[1] == self._digest(content, asked)) and self._are(asked)

    def _digest(self, content: bytes, asked: Asked) -> bytes:
        """The digest of a post: of its bytes, and of all that decided how they were read, for that
        decides what every page shows of it."""
        return joined(self.memory.reading, digest(content), *(held for _, held in asked))

    def _content(self, path: str) -> bytes | Problem:
        try:
            place = f"{self.root}/{path}" if path.isascii() else filenames.located(self.root, path)
            with open(place, "rb", buffering=0) as file:  # noqa: PTH123  # 10,000 times
                size = os.fstat(file.fileno()).st_size
                return _too_big(path, size) if size > MAX_POST_BYTES else file.readall()
        except OSError as error:
            what, mend = failures.cause(error)
            return Problem(path, 0, f"không đọc được tệp: {what}", mend)

    def _aside(self, written: Post, reading: ParsedText) -> str:
        """What is put aside of a post: its HTML, and what search finds it by."""
        if not self.searchable:
            return reading.html
        if written.withdrawn:
            found = terms.packed(written.title, "", (), written.withdrawn)
        else:
            cited = [f"{one.kind} {one.number}" for one in reading.mentions]
            found = terms.packed(
                written.title, written.summary or "", written.tags, reading.text, cited
            )
        return reading.html + snapshot.END + found

    def body(self, path: str, place: tuple[str, int, int]) -> str:
        """What was put aside of a post at `place` when it was read."""
        found = self.bodies.get(place)
        if found is not None:
            return found
        again = self.again(path)
        return self._aside(again, self.reader(again.body, path, again.body_line))

    def again(self, path: str) -> Post:
        """A post of this build with its body, read from its file again.

        Raises `OSError` when the file has changed meanwhile so that it holds no post any more.
        """
        content = self._content(path)
        text = content if isinstance(content, Problem) else _decode(content, path)
        found = None if isinstance(text, Problem) else post.parse(text, path, self.settings)[0]
        if found is None:
            raise OSError(f"{path} đã thay đổi trong lúc dựng; hãy dựng lại")
        return found


def project_path(path: str, target: str) -> str:
    """The path in the project that `target`, written in the file `path`, leads to; "" for a mere
    anchor. A way out of the project keeps its leading "..".

    >>> project_path("posts/2022/a.md", "../../docs/lien-he.md#gio")
    'docs/lien-he.md'
    """
    name = unicodedata.normalize("NFC", unquote(urls.split(target).path))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else ""


def roles(items: Iterable[PostSnapshot]) -> dict[str, str]:
    """The files that posts name or that lie beside one, and what is done with each."""
    found: dict[str, str] = {}
    for item in items:
        if not item.files:
            continue
        for path in item.files:
            found.setdefault(path, renditions.NAMED)
        if item.post.withdrawn:
            continue
        for one in item.reading.references:
            path = project_path(item.post.path, one.target)
            if one.kind == "image" and found.get(path) == renditions.NAMED:
                found[path] = renditions.SHOWN
        path = project_path(item.post.path, item.post.image)
        if path in found:
            found[path] = renditions.LEAD
    return found


def _stray(
    texts: Iterable[str], items: Iterable[PostSnapshot], broken: set[str]
) -> Iterator[Problem]:
    """Files that look as if meant for posts: no post names them, and none beside that could."""
    if not texts:
        return
    named = {path for item in items for path in item.files}
    unread = {posixpath.dirname(path) for path in broken}
    for path in texts:
        if path not in named and posixpath.dirname(path) not in unread:
            what = "tệp này không thành bài, và không bài nào dẫn tới nó"
            mend = "hãy chép nội dung vào một tệp đuôi “.md”, hoặc dẫn tới tệp này từ một bài"
            yield Problem(path, 0, what, mend)


def _too_big(path: str, size: int) -> Problem:
    limit = vietnamese.file_size(MAX_POST_BYTES)
    return Problem(
        path,
        0,
        f"tệp bài nặng {vietnamese.file_size(size)}, quá {limit}",
        "hãy tách bài, hoặc để ảnh và tệp đính kèm thành tệp riêng",
    )


def _decode(content: bytes, path: str) -> str | Problem:
    """The text in NFC, with line feeds only, without a byte order mark and without what turns the
    direction of other words."""
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        return Problem(path, line, "tệp có ký tự rỗng (NUL)", "hãy lưu lại thành văn bản UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Problem(path, line, "tệp không phải UTF-8", "hãy lưu lại với bảng mã UTF-8")
    place = vietnamese.overmarked(text)
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        return Problem(path, line, "một chữ mang hơn 30 dấu", "hãy gõ lại chữ ấy")
    text = invisible.unturned(text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)


def _files(written: Post, reading: ParsedText, beside: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of the files that a post names or that lie beside it."""
    named = [reference.target for reference in reading.references]
    named += [record["file"] for record in written.attachments]
    named += [record["file"] for record in written.documents if record.get("file")]
    named += [written.image] if written.image else []
    paths = {project_path(written.path, target) for target in named if not target.startswith("/")}
    return tuple(path for path in sorted((paths | set(beside)) - {""}) if not is_text(path))
