"""Every page of the portal: one record for each address.

Pure. Known before links are resolved: MkDocs and the checks are told addresses and titles; what a
page shows is made later, by its own `content`. A type of page stands in a module of its own and is
named here once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_site.base import vietnamese
from cchc_site.pages import (
    aliases,
    archive,
    contact,
    documents,
    feeds,
    following,
    lists,
    overviews,
    post,
    procedures,
    register,
)
from cchc_site.pages.components import Link
from cchc_site.pages.page import Page
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.addresses import PlannedAddresses
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.changes import EVERYTHING, Edits
from cchc_site.site.procedures import Procedures
from cchc_site.site.redirects import Forwarding
from cchc_site.site.register import Register
from cchc_site.site.search_items import DocsPage

if TYPE_CHECKING:
    from cchc_site.federation.news import Federation


def _recorded(site_procedures: Procedures) -> Iterator[Page]:
    """The pages of procedures with a record."""
    # Takes 4 ms to load, which a site without records need not pay.
    from cchc_site.pages import procedure, procedure_sheet

    yield from procedure.pages(site_procedures)
    yield from procedure_sheet.pages(site_procedures)


def _federated(federation: Federation) -> Iterator[Page]:
    """The pages of what communes tell."""
    # Only a portal of communes needs them.
    from cchc_site.pages import commune_news, commune_register, communes

    yield from communes.pages(federation)
    yield from commune_news.pages(federation)
    yield from commune_register.pages(federation)


def _followed() -> Iterator[Link]:
    """What of communes has feeds."""
    from cchc_site.pages.commune_news import NEWS

    yield NEWS


class SitePlan:
    """The pages that the posts of a `catalogue`, the documents of a register, the procedures of the
    site and the communes of a `federation` have, at least `per_page` posts on each page of a list
    that has as many."""

    def __init__(
        self,
        catalogue: Catalogue,
        site_register: Register,
        site_procedures: Procedures,
        per_page: int,
        federation: Federation | None = None,
    ) -> None:
        """Make every page but those of posts."""
        self._catalogue, self.federation = catalogue, federation
        post_lists = tuple(lists.lists(catalogue))
        made: tuple[Page, ...] = (
            *overviews.pages(catalogue),
            *lists.pages(post_lists, per_page),
            *archive.pages(catalogue),
            *register.pages(site_register),
            *documents.pages(site_register),
            *procedures.pages(catalogue, site_procedures),
            *(_recorded(site_procedures) if site_procedures.records else ()),
            *aliases.of_terms(catalogue),
            *feeds.pages(post_lists),
            *following.pages(catalogue, _followed() if federation else ()),
            *_calendars(catalogue),
            *(_federated(federation) if federation else ()),
        )
        self.indexes: tuple[Page, ...] = tuple(page for page in made if page.template)
        """The pages that MkDocs is told of beside posts."""
        self._files = tuple(page for page in made if not page.template)

    @cached_property
    def addresses(self) -> PlannedAddresses:
        """The addresses of all these."""
        return PlannedAddresses(
            frozenset(page.url for page in self.indexes),
            frozenset(page.url for page in self._files),
        )

    def ways(self, docs: Iterable[DocsPage]) -> Iterator[WayIn]:
        """By which names search leads straight to a page: to one of these, or to one of `docs`,
        which its address may name too, or home."""
        yield WayIn(ways.PAGE, "Trang chủ", "")
        for page in self.indexes:
            yield from page.ways
        for standing in docs:
            words = vietnamese.slug(standing.url.rstrip("/").rpartition("/")[2], " ")
            yield WayIn(ways.PAGE, standing.title, standing.url, called=(words,) if words else ())

    def pages(
        self,
        docs: Mapping[str, str],
        edits: Edits = EVERYTHING,
        redirects: Sequence[Forwarding] = (),
    ) -> tuple[Page, ...]:
        """Every page, so far as `edits` may reach it, but MkDocs' own: `docs` are the titles of
        those by their addresses; with those at which `redirects` begin."""
        titles = Counter(docs.values())
        titles.update(page.title for page in self.indexes if not page.hidden)
        return (
            *self._reached(edits),
            *post.pages(self._catalogue, titles, edits),
            *aliases.of_posts(self._catalogue, edits),
            *aliases.of_redirects(redirects, edits),
        )

    def _reached(self, edits: Edits) -> Iterator[Page]:
        """The pages but those of posts, so far as `edits` may reach them."""
        every = (*self._files, *self.indexes)
        if edits.titles is None:
            yield from every
            return
        items = (*self._catalogue.items, *self._catalogue.previews)
        # Known by themselves, not by their paths: lists hold each post ten times, and to ask it for
        # its path took a thirtieth of an edit's time.
        edited = {id(item) for item in items if item.post.path in edits.titles}
        for page in every:
            if page.shown is None or not edited.isdisjoint(map(id, page.shown)):
                yield page


def _calendars(catalogue: Catalogue) -> Iterator[Page]:
    """The calendar of reception days, where there are some."""
    days = contact.schedule(catalogue)
    if days and days.office.receptions:
        from cchc_site.pages import reception_calendar  # which no other site needs

        yield reception_calendar.page(days, getattr(catalogue.now.tzinfo, "key", ""))
