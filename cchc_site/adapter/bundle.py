"""`cchc bundle`: the pages of a year in one file that opens from a disk, with its own search.

Part of the MkDocs adapter: takes what the last build has published.
"""

from __future__ import annotations

import dataclasses
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from mkdocs.config import load_config
from msgspec import Struct

from cchc_site.adapter import project, theme
from cchc_site.adapter.check import plugin_of
from cchc_site.adapter.options import CchcConfig
from cchc_site.adapter.publisher import search_about
from cchc_site.adapter.report import posts_of
from cchc_site.base.workers import Workers
from cchc_site.build.search_index import Indexer
from cchc_site.build.stage import Build
from cchc_site.rendering import offline, stylesheets
from cchc_site.search import format as index_format
from cchc_site.site import search_items
from cchc_site.site.addresses import file_of
from cchc_site.site.news_site import NewsSite
from cchc_site.storage import folders
from cchc_site.storage.published import PublishedSite

_SEARCH = "tim-kiem/index.html"
_LIVE = (".html", ".xml", ".json")
"""What goes on changing where the site is: other pages, feeds, the register as data."""


class Bundled(Struct, frozen=True):
    """How many posts are in a bundle, and how many bytes it has."""

    posts: int
    size: int


def bundle(config_file: str, year: int, target: Path) -> Bundled:
    """Write the posts of `year` with the pages of its months, all that they show and the documents
    to take away into the zip file `target`: the same site gives the same bytes.

    Raises `click.ClickException` where the site has not been built, or otherwise than its posts are
    now.
    """
    config = load_config(config_file)
    options = plugin_of(config).config
    news_site = posts_of(config, project.moment(options.timezone))
    items = news_site.catalogue.by_year.get(year, ())
    if not items:
        known = ", ".join(map(str, news_site.catalogue.by_year)) or "chưa có năm nào"
        raise click.ClickException(f"không có tin nào của năm {year}; các năm có tin: {known}")
    site = Path(config.site_dir)
    pages = {file_of(item.post.url) for item in items}
    pages |= {_SEARCH} if options.search else set()
    pages |= {
        path.relative_to(site).as_posix() for path in (site / f"nam/{year}").rglob("index.html")
    }
    if missing := sorted(path for path in pages if not (site / path).is_file()):
        hint = "hãy chạy “mkdocs build” rồi chạy lại lệnh này"
        raise click.ClickException(f"trang trong {site.name}/ chưa có {missing[0]}; {hint}")
    files = _Files(site, frozenset(pages), theme.site_url(config))
    contents = dict(files.contents())
    if options.search:
        contents |= _search(news_site, items[0].post.day.year, options)
    title = f"{config.site_name}: tin năm {year}"
    contents["index.html"] = offline.entrance(f"nam/{year}/index.html", title).encode()
    _write(target, f"tin-{year}", year, contents)
    return Bundled(len(items), target.stat().st_size)


class _Files:
    """The files of the site that are taken along: `pages`, and what they show."""

    def __init__(self, site: Path, pages: frozenset[str], site_url: str) -> None:
        """Nothing is read yet."""
        self._site, self._pages, self._url = site, pages, site_url
        self._waiting = sorted(pages)
        self._taken = set(pages)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Each file with its bytes, as they are on a disk."""
        while self._waiting:
            path = self._waiting.pop()
            content = (self._site / path).read_bytes()
            if path in self._pages:
                html = offline.page(content.decode(), path, self._url, self._takes)
                content = (offline.searching(html, path) if path == _SEARCH else html).encode()
            elif path.endswith(".css"):
                content = offline.sheet(content.decode(), path, self._takes).encode()
            yield path, content

    def _takes(self, path: str) -> bool:
        """Whether the file at `path` is taken; it is from now on, unless it lives on."""
        if path in self._taken:
            return True
        if path.endswith(_LIVE) or not (self._site / path).is_file():
            return False
        self._taken.add(path)
        self._waiting.append(path)
        return True


def _search(news_site: NewsSite, year: int, options: CchcConfig) -> Mapping[str, bytes]:
    """The files of a search among the posts of `year` alone."""
    whole = news_site.catalogue
    catalogue = dataclasses.replace(whole, items=tuple(whole.by_year[year]))
    with tempfile.TemporaryDirectory(prefix="cchc-bundle-") as folder:
        root = Path(folder)
        workers = Workers()
        stage = folders.folders_for(root / "site", root)
        build = Build(stage, root / "site", PublishedSite(root / "site", {}, workers), workers)
        indexer = Indexer(build, {}, lambda _: None)
        indexer.index(search_items.segments_of_posts(catalogue), (), search_about(options, whole))
        index = stage.news / index_format.ROOT
        files = {
            path.relative_to(index).as_posix(): path.read_text("utf-8")
            for path in sorted(index.rglob("*.json"))
        }
        folders.remove(stage.home)
    return {
        offline.DATA: offline.data(files).encode(),
        offline.SCRIPT: stylesheets.offline().encode(),
    }


def _write(target: Path, folder: str, year: int, contents: Mapping[str, bytes]) -> None:
    """Write the zip file whole, or leave the one that is there."""
    part = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(contents):
            info = zipfile.ZipInfo(f"{folder}/{path}", (max(year, 1980), 12, 31, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, contents[path])
    part.replace(target)
