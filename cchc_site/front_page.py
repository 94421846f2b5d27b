"""The home page, the page for addresses that lead nowhere, and the lists of ways in.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_site import vietnamese
from cchc_site.cards import Cards
from cchc_site.catalogue import Catalogue, Category
from cchc_site.load import Item
from cchc_site.views import Block, Entry, HomeView, Link, NotFoundView

PINNED = 3
LATEST = 3
BLOCK_LINES = 3


def home(catalogue: Catalogue, cards: Cards) -> HomeView:
    """The home page: a story stands once above the category blocks."""
    fresh = [
        item
        for item in catalogue.items
        if not item.post.withdrawn and not catalogue.is_expired(item)
    ]
    lead = _lead(fresh)
    rest = [item for item in fresh if item is not lead]
    pinned = [item for item in rest if item.post.pinned][:PINNED]
    latest = [item for item in rest if item not in pinned][:LATEST]
    blocks = (_block(category, fresh, cards) for category in catalogue.categories)
    return HomeView(
        lead=cards.card(lead) if lead else None,
        pinned=tuple(map(cards.card, pinned)),
        latest=tuple(map(cards.card, latest)),
        blocks=tuple(block for block in blocks if block),
        years=_years(catalogue),
    )


def _lead(items: Sequence[Item]) -> Item | None:
    """The newest pinned post with an image, else the newest with a summary, else the newest."""
    pictured = (item for item in items if item.post.pinned and item.post.image)
    written = (item for item in items if item.post.summary)
    return next(pictured, None) or next(written, None) or next(iter(items), None)


def _block(category: Category, fresh: Sequence[Item], cards: Cards) -> Block | None:
    items = [item for item in fresh if item.post.category == category.key]
    if not items:
        return None
    first, *rest = map(cards.card, items[: BLOCK_LINES + 1])
    return Block(category.label, category.url, first, tuple(rest))


def not_found(catalogue: Catalogue, cards: Cards) -> NotFoundView:
    """What helps a reader whose address leads nowhere."""
    latest = tuple(map(cards.card, catalogue.items[:LATEST]))
    return NotFoundView(latest, category_entries(catalogue), _years(catalogue))


def category_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every configured category with its number of posts."""
    return tuple(_category_entry(catalogue, category) for category in catalogue.categories)


def _category_entry(catalogue: Catalogue, category: Category) -> Entry:
    total = len(catalogue.by_category[category.key])
    count = f"{vietnamese.count(total)} tin" if total else "chưa có tin"
    return Entry(category.label, category.url, count, category.text)


def year_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every year with posts, the newest first."""
    return tuple(
        Entry(f"Năm {year}", f"nam/{year}/", f"{vietnamese.count(len(items))} tin")
        for year, items in catalogue.by_year.items()
    )


def author_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every author in alphabetical order."""
    return tuple(
        Entry(
            name,
            catalogue.authors[name].url,
            f"{vietnamese.count(len(items))} tin",
            catalogue.authors[name].unit,
        )
        for name, items in catalogue.by_author.items()
    )


def _years(catalogue: Catalogue) -> tuple[Link, ...]:
    return tuple(Link(str(year), f"nam/{year}/") for year in catalogue.by_year)
