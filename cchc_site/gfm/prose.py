"""Prose: a text of plain paragraphs, headings, lists and pictures → HTML and words, in one go.

Pure. Most news is no more than that, and needs neither tokens nor rules. What is written is what
blocks.py would write; a text with anything else in it is refused, and the engine reads it.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import MD_TRIM_CHARS

from cchc_site.gfm.marks import PLAIN_EMPHASIS, PLAIN_LINK
from cchc_site.gfm.output import Output
from cchc_site.reading import Heading, escape, quote

# Code, HTML, entities, tables, escapes, lines that are indented, footnotes, and whatever foreign.py
# may find fault with: none of these is prose.
_NOT_PROSE = (*"`<&|\\\t{", "\n ", "[^", "===", ":f", ":m", ":o", ":s")
_HEADING = re.compile(r"(#{2,6}) ([^#]+)")
_ITEM = re.compile(r"(?:- |[0-9]{1,3}\. )(.+)")
_PICTURE = re.compile(r'!\[([^][!*_~]+)\]\(([^\x00-\x20\x7f()"]+)(?: "([^"]+)")?\)')
# What a line of text may begin with: nothing that could be the mark of a block.
_TEXT = re.compile(r"[^\W\d_]|[“«(\"']|[0-9]++(?![.)])|\*\*?[^\W_]|\[")
_MARKS = (*"*_~[@", "![", "://", "www.")
_PIECE = re.compile(
    rf"((?:[^*_~\[!@:w]++|!(?!\[)|:(?!//)|w(?!ww\.))++)|{PLAIN_EMPHASIS}|{PLAIN_LINK}"
)


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

    def _list(self, at: int, item: re.Match[str]) -> int:
        """Write a list of items of one line; the line after it, 0 when it is no prose."""
        output, bullets = self._output, item[0][0] == "-"
        if not bullets and not item[0].startswith("1. "):
            return 0
        output.html.append("<ul>" if bullets else "<ol>")
        while line := self._lines[at]:
            found = _ITEM.fullmatch(line)
            if not found or (line[0] == "-") != bullets:
                return 0
            output.html.append("<li>")
            if not self._text(found[1], at):
                return 0
            output.html.append("</li>\n")
            output.end_text()
            at += 1
        output.html.append("</ul>\n" if bullets else "</ol>\n")
        return at

    def _text(self, text: str, at: int) -> bool:
        """Write the words of a line; False when there is more to them than plain marks."""
        if not _TEXT.match(text) or text[-1] in MD_TRIM_CHARS:
            return False
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
            if not piece or (piece[0] == text and piece[4]):  # a link alone may be a card
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
