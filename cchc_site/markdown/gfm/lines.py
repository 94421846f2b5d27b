"""The blocks of a text: markdown-it's rules, chosen by the first character of a line.

Pure. The tokens are those that the library makes. A paragraph that no rule can end or turn into a
heading is made at once; whatever is less plain is left to the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from cchc_site.markdown.gfm.dispatch import active_rules, by_character

# The only first characters of a line at which each rule can match.
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
# These look at indents, at the line below and at the whole paragraph.
_ANY_LINE = ("table", "code", "lheading", "paragraph")
_CHAINS = ("paragraph", "reference", "blockquote", "list")


def _first_character(state: StateBlock, line: int) -> str:
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start : start + 1]


def _has_pipe(state: StateBlock, line: int) -> bool:
    """Whether `line` may be the head of a table."""
    return state.src.find("|", state.bMarks[line], state.eMarks[line]) >= 0


class Lines(ParserBlock):
    """The block parser, whose rules are chosen by the first character of a line."""

    def __init__(self, settled: ParserBlock) -> None:
        """Take the rules of `settled`, which change no more."""
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
        line, empty_lines = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= state.md.options["maxNesting"]:
                state.line = endLine
                break
            if not (_has_pipe(state, line) and self._table(state, line, endLine, False)):
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
        first = _first_character(state, line)
        if first.isalpha() and state.isEmpty(line + 1):
            _push_paragraph(state, line, line + 1)
            return
        for rule in self._starting.get(first, ()):
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
    return by_character(starting, _LINE_STARTS)


def _ending(rules: Mapping[str, RuleFuncBlockType]) -> RuleFuncBlockType:
    """One rule that says whether a line would be matched by any of `rules`."""
    starting, table = _starting_lines(rules), rules.get("table")

    def ends(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        for rule in starting.get(_first_character(state, line), ()):
            if rule(state, line, end, silent):
                return True
        return bool(table and _has_pipe(state, line) and table(state, line, end, silent))

    return ends


def _push_paragraph(state: StateBlock, start: int, after: int) -> None:
    lines = state.getLines(start, after, state.blkIndent, False)
    level, state.line = state.level, after
    opening = Token("paragraph_open", "p", 1, map=[start, after], level=level, block=True)
    inline = Token("inline", "", 0, map=[start, after], level=level + 1, children=[], block=True)
    inline.content = lines.strip(MD_TRIM_CHARS)
    state.tokens += opening, inline, Token("paragraph_close", "p", -1, level=level, block=True)
