"""A page record → its bytes.

Pure: given the same page, environment and frame it returns the same bytes, in any process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from cchc_site import feeds
from cchc_site.feeds import Channel
from cchc_site.groups import feed_folder
from cchc_site.heads import Heads
from cchc_site.pages import Page
from cchc_site.present import Presenter
from cchc_site.scopes import FeedScope
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
    heads: Heads
    portal: Portal
    description: str
    layout: Callable[[str], Layout]
    frame: Callable[[int, str], Frame]

    def render(self, page: Page) -> bytes:
        """The bytes of `page`: a feed, or HTML in UTF-8."""
        if isinstance(page.scope, FeedScope):
            return self._feed(page.scope)
        depth = page.url.count("/")
        base = base_of(depth)
        view = self.presenter.view(page, base)
        context: dict[str, Any] = {"view": view, "base": base, "portal": self.portal}
        summary = self.presenter.summary(page) or self.description or page.title
        slots = {
            "title": escape(page.title),
            "description": escape(summary),
            "canonical": escape(self.heads.site_url + self.presenter.canonical(page)),
            "head": self.heads.news(page, view, summary, base),
            "main": self.layout(page.template)(**context),
        }
        return self.frame(depth, page.active).pour(slots)

    def _feed(self, scope: FeedScope) -> bytes:
        group, site_url = scope.group, self.heads.site_url
        folder = feed_folder(group)
        channel = Channel(
            title=self.heads.channel_title(group.label if folder else ""),
            text=group.text if folder else self.description,
            page=site_url + group.url,
            home=site_url + folder,
            author=self.heads.organization.name if self.heads.organization else self.heads.name,
        )
        return feeds.feed(scope.name, channel, self.presenter.stories(scope))


def base_of(depth: int) -> str:
    """The way from a page `depth` folders deep to the site's root, without trailing slash.

    >>> base_of(0), base_of(3)
    ('.', '../../..')
    """
    return "/".join([".."] * depth) or "."
