"""The home page, and the page for addresses that lead nowhere.

Pure. MkDocs renders both, by templates that are handed these views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cchc_site.pages import contact, facts
from cchc_site.pages.components import Card, IndexEntry, Link
from cchc_site.pages.facts import SiteIdentity, Thing
from cchc_site.pages.overviews import category_entries
from cchc_site.pages.page import PageContext
from cchc_site.site.catalogue import Catalogue, Category
from cchc_site.site.snapshot import PostSnapshot

if TYPE_CHECKING:
    from cchc_site.pages.commune_news import CommuneBlock

TEMPLATE = "home.html"
"""What a page of docs/ names to be the home page."""
PINNED = 3
LATEST = 3
BLOCK_LINES = 3


class CategoryBlock(NamedTuple):
    """A category on the home page: its newest item whole, the next ones as lines."""

    title: str
    url: str
    first: Card
    rest: tuple[Card, ...]


class HomeView(NamedTuple):
    """The home page; no story and no picture shows twice."""

    lead: Card | None
    pinned: tuple[Card, ...]
    latest: tuple[Card, ...]
    blocks: tuple[CategoryBlock, ...]
    years: tuple[Link, ...]
    communes: CommuneBlock | None = None


class NotFoundView(NamedTuple):
    """What the 404 page offers."""

    categories: tuple[IndexEntry, ...]
    years: tuple[Link, ...]


def things(site: SiteIdentity, office: Thing) -> Iterator[Thing]:
    """What machines are told of the whole site, on its home page: the site and its body, with what
    they are told of its `office`."""
    body = facts.government(site.organization) if site.organization else None
    yield {
        "@context": facts.CONTEXT,
        "@type": "WebSite",
        "name": site.name,
        "url": site.url,
        "inLanguage": "vi",
        **({"publisher": body} if body else {}),
    }
    if body:
        yield {"@context": facts.CONTEXT, **body, **office, "url": site.url}


def handed(template: object, context: PageContext) -> dict[str, object]:
    """What a page of docs/ is handed that names a `template` of ours."""
    if template == contact.TEMPLATE:
        return {"contact": context.contact}
    return {"home": home(context), "contact": context.contact} if template == TEMPLATE else {}


def home(context: PageContext) -> HomeView:
    """The home page: every part takes its stories from one pool, in the order in which they
    stand."""
    catalogue, pool = context.catalogue, _Pool(context)
    lead = _lead(catalogue)
    first = pool.take([lead] if lead else [], 1)
    pinned = pool.take(_pinned(catalogue), PINNED)
    latest = pool.take(_fresh(catalogue, catalogue.items), LATEST)
    blocks = (_block(category, catalogue, pool) for category in catalogue.categories)
    return HomeView(
        lead=first[0] if first else None,
        pinned=pinned,
        latest=latest,
        blocks=tuple(block for block in blocks if block),
        years=_years(catalogue),
        communes=_communes(context),
    )


def _communes(context: PageContext) -> CommuneBlock | None:
    """The newest items of communes, where the site shows some."""
    if context.federation is None:
        return None
    from cchc_site.pages import commune_news  # which no other site needs

    return commune_news.block(context.federation)


class _Pool:
    """The stories and pictures that the home page has not shown yet."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._stories: set[str] = set()
        self._pictures: set[str | bytes] = set()

    def take(self, items: Iterable[PostSnapshot], count: int) -> tuple[Card, ...]:
        """The cards of the first `count` of `items` that are left, without a picture that another
        story has shown."""
        left = (item for item in items if item.post.path not in self._stories)
        taken = tuple(islice(left, count))
        self._stories.update(item.post.path for item in taken)
        return tuple(map(self._card, taken))

    def _card(self, item: PostSnapshot) -> Card:
        card, resolved = self._context.cards.card(item), self._context.resolutions[item.post.path]
        if card.image is None or resolved.image is None:
            return card
        media = resolved.image.media
        picture = media.digest if media else resolved.image.url
        if picture in self._pictures:
            return card._replace(image=None)
        self._pictures.add(picture)
        return card


def not_found(catalogue: Catalogue) -> NotFoundView:
    """What helps a reader whose address leads nowhere; the same after a newest post as before."""
    return NotFoundView(category_entries(catalogue), _years(catalogue))


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


def _block(category: Category, catalogue: Catalogue, pool: _Pool) -> CategoryBlock | None:
    items = _fresh(catalogue, catalogue.by_category[category])
    shown = pool.take(items, BLOCK_LINES + 1)
    return CategoryBlock(category.label, category.url, shown[0], shown[1:]) if shown else None


def _years(catalogue: Catalogue) -> tuple[Link, ...]:
    return tuple(Link(str(year), f"nam/{year}/") for year in catalogue.by_year)
