"""Which address belongs to whom: every file of the site has one owner.

Pure. A post's address is decided by its date and file name, a docs page's by MkDocs. Names that
differ only in case or in the form of their marks are the same: a site must also stand on file
systems that do not tell them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote

from cchc_site.base.problems import Problem
from cchc_site.content.post import Post
from cchc_site.media import publishable
from cchc_site.site.snapshot import PostSnapshot

OWN_FILES = frozenset(("404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz"))
LISTS, GENERATED = "trang danh sách tin", "tệp do hệ thống tạo"
SERVER_FILES = (
    "_headers",
    "_redirects",
    "may-chu/nginx.conf",
    "may-chu/nginx-chuyen-huong.conf",
    "may-chu/nginx-trang.conf",
    "may-chu/Caddyfile",
    "may-chu/Caddyfile-chuyen-huong",
    "may-chu/Caddyfile-trang",
)
YIELDING = ("robots.txt", *SERVER_FILES)
"""Files of ours that are not made where docs/ has them."""
KEPT_FREE = (
    *sorted(OWN_FILES - {"robots.txt"}),
    *(f"sitemap-{number}.xml" for number in range(1, 100)),
    "search/search_index.json",  # of MkDocs' own search
    "SHA256SUMS",
    "tim-kiem/chi-muc",
    "assets/cchc",
)
"""Files, and folders with all that is in them, that only the system makes."""

_OF_POST = re.compile(r"tin-tuc/[0-9]{4}/[0-9]{2}/[a-z0-9-]+/")
_LONGEST_NAME, _LONGEST = 255, 1000  # bytes; of a name in common file systems, of an address


class OutputPath(NamedTuple):
    """A file that the site is to hold: its `path` in the site (a folder's stands for all in it),
    its `owner` in words, and, where the system does not make it, the file and the line of the
    project by which it comes to be, and how to give it another path."""

    path: str
    owner: str
    source: str = ""
    line: int = 0
    hint: str = "hãy đổi tên tệp này"

    def clash(self, taken: str, owner: OutputPath) -> Problem:
        """What is wrong, since the path `taken` belongs to `owner`."""
        verb = "đã thuộc về" if owner.source else "dành cho"
        what = f"địa chỉ /{taken} {verb} {owner.owner}"
        return Problem(self.source, self.line, what, self.hint)


class PlannedAddresses(NamedTuple):
    """The addresses that the portal has of its own beside posts: those of `pages`, and those of
    `files` for machines."""

    pages: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


class OldAddress(NamedTuple):
    """An address that once was public: its path, decoded, from the root, and the names and values
    of its query, as they are written in addresses."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """As it is written."""
        pairs = "&".join(f"{name}={value}" if value else name for name, value in self.query)
        return f"/{self.path}?{pairs}" if self.query else f"/{self.path}"

    @property
    def url(self) -> str | None:
        """The address of the page that can stand there; None for none."""
        return None if self.query else address(f"/{quote(self.path)}")

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The same for all ways to write the address."""
        return _key(self.path.removesuffix("index.html").rstrip("/")), tuple(sorted(self.query))


class OutputPaths:
    """The files of a site by their paths; who comes first has the path."""

    def __init__(self) -> None:
        """Nobody has any."""
        self._files: dict[str, OutputPath] = {}
        self._folders: dict[str, OutputPath] = {}

    def give(self, output: OutputPath) -> None:
        """Give a path to what the system makes: never twice, by construction."""
        self._enter(_key(output.path), output)

    def claim(self, output: OutputPath) -> OutputPath | None:
        """Give a path to `output`, unless it, a folder above it or something in it is a file of
        another owner, who is returned."""
        key = _key(output.path)
        owner = self._files.get(key) or self._folders.get(key)
        parent = key
        while owner is None and (parent := parent.rpartition("/")[0]):
            owner = self._files.get(parent)
        if owner is None:
            self._enter(key, output)
        elif (owner.owner, owner.path) == (output.owner, output.path):
            return None  # two posts' links to one file, say
        return owner

    def claim_all(self, pages: Sequence[OutputPath]) -> bool:
        """Give all `pages`, each in a folder of its own, their paths; False, and none is given,
        where a path may be taken."""
        by_key = {_key(page.path): page for page in pages}
        own = {key.rpartition("/")[0]: page for key, page in by_key.items()}
        above: dict[str, OutputPath] = {}
        for folder, page in own.items():
            while (folder := folder.rpartition("/")[0]) and folder not in above:
                above[folder] = page
        taken = self._files.keys() | self._folders.keys()
        if (
            len(by_key) < len(pages)
            or by_key.keys() & taken
            or own.keys() & above.keys()
            or (own.keys() | above.keys()) & (self._files.keys() | by_key.keys())
        ):
            return False
        self._files |= by_key
        self._folders = above | own | self._folders
        return True

    def _enter(self, key: str, output: OutputPath) -> None:
        self._files.setdefault(key, output)
        parent = key
        while (parent := parent.rpartition("/")[0]) and parent not in self._folders:
            self._folders[parent] = output


def _key(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", path).casefold()


def file_of(url: str) -> str:
    """The file at which the address `url` is looked up.

    >>> file_of("nam/"), file_of("feed.xml")
    ('nam/index.html', 'feed.xml')
    """
    return f"{url}index.html" if url.endswith("/") or not url else url


def _url(path: str) -> str:
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def collisions(
    items: Sequence[PostSnapshot],
    made: Iterable[OutputPath] = (),
    others: Iterable[OutputPath] = (),
) -> Iterator[Problem]:
    """Whatever claims a taken path: `made` are the files that the system makes, then those of
    docs/; then come the pages of posts, the files that posts and records bring (`others`), and old
    addresses."""
    outputs = OutputPaths()
    ordered = sorted(items, key=lambda item: item.post.path)
    for output in made:
        if not output.source:
            outputs.give(output)
        elif owner := outputs.claim(output):
            yield output.clash(_url(owner.path), owner)
    yield from _of_pages(ordered, outputs)
    for output in others:
        if owner := outputs.claim(output):
            yield output.clash(_url(owner.path), owner)
    for item in ordered:
        if item.post.aliases:
            yield from _aliases(item, outputs)


def _of_pages(items: Sequence[PostSnapshot], outputs: OutputPaths) -> Iterator[Problem]:
    """Give the pages of posts their paths; those that claim a taken one."""
    paths = [OutputPath(file_of(item.post.url), item.post.path, item.post.path) for item in items]
    # At once where all is well: one by one takes 12 µs a post, a tenth of an edit's time.
    if outputs.claim_all(paths):
        return
    for item, path in zip(items, paths, strict=True):
        if owner := outputs.claim(path):
            yield _taken(item.post, owner)


def _taken(post: Post, owner: OutputPath) -> Problem:
    return Problem(
        post.path,
        post.line("slug"),
        f"địa chỉ /{_url(owner.path)} đã thuộc về {owner.owner}",
        "hãy đổi tên tệp, hoặc thêm dòng “slug: …” với một tên khác",
    )


def _aliases(item: PostSnapshot, outputs: OutputPaths) -> Iterator[Problem]:
    post = item.post
    for alias in post.aliases:
        line = post.line("aliases", alias)
        url = address(alias)
        if url is None:
            old = old_address(alias)
            if old and old.query and len(str(old)) <= _LONGEST:
                continue  # which servers answer, and no page
            why, hint = _wrong(_path(alias))
            yield Problem(post.path, line, f"địa chỉ cũ “{alias}” {why}", hint)
            continue
        owner = outputs.claim(OutputPath(file_of(url), post.path, post.path, line))
        if owner or _key(file_of(url)) == _key(file_of(post.url)):
            owner = owner or OutputPath(file_of(post.url), post.path)
            yield Problem(
                post.path,
                line,
                f"địa chỉ cũ /{_url(owner.path)} đã thuộc về {owner.owner}",
                "hãy xóa địa chỉ này khỏi “aliases”",
            )


def address(alias: str) -> str | None:
    """`alias` as an address from the site's root, or None when it is none.

    >>> address("/tin/123"), address("tin/cu.html"), address("https://x.vn/a")
    ('tin/123/', 'tin/cu.html', None)
    """
    path = _path(alias)
    if not path:
        return path if alias.startswith("/") else None
    if _wrong(path)[0]:
        return None
    return path if path.endswith(("/", ".html")) else f"{path}/"


def old_address(written: str) -> OldAddress | None:
    """An address that follows the name of a host, or None when it is none; its fragment, which no
    server is told, does not count.

    >>> old_address("/web/guest/chi-tiet?id=123&p=").query
    (('id', '123'), ('p', ''))
    """
    path, _, query = written.partition("#")[0].partition("?")
    plain = unicodedata.normalize("NFC", unquote(path))
    parts = plain.split("/")
    if not plain.startswith("/") or plain.startswith("//") or {".", ".."} & set(parts):
        return None
    if not f"{plain}{query}".isprintable() or " " in query or "\ufffd" in plain:
        return None
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return OldAddress(plain[1:], tuple((name, value) for name, _, value in pairs))


def moved(items: Iterable[PostSnapshot]) -> dict[str, str]:
    """The addresses of posts by their old ones at which there are pages."""
    return {
        url: item.post.url
        for item in items
        for alias in item.post.aliases
        if (url := address(alias)) is not None
    }


def first(post: Post) -> str:
    """The first address that a post had here: the first of its aliases that is an address of posts
    (`cchc move` adds the newest last), else its own. Feed readers know the post by it."""
    for alias in post.aliases:
        url = address(alias)
        if url is not None and _OF_POST.fullmatch(url):
            return url
    return post.url


def _path(alias: str) -> str:
    return unicodedata.normalize("NFC", unquote(alias)).removeprefix("/").removesuffix("index.html")


def _wrong(path: str) -> tuple[str, str]:
    """What is wrong with `path` as an old address, "" for nothing, and how to hint it."""
    parts = path.removesuffix("/").split("/")
    plain = path.isprintable() and not set(path).intersection(" ?#\\:\ufffd")
    if not plain or any(part in ("", ".", "..") for part in parts):
        hint = "hãy viết phần sau tên miền, ví dụ “/tin/2019/lich-tiep-dan/”"
        return "viết chưa đúng", hint
    longest = max(len(part.encode()) for part in parts)
    if longest > _LONGEST_NAME or len(path.encode()) > _LONGEST:
        hint = f"hãy xóa địa chỉ này khỏi “aliases”; mỗi phần không quá {_LONGEST_NAME} byte"
        return "quá dài, máy chủ không lưu được", hint
    why = next(filter(None, map(publishable.address, parts)), "")
    return why, "hãy xóa địa chỉ này khỏi “aliases”; nếu cần, chuyển hướng nó ở máy chủ"
