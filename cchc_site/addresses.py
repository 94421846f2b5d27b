"""Which address belongs to whom: no two things may claim one.

Pure. A post's address is decided by its date and file name, a docs page's by MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cchc_site.load import Item
from cchc_site.problems import Problem

_ALIAS = re.compile(r"[^\s?#\\]+")


def collisions(
    items: Iterable[Item], docs: Mapping[str, str], indexes: frozenset[str]
) -> Iterator[Problem]:
    """Posts, docs pages and aliases that claim a taken address.

    `docs` maps a docs page's address to its path in the project; `indexes` are the addresses that
    the plugin itself fills.
    """
    for url in sorted(indexes & docs.keys()):
        yield Problem(
            docs[url],
            0,
            f"địa chỉ /{url} dành cho trang danh sách tin",
            "hãy đổi tên tệp này",
        )
    owners = dict(docs)
    ordered = sorted(items, key=lambda item: item.post.path)
    for item in ordered:
        post = item.post
        if post.url in owners:
            yield Problem(
                post.path,
                post.line("slug"),
                f"địa chỉ /{post.url} đã thuộc về {owners[post.url]}",
                "hãy đổi tên tệp, hoặc thêm dòng “slug: …” với một tên khác",
            )
        else:
            owners[post.url] = post.path
    yield from _aliases(ordered, owners, indexes)


def _aliases(
    items: Iterable[Item], owners: dict[str, str], indexes: frozenset[str]
) -> Iterator[Problem]:
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
            elif url in owners or url in indexes:
                yield Problem(
                    post.path,
                    line,
                    f"địa chỉ cũ /{url} đã thuộc về {owners.get(url, 'trang danh sách tin')}",
                    "hãy xóa địa chỉ này khỏi “aliases”",
                )
            else:
                owners[url] = post.path


def address(alias: str) -> str | None:
    """`alias` as an address from the site's root, or None when it is none.

    >>> address("/tin/123"), address("tin/cu.html"), address("https://x.vn/a")
    ('tin/123/', 'tin/cu.html', None)
    """
    path = alias.removeprefix("/")
    parts = path.removesuffix("/").split("/")
    if not _ALIAS.fullmatch(path) or ":" in path or any(part in ("", ".", "..") for part in parts):
        return None
    return path if path.endswith(("/", ".html")) else f"{path}/"
