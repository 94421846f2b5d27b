"""Posts and indexes among MkDocs' files, and what the other packages must know of MkDocs' files.

Part of the MkDocs adapter. Posts and indexes are entries of `Files`, so that links from docs/ and
`nav` resolve and bad ones are reported, but of a kind that MkDocs neither reads, builds nor
copies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cchc_site.adapter.docs_meta import is_for_office
from cchc_site.base import failures, filenames
from cchc_site.base.problems import Problem
from cchc_site.media import bare, publishable
from cchc_site.media.files import is_drawing, is_picture
from cchc_site.media.publishable import FileFault
from cchc_site.pages.aliases import AliasPage
from cchc_site.pages.plan import SitePlan
from cchc_site.site.discover import link
from cchc_site.site.inputs import Docs
from cchc_site.site.links import Place
from cchc_site.site.news_site import NewsSite
from cchc_site.site.search_items import DocsPage, is_excluded

SHARED = "tep/"
"""The folder of docs/ with the files that several posts link to."""


class FileContext:
    """What all news files share; `config` is set once `nav` is made and pages may be asked for."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Keep the folders, which take a while to ask a configuration for."""
        self.src_dir, self.dest_dir = config.docs_dir, config.site_dir
        self.config: MkDocsConfig | None = None

    def open(self, nav: Navigation, config: MkDocsConfig) -> None:
        """Let pages be asked for, and complete those that `nav` holds."""
        self.config = config
        for page in nav.pages:
            _ = page.file.page


class NewsFile(File):
    """A post or an index among MkDocs' files; `source` is relative to docs_dir, `url` to the
    site's root.

    There are thousands, of which links name a few: the page of one is made when asked for, and
    `File.__init__`, which normalises paths that are right already, is not called. That saves 0.05 s
    of CPU, a twentieth of an edit among 10,000 posts.
    """

    is_news = True
    """By this templates distinguish it from a page of docs/."""

    def __init__(
        self,
        source: str,
        url: str,
        title: str,
        context: FileContext,
        anchors: tuple[str, ...] = (),
    ) -> None:
        """Nothing is read: the title and the anchors are known."""
        self.src_uri = source
        self.dest_uri = f"{url}index.html"
        self.src_dir, self.dest_dir = context.src_dir, context.dest_dir
        self.use_directory_urls = True
        self.inclusion = InclusionLevel.NOT_IN_NAV
        self.title, self.anchors = title, anchors
        self._context = context
        self._page: Page | None = None

    def is_documentation_page(self) -> bool:
        """False: MkDocs must not read, build or list it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Do nothing: stage.py writes it."""

    @property
    def page(self) -> Page | None:
        """The page that links and `nav` ask for; one that `nav` made keeps its title."""
        if self._context.config and (self._page is None or self._page.content is None):
            page = self._page or Page(self.title, self, self._context.config)
            if page.title is None:
                page.title = self.title
            page.meta = {}
            page.content = ""
            page.present_anchor_ids = set(self.anchors)
        return self._page

    @page.setter
    def page(self, page: Page | None) -> None:
        self._page = page


def news_files(
    news_site: NewsSite,
    plan: SitePlan,
    root: Path,
    context: FileContext,
    kind: type[NewsFile] = NewsFile,
) -> Iterator[NewsFile]:
    """An entry of that `kind` for every post of `news_site` and every index of its `plan`; one that
    only leads on is ours to render in any case."""
    way = Path(os.path.relpath(root, context.src_dir)).as_posix()
    for path, url, title, anchors in news_site.posts():
        yield kind(f"{way}/{path}", url, title, context, anchors)
    # A link to a broken post is no second fault; this build publishes nothing anyway.
    for path in news_site.loaded.broken:
        yield NewsFile(f"{way}/{path}", "tin-tuc/", "", context)
    for page in plan.indexes:
        made = NewsFile if isinstance(page, AliasPage) else kind
        yield made(f"{page.url}index.md", page.url, page.label, context)


def docs(files: Files, plan: SitePlan, root: Path, config: MkDocsConfig, searchable: bool) -> Docs:
    """MkDocs' side of the site; the texts of its pages, where they are `searchable`."""
    sources: dict[str, Place] = {}
    pages: dict[str, str] = {}
    titles: dict[str, str] = {}
    others: set[str] = set()
    texts: list[DocsPage] = []
    office: set[str] = set()
    for file in files:
        if isinstance(file, NewsFile) or file.inclusion.is_excluded():
            continue
        url = _address(file)
        if file.src_dir != config.docs_dir and not file.page:
            others.add(unquote(url))
            continue
        path = source(file.src_uri, root, config)
        page = file.page
        read = page is not None and page.content is not None
        anchors = frozenset(page.present_anchor_ids or ()) if page and read else None
        sources[path] = Place(url, anchors)
        if page:
            pages[unquote(url)] = path
            titles[unquote(url)] = title = plain_title(page.title)
            if is_for_office(page):
                office.add(unquote(url))
            elif searchable and not page.is_homepage and not is_excluded(page.meta.get("search")):
                texts.append(DocsPage(url, title, page.content or ""))
    way = source("", root, config)
    for url in sorted(plan.addresses.pages):
        sources[f"{way}/{url}index.md"] = Place(url)
    return Docs(sources, pages, titles, frozenset(others), tuple(texts), frozenset(office))


def prepare(files: Files, root: Path, config: MkDocsConfig, originals: str) -> list[Problem]:
    """Make the files of docs/ what is published of them; what is wrong with them. `originals` is
    how the site wants files of pictures."""
    problems = [*_compose(files, root, config), *_unpublishable(files, root, config)]
    if originals != "keep":
        _bare_pictures(files, config)
    return problems


def _compose(files: Files, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """Give files of docs/ their names in NFC, by which links and `nav` name them and readers ask
    for them; one whose name cannot be used is taken out, and is a problem."""
    for file in [*_of_docs(files, config)]:
        name = normalize("NFC", file.src_uri)
        if filenames.is_utf8(name) and name == file.src_uri:
            continue
        files.remove(file)
        if not filenames.is_utf8(name) or name in files.src_uris:
            folder, _, last = source(file.src_uri, root, config).rpartition("/")
            yield from filenames.faults(folder, dict.fromkeys((normalize("NFC", last), last)))
            continue
        same = File(
            name,
            file.src_dir,
            file.dest_dir,
            file.use_directory_urls,
            inclusion=file.inclusion,
        )
        same.abs_src_path, same.edit_uri = file.abs_src_path, file.src_uri
        files.append(same)


def _unpublishable(files: Files, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """What is wrong with the files that news share, those in docs/tep/; the others there, and those
    that mkdocs.yml names, are the business of whoever makes the site. No file of docs/ may be a
    link that leads out of the project."""
    own = {str(name) for name in (*config.extra_css, *config.extra_javascript)}
    inside = root.resolve(), Path(config.docs_dir).resolve()
    for file in _of_docs(files, config):
        if not file.abs_src_path:
            continue
        path, place = source(file.src_uri, root, config), Path(file.abs_src_path)
        target = place.resolve()
        if not any(map(target.is_relative_to, inside)):
            yield link(path)
            continue
        if file.src_uri in own or not file.src_uri.startswith(SHARED) or file.page:
            continue
        if file.is_documentation_page():
            continue
        for line, what, hint in publishable.named(path) or _held(path, place):
            yield Problem(path, line, what, hint)


def _bare_pictures(files: Files, config: MkDocsConfig) -> None:
    """Give the pictures of docs/ the bytes that are published: without what they tell beside the
    picture."""
    for file in _of_docs(files, config):
        if not (file.abs_src_path and is_picture(file.src_uri)):
            continue
        try:
            content = Path(file.abs_src_path).read_bytes()
            published = _bare(content)
        except (OSError, bare.Unreadable):
            continue  # copying it says so; it is no picture
        if published != content:
            file.content_bytes = published


def _bare(content: bytes) -> bytes:
    """A picture without what it tells beside it; one in AVIF is drawn again, as those of posts are.

    Raises `bare.Unreadable`.
    """
    if content[4:12] not in (b"ftypavif", b"ftypavis"):
        return bare.bare(content)
    from cchc_site.media import imaging  # which loads Pillow

    try:
        return imaging.public(content, 0)
    except imaging.Unusable as error:
        raise bare.Unreadable(str(error)) from error


def _held(path: str, place: Path) -> tuple[FileFault, ...]:
    try:
        with place.open("rb") as content:
            head = content.read(publishable.HEAD)
            content.seek(0)
            if faults := publishable.held(path, head):
                return faults
            if not is_drawing(path):
                return publishable.contained(path, head, content)
            from cchc_site.media import svg

            return svg.examine(content.read())[2]
    except OSError as error:
        what, hint = failures.cause(error)
        return (FileFault(0, f"không đọc được tệp: {what}", hint),)


def _of_docs(files: Files, config: MkDocsConfig) -> Iterator[File]:
    for file in files:
        ours = isinstance(file, NewsFile) or file.src_dir != config.docs_dir
        if not ours and not file.inclusion.is_excluded():
            yield file


def plain_title(title: object) -> str:
    """A title of MkDocs, which takes it from a heading as HTML, as plain text."""
    return Markup(str(title or "")).striptags()  # noqa: S704  # made plain, not trusted


def _address(file: File) -> str:
    return "" if file.url == "./" else file.url


def source(src_uri: str, root: Path, config: MkDocsConfig) -> str:
    """The path in the project of a file of docs/."""
    return Path(os.path.relpath(Path(config.docs_dir, src_uri), root)).as_posix()
