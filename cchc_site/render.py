"""A page record → its bytes.

Pure: given the same page, environment and frame it returns the same bytes, in any process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from cchc_site.pages import Page
from cchc_site.present import Presenter
from cchc_site.shell import Frame
from cchc_site.views import Portal

Layout = Callable[..., str]


@dataclass(frozen=True)
class Renderer:
    """What rendering a page needs besides its record.

    `layout` gives the render function of a template by name, `frame` the frame for a depth and a
    menu entry; `description` stands where a page has none of its own.
    """

    presenter: Presenter
    portal: Portal
    site_url: str
    description: str
    layout: Callable[[str], Layout]
    frame: Callable[[int, str], Frame]

    def render(self, page: Page) -> bytes:
        """The HTML of `page` in UTF-8."""
        depth = page.url.count("/")
        base = base_of(depth)
        context: dict[str, Any] = {
            "view": self.presenter.view(page, base),
            "base": base,
            "portal": self.portal,
        }
        main = self.layout(page.template)(**context)
        summary = self.presenter.summary(page) or self.description or page.title
        slots = {
            "title": escape(page.title),
            "description": escape(summary),
            "canonical": escape(self.site_url + page.url),
            "head": "",
            "main": main,
        }
        return self.frame(depth, page.active).pour(slots).encode()


def base_of(depth: int) -> str:
    """The way from a page `depth` folders deep to the site's root, without trailing slash.

    >>> base_of(0), base_of(3)
    ('.', '../../..')
    """
    return "/".join([".."] * depth) or "."
