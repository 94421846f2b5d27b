"""Citations of documents in the HTML of a text: what they say, and where a link may be laid.

Pure. A citation is found in the words of a block, whatever marks stand among them; a link may be
laid over the piece of text that holds its number, unless that stands in a link, a heading or code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cchc_site import vietnamese
from cchc_site.citations import Citation, find_citations
from cchc_site.reading import Mention

_PIECE = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)|<")
_BLOCKS = frozenset(
    "address blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li "
    "ol p pre summary table tbody td tfoot th thead tr ul".split()
)
# What stands in these is not linked: another link, a heading, something to be typed as it is.
_CLOSED = frozenset("a code h1 h2 h3 h4 h5 h6 kbd pre samp".split())
_ENTITY = re.compile(r"&(?:[a-z]+|#[0-9]+|#x[0-9a-f]+);", re.IGNORECASE)
# Every citation has a digit, then a capital letter behind a slash or a dash.
_HINT = re.compile(r"[0-9][0-9a-zđ]*\s*[-–—/]\s*[0-9A-ZĐ]")


def mentions(html: str) -> tuple[Mention, ...]:
    """The citations in `html`, which is safe and in NFC, in their order."""
    if not _HINT.search(html):
        return ()
    return tuple(mention for block in _blocks(html) for mention in block.mentions())


class _Block:
    """The words of a block: pieces of text with their place in the HTML and in the words, and
    whether they may be linked."""

    def __init__(self) -> None:
        self._pieces: list[tuple[int, int, str, bool]] = []
        self._words: list[str] = []
        self._length = 0

    def add(self, place: int, written: str, may_link: bool) -> None:
        said = unescape(written) if "&" in written else written
        self._pieces.append((place, self._length, written, may_link))
        self._words.append(said)
        self._length += len(said)

    def mentions(self) -> Iterator[Mention]:
        said = "".join(self._words)
        if not _HINT.search(said):
            return
        for found in find_citations(said):
            # “Nghị định 61/2018” for short bears no symbol, and so no body.
            if not any(map(str.isalpha, found.number)):
                continue
            start, end = self._span(found)
            date = found.date.isoformat() if found.date else ""
            fault = found.date_text
            key, issuer = vietnamese.slug(found.number), found.issuer or ""
            yield Mention(found.kind, found.number, key, date, issuer, start, end, fault)

    def _span(self, found: Citation) -> tuple[int, int]:
        """The span of HTML to be linked: of the piece of text in which the number ends."""
        for place, before, written, may_link in self._pieces:
            if before < found.end <= before + _length(written):
                start = place + _offset(written, max(0, found.start - before))
                end = place + _offset(written, found.end - before)
                return (start, end) if may_link else (0, 0)
        return 0, 0


def _length(written: str) -> int:
    return len(unescape(written)) if "&" in written else len(written)


def _offset(written: str, characters: int) -> int:
    """Where in `written` so many characters of what it says end."""
    if "&" not in written:
        return characters
    at = said = 0
    while said < characters:
        entity = _ENTITY.match(written, at)
        at, said = (entity.end() if entity else at + 1), said + 1
    return at


def _blocks(html: str) -> Iterator[_Block]:
    block, closed, raised = _Block(), 0, False
    for piece in _PIECE.finditer(html):
        closing, name, _, written = piece.groups()
        if written and not raised:
            block.add(piece.start(), written, not closed)
        elif name == "sup":  # the mark of a footnote is no part of a number
            raised = not closing
        elif name in _BLOCKS:
            yield block
            block = _Block()
        if name in _CLOSED:
            closed = max(0, closed - 1) if closing else closed + 1
    yield block
