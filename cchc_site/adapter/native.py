"""`engine: native`: posts and lists as ordinary pages of MkDocs, which every plugin meets.

Part of the MkDocs adapter. Slow, for MkDocs renders each page whole, but the same bytes as
`engine: fast` as long as no plugin or hook changes a page. It is for sites whose plugins must see
posts, and tests compare `engine: fast` with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cchc_site.adapter import header_search
from cchc_site.adapter.files import NewsFile
from cchc_site.pages.aliases import AliasPage
from cchc_site.pages.page import Page as NewsPage
from cchc_site.pages.page import base_of
from cchc_site.pages.post_text import text
from cchc_site.site.loader import Loader
from cchc_site.site.news_site import NewsSite
from cchc_site.site.snapshot import PostSnapshot

_PAGE_EVENTS = (
    "pre_page",
    "page_read_source",
    "page_markdown",
    "page_content",
    "page_context",
    "post_page",
)


@dataclass
class NativeContext:
    """What all native pages share: `resolve` follows the links of posts once the pages of docs/ are
    read, `template` is that of the look."""

    news_site: NewsSite
    loader: Loader
    template: str
    resolve: Callable[[Files], None]


class NativeFile(NewsFile):
    """A post or an index that MkDocs reads, builds and lists as any page."""

    def is_documentation_page(self) -> bool:
        """True: MkDocs does everything."""
        return True

    @property
    def page(self) -> Page | None:
        """The page that MkDocs has made."""
        return self._page

    @page.setter
    def page(self, page: Page | None) -> None:
        self._page = page


class NativePage(Page):
    """The page of a post or of an index."""

    native: NativeContext
    item: PostSnapshot | None

    @classmethod
    def adopt(
        cls, page: Page, native: NativeContext, title: str, item: PostSnapshot | None
    ) -> None:
        """Turn a page that MkDocs has made into a native one. `nav` may hold it already, with a
        title that MkDocs would drop if the page were made before."""
        page.__class__ = cls
        page.native, page.item = native, item  # type: ignore[attr-defined]
        if page.title is None:
            page.title = title

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the post's own Markdown; an index has none."""
        self.meta = {"template": self.native.template}
        self.markdown = self.native.loader.again(self.item.post.path).body if self.item else ""
        self._written = self.markdown

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make the post's HTML, from other Markdown when a plugin has changed it."""
        self.content, self.toc = "", TableOfContents([])
        self.present_anchor_ids, self.links_to_anchors = set(), {}
        if self.item is None:
            return
        self.native.resolve(files)
        item, resolution = self.item, self.native.news_site.resolution(self.item)
        if self.markdown != self._written:
            post = item.post
            parsed = self.native.loader.reader(self.markdown or "", post.path, post.body_line)
            item, resolution = self.native.news_site.reread(item, parsed)
        self.present_anchor_ids = set(item.parsed.anchors)
        if not item.post.withdrawn:
            base = base_of(self.url)
            self.content = text(item, resolution, base, self.native.news_site.cited(item)).html


def adopt(files: Files, native: NativeContext) -> None:
    """Make native pages of those that MkDocs has made for our files."""
    catalogue = native.news_site.catalogue
    items = {item.post.url: item for item in (*catalogue.items, *catalogue.previews)}
    for file in files:
        if isinstance(file, NativeFile) and file.page:
            NativePage.adopt(file.page, native, file.title, items.get(file.url))


def is_rendered_by_mkdocs(page: NewsPage) -> bool:
    """Whether MkDocs renders `page`: no file for machines, and no page at an old address."""
    return bool(page.template) and not isinstance(page, AliasPage)


def plugins_of_pages(plugins: PluginCollection) -> Iterator[str]:
    """The plugins and hooks that ask for the events of single pages, but ours, and the search of
    Material's header, which finds posts all the same."""
    names: dict[str, None] = {}
    for event in _PAGE_EVENTS:
        for method in plugins.events[event]:
            names[plugins._event_origins.get(method, "hooks")] = None
    yield from (name for name in names if name not in ("cchc", header_search.PLUGIN))
