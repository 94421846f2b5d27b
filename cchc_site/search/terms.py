"""Items' words → postings: which items have a syllable or a pair of neighbours, and how.

Pure. An item is handed over packed, as it is put aside when its text is read. Levels of a term: 0
for once in the text, 1 for two or three times or in a tag, 2 for more often or in the summary, 3
for in the title; of pairs it does not count how often the text has them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cchc_site.search.postings import LEVELS
from cchc_site.search.words import title_words, words

Postings = dict[str, list[int]]
"""The codes (postings.py) of each term, ascending."""

_END, _BETWEEN = "\0", "\n"
# A term counts for as often as the text has it, and for so much more where else it stands.
_TAG, _SUMMARY, _TITLE = 3, 4, 8
_LEVEL_OF = (0, 0, 1, 1, 2, 2, 2, 2, 3)


def packed(
    title: str,
    summary: str,
    tags: Sequence[str],
    text: str,
    cited: Sequence[str] = (),
    named: Sequence[str] = (),
) -> str:
    """An item whose parts are in NFC: its plain text, and the words of text, title, summary and
    tags; `cited` are documents as readers ask for them, “Kế hoạch 09/KH-UBND”, and `named` terms
    that no text has, each by itself, of the title's level."""
    return _END.join(
        (
            f"{summary}\n{text}" if summary else text,
            _BETWEEN.join(words("\n".join((text, *cited)) if cited else text)),
            _BETWEEN.join([*title_words(title), *(part for term in named for part in ("", term))]),
            _BETWEEN.join(title_words(summary)) if summary else "",
            _BETWEEN.join(title_words("\n".join(tags))) if tags else "",
        )
    )


def text_of(pack: str) -> str:
    """The plain text of an item: its summary and what it says, a line a block."""
    return pack[: pack.index(_END)]


def syllables(packs: Iterable[str]) -> Postings:
    """The postings of every syllable; the items' places are those in `packs`."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for codes, (_, text, title, summary, tags) in _items(packs):
        counts = Counter(text.split(_BETWEEN))
        for weight, part in ((_TAG, tags), (_SUMMARY, summary), (_TITLE, title)):
            if part:
                for term in {*part.split(_BETWEEN)}:
                    counts[term] += weight
        counts.pop("", 0)
        for term, count in counts.items():
            found[term].append(codes[count if count < _TITLE else _TITLE])
    return found


def pairs(packs: Iterable[str]) -> Postings:
    """The postings of every pair of neighbours, written with a space between."""
    found: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(_lists)
    for codes, (_, text, title, summary, tags) in _items(packs):
        least = codes[0]
        # The highest level first: what is there already stays.
        for weight, part in ((_TITLE, title), (_SUMMARY, summary), (_TAG, tags), (0, text)):
            if part:
                code, one = codes[weight], ""
                for other in part.split(_BETWEEN):
                    if one and other:
                        places = found[one][other]
                        if not places or places[-1] < least:
                            places.append(code)
                    one = other
    return {f"{one} {other}": places for one, row in found.items() for other, places in row.items()}


def _lists() -> defaultdict[str, list[int]]:
    return defaultdict(list)


def _items(packs: Iterable[str]) -> Iterator[tuple[Sequence[int], list[str]]]:
    """The code of each weight of a term of an item, and the item's parts."""
    for place, pack in enumerate(packs):
        code = place * LEVELS
        levels = [code + level for level in range(LEVELS)]
        yield [levels[level] for level in _LEVEL_OF], pack.split(_END)
