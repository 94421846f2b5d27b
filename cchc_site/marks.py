"""Digests of what a post's page shows of others: category, authors, tags, its body.

Pure. Each is made once and joined into thousands of fingerprints.
"""

from __future__ import annotations

import datetime as dt

from cchc_site.catalogue import Catalogue
from cchc_site.digests import digest_of
from cchc_site.recall import Item


class Marks:
    """The digests of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Make those of authors and tags, which are few."""
        self._catalogue = catalogue
        self._authors = {
            name: digest_of(author, name in catalogue.by_author)
            for name, author in catalogue.authors.items()
        }
        self._tags = {
            name: digest_of(tag, tag in catalogue.by_tag) for name, tag in catalogue.tags.items()
        }
        self._categories: dict[str, bytes] = {}
        self._bodies: dict[tuple[str, dt.date], bytes] = {}

    def of(self, item: Item) -> bytes:
        """Everything that the page of `item` shows of others but posts."""
        post = item.post
        if post.category not in self._categories:
            self._categories[post.category] = digest_of(self._catalogue.category(item))
        parts = [self._categories[post.category]]
        parts += [self._authors[name] for name in post.authors]
        parts.append(b"\0")
        parts += [self._tags[name] for name in post.tags]
        if self._catalogue.terms:
            parts.append(self._body(item))
        return b"".join(parts)

    def _body(self, item: Item) -> bytes:
        key = item.post.organization, item.post.day
        if key not in self._bodies:
            name = self._catalogue.body_name(item)
            self._bodies[key] = digest_of(name, self._catalogue.ended(item))
        return self._bodies[key]
