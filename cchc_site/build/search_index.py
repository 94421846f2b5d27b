"""The search index of a build: segments that have changed are made again, the others stay.

Touches the disk: it reads the shards that the site has. Of the archive, which is nearly all of it,
an edit changes a few shards only (patch.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from cchc_site.base.hashing import digest
from cchc_site.base.workers import LEAST
from cchc_site.build.stage import Build, Put
from cchc_site.search import format as index_format
from cchc_site.search import terms as index_terms
from cchc_site.search import ways, weights
from cchc_site.search.format import ManifestSegment, Sharding
from cchc_site.search.patch import Change, Patch
from cchc_site.search.terms import SearchText
from cchc_site.search.ways import WayIn
from cchc_site.site.search_items import MARK, TERMS, Segment


class SegmentEntry(NamedTuple):
    """What memory keeps of a segment: the marks of its items, and what the manifest says of it."""

    marks: bytes
    manifest: ManifestSegment


_PIECES = 8
_LEAST_GROUPS = 8
_MOST_EDITED = 64
"""With more items edited than this, making a segment anew is no slower."""


class Indexer(Struct, frozen=True):
    """Stages the index of a `build`; `known` is what the last build left of each segment, and
    `former` gives what search found an item by, as that build read it, by the first bytes of its
    mark."""

    build: Build
    known: Mapping[str, SegmentEntry]
    former: Callable[[bytes], SearchText | None]

    def index(
        self, segments: Sequence[Segment], ways_in: Iterable[WayIn], about: Mapping[str, object]
    ) -> dict[str, SegmentEntry]:
        """Stage every segment, the `ways_in` and the manifest, which says `about` the index what a
        browser must know besides; gives what the next build is to know."""
        entries = {segment.key: self._segment(segment) for segment in segments}
        manifests = [entry.manifest for entry in entries.values()]
        files, manifest_ways = ways.files(ways_in)
        for path, content in files:
            _put(self.build.put, path, content)
        fixed = {"v": index_format.VERSION, "weights": weights.for_browser()}
        manifest = {**fixed, **about, "ways": manifest_ways, "segments": manifests}
        _put(self.build.put, index_format.MANIFEST, index_format.content(manifest))
        return entries

    def _segment(self, segment: Segment) -> SegmentEntry:
        marks = segment.marks
        manifest = self._edited(segment, marks)
        if manifest is None:
            manifest = _SegmentWriter(self.build, segment).manifest()
        return SegmentEntry(marks, manifest)

    def _edited(self, segment: Segment, marks: bytes) -> ManifestSegment | None:
        """What the manifest says of a segment whose items are those that it had, in the same
        places; None where it must be made anew."""
        known = self.known.get(segment.key)
        if known is None:
            return None
        old, entry = known
        paths = [*index_format.files(entry)]
        if len(old) != len(marks) or not self.build.all_published(paths):
            return None
        if old == marks:
            self.build.keep(paths)
            return entry
        places = [
            at // MARK
            for at in range(0, len(marks), MARK)
            if marks[at : at + MARK] != old[at : at + MARK]
        ]
        changes = self._changes(segment, places, old, marks)
        if changes is None:
            return None
        shape = Sharding.of(segment.key, len(segment.items))
        patch = Patch(shape, entry, self._content)
        patch.change(changes)
        for path, content in patch.files():
            _put(self.build.put, path, content)
        texts = index_format.parts(entry["texts"])
        for group in sorted({*map(shape.group, places)}):
            texts[group] = _texts(self.build.put, segment, shape, group)
        facts = _facts(self.build.put, segment)
        entry = {**patch.entry, "texts": "".join(texts), "facts": facts}
        made = {staged.path for staged in self.build.made}
        self.build.keep(path for path in index_format.files(entry) if path not in made)
        return entry

    def _changes(
        self, segment: Segment, places: Sequence[int], old: bytes, new: bytes
    ) -> list[Change] | None:
        """Those of the changed items whose terms may have changed, as they were and are; None when
        they are many, or it is not known what they were."""
        changes: list[Change] = []
        for place in places:
            at = place * MARK
            before = old[at : at + TERMS]
            if before != new[at : at + TERMS]:
                former = self.former(before)
                if former is None or len(changes) == _MOST_EDITED:
                    return None
                changes.append(Change(place, former, segment.search_text(place)))
        return changes

    def _content(self, path: str) -> Any:
        return json.loads((self.build.site_dir / path).read_bytes())


def _put(put: Put, path: str, content: bytes) -> None:
    put(path, digest(content), content)


def _facts(put: Put, segment: Segment) -> str:
    content = index_format.content(segment.facts)
    name = index_format.name(content)
    _put(put, index_format.path(segment.key, "f", name), content)
    return name


def _texts(put: Put, segment: Segment, shape: Sharding, group: int) -> str:
    places = shape.places(group)
    contents = [index_format.content(segment.record(place)) for place in places]
    name = index_format.name(*contents)
    for place, content in zip(places, contents, strict=True):
        _put(put, index_format.path(segment.key, f"t{place}", name), content)
    return name


class IndexStep(NamedTuple):
    """A part of the work: what is made, and for texts which groups of them."""

    kind: str
    first: int = 0
    last: int = 0


class MadeVersions(NamedTuple):
    """The versions that a step has made: of shards, of the files of terms that have their own, of
    groups of texts, and of the counts of words."""

    shards: Mapping[str, str] = {}
    own: Mapping[str, str] = {}
    texts: Sequence[str] = ()
    words: str = ""


class _SegmentWriter:
    """A whole segment, its large parts side by side."""

    def __init__(self, build: Build, segment: Segment) -> None:
        self._build, self._segment = build, segment
        self._shape = Sharding.of(segment.key, len(segment.items))

    def manifest(self) -> ManifestSegment:
        """Stage the segment; gives what the manifest says of it."""
        names: dict[str, str] = {}
        own: dict[str, str] = {}
        texts: list[str] = []
        words = ""
        facts = _facts(self._build.put, self._segment)
        for made in self._build.each(self._make, [*self._steps()], self._shape.size >= LEAST):
            names |= made.shards
            own |= made.own
            texts += made.texts
            words = words or made.words
        return index_format.entry(self._shape, names, own, texts, words, facts)

    def _steps(self) -> Iterator[IndexStep]:
        yield from map(IndexStep, ("pairs", "syllables"))
        last = self._shape.groups
        step = max(_LEAST_GROUPS, -(-last // _PIECES))
        yield from (IndexStep("texts", at, min(at + step, last)) for at in range(0, last, step))

    def _make(self, step: IndexStep, put: Put) -> MadeVersions:
        """One step; run in any process."""
        kind, first, last = step
        if kind == "texts":
            groups = range(first, last)
            texts = [_texts(put, self._segment, self._shape, group) for group in groups]
            return MadeVersions(texts=texts)
        # One after the other: of 200,000 posts all texts are a gigabyte.
        items = map(self._segment.search_text, range(self._shape.size))
        postings = index_terms.pairs(items) if kind == "pairs" else index_terms.syllables(items)
        shards, own = index_format.shards(self._shape, index_format.written(postings))
        names = self._put_shards(put, kind, shards)
        owned = {folded: self._put_own(put, folded, forms) for folded, forms in own.items()}
        has_words = kind == "syllables" and not self._shape.is_whole
        words = self._put_words(put, postings) if has_words else ""
        return MadeVersions(names, owned, words=words)

    def _put_shards(self, put: Put, kind: str, shards: index_format.Shards) -> dict[str, str]:
        shape = self._shape
        letter, count = ("p", shape.pairs) if kind == "pairs" else ("s", shape.syllables)
        names: dict[str, str] = {}
        for number in range(count):
            name = f"{letter}{number}"
            content = index_format.shard_content(shards.get(name, {}))
            names[name] = version = index_format.name(content)
            _put(put, index_format.path(self._shape.key, name, version), content)
        return names

    def _put_own(self, put: Put, folded: str, forms: Mapping[str, str]) -> str:
        version, contents = index_format.own_contents(self._shape.key, folded, forms)
        for path, content in contents.items():
            _put(put, path, content)
        return version

    def _put_words(self, put: Put, syllables: index_terms.Postings) -> str:
        content = index_format.spelling_content(index_format.spelling(syllables))
        name = index_format.name(content)
        _put(put, index_format.path(self._shape.key, "w", name), content)
        return name
