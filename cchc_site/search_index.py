"""The search index as files: segments, their shards, and the manifest that names them.

Pure. A segment holds items that change alike: posts of closed months (`ARCHIVE`), those of the
newest month (`NEWEST`), documents and standing pages (`STANDING`). Which there are follows from the
dates of the posts alone, so that an incremental build gives what a clean one gives. A reader's
browser fetches the manifest, then a shard for each term of the query; see docs/tim-kiem.md.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from cchc_site import postings, vietnamese
from cchc_site.digests import digest

ROOT = "tim-kiem/chi-muc/"
MANIFEST = f"{ROOT}muc-luc.json"
VERSION = 1
ARCHIVE, NEWEST, STANDING = "a", "n", "s"
TEXTS = 2
"""How many items' texts lie in one file: a reader fetches those of ten."""
OWN = 1500
"""A term whose postings are longer has a file of its own, so that shards stay small."""

_MOST = {ARCHIVE: 4096, NEWEST: 12, STANDING: 8}
_SHORT, _LONG = 3, 6


@dataclass(frozen=True, slots=True)
class Shape:
    """How a segment of `size` items is cut: the numbers of its shards; without shards of their own
    pairs lie in the shard of their first syllable."""

    key: str
    size: int
    syllables: int
    pairs: int

    @classmethod
    def of(cls, key: str, size: int) -> Shape:
        """As many shards as keep one at about eight items' terms, within what the segment may
        change."""
        if key == ARCHIVE:
            pairs = min(_MOST[key], 1 << max(0, (size // 8).bit_length() - 1))
            return cls(key, size, max(1, pairs // 8), pairs)
        return cls(key, size, max(1, min(_MOST[key], size // 4)), 0)

    def shard(self, term: str) -> str:
        """The shard of a term: a letter and a number."""
        folded = folds[term] if " " not in term else " ".join(map(folds.__getitem__, term.split()))
        if not self.pairs:
            return f"s{crc32(folded.partition(' ')[0].encode()) % self.syllables}"
        if " " in folded:
            return f"p{crc32(folded.encode()) % self.pairs}"
        return f"s{crc32(folded.encode()) % self.syllables}"


class _Folds(dict[str, str]):
    def __missing__(self, word: str) -> str:
        self[word] = folded = vietnamese.fold(word)
        return folded


folds = _Folds()
"""Each word folded, once."""

Shards = dict[str, dict[str, str]]
"""Written postings by term, by shard."""


def shards(shape: Shape, terms: Iterable[tuple[str, str]]) -> tuple[Shards, dict[str, str]]:
    """Terms with their postings by shard, and those that have a file of their own."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    own: dict[str, str] = {}
    for term, places in terms:
        if shape.pairs and len(places) > OWN:
            own[term] = places
        else:
            found[shape.shard(term)][term] = places
    return found, own


def written(found: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str]]:
    """Each term with its postings as text."""
    encode = postings.encode
    for term, codes in found.items():
        yield term, encode(codes)


def spelling(found: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """How many items have each folded syllable of letters, all its forms together."""
    counts: defaultdict[str, int] = defaultdict(int)
    for term, codes in found.items():
        if not term[0].isdigit():
            counts[folds[term]] += len(codes)
    return counts


def shard_content(terms: Mapping[str, str]) -> bytes:
    """A shard as a file, the same whatever the order of its terms."""
    return content(dict(sorted(terms.items())))


def spelling_content(counts: Mapping[str, int]) -> bytes:
    """The syllables with how many items have each, in alphabetical order."""
    return content(" ".join(f"{word} {count}" for word, count in sorted(counts.items()) if count))


def spelling_counts(words: str) -> dict[str, int]:
    """What `spelling_content` was given."""
    found = words.split()
    return dict(zip(found[::2], map(int, found[1::2]), strict=True))


def content(value: object) -> bytes:
    """A value as a JSON file."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def short_name(file: bytes) -> str:
    """Three characters of a digest: what tells two versions of one shard apart."""
    return _name(file)[:_SHORT]


def long_name(file: bytes) -> str:
    """Six characters of a digest: what tells files apart that have no number."""
    return _name(file)[:_LONG]


def _name(file: bytes) -> str:
    return base64.urlsafe_b64encode(digest(file)[:6]).decode()


Entry = dict[str, Any]
"""A segment as the manifest has it."""


def entry(
    shape: Shape, names: Mapping[str, str], own: Mapping[str, str], words: str, facts: str
) -> Entry:
    """The manifest's entry of a segment: the `names` of its shards, the files of its `own` terms,
    of its spelling and of its facts."""
    return {
        "key": shape.key,
        "size": shape.size,
        "texts": TEXTS,
        "syllables": "".join(names[f"s{number}"] for number in range(shape.syllables)),
        "pairs": "".join(names[f"p{number}"] for number in range(shape.pairs)),
        "own": dict(sorted(own.items())),
        "words": words,
        "facts": facts,
    }


def files(entry: Entry) -> Iterator[str]:
    """The paths of all files of a segment; none for an empty entry."""
    if not entry:
        return
    key = entry["key"]
    for letter, name in (("s", "syllables"), ("p", "pairs")):
        for number, short in enumerate(parts(entry[name])):
            yield path(key, f"{letter}{number}", short)
    for long in entry["own"].values():
        yield path(key, "o", long)
    yield path(key, "w", entry["words"])
    yield path(key, "f", entry["facts"])
    for number in range(-(-entry["size"] // TEXTS)):
        yield text_path(key, number)


def path(key: str, name: str, version: str) -> str:
    """Where a file of a segment lies."""
    return f"{ROOT}{key}/{name}.{version}.json"


def text_path(key: str, number: int) -> str:
    """Where the texts with that number of a segment lie."""
    return f"{ROOT}{key}/t{number}.json"


def parts(names: str) -> list[str]:
    """The names that a manifest's entry has in one text."""
    return [names[at : at + _SHORT] for at in range(0, len(names), _SHORT)]
