"""What a post's text holds, whichever dialect it is read in; and its HTML with the links filled in.

Pure. A reference is a placeholder in the HTML: its number between two noncharacters, which never
occur in a text (Unicode, section 23.7), in place of an attribute's value. Kept apart from the
engines that read, which a build with nothing to read does not load.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from cchc_site.base.hashing import digest
from cchc_site.base.problems import Problem

# A placeholder's number and, for an image whose size the author has not written, SIZED. WEIGHED
# marks a second one, in the text, for how large the file is.
PLACEHOLDER = re.compile("\ufdd0([0-9]+)\ufdd1([xw]?)")
SIZED = "x"
WEIGHED = "w"


class Heading(Struct, frozen=True):
    """A heading as rendered: `level` from 2 to 6."""

    level: int
    id: str
    text: str


class Reference(NamedTuple):
    """A target to resolve, as the author wrote it; `kind` is "link" or "image"."""

    target: str
    line: int
    kind: str


class Target(Struct, frozen=True):
    """What a reference resolves to: an address; of an image the size in pixels (0: unknown), other
    addresses to choose from (HTML, `srcset`) and how wide it is shown (`sizes`); how large a file
    of the site is, in words."""

    url: str
    width: int = 0
    height: int = 0
    srcset: str = ""
    sizes: str = ""
    weight: str = ""


class Mention(NamedTuple):
    """A citation in a text: what it says (`date` ISO 8601, "" for what is not said; `key` tells the
    number from others; `fault` a date that does not exist, as written; `explained` whether words
    follow that may be an abstract), and the span of HTML to be linked, empty where none may be."""

    kind: str
    number: str
    key: str
    date: str
    issuer: str
    start: int
    end: int
    fault: str = ""
    abstract: str = ""
    explained: bool = False


class ParsedText(Struct, frozen=True):
    """What a text holds.

    `html` is safe and has one placeholder for each of `references`; `anchors` are all its ids;
    `lead` is the first paragraph and `text` everything, a line a block, both as plain text;
    `mentions` are the documents that it cites.
    """

    html: str
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    references: tuple[Reference, ...]
    lead: str
    text: str
    problems: tuple[Problem, ...]
    mentions: tuple[Mention, ...] = ()

    @property
    def digest(self) -> bytes:
        """That of the HTML."""
        return digest(self.html.encode())


class Fillable(Protocol):
    """HTML with placeholders, and the references that they are for."""

    @property
    def html(self) -> str:
        """Safe, with one placeholder for each reference."""

    @property
    def references(self) -> Sequence[Reference]:
        """What has a placeholder."""


def fill_placeholders(
    parsed: Fillable, targets: Sequence[Target], links: Sequence[tuple[int, int, str]] = ()
) -> str:
    """The final HTML, the n-th target in place of the n-th reference, and `links` (start, end,
    address) laid over its text."""

    def fill(placeholder: re.Match[str]) -> str:
        target = targets[int(placeholder[1])]
        if placeholder[2] == WEIGHED:
            return f", {target.weight}" if target.weight else ""
        attributes = (("srcset", target.srcset), ("sizes", target.sizes)) if target.srcset else ()
        if placeholder[2]:
            size = ("width", target.width or ""), ("height", target.height or "")
            attributes = (*attributes, *size)
        written = (f'" {name}="{quote(str(value))}' for name, value in attributes if value)
        return quote(target.url) + "".join(written)

    html = linked(parsed.html, links) if links else parsed.html
    return PLACEHOLDER.sub(fill, html) if parsed.references else html


def escape(text: str) -> str:
    """`text` for HTML, between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(value: str) -> str:
    """`value` for an attribute between double quotation marks."""
    return escape(value).replace('"', "&quot;")


def linked(html: str, links: Sequence[tuple[int, int, str]]) -> str:
    """`html` with a link over each span (start, end, address), in their order."""
    parts: list[str] = []
    at = 0
    for start, end, url in links:
        parts += html[at:start], f'<a class="cchc-cited" href="{quote(url)}">', html[start:end]
        parts.append("</a>")
        at = end
    return "".join([*parts, html[at:]])
