"""The engine of posts: a text → Markdown tokens that know where they stand.

Pure. markdown-it-py with GitHub's extensions, footnotes and MkDocs' admonitions. It judges nothing:
addresses come through as written, raw HTML as it is; markdown.py decides what becomes of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.gfm import gfm_plugin

_Rule = TypeVar("_Rule")

MAX_DEPTH = 40

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
_ENDS_BEFORE_ADMONITION = {"alt": ["paragraph", "reference", "blockquote", "list"]}

# The only character at which each rule can match.
_RULES_AT: Mapping[str, tuple[str, ...]] = {
    "\n": ("newline",),
    "\\": ("escape",),
    "`": ("backticks",),
    "~": ("strikethrough",),
    "*": ("emphasis",),
    "_": ("emphasis",),
    "[": ("link", "footnote_ref"),
    "!": ("image",),
    "<": ("autolink", "html_inline"),
    "&": ("entity",),
    "w": ("gfm_autolink_www",),
    ":": ("gfm_autolink_protocol",),
    "@": ("gfm_autolink_email",),
}
_LOCATED = frozenset("[!<`w:@")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text. Lines count from 0; `definitions` are the lines of link definitions by their
    label, `unused_footnotes` those of footnotes that nothing refers to."""

    tokens: list[Token]
    definitions: Mapping[str, int]
    unused_footnotes: Mapping[str, int]

    def line(self, token: Token, inline: Token) -> int:
        """The line on which `token`, a child of `inline`, starts."""
        start, _ = token.meta.get("span", (0, 0))
        return first_line(inline) + inline.content.count("\n", 0, start)

    def address_line(self, token: Token, inline: Token) -> int:
        """The line of the address of a link or image: perhaps that of a definition elsewhere."""
        line = self.definitions.get(token.meta.get("label", ""))
        return self.line(token, inline) if line is None else line


def parse(text: str) -> Document:
    """The tokens of `text`, whose line breaks are "\\n"."""
    env: dict[str, Any] = {}
    tokens = _engine().parse(text, env)
    definitions = {
        label: definition["map"][0] for label, definition in env.get("references", {}).items()
    }
    uses = env["footnotes"]["refs"] if "footnotes" in env else {}
    unused = {
        label: line
        for label, line in env.get("footnote_lines", {}).items()
        if uses[f":{label}"] < 0
    }
    return Document(tokens, definitions, unused)


def first_line(token: Token) -> int:
    """The line on which `token` starts, 0 for a token that the engine made up."""
    return token.map[0] if token.map else 0


class _Engine(MarkdownIt):
    """Takes every address as written.

    markdown-it itself turns a link to a bad address silently into text, and encodes the others.
    """

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the library's name
        return url


@cache
def _engine() -> MarkdownIt:
    options = {"maxNesting": MAX_DEPTH, "store_labels": True}
    engine = _Engine("commonmark", options).use(gfm_plugin).use(admon_plugin)
    _dispatch_by_character(engine)
    blocks = _active_rules(engine.block.ruler)
    for name in ("paragraph", "lheading"):
        engine.block.ruler.at(name, _with_exact_lines(blocks[name]))
    engine.block.ruler.at(
        "admonition", _only_admonitions(blocks["admonition"]), {**_ENDS_BEFORE_ADMONITION}
    )
    engine.core.ruler.before("footnote_tail", "footnote_lines", _footnote_lines)
    return engine


def _active_rules(ruler: Ruler[_Rule]) -> dict[str, _Rule]:
    return dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))


def _dispatch_by_character(engine: MarkdownIt) -> None:
    """Try only the rules that can match at a character, and note where their tokens stand.

    The library tries fifteen rules at each of 23 characters; this saves a third of the time.
    """
    ruler = engine.inline.ruler
    rules = _active_rules(ruler)
    text = rules.pop("text")
    by_character = {
        character: tuple(rules[name] for name in names) for character, names in _RULES_AT.items()
    }
    unknown = set(rules).difference(*_RULES_AT.values())
    if unknown:
        raise LookupError(f"inline rules without a character: {unknown}")
    # “]” matches no rule, but the end of a link's label is looked for there.
    engine.inline.terminator_re = re.compile(f"[{re.escape(''.join(_RULES_AT))}\\]]")
    ruler.enableOnly([])
    ruler.push("by_character", _rule_by_character(by_character, text))


def _rule_by_character(
    by_character: Mapping[str, tuple[RuleFuncInlineType, ...]], text: RuleFuncInlineType
) -> RuleFuncInlineType:
    def rule(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        character = state.src[start]
        rules = by_character.get(character)
        if rules is None:
            return text(state, silent)
        for one in rules:
            if one(state, silent):
                if not silent and character in _LOCATED:
                    _locate(state.tokens[known : known + 2], start, state.pos)
                return True
        return False

    return rule


def _locate(tokens: list[Token], start: int, end: int) -> None:
    """Note the span of the token that a rule pushed, perhaps after the text pending before it."""
    for token in tokens:
        if token.type != "text":
            token.meta["span"] = start, end
            return


def _with_exact_lines(rule: RuleFuncBlockType) -> RuleFuncBlockType:
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
        state.env["footnote_lines"] = {
            token.meta["label"]: first_line(token)
            for token in state.tokens
            if token.type == "footnote_reference_open"
        }
