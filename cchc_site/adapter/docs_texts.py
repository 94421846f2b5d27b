"""The texts of docs pages, as MkDocs hands them over, made like those of posts: their tables, and
what their links to files say.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from cchc_site.adapter import docs_tables
from cchc_site.adapter.docs_meta import language
from cchc_site.adapter.files import NewsFile
from cchc_site.base import vietnamese
from cchc_site.content import text

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def text_of(html: str, page: Page, files: Files) -> str:
    """The text of `page`: its tables scroll, without inline styles, and its links to files say the
    file's kind and size."""
    html = docs_tables.scrollable(docs_tables.aligned(html), language(page))

    def told(link: re.Match[str]) -> str:
        file = _file(urljoin(page.url, urldefrag(unescape(link[1])).url), files)
        kind = text.file_kind(file.src_uri) if file else ""
        if not (file and kind):
            return link[0]
        weight = vietnamese.file_size(_size(file))
        return link[0] + text.file_told(_TAG.sub("", link[2]), html, link.end(), kind, weight)

    return _LINK.sub(told, html)


def _file(url: str, files: Files) -> File | None:
    """The file of docs/ at `url` that readers get as it is, if there is one."""
    if "." not in url.rpartition("/")[2] or ":" in url:
        return None
    others = (file for file in files if not isinstance(file, NewsFile) and file.url == url)
    file = next(others, None)
    return file if file and not file.is_documentation_page() and file.abs_src_path else None


def _size(file: File) -> int:
    return Path(file.abs_src_path or "").stat().st_size
