"""The posts of a Jekyll site → drafts.

Touches the disk, for reading only. Addresses are made as Jekyll makes them:
https://jekyllrb.com/docs/permalinks/.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unicodedata import category

from msgspec import Struct

from cchc_site.importing import (
    dates,
    foreign_matter,
    site_drafts,
    site_fields,
    site_links,
    site_signs,
    templates,
)
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refusal, Refused
from cchc_site.importing.foreign_matter import text, texts
from cchc_site.importing.site_drafts import ForeignPost, SiteReading
from cchc_site.importing.site_links import SitePost

_ENDINGS = (".md", ".markdown", ".mkd", ".mkdown", ".html", ".htm")
_NAME = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-(.+)")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


class _JekyllSite(Struct, frozen=True):
    """A site's folder, its configuration, and the path at which it begins."""

    root: Path
    config: Mapping[str, Any]
    base: str


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The drafts that the posts of a site are. Raises `Refused` and `OSError`."""
    if not path.is_dir():
        raise Refused("hãy chỉ thư mục của trang Jekyll, nơi có thư mục _posts")
    config = site_drafts.config_of([path / name for name in site_signs.JEKYLL_CONFIGS])
    url = text(config.get("url")).rstrip("/")
    based = text(config.get("baseurl")).strip("/")
    base = f"/{based}" if based else ""
    site = _JekyllSite(path, config, base)
    folders = [folder for folder in (path / "_posts", *path.glob("*/_posts")) if folder.is_dir()]
    drafted = path / "_drafts"
    files = [file for folder in folders for file in site_drafts.files(folder, _ENDINGS)]
    files += site_drafts.files(drafted, _ENDINGS) if drafted.is_dir() else ()
    posts = site_drafts.gathered(files, lambda file: _post(site, file, options))
    if not posts:
        raise Refused("không thấy bài nào trong thư mục _posts; hãy xem lại đường dẫn")
    whole = f"{url}{base}/" if url else ""
    folder = site_links.folder(path, [path], whole, site_drafts.places(posts))

    def prepared(foreign: ForeignPost, left_out: list[LeftOut]) -> str:
        def said(name: str) -> str:
            lead, _, key = name.partition(".")
            return text((foreign.text.values if lead == "page" else config).get(key))

        return templates.of_liquid(
            foreign.text.body, lambda name: _named(name, folder), said, left_out
        )

    yield from site_drafts.drafts(posts, SiteReading(folder, _names(path), prepared), options)


def _named(name: str, folder: site_links.SiteFolder) -> str:
    """The address of the post that is named by its file, "" for none."""
    wanted = name.removesuffix(".md").strip("/")
    for file, post in folder.by_path.items():
        if f"/{file.rpartition('.')[0]}".endswith(f"/{wanted}"):
            return post.address
    return ""


def _names(path: Path) -> Callable[[str], str]:
    """What gives the name of an author by his key."""
    names: dict[str, str] = {}
    for file in (path / "_data/authors.yml", path / "_data/authors.yaml"):
        if file.is_file():
            for key, person in foreign_matter.of_yaml(site_drafts.text_of(file)).items():
                name = text(person.get("name")) if isinstance(person, dict) else text(person)
                names[key] = name or key
    return lambda key: names.get(key, key)


def _post(site: _JekyllSite, file: Path, options: ImportOptions) -> ForeignPost:
    read_text = foreign_matter.split(site_drafts.text_of(file))
    values = {**read_text.values}
    named = _NAME.fullmatch(file.stem)
    name = named[2] if named else file.stem
    written = text(values.get("date")) or (named[1] if named else "")
    day = dates.read(written, options.settings.timezone) if written else None
    if day and not day.date:
        values["date"] = written  # read again with the other fields, which tells that it is none
    above = [part for part in file.relative_to(site.root).parts[:-1] if not part.startswith("_")]
    categories = [*above, *_categories(values)]
    if categories:
        values["categories"] = categories
    if isinstance(values.get("tags"), str) and "," not in values["tags"]:
        values["tags"] = values["tags"].split()
    is_draft = "_drafts" in file.parts or text(values.get("published")).lower() == "false"
    if is_draft:
        values["draft"] = "true"
    date = day.date if day else ""
    address = "" if not date else _address(site, values, categories, name, date[:10])
    others = site_fields.old_addresses(values, ("redirect_from", "aliases"))
    old = site_fields.rooted(others, site.base)
    title = text(values.get("title")) or name.replace("-", " ").capitalize()
    text_of = foreign_matter.ForeignText(values, read_text.body)
    post = SitePost(file, address, is_draft)
    return ForeignPost(post, text_of, title, [address, *old], date)


def _categories(values: Mapping[str, Any]) -> list[str]:
    named = values.get("categories") or values.get("category")
    if isinstance(named, str):
        return named.split() if values.get("categories") else [named]
    return texts(named)


def _address(
    site: _JekyllSite, values: Mapping[str, Any], categories: list[str], name: str, day: str
) -> str:
    """The address of a post from the root of its host."""
    form = text(values.get("permalink")) or text(site.config.get("permalink")) or "date"
    form = _STYLES.get(form, form)
    date = dt.date.fromisoformat(day)
    slug = text(values.get("slug"))
    week = date.isocalendar()
    parts = {
        "categories": "/".join(dict.fromkeys(slugged(each) for each in categories)),
        "year": f"{date.year:04d}",
        "short_year": f"{date.year % 100:02d}",
        "month": f"{date.month:02d}",
        "i_month": str(date.month),
        "short_month": f"{date:%b}",
        "long_month": f"{date:%B}",
        "day": f"{date.day:02d}",
        "i_day": str(date.day),
        "y_day": f"{date.timetuple().tm_yday:03d}",
        "week": f"{week.week:02d}",
        "short_day": f"{date:%a}",
        "title": pretty(slug or name),
        "slug": slugged(slug or name),
        "output_ext": ".html",
    }
    names = "|".join(sorted(parts, key=len, reverse=True))
    path = re.sub(rf":({names})", lambda part: parts[part[1]], form)
    path = re.sub("//+", "/", f"/{path.lstrip('/')}")
    return f"{site.base}{path}"


def pretty(text: str) -> str:
    """`text` as Jekyll writes names of files in addresses: letters as they are, some signs too.

    >>> pretty("Thông báo (lần 2)"), pretty("lich.2024")
    ('Thông-báo-(lần-2)', 'lich.2024')
    """
    kept = "._~!$&'()+,;=@"
    out = "".join(char if category(char)[0] in "LNM" or char in kept else "-" for char in text)
    return re.sub("--+", "-", out).strip("-")


def slugged(text: str) -> str:
    """`text` as Jekyll's default mode writes it: small letters of any script, digits, hyphens.

    >>> slugged("Tin Tức"), slugged("C++ & D")
    ('tin-tức', 'c-d')
    """
    out = "".join(char if category(char)[0] in "LNM" else "-" for char in text)
    return re.sub("--+", "-", out).strip("-").lower()
