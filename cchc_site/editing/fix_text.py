"""What office programs make of Markdown, and what was meant: the mends of `cchc check --fix`.

Pure. Each kind of mend proposes changes of lines; a change is made only when the page then says the
same words in the same order, leads to the same places and has no fault that it had not before. So a
kind may be generous: what it takes for a list and is none would say something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from cchc_site.base import invisible
from cchc_site.content.text import ParsedText
from cchc_site.editing import fix_notes
from cchc_site.markdown.gfm import fidelity
from cchc_site.markdown.gfm.office_blocks import cells

Read = Callable[[str], ParsedText]
"""Reads a text."""

_BLANKS = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_INDENT = re.compile(rf"{_BLANKS}+(?=\S)")
_FENCE = re.compile(r"[ \t>]*```")
_HTML = re.compile(r"[ \t]*<(?:[a-zA-Z/!])")
# Signs that Word and chats put before the items of a list; some of its fonts are private.
_BULLET = re.compile(
    rf"{_BLANKS}*(?P<sign>[•●○▪■□◦◆❖♦➢➤►‣·\uf000-\uf0ff]|[–—]|-(?!\d)|\+)"
    rf"{_BLANKS}*(?=[\w“\"'«(\[*!<`])(?<!\+)(?:(?<!\+ )|(?!\d))"
)
_ITEM = re.compile(r"(?P<indent> *)(?P<sign>[-*]|\d{1,9}[.)])[ ]+(?=\S)")
_UNCLEAR = frozenset("–—-+")
"""Signs that are bullets only where several lines begin with one, or a line above asks for it."""
_NUMBER = re.compile(
    rf"{_BLANKS}*0?(?P<number>[1-9]\d?){_BLANKS}*(?P<sign>[/.)-]){_BLANKS}*(?=[^\W\d_])"
)
_TIGHT_HEADING = re.compile(r"(#{2,6})(?=[^\W_])")
_MARKED_LINE = re.compile(r"#(?=[^\W\d_][^\n#]* )[^\n#]{1,98}[^\s.,;:!?#]")
_STRESSED = re.compile(
    r"\*\*(?P<before>[ \t\u00a0]*)(?P<words>[^*\n]+?)(?P<after>[ \t\u00a0]*)\*\*"
)
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>[^*_\n]{1,98}[^*_\s.,;!?])\1")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|[ \t|:–—-]*[–—-][ \t|:–—-]*\|[ \t]*")
_ENTITY = re.compile(r"(?<!\\)&(?:amp;)?(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});")
_AROUND = str.maketrans("", "", "+/0")
_ROUNDS = 9
"""How often a text is mended: what one kind has mended may be for another to read."""
_MOST = 300
"""Changes of one kind that are tried one by one."""


class LineChange(NamedTuple):
    """Lines from `first` up to `end` that become `lines`."""

    first: int
    end: int
    lines: Sequence[str]


def fixed(text: str, read: Read, headings: bool = False) -> str:
    r"""`text`, the body of a post with line feeds only, as it is meant; with lines in bold as
    headings where these are asked for.

    >>> from cchc_site.markdown.gfm import reader
    >>> fixed("•\tMột\n•\tHai", lambda text: reader.read(text, "a.md"))
    '- Một\n- Hai'
    """
    kinds = {**_KINDS, _bold_headings: says_the_same} if headings else _KINDS
    text = _with_footnotes(plain(text), read)
    for _ in range(_ROUNDS):
        before, page = text, read(text)
        for kind, judge in kinds.items():
            text, page = _changed(text, page, kind, judge, read)
        if text == before:
            break
    return text


def _with_footnotes(text: str, read: Read) -> str:
    noted = fix_notes.noted(text)
    if noted == text or not says_the_same(fix_notes.without_notes(read(text)), read(noted)):
        return text
    return noted


def plain(text: str) -> str:
    """`text` in NFC, without what nobody sees."""
    return unicodedata.normalize("NFC", invisible.joined(invisible.unturned(text)))


Kind = Callable[[Sequence[str], Sequence[bool]], Iterator[LineChange]]
"""The changes that a kind of mend proposes of lines, of which some are prose."""
Judge = Callable[[ParsedText, ParsedText], bool]
"""Whether a page may be, after a change, what it is then."""


def _changed(
    text: str, page: ParsedText, kind: Kind, judge: Judge, read: Read
) -> tuple[str, ParsedText]:
    """`text` with those changes of a kind that leave what it says, and its page."""
    lines = text.split("\n")
    changes = [
        change
        for change in kind(lines, _prose(lines))
        if list(change.lines) != lines[change.first : change.end]
    ]
    whole = _with(lines, changes)
    if changes and judge(page, after := read(whole)):
        return whole, after
    # From the last to the first: the places of the others stay.
    for change in reversed(changes[:_MOST]):
        trial = _with(lines, [change])
        if judge(page, after := read(trial)):
            lines, page = trial.split("\n"), after
    return "\n".join(lines), page


def _with(lines: Sequence[str], changes: Iterable[LineChange]) -> str:
    changed = list(lines)
    for change in sorted(changes, reverse=True):
        changed[change.first : change.end] = change.lines
    return "\n".join(changed)


def is_the_same(before: ParsedText, after: ParsedText) -> bool:
    """Whether a page is after a change what it was."""
    return before.html == after.html and before.references == after.references


def says_the_same(before: ParsedText, after: ParsedText) -> bool:
    """Whether a page says, after a change, what it said before, leads where it led, and has no
    fault more."""
    places = [[reference[::2] for reference in page.references] for page in (before, after)]
    faults = [[problem.what for problem in page.problems] for page in (before, after)]
    return (
        places[0] == places[1]
        and _said(before.html) == _said(after.html)
        and len(faults[0]) >= len(faults[1])
        and set(faults[0]).issuperset(faults[1])
    )


def _said(html: str) -> str:
    """What a page says, but for what stands around the numbers and signs of lists."""
    return fidelity.said(html).translate(_AROUND)


def _prose(lines: Sequence[str]) -> list[bool]:
    """Of each line whether it is neither code nor in a block of HTML."""
    prose, is_code, is_html = list[bool](), False, False
    for line in lines:
        fence = bool(_FENCE.match(line))
        is_html = bool(line.strip()) and (is_html or bool(_HTML.match(line)))
        prose.append(not (is_code or fence or is_html))
        is_code ^= fence
    return prose


def _indents(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """First lines that are set in, as paragraphs in Word are."""
    for at, line in enumerate(lines):
        indent = _INDENT.match(line)
        if indent and prose[at]:
            yield LineChange(at, at + 1, [line[indent.end() :]])


def _bullets(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Lines that begin with a sign of a list which Markdown does not know. A sign that has not
    stood before is one level further in, as offices write: “-”, then “+” below it."""
    for run in _runs(lines, prose, _begun):
        new = [item for item in run if not item.is_known]
        above = lines[run[0].at - 1] if run[0].at else ""
        if not new or (
            len(run) == 1 and not above.rstrip().endswith(":") and new[0].sign in _UNCLEAR
        ):
            continue
        levels: list[_Item] = []
        written = list[str]()
        for item in run:
            place = [level.sign for level in levels]
            if item.is_known:
                levels = [level for level in levels if level.indent < item.indent]
            elif item.sign in place:
                levels = levels[: place.index(item.sign)]
            indent = item.indent if item.is_known else (levels[-1].inner if levels else 0)
            levels.append(item._replace(indent=indent))
            mark = item.sign if item.is_known else "-"
            written.append(f"{' ' * indent}{mark} {item.words}")
        yield LineChange(run[0].at, run[-1].at + 1, written)


class _Item(NamedTuple):
    """A line that begins with the sign of a list: whether Markdown knows it, its words, and where
    it begins."""

    at: int
    sign: str
    words: str
    is_known: bool
    indent: int = 0

    @property
    def inner(self) -> int:
        """Where what belongs to the item begins."""
        return self.indent + (len(self.sign) + 1 if self.is_known else 2)


def _begun(at: int, line: str) -> _Item | None:
    if known := _ITEM.match(line):
        return _Item(at, known["sign"], line[known.end() :], True, len(known["indent"]))
    match = _BULLET.match(line)
    return _Item(at, match["sign"], line[match.end() :], False) if match else None


def _numbers(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Lines that are numbered from 1 on in a way that Markdown does not know."""
    for run in _runs(lines, prose, _numbered):
        wanted = [str(number) for number in range(1, len(run) + 1)]
        is_known = all(_known(lines[item.at]) for item in run)
        if len(run) > 1 and not is_known and [item.sign for item in run] == wanted:
            new = [f"{item.sign}. {item.words}" for item in run]
            yield LineChange(run[0].at, run[-1].at + 1, new)


def _known(line: str) -> bool:
    """Whether Markdown knows a line for one of a list: “01.” it does not."""
    return bool(_ITEM.match(line)) and not line.lstrip().startswith("0")


def _numbered(at: int, line: str) -> _Item | None:
    match = _NUMBER.match(line)
    return _Item(at, match["number"], line[match.end() :], False) if match else None


def _runs(
    lines: Sequence[str], prose: Sequence[bool], begun: Callable[[int, str], _Item | None]
) -> Iterator[list[_Item]]:
    """Lines of prose that begin an item, one below the other; blank lines between them count for
    nothing."""
    run: list[_Item] = []
    for at, line in enumerate([*lines, "."]):
        item = begun(at, line) if at < len(lines) and prose[at] else None
        if item:
            run.append(item)
        elif line.strip() and run:
            yield run
            run = []


def _headings(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Headings without a blank behind their mark."""
    for at, line in enumerate(lines):
        if not prose[at]:
            continue
        if tight := _TIGHT_HEADING.match(line):
            yield LineChange(at, at + 1, [f"{tight[1]} {line[tight.end() :]}"])
        elif _MARKED_LINE.fullmatch(line) and _is_alone(lines, at):
            yield LineChange(at, at + 1, [f"## {line[1:]}"])


def _is_alone(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a paragraph of its own."""
    beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    return not any(line.strip() for line in beside)


def _bold_headings(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Paragraphs in bold as headings, below the level of those that there are."""
    for at, line in enumerate(lines):
        bold = _BOLD_LINE.fullmatch(line.strip())
        is_last = not any(after.strip() for after in lines[at + 1 :])
        if bold and prose[at] and _is_alone(lines, at) and not is_last:
            yield LineChange(at, at + 1, [f"## {bold['words'].strip().rstrip(':')}"])


def _stress(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Words in bold whose blanks stand within the marks."""

    def moved(stressed: re.Match[str]) -> str:
        before, after = (" " if stressed[side] else "" for side in ("before", "after"))
        return f"{before}**{stressed['words']}**{after}"

    for at, line in enumerate(lines):
        if prose[at] and "**" in line and line.count("**") % 2 == 0 and "`" not in line:
            parted = re.sub(r" {2,}", " ", _STRESSED.sub(moved, line)).strip()
            yield LineChange(at, at + 1, [parted])


def _tables(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Rows without the line below the first of them, or with blank lines between them. One with
    that line below it, and a blank line above, begins another table."""
    rows: list[int] = []
    for at, line in enumerate([*lines, "."]):
        is_row = at < len(lines) and prose[at] and bool(_ROW.fullmatch(line))
        is_head = is_row and not lines[at - 1].strip() and _is_rule(lines, at + 1)
        if rows and (is_head if is_row else line.strip()):
            if len(rows) > 1:
                yield LineChange(rows[0], rows[-1] + 1, _table([lines[row] for row in rows]))
            rows = []
        if is_row:
            rows.append(at)


def _is_rule(lines: Sequence[str], at: int) -> bool:
    return at < len(lines) and bool(_RULE.fullmatch(lines[at]))


def _table(rows: Sequence[str]) -> list[str]:
    """`rows` as one table."""
    texts = [row for row in rows if not _RULE.fullmatch(row)]
    rules = [row for row in rows if _RULE.fullmatch(row)]
    if len(rules) > 1 or not texts:
        return list(rows)
    columns = max(len(cells(row)) for row in texts)
    if rules and rows[1] == rules[0] and len(cells(rules[0])) == columns == len(cells(texts[0])):
        return [texts[0], rules[0].replace("–", "-").replace("—", "-"), *texts[1:]]
    head = texts[0].rstrip() + " |" * (columns - len(cells(texts[0])))
    return [head, f"|{' --- |' * columns}", *texts[1:]]


def _entities(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[LineChange]:
    """Letters that are written as HTML writes them."""

    def letter(entity: re.Match[str]) -> str:
        meant = unescape(unescape(entity[0]))
        is_plain = len(meant) == 1 and (not meant.isascii() or meant in "\"'")
        return meant if is_plain and (meant.isprintable() or meant == "\u00a0") else entity[0]

    for at, line in enumerate(lines):
        if prose[at] and "&" in line and "`" not in line:
            plainly = _ENTITY.sub(letter, line)
            yield LineChange(at, at + 1, [re.sub(" *\u00a0[ \u00a0]*", " ", plainly).rstrip()])


_KINDS: Mapping[Kind, Judge] = {
    _entities: says_the_same,
    _indents: is_the_same,
    _bullets: says_the_same,
    _numbers: says_the_same,
    _headings: says_the_same,
    _stress: says_the_same,
    _tables: says_the_same,
}
"""In the order in which they are tried, each with what it may change."""
