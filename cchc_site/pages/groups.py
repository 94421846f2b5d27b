"""The lists of a portal: every group of posts that has a landing page and archive pages.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from cchc_site.pages.views import Chip, Link
from cchc_site.site.catalogue import Catalogue, Category
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import Name, Taxonomy, newest_first

HOME = Link("Trang chủ", "")
CATEGORIES = Link("Chuyên mục", "chuyen-muc/")


class _Words(NamedTuple):
    """What pages of names say: the crumb above, the title around the names, each as it stands in
    there, what is told where several share a page, and the heading of the ways to each."""

    above: Link
    title: str
    each: str
    shared: str
    chips: str


_AUTHORS = _Words(
    Link("Tác giả", "tac-gia/"),
    "Tin của {}",
    "{}",
    "Những tác giả này có tên viết không dấu giống nhau.",
    "Lọc theo tác giả",
)
_TAGS = _Words(
    Link("Thẻ", "the/"),
    "Thẻ {}",
    "“{}”",
    "Những thẻ này có tên viết không dấu giống nhau.",
    "Lọc theo thẻ",
)


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
    items: tuple[PostSnapshot, ...]
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
    for taxonomy, words in _taxonomies(catalogue):
        yield from _shared(taxonomy, words)
        yield from _names(taxonomy, words)


def _category(category: Category, items: tuple[PostSnapshot, ...]) -> Iterator[Group]:
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


def _taxonomies(catalogue: Catalogue) -> tuple[tuple[Taxonomy, _Words], ...]:
    return (catalogue.authors, _AUTHORS), (catalogue.tags, _TAGS)


def _shared(taxonomy: Taxonomy, words: _Words) -> Iterator[Group]:
    """The pages of several names that share an address."""
    for url, names in taxonomy.joint.items():
        found = {item.post.path: item for name in names for item in taxonomy.by_name[name]}
        yield Group(
            url=url,
            name=_title(words, *names),
            label=_label(*names),
            items=tuple(newest_first(found.values())),
            above=(words.above,),
            text=words.shared,
            chips=_ways(taxonomy, url, url),
            chips_title=words.chips,
        )


def _names(taxonomy: Taxonomy, words: _Words) -> Iterator[Group]:
    """The page of each name; it leads to the others where it has a part in a shared one."""
    for name, items in taxonomy.by_name.items():
        url, shared = taxonomy.pages[name], taxonomy.joint.get(name.plain, ())
        above: tuple[Link, ...] = (words.above,)
        if name in shared:
            above += (Link(_label(*shared), name.plain),)
        yield Group(
            url=url,
            name=_title(words, name),
            label=name.label,
            items=items,
            above=above,
            text=f"{name.unit}." if name.unit else "",
            chips=_ways(taxonomy, name.plain, url) if name in shared else (),
            chips_title=words.chips,
        )


def _title(words: _Words, *names: Name) -> str:
    return words.title.format(", ".join(words.each.format(name.label) for name in names))


def _label(*names: Name) -> str:
    return ", ".join(name.label for name in names)


def _ways(taxonomy: Taxonomy, url: str, here: str) -> tuple[Chip, ...]:
    """Ways to each of the names that share `url`."""
    names = taxonomy.joint[url]
    ways = [("Tất cả", url), *((name.label, taxonomy.pages[name]) for name in names)]
    return tuple(Chip(label, way, way == here) for label, way in ways)


class Redirect(NamedTuple):
    """An address that leads on to the page of a group, with that page's name."""

    url: str
    target: Link


def redirects(catalogue: Catalogue) -> Iterator[Redirect]:
    """The addresses of authors and tags that have no page of their own."""
    for taxonomy, words in _taxonomies(catalogue):
        for url, name in taxonomy.redirects():
            yield Redirect(url, Link(_title(words, name), taxonomy.pages[name]))


def feed_folder(group: Group) -> str:
    """Where the feeds of a group stand, from the site's root."""
    return "" if group.url == "tin-tuc/" else group.url
