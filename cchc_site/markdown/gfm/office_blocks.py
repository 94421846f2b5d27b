"""Blocks of office text that GitHub would read as something else: the rules that differ.

Pure. A clerk types first-line indents, rules of dashes, numbers and signs, and one line end a
paragraph; docs/nguoi-quan-tri.md lists what differs from GitHub and why. Lines of a text are read
by markdown-it's own rules, which are asked only where these leave them something to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_block.table import escapedSplit

from cchc_site.markdown import typed_tags

# A number after “>”: “> 18 tuổi” is no quotation, “> 1. Mục” is one.
_GREATER = re.compile(r">[ \t]*[-+]?\d+(?!\d*[.)](?:[ \t]|$))")
_AT_LEAST = re.compile(r">[ \t]*=")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?<=##)(?=[^\W_]))(?!#*[ \t]*$)")
_NUMBER_WITH_ZERO = re.compile(r"0\d")
_CLOSING_HASHES = re.compile(r"[ \t]+#{2,}$")
# What a definition of a link leads to: anything with a sign of addresses in it, or in brackets.
_DEFINITION = re.compile(r"\[(?!\^)[^\]\n]*\]:\s*(?:<|\S*(?:[/#:\\]|\.[A-Za-z]))")

UNKNOWN = ("code", "lheading")
"""Rules that posts do not have: an indent makes no code, a line of dashes no heading."""
ENDS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
"""What `ends` may end."""
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}

_fence = make_fence_rule(markers=("`",))


def ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a block before a line that is not written as a part of it: an item of a list or a
    footnote before one that is not indented, a quotation before one without “>”, a table before
    one without “|”, a list before “01.”."""
    if not silent:
        return False
    if state.parentType == "blockquote":
        return True
    if state.parentType == "table":
        return "|" not in _line(state, start)
    if state.parentType == "list":
        return bool(_NUMBER_WITH_ZERO.match(_line(state, start)))
    return 0 <= state.sCount[start] < state.blkIndent


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code between lines of backticks: a line of tildes is a rule that somebody has typed."""
    if not _fence(state, start, end, silent):
        return False
    if not silent:
        last = _line(state, state.line - 1).strip()
        if state.line - 1 == start or not last.startswith("```") or last.strip("`"):
            state.env.setdefault("open_fences", []).append(start)
    return True


def heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading: “##Mục” is one, “#hashtag” and a line of “#” are not; only two or more “#” close
    it."""
    line = _line(state, start)
    marks = _HEADING.match(line)
    if not marks:
        return False
    if silent:
        return True
    words = _CLOSING_HASHES.sub("", line.rstrip()[marks.end() :]).strip()
    state.line = start + 1
    element = f"h{len(marks[1])}"
    for kind, nesting in ("heading_open", 1), ("inline", 0), ("heading_close", -1):
        token = state.push(kind, element if nesting else "", nesting)  # type: ignore[arg-type]
        token.map = [start, state.line]
        if nesting:
            token.markup = marks[1]
        else:
            token.content, token.children = words, []
    return True


def with_quotations_of_words(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule` for quotations, but not for “>= 18”, nor for “> 18 tuổi” unless the next line is
    quoted too."""

    def quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if _AT_LEAST.match(_line(state, start)):
            return False
        if _GREATER.match(_line(state, start)):
            below = _line(state, start + 1) if start + 1 < end else ""
            if not below.startswith(">") or _GREATER.match(below):
                return False
        if silent:
            return rule(state, start, end, True)
        limit, last = state.lineMax, start + 1
        while last < end and _line(state, last).startswith(">"):
            if _AT_LEAST.match(_line(state, last)):
                state.lineMax = end = last
            last += 1
        done = rule(state, start, end, False)
        state.lineMax = limit
        return done

    return quotation


def with_marks_of_lists(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule` for lists, but not for “+ 5 độ” and “01. Tên”, nor for what looks like a list on the
    line on which another begins, such as “15. 3. 2026”."""

    def listed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        if state.src.startswith("+", place) or _NUMBER_WITH_ZERO.match(state.src, place):
            return False
        before = state.src[state.src.rfind("\n", 0, place) + 1 : place]
        return not before.strip(" \t>") and rule(state, start, end, silent)

    return listed


def with_addresses(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule` for definitions of links: “[Lưu ý]: khẩn” is text, for what follows is no address."""

    def definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        if not _DEFINITION.match(state.src, place):
            return False
        return rule(state, start, end, silent)

    return definition


def with_known_elements(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule` for blocks of HTML: “<CCCD>” is what somebody has typed."""

    def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        return not typed_tags.is_at(state.src, place) and rule(state, start, end, silent)

    return block


def with_whole_rows(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule` for tables, which drops what a row has beyond the head: the line, cells and columns of
    each such row are remembered."""

    def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent:
            columns = len(cells(_line(state, start)))
            for line in range(start + 2, state.line):
                written = cells(_line(state, line))
                while len(written) > columns and not written[-1]:
                    written.pop()
                if len(written) > columns:
                    row = (line, len(written), columns)
                    state.env.setdefault("long_rows", []).append(row)
        return True

    return table


def cells(row: str) -> list[str]:
    r"""The cells of a row of a table.

    >>> cells("| a | b |"), cells(r"a | b \| c")
    (['a', 'b'], ['a', 'b | c'])
    """
    parts = [part.strip() for part in escapedSplit(row.strip())]
    del parts[: 1 if parts and not parts[0] else 0]
    del parts[len(parts) - (1 if parts and not parts[-1] else 0) :]
    return parts


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def rules(
    known: Mapping[str, RuleFuncBlockType],
) -> Iterator[tuple[str, RuleFuncBlockType, RuleOptionsType]]:
    """The rules that differ with their names and what they may end, made of those `known`."""
    yield "fence", fence, ENDS
    yield "blockquote", with_quotations_of_words(known["blockquote"]), ENDS
    yield "list", with_marks_of_lists(known["list"]), _INTERRUPTS
    yield "reference", with_addresses(known["reference"]), {}
    yield "html_block", with_known_elements(known["html_block"]), _INTERRUPTS
    yield "heading", heading, _INTERRUPTS
