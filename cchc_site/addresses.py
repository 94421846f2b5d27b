"""Which address belongs to whom: no two things may claim one.

Pure. A post's address is decided by its date and file name, a docs page's by MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from cchc_site.problems import Problem
from cchc_site.recall import Item

_ALIAS = re.compile(r"[^\s?#\\]+")
OWN_FILES = frozenset(("404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz"))


def collisions(
    items: Sequence[Item], docs: Mapping[str, str], indexes: frozenset[str], files: frozenset[str]
) -> Iterator[Problem]:
    """Posts, docs pages and aliases that claim a taken address.

    `docs` maps a docs page's address to its path in the project; `indexes` are the addresses that
    the plugin itself fills, `files` those of other files (feeds, assets, files of docs/).
    """
    for url in sorted(indexes & docs.keys()):
        yield Problem(
            docs[url],
            0,
            f"địa chỉ /{url} dành cho trang danh sách tin",
            "hãy đổi tên tệp này",
        )
    owners = dict.fromkeys(files | OWN_FILES, "một tệp của trang")
    owners |= dict.fromkeys(indexes, "trang danh sách tin")
    owners |= docs
    ordered = sorted(items, key=lambda item: item.post.path)
    posts = {item.post.url: item.post.path for item in reversed(ordered)}
    if len(posts) < len(ordered) or not owners.keys().isdisjoint(posts):
        yield from _claims(ordered, owners)
    yield from _aliases(ordered, posts | owners)


def _claims(items: Iterable[Item], owners: Mapping[str, str]) -> Iterator[Problem]:
    taken = dict(owners)
    for item in items:
        post = item.post
        if post.url not in taken:
            taken[post.url] = post.path
            continue
        yield Problem(
            post.path,
            post.line("slug"),
            f"địa chỉ /{post.url} đã thuộc về {taken[post.url]}",
            "hãy đổi tên tệp, hoặc thêm dòng “slug: …” với một tên khác",
        )


def _aliases(items: Iterable[Item], owners: dict[str, str]) -> Iterator[Problem]:
    for item in items:
        post, line = item.post, item.post.line("aliases")
        for alias in post.aliases:
            url = address(alias)
            if url is None:
                yield Problem(
                    post.path,
                    line,
                    f"địa chỉ cũ “{alias}” viết chưa đúng",
                    "hãy viết phần sau tên miền, ví dụ “/tin/2019/lich-tiep-dan/”",
                )
                continue
            taken = next((place for place in _places(url) if place in owners), None)
            if taken is None:
                owners[url] = post.path
                continue
            yield Problem(
                post.path,
                line,
                f"địa chỉ cũ /{taken} đã thuộc về {owners[taken]}",
                "hãy xóa địa chỉ này khỏi “aliases”",
            )


def _places(url: str) -> Iterator[str]:
    """What must be free for a page at `url`: itself, and no file where a folder is needed."""
    yield url
    parts = url.removesuffix("/").split("/")
    last = len(parts) if url.endswith("/") else len(parts) - 1
    yield from ("/".join(parts[:count]) for count in range(1, last + 1))


def address(alias: str) -> str | None:
    """`alias` as an address from the site's root, or None when it is none.

    >>> address("/tin/123"), address("tin/cu.html"), address("https://x.vn/a")
    ('tin/123/', 'tin/cu.html', None)
    """
    path = unquote(alias).removeprefix("/").removesuffix("index.html")
    if not path:
        return path if alias.startswith("/") else None
    parts = path.removesuffix("/").split("/")
    if not _ALIAS.fullmatch(path) or ":" in path or any(part in ("", ".", "..") for part in parts):
        return None
    return path if path.endswith(("/", ".html")) else f"{path}/"
