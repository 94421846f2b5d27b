"""The text of a block: markdown-it's rules, chosen by the character that they start at.

Pure. The tokens are those that the library makes, save that it leaves empty texts beside emphasis.
Links and emphasis of plain words are taken whole; others are left to the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from cchc_site.markdown.gfm.dispatch import active_rules, by_character

# The only characters at which each rule can match.
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
_SPECIAL = re.escape("".join(_TRIGGERS.values()))
_TRIGGER = re.compile(f"[{_SPECIAL}]")
# Whoever looks for the end of a link's words must see each bracket.
_TRIGGER_OR_BRACKET = re.compile(f"[]{_SPECIAL}]")
# A link whose words are plain and whose address has nothing to decode.
PLAIN_LINK = r"\[([^][\\`<!&*_~\n]+)\]\(([^\x00-\x20\x7f()\\&<]+)\)"
_PLAIN_LINK = re.compile(PLAIN_LINK)
# Emphasis of plain words between a space and a space or such: no other marks can pair with these.
PLAIN_EMPHASIS = (
    rf"(?<![^ \n])(?P<mark>\*\*?)([^\W_](?:[^{_SPECIAL}]*[^\W_])?)(?P=mark)(?=[ \n.,;:)!?]|\Z)"
)
_PLAIN_EMPHASIS = re.compile(PLAIN_EMPHASIS)


def is_plain(text: str) -> bool:
    """Whether no rule can match anywhere in `text`."""
    return not _TRIGGER.search(text)


def _with_plain_links(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for links, not asked for a plain one."""

    def link(state: StateInline, silent: bool) -> bool:
        # What was skipped before, too deep perhaps, is remembered and must be heeded.
        if silent or state.cache:
            return rule(state, silent)
        plain = _PLAIN_LINK.match(state.src, state.pos, state.posMax)
        if not plain:
            return rule(state, silent)
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.meta["span"] = {"href": plain[2]}, plain.span()
        state.append_pending(plain[1])
        state.push("link_close", "a", -1)
        state.pos = plain.end()
        return True

    return link


def _with_plain_emphasis(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for emphasis, not asked for a plain one, which needs no pairing of delimiters."""

    def emphasis(state: StateInline, silent: bool) -> bool:
        emphasis = None if silent else _PLAIN_EMPHASIS.match(state.src, state.pos, state.posMax)
        if not emphasis:
            return rule(state, silent)
        tag = "em" if emphasis[1] == "*" else "strong"
        state.push(f"{tag}_open", tag, 1).markup = emphasis[1]
        state.append_pending(emphasis[2])
        state.push(f"{tag}_close", tag, -1).markup = emphasis[1]
        state.pos = emphasis.end()
        return True

    return emphasis


class Marks(ParserInline):
    """The inline parser, whose rules are chosen by the character that they start at."""

    def __init__(self, settled: ParserInline) -> None:
        """Take the rules of `settled`, which change no more."""
        super().__init__()
        self.ruler, self.ruler2 = settled.ruler, settled.ruler2
        rules = active_rules(self.ruler)
        del rules["text"]
        rules["link"] = _with_plain_links(rules["link"])
        rules["emphasis"] = _with_plain_emphasis(rules["emphasis"])
        self._starting = by_character(rules, _TRIGGERS)

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
            trigger = None
            if state.level < state.md.options["maxNesting"]:
                trigger = _TRIGGER.search(src, state.pos, end)
            at = trigger.start() if trigger else end
            if at > state.pos:
                state.append_pending(src[state.pos : at])
                state.pos = at
            if trigger and not self._apply(state, trigger[0], False):
                state.append_pending(trigger[0])
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
            trigger = _TRIGGER_OR_BRACKET.search(state.src, pos, state.posMax)
            at = trigger.start() if trigger else state.posMax
            state.level += 1
            if at > pos:
                state.pos = at
            elif not self._apply(state, state.src[pos], True):
                state.pos += 1
            state.level -= 1
        state.cache[pos] = state.pos

    def _apply(self, state: StateInline, character: str, silent: bool) -> bool:
        return any(rule(state, silent) for rule in self._starting.get(character, ()))
