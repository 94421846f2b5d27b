"""What is wrong with the pages of docs/ and with a site's own templates.

Part of the MkDocs adapter. What MkDocs itself finds in links between these pages is said by
docs_links.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from cchc_site.adapter import components, docs_pages, misplaced, project
from cchc_site.adapter.docs_links import DocsLinks, line_of
from cchc_site.adapter.files import NewsFile, source
from cchc_site.base import urls
from cchc_site.base.problems import Problem

if TYPE_CHECKING:
    from jinja2 import Environment

_LINKS_LOG = project.host_log.getChild("structure.pages")
_ADDRESS = re.compile(r"(?:\(<?|\]:\s*<?|<|(?:href|src)=[\"']?)([^\s<>()\"']*//[^\s<>()\"']+)")


def watch_links(files: Files, posts_dir: str, root: Path, config: MkDocsConfig) -> DocsLinks:
    """What collects and rewords what MkDocs says of links from now on, until `unwatch_links`."""

    def read(src_uri: str) -> tuple[str, str]:
        file = files.get_file_from_path(src_uri)
        return source(src_uri, root, config), file.content_string if file else ""

    links = DocsLinks(posts_dir, read)
    _LINKS_LOG.addFilter(links)
    return links


def unwatch_links(links: DocsLinks) -> None:
    """Let MkDocs say again what it finds in its own words."""
    _LINKS_LOG.removeFilter(links)


def problems(
    env: Environment, files: Files, posts_dir: str, root: Path, config: MkDocsConfig
) -> Iterator[Problem]:
    """All that is wrong with them, once MkDocs has read the pages."""
    yield from project.unreadable(config)
    yield from docs_pages.problems(files, root, config)
    yield from misplaced.in_docs(files, posts_dir, root, config)
    yield from _lost_anchors(files, root, config)
    yield from _lost_templates(env, files, root, config)
    yield from components.problems(env, config, root)


def validate_anchors(files: Files, config: MkDocsConfig) -> None:
    """Let MkDocs look for the parts of pages that links name, which it does when all is built."""
    for file in files.documentation_pages():
        if file.page:
            level = config.validation.links.anchors
            file.page.validate_anchor_links(files=files, log_level=level)


def _lost_anchors(files: Files, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """Links of docs pages to parts of posts that are not there."""
    for file in files.documentation_pages():
        links = (file.page.links_to_anchors if file.page else None) or {}
        for target, anchors in links.items():
            for anchor, url in anchors.items():
                if isinstance(target, NewsFile) and anchor not in target.anchors:
                    yield Problem(
                        source(file.src_uri, root, config),
                        line_of(file.content_string, url),
                        f"liên kết “{url}”: trang đích không có mục “#{anchor}”",
                        "hãy sửa hoặc bỏ phần sau dấu “#”",
                    )


def _lost_templates(
    env: Environment, files: Files, root: Path, config: MkDocsConfig
) -> Iterator[Problem]:
    """Templates that docs pages name and the theme does not have, such as that of the portal's
    home page in another look."""
    for file in files.documentation_pages():
        name = file.page and file.page.meta.get("template")
        if not name or isinstance(file, NewsFile) or not env.loader:
            continue
        try:
            env.loader.get_source(env, str(name))
        except TemplateNotFound:
            hint = "hãy bỏ dòng này, hoặc thêm mẫu ấy vào “custom_dir”"
            if name == "home.html":
                hint = (
                    "hãy đặt “look: portal” trong mkdocs.yml, vì mẫu này chỉ có ở đó, "
                    "hoặc bỏ dòng này"
                )
            lines = file.content_string.splitlines()
            line = next((n for n, text in enumerate(lines, 1) if text.startswith("template:")), 0)
            path = source(file.src_uri, root, config)
            yield Problem(path, line, f"không có mẫu trang “{name}”", hint)


def wrong_addresses(files: Files, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """The addresses in docs pages that are none, at which MkDocs stops: it tells neither line nor
    address."""
    for file in files.documentation_pages():
        if isinstance(file, NewsFile):
            continue
        path = source(file.src_uri, root, config)
        for number, line in enumerate(file.content_string.splitlines(), 1):
            for address in _ADDRESS.findall(line):
                if not urls.split(address).netloc:
                    yield Problem(
                        path,
                        number,
                        f"địa chỉ “{address}” viết sai",
                        "hãy sửa cho đúng, ví dụ https://ten-mien.vn/trang, hoặc bỏ dấu “[” và “]”",
                    )
