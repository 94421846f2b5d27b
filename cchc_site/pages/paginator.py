"""A list of posts, and how it is cut into pages.

Pure. Archive pages are numbered from the oldest on, so that a newest post renumbers none.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.pages.components import ALL_NEWS, Chip, Link
from cchc_site.search.ways import WayIn
from cchc_site.site.snapshot import PostSnapshot


class PostList(Struct, frozen=True):
    """Posts, newest first, with the words around them.

    `url` is the landing page, `name` its title, `label` the last crumb, `above` the crumbs before
    it, `text` an introduction, `chips` links to parts of the list under the heading `chips_title`,
    `active` the menu's entry, `feed` whether there are feeds of it, `way` how search leads there.
    """

    url: str
    name: str
    label: str
    items: tuple[PostSnapshot, ...]
    above: tuple[Link, ...] = ()
    text: str = ""
    chips: tuple[Chip, ...] = ()
    chips_title: str = "Lọc theo năm"
    active: str = ""
    feed: bool = False
    way: WayIn | None = None

    @property
    def feed_folder(self) -> str:
        """Where its feeds stand, from the site's root: those of all news at the root itself."""
        return "" if self.url == ALL_NEWS.url else self.url


class PaginatorPage(Struct, frozen=True):
    """Some posts of a list: the landing page, whose `number` is 0, or an archive page; `span` tells
    the months of an archive page's posts."""

    number: int
    url: str
    span: str
    items: tuple[PostSnapshot, ...]


class Paginator(Struct, frozen=True):
    """A list cut into pages, newest first."""

    posts: PostList
    pages: tuple[PaginatorPage, ...]


def paginate(posts: PostList, per_page: int) -> Paginator:
    """The pages of a list. Archive pages are full; the landing page holds what is left, from
    `per_page` to `2 * per_page - 1` posts (fewer when there are not more)."""
    items = posts.items
    archives = max(0, len(items) // per_page - 1)
    landing = len(items) - archives * per_page
    # The landing page's span changes with each newest post: it is named, not spanned.
    pages = [PaginatorPage(0, posts.url, "", items[:landing])]
    for number in range(archives, 0, -1):
        start = landing + (archives - number) * per_page
        part = items[start : start + per_page]
        pages.append(PaginatorPage(number, f"{posts.url}trang-{number}/", _span(part), part))
    return Paginator(posts, tuple(pages))


def _span(items: Sequence[PostSnapshot]) -> str:
    first, last = (vietnamese.month_numeric(items[index].post.day) for index in (-1, 0))
    return first if first == last else f"{first} – {last}"
