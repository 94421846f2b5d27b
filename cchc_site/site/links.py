"""Where the links and files that a post names lead, and what leads nowhere.

Pure. Targets are written relative to the file on disk, so that a forge shows them right; one that
starts with "/" is from the site's root. Resolved addresses are relative to the site's root.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from msgspec import Struct

from cchc_site.base import urls
from cchc_site.base.problems import Problem
from cchc_site.base.vietnamese import NameIndex
from cchc_site.content.paths import project_path
from cchc_site.media import publishable
from cchc_site.media.files import Media, is_drawing, is_picture
from cchc_site.site.snapshot import PostSnapshot


class Place(Struct, frozen=True):
    """An address of the site; `anchors` None means that they are not known and not checked."""

    url: str
    anchors: frozenset[str] | None = None


class Hidden(Struct, frozen=True):
    """A post that is not published: its address, and when it will be, None for a draft."""

    place: Place
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Places:
    """Everything a link may lead to.

    `posts` that are published and other `sources` (docs pages, files of docs/, virtual index
    sources) by path in the project; `addresses` from the site's root, as a browser asks for them;
    `media` the files that posts may publish; `broken` the posts that have a problem of their own
    already; `unpublished` drafts and posts to come, which only a draft or a post that waits longer
    may link to; `moved` the addresses of posts by their old ones; `hint` gives what the disk shows
    of a path where there is no file, "" for nothing.
    """

    sources: Mapping[str, Place]
    addresses: frozenset[str]
    media: Mapping[str, Media] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    unpublished: Mapping[str, Hidden] = field(default_factory=dict)
    posts: Mapping[str, PostSnapshot] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    hint: Callable[[str], str] = lambda path: ""
    _places: dict[str, Place | None] = field(default_factory=dict, compare=False)
    _near: dict[frozenset[str], NameIndex] = field(default_factory=dict, compare=False)
    _stems: dict[str, tuple[NameIndex, Mapping[str, str]]] = field(
        default_factory=dict, compare=False
    )

    def place(self, path: str) -> Place | None:
        """The place of the file at `path`."""
        if path not in self._places:
            item = self.posts.get(path)
            self._places[path] = place(item) if item else self.sources.get(path)
        return self._places[path]

    def near(self, names: frozenset[str]) -> NameIndex:
        """`names` to be guessed at, made ready once for all targets that lead nowhere."""
        if names not in self._near:
            self._near[names] = NameIndex(sorted(names))
        return self._near[names]

    def stems(self, ending: str) -> tuple[NameIndex, Mapping[str, str]]:
        """The names, without their `ending`, of the files that have it (all files for none), and
        their paths."""
        if not self._stems:
            paths: dict[str, dict[str, str]] = {"": {}}
            for path in sorted((*self.posts, *self.sources)):
                stem, kind = posixpath.splitext(posixpath.basename(path))
                for group in {"", kind}:
                    paths.setdefault(group, {})[stem] = path
            self._stems.update((kind, (NameIndex(names), names)) for kind, names in paths.items())
        return self._stems.get(ending) or (NameIndex(()), {})


class Resolved(Struct, frozen=True):
    """Where a target leads: an address from the site's root or a mere "#anchor"; `media` is the
    file that is there, and `brought` says that the post brings it."""

    url: str
    media: Media | None = None
    brought: bool = False


def place(item: PostSnapshot) -> Place:
    """The address of a post."""
    return Place(item.post.url, frozenset(item.parsed.anchors))


class Nowhere(Exception):
    """A target that leads nowhere: what is wrong and how to mend it."""

    def __init__(self, what: str, hint: str) -> None:
        """Keep both parts."""
        super().__init__(what)
        self.what, self.hint = what, hint


class Resolution(Struct, frozen=True):
    """The n-th reference's address for every reference of a post's text, and its other files."""

    references: tuple[Resolved, ...]
    image: Resolved | None
    attachments: tuple[Resolved, ...]
    documents: tuple[Resolved | None, ...]
    beside: tuple[Resolved, ...]
    problems: tuple[Problem, ...]

    @property
    def targets(self) -> Iterator[Resolved]:
        """Everything that the post names, and what lies beside it."""
        targets = (*self.references, *self.attachments, *self.documents, *self.beside)
        yield from (target for target in (*targets, self.image) if target)

    def led_to(self, kinds: Iterable[str]) -> Iterator[Resolved]:
        """What the post leads to, or hands out: all but what it only shows. `kinds` are those of
        the references of its text."""
        for resolved, kind in zip(self.references, kinds, strict=True):
            if kind != "image":
                yield resolved
        yield from self.attachments
        yield from filter(None, self.documents)

    @property
    def files(self) -> Iterator[Resolved]:
        """Everything that must be published with the post."""
        yield from (target for target in self.targets if target.brought)


NOTHING = Resolution((), None, (), (), (), ())
"""The resolution of a post that names no target."""


def resolve(item: PostSnapshot, places: Places) -> Resolution:
    """Every target that `item` names; a target that leads nowhere resolves to "#"."""
    post, problems = item.post, list[Problem]()
    named = post.image or post.attachments or post.documents or item.beside
    if not named and not item.parsed.references:
        return NOTHING

    anchors = frozenset(item.parsed.anchors)

    def follow(target: str, line: int, kind: str) -> Resolved:
        try:
            return _follow(item, anchors, target, kind, places)
        except Nowhere as nowhere:
            problems.append(Problem(post.path, line, nowhere.what, nowhere.hint))
            return Resolved("#")

    references = tuple(
        follow(reference.target, reference.line, reference.kind)
        for reference in item.parsed.references
    )
    image = follow(post.image, post.line("image"), "image") if post.image else None
    attachments = tuple(
        follow(record["file"], post.line("attachments", record["file"]), "file")
        for record in post.attachments
    )
    documents = tuple(
        follow(file, post.line("documents", file), "file") if file else None
        for file in (record.get("file", "") for record in post.documents)
    )
    beside = tuple(_own(item, places.media[path]) for path in item.beside if path in places.media)
    return Resolution(references, image, attachments, documents, beside, tuple(problems))


class Resolutions(dict[str, Resolution]):
    """Where the links of posts lead by path, each followed when first asked for."""

    def __init__(self, items: Iterable[PostSnapshot], places: Places) -> None:
        """Follow nothing yet."""
        super().__init__()
        self._items = {item.post.path: item for item in items}
        self._places = places

    def __missing__(self, path: str) -> Resolution:
        """Follow the links of the post at `path`."""
        self[path] = resolve(self._items[path], self._places)
        return self[path]


def _follow(
    item: PostSnapshot, anchors: frozenset[str], target: str, kind: str, places: Places
) -> Resolved:
    if target.startswith("#"):
        check_anchor(target, unquote(target[1:]), anchors, places)
        return Resolved(target)
    if target.startswith("/"):
        return from_root(target, kind, places)
    path = project_path(item.post.path, target)
    if path in places.broken:
        return Resolved("#")
    hidden = places.unpublished.get(path)
    if hidden and not _waits_with(item, hidden):
        raise Nowhere(
            f"liên kết “{target}” dẫn tới bài chưa được đăng",
            "hãy bỏ liên kết này cho tới khi bài kia được đăng",
        )
    place = places.place(path) or (hidden.place if hidden else None)
    if place:
        query, fragment = _tail(target)
        if fragment:
            check_anchor(target, unquote(fragment[1:]), place.anchors, places)
        return Resolved(place.url + query + fragment, places.media.get(path))
    if path in places.media:
        if not path.startswith(posixpath.dirname(item.post.path) + "/"):
            raise Nowhere(
                f"tệp “{target}” nằm ngoài thư mục của bài",
                "hãy đặt tệp cạnh bài, hoặc trong docs/tep/ nếu nhiều bài dùng chung",
            )
        return _own(item, places.media[path])
    raise _missing(item.post.path, target, kind, places)


def _waits_with(item: PostSnapshot, target: Hidden) -> bool:
    """Whether `item` may link to a hidden post: it is a draft, or comes no earlier."""
    return item.post.draft or (target.until is not None and target.until <= item.post.date.at)


def from_root(target: str, kind: str, places: Places) -> Resolved:
    """Where a target leads that is written from the site's root. Raises `Nowhere`."""
    parts = urls.split(target)
    if parts.netloc:
        what = f"{_NOUNS[kind]} “{target}” dẫn tới máy khác mà thiếu “https:”"
        raise Nowhere(what, f"hãy viết “https:{target}”")
    wanted = unquote(parts.path).removeprefix("/").removesuffix("index.html")
    for asked in (wanted, f"{wanted}/"):
        address = places.moved.get(asked, asked)
        if address in places.addresses:
            if kind == "image" and not (is_picture(address) or is_drawing(address)):
                [(_, what, hint)] = publishable.shown(address, leads=False)
                raise Nowhere(f"ảnh “{target}”: {what}", hint)
            query, fragment = _tail(target)
            return Resolved(quote(address) + query + fragment)
    nearest = places.near(places.addresses).nearest(wanted)
    raise Nowhere(
        f"{_NOUNS[kind]} “{target}” không có trên trang này",
        f"có phải “/{nearest}” không?" if nearest else "hãy kiểm tra lại địa chỉ",
    )


def _own(item: PostSnapshot, media: Media) -> Resolved:
    folder = posixpath.dirname(item.post.path)
    return Resolved(item.post.url + quote(posixpath.relpath(media.path, folder)), media, True)


def _tail(target: str) -> tuple[str, str]:
    parts = urls.split(target)
    query = f"?{parts.query}" if parts.query else ""
    return query, f"#{parts.fragment}" if parts.fragment else ""


def check_anchor(target: str, anchor: str, anchors: frozenset[str] | None, places: Places) -> None:
    """Raise `Nowhere` where the page that `target` leads to has other `anchors`."""
    if not anchor or anchors is None or anchor in anchors:
        return
    nearest = places.near(anchors).nearest(anchor)
    hint = f"có phải “#{nearest}” không?" if nearest else "hãy bỏ phần sau dấu “#”"
    if not nearest and target.startswith("#"):  # as Word's contents, notes and comments have it
        hint = "hãy bỏ liên kết, giữ lại chữ"
    raise Nowhere(f"liên kết “{target}”: trang đích không có mục “#{anchor}”", hint)


_NOUNS = {"link": "liên kết", "image": "ảnh", "file": "tệp"}


def _missing(path: str, target: str, kind: str, places: Places) -> Nowhere:
    if kind == "image":
        what = f"không có ảnh “{target}”"
        other = "hãy đặt ảnh cạnh bài và viết đúng tên tệp"
    elif kind == "file" or not target.partition("#")[0].endswith((".md", "/")):
        what = f"không có tệp “{target}”"
        other = "hãy đặt tệp cạnh bài hoặc trong docs/tep/ và viết đúng tên"
    else:
        what = f"liên kết “{target}” không dẫn tới trang nào"
        other = "hãy kiểm tra lại đường dẫn, tính từ thư mục chứa bài"
    if hint := places.hint(project_path(path, target)):
        return Nowhere(what, hint)
    # Without an ending its name tells no kind: a page would be no file or picture.
    guessable = kind == "link" or "." in posixpath.basename(target)
    like = _like(path, target, places) if guessable else None
    return Nowhere(what, f"có phải “{like}” không?" if like else other)


def _like(path: str, target: str, places: Places) -> str | None:
    """The source whose file name is most like the target's, as a link from `path`."""
    stem, ending = posixpath.splitext(posixpath.basename(project_path(path, target)))
    names, paths = places.stems(ending)
    nearest = names.nearest(stem, 0.7)
    return posixpath.relpath(paths[nearest], posixpath.dirname(path)) if nearest else None
