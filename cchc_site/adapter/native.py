"""`engine: native`: posts and lists as ordinary pages of MkDocs, which every plugin meets.

Part of the MkDocs adapter. Slow, for MkDocs renders each page whole, but the same bytes as
`engine: fast` as long as no plugin or hook changes a page: the second oracle of the tests, and the
way out for sites whose plugins must see posts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cchc_site.adapter.files import NewsFile
from cchc_site.pages.plan import Page as NewsPage
from cchc_site.pages.post import text
from cchc_site.pages.present import base_of
from cchc_site.pages.scopes import AliasScope, DataScope, FeedScope
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
    """What every native page asks: `resolve` makes the edition ready once the pages of docs/ are
    read, `template` is that of the look."""

    edition: NewsSite
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

    desk: NativeContext
    item: PostSnapshot | None

    @classmethod
    def adopt(cls, page: Page, desk: NativeContext, title: str, item: PostSnapshot | None) -> None:
        """Make the page that MkDocs has made one of ours. `nav` may hold it already, with a title
        that MkDocs would drop if the page were made before."""
        page.__class__ = cls
        page.desk, page.item = desk, item  # type: ignore[attr-defined]
        if page.title is None:
            page.title = title

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the post's own Markdown; an index has none."""
        self.meta = {"template": self.desk.template}
        self.markdown = self.desk.loader.again(self.item.post.path).body if self.item else ""
        self._written = self.markdown

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make the post's HTML, from other Markdown when a plugin has changed it."""
        self.content, self.toc = "", TableOfContents([])
        self.present_anchor_ids, self.links_to_anchors = set(), {}
        if self.item is None:
            return
        self.desk.resolve(files)
        item, resolution = self.item, self.desk.edition.resolution(self.item)
        if self.markdown != self._written:
            post = item.post
            reading = self.desk.loader.reader(self.markdown or "", post.path, post.body_line)
            item, resolution = self.desk.edition.reread(item, reading)
        self.present_anchor_ids = set(item.reading.anchors)
        if not item.post.withdrawn:
            base = base_of(self.url.count("/"))
            self.content = text(item, resolution, base, self.desk.edition.cited(item)).html


def adopt(files: Files, desk: NativeContext) -> None:
    """Make the pages that MkDocs has made for our files native ones."""
    catalogue = desk.edition.catalogue
    items = {item.post.url: item for item in (*catalogue.items, *catalogue.previews)}
    for file in files:
        if isinstance(file, NativeFile) and file.page:
            NativePage.adopt(file.page, desk, file.title, items.get(file.url))


def takes(page: NewsPage) -> bool:
    """Whether MkDocs renders `page`; feeds and old addresses are no pages of its own."""
    return not isinstance(page.scope, FeedScope | AliasScope | DataScope)


def foreign(plugins: PluginCollection) -> Iterator[str]:
    """The plugins and hooks, but ours, that ask for the events of single pages."""
    names: dict[str, None] = {}
    for event in _PAGE_EVENTS:
        for method in plugins.events[event]:
            names[plugins._event_origins.get(method, "hooks")] = None
    yield from (name for name in names if name != "cchc")
