"""The home page, and the page for addresses that lead nowhere.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from cchc_site.pages.components import Cards
from cchc_site.pages.overviews import category_entries
from cchc_site.pages.views import CategoryBlock, HomeView, Link, NotFoundView
from cchc_site.site.catalogue import Catalogue, Category
from cchc_site.site.snapshot import PostSnapshot

PINNED = 3
LATEST = 3
BLOCK_LINES = 3


def home(catalogue: Catalogue, cards: Cards) -> HomeView:
    """The home page: a story stands once above the category blocks."""
    lead = _lead(catalogue)
    rest = (item for item in _pinned(catalogue) if item is not lead)
    pinned = tuple(islice(rest, PINNED))
    shown = (lead, *pinned)
    latest = (item for item in _fresh(catalogue, catalogue.items) if item not in shown)
    blocks = (_block(category, catalogue, cards) for category in catalogue.categories)
    return HomeView(
        lead=cards.card(lead) if lead else None,
        pinned=tuple(map(cards.card, pinned)),
        latest=tuple(map(cards.card, islice(latest, LATEST))),
        blocks=tuple(block for block in blocks if block),
        years=_years(catalogue),
    )


def _fresh(catalogue: Catalogue, items: Iterable[PostSnapshot]) -> Iterator[PostSnapshot]:
    """Those of `items` that still hold; a reader of the first few leaves the rest unasked."""
    return (item for item in items if not item.post.withdrawn and not catalogue.is_expired(item))


def _pinned(catalogue: Catalogue) -> Iterator[PostSnapshot]:
    return _fresh(catalogue, (item for item in catalogue.items if item.post.pinned))


def _lead(catalogue: Catalogue) -> PostSnapshot | None:
    """The newest pinned post with an image, else the newest with a summary, else the newest."""
    pictured = (item for item in _pinned(catalogue) if item.post.image)
    written = (item for item in _fresh(catalogue, catalogue.items) if item.post.summary)
    newest = _fresh(catalogue, catalogue.items)
    return next(pictured, None) or next(written, None) or next(newest, None)


def _block(category: Category, catalogue: Catalogue, cards: Cards) -> CategoryBlock | None:
    items = _fresh(catalogue, catalogue.by_category[category])
    shown = tuple(map(cards.card, islice(items, BLOCK_LINES + 1)))
    return CategoryBlock(category.label, category.url, shown[0], shown[1:]) if shown else None


def not_found(catalogue: Catalogue) -> NotFoundView:
    """What helps a reader whose address leads nowhere; the same after a newest post as before."""
    return NotFoundView(category_entries(catalogue), _years(catalogue))


def _years(catalogue: Catalogue) -> tuple[Link, ...]:
    return tuple(Link(str(year), f"nam/{year}/") for year in catalogue.by_year)
