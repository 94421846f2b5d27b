"""A judge of whether HTML is well-formed."""

from __future__ import annotations

import re
from html.entities import html5
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())
# A paragraph ends where one of these begins (HTML, section 4.4.1).
BLOCKS = set(
    "address article aside blockquote details div dl figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr main nav ol p pre section table ul".split()
)
# Their content is no markup.
RAW = {"script", "style"}
_NAME = re.compile(r"[a-zA-Z_:@][\w:.@-]*")
_REFERENCE = re.compile(r"&(#\d+;|#[xX][0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)?")


class Strict(HTMLParser):
    """Notes where a page is not well-formed; a browser would guess on."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def _fault(self, what: str) -> None:
        line, column = self.getpos()
        self.faults.append(f"{line}:{column}: {what} in {'/'.join(self._open)}")

    def _references(self, text: str) -> None:
        for reference in _REFERENCE.finditer(text):
            name = reference[1]
            if name is None or (name[0] != "#" and name not in html5):
                self._fault(f"bare & in {text[:40]!r}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check the attributes, and open the element."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self._fault(f"<{tag}> has an attribute twice: {names}")
        if bad := [name for name in names if not _NAME.fullmatch(name)]:
            self._fault(f"<{tag}> has attributes called {bad}")
        self._references(self.get_starttag_text() or "")
        if tag in BLOCKS and "p" in self._open:
            self._fault(f"<{tag}> ends a paragraph")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Accept `<path/>`, as SVG writes it."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if not self._open or self._open[-1] != tag:
            self._fault(f"</{tag}>")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """A bare ampersand or angle bracket was not escaped."""
        if not self._open or self._open[-1] not in RAW:
            self._references(data)
            if "<" in data:
                self._fault(f"bare < in {data[:40]!r}")

    def handle_entityref(self, name: str) -> None:
        """A character by its name, which HTML must know."""
        if f"{name};" not in html5:
            self._fault(f"&{name};")
