"""What Python-Markdown cannot read in good time, found before it is asked.

Pure. It looks at a whole paragraph for each bracket, star or tag in it, at a whole block for each
heading, fills up every row of a table, and calls itself for each level: what it needs is estimated
here, so that a text in its own kind takes time in proportion to its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Marks of a paragraph times its length: a long paragraph of prose comes to some 100,000.
_MOST_LOOKS = 10_000_000
_LOOKS_BY_CHARACTER = 100
_MOST_LEVELS = 30
_MOST_CELLS = 10_000
_MOST_CONTENTS = 5

_MARK = re.compile(r"[][<`*_!&\\~^=+({]")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_PART = re.compile(r"[ \t>]*(?:[-*+]|[0-9]+[.)])[ \t]|.*\|")
_HEADING = re.compile(r"#|(?:=+|-+)[ \t]*$")
_LEVELS = re.compile(r"(?:[ \t]*(?:>|[-*+][ \t]|[0-9]{1,9}[.)][ \t]))+")
_LEVEL = re.compile(r">|[-*+][ \t]|[0-9]{1,9}[.)][ \t]")
_RULE = re.compile(r"[ \t]*[|:-][|: \t-]*\|[|: \t-]*")
_CONTENTS = re.compile(r"^[ \t]*\[TOC\][ \t]*$", re.MULTILINE)


class Excess(NamedTuple):
    """A fault: its line from 0, what it is and how to mend it."""

    line: int
    what: str
    hint: str


DEPTH = "nội dung lồng quá sâu", "hãy bớt các tầng danh sách, trích dẫn và nhấn mạnh"


def excesses(text: str) -> Iterator[Excess]:
    """What is too much in `text`, one of each kind."""
    lines = text.split("\n")
    deepest = max(range(len(lines)), key=lambda at: _levels(lines[at]))
    if _levels(lines[deepest]) > _MOST_LEVELS:
        yield Excess(deepest, *DEPTH)
    looks, line = _looks(lines)
    if looks > _MOST_LOOKS + _LOOKS_BY_CHARACTER * len(text):
        yield Excess(
            line,
            "đoạn có quá nhiều ký hiệu như “[”, “*”, “<”",
            "hãy tách đoạn này thành nhiều đoạn, cách nhau một dòng trống",
        )
    cells, line = _filled_cells(lines)
    if cells > _MOST_CELLS:
        hint = "hãy viết đủ ô cho mỗi hàng, hoặc bớt cột ở hàng đầu"
        yield Excess(line, "bảng có quá nhiều hàng thiếu ô", hint)
    contents = [contents_mark.start() for contents_mark in _CONTENTS.finditer(text)]
    if len(contents) > _MOST_CONTENTS:
        line = text.count("\n", 0, contents[_MOST_CONTENTS])
        yield Excess(line, f"“[TOC]” viết quá {_MOST_CONTENTS} lần", "hãy để lại một lần")


def deepest_line(text: str) -> int:
    """The line that most likely nests deepest: the one with most marks."""
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda at: len(_MARK.findall(lines[at])))


def _levels(line: str) -> int:
    indent = _LEVELS.match(line)
    marks = len(_LEVEL.findall(indent[0])) if indent else 0
    return marks + (len(line) - len(line.lstrip(" "))) // 4


def _looks(lines: list[str]) -> tuple[int, int]:
    """How many characters are looked at in all for the marks of paragraphs and blocks, and the
    line on which the costliest of them begins."""
    total, worst, worst_line = 0, 0, 0
    for start, end, is_block in _parts(_without_code(lines)):
        part = lines[start:end]
        length = sum(map(len, part)) + len(part)
        marks = (
            sum(1 for line in part if _HEADING.match(line))
            if is_block
            else sum(len(_MARK.findall(line)) for line in part)
        )
        total += marks * length
        if marks * length > worst:
            worst, worst_line = marks * length, start
    return total, worst_line


def _parts(lines: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Where the blocks of a text, between empty lines, begin and end, and where their paragraphs,
    items and rows do."""
    block = part = 0
    for at, line in enumerate([*lines, ""]):
        is_empty = not line.strip()
        if is_empty or _PART.match(line):
            if part < at:
                yield part, at, False
            part = at
        if is_empty:
            if block < at:
                yield block, at, True
            block = part = at + 1


def _without_code(lines: list[str]) -> list[str]:
    """`lines`, those of fenced code empty; a fence that is left open hides nothing."""
    prose, fence, opened = [*lines], "", 0
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence and mark and mark[1].startswith(fence):
            prose[opened : at + 1] = [""] * (at + 1 - opened)
            fence = ""
        elif mark and not fence:
            fence, opened = mark[1], at
    return prose


def _filled_cells(lines: list[str]) -> tuple[int, int]:
    """How many cells rows lack in all, and the line of the table that lacks most."""
    total, worst, worst_line, at = 0, 0, 0, 0
    while at < len(lines):
        columns = lines[at].count("|") if _RULE.fullmatch(lines[at]) else 0
        start, at, lacking = at, at + 1, 0
        if not columns:
            continue
        while at < len(lines) and lines[at].strip():
            lacking += max(0, columns - 1 - lines[at].count("|"))
            at += 1
        total += lacking
        if lacking > worst:
            worst, worst_line = lacking, start
    return total, worst_line
