"""Markdown's rules, asked only where they can match: the tokens are the library's, made faster.

Pure. At every line and every special character markdown-it asks all its rules, each of which looks
at one character and mostly refuses. Here that character chooses the rules, and a paragraph of
plain lines needs none. Whatever is not plain is left to the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.parser_core import RuleFuncCoreType
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

_Rule = TypeVar("_Rule")

# The only characters at which each rule can match: the first of a line, and within one.
_LINE_STARTS: Mapping[str, str] = {
    "admonition": "!?",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
_TRIGGERS: Mapping[str, str] = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "gfm_autolink_www": "w",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_email": "@",
}
# These look at indents, at the line below and at the whole paragraph.
_ANY_LINE = ("table", "code", "lheading", "paragraph")
_CHAINS = ("paragraph", "reference", "blockquote", "list")

_SPECIAL = re.escape("".join(_TRIGGERS.values()))
_TRIGGER = re.compile(f"[{_SPECIAL}]")
# Whoever looks for the end of a link's words must see each bracket.
_TRIGGER_OR_BRACKET = re.compile(f"[]{_SPECIAL}]")
# A link whose words are plain and whose address has nothing to decode.
_PLAIN_LINK = re.compile(r"\[([^][\\`<!&*_~\n]+)\]\(([^\x00-\x20\x7f()\\&<]+)\)")
# Emphasis of plain words between a space and a space or such: no other marks can pair with these.
_PLAIN_EMPHASIS = re.compile(
    rf"(?<![^ \n])(\*\*?)([^\W_](?:[^{_SPECIAL}]*[^\W_])?)\1(?=[ \n.,;:)!?]|\Z)"
)


def active_rules(ruler: Ruler[_Rule]) -> dict[str, _Rule]:
    """The rules that `ruler` has enabled, by name and in their order."""
    return dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))


def hasten(engine: MarkdownIt) -> None:
    """Let `engine`, whose rules are settled, ask them by the character that starts them.

    An inline token of plain text gets no child: it stands for its content.

    Raises `KeyError` for a rule whose characters are not known.
    """
    engine.block, engine.inline = _Blocks(engine.block), _Inlines(engine.inline)
    core = active_rules(engine.core.ruler)
    engine.core.ruler.at("normalize", _with(core["normalize"], "\r", "\0"))
    engine.core.ruler.at("inline", _inline)
    # What is escaped, and entities, are tokens of their own until then.
    engine.core.ruler.at("text_join", _with(core["text_join"], "\\", "&"))


def _with(rule: RuleFuncCoreType, *characters: str) -> RuleFuncCoreType:
    """`rule`, asked only for a text that holds one of `characters`."""

    def asked(state: StateCore) -> None:
        if any(character in state.src for character in characters):
            rule(state)

    return asked


def _inline(state: StateCore) -> None:
    """Give children to what is not just its own content."""
    for token in state.tokens:
        if token.type == "inline" and _TRIGGER.search(token.content):
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])


def _by_character(
    rules: Mapping[str, _Rule], characters: Mapping[str, str]
) -> dict[str, tuple[_Rule, ...]]:
    chosen: dict[str, tuple[_Rule, ...]] = {}
    for name, rule in rules.items():
        for character in characters[name]:
            chosen[character] = (*chosen.get(character, ()), rule)
    return chosen


def _first_character(state: StateBlock, line: int) -> str:
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start : start + 1]


class _Blocks(ParserBlock):
    """The block parser, whose rules are chosen by the first character of a line."""

    def __init__(self, settled: ParserBlock) -> None:
        super().__init__()
        self.ruler = settled.ruler
        rules = active_rules(self.ruler)
        self._table, self._code = rules["table"], rules["code"]
        self._lheading, self._paragraph = rules["lheading"], rules["paragraph"]
        self._starting = _starting_lines(rules)
        self._ends = self._choose_in_chains(rules)

    def _choose_in_chains(self, rules: Mapping[str, RuleFuncBlockType]) -> RuleFuncBlockType:
        """Make one rule of each chain of rules that end a block; return that for paragraphs."""
        names = {rule: name for name, rule in rules.items()}
        chains = {
            chain: _ending({names[rule]: rule for rule in self.ruler.getRules(chain)})
            for chain in _CHAINS
        }
        for name, rule in rules.items():
            self.ruler.at(name, rule)
        for chain, rule in chains.items():
            self.ruler.push(f"ends_{chain}", rule, {"alt": [chain]})
        return chains["paragraph"]

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Write the blocks from `startLine` to `endLine`: the library's own loop, rules chosen."""
        line, empty_lines, has_pipe = startLine, False, "|" in state.src
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= state.md.options["maxNesting"]:
                state.line = endLine
                break
            if not (has_pipe and self._table(state, line, endLine, False)):
                self._block(state, line, endLine)
            state.tight = not empty_lines
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                empty_lines = True
            if line < endLine and state.isEmpty(line):
                empty_lines = True
                state.line = line = line + 1

    def _block(self, state: StateBlock, line: int, end: int) -> None:
        if state.is_code_block(line):
            self._code(state, line, end, False)
            return
        for rule in self._starting.get(_first_character(state, line), ()):
            if rule(state, line, end, False):
                return
        parent, state.parentType = state.parentType, "paragraph"
        after = self._after_paragraph(state, line, end)
        if after:
            # The library, too, leaves the type of the parent at that.
            _push_paragraph(state, line, after)
            return
        state.parentType = parent
        if not self._lheading(state, line, end, False):
            self._paragraph(state, line, end, False)

    def _after_paragraph(self, state: StateBlock, start: int, end: int) -> int:
        """The line after the paragraph that begins on `start`; 0 when it may be a heading, or
        begins with a space that is to be trimmed."""
        if _first_character(state, start) in MD_TRIM_CHARS:
            return 0
        for line in range(start + 1, state.lineMax):
            if state.isEmpty(line):
                return line
            indent = state.sCount[line] - state.blkIndent
            if indent > 3 or state.sCount[line] < 0:
                continue
            if indent >= 0 and line < end and _first_character(state, line) in "-=":
                return 0
            if self._ends(state, line, state.lineMax, True):
                return line
        return max(start + 1, state.lineMax)


def _starting_lines(
    rules: Mapping[str, RuleFuncBlockType],
) -> dict[str, tuple[RuleFuncBlockType, ...]]:
    starting = {name: rule for name, rule in rules.items() if name not in _ANY_LINE}
    return _by_character(starting, _LINE_STARTS)


def _ending(rules: Mapping[str, RuleFuncBlockType]) -> RuleFuncBlockType:
    """One rule that tells whether a line would be matched by any of `rules`."""
    starting, table = _starting_lines(rules), rules.get("table")

    def ends(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        for rule in starting.get(_first_character(state, line), ()):
            if rule(state, line, end, silent):
                return True
        return bool(table and "|" in state.src and table(state, line, end, silent))

    return ends


def _push_paragraph(state: StateBlock, start: int, after: int) -> None:
    lines = state.getLines(start, after, state.blkIndent, False)
    level, state.line = state.level, after
    opening = Token("paragraph_open", "p", 1, map=[start, after], level=level, block=True)
    inline = Token("inline", "", 0, map=[start, after], level=level + 1, children=[], block=True)
    inline.content = lines.strip(MD_TRIM_CHARS)
    state.tokens += opening, inline, Token("paragraph_close", "p", -1, level=level, block=True)


def _with_plain_links(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for links, not asked for a plain one."""

    def link(state: StateInline, silent: bool) -> bool:
        # What was skipped before, too deep perhaps, is remembered and must be heeded.
        if silent or state.cache:
            return rule(state, silent)
        found = _PLAIN_LINK.match(state.src, state.pos, state.posMax)
        if not found:
            return rule(state, silent)
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.meta["span"] = {"href": found[2]}, found.span()
        state.append_pending(found[1])
        state.push("link_close", "a", -1)
        state.pos = found.end()
        return True

    return link


def _with_plain_emphasis(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for emphasis, not asked for a plain one, which needs no pairing of delimiters."""

    def emphasis(state: StateInline, silent: bool) -> bool:
        found = None if silent else _PLAIN_EMPHASIS.match(state.src, state.pos, state.posMax)
        if not found:
            return rule(state, silent)
        tag = "em" if found[1] == "*" else "strong"
        state.push(f"{tag}_open", tag, 1).markup = found[1]
        state.append_pending(found[2])
        state.push(f"{tag}_close", tag, -1).markup = found[1]
        state.pos = found.end()
        return True

    return emphasis


class _Inlines(ParserInline):
    """The inline parser, whose rules are chosen by the character that they start at."""

    def __init__(self, settled: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = settled.ruler, settled.ruler2
        rules = active_rules(self.ruler)
        del rules["text"]
        rules["link"] = _with_plain_links(rules["link"])
        rules["emphasis"] = _with_plain_emphasis(rules["emphasis"])
        self._starting = _by_character(rules, _TRIGGERS)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Write the tokens of `src` into `tokens`."""
        state = StateInline(src, md, env, tokens)
        self.tokenize(state)
        # The rest pairs delimiters and joins the pieces of text that they and "~~~" leave.
        inner = any(meta and meta["delimiters"] for meta in state.tokens_meta)
        if inner or state.delimiters or "~" in src:
            for rule in self.ruler2.getRules(""):
                rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Write the tokens from the state's position to its end."""
        src, end = state.src, state.posMax
        while state.pos < end:
            found = None
            if state.level < state.md.options["maxNesting"]:
                found = _TRIGGER.search(src, state.pos, end)
            at = found.start() if found else end
            if at > state.pos:
                state.append_pending(src[state.pos : at])
                state.pos = at
            if found and not self._apply(state, found[0], False):
                state.append_pending(found[0])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Move the state's position over one token, without writing it."""
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        if state.level >= state.md.options["maxNesting"]:
            # One too many, as in the library: links so deep find no end.
            state.pos = state.posMax + 1
        else:
            found = _TRIGGER_OR_BRACKET.search(state.src, pos, state.posMax)
            at = found.start() if found else state.posMax
            state.level += 1
            if at > pos:
                state.pos = at
            elif not self._apply(state, state.src[pos], True):
                state.pos += 1
            state.level -= 1
        state.cache[pos] = state.pos

    def _apply(self, state: StateInline, character: str, silent: bool) -> bool:
        return any(rule(state, silent) for rule in self._starting.get(character, ()))
