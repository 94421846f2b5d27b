"""The pages of years and months.

Pure. A year tells how many posts each of its months has, and shows its newest ones; a month shows
all of its posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, TypeVar

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.pages.components import HOME, Card, Link
from cchc_site.pages.page import Content, Page, PageContext, PlainView, last_change
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.snapshot import PostSnapshot

YEARS = Link("Theo năm", "nam/")
YEAR_LATEST = 20
"""How many posts the page of a year shows."""

Month = tuple[int, int]
"""A month of a year: (year, month)."""
P = TypeVar("P")


class MonthCell(Struct, frozen=True):
    """One of the twelve months of a year page; an empty `url` means a month without news."""

    label: str
    url: str
    count: str


class DayGroup(Struct, frozen=True):
    """News of one month as rows; `url` leads to the whole month (empty on the month's own page)."""

    label: str
    key: str
    url: str
    count: str
    rows: tuple[Card, ...]


class ArchiveView(PlainView, Struct, frozen=True):
    """A year (twelve `months`, newest posts) or a month (no `months`, all its posts)."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    months: tuple[MonthCell, ...]
    groups: tuple[DayGroup, ...]
    newer: Link | None
    older: Link | None


@dataclass(frozen=True, slots=True)
class YearPage(Page):
    """A year with its posts, newest first, and the neighbouring years with posts."""

    year: int
    items: tuple[PostSnapshot, ...]
    newer: int | None
    older: int | None
    template: ClassVar[str] = "cchc/archive.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """The newest posts of the year."""
        return self.items[:YEAR_LATEST]

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """The year."""
        label = f"Năm {self.year}"
        return (WayIn(ways.YEAR, label, self.url, len(self.items), (str(self.year),)),)

    @property
    def lastmod(self) -> str:
        """The newest of all its posts'."""
        return last_change(self.items)

    def content(self, context: PageContext) -> Content:
        """How many posts each month has, and the newest ones by month."""
        by_month = context.catalogue.by_month
        counts = [len(by_month.get((self.year, month), ())) for month in range(1, 13)]
        view = ArchiveView(
            title=self.title,
            intro=f"{vietnamese.count(len(self.items))} tin, {self._span()}.",
            crumbs=(HOME, YEARS, Link(str(self.year), "")),
            months=tuple(_cell(self.year, month, count) for month, count in enumerate(counts, 1)),
            groups=tuple(self._groups(context, counts)),
            newer=_year_link(self.newer),
            older=_year_link(self.older),
        )
        return self.made_of(context, view)

    def _span(self) -> str:
        first, last = self.items[-1].post.day, self.items[0].post.day
        if first == last:
            return f"ngày {vietnamese.day_numeric(last)}"
        return f"từ {first:%d/%m} đến {vietnamese.day_numeric(last)}"

    def _groups(self, context: PageContext, counts: list[int]) -> Iterator[DayGroup]:
        for month, items in groupby(self.shown, key=lambda item: item.post.day.month):
            yield DayGroup(
                label=f"Tháng {month}",
                key=f"thang-{month}",
                url=_month_url((self.year, month)),
                count=f"{vietnamese.count(counts[month - 1])} tin",
                rows=tuple(map(context.cards.card, items)),
            )


@dataclass(frozen=True, slots=True)
class MonthPage(Page):
    """A month with its posts, newest first, and the neighbouring months with posts."""

    month: Month
    items: tuple[PostSnapshot, ...]
    newer: Month | None
    older: Month | None
    is_last: bool
    """Whether no later year has posts in this month."""
    template: ClassVar[str] = "cchc/archive.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """All its posts."""
        return self.items

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """The month of its year, with or without the words for both; the last of its name also
        without the year."""
        year, month = self.month
        called = f"{month} năm {year}", f"{month}/{year}", *[f"Tháng {month}"] * self.is_last
        label = f"Tháng {month} năm {year}"
        return (WayIn(ways.MONTH, label, self.url, len(self.items), called),)

    @property
    def lastmod(self) -> str:
        """The newest of its posts'."""
        return last_change(self.items)

    def content(self, context: PageContext) -> Content:
        """Its posts."""
        year, month = self.month
        count = f"{vietnamese.count(len(self.items))} tin"
        rows = tuple(map(context.cards.card, self.items))
        view = ArchiveView(
            title=self.title,
            intro=f"{count}.",
            crumbs=(HOME, YEARS, Link(str(year), _year_url(year)), Link(f"Tháng {month}", "")),
            months=(),
            groups=(DayGroup("", "tin", "", count, rows),),
            newer=_month_link(self.newer),
            older=_month_link(self.older),
        )
        return self.made_of(context, view)


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """The page of every year with posts, then that of every month."""
    for year, newer, older in _with_neighbours(catalogue.by_year):
        items, title = catalogue.by_year[year], f"Tin năm {year}"
        yield YearPage(_year_url(year), title, year, items, newer, older, active=YEARS.url)
    latest = {month[1]: month for month in sorted(catalogue.by_month)}
    for month, newer_month, older_month in _with_neighbours(catalogue.by_month):
        items, title = catalogue.by_month[month], f"Tin tháng {month[1]} năm {month[0]}"
        is_last = month == latest[month[1]]
        neighbours = newer_month, older_month
        url = _month_url(month)
        yield MonthPage(url, title, month, items, *neighbours, is_last, active=YEARS.url)


def _with_neighbours(periods: Iterable[P]) -> Iterator[tuple[P, P | None, P | None]]:
    """Each of `periods`, newest first, with the next newer and the next older one."""
    ordered = (None, *periods, None)
    for newer, period, older in zip(ordered, ordered[1:], ordered[2:], strict=False):
        if period is not None:
            yield period, newer, older


def _cell(year: int, month: int, count: int) -> MonthCell:
    label = f"Tháng {month}"
    if not count:
        return MonthCell(label, "", "không có")
    return MonthCell(label, _month_url((year, month)), f"{vietnamese.count(count)} tin")


def _year_url(year: int) -> str:
    return f"nam/{year}/"


def _month_url(month: Month) -> str:
    return f"nam/{month[0]}/{month[1]:02d}/"


def _year_link(year: int | None) -> Link | None:
    return Link(f"Năm {year}", _year_url(year)) if year else None


def _month_link(month: Month | None) -> Link | None:
    if month is None:
        return None
    return Link(f"Tháng {month[1]} năm {month[0]}", _month_url(month))
