"""The home page, and the page for addresses that lead nowhere.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_site.cards import Cards
from cchc_site.catalogue import Catalogue, Category
from cchc_site.overviews import category_entries
from cchc_site.recall import Item
from cchc_site.views import Block, HomeView, Link, NotFoundView

PINNED = 3
LATEST = 3
BLOCK_LINES = 3


def home(catalogue: Catalogue, cards: Cards) -> HomeView:
    """The home page: a story stands once above the category blocks."""
    fresh = _fresh(catalogue)
    lead = _lead(fresh)
    rest = [item for item in fresh if item is not lead]
    pinned = [item for item in rest if item.post.pinned][:PINNED]
    latest = [item for item in rest if item not in pinned][:LATEST]
    blocks = (_block(category, fresh, catalogue, cards) for category in catalogue.categories)
    return HomeView(
        lead=cards.card(lead) if lead else None,
        pinned=tuple(map(cards.card, pinned)),
        latest=tuple(map(cards.card, latest)),
        blocks=tuple(block for block in blocks if block),
        years=_years(catalogue),
    )


def _fresh(catalogue: Catalogue) -> Sequence[Item]:
    """The posts that still hold, newest first."""
    return [
        item
        for item in catalogue.items
        if not item.post.withdrawn and not catalogue.is_expired(item)
    ]


def _lead(items: Sequence[Item]) -> Item | None:
    """The newest pinned post with an image, else the newest with a summary, else the newest."""
    pictured = (item for item in items if item.post.pinned and item.post.image)
    written = (item for item in items if item.post.summary)
    return next(pictured, None) or next(written, None) or next(iter(items), None)


def _block(
    category: Category, fresh: Sequence[Item], catalogue: Catalogue, cards: Cards
) -> Block | None:
    items = [item for item in fresh if catalogue.category(item) == category]
    if not items:
        return None
    first, *rest = map(cards.card, items[: BLOCK_LINES + 1])
    return Block(category.label, category.url, first, tuple(rest))


def not_found(catalogue: Catalogue, cards: Cards) -> NotFoundView:
    """What helps a reader whose address leads nowhere."""
    latest = tuple(map(cards.card, _fresh(catalogue)[:LATEST]))
    return NotFoundView(latest, category_entries(catalogue), _years(catalogue))


def _years(catalogue: Catalogue) -> tuple[Link, ...]:
    return tuple(Link(str(year), f"nam/{year}/") for year in catalogue.by_year)
