"""What a build of the news is made of: the settings of the site, and MkDocs' side of it.

Pure; news_site.py makes use of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct, field

from cchc_site.site.catalogue import Category
from cchc_site.site.links import Place
from cchc_site.site.loader import Loader
from cchc_site.site.organizations import Term
from cchc_site.site.search_items import DocsPage
from cchc_site.site.taxonomies import NameOptions


class SiteInputs(Struct, frozen=True):
    """What an news_site is made of: settings and place of the posts, categories, what is said of
    authors and tags, terms of bodies, and the moment that decides which posts are published;
    whether the others are to be shown at their address, what reads the files, and whether those of
    pictures are published as they are."""

    posts_dir: str
    categories: tuple[Category, ...]
    names: NameOptions
    terms: tuple[Term, ...]
    now: dt.datetime
    previews: bool
    loader: Loader
    keeps_originals: bool = False


class Docs(Struct, frozen=True):
    """MkDocs' side of the site: its sources by path in the project, its pages' paths and `titles`
    by their addresses, every other address it fills, the `texts` of its pages for search, and the
    addresses of pages that are for the `office` alone."""

    sources: Mapping[str, Place]
    pages: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    texts: tuple[DocsPage, ...] = ()
    office: frozenset[str] = frozenset()

    @property
    def for_citizens(self) -> Mapping[str, str]:
        """The titles of the other pages."""
        return {url: title for url, title in self.titles.items() if url not in self.office}
