"""How a page is made in three steps, of which the one in the middle needs nothing of this machine.

Part of the MkDocs adapter: the layout around a page is the theme's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from cchc_site.adapter.layouts import Layouts
from cchc_site.base.workers import Steps
from cchc_site.build.stage import MadePage
from cchc_site.pages.page import Content, Page, PageContext
from cchc_site.rendering.renderer import PageOrder, PageParts, Rendered, Renderer


class Making(Struct, frozen=True):
    """Makes pages of their contents: `fingerprint` is that of a page with some content."""

    context: PageContext
    renderer: Renderer
    layouts: Layouts
    fingerprint: Callable[[Page, Content], bytes]

    def steps(
        self, pages: Iterable[Page], is_portable: bool
    ) -> Steps[Page, list[PageOrder], list[PageParts], Iterable[MadePage]]:
        """The steps in which any of the `pages` are made."""
        by_url = {page.url: page for page in pages}

        def leave(rendered: Iterable[PageParts]) -> Iterable[MadePage]:
            return (self._whole(by_url, made) for made in rendered)

        return Steps(self._orders, self.renderer.render, leave, is_portable)

    def _orders(self, pages: Sequence[Page]) -> list[PageOrder]:
        contents = ((page, page.content(self.context)) for page in pages)
        return [
            PageOrder.of(content, self.fingerprint(page, content)) for page, content in contents
        ]

    def _whole(self, pages: Mapping[str, Page], made: PageParts) -> MadePage:
        parts = made.parts
        rendered = self.layouts.lay_out(pages[made.url], parts) if parts else Rendered(made.data)
        return MadePage(made.url, made.fingerprint, rendered)
