"""A post with its reading as plain values for the memory, and back.

Pure. The HTML is not among them: it is fetched when a page is rendered from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal, TypedDict, get_type_hints
from zoneinfo import ZoneInfo

from cchc_site.base.opened import Asked
from cchc_site.base.problems import Level, Problem
from cchc_site.content.fields import FIELDS, Moment
from cchc_site.content.post import Post
from cchc_site.content.text import Mention, ParsedText, Reference
from cchc_site.storage.html_store import Place
from cchc_site.storage.memory import Signature

Entry = tuple[Any, ...]
Faults = tuple[tuple[int, str, str, int], ...]
Read = tuple[str, Entry | None, Faults]
Fetch = Callable[[str, Place], str]

END = "\0"
"""What stands between a post's HTML and what search finds it by, put aside together."""
ASKED, FAULTS, PLACE = 7, 8, 9
"""Where an entry has the files that reading it asked for, the faults of its text and the place of
its HTML."""
_HEAD, _OUTLINE = 5, 6
_SOUGHT = 4
"""Where an outline has the digest of what search finds the post by."""

_ALWAYS = ("path", "title", "date", "authors", "category", "body", "lines", "body_line")
_MOMENTS = tuple(one.name for one in FIELDS if one.kind == "moment" and one.name not in _ALWAYS)
_WORDS = ("summary", "source", "correction")
_When = tuple[int, int, int, int, int, int, int, int, bool]
_Paths = tuple[str, ...]
_Told = tuple[tuple[int, str, str, Literal[0, 1]], ...]
_RARE = tuple(
    (one.name, one.default) for one in fields(Post) if one.init and one.name not in _ALWAYS
)


_HINTS = {name: _When if name in _MOMENTS else kind for name, kind in get_type_hints(Post).items()}
_Rare: Any = TypedDict("_Rare", {name: _HINTS[name] for name, _ in _RARE}, total=False)  # type: ignore[misc]
_Header = tuple[str, _When, tuple[str, ...], str, _Rare, dict[str, int], int]
_Links = tuple[tuple[str, int, str], ...]
_Cited = tuple[tuple[str, str, str, str, str, int, int, str, str, bool], ...]
_Outline = tuple[tuple[str, ...], _Links, str, _Cited, bytes]
SHAPE = tuple[Signature, bytes, _Paths, _Paths, bytes, _Header, _Outline, Asked, _Told, Place]
"""The type of what `entry` gives: memory knows nothing that is of another."""


class StoredText:
    """A reading whose HTML and words stay on disk until they are asked for."""

    __slots__ = ("_fetch", "_path", "_place", "anchors", "digest", "lead", "mentions", "references")

    def __init__(
        self,
        anchors: tuple[str, ...],
        references: tuple[Reference, ...],
        lead: str,
        mentions: tuple[Mention, ...],
        path: str,
        digest: bytes,
        place: Place,
        fetch: Fetch,
    ) -> None:
        """Keep what lists and links need, the digest of the HTML, and where the rest is."""
        self.anchors, self.references, self.lead = anchors, references, lead
        self.mentions, self.digest = mentions, digest
        self._path, self._place, self._fetch = path, place, fetch

    @property
    def html(self) -> str:
        """The HTML, with a slot for each reference."""
        return self._fetch(self._path, self._place).partition(END)[0]

    @property
    def pack(self) -> str:
        """What search finds it by (terms.py)."""
        return self._fetch(self._path, self._place).partition(END)[2]


@dataclass(slots=True)
class PostSnapshot:
    """A post (without its body, which `reading` stands for), what its text holds, the digest of its
    bytes and of what decided how they were read, the files in its own folder, all files that it
    names, and `sought`, a digest of what search finds it by."""

    post: Post
    reading: ParsedText | StoredText
    digest: bytes
    beside: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sought: bytes = b""


def entry(
    signature: Signature,
    digest: bytes,
    beside: tuple[str, ...],
    files: tuple[str, ...],
    post: Post,
    reading: ParsedText,
    asked: Asked,
    faults: Faults,
    place: Place,
    sought: bytes = b"",
) -> Entry:
    """What memory keeps of a post."""
    rare = {
        name: _moment(value) if name in _MOMENTS else value
        for name, default in _RARE
        if (value := getattr(post, name)) != default
    }
    head = (
        post.title,
        _moment(post.date),
        post.authors,
        post.category,
        rare,
        dict(post.lines),
        post.body_line,
    )
    references = tuple((one.target, one.line, one.kind) for one in reading.references)
    mentions = tuple(map(tuple, reading.mentions))
    outline = reading.anchors, references, reading.lead, mentions, sought
    html = reading.digest
    return signature, digest, beside, files, html, head, outline, asked, faults, place


def sought(entry: Entry) -> bytes:
    """The digest of what search finds the post by."""
    return bytes(entry[_OUTLINE][_SOUGHT])


def title(entry: Entry) -> str:
    """The title of the post."""
    return str(entry[_HEAD][0])


def reworded(before: Entry, after: Entry) -> bool:
    """Whether two entries of a post differ in its words at most: in what its own page, its card and
    links to it show, and what decides of no order, group, address, document or file."""
    lost = set(before[_OUTLINE][0]).difference(after[_OUTLINE][0])
    return not lost and _deciding(before) == _deciding(after)


def _deciding(entry: Entry) -> tuple[Any, ...]:
    _, _, beside, files, _, head, outline, *_ = entry
    _, date, authors, category, rare, *_ = head
    kept = {name: value for name, value in rare.items() if name not in _WORDS}
    cited = [Mention._make(one)._replace(start=0, end=0) for one in outline[3]]
    return beside, files, date, authors, category, kept, cited


def item(path: str, entry: Entry, zone: ZoneInfo, fetch: Fetch) -> PostSnapshot:
    """The post that memory keeps as `entry`."""
    _, digest, beside, files, html, head, outline, _, _, place = entry
    title, date, authors, category, rare, lines, body_line = head
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
    anchors, references, lead, mentions, sought = outline
    links = tuple(Reference(*one) for one in references) if references else ()
    cited = tuple(map(Mention._make, mentions)) if mentions else ()
    reading = StoredText(anchors, links, lead, cited, path, html, place, fetch)
    return PostSnapshot(post, reading, digest, beside, files, sought)


def _moment(moment: Moment) -> tuple[Any, ...]:
    at = moment.at
    day = (at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond)
    return (*day, at.fold, moment.timed)


def _at(moment: tuple[Any, ...], zone: ZoneInfo) -> Moment:
    *parts, fold, timed = moment
    return Moment(dt.datetime(*parts, tzinfo=zone, fold=fold), timed)  # type: ignore[misc]


def faults(problems: Iterable[Problem]) -> Faults:
    """Problems of one file as plain values."""
    return tuple((one.line, one.what, one.mend, int(one.level)) for one in problems)


def problems(path: str, faults: Faults) -> Iterator[Problem]:
    """Those problems again."""
    return (Problem(path, line, what, mend, Level(level)) for line, what, mend, level in faults)
