"""Paragraphs that somebody has typed as a list → a list.

Pure. A sign makes a list only where several paragraphs in a row begin with it; numbers only where
they count on. What belongs to a list keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cchc_site.importing.compose import Block, Blocks
from cchc_site.importing.inline_text import PARAS, words_of

_BULLET = re.compile(r"\s*(?P<sign>[-–—+•●○▪■□◦◆❖➢➤►‣·*\uf000-\uf0ff])[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(r"\s*(?P<number>[1-9]\d?)(?P<close>[.)])[ \t\u00a0]+(?=[^\W\d_]|[“\"(])")


_RULE = re.compile(r"[\s_\-–—*=.…~]*")


def is_rule(text: str) -> bool:
    """Whether a text is nothing but a line that somebody has drawn with signs."""
    return bool(_RULE.fullmatch(text))


def listed(blocks: Blocks) -> list[Block]:
    """`blocks` with the lists that are typed in them as lists: a sign that has not stood before is
    one level further in, as offices write: “-”, then “+” below it."""
    out: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        kind = _kind(block)
        if run and kind != _kind(run[0]):
            out += _list(run)
            run = []
        if kind:
            run.append(block)
        else:
            out.append(block)
    return out + _list(run) if run else out


def _kind(block: Block) -> str:
    """Which kind of list a block may be an item of, "" for none."""
    if block["t"] not in PARAS:
        return ""
    words = words_of(block["c"])
    if "\n" in words:
        return ""
    if _BULLET.match(words):
        return "sign"
    return "number" if _NUMBER.match(words) else ""


def _list(run: Sequence[Block]) -> list[Block]:
    """The list that a run of items is, the items themselves where it is none."""
    if len(run) < 2:
        return list(run)
    if _kind(run[0]) == "number":
        return _numbered(run)
    if len({_sign(item) for item in run}) == len(run):
        return list(run)
    return [_nested([*_leveled(run)])]


def _sign(block: Block) -> str:
    match = _BULLET.match(words_of(block["c"]))
    return match["sign"] if match else ""


def _leveled(run: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    signs: list[str] = []
    for block in run:
        sign = _sign(block)
        if sign in signs:
            signs = signs[: signs.index(sign) + 1]
        else:
            signs.append(sign)
        yield len(signs) - 1, _bare(block, _BULLET)


def _nested(items: Sequence[tuple[int, Block]]) -> Block:
    """A list of the items of the first level, each with the list below it."""
    level, content = items[0][0], list[list[Block]]()
    below: list[tuple[int, Block]] = []
    for depth, block in items:
        if depth <= level:
            if below:
                content[-1].append(_nested(below))
            content.append([block])
            below = []
        else:
            below.append((depth, block))
    if below:
        content[-1].append(_nested(below))
    return {"t": "BulletList", "c": content}


def _numbered(run: Sequence[Block]) -> list[Block]:
    matches = [match for block in run if (match := _NUMBER.match(words_of(block["c"])))]
    first = int(matches[0]["number"])
    counts = all(int(match["number"]) == first + at for at, match in enumerate(matches))
    if not counts or len({match["close"] for match in matches}) > 1:
        return list(run)
    sign = "OneParen" if matches[0]["close"] == ")" else "Period"
    items = [[_bare(block, _NUMBER)] for block in run]
    return [{"t": "OrderedList", "c": [[first, {"t": "Decimal"}, {"t": sign}], items]}]


def _bare(block: Block, lead: re.Pattern[str]) -> Block:
    """A paragraph without the sign typed before it."""
    match = lead.match(words_of(block["c"]))
    return {"t": "Plain", "c": without(block["c"], match.end() if match else 0)}


def without(inlines: Sequence[Any], count: int) -> list[Any]:
    """Inlines without the first `count` characters of their words."""
    out: list[Any] = []
    for inline in inlines:
        length = len(words_of([inline]))
        if count >= length and length:
            count -= length
            continue
        if count and inline["t"] == "Str":
            out.append({"t": "Str", "c": inline["c"][count:]})
        elif count and inline["t"] in ("Emph", "Strong", "Underline", "Strikeout"):
            out.append({"t": inline["t"], "c": without(inline["c"], count)})
        elif count and inline["t"] == "Span":
            out.append({"t": "Span", "c": [inline["c"][0], without(inline["c"][1], count)]})
        else:
            out.append(inline)
        if length:
            count = 0
    return out
