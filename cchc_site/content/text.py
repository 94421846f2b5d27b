"""What a post's text holds, whichever dialect it is read in; and its HTML with the links filled in.

Pure. A reference is a placeholder in the HTML: its number between two noncharacters, which never
occur in a text (Unicode, section 23.7), in place of an attribute's value. Kept apart from the
engines that read, which a build with nothing to read does not load.
"""

from __future__ import annotations

import posixpath
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

_LINK = re.compile('<a\\b[^>]*\\bhref="\ufdd0([0-9]+)\ufdd1"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile("<[^>]*>")
_SIZE = re.compile(r"\d\s?(?:[KMG]B|byte)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s?\(([^()<]*)\)")
"""Where writers tell kind and size, behind a link."""
_CALLED = {
    **dict.fromkeys(("DOC", "DOCX"), ("Word",)),
    **dict.fromkeys(("XLS", "XLSX"), ("Excel",)),
    **dict.fromkeys(("PPT", "PPTX"), ("PowerPoint",)),
}


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
    addresses to choose from (HTML, `srcset`) and how wide it is shown (`sizes`); of a file of the
    site its kind (“PDF”) and how large it is, in words."""

    url: str
    width: int = 0
    height: int = 0
    srcset: str = ""
    sizes: str = ""
    weight: str = ""
    kind: str = ""


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
    if any(target.kind for target in targets):
        html = _with_kinds(html, targets)
    return PLACEHOLDER.sub(fill, html) if parsed.references else html


def _with_kinds(html: str, targets: Sequence[Target]) -> str:
    """`html` with kind and size behind each link to a file, so far as neither the link nor brackets
    behind it say so; a link that stands alone tells the size elsewhere."""

    def told(link: re.Match[str]) -> str:
        number, words = link[1], _TAG.sub("", link[2])
        target = targets[int(number)]
        if not target.kind or f"\ufdd0{number}\ufdd1{WEIGHED}" in html:
            return link[0]
        return link[0] + file_told(words, html, link.end(), target.kind, target.weight)

    return _LINK.sub(told, html)


def file_told(words: str, html: str, end: int, kind: str, weight: str) -> str:
    """What stands behind a link to a file, which says `words` and ends at `end` of the `html`:
    the file's kind and weight, so far as neither the link nor brackets behind it say so.

    >>> file_told("Mẫu đơn", "", 0, "PDF", "12 KB"), file_told("Đơn (PDF, 9 KB)", "", 0, "PDF", "")
    (' (PDF, 12 KB)', '')
    """
    behind = _BRACKETS.match(html, end)
    said = f"{words} {behind[1] if behind else ''}"
    if _SIZE.search(said):
        return ""
    names = "|".join(map(re.escape, (kind, *_CALLED.get(kind, ()))))
    is_named = re.search(rf"\b(?:{names})\b", said, re.IGNORECASE)
    more = ", ".join(filter(None, ("" if is_named else kind, weight)))
    return f" ({escape(more)})" if more else ""


def file_kind(name: str) -> str:
    """The kind of the file called `name`, as readers see it.

    >>> file_kind("don.pdf"), file_kind("LICENSE")
    ('PDF', '')
    """
    return posixpath.splitext(name)[1].removeprefix(".").upper()


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
