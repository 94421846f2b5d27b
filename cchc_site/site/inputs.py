"""One digest of all that the records of pages are made of, but the posts.

Pure. When it is that of the last build, and of the posts no more than words differ, every link of
the others leads where it led, and only the pages that show these words need to be worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_site.base.hashing import digest_of, joined
from cchc_site.site import organizations
from cchc_site.site.catalogue import Catalogue, is_published
from cchc_site.site.links import Place
from cchc_site.site.loader import Loaded
from cchc_site.site.records import Record


def of(
    loaded: Loaded,
    catalogue: Catalogue,
    records: Sequence[Record],
    previews: bool,
    sources: Mapping[str, Place],
    *others: tuple[object, ...] | Mapping[str, str] | frozenset[str],
) -> bytes:
    """The digest of the posts' files, of `records` of documents, of the states that the moment
    decides, and of MkDocs' side: its `sources`, and its `others` in any order."""
    return joined(
        digest_of([(path, entry[1:]) for path, entry in sorted(loaded.media_entries.items())]),
        digest_of(catalogue.categories, catalogue.names, catalogue.terms, previews),
        digest_of(_states(loaded, catalogue)),
        digest_of(tuple(records)),
        digest_of([_place(path, place) for path, place in sorted(sources.items())]),
        digest_of([sorted(map(repr, _plain(other))) for other in others]),
    )


def _states(loaded: Loaded, catalogue: Catalogue) -> tuple[object, ...]:
    """Which posts are held back or expired, and which body is in office."""
    today = catalogue.now.date()
    serving = organizations.in_office(catalogue.terms, today)
    return (
        [item.post.path for item in loaded.items if not is_published(item, catalogue.now)],
        [
            item.post.path
            for item in loaded.items
            if item.post.expires and catalogue.is_expired(item)
        ],
        [organizations.is_over(term, today) for term in catalogue.terms],
        serving.body.key if serving else "",
    )


def _place(path: str, place: Place) -> tuple[object, ...]:
    return path, place.url, None if place.anchors is None else sorted(place.anchors)


def _plain(other: tuple[object, ...] | Mapping[str, str] | frozenset[str]) -> Iterator[object]:
    yield from other.items() if isinstance(other, Mapping) else other
