"""A segment of the search index after a few of its items have changed.

Pure. Whatever an item no longer has is taken out of the published postings, whatever is new is put
in; the result is what making the segment anew gives, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cchc_site.search import format as index_format
from cchc_site.search import postings, terms
from cchc_site.search.format import ManifestSegment, Sharding, folds
from cchc_site.search.postings import LEVELS
from cchc_site.search.terms import SearchText


class Change(NamedTuple):
    """An item's place, and what search finds it by, before and after."""

    place: int
    before: SearchText
    after: SearchText


@dataclass
class Patch:
    """Changes to a segment of that `shape`, which is published as its `entry` says; `read` gives
    what a file of it holds."""

    shape: Sharding
    entry: ManifestSegment
    read: Callable[[str], Any]
    _forms: dict[str, dict[str, str]] = field(default_factory=dict)
    _shards: dict[str, dict[str, str]] = field(default_factory=dict)
    _counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        """Find the names of the files."""
        self._own = index_format.own_files(self.entry)
        self._names = index_format.shard_versions(self.entry)

    def change(self, changes: Iterable[Change]) -> None:
        """Take each item's former terms out, and put its new ones in."""
        for place, before, after in changes:
            for terms_of in (terms.syllables, terms.pairs):
                old, new = terms_of([before]), terms_of([after])
                for term in sorted(old.keys() | new.keys()):
                    if old.get(term) != new.get(term):
                        self._change(term, place, new.get(term, []))
                if terms_of is terms.syllables:
                    for term in old.keys() ^ new.keys():
                        if term[0].isalpha():
                            self._counts[folds[term]] += 1 if term in new else -1

    def _change(self, term: str, place: int, levels: list[int]) -> None:
        forms = self._known(index_format.fold(term))
        codes = postings.decode(forms.get(term, ""))
        kept = [code for code in codes if code // LEVELS != place]
        now = sorted([*kept, *(place * LEVELS + level for level in levels)])
        if now:
            forms[term] = postings.encode(now)
        else:
            forms.pop(term, None)

    def _known(self, folded: str) -> dict[str, str]:
        """The forms of a folded term with their postings, to be changed."""
        if folded not in self._forms:
            self._forms[folded] = (
                dict(self.read(index_format.own_path(self.shape.key, folded, self._own[folded])))
                if folded in self._own
                else {
                    term: places
                    for term, places in self._shard(self.shape.shard(folded)).items()
                    if index_format.fold(term) == folded
                }
            )
        return self._forms[folded]

    def _path(self, name: str, version: str) -> str:
        return index_format.path(self.shape.key, name, version)

    def _shard(self, name: str) -> dict[str, str]:
        if name not in self._shards:
            self._shards[name] = dict(self.read(self._path(name, self._names[name])))
        return self._shards[name]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and content of each file that is new; `entry` then names them."""
        for folded, forms in self._forms.items():
            yield from self._put(folded, forms)
        for name, shard in self._shards.items():
            content = index_format.shard_content(shard)
            self._names[name] = version = index_format.name(content)
            yield self._path(name, version), content
        name = ""
        if not self.shape.is_whole:
            words = index_format.spelling_content(self._spelling())
            name = index_format.name(words)
            yield self._path("w", name), words
        texts = index_format.parts(self.entry["texts"])
        self.entry = index_format.entry(
            self.shape, self._names, self._own, texts, name, self.entry["facts"]
        )

    def _put(self, folded: str, forms: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        """The file of its own that a folded term has, or its forms in their shard."""
        had_own = self._own.pop(folded, None) is not None
        if has_own := index_format.has_own(forms):
            self._own[folded], contents = index_format.own_contents(self.shape.key, folded, forms)
            yield from contents.items()
        if not (had_own and has_own):
            shard = self._shard(self.shape.shard(folded))
            for term in [term for term in shard if index_format.fold(term) == folded]:
                del shard[term]
            if not has_own:
                shard |= forms

    def _spelling(self) -> dict[str, int]:
        counts = index_format.spelling_counts(self.read(self._path("w", self.entry["words"])))
        for word, more in self._counts.items():
            counts[word] = counts.get(word, 0) + more
        return counts
