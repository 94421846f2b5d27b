"""The engine of posts: a text → Markdown tokens that know their places.

Pure. markdown-it-py with GitHub's extensions, footnotes and MkDocs' admonitions, and with the rules
of office_blocks.py and office_marks.py where office text means something else. It judges nothing:
addresses come through as written, raw HTML as it is; gfm/reader.py decides what becomes of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.ruler import RuleOptionsType, Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.gfm import gfm_plugin
from msgspec import Struct

from cchc_site.markdown.gfm import autolinks, office_blocks, office_marks

_Rule = TypeVar("_Rule")

MAX_DEPTH = 40
MAX_FILLED_CELLS = 10_000
"""Empty cells that a text may leave to be filled in its tables."""

# What MkDocs' Material knows, and GitHub's alerts; their titles when the author writes none.
TITLES: Mapping[str, str] = {
    "note": "Ghi chú",
    "tip": "Mẹo",
    "important": "Quan trọng",
    "warning": "Cảnh báo",
    "caution": "Thận trọng",
    "abstract": "Tóm tắt",
    "info": "Thông tin",
    "success": "Hoàn thành",
    "question": "Câu hỏi",
    "failure": "Không đạt",
    "danger": "Nguy hiểm",
    "bug": "Lỗi",
    "example": "Ví dụ",
    "quote": "Trích dẫn",
}

# A line such as “!!! Chú ý: mai nghỉ” is prose: a type is a known word, or any word in ASCII when
# a title in quotation marks follows.
_ADMONITION = re.compile(
    rf'(?:!!!|\?\?\?\+?) +(?:(?:{"|".join(TITLES)})(?: .*)?|[a-z][a-z0-9-]* +".*") *',
    re.IGNORECASE | re.ASCII,
)
_FOOTNOTE = re.compile(r"\[\^([^] \n]{1,999})\]")
_ENDS_PARAGRAPHS: RuleOptionsType = {"alt": ["paragraph", "reference"]}
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}

# Rules whose tokens must know their places.
_LOCATED = (
    "autolink",
    "backticks",
    "footnote_ref",
    "gfm_autolink_email",
    "gfm_autolink_protocol",
    "gfm_autolink_www",
    "html_inline",
    "image",
    "link",
)


class Tokens(Struct, frozen=True):
    """A parsed text; lines count from 0.

    `definitions` are the lines of link definitions by label; `footnotes` the label and line of
    every footnote's definition, `cited` the labels that are referred to, and `overfilled` the line
    of the table whose short rows are too many, -1 for none. `long_rows` are the line, cells and
    columns of rows that are longer than the head of their table, `open_fences` the lines of code
    that nothing ends.
    """

    tokens: list[Token]
    definitions: Mapping[str, int]
    footnotes: tuple[tuple[str, int], ...]
    cited: frozenset[str]
    overfilled: int = -1
    long_rows: tuple[tuple[int, int, int], ...] = ()
    open_fences: tuple[int, ...] = ()

    def line(self, token: Token, inline: Token) -> int:
        """The line on which `token`, a child of `inline`, starts."""
        start, _ = token.meta.get("span", (0, 0))
        return first_line(inline) + bisect_left(_line_ends(inline.content), start)

    def address_line(self, token: Token, inline: Token) -> int:
        """The line of the address of a link or image: perhaps that of a definition elsewhere."""
        line = self.definitions.get(token.meta.get("label", ""))
        return self.line(token, inline) if line is None else line


def parse(text: str) -> Tokens:
    """The tokens of `text`, whose lines end with a line feed alone."""
    env: dict[str, Any] = {}
    tokens = _engine().parse(text, env)
    definitions = {
        label: definition["map"][0] for label, definition in env.get("references", {}).items()
    }
    labels = env["footnotes"]["refs"].items() if "footnotes" in env else ()
    cited = frozenset(label[1:] for label, number in labels if number >= 0)
    notes = tuple(env.get("footnote_lines", ()))
    return Tokens(
        tokens,
        definitions,
        notes,
        cited,
        env.get("overfilled_line", -1),
        tuple(env.get("long_rows", ())),
        tuple(env.get("open_fences", ())),
    )


@lru_cache(maxsize=1)
def _line_ends(content: str) -> list[int]:
    """Where the lines of a text end, which is asked for each of its tokens in turn."""
    return [end.start() for end in re.finditer("\n", content)]


def first_line(token: Token) -> int:
    """The line on which `token` starts, 0 for a token that the engine made up."""
    return token.map[0] if token.map else 0


class _Engine(MarkdownIt):
    """Takes every address as written.

    markdown-it itself turns a link to a bad address silently into text, encodes the others, and
    decodes those that are shown.
    """

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the library's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # the library's name
        return link


@cache
def _engine() -> MarkdownIt:
    options = {"maxNesting": MAX_DEPTH, "store_labels": True}
    engine = _Engine("commonmark", options).use(gfm_plugin).use(admon_plugin)
    blocks = _active_rules(engine.block.ruler)
    inlines = {**_active_rules(engine.inline.ruler), **autolinks.RULES}
    inlines["footnote_ref"] = _with_known_label(inlines["footnote_ref"])
    inlines |= office_marks.rules(inlines)
    for name in office_marks.CHANGED:
        engine.inline.ruler.at(name, inlines[name])
    for name in _LOCATED:
        engine.inline.ruler.at(name, _located(inlines[name]))
    engine.disable(office_blocks.UNKNOWN)
    for name, rule, ended in office_blocks.rules(blocks):
        engine.block.ruler.at(name, rule, ended)
    engine.block.ruler.before("table", "ends", office_blocks.ends, office_blocks.ENDS)
    engine.block.ruler.at("paragraph", _with_exact_line(blocks["paragraph"]))
    table = office_blocks.with_whole_rows(_with_counted_cells(blocks["table"]))
    engine.block.ruler.at("table", table, _ENDS_PARAGRAPHS)
    engine.block.ruler.at("admonition", _only_admonitions(blocks["admonition"]), _INTERRUPTS)
    engine.core.ruler.before("footnote_tail", "footnote_lines", _footnote_lines)
    return engine


def _active_rules(ruler: Ruler[_Rule]) -> dict[str, _Rule]:
    """The rules that `ruler` has enabled, by name."""
    return dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))


def _located(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule`, whose token has its span in `meta`."""

    def located(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        # The text pending before it becomes a token first.
        for token in state.tokens[known : known + 2]:
            if token.type != "text":
                token.meta["span"] = start, state.pos
                break
        return True

    return located


def _with_exact_line(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule`, whose inline token starts on the line of its first word.

    The library trims lines of no-break spaces, which Word leaves, but counts them.
    """

    def exact(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        known = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        if state.src[state.bMarks[start] + state.tShift[start]] in MD_TRIM_CHARS:
            lines = state.getLines(start, state.line, state.blkIndent, False)
            trimmed = len(lines) - len(lines.lstrip(MD_TRIM_CHARS))
            inline = state.tokens[known + 1]
            inline.map = [start + lines.count("\n", 0, trimmed), state.line]
        return True

    return exact


def _with_known_label(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for references to footnotes, asked only where the label is one: it walks to the next
    bracket, however far, for each that opens."""

    def known(state: StateInline, silent: bool) -> bool:
        footnote = _FOOTNOTE.match(state.src, state.pos, state.posMax)
        notes = state.env.get("footnotes", {}).get("refs", ())
        return footnote is not None and f":{footnote[1]}" in notes and rule(state, silent)

    return known


def _with_counted_cells(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """`rule` for tables, which fills up rows that are shorter than the head, each of 2 bytes with
    any number of cells; a text that wants too many gets no more tables."""

    def counted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            return rule(state, start, end, True)
        filled, known = state.env.get("filled_cells", 0), len(state.tokens)
        if filled > MAX_FILLED_CELLS or not rule(state, start, end, False):
            return False
        cells = sum(token.type == "inline" for token in state.tokens[known:])
        written = state.src.count("|", state.bMarks[start], state.eMarks[state.line - 1])
        state.env["filled_cells"] = filled = filled + max(0, cells - written)
        if filled > MAX_FILLED_CELLS:
            state.env["overfilled_line"] = start
        return True

    return counted


def _only_admonitions(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    def guarded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        begin = state.bMarks[start] + state.tShift[start]
        if not _ADMONITION.fullmatch(state.src, begin, state.eMarks[start]):
            return False
        return rule(state, start, end, silent)

    return guarded


def _footnote_lines(state: StateCore) -> None:
    """Remember where footnotes are defined: the library forgets it, and drops the unused."""
    if state.env.get("footnotes", {}).get("refs"):
        state.env["footnote_lines"] = [
            (token.meta["label"], first_line(token))
            for token in state.tokens
            if token.type == "footnote_reference_open"
        ]
