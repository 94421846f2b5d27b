"""A post with its parsed text, and what the memory keeps of it: plain values that cannot run.

Pure. The HTML is not among them: it is fetched when a page is rendered from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, NamedTuple, TypedDict, get_type_hints
from zoneinfo import ZoneInfo

from msgspec import Struct

from cchc_site.base.opened import Asked
from cchc_site.base.problems import Level, Problem
from cchc_site.content.fields import FIELDS, Moment
from cchc_site.content.post import Post
from cchc_site.content.text import Mention, ParsedText, Reference
from cchc_site.media.files import is_picture
from cchc_site.storage.html_store import HtmlRecord, Location
from cchc_site.storage.memory import Signature

Fetch = Callable[[str, Location], HtmlRecord]

_ALWAYS = ("path", "title", "date", "authors", "category", "body", "lines", "body_line")
_MOMENTS = tuple(one.name for one in FIELDS if one.kind == "moment" and one.name not in _ALWAYS)
_WORDS = ("summary", "source", "correction")
_When = tuple[int, int, int, int, int, int, int, int, bool]
"""Year to microsecond, `fold`, and whether the hour was written."""
_RARE = tuple(
    (field.name, field.default)
    for field in fields(Post)
    if field.init and field.name not in _ALWAYS
)
_HINTS = {name: _When if name in _MOMENTS else kind for name, kind in get_type_hints(Post).items()}
_Rare: Any = TypedDict("_Rare", {name: _HINTS[name] for name, _ in _RARE}, total=False)  # type: ignore[misc]


class PostHeader(NamedTuple):
    """The front matter of a post; `rare` holds the fields that differ from their default, `lines`
    the line of each key, `body_line` where the text begins."""

    title: str
    date: _When
    authors: tuple[str, ...]
    category: str
    rare: _Rare
    lines: dict[str, int]
    body_line: int


class PostOutline(NamedTuple):
    """What lists and links need of a text, the digest of what search finds it by, and the keys of
    the bodies with a last day that the post names."""

    anchors: tuple[str, ...]
    references: tuple[Reference, ...]
    lead: str
    mentions: tuple[Mention, ...]
    search_digest: bytes
    named: tuple[str, ...] = ()


class FileProblem(NamedTuple):
    """A problem of a known file."""

    line: int
    what: str
    hint: str
    level: Level


class PostEntry(NamedTuple):
    """What memory keeps of a post: its file's signature, the digest of its bytes and of what
    decided how they were read, the files in its own folder, all files that it names, the digest of
    its HTML, its front matter, what its text holds, the files that reading it asked for, its
    problems, and where its HTML lies."""

    signature: Signature
    digest: bytes
    beside: tuple[str, ...]
    files: tuple[str, ...]
    html_digest: bytes
    header: PostHeader
    outline: PostOutline
    asked: Asked
    problems: tuple[FileProblem, ...]
    location: Location


class ReadPost(NamedTuple):
    """What came of reading a post; `entry` is None for one that cannot be read, and not `is_whole`
    for one that cannot be shown."""

    path: str
    entry: PostEntry | None
    problems: tuple[FileProblem, ...]
    is_whole: bool = True


class StoredText:
    """A parsed text whose HTML and words stay on disk until they are asked for."""

    __slots__ = (
        "_fetch",
        "_location",
        "_path",
        "anchors",
        "digest",
        "lead",
        "mentions",
        "references",
    )

    def __init__(
        self, outline: PostOutline, path: str, digest: bytes, location: Location, fetch: Fetch
    ) -> None:
        """Keep what lists and links need, the digest of the HTML, and where the rest is."""
        self.anchors, self.references, self.lead, self.mentions, *_ = outline
        self.digest = digest
        self._path, self._location, self._fetch = path, location, fetch

    @property
    def html(self) -> str:
        """The HTML, with a placeholder for each reference."""
        return self._fetch(self._path, self._location).html

    @property
    def search(self) -> tuple[str, ...]:
        """What search finds it by (terms.py)."""
        return self._fetch(self._path, self._location).search


class PostSnapshot(Struct):
    """A post (without its body, which `parsed` stands for), what its text holds, the digest of its
    bytes and of what decided how they were read, the files in its own folder, all files that it
    names, the digest of what search finds it by, and the keys of the bodies with a last day that
    it names."""

    post: Post
    parsed: ParsedText | StoredText
    digest: bytes
    beside: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    search_digest: bytes = b""
    named: tuple[str, ...] = ()


def header(post: Post) -> PostHeader:
    """The front matter of `post` as memory keeps it."""
    rare: Any = {
        name: _when(value) if name in _MOMENTS else value
        for name, default in _RARE
        if (value := getattr(post, name)) != default
    }
    date, lines = _when(post.date), dict(post.lines)
    return PostHeader(post.title, date, post.authors, post.category, rare, lines, post.body_line)


def outline(parsed: ParsedText, search_digest: bytes, named: tuple[str, ...] = ()) -> PostOutline:
    """What memory keeps of a text beside its HTML."""
    return PostOutline(
        parsed.anchors, parsed.references, parsed.lead, parsed.mentions, search_digest, named
    )


def reworded(before: PostEntry, after: PostEntry) -> bool:
    """Whether two entries of a post differ in its words at most: in what its own page, its card and
    links to it show, and what decides of no order, group, address, document or file."""
    lost = set(before.outline.anchors).difference(after.outline.anchors)
    return not lost and _deciding(before) == _deciding(after)


def _deciding(entry: PostEntry) -> tuple[Any, ...]:
    _, date, authors, category, rare, *_ = entry.header
    kept = {name: value for name, value in rare.items() if name not in _WORDS}
    cited = [mention._replace(start=0, end=0) for mention in entry.outline.mentions]
    return entry.beside, entry.files, _pictures(entry), date, authors, category, kept, cited


def _pictures(entry: PostEntry) -> set[str]:
    """The pictures that a text leads to: their files stay as large as they are."""
    if not entry.files:
        return set()
    return {
        target
        for target, _, kind in entry.outline.references
        if kind != "image" and is_picture(target)
    }


def restored(path: str, entry: PostEntry, zone: ZoneInfo, fetch: Fetch) -> PostSnapshot:
    """The post that memory keeps as `entry`."""
    title, date, authors, category, rare, lines, body_line = entry.header
    if rare:
        rare = dict(rare)
        for name in _MOMENTS:
            if name in rare:
                rare[name] = _at(rare[name], zone)
    post = Post(
        path,
        title,
        _at(date, zone),
        authors,
        category,
        "",
        lines=lines,
        body_line=body_line,
        **rare,
    )
    parsed = StoredText(entry.outline, path, entry.html_digest, entry.location, fetch)
    *_, search_digest, named = entry.outline
    return PostSnapshot(post, parsed, entry.digest, entry.beside, entry.files, search_digest, named)


def _when(moment: Moment) -> _When:
    at = moment.at
    return (
        *(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond),
        at.fold,
        moment.timed,
    )


def _at(moment: _When, zone: ZoneInfo) -> Moment:
    *parts, fold, timed = moment
    return Moment(dt.datetime(*parts, tzinfo=zone, fold=fold), timed)  # type: ignore[arg-type,misc]


def file_problems(problems: Iterable[Problem]) -> tuple[FileProblem, ...]:
    """Problems of one file as memory keeps them."""
    return tuple(
        FileProblem(problem.line, problem.what, problem.hint, problem.level) for problem in problems
    )


def problems(path: str, kept: Iterable[FileProblem]) -> Iterator[Problem]:
    """Those problems again."""
    return (Problem(path, *problem) for problem in kept)
