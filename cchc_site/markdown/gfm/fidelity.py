"""What a text says, and what its page says: that nothing is lost between the two.

Pure; independent of the engine, so that a fault of the engine or of our rules shows. Of each line
what is plainly markup is left out; letters, digits and signs of what remains must stand on the page
in their order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from cchc_site.markdown import typed_tags
from cchc_site.markdown.raw_html import ATTRIBUTE

# What is compared: letters and digits, signs that are no marks of Markdown, and between digits also
# those that are.
_COMPARED = re.compile(r"(?<=\d)(?:\\?[~*_-])+(?=\d)|[^\W_]+|[%=<>≥≤±×÷/$§@°+]+")  # noqa: RUF001
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_FENCE = re.compile(r"\s*```[^`]*$")
# What stands before the words of a line: quotations, bullets, boxes to tick, kinds of notes.
_LEAD = re.compile(r"[\s>]*(?:\[![A-Za-z]+\]\s*$|[-*]\s+)?")
_QUOTED = re.compile(r"(?:\s*>(?!=))+")
_NOTE = re.compile(r"\s*(?:!!!|\?\?\?\+?) ")
_DEFINED = re.compile(r"\s*\[(\^?[^\]\n]+)\]:\s*")
_ADDRESS = r"\((?:<[^<>\n]*>|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)"
# Between two pieces of words: where a link leads, the name of what it leads to, notes, tags.
_WHOLE_TAG = rf"</?[A-Za-z][A-Za-z0-9-]*(?:{ATTRIBUTE})*+\s*/?>"
_MARKUP = re.compile(
    rf"(?<=\]){_ADDRESS}|(?<=\])\[[^\]\n]*\]|\[\^[^\]\s]{{1,200}}\]:?|{_WHOLE_TAG}"
)
_HIDDEN = re.compile(rf"<!--(?:-?>|.*?-->|.*)|{_WHOLE_TAG}", re.DOTALL)
_BOX = re.compile(r"^(\s*(?:\d+[.)]|[-*])\s+)\[[ xX]\]\s")
# An address alone may be shown as a card that says where it leads.
_BARE = re.compile(r"\s*<?https?://[^\s<>]+>?\s*$")
_BRACKETED = re.compile(r"<((?:https?|mailto|tel):[^<>\s]*|[^<>\s@]+@[^<>\s@]+)>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_INLINE = frozenset(
    "a abbr b cite code del em i ins kbd mark q s samp small span strong sub sup u var wbr".split()
)
_SAID = re.compile(r' (?:alt|title)="([^"]*)"')
_NUMBER = re.compile(r' (?:start|value)="(-?\d+)"')
_FOOTNOTES = '<div class="footnote">'
_MOST = 20  # losses of one text that are told
_NEAR = 400
"""How far on the page the next words of a text may be: beyond a note's title, a file's size."""


class Loss(NamedTuple):
    """Words of a line, counted from 0, that the page does not say; `defined` when they define where
    links lead of which there is none."""

    line: int
    words: str
    defined: bool


def losses(text: str, html: str) -> Iterator[Loss]:
    """What `text`, in NFC, says that its page does not: of each line the first such words; no more
    of a text that has very many."""
    body, _, footnotes = html.partition(_FOOTNOTES)
    page, notes = _Said(body), _Said(footnotes)
    lost = 0
    for number, line in enumerate(_HIDDEN.sub(_blank, text).split("\n")):
        words = next(
            (words for words in pieces(line) if not (page.says(words) or notes.says(words))), ""
        )
        definition = _DEFINED.match(line) if words else None
        if not words or (definition and _is_named(definition[1], text)):
            continue
        yield Loss(number, " ".join(words.split()), bool(definition))
        lost += 1
        if lost == _MOST:
            return


def _is_named(label: str, text: str) -> bool:
    """Whether a link of `text` names the definition with that `label`, in any case."""
    return text.casefold().count(f"[{label}]".casefold()) > 1


class _Said:
    """What HTML says, read from its begin to its end."""

    def __init__(self, html: str) -> None:
        self._said, self._at = said(html), 0

    def says(self, words: str) -> bool:
        """Whether it goes on with `words`, soon."""
        wanted = compared(words)
        is_quoting = not wanted.strip(">")
        near = 0 if is_quoting else _NEAR
        place = self._said.find(wanted, self._at, self._at + len(wanted) + near)
        if place >= 0:
            self._at = place + len(wanted)
        return place >= 0 or is_quoting


def compared(words: str) -> str:
    """The letters, digits and signs of `words` that are compared."""
    return "".join(_COMPARED.findall(words)).replace("\\", "")


def pieces(line: str) -> list[str]:
    """What a line of a text says, between what is markup; first “>”, which may be either."""
    if _FENCE.match(line) or _NOTE.match(line) or _BARE.match(line):
        return []
    line = _BRACKETED.sub(r"\1", line)
    quoted = _QUOTED.match(line)
    line = line[quoted.end() :] if quoted else line
    line = _BOX.sub(r"\1", line, count=1)
    lead = _LEAD.match(line)
    if lead and ">" not in lead[0]:
        line = line[lead.end() :]
    out, at = list[str](), 0
    code = [span.span() for span in _CODE.finditer(line)] if "`" in line else []
    for mark in _MARKUP.finditer(line):
        if mark[0][0] == "<" and not _is_markup(line, mark.start(), code):
            continue
        out.append(line[at : mark.start()])
        at = mark.end()
    out.append(line[at:])
    quoting = ["".join(quoted[0].split())] if quoted else []
    whole = [unicodedata.normalize("NFC", unescape(unescape(piece))) for piece in out]
    return quoting + [piece for piece in whole if compared(piece)]


def _is_markup(line: str, tag: int, code: list[tuple[int, int]]) -> bool:
    """Whether what looks like a tag is none that somebody has typed or that stands in code."""
    if typed_tags.is_at(line, tag):
        return False
    nearest = bisect(code, (tag, tag)) - 1
    return nearest < 0 or tag > code[nearest][1]


def said(html: str) -> str:
    """What the page says, with the numbers of lists and what images are said to show, as it is
    compared."""
    out, at, numbers = list[str](), 0, list[int | None]()
    for tag in _TAG.finditer(html):
        out.append(html[at : tag.start()])
        at = tag.end()
        closing, name, attributes = tag.groups()
        if name in _INLINE:
            continue
        out.append(" ")
        if name in ("ol", "ul"):
            number = _NUMBER.search(attributes)
            if closing:
                del numbers[-1:]
            else:
                numbers.append((int(number[1]) if number else 1) if name == "ol" else None)
        elif name == "li" and not closing and numbers and numbers[-1] is not None:
            number = _NUMBER.search(attributes)
            shown = int(number[1]) if number else numbers[-1]
            out.append(f"{shown} ")
            numbers[-1] = shown + 1
        elif name == "img":
            out += _SAID.findall(attributes)
    out.append(html[at:])
    return compared(unicodedata.normalize("NFC", unescape(unescape("".join(out)))))


def _blank(hidden: re.Match[str]) -> str:
    """Only the line ends of a comment or of a tag that has some; other tags as they are."""
    if "\n" in hidden[0] or hidden[0].startswith("<!"):
        return "\n" * hidden[0].count("\n")
    return hidden[0]
