"""What gathers while a text is read: HTML, words, headings, anchors, references, problems.

Pure. A reference is a placeholder in the HTML: its number between two noncharacters, which never
occur in a text (Unicode, section 23.7), in place of an attribute's value.
"""

from __future__ import annotations

import re

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content.text import SIZED, WEIGHED, Heading, Reference, quote
from cchc_site.markdown import destinations, sanitizer

# Neither HTML nor XML can hold these, nor may a text; among them are the marks of placeholders.
UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


# What addresses and titles of links may come to in any text, in characters. A definition is written
# once and used as often as one likes; CommonMark's own implementations bound it likewise.
_REPEATED = 100_000
_LONGEST = 8_000
"""Characters of an address; servers take no more, and to encode one takes the square of them."""


class Output:
    """Gathers what one text of `size` characters holds.

    Callers count lines from 0 in the text; references and problems count from `first_line`.
    """

    def __init__(self, path: str, first_line: int, size: int = 0) -> None:
        """Start with nothing."""
        self._path, self._first_line = path, first_line
        # What stands in the text itself, with a scheme before it, is never longer than that.
        self._left = max(_REPEATED, 2 * size)
        self._numbers: dict[str, int] = {}
        self.html: list[str] = []
        self.words: list[str] = []
        self.texts: list[str] = []
        self.lead = ""
        self.headings: list[Heading] = []
        self.anchors: dict[str, None] = {}
        self.references: list[Reference] = []
        # Whether all the HTML is of our own making, and so rightly nested.
        self.is_ours = True
        self.problems: list[Problem] = []
        self._tables = 0

    def problem(self, line: int, what: str, hint: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(self._path, self._first_line + line, what, hint))

    def whole_problem(self, what: str, hint: str) -> None:
        """Note a fault of the text as a whole."""
        self.problems.append(Problem(self._path, 0, what, hint))

    def end_text(self) -> str:
        """Take the words since the last call as one block of text, and return it."""
        said = "".join(self.words)
        # To split it is slow; mostly there is nothing to take out.
        if "  " in said or not said.isprintable() or said.strip() != said:
            said = " ".join(said.split())
        self.words.clear()
        if said:
            self.texts.append(said)
        return said

    def anchor(self, text: str) -> str:
        """A new id for a heading of that text, numbered as Python-Markdown's contents do."""
        slug = vietnamese.slug(text) or "muc"
        anchor, number = slug, self._numbers.get(slug, 0)
        while not self.claim(anchor):
            number += 1
            anchor = f"{slug}_{number}"
        self._numbers[slug] = number
        return anchor

    def table(self) -> str:
        """The tag of the box around the next table, which scrolls and which keys can reach. It is
        called by its number and the heading above it."""
        self._tables += 1
        label = f"Bảng {self._tables}"
        if self.headings:
            label += f": {quote(self.headings[-1].text)}"
        return f'<div class="cchc-table" role="region" tabindex="0" aria-label="{label}">'

    def claim(self, anchor: str) -> bool:
        """Take an id that the author chose; False when it is taken."""
        if anchor in self.anchors:
            return False
        self.anchors[anchor] = None
        return True

    def missing_alt(self, line: int, in_html: bool = False) -> None:
        """Note an image, in Markdown or as a tag, that says nothing to those who do not see it."""
        hint = "hãy viết mô tả trong ngoặc vuông, ví dụ “![Quầy tiếp nhận hồ sơ](quay.jpg)”"
        if in_html:
            hint = 'hãy thêm mô tả vào thẻ, ví dụ “alt="Quầy tiếp nhận hồ sơ"”'
        self.problem(line, "ảnh không có mô tả", hint)

    def affords(self, said: str, line: int) -> bool:
        """Whether an address or title may be written once more; the first that may not is a
        fault."""
        before, self._left = self._left, self._left - len(said)
        if self._left < 0 <= before:
            what = "địa chỉ hoặc lời chú của liên kết được dùng lại nhiều lần, tổng cộng quá dài"
            self.problem(line, what, "hãy rút ngắn địa chỉ hoặc lời chú ấy")
        return self._left >= 0

    def _is_too_long(self, url: str, line: int) -> bool:
        if len(url) <= _LONGEST:
            return False
        what = f"địa chỉ dài {len(url)} ký tự, quá {_LONGEST}"
        self.problem(line, what, "hãy chép lại địa chỉ từ trình duyệt")
        return True

    def link(self, url: str, line: int) -> str:
        """The attribute for a link to `url`, empty when it may not lead there."""
        if not self.affords(url, line) or self._is_too_long(url, line):
            return ""
        if destinations.is_plain(url):
            return f' href="{url}"'
        fault = destinations.link_fault(url)
        if not fault and destinations.is_external(url):
            from markdown_it.common.normalize_url import normalizeLink  # loads all of the engine

            escaped = quote(normalizeLink(destinations.as_browser_reads(url)))
            if sanitizer.is_address(escaped):
                return f' href="{escaped}"'
            fault = destinations.misspelt(url)
        if fault:
            self.problem(line, *fault)
            return "" if url.strip() else ' href=""'
        return f' href="{self._slot(url, line, "link")}"'

    def image(self, url: str, line: int, sized: str = SIZED, in_html: bool = False) -> str:
        """The attribute for an image from `url`, empty when it may not come from there."""
        if not self.affords(url, line) or self._is_too_long(url, line):
            return ""
        fault = destinations.image_fault(url, in_html)
        if fault:
            self.problem(line, *fault)
            return "" if url.strip() else ' src=""'
        return f' src="{self._slot(url, line, "image")}{sized}"'

    def weight(self) -> str:
        """What stands, after the last link, for how large the file is that it leads to."""
        last = len(self.references) - 1
        return f"\ufdd0{last}\ufdd1{WEIGHED}" if last >= 0 else ""

    def _slot(self, target: str, line: int, kind: str) -> str:
        number = len(self.references)
        self.references.append(Reference(target, self._first_line + line, kind))
        return f"\ufdd0{number}\ufdd1"
