"""A segment of the search index after a few of its items have changed.

Pure. Whatever an item no longer has is taken out of the postings that stand, whatever is new is put
in; the result is what making the segment anew gives, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cchc_site import inversion, postings, search_index
from cchc_site.postings import LEVELS
from cchc_site.search_index import OWN, Entry, Shape, folds

Change = tuple[int, str, str]
"""An item's place, and the item packed before and after."""


@dataclass
class Patch:
    """Changes to a segment of that `shape`, which stands as its `entry` says; `read` gives
    what a file of it holds."""

    shape: Shape
    entry: Entry
    read: Callable[[str], Any]
    _terms: dict[str, list[int]] = field(default_factory=dict)
    _shards: dict[str, dict[str, str]] = field(default_factory=dict)
    _counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        """Find the names of the files."""
        self._own: dict[str, str] = dict(self.entry["own"])
        self._names = {
            f"{letter}{number}": short
            for letter, key in (("s", "syllables"), ("p", "pairs"))
            for number, short in enumerate(search_index.parts(self.entry[key]))
        }

    def change(self, changes: Iterable[Change]) -> None:
        """Take each item's former terms out, and put its new ones in."""
        for place, before, after in changes:
            for find in (inversion.syllables, inversion.pairs):
                old, new = find([before]), find([after])
                for term in sorted(old.keys() | new.keys()):
                    if old.get(term) != new.get(term):
                        self._change(term, place, new.get(term))
                if find is inversion.syllables:
                    for term in old.keys() ^ new.keys():
                        self._counts[folds[term]] += 1 if term in new else -1

    def _change(self, term: str, place: int, level: list[int] | None) -> None:
        if term not in self._terms:
            self._terms[term] = postings.decode(self._written(term))
        kept = [code for code in self._terms[term] if code // LEVELS != place]
        self._terms[term] = sorted([*kept, *(place * LEVELS + code for code in level or ())])

    def _written(self, term: str) -> str:
        if term in self._own:
            written: str = self.read(self._path("o", self._own[term]))[term]
            return written
        return self._shard(self.shape.shard(term)).get(term, "")

    def _path(self, name: str, version: str) -> str:
        return search_index.path(self.shape.key, name, version)

    def _shard(self, name: str) -> dict[str, str]:
        if name not in self._shards:
            self._shards[name] = dict(self.read(self._path(name, self._names[name])))
        return self._shards[name]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and content of each file that is new; `entry` then names them."""
        for term in sorted(self._terms):
            yield from self._put(term, postings.encode(self._terms[term]))
        for name, shard in self._shards.items():
            content = search_index.shard_content(shard)
            self._names[name] = short = search_index.short_name(content)
            yield self._path(name, short), content
        counts = self._spelling()
        words = search_index.spelling_content(counts)
        name = search_index.long_name(words)
        yield self._path("w", name), words
        self.entry = search_index.entry(
            self.shape, self._names, self._own, name, self.entry["facts"]
        )

    def _put(self, term: str, written: str) -> Iterator[tuple[str, bytes]]:
        """The file of its own that a term has, or the term in its shard."""
        was_own = self._own.pop(term, None)
        if self.shape.pairs and len(written) > OWN:
            content = search_index.shard_content({term: written})
            self._own[term] = name = search_index.long_name(content)
            yield self._path("o", name), content
        if term not in self._own or was_own is None:
            shard = self._shard(self.shape.shard(term))
            shard.pop(term, None)
            if written and term not in self._own:
                shard[term] = written

    def _spelling(self) -> dict[str, int]:
        counts = search_index.spelling_counts(self.read(self._path("w", self.entry["words"])))
        for word, more in self._counts.items():
            if not word[0].isdigit():
                counts[word] = counts.get(word, 0) + more
        return counts
