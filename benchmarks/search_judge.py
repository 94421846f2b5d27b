"""Whether what an engine shows is right: it holds all words of the query that tell something.

*Disk.* It reads the page that a reader comes to, not any engine's index. A word with marks must be
there with these; one without, in any. What says the same, and in a query with a slip one word that
differs by a letter, stand for a word. Where a query names a document, only what cites it is right.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from benchmarks.search_queries import BY_DOCUMENT, TYPO, Query
from cchc_site.base import vietnamese
from cchc_site.search import synonyms
from cchc_site.search.words import STOPS, exact, tokens

_MAIN = re.compile(r"<(article|main)\b.*?</\1>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|nav)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Page:
    """The words of a page in their order, and each by itself."""

    def __init__(self, text: str) -> None:
        """Read a text."""
        self._words = [exact(token) for token in tokens(text) if token]
        self._folded = [vietnamese.fold(token) for token in tokens(text) if token]
        self._either = {*self._words, *self._folded}
        self._text = {plain: f" {' '.join(self._of(plain))} " for plain in (False, True)}

    def has(self, token: str) -> bool:
        """Whether it has a word, in its marks or, where it has none, in any."""
        return exact(token) in self._either

    def has_phrase(self, expression: str, plain: bool) -> bool:
        """Whether it has an expression as it stands; where all is `plain`, in any marks."""
        fold = vietnamese.fold if plain else exact
        said = " ".join(fold(token) for token in tokens(expression) if token)
        return f" {said} " in self._text[plain]

    def has_near(self, token: str) -> bool:
        """Whether it has a word that differs by one slip."""
        return any(_is_slip(vietnamese.fold(token), word) for word in set(self._folded))

    def _of(self, plain: bool) -> Sequence[str]:
        return self._folded if plain else self._words


def _is_slip(one: str, two: str) -> bool:
    """Whether two words differ by a letter more, less or other, or by two that changed places."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    at = next((at for at, pair in enumerate(zip(one, two, strict=False)) if len({*pair}) > 1), -1)
    at = min(len(one), len(two)) if at < 0 else at
    return (
        one[at + 1 :] in (two[at + 1 :], two[at:])
        or one[at:] == two[at + 1 :]
        or (one[at : at + 2] == two[at : at + 2][::-1] and one[at + 2 :] == two[at + 2 :])
    )


def is_right(query: Query, address: str, site: Path) -> bool:
    """Whether what stands at an address of a built site answers a query."""
    if address in query.relevant or query.kind in BY_DOCUMENT:
        return address in query.relevant
    return holds(query, _page(site / address / "index.html"))


def holds(query: Query, page: Page) -> bool:
    """Whether a page holds all words of a query that tell something."""
    asked = [token for token in tokens(query.text) if token and token not in STOPS]
    plain = all(token == vietnamese.fold(token) for token in asked)
    said = {*_said(asked, page, plain)}
    lost = [token for at, token in enumerate(asked) if at not in said and not page.has(token)]
    return not lost or (query.kind == TYPO and len(lost) == 1 and page.has_near(lost[0]))


def _said(asked: Sequence[str], page: Page, plain: bool) -> Iterator[int]:
    """The places of words that the page says otherwise."""
    fold = vietnamese.fold if plain else exact
    words = [fold(token) for token in asked]
    for row in synonyms.rows({}):
        for expression in row:
            said = [fold(token) for token in tokens(expression) if token]
            others = [one for one in row if one != expression]
            for at in range(len(words) - len(said) + 1):
                is_said = words[at : at + len(said)] == said
                if is_said and any(page.has_phrase(other, plain) for other in others):
                    yield from range(at, at + len(said))


@cache
def _page(file: Path) -> Page:
    text = file.read_text("utf-8")
    main = _MAIN.search(text)
    return Page(html.unescape(_TAG.sub(" \n ", _HIDDEN.sub("", main[0] if main else text))))
