"""What the texts of another site lead to: its own posts, files that lie in it, the rest of it.

Touches the disk, for reading only; nothing outside the site's folder is read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from msgspec import Struct

from cchc_site.base import urls
from cchc_site.importing.draft import LeftOut
from cchc_site.importing.page_files import PageFiles

_LARGEST_FILE = 100_000_000  # bytes
_WEB = ("http://", "https://")


class SitePost(Struct, frozen=True):
    """A post of another site: its file, and its address from the root of that site."""

    path: Path
    address: str
    is_draft: bool = False


class SiteFolder(Struct, frozen=True):
    """Another site: its folder, the folders in it that are published at its root, its address (""
    for an unknown one), its posts by their files' paths from the folder, and by their addresses."""

    root: Path
    public: Sequence[Path]
    url: str
    by_path: Mapping[str, SitePost]
    by_address: Mapping[str, SitePost]

    @property
    def base(self) -> str:
        """The path at which the site begins, without a slash at its end."""
        return urls.split(self.url).path.rstrip("/")


def folder(root: Path, public: Sequence[Path], url: str, posts: Sequence[SitePost]) -> SiteFolder:
    """The site in the folder `root`."""
    whole = root.resolve()
    by_path = {post.path.resolve().relative_to(whole).as_posix(): post for post in posts}
    by_address = {_key(post.address): post for post in posts if post.address}
    return SiteFolder(whole, [path.resolve() for path in public], url, by_path, by_address)


def _key(address: str) -> str:
    return normalize("NFC", unquote(address)).removesuffix("index.html").rstrip("/")


class SiteStore:
    """The files that lie in a site, as a text in the file `page` names them."""

    def __init__(self, site: SiteFolder, page: Path) -> None:
        """`page` lies in the site."""
        self._site, self._page = site, page.resolve()

    def read(self, address: str) -> bytes | None:
        """The file at an address from the root, or one relative to the page."""
        parts = urls.split(address.replace("\\", "/"))
        if parts.scheme or parts.netloc:
            if not self._site.url or not address.startswith(self._site.url):
                return None
            path = "/" + address.removeprefix(self._site.url).partition("?")[0].lstrip("/")
        else:
            path = parts.path
        path = normalize("NFC", unquote(path))
        if not path or "\0" in path:
            return None
        if path.startswith("/"):
            inner = path.removeprefix(self._site.base).lstrip("/")
            places = [public / inner for public in self._site.public]
        else:
            places = [self._page.parent / path, *(public / path for public in self._site.public)]
        return next((content for place in places if (content := self._content(place))), None)

    def named(self, name: str) -> bytes | None:
        """None: a site's links say where a file lies."""
        return None

    def _content(self, path: Path) -> bytes | None:
        try:
            whole = path.resolve()
            if not whole.is_relative_to(self._site.root) or not whole.is_file():
                return None
            return whole.read_bytes() if whole.stat().st_size <= _LARGEST_FILE else None
        except (OSError, ValueError):
            return None


class SiteTargets:
    """Where the links and pictures of one text lead."""

    def __init__(self, site: SiteFolder, post: SitePost, title: str) -> None:
        """`post` is the one that holds the text."""
        self._site, self._post = site, post
        base = f"{site.url.rstrip('/')}{post.address.removeprefix(site.base)}" if site.url else ""
        self.files = PageFiles(SiteStore(site, post.path), base, title)
        self.left_out: list[LeftOut] = []

    def link(self, address: str, words: str) -> str:
        """Where a link leads: a post by its old address, a file, the old site; "" for nowhere."""
        if address.startswith("#"):
            return address
        path, _, fragment = address.partition("#")
        post = self._named(path)
        if post is not None and not post.is_draft:
            return post.address + (f"#{fragment}" if fragment else "")
        if post is not None or urls.split(path).path.endswith((".md", ".markdown")):
            self.left_out.append(LeftOut(f"liên kết “{address}”", f"chữ “{words[:60]}”"))
            return ""
        return self.files.link(address, words)

    def image(self, address: str, alt: str) -> tuple[str, str]:
        """The file of a picture and its description, "" where there is none."""
        return self.files.image(address, alt)

    def _named(self, path: str) -> SitePost | None:
        """The post at an address, or in a file that is named relative to the text."""
        whole = path.removeprefix(self._site.url.rstrip("/")) if self._site.url else path
        if whole.startswith(_WEB) or not whole:
            return None
        plain = normalize("NFC", unquote(whole.partition("?")[0]))
        if plain.startswith("/"):
            based = plain if plain.startswith(self._site.base) else self._site.base + plain
            return self._site.by_address.get(_key(based))
        here = self._post.path.resolve().relative_to(self._site.root).as_posix()
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(here), plain))
        from_page = posixpath.normpath(posixpath.join(self._post.address, plain))
        return (
            self._site.by_path.get(beside)
            or self._site.by_path.get(f"{beside}/index.md")
            or self._site.by_address.get(_key(from_page))
        )
