"""The page “Theo dõi tin”: how readers get news without coming back to look, in plain words.

Pure. It shows no news, so that a newest post does not change it; the feeds do, and a browser shows
them as a list (theme/feeds/feed.css).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.pages.components import ALL_NEWS, HOME, Link
from cchc_site.pages.feed_formats import RSS
from cchc_site.pages.page import Content, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.catalogue import Catalogue

URL, TITLE = "theo-doi-tin/", "Theo dõi tin"


class FollowedFeed(NamedTuple):
    """A feed: what it holds, its `key` in the page, its way from the site's root, and its whole
    address, which readers copy."""

    label: str
    key: str
    url: str
    address: str


class FollowingView(PlainView, Struct, frozen=True):
    """The page “Theo dõi tin”; `zalo` is the address of the body's account, "" without one."""

    title: str
    crumbs: tuple[Link, ...]
    feeds: tuple[FollowedFeed, ...]
    news: Link
    zalo: str


@dataclass(frozen=True, slots=True)
class FollowingPage(Page):
    """How readers follow the news, and what the lists of `others` tell."""

    catalogue: Catalogue
    others: tuple[Link, ...] = ()
    template: ClassVar[str] = "cchc/following.html"

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """Its title, and what it is asked for by."""
        called = ("RSS", "Nhận tin", "Đăng ký nhận tin", "Nguồn tin RSS")
        return (WayIn(ways.PAGE, self.title, self.url, called=called),)

    def content(self, context: PageContext) -> Content:
        """Every feed with its address."""
        site = context.site
        named = [("Mọi tin", "")]
        named += [(known.label, known.url) for known in self.catalogue.categories]
        named += [(other.label, other.url) for other in self.others]
        feeds = tuple(
            FollowedFeed(
                label, _key(folder), f"{folder}{RSS.file}", f"{site.url}{folder}{RSS.file}"
            )
            for label, folder in named
        )
        crumbs = (HOME, Link(TITLE, ""))
        zalo = site.organization.zalo if site.organization else ""
        news = ALL_NEWS
        return self.made_of(context, FollowingView(TITLE, crumbs, feeds, news, zalo))


def address(folder: str) -> str:
    """The place in the page that tells how the list is followed whose feeds stand in `folder`."""
    return f"{URL}#{_key(folder)}"


def _key(folder: str) -> str:
    return folder.rstrip("/").rpartition("/")[2] or "moi-tin"


def pages(catalogue: Catalogue, others: Iterable[Link] = ()) -> Iterator[FollowingPage]:
    """The page, which every site has; lists of `others` have feeds too."""
    yield FollowingPage(URL, TITLE, catalogue, tuple(others))
