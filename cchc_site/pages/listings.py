"""The pages of every list: their posts, addresses and titles.

Pure. plan.py makes records of them once links are resolved; MkDocs is told of them before that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc_site.base import vietnamese
from cchc_site.pages import feeds, overviews
from cchc_site.pages.groups import Group, feed_folder, groups
from cchc_site.pages.scopes import Slice, Step, paginate
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.snapshot import PostSnapshot


@dataclass(frozen=True, slots=True)
class Listing:
    """A group with its pages, newest first: the posts of each, its address with the span of its
    posts, and its title."""

    group: Group
    slices: tuple[Slice, ...]
    steps: tuple[Step, ...]
    titles: tuple[str, ...]


def listings(catalogue: Catalogue) -> tuple[Listing, ...]:
    """Every list of the portal."""
    return tuple(map(_listing, groups(catalogue)))


def _listing(group: Group) -> Listing:
    slices = paginate(group.items)
    # The landing page's span changes with each newest post: it is named, not spanned.
    steps = [
        Step(f"{group.url}trang-{part.number}/", _span(part.items))
        if part.number
        else Step(group.url, "")
        for part in slices
    ]
    titles = [
        f"{group.name}, trang {part.number} ({step.span})" if part.number else group.name
        for part, step in zip(slices, steps, strict=True)
    ]
    return Listing(group, slices, tuple(steps), tuple(titles))


def _span(items: Sequence[PostSnapshot]) -> str:
    first, last = (vietnamese.month_numeric(items[index].post.day) for index in (-1, 0))
    return first if first == last else f"{first} – {last}"


def indexes(catalogue: Catalogue, lists: Sequence[Listing]) -> Iterator[tuple[str, str]]:
    """Address and title of every page but the posts' own; aliases and feeds are no pages."""
    yield from ((f"{kind}/", title) for kind, title in overviews.TITLES.items())
    for listing in lists:
        urls = (step.url for step in listing.steps)
        yield from zip(urls, listing.titles, strict=True)
    yield from ((f"nam/{year}/", year_title(year)) for year in catalogue.by_year)
    yield from ((month_url(*month), month_title(*month)) for month in catalogue.by_month)


def feed_addresses(lists: Sequence[Listing]) -> Iterator[str]:
    """The addresses of every feed."""
    for listing in lists:
        if listing.group.feed:
            yield from (f"{feed_folder(listing.group)}{name}" for name in feeds.NAMES)


def year_title(year: int) -> str:
    """The title of a year's page."""
    return f"Tin năm {year}"


def month_title(year: int, month: int) -> str:
    """The title of a month's page."""
    return f"Tin tháng {month} năm {year}"


def month_url(year: int, month: int) -> str:
    """The address of a month's page."""
    return f"nam/{year}/{month:02d}/"
