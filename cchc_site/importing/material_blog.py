"""A blog of Material for MkDocs → drafts.

Touches the disk, for reading only. Addresses are made as its plugin makes them (by its libraries,
Babel and pymdown-extensions): https://squidfunk.github.io/mkdocs-material/plugins/blog/.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from cchc_site.importing import (
    dates,
    foreign_markdown,
    foreign_matter,
    site_drafts,
    site_links,
    site_signs,
)
from cchc_site.importing.draft import Draft, ImportOptions, Refusal, Refused
from cchc_site.importing.foreign_matter import text, texts
from cchc_site.importing.site_drafts import ForeignPost, SiteReading
from cchc_site.importing.site_links import SitePost


class _BlogLoader(yaml.SafeLoader):
    """Reads configurations of MkDocs, in which Python is named: it is never looked up."""


def _named(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return ""


_BlogLoader.add_multi_constructor("tag:yaml.org,2002:python/", _named)
_BlogLoader.add_multi_constructor("!", _named)


class _Blog(Struct, frozen=True):
    """One blog of a site: its folder relative to that of the pages, its posts, its options."""

    docs: Path
    name: str
    options: Mapping[str, Any]

    def option(self, key: str, default: str) -> str:
        """An option of the plugin."""
        value = text(self.options.get(key)) or default
        return value.replace("{blog}", self.name if self.name != "." else "").lstrip("/")

    @property
    def posts(self) -> Path:
        """The folder of the posts."""
        return self.docs / self.option("post_dir", "{blog}/posts")

    @property
    def slug(self) -> Callable[[str], str]:
        """What makes the last part of an address of a title."""
        from pymdownx.slugs import slugify  # type: ignore[import-untyped]

        kwds = self.options.get("post_slugify")
        kwds = kwds.get("kwds") if isinstance(kwds, dict) else None
        kwds = {key: value for key, value in (kwds or {"case": "lower"}).items() if key in _KWDS}
        make = slugify(**kwds)
        separator = self.option("post_slugify_separator", "-")
        return lambda title: str(make(title, separator))


_KWDS = ("case", "percent_encode", "normalize")


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The drafts that the posts of a site are. Raises `Refused` and `OSError`."""
    if not path.is_dir():
        raise Refused("hãy chỉ thư mục của trang, nơi có mkdocs.yml")
    config = _config(path)
    blogs = [*_blogs(path, config)]
    found = [(blog, file) for blog in blogs for file in site_drafts.files(blog.posts, (".md",))]
    if not found:
        raise Refused("không thấy bài nào trong thư mục posts của blog; hãy xem lại đường dẫn")
    url = text(config.get("site_url"))
    base = site_links.folder(path, [], url, []).base
    by_file = {file: blog for blog, file in found}
    has_folders = config.get("use_directory_urls") is not False
    posts = site_drafts.gathered(
        by_file, lambda file: _post(by_file[file], file, base, has_folders, options)
    )
    names = _names(blogs)
    site = site_links.folder(path, [blogs[0].docs], url, site_drafts.places(posts))
    reading = SiteReading(site, lambda key: names.get(key, key))
    yield from site_drafts.drafts(posts, reading, options)


def _config(path: Path) -> Mapping[str, Any]:
    for name in site_signs.MATERIAL_CONFIGS:
        if (path / name).is_file():
            try:
                read_config = yaml.load(site_drafts.text_of(path / name), _BlogLoader)  # noqa: S506
            except (yaml.YAMLError, RecursionError):
                raise Refused(f"{name} viết sai; hãy sửa rồi nhập lại") from None
            return read_config if isinstance(read_config, dict) else {}
    return {}


def _blogs(path: Path, config: Mapping[str, Any]) -> Iterator[_Blog]:
    """The blogs of a site."""
    if not config:
        yield _Blog(path.parent, path.name, {})
        return
    docs = path / (text(config.get("docs_dir")) or "docs")
    plugins = config.get("plugins") or []
    rows = (
        plugins.items()
        if isinstance(plugins, dict)
        else [
            pair
            for each in plugins
            for pair in (each.items() if isinstance(each, dict) else [(each, {})])
        ]
    )
    for name, told in rows:
        if str(name).rpartition("/")[2] == "blog":
            own = told if isinstance(told, dict) else {}
            yield _Blog(docs, text(own.get("blog_dir")) or "blog", own)


def _names(blogs: list[_Blog]) -> Mapping[str, str]:
    """The names of authors by their keys."""
    names: dict[str, str] = {}
    for blog in blogs:
        file = blog.docs / blog.option("authors_file", "{blog}/.authors.yml")
        if not file.is_file():
            continue
        told = foreign_matter.of_yaml(site_drafts.text_of(file)).get("authors")
        for key, person in (told if isinstance(told, dict) else {}).items():
            name = text(person.get("name")) if isinstance(person, dict) else text(person)
            names[str(key)] = name or str(key)
    return names


def _post(
    blog: _Blog, file: Path, base: str, has_folders: bool, options: ImportOptions
) -> ForeignPost:
    read_text = foreign_matter.split(site_drafts.text_of(file))
    values = read_text.values
    heading, _ = foreign_markdown.taken_title(read_text.body)
    title = text(values.get("title")) or heading or file.stem.replace("-", " ").capitalize()
    date = values.get("date")
    written = text(date.get("created") if isinstance(date, dict) else date)
    day = dates.read(written, options.settings.timezone) if written else None
    address = ""
    if day and day.date:
        url = _url(blog, file, title, values, dt.date.fromisoformat(day.date[:10]))
        address = f"{base}/{url}" + ("/" if has_folders else ".html")
    draft = foreign_matter.is_true(values.get("draft"))
    return ForeignPost(SitePost(file, address, draft), read_text, title, [address])


def _url(blog: _Blog, file: Path, title: str, values: Mapping[str, Any], day: dt.date) -> str:
    from babel.dates import format_date

    form = blog.option("post_url_format", "{date}/{slug}")
    most = blog.options.get("post_url_max_categories")
    slug = blog.slug
    categories = texts(values.get("categories"))[: most if isinstance(most, int) else 1]
    pattern = text(blog.options.get("post_url_date_format")) or "yyyy/MM/dd"
    parts = {
        "date": format_date(day, pattern, "en"),
        "slug": text(values.get("slug")) or slug(title),
        "categories": "/".join(map(slug, categories)),
        "file": file.stem,
    }
    for name, part in parts.items():
        form = form.replace("{" + name + "}", part)
    lead = "" if blog.name == "." else blog.name.strip("/")
    return posixpath.normpath(posixpath.join(lead, form.strip("/")))
