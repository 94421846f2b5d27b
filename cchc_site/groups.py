"""The lists of a portal: every group of posts that has a landing page and archive pages.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from cchc_site.catalogue import Author, Catalogue, Category, Tag
from cchc_site.recall import Item
from cchc_site.views import Chip, Link

HOME = Link("Trang chủ", "")
CATEGORIES = Link("Chuyên mục", "chuyen-muc/")
AUTHORS = Link("Tác giả", "tac-gia/")
TAGS = Link("Thẻ", "the/")
_BY_AUTHOR = "Lọc theo tác giả"


@dataclass(frozen=True, slots=True)
class Group:
    """Posts, newest first, with the words around them.

    `url` is the landing page, `name` the title, `label` the last crumb, `above` the crumbs before
    it, `text` an introduction, `chips` ways to parts of the group under the heading `chips_title`,
    `active` the menu's entry, `feed` whether feeds stand under `url` (at the root for all news).
    """

    url: str
    name: str
    label: str
    items: tuple[Item, ...]
    above: tuple[Link, ...] = ()
    text: str = ""
    chips: tuple[Chip, ...] = ()
    chips_title: str = "Lọc theo năm"
    active: str = ""
    feed: bool = False


def groups(catalogue: Catalogue) -> Iterator[Group]:
    """All news, categories, categories in a year, authors, tags."""
    name = "Tất cả tin"
    yield Group("tin-tuc/", name, name, catalogue.items, active="tin-tuc/", feed=True)
    for category, items in catalogue.by_category.items():
        yield from _category(category, items)
    for authors in catalogue.namesakes.values():
        yield from _authors(authors, catalogue)
    for tag, items in catalogue.by_tag.items():
        yield _tag(tag, items)


def _category(category: Category, items: tuple[Item, ...]) -> Iterator[Group]:
    # Newest first, so that a year's posts stand together.
    by_year = groupby(items, key=lambda item: item.post.day.year)
    parts = {year: tuple(part) for year, part in by_year}
    years = tuple(parts)
    text = category.text
    if not items:
        text = "Chuyên mục này chưa có tin. Tin mới sẽ hiện ở đây sau khi được đăng."
    yield Group(
        url=category.url,
        name=category.label,
        label=category.label,
        items=items,
        above=(CATEGORIES,),
        text=text,
        chips=_years(category, years, None),
        active=category.url,
        feed=True,
    )
    for year in years:
        yield Group(
            url=f"{category.url}{year}/",
            name=f"{category.label}, năm {year}",
            label=str(year),
            items=parts[year],
            above=(CATEGORIES, Link(category.label, category.url)),
            chips=_years(category, years, year),
            active=category.url,
        )


def _years(category: Category, years: tuple[int, ...], here: int | None) -> tuple[Chip, ...]:
    if not years:
        return ()
    every = Chip("Tất cả", category.url, here is None)
    return (every, *(Chip(str(year), f"{category.url}{year}/", year == here) for year in years))


def _authors(authors: tuple[Author, ...], catalogue: Catalogue) -> Iterator[Group]:
    """The page of an author; of several whose names fold alike one together and one for each."""
    people = catalogue.people
    if len(authors) == 1:
        yield _author(authors[0], people[authors[0]], authors[0].url)
        return
    url, names = authors[0].url, ", ".join(author.name for author in authors)
    told = {id(item) for author in authors for item in people[author]}
    items = tuple(item for item in catalogue.items if id(item) in told)

    def chips(here: str) -> tuple[Chip, ...]:
        ways = [("Tất cả", url), *((author.name, author.own_url) for author in authors)]
        return tuple(Chip(label, way, way == here) for label, way in ways)

    text = "Những tác giả này có tên viết không dấu giống nhau."
    yield Group(url, f"Tin của {names}", names, items, (AUTHORS,), text, chips(url), _BY_AUTHOR)
    above = (AUTHORS, Link(names, url))
    for author in authors:
        own = author.own_url
        yield _author(author, people[author], own, above, chips(own))


def _author(
    author: Author,
    items: tuple[Item, ...],
    url: str,
    above: tuple[Link, ...] = (AUTHORS,),
    chips: tuple[Chip, ...] = (),
) -> Group:
    text = f"{author.unit}." if author.unit else ""
    return Group(url, f"Tin của {author.name}", author.name, items, above, text, chips, _BY_AUTHOR)


def _tag(tag: Tag, items: tuple[Item, ...]) -> Group:
    return Group(tag.url, f"Thẻ “{tag.label}”", tag.label, items, (TAGS,))


def feed_folder(group: Group) -> str:
    """Where the feeds of a group stand, from the site's root."""
    return "" if group.url == "tin-tuc/" else group.url
