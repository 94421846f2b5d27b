"""The search index as files: segments, their shards, and the manifest that names them.

Pure. A segment holds items that change alike: posts of closed months with the documents that they
name (`ARCHIVE`), those of the newest month (`NEWEST`), all else (`OTHERS`). Which there are
follows from the dates of the posts alone, so that an incremental build gives what a clean one
gives. A reader's browser fetches the manifest, then a shard for each term of the query.

The manifest alone has a name that stays. All other files are named by what they hold, in `_NAME`
characters of Base64, 60 bits: a server may let them be kept for ever, and a manifest that was read
before the site changed leads to what it meant or to nothing, never to something else.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cchc_site.base import vietnamese
from cchc_site.base.hashing import crc32, digest
from cchc_site.search import postings

ROOT = "tim-kiem/chi-muc/"
MANIFEST = f"{ROOT}muc-luc.json"
VERSION = 2
ARCHIVE, NEWEST, OTHERS = "a", "n", "s"
TEXTS = 2
"""How many items' texts lie in one file: a reader fetches those of ten."""
OWN = 2000
"""A folded term whose postings are longer has a file of its own, so that shards stay small."""

_MOST = {ARCHIVE: 8192, NEWEST: 16, OTHERS: 8}
_ITEMS = {ARCHIVE: 4, NEWEST: 4, OTHERS: 32}
_GROUP = {ARCHIVE: 8, NEWEST: 1, OTHERS: 8}
_NAME = 10


@dataclass(frozen=True, slots=True)
class Sharding:
    """How a segment of `size` items is cut: the numbers of its shards; without shards of their own
    pairs lie in the shard of their first syllable."""

    key: str
    size: int
    syllables: int
    pairs: int

    @classmethod
    def of(cls, key: str, size: int) -> Sharding:
        """As many shards as keep a reader's share small, within what a build may change."""
        count = max(1, min(_MOST[key], size // _ITEMS[key]))
        if key != ARCHIVE:
            return cls(key, size, count, 0)
        pairs = 1 << (count.bit_length() - 1)
        return cls(key, size, max(1, pairs // 4), pairs)

    @property
    def files(self) -> int:
        """How many files of texts there are."""
        return -(-self.size // TEXTS)

    @property
    def groups(self) -> int:
        """How many groups of files of texts: the files of a group share one name, so that the
        manifest stays small."""
        return -(-self.files // _GROUP[self.key])

    def group(self, place: int) -> int:
        """The group that holds the text of an item."""
        return place // TEXTS // _GROUP[self.key]

    def numbers(self, group: int) -> range:
        """The numbers of the files of a group."""
        first = group * _GROUP[self.key]
        return range(first, min(first + _GROUP[self.key], self.files))

    def shard(self, folded: str) -> str:
        """The shard of a folded term: a letter and a number."""
        if self.pairs and " " in folded:
            return f"p{crc32(folded.encode()) % self.pairs}"
        return f"s{crc32(folded.partition(' ')[0].encode()) % self.syllables}"


def fold(term: str) -> str:
    """A syllable or a pair, folded."""
    one, space, other = term.partition(" ")
    return f"{folds[one]} {folds[other]}" if space else folds[one]


class _Folds(dict[str, str]):
    def __missing__(self, word: str) -> str:
        self[word] = folded = vietnamese.fold(word)
        return folded


folds = _Folds()
"""Each word folded, once."""

Shards = dict[str, dict[str, str]]
"""Written postings by term, by shard or by the folded term whose own they are."""


def shards(shape: Sharding, terms: Iterable[tuple[str, str]]) -> tuple[Shards, Shards]:
    """Terms with their postings by shard, and those that have a file of their own."""
    forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for term, places in terms:
        forms[fold(term)][term] = places
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    own: Shards = {}
    for folded, written in forms.items():
        if has_own(shape, written):
            own[folded] = written
        else:
            found[shape.shard(folded)].update(written)
    return found, own


def has_own(shape: Sharding, written: Mapping[str, str]) -> bool:
    """Whether the forms of a folded term have a file of their own."""
    return shape.pairs > 0 and sum(map(len, written.values())) > OWN


def written(found: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str]]:
    """Each term with its postings as text."""
    encode = postings.encode
    for term, codes in found.items():
        yield term, encode(codes)


def spelling(found: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """How many items have each folded syllable of letters, all its forms together."""
    counts: defaultdict[str, int] = defaultdict(int)
    for term, codes in found.items():
        if term[0].isalpha():
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


def name(*files: bytes) -> str:
    """What tells a version of a file from all others, or that of the files of a group."""
    return base64.urlsafe_b64encode(digest(b"".join(files))[:9]).decode()[:_NAME]


Entry = dict[str, Any]
"""A segment as the manifest has it."""


def entry(
    shape: Sharding,
    names: Mapping[str, str],
    own: Mapping[str, str],
    texts: Sequence[str],
    words: str,
    facts: str,
) -> Entry:
    """The manifest's entry of a segment: the `names` of its shards and of the files of its `own`
    folded terms, those of its groups of `texts`, of its spelling and of its facts."""
    return {
        "key": shape.key,
        "size": shape.size,
        "items": TEXTS,
        "group": _GROUP[shape.key],
        "texts": "".join(texts),
        "syllables": "".join(names[f"s{number}"] for number in range(shape.syllables)),
        "pairs": "".join(names[f"p{number}"] for number in range(shape.pairs)),
        "own": " ".join(f"{term.replace(' ', '-')} {own[term]}" for term in sorted(own)),
        "words": words,
        "facts": facts,
    }


def files(entry: Entry) -> Iterator[str]:
    """The paths of all files of a segment; none for an empty entry."""
    if not entry:
        return
    key = entry["key"]
    for letter, name in (("s", "syllables"), ("p", "pairs")):
        for number, version in enumerate(parts(entry[name])):
            yield path(key, f"{letter}{number}", version)
    for term, version in own_files(entry).items():
        yield own_path(key, term, version)
    yield path(key, "w", entry["words"])
    yield path(key, "f", entry["facts"])
    shape = Sharding.of(key, entry["size"])
    for group, version in enumerate(parts(entry["texts"])):
        for number in shape.numbers(group):
            yield path(key, f"t{number}", version)


def own_files(entry: Entry) -> dict[str, str]:
    """The folded terms that have a file of their own, with what tells its version."""
    found = entry["own"].split()
    terms = (term.replace("-", " ") for term in found[::2])
    return dict(zip(terms, found[1::2], strict=True))


def own_path(key: str, folded: str, version: str) -> str:
    """Where the postings of a folded term lie that has a file of its own."""
    return path(key, f"o-{folded.replace(' ', '-')}", version)


def path(key: str, name: str, version: str) -> str:
    """Where a file of a segment lies."""
    return f"{ROOT}{key}/{name}.{version}.json"


def parts(names: str) -> list[str]:
    """The names that a manifest's entry has in one text."""
    return [names[at : at + _NAME] for at in range(0, len(names), _NAME)]
