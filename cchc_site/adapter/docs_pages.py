"""Which pages of docs/ stand beside each other, and which are one page in several languages.

Part of the MkDocs adapter. What a page says of itself is docs_meta.py's.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cchc_site.adapter.docs_meta import AUDIENCES, is_for_office, language
from cchc_site.adapter.files import NewsFile, source
from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.pages import wording

_TRANSLATION = "translation_of"


class Translation(NamedTuple):
    """A page in one of its languages: the code of that, what it calls itself, and the address."""

    language: str
    label: str
    url: str


def standing(nav: Navigation) -> tuple[Page, ...]:
    """The pages of docs/ in MkDocs' nav but the home page."""
    return tuple(
        page for page in nav.pages if not page.is_homepage and not isinstance(page.file, NewsFile)
    )


def beside(page: Page | None, nav: Navigation) -> list[Page]:
    """The pages of docs/ that a reader of `page`, or of the news, is shown: those in its language
    for the same people."""
    shelf = _shelf(page) if page else (wording.OWN, False)
    return [other for other in standing(nav) if _shelf(other) == shelf]


def _shelf(page: Page) -> tuple[str, bool]:
    return language(page), is_for_office(page)


def translations(page: Page, files: Files) -> tuple[Translation, ...]:
    """The languages that a page of docs/ is there in, its own among them; none where that is the
    only one."""
    original = _original(page.file, files) or page.file
    pages = [
        other.page
        for other in files.documentation_pages()
        if other.page and not isinstance(other, NewsFile)
        if other is original or _original(other, files) is original
    ]
    if len(pages) < 2:
        return ()
    codes = {language(each): "" if each.url == "./" else each.url for each in pages}
    return tuple(Translation(code, wording.name(code), url) for code, url in sorted(codes.items()))


def _original(file: File, files: Files) -> File | None:
    """The Vietnamese page that one in another language is a translation of: the one that it names,
    else the one of the same name outside the folder of its language."""
    page = file.page
    if page is None or isinstance(file, NewsFile) or language(page) == wording.OWN:
        return None
    named = page.meta.get(_TRANSLATION)
    if named:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), str(named)))
    else:
        folder, _, path = file.src_uri.partition("/")
        if folder != language(page):
            return None
    original = files.get_file_from_path(path)
    return original if original and original.page else None


def problems(files: Files, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """Words that pages say of themselves and that mean nothing."""
    for file in files.documentation_pages():
        page = file.page
        if page is None or isinstance(file, NewsFile):
            continue
        path = source(file.src_uri, root, config)
        audience = page.meta.get("audience")
        if audience is not None and audience not in AUDIENCES:
            hint = "hãy viết “audience: office” cho trang của cán bộ, hoặc xóa dòng này"
            what = f"“audience: {audience}” không có nghĩa"
            yield Problem(path, _line(file, "audience"), what, hint)
        named = page.meta.get(_TRANSLATION)
        if named and not _original(file, files):
            yield _lost(file, str(named), files, path)


def _lost(file: File, named: str, files: Files, path: str) -> Problem:
    line, what = _line(file, _TRANSLATION), f"“{_TRANSLATION}: {named}”"
    if file.page and language(file.page) == wording.OWN:
        what += ": trang này viết bằng tiếng Việt, là bản gốc"
        return Problem(path, line, what, "hãy xóa dòng này, hoặc thêm dòng “lang: en”")
    folder = posixpath.dirname(file.src_uri)
    known = [posixpath.relpath(other.src_uri, folder) for other in files.documentation_pages()]
    near = vietnamese.NameIndex(known).nearest(named)
    hint = f"có phải “{near}” không?" if near else "hãy viết đường dẫn từ tệp này"
    return Problem(path, line, f"{what} không dẫn tới trang nào", hint)


def _line(file: File, key: str) -> int:
    lines = file.content_string.splitlines()
    return next((n for n, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 0)
