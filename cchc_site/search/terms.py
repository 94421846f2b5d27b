"""Items' words → postings: which items have a syllable or a pair of neighbours, and how.

Pure. An item is handed over as a `SearchText`, which is made when its text is read. Of pairs it
does not count how often the text has them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cchc_site.search import weights
from cchc_site.search.postings import LEVELS
from cchc_site.search.weights import IN_AUTHOR, IN_CATEGORY, IN_SUMMARY, IN_TAG, IN_TITLE
from cchc_site.search.words import title_words, words

Postings = dict[str, list[int]]
"""The codes (postings.py) of each term, ascending."""

_BETWEEN = "\n"


class SearchText(NamedTuple):
    """What search finds an item by: its plain text, a line a block, as results show it, and the
    words of text, title, summary, tags, authors and category, one a line; an empty line ends a
    clause.

    Lists of words would say the same: to decode 350 of them takes 50 microseconds an item, to split
    the lines 35, and a build does it twice for each item of a segment.
    """

    text: str
    words: str
    title: str
    summary: str
    tags: str
    authors: str = ""
    category: str = ""

    @property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """The parts beside the text whose words count for more, the weightiest first."""
        return (
            (IN_TITLE, self.title),
            (IN_SUMMARY, self.summary),
            (IN_TAG, self.tags),
            (IN_AUTHOR, self.authors),
            (IN_CATEGORY, self.category),
        )


# A term counts for as often as the text has it, and for so much more by where else it is; more
# than a title makes no difference.
_LEVEL_OF = tuple(map(weights.level, range(IN_TITLE + 1)))


def search_text(
    title: str,
    summary: str,
    tags: Sequence[str],
    text: str,
    cited: Sequence[str] = (),
    named: Sequence[str] = (),
    authors: Sequence[str] = (),
    category: str = "",
) -> SearchText:
    """An item whose parts are in NFC; `cited` are documents as readers ask for them, “Kế hoạch
    09/KH-UBND”, and `named` terms that no text has, each by itself, of the title's level."""
    return SearchText(
        text=f"{summary}\n{text}" if summary else text,
        words=_BETWEEN.join(words("\n".join((text, *cited)) if cited else text)),
        title=_BETWEEN.join(
            [*title_words(title), *(part for term in named for part in ("", term))]
        ),
        summary=_BETWEEN.join(title_words(summary)) if summary else "",
        tags=_BETWEEN.join(title_words("\n".join(tags))) if tags else "",
        authors=_BETWEEN.join(title_words("\n".join(authors))) if authors else "",
        category=_BETWEEN.join(title_words(category)) if category else "",
    )


def dated(day: dt.date | None, year: int | None = None) -> tuple[str, ...]:
    """The terms by which an item of that `day` is found when its year, month or day is asked for;
    of one whose day is not known, that of its `year`.

    >>> dated(dt.date(2022, 4, 19)), dated(None, 2018)
    (('@2022', '@2022-4', '@2022-4-19'), ('@2018',))
    """
    if day is None:
        return (f"@{year}",) if year else ()
    return f"@{day.year}", f"@{day.year}-{day.month}", f"@{day.year}-{day.month}-{day.day}"


def syllables(items: Iterable[SearchText]) -> Postings:
    """The postings of every syllable; the items' places are those in `items`."""
    by_term: defaultdict[str, list[int]] = defaultdict(list)
    for codes, item in _coded(items):
        counts = Counter(item.words.split(_BETWEEN))
        for more, part in item.parts:
            if part:
                for term in {*part.split(_BETWEEN)}:
                    counts[term] += more
        counts.pop("", 0)
        for term, count in counts.items():
            by_term[term].append(codes[count if count < IN_TITLE else IN_TITLE])
    return by_term


def pairs(items: Iterable[SearchText]) -> Postings:
    """The postings of every pair of neighbours, written with a space between."""
    by_words: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(_lists)
    for codes, item in _coded(items):
        least = codes[0]
        # The highest level first: what is there already stays.
        for count, part in (*item.parts, (0, item.words)):
            if part:
                code, first = codes[count], ""
                for second in part.split(_BETWEEN):
                    if first and second:
                        postings = by_words[first][second]
                        if not postings or postings[-1] < least:
                            postings.append(code)
                    first = second
    return {
        f"{first} {second}": postings
        for first, row in by_words.items()
        for second, postings in row.items()
    }


def _lists() -> defaultdict[str, list[int]]:
    return defaultdict(list)


def _coded(items: Iterable[SearchText]) -> Iterator[tuple[Sequence[int], SearchText]]:
    """Each item, behind the codes of its terms by how often they count."""
    for place, item in enumerate(items):
        code = place * LEVELS
        yield [code + level for level in _LEVEL_OF], item
