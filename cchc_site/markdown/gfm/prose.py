"""Prose: plain paragraphs, headings, lists, tables and pictures → HTML and words, in one go.

Pure. Most news is no more than that, and needs neither tokens nor rules; that saves a quarter of a
cold build, and a small edit loads no engine. What is written is what blocks.py would write; a text
with anything else in it is refused, and the engine reads it. reader.py decides to ask at all.
"""

from __future__ import annotations

import re

from cchc_site.content.text import Heading, escape, quote
from cchc_site.markdown.output import Output

# Code, HTML, entities, escapes, lines that are indented, footnotes, and whatever unsupported.py
# may find fault with: none of these is prose.
_NOT_PROSE = (*"`<&\\\t{\u2028", "\n ", "[^", "===", ":f", ":m", ":o", ":s")
_HEADING = re.compile(r"(#{2,6}) ([^#]+)")
_ITEM = re.compile(r"(?:- |([1-9][0-9]{0,2})\. )(.+)")
_PICTURE = re.compile(r'!\[([^][!*_~]+)\]\(([^\x00-\x20\x7f()"]+)(?: "([^"]+)")?\)')
# The line below the head of a table: how each column is aligned.
_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")
# What a line of text may begin with: nothing that could be the mark of a block.
_TEXT = re.compile(r"[^\W\d_]|[“«(\"']|[0-9]++(?![.)])|\*\*?[^\W_]|\[")
_MARKS = (*"*_~[@", "![", "://", "www.")
# A link whose words are plain and whose address has nothing to decode.
_PLAIN_LINK = r"\[([^][\\`<!&*_~\n]+)\]\(([^\x00-\x20\x7f()\\&<]+)\)"
# Emphasis of plain words between a space and a space or such: no other marks can pair with these.
_PLAIN_EMPHASIS = (
    r"(?<![^ \n])(?P<mark>\*\*?)([^\W_](?:[^\n\\`~*_\[!<&w:@]*[^\W_])?)(?P=mark)(?=[ \n.,;:)!?]|\Z)"
)
_PIECE = re.compile(
    rf"((?:[^*_~\[!@:w]++|!(?!\[)|:(?!//)|w(?!ww\.))++)|{_PLAIN_EMPHASIS}|{_PLAIN_LINK}"
)
_LINK = re.compile(_PLAIN_LINK)


_ALIGNED = {
    (False, False): "",
    (True, False): ' class="left"',
    (False, True): ' class="right"',
    (True, True): ' class="center"',
}
"""The attribute of a cell, by whether its column has a colon on either side."""


def write(text: str, output: Output) -> bool:
    """Write `text` into `output`, which is new; False when it is no prose, and what `output` then
    holds is worth nothing."""
    for mark in _NOT_PROSE:
        if mark in text:
            return False
    return _Prose(text, output).write()


class _Prose:
    def __init__(self, text: str, output: Output) -> None:
        self._lines = [*text.split("\n"), ""]
        self._output = output

    def write(self) -> bool:
        at, after_list = 0, False
        while at < len(self._lines):
            line = self._lines[at]
            if not line:
                at += 1
                continue
            item = _ITEM.match(line) if line[0] in "-0123456789" else None
            if item:
                # Another list after an empty line would be the same one.
                end = 0 if after_list else self._list(at, item)
            elif line[0] == "|":
                end = self._table(at)
            else:
                end = 0 if self._lines[at + 1] else self._line(line, at)
            if not end:
                return False
            at, after_list = end, bool(item)
        return True

    def _line(self, line: str, at: int) -> int:
        """Write a block of one line; the line after it, 0 when it is no prose."""
        output = self._output
        if line[0] == "#":
            heading = _HEADING.fullmatch(line)
            return self._heading(heading[1], heading[2], at) if heading else 0
        if line[0] == "!":
            picture = _PICTURE.fullmatch(line)
            return self._picture(picture, at) if picture else 0
        output.html.append("<p>")
        if not self._text(line, at):
            return 0
        output.html.append("</p>\n")
        said = output.end_text()
        output.lead = output.lead or said
        return at + 1

    def _heading(self, marks: str, text: str, at: int) -> int:
        output, element = self._output, f"h{len(marks)}"
        place = len(output.html)
        output.html.append("")
        if not self._text(text, at):
            return 0
        said = output.end_text()
        anchor = output.anchor(said)
        output.html[place] = f'<{element} id="{anchor}">'
        output.html.append(f"</{element}>\n")
        output.headings.append(Heading(len(marks), anchor, said))
        return at + 1

    def _picture(self, picture: re.Match[str], at: int) -> int:
        output = self._output
        alt, address, caption = picture.groups()
        if not alt.strip():
            return 0
        source = output.image(address, at)
        output.html.append(
            f'<figure><img{source} alt="{quote(alt.strip())}" loading="lazy" decoding="async">'
        )
        if caption:
            output.html.append(f"<figcaption>{escape(caption)}</figcaption>")
            output.words.append(caption)
            output.end_text()
        output.html.append("</figure>\n")
        return at + 1

    def _list(self, at: int, first: re.Match[str]) -> int:
        """Write a list of items of one line; the line after it, 0 when it is no prose."""
        output, bullets = self._output, first[0][0] == "-"
        if not bullets and not first[0].startswith("1. "):
            return 0
        output.html.append("<ul>" if bullets else "<ol>")
        start = at
        while line := self._lines[at]:
            item = _ITEM.fullmatch(line)
            if not item or item[1] != (None if bullets else str(at - start + 1)):
                return 0
            output.html.append("<li>")
            if not self._text(item[2], at):
                return 0
            output.html.append("</li>\n")
            output.end_text()
            at += 1
        output.html.append("</ul>\n" if bullets else "</ol>\n")
        return at

    def _table(self, at: int) -> int:
        """Write a table whose rows are all as long as its head; the line after it, 0 when it is
        none."""
        html, rule = self._output.html, self._lines[at + 1]
        if not _RULE.fullmatch(rule):
            return 0
        columns = [_ALIGNED[part[0] == ":", part[-1] == ":"] for part in _cells(rule)]
        html.append(f"{self._output.table()}<table><thead>")
        if not self._row(at, "th", [f' scope="col"{aligned}' for aligned in columns]):
            return 0
        html.append("</thead>\n")
        at += 2
        if self._lines[at]:
            html.append("<tbody>")
            while self._lines[at]:
                if not self._row(at, "td", columns):
                    return 0
                at += 1
            html.append("</tbody>\n")
        html.append("</table>\n</div>\n")
        return at

    def _row(self, at: int, element: str, columns: list[str]) -> bool:
        line, html = self._lines[at], self._output.html
        cells = _cells(line)
        if len(cells) != len(columns) or len(line) < 2 or line[0] != "|" or line[-1] != "|":
            return False
        html.append("<tr>")
        for cell, aligned in zip(cells, columns, strict=True):
            html.append(f"<{element}{aligned}>")
            if not self._marked(cell, at):
                return False
            html.append(f"</{element}>\n")
            self._output.end_text()
        html.append("</tr>\n")
        return True

    def _text(self, text: str, at: int) -> bool:
        """Write the words of a line; False when there is more to them than plain marks."""
        if not _TEXT.match(text) or text[-1].isspace():
            return False
        if text[0] == "[" and _LINK.fullmatch(text):  # a link alone may be a card
            return False
        return self._marked(text, at)

    def _marked(self, text: str, at: int) -> bool:
        """Write words that no mark of a block stands before."""
        html, words = self._output.html, self._output.words
        for mark in _MARKS:
            if mark in text:
                break
        else:
            html.append(escape(text))
            words.append(text)
            return True
        place = 0
        while place < len(text):
            piece = _PIECE.match(text, place)
            if not piece:
                return False
            place = piece.end()
            plain, mark, stressed, linked, address = piece.groups()
            if plain:
                html.append(escape(plain))
            elif mark:
                element = "em" if mark == "*" else "strong"
                html.append(f"<{element}>{escape(stressed)}</{element}>")
            else:
                html.append(f"<a{self._output.link(address, at)}>{escape(linked)}</a>")
            words.append(plain or stressed or linked)
        return True


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row[1:-1].split("|")]
