"""The lists of posts: all news, categories, categories in a year, authors, tags.

Pure. A list has a landing page and archive pages, which are numbered from the oldest, so that a
newest post never renumbers them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.pages import following
from cchc_site.pages.components import (
    ALL_NEWS,
    CATEGORIES,
    HOME,
    Card,
    Chip,
    Link,
    Pager,
    PagerNumber,
)
from cchc_site.pages.page import Content, Page, PageContext, PlainView, last_change
from cchc_site.pages.paginator import Paginator, PaginatorPage, PostList, paginate
from cchc_site.search import ways
from cchc_site.search.ways import WayIn, WayKind
from cchc_site.site.catalogue import Catalogue, Category
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import Name, Taxonomy, newest_first

_CALLED = "Tin", "Tin tức", "Tin mới", "Tin mới nhất", "Tất cả tin"
_EMPTY = "Chuyên mục này chưa có tin. Tin mới sẽ hiện ở đây sau khi được đăng."
PAGER_NEAR = 3
"""How many of the newest archive pages a landing page names."""


class ListView(PlainView, Struct, frozen=True):
    """A page of a list (all news, a category, an author). `intro` and `count` are empty on
    archive pages, whose `title` holds the span of dates. `years`, `categories` lead to others."""

    title: str
    intro: str
    count: str
    crumbs: tuple[Link, ...]
    cards: tuple[Card, ...]
    pager: Pager
    chips: tuple[Chip, ...] = ()
    chips_title: str = ""
    feed: Link | None = None
    years: tuple[Link, ...] = ()
    categories: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage(Page):
    """The page of a list that stands at `place` in its paginator."""

    paginator: Paginator
    place: int
    template: ClassVar[str] = "cchc/list.html"

    @property
    def page(self) -> PaginatorPage:
        """Which posts it holds."""
        return self.paginator.pages[self.place]

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """The posts that it holds."""
        return self.page.items

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """That of the list, to its landing page."""
        way = self.paginator.posts.way
        return (way,) if way and not self.place else ()

    @property
    def lastmod(self) -> str:
        """The newest of its posts'."""
        return last_change(self.page.items)

    def content(self, context: PageContext) -> Content:
        """Its posts, and the links to the other pages of the list."""
        posts, landing = self.paginator.posts, self.page.number == 0
        total = len(posts.items)
        feed = Link(following.TITLE, following.address(posts.feed_folder))
        view = ListView(
            title=self.title,
            intro=posts.text if landing else "",
            count=f"Có {vietnamese.count(total)} tin." if landing and total else "",
            crumbs=self._crumbs(),
            cards=tuple(map(context.cards.card, self.page.items)),
            pager=self._pager(),
            chips=posts.chips if landing else (),
            chips_title=posts.chips_title if landing else "",
            feed=feed if posts.feed else None,
            years=() if posts.chips else context.years,
            categories=tuple(link for link in context.categories if link.url != posts.active),
        )
        category = Link(posts.label, posts.url) if posts.feed and posts.feed_folder else None
        return self.made_of(context, view, posts.text, feed=category)

    def _crumbs(self) -> tuple[Link, ...]:
        posts, number = self.paginator.posts, self.page.number
        above = (HOME, *posts.above, Link(posts.label, posts.url if number else ""))
        return (*above, Link(f"Trang {number}", "")) if number else above

    def _pager(self) -> Pager:
        pages, place = self.paginator.pages, self.place
        after = place + 1
        return Pager(
            newest=Link("Mới nhất", pages[0].url) if place else None,
            newer=_spanned(pages[place - 1]) if place > 1 else None,
            older=_spanned(pages[after]) if after < len(pages) else None,
            oldest=_spanned(pages[-1]) if after + 1 < len(pages) else None,
            numbers=() if place else tuple(_numbers(self.paginator)),
        )


def _spanned(page: PaginatorPage) -> Link:
    return Link(page.span, page.url)


def _numbers(paginator: Paginator) -> Iterator[PagerNumber]:
    """The newest archive pages, a gap (number 0), and the oldest one."""
    _, *archives = paginator.pages
    yield from (PagerNumber(page.number, page.url) for page in archives[:PAGER_NEAR])
    if len(archives) > PAGER_NEAR + 1:
        yield PagerNumber(0, "")
    if len(archives) > PAGER_NEAR:
        yield PagerNumber(1, archives[-1].url)


def pages(lists: Sequence[PostList], per_page: int) -> Iterator[ListPage]:
    """The pages of every list, at most twice `per_page` posts on each."""
    for posts in lists:
        paginator = paginate(posts, per_page)
        for place, page in enumerate(paginator.pages):
            title = f"{posts.name}, trang {page.number} ({page.span})" if place else posts.name
            yield ListPage(page.url, title, paginator, place, active=posts.active)


def lists(catalogue: Catalogue) -> Iterator[PostList]:
    """All news, categories, categories in a year, authors, tags."""
    name, url = ALL_NEWS
    way = WayIn(ways.PAGE, name, url, called=_CALLED)
    yield PostList(url, name, name, catalogue.items, active=url, feed=True, way=way)
    for category, items in catalogue.by_category.items():
        yield from _of_category(category, items)
    for taxonomy, words in _taxonomies(catalogue):
        yield from _of_shared_addresses(taxonomy, words)
        yield from _of_terms(taxonomy, words)


def _of_category(category: Category, items: tuple[PostSnapshot, ...]) -> Iterator[PostList]:
    # Newest first, so that a year's posts stand together.
    by_year = groupby(items, key=lambda item: item.post.day.year)
    parts = {year: tuple(part) for year, part in by_year}
    years = tuple(parts)
    yield PostList(
        url=category.url,
        name=category.label,
        label=category.label,
        items=items,
        above=(CATEGORIES,),
        text=category.text if items else _EMPTY,
        chips=_years(category, years, None),
        active=category.url,
        feed=True,
        way=WayIn(ways.CATEGORY, category.label, category.url, len(items)),
    )
    for year in years:
        url, name = f"{category.url}{year}/", f"{category.label}, năm {year}"
        yield PostList(
            url,
            name,
            label=str(year),
            items=parts[year],
            above=(CATEGORIES, Link(category.label, category.url)),
            chips=_years(category, years, year),
            active=category.url,
            way=WayIn(ways.CATEGORY, name, url, len(parts[year]), (f"{category.label} {year}",)),
        )


def _years(category: Category, years: tuple[int, ...], here: int | None) -> tuple[Chip, ...]:
    every = [Chip("Tất cả", category.url, here is None)] if years else []
    return (*every, *(Chip(str(year), f"{category.url}{year}/", year == here) for year in years))


class _Words(NamedTuple):
    """What the pages of a taxonomy's terms say: the kind of way in, the crumb above, the title
    around the names, each as it stands in there, what is told where several share a page, and the
    heading of the links to each."""

    kind: WayKind
    above: Link
    title: str
    each: str
    shared: str
    chips: str


_AUTHORS = _Words(
    ways.AUTHOR,
    Link("Tác giả", "tac-gia/"),
    "Tin của {}",
    "{}",
    "Những tác giả này có tên viết không dấu giống nhau.",
    "Lọc theo tác giả",
)
_TAGS = _Words(
    ways.TAG,
    Link("Thẻ", "the/"),
    "Thẻ {}",
    "“{}”",
    "Những thẻ này có tên viết không dấu giống nhau.",
    "Lọc theo thẻ",
)


def _taxonomies(catalogue: Catalogue) -> tuple[tuple[Taxonomy, _Words], ...]:
    return (catalogue.authors, _AUTHORS), (catalogue.tags, _TAGS)


def _of_shared_addresses(taxonomy: Taxonomy, words: _Words) -> Iterator[PostList]:
    """The lists of several terms that share an address."""
    for url, names in taxonomy.joint.items():
        items = {item.post.path: item for name in names for item in taxonomy.by_name[name]}
        yield PostList(
            url=url,
            name=_title(words, *names),
            label=_label(*names),
            items=tuple(newest_first(items.values())),
            above=(words.above,),
            text=words.shared,
            chips=_sharing(taxonomy, url, url),
            chips_title=words.chips,
        )


def _of_terms(taxonomy: Taxonomy, words: _Words) -> Iterator[PostList]:
    """The list of each term; it leads to the others where it has a part in a shared one."""
    for name, items in taxonomy.by_name.items():
        url, shared = taxonomy.pages[name], taxonomy.joint.get(name.plain, ())
        above: tuple[Link, ...] = (words.above,)
        if name in shared:
            above += (Link(_label(*shared), name.plain),)
        yield PostList(
            url=url,
            name=_title(words, name),
            label=name.label,
            items=items,
            above=above,
            text=f"{name.unit}." if name.unit else "",
            chips=_sharing(taxonomy, name.plain, url) if name in shared else (),
            chips_title=words.chips,
            way=WayIn(words.kind, name.label, url, len(items)),
        )


def _title(words: _Words, *names: Name) -> str:
    return words.title.format(", ".join(words.each.format(name.label) for name in names))


def _label(*names: Name) -> str:
    return ", ".join(name.label for name in names)


def _sharing(taxonomy: Taxonomy, url: str, here: str) -> tuple[Chip, ...]:
    """Links to each of the terms that share `url`."""
    names = taxonomy.joint[url]
    links = [("Tất cả", url), *((name.label, taxonomy.pages[name]) for name in names)]
    return tuple(Chip(label, link, link == here) for label, link in links)


class Redirect(NamedTuple):
    """An address that leads on to the page of a term, with that page's name."""

    url: str
    target: Link


def redirects(catalogue: Catalogue) -> Iterator[Redirect]:
    """The addresses of authors and tags that have no page of their own."""
    for taxonomy, words in _taxonomies(catalogue):
        for url, name in taxonomy.redirects():
            yield Redirect(url, Link(_title(words, name), taxonomy.pages[name]))
