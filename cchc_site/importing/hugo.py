"""The content of a Hugo site → drafts.

Touches the disk, for reading only. Addresses are made as Hugo makes them:
https://gohugo.io/content-management/urls/.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
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
from cchc_site.importing.foreign_matter import is_true, text
from cchc_site.importing.site_drafts import ForeignPost, SiteReading
from cchc_site.importing.site_links import SitePost

_ENDINGS = (".md", ".markdown", ".html", ".htm")
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_MONTHS = (
    "january february march april may june july august september october november december".split()
)


class _HugoSite(Struct, frozen=True):
    """A site's configuration, its folder of texts, and the path at which it begins."""

    config: Mapping[str, Any]
    content: Path
    base: str


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The drafts that the texts of a site are. Raises `Refused` and `OSError`."""
    if not path.is_dir():
        raise Refused("hãy chỉ thư mục của trang Hugo, nơi có thư mục content")
    config = site_drafts.config_of([path / name for name in site_signs.HUGO_CONFIGS])
    content = path / (text(config.get("contentdir")) or "content")
    content = content if content.is_dir() else path
    url = text(config.get("baseurl"))
    site = _HugoSite(config, content, site_links.folder(path, [], url, []).base)
    files = [
        file for file in site_drafts.files(content, _ENDINGS) if not file.stem.startswith("_index")
    ]
    posts = site_drafts.gathered(files, lambda file: _post(site, file, options))
    if not posts:
        raise Refused("không thấy bài nào trong thư mục content; hãy xem lại đường dẫn")
    public = [path / "static", path / "assets", content]
    folder = site_links.folder(path, public, url, site_drafts.places(posts))

    def prepared(foreign: ForeignPost, left_out: list[LeftOut]) -> str:
        return templates.of_hugo(
            foreign.text.body, lambda name: _named(name, folder, content), left_out
        )

    yield from site_drafts.drafts(posts, SiteReading(folder, prepare=prepared), options)


def _named(name: str, folder: site_links.SiteFolder, content: Path) -> str:
    path, _, fragment = name.partition("#")
    inner = path.strip("/")
    lead = content.resolve().relative_to(folder.root).as_posix()
    wanted = posixpath.join(lead, inner) if lead != "." else inner
    for candidate in (wanted, f"{wanted}.md", f"{wanted}/index.md"):
        if post := folder.by_path.get(candidate):
            return post.address + (f"#{fragment}" if fragment else "")
    last = inner.rpartition("/")[2].removesuffix(".md")
    for file, post in folder.by_path.items():
        if file.endswith((f"/{last}.md", f"/{last}/index.md")):
            return post.address + (f"#{fragment}" if fragment else "")
    return ""


def _post(site: _HugoSite, file: Path, options: ImportOptions) -> ForeignPost:
    read_text = foreign_matter.split(site_drafts.text_of(file))
    values = read_text.values
    name = file.parent.name if file.stem == "index" else file.stem
    dated = _DATED_NAME.fullmatch(name)
    title = text(values.get("title")) or name.replace("-", " ").capitalize()
    written = text(values.get("date")) or text(values.get("publishdate"))
    day = dates.read(written or (dated[1] if dated else ""), options.settings.timezone)
    address = _address(site, file, values, title, day.date if day else "")
    section = f"/{_section(site, file)}"
    others = site_fields.old_addresses(values, ("aliases", "alias"))
    old = site_fields.rooted(others, site.base, posixpath.dirname(address.rstrip("/")) or section)
    post = SitePost(file, address, is_true(values.get("draft")))
    return ForeignPost(post, read_text, title, [address, *old], day.date if day else "")


def _section(site: _HugoSite, file: Path) -> str:
    inner = file.relative_to(site.content).parent
    if file.stem == "index":
        inner = inner.parent
    return "" if inner == Path() else inner.as_posix()


def _address(site: _HugoSite, file: Path, values: Mapping[str, Any], title: str, day: str) -> str:
    """The address of a page from the root of its host."""
    if url := text(values.get("url")):
        return f"{site.base}/{url.lstrip('/')}"
    section = _section(site, file)
    name = file.parent.name if file.stem == "index" else file.stem
    slug = text(values.get("slug"))
    form = _form(site.config.get("permalinks"), section.partition("/")[0])
    if form:
        path = _filled(form, section, urlized(slug), _of_title(title), urlized(name), day)
    else:
        path = posixpath.join(urlized(section), urlized(slug or name))
    path = path if is_true(site.config.get("disablepathtolower")) else path.lower()
    ends = ".html" if is_true(site.config.get("uglyurls")) and not form.endswith("/") else "/"
    return f"{site.base}/{path.strip('/')}{ends}"


def _form(forms: Any, section: str) -> str:
    """How the addresses of a section are made, "" for the usual way."""
    forms = forms if isinstance(forms, dict) else {}
    page = forms.get("page")
    forms = page if isinstance(page, dict) else forms
    return text(forms.get(section or "/"))


def _filled(form: str, section: str, slug: str, title: str, name: str, day: str) -> str:
    year, month, date, *_ = (*day[:10].split("-"), "", "", "")
    parts = {
        "year": year,
        "monthname": _MONTHS[int(month) - 1] if month else "",
        "month": month,
        "day": date,
        "sections": urlized(section),
        "section": urlized(section.partition("/")[0]),
        "slugorcontentbasename": slug or name,
        "slugorfilename": slug or name,
        "contentbasename": name,
        "filename": name,
        "slug": slug or title,
        "title": title,
    }
    return re.sub(
        rf":({'|'.join(sorted(parts, key=len, reverse=True))})", lambda part: parts[part[1]], form
    )


def _of_title(title: str) -> str:
    """A title as a part of an address, which is one part only."""
    return urlized(re.sub("[/+]", "-", title))


def urlized(text: str) -> str:
    """`text` as Hugo writes it in addresses: letters of any script, digits and few signs.

    >>> urlized("Họp giao ban: Quý 1/2024"), urlized("C++ (mới)")
    ('họp-giao-ban-quý-1/2024', 'c++-mới')
    """
    out = "".join(
        char
        for char in "-".join(text.split())
        if char in "./\\_-#+~%@" or category(char)[0] in "LNM"
    )
    return re.sub("--+", "-", out).strip("-").lower()
