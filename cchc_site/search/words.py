"""A text → the words by which search finds it.

Pure. A word keeps its marks; the browser, which does the same to what a reader types, folds the
words of the index and compares (tests/cases/search_words/ holds what both must give).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

STOPS = tuple("và của các được với là những đã sẽ để thì mà cũng như hoặc khi này".split())
"""Words that are in nearly every text and say nothing of it; in a title they are terms."""

_TOKEN = re.compile(r'[^\W0-9_]+|[0-9]+|[.,;:!?()\[\]"“”…|–—\n]')
_ENDS_IN_Y = re.compile(r"([hklmst]|qu)y")
"""A syllable whose last letter is written i as well as y: “ký” is “kí”, “quy” is “qui”."""
_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_TONE = re.compile(f"[{''.join(_TONES)}]")


def tokens(text: str) -> list[str]:
    """The words of `text` in lower case, numbers without leading zeros; "" for each mark that ends
    a clause.

    >>> tokens("Kế hoạch 09/KH-UBND, ngày")
    ['kế', 'hoạch', '9', 'kh', 'ubnd', '', 'ngày']
    """
    return [*map(_bare, _TOKEN.findall(unicodedata.normalize("NFC", text).lower()))]


def _bare(token: str) -> str:
    if token.isascii() and token.isdigit():
        return token.lstrip("0") or "0"
    return token if token[0].isalnum() else ""


def exact(token: str) -> str:
    """A word in lower case with its tone behind its letters, and i for a last y that may be either,
    so that both ways of writing it are one.

    >>> exact("hoà") == exact("hòa"), exact("hoa") == exact("hòa"), exact("ký") == exact("kí")
    (True, False, True)
    """
    parts = token if token.isascii() else unicodedata.normalize("NFD", token)
    letters = _TONE.sub("", parts)
    if _ENDS_IN_Y.fullmatch(letters):
        letters = f"{letters[:-1]}i"
    return unicodedata.normalize("NFC", letters + "".join(_TONE.findall(parts)))


_CLAUSE = 1
"""The byte that ends a clause."""


def _one_byte() -> tuple[str, bytes]:
    """A table with a byte for each character of Vietnamese texts, and one that then makes capitals
    small, ends of clauses `_CLAUSE`, and all else between words spaces."""
    marked = [unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in ("", *_TONES)]
    letters = [letter for letter in (*marked, "đ") if not letter.isascii()]
    free = [*range(128, 256), *range(2, 9), *range(14, 32)]
    chars = [*letters, *map(str.upper, letters), *"“”…–—\u2018\u2019•·«»\xa0"]
    places = dict(zip(chars, free, strict=False))
    table = [chr(code) if code < 128 and code not in free else "\ufffe" for code in range(256)]
    table[_CLAUSE] = "\ufffe"
    for char, place in places.items():
        table[place] = char
    small = bytearray(b" " * 256)
    for code, char in enumerate(table):
        if char.isalnum():
            lower = char.lower()
            small[code] = places.get(lower, ord(lower) & 127)
        elif _TOKEN.match(char):
            small[code] = _CLAUSE
    return "".join(table), bytes(small)


_TABLE, _SMALL = _one_byte()
_ENCODING = codecs.charmap_build(_TABLE)
_CLAUSE_BYTES, _CLAUSE_APART = bytes([_CLAUSE]), bytes([32, _CLAUSE, 32])


class _Several(Exception):
    """A word of letters and digits, which is several."""


class _Known(dict[bytes, str]):
    """What each word of one byte a letter is in the index; "" for what is not in it."""

    def __init__(self, stops: Iterable[str]) -> None:
        super().__init__({_CLAUSE_BYTES: ""})
        self._stops = frozenset(stops)

    def __missing__(self, word: bytes) -> str:
        pieces = tokens(codecs.charmap_decode(word, "strict", _TABLE)[0])
        if len(pieces) > 1:
            raise _Several
        self[word] = known = "" if pieces[0] in self._stops else exact(pieces[0])
        return known

    def read(self, text: str) -> list[str]:
        """The words of a text in NFC, in their order."""
        try:
            encoded, _ = codecs.charmap_encode(text, "strict", _ENCODING)
            words = encoded.translate(_SMALL).replace(_CLAUSE_BYTES, _CLAUSE_APART).split()
            return [*map(self.__getitem__, words)]
        except (UnicodeEncodeError, _Several):
            pieces = tokens(text)
            return ["" if token in self._stops else exact(token) for token in pieces]


_EVERY, _TELLING = _Known(()), _Known(STOPS)


def words(text: str) -> list[str]:
    """The words of a text in NFC in their order, each exact; "" for the end of a clause and for a
    word that says nothing of it."""
    return _TELLING.read(text)


def title_words(text: str) -> list[str]:
    """The words of a title, a summary or a tag, where each word counts."""
    return _EVERY.read(text)
