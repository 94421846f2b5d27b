"""What differs from the last build: the words of some posts, or anything.

Pure. Words (title, summary, text and its links) are shown by a post's own page, its card and links
to it; nothing is ordered, grouped or addressed by them. So an edit of words can reach the pages of
the post, of posts that name it, and of lists that hold it; all others are as they were. That holds
where all else that the records of pages are made of is as it was, of which `inputs` is the digest:
then every link of the other posts leads where it led.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from cchc_site.base.hashing import digest_of, joined
from cchc_site.site import organizations, snapshot
from cchc_site.site.catalogue import Catalogue, is_published
from cchc_site.site.links import Place
from cchc_site.site.loader import Loaded
from cchc_site.site.records import Record
from cchc_site.site.snapshot import PostEntry, PostSnapshot

_PATH = attrgetter("post.path")


class Edits(Struct, frozen=True):
    """The posts whose words differ, by path, with the titles that they had; None when anything may
    differ."""

    titles: Mapping[str, str] | None = None

    @property
    def are_words(self) -> bool:
        """Whether nothing but words differs."""
        return self.titles is not None

    def reach(self, items: Iterable[PostSnapshot]) -> bool:
        """Whether a page that shows `items` may differ."""
        return self.titles is None or not self.titles.keys().isdisjoint(map(_PATH, items))


EVERYTHING = Edits()


def between(before: Mapping[str, PostEntry], after: Mapping[str, PostEntry]) -> Edits:
    """What differs in posts, by what two builds know of them."""
    if before.keys() != after.keys():
        return EVERYTHING
    changed = [path for path, entry in after.items() if _differs(before[path], entry)]
    if not all(before[path].is_sound for path in changed):
        return EVERYTHING
    if not all(snapshot.reworded(before[path], after[path]) for path in changed):
        return EVERYTHING
    return Edits({path: before[path].parts[0].title for path in changed})


def _differs(before: PostEntry, after: PostEntry) -> bool:
    """Whether a post differs, however the clock of its file stands: a fresh clone sets all anew."""
    return after is not before and after._replace(signature=before.signature) != before


def inputs(
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
        digest_of(sorted(_of_files(loaded))),
        digest_of(catalogue.categories, catalogue.names, catalogue.terms, previews),
        digest_of(_states(loaded, catalogue)),
        digest_of(tuple(records)),
        digest_of([_place(path, place) for path, place in sorted(sources.items())]),
        digest_of([sorted(map(repr, _plain(other))) for other in others]),
    )


def _of_files(loaded: Loaded) -> Iterator[tuple[object, ...]]:
    """What is known of the posts' files, however their clocks stand."""
    for path, (_, *entry) in loaded.media_entries.items():
        yield path, entry


def _states(loaded: Loaded, catalogue: Catalogue) -> tuple[object, ...]:
    """Which posts are held back or expired, which body is in office, and the day where citizens are
    told of its days."""
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
        today.isoformat() if serving and serving.office.receptions else "",
    )


def _place(path: str, place: Place) -> tuple[object, ...]:
    return path, place.url, None if place.anchors is None else sorted(place.anchors)


def _plain(other: tuple[object, ...] | Mapping[str, str] | frozenset[str]) -> Iterator[object]:
    yield from other.items() if isinstance(other, Mapping) else other
