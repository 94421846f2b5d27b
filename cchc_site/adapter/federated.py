"""What a portal shows of communes, as it was read last: a build never touches the network.

Part of the MkDocs adapter. A site that shows no communes loads nothing of what this needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cchc_site.adapter.options import CchcConfig
from cchc_site.base import vietnamese
from cchc_site.base.hashing import joined
from cchc_site.base.problems import Problem
from cchc_site.pages.plan import SitePlan
from cchc_site.site.news_site import NewsSite
from cchc_site.site.search_items import Segment

if TYPE_CHECKING:
    from cchc_site.federation.news import Federation


class ShownCommunes(Struct, frozen=True):
    """What a build shows of communes, None where it shows none, and what is wrong with the file
    that names them."""

    federation: Federation | None = None
    problems: tuple[Problem, ...] = ()

    def inputs(self, others: bytes) -> bytes:
        """The digest of all that pages follow from, of which `others` is that of the rest."""
        return joined(others, self.federation.digest) if others and self.federation else others


def shown(root: Path, options: CchcConfig, now: dt.datetime) -> ShownCommunes:
    """What the project at `root` shows of communes at the moment `now`."""
    if not options.federation:
        return ShownCommunes()
    from cchc_site.federation import news, parsing, sources, states

    named, kept = sources.read(root, options.federation), states.States(root)
    known = [
        [kept.read(source, part) for part in (parsing.FEED, parsing.REGISTER)]
        for source in named.sources
    ]
    communes = [
        news.commune(source, feed, register, now)
        for source, (feed, register) in zip(named.sources, known, strict=True)
    ]
    labels = (category.label for category in options.categories)
    coming = news.next_change((feed for feed, _ in known), now)
    return ShownCommunes(news.Federation(communes, labels, coming), named.problems)


def plan(news_site: NewsSite, options: CchcConfig, communes: ShownCommunes) -> SitePlan:
    """The pages of a site that shows `communes` too."""
    known = news_site.catalogue, news_site.register, news_site.procedures
    return SitePlan(*known, options.per_page, communes.federation)


def segments(plan: SitePlan, categories: Mapping[str, str]) -> tuple[Segment, ...]:
    """What search finds of communes; `categories` are the labels of the site's own by key."""
    if not plan.federation:
        return ()
    from cchc_site.federation import findable

    keys = {vietnamese.slug(label): key for key, label in categories.items()}
    return tuple(findable.segments(plan.federation, keys))
