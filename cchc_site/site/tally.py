"""How many items were published in some days, by what they belong to: for the office's own report.

Pure.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from cchc_site.site.catalogue import Catalogue
from cchc_site.site.organizations import term_of
from cchc_site.site.snapshot import PostSnapshot

MONTHS = "Tháng"
NO_BODY = "Không rõ cơ quan"


class CountTable(Struct, frozen=True):
    """How many items each of some things has, by its name; `about` says what else must be known of
    the numbers."""

    title: str
    rows: tuple[tuple[str, int], ...]
    about: str = ""


class Tally(Struct, frozen=True):
    """The items of the days from `first` to `last`, both included: how many there are, how many
    more were withdrawn, and the tables."""

    first: dt.date
    last: dt.date
    total: int
    withdrawn: int
    tables: tuple[CountTable, ...]


def tally(catalogue: Catalogue, first: dt.date, last: dt.date) -> Tally:
    """Count the published items of those days by category, author, month and body; one that was
    withdrawn is in no table."""
    dated = [item for item in catalogue.items if first <= item.post.day <= last]
    items = [item for item in dated if not item.post.withdrawn]
    authors = Counter(name.label for item in items for name in catalogue.authors.of(item))
    bodies = Counter(_body(item, catalogue) for item in items)
    years = tuple(_years(items, first.year, last.year))
    tables = (
        CountTable("Chuyên mục", _categories(items, catalogue)),
        CountTable("Tác giả", _ranked(authors), _about_authors(sum(authors.values()), len(items))),
        *([CountTable("Năm", years)] if len(years) > 1 else []),
        CountTable(MONTHS, tuple(_months(items, first, last))),
        CountTable("Cơ quan", _ranked(bodies)),
    )
    return Tally(first, last, len(items), len(dated) - len(items), tables)


def _categories(items: Iterable[PostSnapshot], catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """All categories in the order of the site, also those without an item."""
    counts = Counter(catalogue.category(item).key for item in items)
    return tuple((category.label, counts[category.key]) for category in catalogue.categories)


def _about_authors(named: int, total: int) -> str:
    return "Tin của nhiều tác giả được tính cho từng người." if named > total else ""


def _body(item: PostSnapshot, catalogue: Catalogue) -> str:
    term = term_of(item.post, catalogue.terms)
    return term.body.name if term else NO_BODY


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The most first; among equals by name."""
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def _years(items: Iterable[PostSnapshot], first: int, last: int) -> Iterator[tuple[str, int]]:
    """Every year of those days."""
    counts = Counter(item.post.day.year for item in items)
    return ((str(year), counts[year]) for year in range(first, last + 1))


def _months(
    items: Iterable[PostSnapshot], first: dt.date, last: dt.date
) -> Iterator[tuple[str, int]]:
    """Every month of those days, also one without an item."""
    counts = Counter((item.post.day.year, item.post.day.month) for item in items)
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{month:02d}/{year}", counts[year, month]
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
