"""The search index as files: their names, what they hold, and how a segment is cut into them.

Pure. This is the description of the format for all who read it: theme/search/index.js in a reader's
browser, and patch.py, which changes a published segment. Every file is JSON in UTF-8 without
spaces, under `ROOT`.

The manifest, muc-luc.json, is the only file whose name stays. A reader fetches it first:

    v              the number of this format; a reader refuses any other
    weights        what counts how much (weights.py): `levels`, by their names in their order, each
                   with what a `word` and a `pair` of neighbours weigh that an item has so;
                   `factors` and `limits`
    same           rows of expressions that say the same (synonyms.py)
    types          [letters, type] of documents: what the letters in a number stand for
    questions      words of a question that say nothing of what is asked for: `asking`, `light` and
                   `openings`; and of what a number comes behind, `signs` (questions.py)
    stops          words of a text that are no terms (words.STOPS), as `words.exact` writes them
    categories     the label of each category, by its key
    ways           `ways.ManifestWays`: the names of pages lie in w/0, w/1, … (ways.py)
    segments       a list of `ManifestSegment`

A segment holds items that change alike: posts with the documents that they name (`ARCHIVE`), the
newest of them (`NEWEST`: of the newest month less than `CLOSED`, so that all their words are one
small file), what other sites tell (`COMMUNES`) and, where they are many, their documents
(`PAPERS`), all else (`OTHERS`).
Which there are follows from the dates of the posts and from what other sites tell, so that an
incremental build gives what a clean one gives. An item is its place in its segment, from 0, the
oldest first. The files of a segment are named
<key>/<name>.<version>.json, the version told by what the file holds: six characters of Base64 for
URLs (RFC 4648), 36 bits of its digest. So a server may let them be kept for ever, and a manifest
that was read before the site changed leads to what it meant or to nothing, never to something else.

    s0, s1, …      the shards of syllables; a term lies in that of the CRC-32 of its first syllable,
                   folded, modulo their number
    p0, p1, …      the shards of pairs of neighbours, by the CRC-32 of both, folded, with a space
                   between
    o-<term>       the forms of one folded term whose postings are longer than `OWN` characters, its
                   space written as a hyphen; they lie in no shard then
                   all three: {form: postings}; a form is a term with its marks, as the text has it.
                   Terms that no text has: ~9 is a document whose number is 9, @2022, @2022-4 and
                   @2022-4-19 are an item of that year, month and day
    h-<term>       beside the o- file of a syllable, of the same version: {form: places}, for who
                   only asks which items have it: a third as large
    w              one text, "syllable count syllable count …": how many forms of items have each
                   folded syllable of letters; there is none where one shard tells that
    f              what filters ask: `keys` of categories, and three rows of digits, one for each
                   item: `days` since the year 1 (0: none), `categories` by their place among the
                   keys, `kinds` (0 news, 1 document, 2 page of docs/)
    t0, t1, …      what a result shows of an item: kind, address, title, day, day in words, key of
                   the category, note, text; a note is a list of words, each with the address that
                   they lead to or "". Files of one group share a version

Postings are a text of digits (postings.py): the code of an item is four times its place and the
level that the term has in it (weights.py); of all but the first only the difference to the place
before is written. Where levels are left out, only the differences of places are; or, of a form that
many items have, which of six places after the other it has, as a character of 64 behind a mark.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.hashing import crc32, digest
from cchc_site.search import postings

ROOT = "tim-kiem/chi-muc/"
MANIFEST = f"{ROOT}muc-luc.json"
VERSION = 7
ARCHIVE, NEWEST, OTHERS = "a", "n", "s"
COMMUNES, PAPERS = "x", "y"
WAYS = "w"
FOLDERS = ARCHIVE, NEWEST, OTHERS, COMMUNES, PAPERS, WAYS
"""Those below `ROOT` whose files are named by what they hold."""
CLOSED = 16
"""So many posts of the newest month are of the archive at once, the oldest first."""
OWN = 2000
"""A folded term whose postings are longer has a file of its own, so that shards stay small."""

_GROUP = {ARCHIVE: 16, NEWEST: 2, OTHERS: 16, COMMUNES: 16, PAPERS: 16}
NAME = 6
"""How many characters of a digest tell the versions of a file apart."""


class Sharding(Struct, frozen=True):
    """How a segment of `size` items is cut: the numbers of its shards."""

    key: str
    size: int
    syllables: int
    pairs: int

    @classmethod
    def of(cls, key: str, size: int) -> Sharding:
        """As many shards as keep a reader's share small: of the archive and of communes each file,
        of the others all that a query asks for, since most often none of their items is found."""
        if key not in (ARCHIVE, COMMUNES, PAPERS):
            return cls(key, size, _within(size // 32, 32), _within(size // 8, 64))
        pairs = 1 << (_within(size // 4, 8192).bit_length() - 1)
        return cls(key, size, max(1, pairs // 4), pairs)

    @property
    def is_whole(self) -> bool:
        """Whether all syllables are in one shard."""
        return self.syllables == 1

    @property
    def groups(self) -> int:
        """How many groups of files of texts: the files of a group share one name, so that the
        manifest stays small."""
        return -(-self.size // _GROUP[self.key])

    def group(self, place: int) -> int:
        """The group that holds the text of an item."""
        return place // _GROUP[self.key]

    def places(self, group: int) -> range:
        """The places of the items whose texts are in a group."""
        first = group * _GROUP[self.key]
        return range(first, min(first + _GROUP[self.key], self.size))

    def shard(self, folded: str) -> str:
        """The shard of a folded term: a letter and a number."""
        key = crc32(folded.encode())
        return f"p{key % self.pairs}" if " " in folded else f"s{key % self.syllables}"


def _within(count: int, most: int) -> int:
    return max(1, min(count, most))


def fold(term: str) -> str:
    """A syllable or a pair, folded."""
    first, space, second = term.partition(" ")
    return f"{folds[first]} {folds[second]}" if space else folds[first]


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
    by_shard: defaultdict[str, dict[str, str]] = defaultdict(dict)
    own: Shards = {}
    for folded, written in forms.items():
        if has_own(written):
            own[folded] = written
        else:
            by_shard[shape.shard(folded)].update(written)
    return by_shard, own


def has_own(written: Mapping[str, str]) -> bool:
    """Whether the forms of a folded term have a file of their own."""
    return sum(map(len, written.values())) > OWN


def written(terms: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str]]:
    """Each term with its postings as text."""
    encode = postings.encode
    for term, codes in terms.items():
        yield term, encode(codes)


def spelling(syllables: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """How many items have each folded syllable of letters, all its forms together."""
    counts: defaultdict[str, int] = defaultdict(int)
    for term, codes in syllables.items():
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
    pieces = words.split()
    return dict(zip(pieces[::2], map(int, pieces[1::2]), strict=True))


def content(value: object) -> bytes:
    """A value as a JSON file."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def name(*files: bytes) -> str:
    """What distinguishes a version of a file from all others, or that of the files of a group."""
    return base64.urlsafe_b64encode(digest(b"".join(files))[:9]).decode()[:NAME]


class ManifestSegment(TypedDict):
    """A segment as the manifest has it: its `key` and how many items it has (`size`), how many
    files of their texts share a version (`group`); and the versions of its files, one after the
    other: of the groups of texts, of the shards of syllables
    and of pairs, of the files of the folded terms that have their `own` (`owned`; they stand there
    in alphabetical order, a space between, that in a pair written as a hyphen), of the counts of
    words (w, "" where there are none) and of what filters ask (f)."""

    key: str
    size: int
    group: int
    texts: str
    syllables: str
    pairs: str
    own: str
    owned: str
    words: str
    facts: str


def entry(
    shape: Sharding,
    names: Mapping[str, str],
    own: Mapping[str, str],
    texts: Sequence[str],
    words: str,
    facts: str,
) -> ManifestSegment:
    """A segment for the manifest: the versions of its shards by `names`, of the files of its `own`
    folded terms, of its groups of `texts`, of its counts of words and of what filters ask."""
    return {
        "key": shape.key,
        "size": shape.size,
        "group": _GROUP[shape.key],
        "texts": "".join(texts),
        "syllables": "".join(names[f"s{number}"] for number in range(shape.syllables)),
        "pairs": "".join(names[f"p{number}"] for number in range(shape.pairs)),
        "own": " ".join(term.replace(" ", "-") for term in sorted(own)),
        "owned": "".join(own[term] for term in sorted(own)),
        "words": words,
        "facts": facts,
    }


def shard_versions(segment: ManifestSegment) -> dict[str, str]:
    """The version of each shard by its name."""
    return {
        f"{letter}{number}": version
        for letter, versions in (("s", segment["syllables"]), ("p", segment["pairs"]))
        for number, version in enumerate(parts(versions))
    }


def files(segment: ManifestSegment) -> Iterator[str]:
    """The paths of all files of a segment."""
    key = segment["key"]
    for name, version in shard_versions(segment).items():
        yield path(key, name, version)
    for term, version in own_files(segment).items():
        yield own_path(key, term, version)
        if " " not in term:
            yield places_path(key, term, version)
    if segment["words"]:
        yield path(key, "w", segment["words"])
    yield path(key, "f", segment["facts"])
    shape = Sharding.of(key, segment["size"])
    for group, version in enumerate(parts(segment["texts"])):
        for place in shape.places(group):
            yield path(key, f"t{place}", version)


def own_files(segment: ManifestSegment) -> dict[str, str]:
    """The version of each folded term that has a file of its own."""
    terms = (term.replace("-", " ") for term in segment["own"].split())
    return dict(zip(terms, parts(segment["owned"]), strict=True))


def own_path(key: str, folded: str, version: str) -> str:
    """Where the postings of a folded term lie that has a file of its own."""
    return path(key, f"o-{folded.replace(' ', '-')}", version)


def places_path(key: str, syllable: str, version: str) -> str:
    """Where the places of a syllable lie that has a file of its own."""
    return path(key, f"h-{syllable}", version)


def own_contents(key: str, folded: str, written: Mapping[str, str]) -> tuple[str, dict[str, bytes]]:
    """The version of the files of a folded term that has its own, and each with its path: its
    postings and, of a syllable, its places."""
    content = shard_content(written)
    version = name(content)
    contents = {own_path(key, folded, version): content}
    if " " not in folded:
        places = {form: postings.places(codes) for form, codes in written.items()}
        contents[places_path(key, folded, version)] = shard_content(places)
    return version, contents


def path(key: str, name: str, version: str) -> str:
    """Where a file of a segment lies, or one of ways in."""
    return f"{ROOT}{key}/{name}.{version}.json"


def ways_path(number: int, version: str) -> str:
    """Where a file of ways in lies."""
    return path(WAYS, str(number), version)


def parts(names: str) -> list[str]:
    """The names that a manifest's entry has in one text."""
    return [names[at : at + NAME] for at in range(0, len(names), NAME)]
