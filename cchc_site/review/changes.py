"""Which pages of a site differ from those of another folder.

Touches the disk, for reading only.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import NamedTuple

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
NEW, CHANGED, GONE = "mới", "đổi", "bỏ"


class PageChange(NamedTuple):
    """A page that differs: its address in the site, its title, whether it is new, changed, gone."""

    url: str
    title: str
    kind: str


class SiteChange(NamedTuple):
    """The pages that differ in what they say; how many differ around it alone."""

    pages: tuple[PageChange, ...]
    around: int


def between(before: Path, after: Path) -> SiteChange:
    """How the pages below `after` differ from those below `before`, posts first."""
    old, new = _pages(before), _pages(after)
    pages: list[PageChange] = []
    around = 0
    for url in old.keys() | new.keys():
        if url not in new:
            pages.append(PageChange(url, _title(old[url].read_text("utf-8")), GONE))
            continue
        if url in old and old[url].read_bytes() == new[url].read_bytes():
            continue
        text = new[url].read_text("utf-8")
        if url not in old:
            pages.append(PageChange(url, _title(text), NEW))
        elif _main(old[url].read_text("utf-8")) == _main(text):
            around += 1
        else:
            pages.append(PageChange(url, _title(text), CHANGED))
    return SiteChange(tuple(sorted(pages, key=_order)), around)


def _order(page: PageChange) -> tuple[bool, str]:
    return (re.match(r"tin-tuc/\d{4}/", page.url) is None, page.url)


def _pages(folder: Path) -> dict[str, Path]:
    """The pages of a site, by their addresses in it."""
    return {
        path.relative_to(folder).as_posix().removesuffix("index.html"): path
        for path in folder.rglob("*.html")
    }


def _title(text: str) -> str:
    match = _TITLE.search(text)
    return unescape(match[1]).strip() if match else ""


def _main(text: str) -> str:
    """What a page says, without what stands around it on every page."""
    match = _MAIN.search(text)
    return match[0] if match else text


def kinds(site: Path) -> list[str]:
    """An address of each kind of page: of those whose addresses differ in names and numbers alone
    the first, by the alphabet."""
    shapes: dict[str, str] = {}
    for url in sorted(_pages(site)):
        parts = url.split("/")
        shape = "/".join([parts[0], *(re.sub(r".+", "*", part) for part in parts[1:])])
        shapes.setdefault(shape, url)
    return [*shapes.values()]
