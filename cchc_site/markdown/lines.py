"""On which line of a text something is written that an engine hands over without its line.

Pure. The n-th time something is asked for, the line of its n-th occurrence outside code and
comments; when it is written less often (an address that links share), that of the last; line 0,
the first, when it is not to be found. What is left open hides nothing, and what may be asked for
often is gathered once.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

_NO_PROSE = re.compile(
    r"""
    ^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n`]*\n (?:.*?\n)?? [ \t>]*(?P=fence)[ \t]*$
    | (?<![`\\])(?P<ticks>`+)(?!`) (?:[^\n]|\n(?![ \t]*\n)){1,999}? (?<!`)(?P=ticks)(?!`)
    | <!--.*?-->
    | (?P<open> (?: ^[ \t>]*(?:`{3,}|~{3,})[^\n`]*$ | <!-- ) .* )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
# Looks through all of a text for what no table holds; no text needs as many.
_SEARCHES = 500
_TARGET = re.compile(
    r"""
    \]\([ \t]*\n?[ \t]* (?: <([^<>\n]*)> | ([^\s()<>]*+(?:\([^\s()]*\)[^\s()]*)*) )
    | \]:[ \t]*\n?[ \t]* <?([^\s<>]+)
    | (?:href|src)\s*=\s* (?: "([^"]*)" | '([^']*)' | ([^\s"'=<>`}]+) )
    | <([A-Za-z][\w+.-]*:[^\s<>]* | [^\s<>@]+@[^\s<>]+)>
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ANCHOR = re.compile(r"#[\w:.-]*")
_ID = re.compile(r"""(?<=[\s{:])\#([\w:.-]+) | \bid\s*=\s*["']?([\w:.-]+)""", re.VERBOSE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class SourceLines:
    """The lines of one text, counted from 0; what has been asked for is remembered."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked = Counter[str]()
        self._searches = 0

    def writes(self, target: str) -> bool:
        """Whether the author has written `target`, which begins with “#”, anywhere."""
        if target in self._targets:
            return True
        if not _ANCHOR.fullmatch(target):
            return target in self._text
        place = bisect_left(self._anchors, target)
        return place < len(self._anchors) and self._anchors[place].startswith(target)

    def of_target(self, target: str) -> int:
        """The line of the address of a link or image."""
        return self._next(target, self._targets.get(target) or self._places_of(target))

    def of_html(self, fragment: str) -> int:
        """The line on which raw HTML starts; other tags and addresses in it count as asked for."""
        shown = _COMMENT.sub("", fragment)
        self._asked.update(target for target, _ in _addresses(shown))
        tags = list(_TAG.finditer(shown))
        if not tags:
            first = fragment.strip().split("\n")[0]
            return self._next(first, self._places_of(first))
        keys = [" ".join(tag[0].split()) for tag in tags]
        line = self._next(keys[0], self._tags.get(keys[0]) or self._places_of(keys[0]))
        self._asked.update(keys[1:])
        return max(0, line - fragment.count("\n", 0, fragment.find(tags[0][0])))

    def of_words(self, words: str, otherwise: str) -> int:
        """The line of `words`, or else that of other words."""
        return self._next(words, self._places_of(words) or self._places_of(otherwise))

    def of_id(self, anchor: str, again: bool = False) -> int:
        """The line of an id in HTML or in attr_list's braces, `again` when it is not the first."""
        places = self._ids.get(anchor) or self._places_of(anchor)
        return self._next(f"id={anchor}", places[1:] if again and places[1:] else places)

    def _next(self, key: str, places: list[int]) -> int:
        """The line of the next of `places`."""
        if not places:
            return 0
        place = places[min(self._asked[key], len(places) - 1)]
        self._asked[key] += 1
        return bisect_right(self._starts, place) - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in re.finditer("\n", self._text))]

    @cached_property
    def _prose(self) -> str:
        return _NO_PROSE.sub(_blank, self._text)

    @cached_property
    def _targets(self) -> dict[str, list[int]]:
        return _by_key(_addresses(self._prose))

    @cached_property
    def _tags(self) -> dict[str, list[int]]:
        return _by_key(
            (" ".join(tag[0].split()), tag.start()) for tag in _TAG.finditer(self._prose)
        )

    @cached_property
    def _anchors(self) -> list[str]:
        return sorted({anchor[0] for anchor in _ANCHOR.finditer(self._text)})

    @cached_property
    def _ids(self) -> dict[str, list[int]]:
        return _by_key((match[1] or match[2], match.start()) for match in _ID.finditer(self._prose))

    def _places_of(self, words: str) -> list[int]:
        self._searches += 1
        if self._searches > _SEARCHES:
            return []
        return _occurrences(self._prose, words) or _occurrences(self._text, words)


def _blank(piece: re.Match[str]) -> str:
    return piece["open"] or re.sub(r"[^\n]", " ", piece[0])


def _addresses(text: str) -> Iterator[tuple[str, int]]:
    """Each address in `text`, as an engine reads it, and where it is written."""
    for target in _TARGET.finditer(text):
        yield html.unescape(_ESCAPE.sub(r"\1", target[target.lastindex or 0])), target.start()


def _by_key(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for key, place in pairs:
        places.setdefault(key, []).append(place)
    return places


def _occurrences(text: str, words: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(words), text)] if words else []
