"""A post with its parsed text, and what the memory keeps of it: plain values that cannot run.

Pure. The HTML is not among them: it is fetched when a page is rendered from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

import msgspec
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
_V = TypeVar("_V")

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
    the line of each key (packed, since most posts have the same), `body_line` where the text
    begins."""

    title: str
    date: _When
    authors: tuple[str, ...]
    category: str
    rare: _Rare
    lines: bytes
    body_line: int


class PostOutline(NamedTuple):
    """What lists and links need of a text, and the keys of the bodies with a last day that the post
    names."""

    anchors: tuple[str, ...]
    references: tuple[Reference, ...]
    lead: str
    mentions: tuple[Mention, ...]
    named: tuple[str, ...] = ()


class FileProblem(NamedTuple):
    """A problem of a known file."""

    line: int
    what: str
    hint: str
    level: Level


class PostEntry(NamedTuple):
    """What memory keeps of a post: its file's signature, the digest of its bytes and of what
    decided how they were read, the files in its own folder, all files that it names, the digests of
    its HTML and of what search finds it by, its front matter and what its text holds (`packed`:
    as bytes these take a third of the room, and less time to come from another process), the files
    that reading it asked for, its problems, and where its HTML lies."""

    signature: Signature
    digest: bytes
    beside: tuple[str, ...]
    files: tuple[str, ...]
    html_digest: bytes
    search_digest: bytes
    packed: bytes
    asked: Asked
    problems: tuple[FileProblem, ...]
    location: Location

    @property
    def parts(self) -> tuple[PostHeader, PostOutline]:
        """The front matter, and what the text holds.

        Raises `ValueError` where the bytes hold anything else.
        """
        return _PARTS.decode(self.packed)

    @property
    def is_sound(self) -> bool:
        """Whether the bytes hold a front matter and what a text holds."""
        try:
            header, _ = self.parts
            _lines(header.lines)
        except (ValueError, RecursionError):
            return False
        return True


_PARTS = msgspec.msgpack.Decoder(tuple[PostHeader, PostOutline])
_LINES = msgspec.msgpack.Decoder(dict[str, int])
_lines = lru_cache(4096)(_LINES.decode)
"""The line of each key; most posts have the same, which is not to be changed."""


@lru_cache(1 << 14)
def _shared(value: _V) -> _V:
    """The first value that was equal to this one: thousands of posts have the same category,
    authors and tags, and cite the same documents."""
    return value


def _cited(mention: Mention) -> Mention:
    """The same with texts that all citations of a document share."""
    return Mention(*map(_shared, mention[:_TEXTS]), *mention[_TEXTS:])


_TEXTS = Mention._fields.index("start")


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
        "_packed",
        "_path",
        "anchors",
        "digest",
        "mentions",
        "references",
    )

    def __init__(self, outline: PostOutline, path: str, entry: PostEntry, fetch: Fetch) -> None:
        """Keep what links need, the digest of the HTML, and where the rest is."""
        self.anchors, self.references, _, mentions, _ = outline
        self.mentions = tuple(map(_cited, mentions)) if mentions else ()
        self.digest, self._packed = entry.html_digest, entry.packed
        self._path, self._location, self._fetch = path, entry.location, fetch

    @property
    def lead(self) -> str:
        """The first paragraph, which only a post without a summary is asked for."""
        _, outline = _PARTS.decode(self._packed)
        return outline.lead

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
    date, lines = _when(post.date), msgspec.msgpack.encode(dict(post.lines))
    return PostHeader(post.title, date, post.authors, post.category, rare, lines, post.body_line)


def outline(parsed: ParsedText, named: tuple[str, ...] = ()) -> PostOutline:
    """What memory keeps of a text beside its HTML."""
    return PostOutline(parsed.anchors, parsed.references, parsed.lead, parsed.mentions, named)


def packed(header: PostHeader, outline: PostOutline) -> bytes:
    """Both as an entry holds them; of a post with a summary no first paragraph, which stands in the
    place of one."""
    if header.rare.get("summary"):
        outline = outline._replace(lead="")
    return msgspec.msgpack.encode((header, outline))


def reworded(before: PostEntry, after: PostEntry) -> bool:
    """Whether two entries of a post differ in its words at most: in what its own page, its card and
    links to it show, and what decides of no order, group, address, document or file."""
    (before_header, before_outline), (after_header, after_outline) = before.parts, after.parts
    lost = set(before_outline.anchors).difference(after_outline.anchors)
    deciding = _deciding(before, before_header, before_outline)
    return not lost and deciding == _deciding(after, after_header, after_outline)


def _deciding(entry: PostEntry, header: PostHeader, outline: PostOutline) -> tuple[Any, ...]:
    kept = {name: value for name, value in header.rare.items() if name not in _WORDS}
    cited = [mention._replace(start=0, end=0) for mention in outline.mentions]
    pictures = _pictures(outline) if entry.files else set()
    deciding = header.date, header.authors, header.category, kept, cited
    return entry.beside, entry.files, pictures, *deciding


def _pictures(outline: PostOutline) -> set[str]:
    """The pictures that a text leads to: their files stay as large as they are."""
    return {
        target for target, _, kind in outline.references if kind != "image" and is_picture(target)
    }


def restored(path: str, entry: PostEntry, zone: ZoneInfo, fetch: Fetch) -> PostSnapshot:
    """The post that memory keeps as `entry`; raises `ValueError` for one that is not sound."""
    (title, date, authors, category, rare, lines, body_line), text = entry.parts
    if rare:
        if tags := rare.get("tags"):
            rare["tags"] = tuple(map(_shared, tags))
        for name in _MOMENTS:
            if name in rare:
                rare[name] = _at(rare[name], zone)
    post = Post(
        path,
        title,
        _at(date, zone),
        _shared(authors),
        _shared(category),
        "",
        lines=_lines(lines),
        body_line=body_line,
        **rare,
    )
    parsed = StoredText(text, path, entry, fetch)
    digests = entry.digest, entry.beside, entry.files, entry.search_digest
    return PostSnapshot(post, parsed, *digests, text.named)


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
