"""Marks within office text that GitHub would read as something else: the rules that differ.

Pure. Emphasis stands at the edges of words, never between digits; a name of a file may have blanks;
docs/nguoi-quan-tri.md lists what differs from GitHub and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.helpers import parseLinkLabel
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from cchc_site.markdown import typed_tags

_RUN = re.compile(r"\*+|_+|~+")
_LONGEST = 3
"""Marks in a row that may stress; more are a rule, a gap to fill in or a hidden number."""
_MARKS = "*_~<>`\\"
# What stressed words may begin and end with beside letters and digits.
_OPENING = frozenset("([{“‘«„‹\"'-–—+•§№&#@$!" + _MARKS)  # noqa: RUF001
_CLOSING = frozenset(")]}”’»“›\"'-–—.,:;!?…%‰°" + _MARKS)  # noqa: RUF001
# What a single mark may stand beside: “(a)*b” is no emphasis.
_BEFORE = frozenset("([{“‘«„‹\"'-–—/.,:;!?…" + _MARKS)  # noqa: RUF001
_SENTENCE = frozenset(":.!?;")
_AFTER = frozenset(")]}”’»›\"'-–—/.,:;!?…[" + _MARKS)  # noqa: RUF001
_SHARE = re.compile(r"(?<!\S)\\\\(?=[^\W_])")
# The last folder may have blanks in its name: “D:\Hồ sơ\*.doc”.
_IN_PATH = re.compile(
    r"""(?<![^\s(“"'])(?:(?:[A-Za-z]:|%\w+%)(?:\\\S*)?
    |\\\\\S+|(?:[A-Za-z]:|\\\\[\w.-]+)\\[^\n"”*,;:]*?\w(?:[ ][\w.-]+){1,4}(?:\\[^\s\\]*)*)\Z""",
    re.VERBOSE,
)
_LONGEST_PATH = 100
# An address that the engine does not take: with blanks, or with curly quotation marks around the
# title.
_LENIENT = re.compile(
    r"""\([ \t]*
    (?P<address> (?:https?://[^\s()<>]{1,300} | [^\n<>]{1,300}?\.[A-Za-z0-9]{2,5}(?:\#[^\s()]*)?) )
    (?:[ \t]+["“”„'‘’](?P<title>[^\n]{1,300}?)["“”'‘’])?[ \t]*\)""",  # noqa: RUF001
    re.VERBOSE,
)


def stress(state: StateInline, silent: bool) -> bool:
    """Put stars, underscores and tildes aside that may open or close emphasis."""
    run = None if silent else _RUN.match(state.src, state.pos, state.posMax)
    if not run:
        return False
    mark, length = run[0][0], len(run[0])
    before = state.src[run.start() - 1] if run.start() else " "
    after = state.src[run.end()] if run.end() < state.posMax else " "
    state.pos = run.end()
    is_mark = length <= _LONGEST if mark != "~" else length == 2
    opens = is_mark and _opens(mark, length, before, after)
    closes = is_mark and _closes(mark, length, before, after)
    if not (opens or closes):
        state.append_pending(run[0])  # an address may hold it
        return True
    for piece in [run[0]] if mark == "~" else run[0]:
        state.push("text", "", 0).content = piece
        state.delimiters.append(
            Delimiter(
                marker=ord(mark),
                length=0 if mark == "~" else length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    return True


def _opens(mark: str, length: int, before: str, after: str) -> bool:
    if not (after.isalnum() or after in _OPENING):
        return False
    if before.isalnum():  # “giờ.**Lưu ý**” without its blank, not “Ng**n V**”
        return mark == "*" and length == 2 and before.isalpha() and after.isupper()
    return _is_double(mark, length) or before.isspace() or before in _BEFORE


def _closes(mark: str, length: int, before: str, after: str) -> bool:
    if not (before.isalnum() or before in _CLOSING):
        return False
    if _is_double(mark, length):
        return not (before.isdigit() and after.isdigit())
    if after.isalpha():  # “*Lưu ý:*nộp”
        return before in _SENTENCE
    return after.isspace() or after in _AFTER


def _is_double(mark: str, length: int) -> bool:
    return length > 1 and mark != "_"


def with_names_of_files(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for links or images, with addresses such as “Mẫu đơn 01.pdf” and titles in “ ”."""

    def linked(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        if rule(state, silent):
            return True
        bracket = start + state.src.startswith("!", start)
        if state.src[bracket : bracket + 1] != "[":
            return False
        end = parseLinkLabel(state, bracket, bracket == start)
        address = _LENIENT.match(state.src, end + 1, state.posMax) if end >= 0 else None
        if not address or len(state.tokens) != known:
            return False
        return _written(state, rule, address, (start, end + 1), silent)

    return linked


def _written(
    state: StateInline,
    rule: RuleFuncInlineType,
    address: re.Match[str],
    label: tuple[int, int],
    silent: bool,
) -> bool:
    """Have `rule` read the link or image again, its address and title put as it takes them."""
    start, end = label
    source, maximum = state.src, state.posMax
    title = (address["title"] or "").replace("\\", "\\\\").replace('"', '\\"')
    written = f"(<{address['address']}>" + (f' "{title}")' if title else ")")
    state.src = source[:end] + written + source[address.end() :]
    state.posMax = end + len(written)
    state.pos = start
    done = rule(state, silent)
    state.src, state.posMax = source, maximum
    state.pos = address.end() if done else start
    return done


def with_known_elements(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` for tags or addresses in “< >”: “<CCCD>” and “<st1:place>” are neither."""

    def tagged(state: StateInline, silent: bool) -> bool:
        if typed_tags.is_at(state.src, state.pos):
            return False
        return not typed_tags.OF_WORD.match(state.src, state.pos) and rule(state, silent)

    return tagged


def with_paths(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    r"""`rule` for escapes, but in “C:\*.doc” and “\\may-chu” a stroke is a stroke."""

    def escaped(state: StateInline, silent: bool) -> bool:
        pos = state.pos
        strokes = 2 if _SHARE.match(state.src, pos, state.posMax) else 1
        if strokes == 1 and not _IN_PATH.search(state.src, max(0, pos - _LONGEST_PATH), pos):
            return rule(state, silent)
        if state.src[pos] != "\\":
            return False
        if not silent:
            state.append_pending("\\" * strokes)
        state.pos += strokes
        return True

    return escaped


CHANGED = ("emphasis", "strikethrough", "link", "image", "html_inline", "autolink", "escape")
"""The names of the rules that differ."""


def rules(known: Mapping[str, RuleFuncInlineType]) -> Mapping[str, RuleFuncInlineType]:
    """The rules that differ by their names, made of those `known`."""
    return {
        "emphasis": stress,
        "strikethrough": stress,
        "link": with_names_of_files(known["link"]),
        "image": with_names_of_files(known["image"]),
        "html_inline": with_known_elements(known["html_inline"]),
        "autolink": with_known_elements(known["autolink"]),
        "escape": with_paths(known["escape"]),
    }
