"""One build of the news: load, catalogue, resolve, plan, each once.

The rooms in their order, for plugin.py to call at MkDocs' moments. Holds what one step hands to
the next; knows nothing of MkDocs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_site import addresses, pages, references
from cchc_site.cards import Cards
from cchc_site.catalogue import Catalogue, Category, catalogue, is_published
from cchc_site.fields import Settings
from cchc_site.load import Loaded, load
from cchc_site.pages import Page
from cchc_site.problems import Problem, report
from cchc_site.references import Place, Places, Resolution, Resolved


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edition is made of: settings and place of the posts, categories, offices of
    authors, and the moment that decides which posts are published."""

    root: Path
    posts_dir: str
    settings: Settings
    categories: tuple[Category, ...]
    units: Mapping[str, str]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Docs:
    """MkDocs' side of the site: its sources by path in the project, its pages' addresses with
    their paths, their titles, and every other address it fills."""

    sources: Mapping[str, Place]
    pages: Mapping[str, str]
    titles: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()


class Edition:
    """The posts of one build."""

    def __init__(self, plan: Plan) -> None:
        """Read every post; nothing is resolved yet."""
        self.loaded: Loaded = load(plan.root, plan.posts_dir, plan.settings)
        self.catalogue: Catalogue = catalogue(
            self.loaded.items, plan.categories, plan.units, plan.now
        )
        self.indexes = dict(pages.indexes(self.catalogue))
        self.cards = Cards(self.catalogue, {})
        self._resolutions: dict[str, Resolution] = {}
        self._now = plan.now

    def posts(self) -> Iterator[tuple[str, str, str, frozenset[str]]]:
        """Path, address, title and anchors of every published post."""
        for item in self.catalogue.items:
            post = item.post
            yield post.path, post.url, post.title, frozenset(item.reading.anchors)

    def resolve(self, docs: Docs) -> tuple[Problem, ...]:
        """Follow every link, and give every problem of the posts."""
        places = self._places(docs)
        self._resolutions = {
            item.post.path: references.resolve(item, places) for item in self.loaded.items
        }
        self.cards = Cards(self.catalogue, self._resolutions)
        unresolved = (
            problem for resolution in self._resolutions.values() for problem in resolution.problems
        )
        taken = addresses.collisions(self.loaded.items, docs.pages, frozenset(self.indexes))
        return report([*self.loaded.problems, *unresolved, *taken])

    def _places(self, docs: Docs) -> Places:
        sources = dict(docs.sources)
        sources |= {path: Place(url, anchors) for path, url, _, anchors in self.posts()}
        hidden = (item for item in self.loaded.items if not is_published(item, self._now))
        return Places(
            sources=sources,
            addresses=frozenset(place.url for place in sources.values())
            | self.indexes.keys()
            | docs.files,
            media=self.loaded.media,
            broken=self.loaded.broken,
            unpublished=frozenset(item.post.path for item in hidden),
        )

    def pages(self, docs: Docs) -> tuple[Page, ...]:
        """The record of every page; `resolve` comes first."""
        return pages.plan(self.catalogue, self.cards, self._resolutions, docs.titles)

    def media(self) -> Iterator[Resolved]:
        """The files that published posts bring, each with its address."""
        for item in self.catalogue.items:
            if not item.post.withdrawn:
                yield from self._resolutions[item.post.path].files
