"""What is wrong with values of mkdocs.yml that name something: nobody is there.

Part of the MkDocs adapter. MkDocs checks the form of values before the site is known; here each is
followed, by the kind that its option declares (option_kinds.py).
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import TypeGuard
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from msgspec.structs import replace

from cchc_site.adapter import contact_checks, project
from cchc_site.adapter.config_lines import ConfigLines
from cchc_site.adapter.option_kinds import (
    AddressOption,
    Group,
    KeyOfOption,
    KeyOption,
    LinesOption,
    MailboxOption,
    ReadOption,
    Setting,
    Step,
    groups,
    settings,
)
from cchc_site.adapter.options import CchcConfig
from cchc_site.base import urls, vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.markdown import destinations
from cchc_site.pages import menu
from cchc_site.site.contact import Unread
from cchc_site.site.inputs import Docs
from cchc_site.site.news_site import NewsSite

_MAILBOX_EXAMPLE = "gop-y@xa.gov.vn"
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_MUCH_LIKE = 0.8
"""How like two names are (vietnamese.nearest) of which one may be the other, misspelt."""

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


def problems(
    options: CchcConfig, config: MkDocsConfig, docs: Docs, news_site: NewsSite
) -> Iterator[Problem]:
    """Every value that names what is not there, and every key that is written twice."""
    lines = ConfigLines(config)
    yield from lines.doubled()
    site = _Reachable(
        docs, os.path.relpath(config.docs_dir, project.project_root(config)), news_site
    )
    said = tuple(settings(options))
    keys = _keys(said)
    for setting in said:
        if fault := _fault(setting, keys, site):
            yield lines.problem(lines.plugin("cchc", setting.way), *fault)
    for way, group in groups(options):
        for key in group.unknown:
            yield lines.problem(lines.plugin("cchc", (*way, key)), *_unknown(key, group))
    for way, what, hint in contact_checks.contradictions(options):
        yield lines.problem(lines.plugin("cchc", way), what, hint)


def advice(config: MkDocsConfig, files: Files, news_site: NewsSite) -> Iterator[Problem]:
    """Labels of the menu that readers take for one another; files that mkdocs.yml names for MkDocs
    and that are not there, unless a plugin makes them last; authors and tags of whom it says
    something, but no post has them: misspelt, where there is one much like it, else kept for
    later; what bodies and the alert lack."""
    lines = ConfigLines(config)
    for problem in _alike(config, lines, news_site):
        yield replace(problem, level=Level.ADVICE)
    for way, name in _host_files(lines):
        if fault := _file_fault(name, files):
            yield replace(lines.problem(way, *fault), level=Level.ADVICE)
    posts = [item.post for item in news_site.loaded.items]
    named = (
        ("authors", "tác giả", {name for post in posts for name in post.authors}),
        ("tags", "thẻ", {name for post in posts for name in post.tags}),
    )
    for option, word, names in named:
        group = lines.plugin("cchc", (option,))
        known = {vietnamese.spoken(name) for name in names}
        likely = vietnamese.NameIndex(names)
        for name in lines.keys(group):
            near = likely.nearest(name, _MUCH_LIKE)
            if vietnamese.spoken(name) not in known and near:
                what = f"không bài nào có {word} “{name}” nên mục này không có tác dụng"
                problem = lines.problem((*group, name), what, f"có phải “{near}” không?")
                yield replace(problem, level=Level.ADVICE)
    options = next(plugin.config for plugin in config.plugins.values() if _is_ours(plugin.config))
    for way, what, hint in contact_checks.advice(options, files, news_site.catalogue.now):
        yield replace(lines.problem(lines.plugin("cchc", way), what, hint), level=Level.ADVICE)


def _is_ours(options: object) -> TypeGuard[CchcConfig]:
    return isinstance(options, CchcConfig)


def _alike(config: MkDocsConfig, lines: ConfigLines, news_site: NewsSite) -> Iterator[Problem]:
    """What labels of the menu are like others, at the line of the longer one that the site has
    chosen."""
    ways: dict[str, tuple[object, ...]] = {}
    labels: list[str] = []
    if config.nav is None:
        categories = news_site.catalogue.categories
        labels = [item.label for item in menu.menu(categories)]
        ways = {each.label: lines.plugin("cchc", ("categories", each.key)) for each in categories}
    else:
        for number, item in enumerate(config.nav):
            for label in item if isinstance(item, dict) else ():
                labels.append(str(label))
                ways[str(label)] = ("nav", number, label)
    for short, long in menu.alike(labels):
        way = ways.get(long) or ways.get(short) or ()
        what = f"danh mục có “{short}” và “{long}”, người đọc dễ nhầm"
        yield lines.problem(way, what, "hãy đổi một tên để không tên nào mở đầu bằng tên kia")


class _Reachable:
    """What an address of this site may lead to."""

    def __init__(self, docs: Docs, docs_dir: str, news_site: NewsSite) -> None:
        self._docs_dir, self._news_site = docs_dir, news_site
        self._sources = docs.sources
        self._anchors = {unquote(place.url): place.anchors for place in docs.sources.values()}

    def fault(self, address: str) -> Fault | None:
        """What is wrong with an `address` from the root of this site."""
        path = unquote(urls.split(address).path)
        url = self._of_source(path) if path else None
        if url is not None and unquote(url) != path:
            return f"“{address}” là tệp nguồn, không phải địa chỉ", f"hãy viết “{url or '/'}”"
        if fault := self._news_site.lost_address(f"/{address.removeprefix('/')}"):
            what, hint = fault
            return what.replace("“/", "“").replace("liên kết", "địa chỉ", 1), hint.replace(
                "“/", "“"
            )
        anchor = unquote(urls.split(address).fragment)
        known = self._anchors.get(path.removeprefix("/").removesuffix("index.html"))
        if anchor and known is not None and anchor not in known:
            near = vietnamese.nearest(anchor, known)
            hint = f"có phải “#{near}” không?" if near else "hãy bỏ phần sau dấu “#”"
            return f"“{address}”: trang đích không có mục “#{anchor}”", hint
        return None

    def _of_source(self, path: str) -> str | None:
        """The address of the page or post that has its source at `path`, from docs/ or from the
        project; None where there is none."""
        for source in (posixpath.join(self._docs_dir, path), path.removeprefix("/")):
            found = posixpath.normpath(source)
            if found in self._sources:
                return self._sources[found].url
            items = self._news_site.catalogue.items if found.endswith(".md") else ()
            if urls_of_posts := [item.post.url for item in items if item.post.path == found]:
                return urls_of_posts[0]
        return None


def _keys(said: Iterable[Setting]) -> dict[str, list[Setting]]:
    """The declared keys of each scope."""
    keys = dict[str, list[Setting]]()
    for setting in said:
        if isinstance(setting.option, KeyOption):
            keys.setdefault(setting.option.scope, []).append(setting)
    return keys


def _fault(setting: Setting, keys: dict[str, list[Setting]], site: _Reachable) -> Fault | None:
    option, value = setting.option, setting.value
    match option:
        case KeyOption():
            first = next(
                other
                for other in keys[option.scope]
                if vietnamese.slug(other.value) == vietnamese.slug(value)
            )
            if first is not setting:
                what = f"mã “{value}” của {option.scope} đã dùng"
                return what, "hãy đặt mã khác, hoặc gộp hai mục làm một"
            fit = vietnamese.slug(value)
            if not _KEY.fullmatch(value):
                return f"mã “{value}” của {option.scope} viết chưa đúng", f"hãy viết “{fit}”"
        case KeyOfOption():
            known = [other.value for other in keys.get(option.scope, ())]
            if value not in known and _KEY.fullmatch(value):
                near = vietnamese.nearest(value, known)
                hint = f"có phải “{near}” không?" if near else "hãy viết tên đầy đủ, có dấu"
                return f"không có {option.scope} nào mang mã “{value}”", hint
        case ReadOption() | LinesOption():
            return _unread(option, value)
        case MailboxOption():
            if not urls.is_mailbox(value):
                hint = f"hãy viết ví dụ “{_MAILBOX_EXAMPLE}”"
                return f"“{value}” không phải địa chỉ thư điện tử", hint
        case AddressOption():
            return _place_fault(value, option.takes_mailbox, site)
    return None


def _unknown(key: str, group: Group) -> Fault:
    known = [name for name, _ in group._schema]
    near = vietnamese.nearest(key, known)
    if near:
        return f"không có mục “{key}” ở đây", f"có phải “{near}” không? Nếu không, hãy xóa dòng này"
    hint = f"hãy xóa dòng này; các mục được dùng: {', '.join(known)}"
    return f"không có mục “{key}” ở đây", hint


def _unread(option: ReadOption | LinesOption, value: str) -> Fault | None:
    try:
        option.read(value)
    except Unread as unread:
        return unread.what, unread.hint
    return None


def _place_fault(value: str, takes_mailbox: bool, site: _Reachable) -> Fault | None:
    if "@" in value and not destinations.is_external(value):
        if not urls.is_mailbox(value):
            example = _MAILBOX_EXAMPLE if takes_mailbox else f"mailto:{_MAILBOX_EXAMPLE}"
            return f"“{value}” không phải địa chỉ thư điện tử", f"hãy viết ví dụ “{example}”"
        hint = f"hãy viết “mailto:{value}”"
        return None if takes_mailbox else (f"“{value}” là hộp thư, không phải địa chỉ", hint)
    if fault := destinations.link_fault(value):
        return fault[0].replace("liên kết", "địa chỉ", 1), fault[1]
    return None if destinations.is_external(value) else site.fault(value)


def _host_files(lines: ConfigLines) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The files of the site that options of MkDocs and Material name, as they are written: plugins
    put others in their place."""
    ways: list[tuple[Step, ...]] = [("theme", "logo"), ("theme", "favicon")]
    for option in ("extra_css", "extra_javascript"):
        for number in range(lines.length((option,))):
            ways += ((option, number), (option, number, "path"))
    for way in ways:
        if name := lines.text(way):
            yield way, name


def _file_fault(name: str, files: Files) -> Fault | None:
    path = urls.split(name).path
    if destinations.is_external(name) or not path:
        return None
    known = [file.src_uri for file in files if not file.inclusion.is_excluded()]
    known += [file.dest_uri for file in files if not file.inclusion.is_excluded()]
    if unquote(path).removeprefix("/") in known:
        return None
    near = vietnamese.NameIndex(known).nearest(path)
    hint = f"có phải “{near}” không?" if near else "hãy đặt tệp ấy vào docs/, hoặc xóa dòng này"
    return f"không có tệp “{name}” trong trang", hint
