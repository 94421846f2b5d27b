"""Citations of documents in the HTML of a text: what they say, and where a link may be laid.

Pure. A citation is found in the words of a block, whatever marks stand among them; a link may be
laid over the piece of text that holds its number, unless that stands in a link, a heading or code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from operator import attrgetter

from cchc_site.citations.finder import Citation, with_symbols
from cchc_site.citations.symbols import DASHES, groups_of, key
from cchc_site.citations.types import possible_types, type_by_title
from cchc_site.content.text import Mention

_BLOCKS = (
    "address blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li "
    "ol p pre summary table tbody td tfoot th thead tr ul"
)
_BLOCK = re.compile(rf"<(/?)({_BLOCKS.replace(' ', '|')})\b[^>]*>")
_PIECE = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|([^<]+)")
# What stands in these is not linked: a heading, another link, something to be typed as it is.
_CLOSED_BLOCKS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre"))
_CLOSED = frozenset(("a", "code", "kbd", "samp"))
_TAG = re.compile(r"<[^>]*>")
_TAG_OF_CELL = re.compile(r"<t[dh]\b[^>]*>")
_ENTITY = re.compile(r"&(?:[a-z]+|#[0-9]+|#x[0-9a-f]+);", re.IGNORECASE)
# A number with its symbol has a slash, perhaps a year and another, and a capital, whatever tags
# stand among these. Looking for a slash first, which is quick, leaves out nearly all blocks.
_GAP = r"(?:\s|<[^>]*>)*"
_DASH = rf"{_GAP}[/{DASHES}]{_GAP}"
_HINT = re.compile(rf"/(?<!</){_GAP}(?:[0-9]{{4}}{_DASH})?[A-ZĐÐƯ]")


def mentions(html: str) -> tuple[Mention, ...]:
    """The citations in `html`, which is safe and in NFC, in their order."""
    return tuple(
        mention if mention.kind else _named_in_row(html, block.start, mention)
        for block in _blocks(html)
        for mention in block.mentions()
    )


def _named_in_row(html: str, start: int, mention: Mention) -> Mention:
    """A citation of no known type, which begins after `start`, with the type of the act that a cell
    beside it names: “| Luật Thanh niên | 57/2020/QH14 |”."""
    first = html.rfind("<tr", 0, start)
    last = html.find("</tr>", start)
    if first < 0 or last < 0 or html.rfind("</tr>", first, start) >= 0:
        return mention
    cells = _TAG_OF_CELL.split(html[first:last])
    acts = {type_by_title(unescape(_TAG.sub("", cell))) for cell in cells} - {""}
    possible = acts.intersection(possible_types(groups_of(mention.number)))
    return mention._replace(kind=acts.pop()) if len(acts) == len(possible) == 1 else mention


def mention(citation: Citation, start: int = 0, end: int = 0) -> Mention:
    """What a citation says, to be linked from `start` to `end` of some HTML."""
    return Mention(
        citation.kind,
        citation.number,
        key(citation.number),
        citation.date.isoformat() if citation.date else "",
        citation.issuer or "",
        start,
        end,
        citation.date_text,
        citation.abstract,
        citation.is_explained,
    )


def _blocks(html: str) -> Iterator[_TextBlock]:
    """The blocks of text that may hold a citation."""
    end = 0
    while hint := _HINT.search(html, end):
        start, closed = _start(html, hint.start())
        after = _BLOCK.search(html, hint.start())
        end = after.start() if after else len(html)
        yield _TextBlock(html, start, end, closed)
        end = max(end, hint.end())


def _start(html: str, place: int) -> tuple[int, bool]:
    """Where the block that holds `place` begins, and whether links may not be laid in it."""
    at = place
    while (at := html.rfind("<", 0, at)) >= 0:
        if tag := _BLOCK.match(html, at):
            return tag.end(), not tag[1] and tag[2] in _CLOSED_BLOCKS
    return 0, False


class _Piece:
    """A piece of text between tags: its place in the HTML, how many words' characters stand before
    it in its block, and whether it may be linked."""

    def __init__(self, place: int, before: int, written: str, may_link: bool) -> None:
        self._place, self.before, self._written, self.may_link = place, before, written, may_link
        self._escaped = "&" in written
        self.said = unescape(written) if self._escaped else written

    def place_of(self, character: int) -> int:
        """Where in the HTML so many characters of what the piece says end."""
        return self._place + (self._ends[character] if self._escaped else character)

    @cached_property
    def _ends(self) -> list[int]:
        ends = [0]
        while len(ends) <= len(self.said):
            entity = _ENTITY.match(self._written, ends[-1])
            ends.append(entity.end() if entity else ends[-1] + 1)
        return ends


class _TextBlock:
    """The words of a block of `html`, from `start` to `end`, and the pieces of text that hold
    them."""

    def __init__(self, html: str, start: int, end: int, closed: bool) -> None:
        self.start = start
        self._pieces: list[_Piece] = []
        length, depth, raised = 0, int(closed), False
        for match in _PIECE.finditer(html, start, end):
            closing, name, written = match.groups()
            if name in _CLOSED:
                depth += -1 if closing else 1
            elif name == "sup":  # the mark of a footnote is no part of a number
                raised = not closing
            elif written and not raised:
                piece = _Piece(match.start(), length, written, not depth)
                self._pieces.append(piece)
                length += len(piece.said)
        self._words = "".join(piece.said for piece in self._pieces)

    def mentions(self) -> Iterator[Mention]:
        """The citations in the words."""
        # “Nghị định 61/2018” for short bears no symbol, and so no body.
        for citation in with_symbols(self._words):
            yield mention(citation, *self._span(citation))

    def _span(self, citation: Citation) -> tuple[int, int]:
        """The span of HTML to be linked: of the piece of text in which the number ends."""
        piece = self._pieces[bisect_left(self._pieces, citation.end, key=_before) - 1]
        if not piece.may_link:
            return 0, 0
        first = max(0, citation.start - piece.before)
        return piece.place_of(first), piece.place_of(citation.end - piece.before)


_before = attrgetter("before")
