"""The slips of the hand that make front matter no YAML, each with its line as it was meant.

Pure. What a parser says of such a text is often about another line, and what it names is seldom
the cause. Here each mend is tried: a slip is told when the text, with that line written otherwise,
can be read further than before. So what the editor is told works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import yaml

from cchc_site.content import fields, yaml_nodes
from cchc_site.content.meant_lines import (
    AT_START,
    TAB,
    MeantLine,
    blanks,
    colon,
    quoted,
    spaced_colon,
    value_of,
    ways,
)

_MOST = 10  # slips of one text that are looked for
_LARGEST = 20_000  # characters of a text that is looked at: nobody writes as much by hand
_SHOWN = 150  # characters of a line that is told in full


class Slip(NamedTuple):
    """A line, what is wrong with it, and how to mend it."""

    line: int
    what: str
    hint: str


class Reading(NamedTuple):
    """The node of a text, its slips by their lines, counted from 0, the lines that the node is
    made of: with every slip mended, and without what nothing mends; and which of these lines can
    have been meant in no other way."""

    root: yaml.Node | None
    slips: tuple[Slip, ...]
    lines: Sequence[str]
    sure: frozenset[int] = frozenset()


def read(text: str) -> Reading:
    """What `text`, which is meant for YAML, holds."""
    lines, slips, sure = text.split("\n"), list[Slip](), set[int]()
    root = sound(text)
    sound.cache_clear()  # a node is changed below: it is not to be read twice
    if root:  # as nearly always
        return Reading(root, tuple(_cuts(root, lines)), lines)
    if len(text) <= _LARGEST:
        _mend_sure(lines, slips)
        sure |= {slip.line for slip in slips}
    while (broken := _broken(lines)) is not None:
        if len(slips) == _MOST or len(text) > _LARGEST:
            known = tuple(_joined(slips, lines)) or (_unmended(broken),)
            return Reading(None, known, lines, frozenset(sure))
        at, meant = _mended(lines, broken) or (broken.places[0], None)
        if meant:
            lines[at] = meant.line
            slips.append(Slip(at, meant.what, _full(meant)))
            sure |= {at} if meant.is_sure else set()
        else:
            sure.discard(broken.places[0])
            slips.append(_unmended(broken))
            if lines[at] in ("", "#"):  # nothing left to pass over
                return Reading(None, tuple(_joined(slips, lines)), lines, frozenset(sure))
            lines[at] = "#"
    root = yaml_nodes.compose("\n".join(lines))
    slips += _cuts(root, lines)
    return Reading(root, tuple(_joined(slips, lines)), lines, frozenset(sure))


@lru_cache(1)  # front_matter.py asks first, where a text ends
def sound(text: str) -> yaml.Node | None:
    """The node of `text` where it is YAML, and not only in that it is one text; None else."""
    try:
        root = yaml_nodes.compose(text)
    except (yaml_nodes.Unfit, yaml.YAMLError):
        return None
    return None if isinstance(root, yaml.ScalarNode) else root


def _mend_sure(lines: list[str], slips: list[Slip]) -> None:
    """Mend what can be nothing else, of which one line may hide the next."""
    for at, line in enumerate(lines):
        meant = blanks(line) or spaced_colon(line)
        if not meant and ":" not in line and line.split(" ", 1)[0] in fields.BY_NAME:
            meant = colon(line)
        if meant:
            lines[at] = meant.line
            slips.append(Slip(at, meant.what, _full(meant)))


def _joined(slips: Iterable[Slip], lines: Sequence[str]) -> Iterator[Slip]:
    """The slips in the order of lines, those of one line as one: what was found last tells the
    line with all of them mended, and how far in it begins in place of a tab."""
    by_line = defaultdict[int, list[Slip]](list)
    for slip in slips:
        by_line[slip.line].append(slip)
    for at in sorted(by_line):
        whats = dict.fromkeys(slip.what for slip in by_line[at])
        hint = by_line[at][-1].hint
        if TAB in whats and hint.endswith(AT_START):
            blanks = len(lines[at]) - len(lines[at].lstrip())
            hint = f"hãy xóa dấu Tab rồi gõ {blanks} dấu cách" if blanks else "hãy xóa dấu Tab"
            whats = {TAB: None}
        yield Slip(at, ", ".join(whats), hint)


def _full(meant: MeantLine) -> str:
    if not meant.hint.endswith(":"):
        return meant.hint
    shown = meant.line.strip() if len(meant.line) <= _SHOWN else f"{meant.line[:_SHOWN].strip()}…"
    return f"{meant.hint[:-1]} “{shown}”"


class _Break(NamedTuple):
    """Where a text stops being YAML: the lines that may be the cause, the likeliest first, how far
    it could be read, and what to say where nothing else is known."""

    places: tuple[int, ...]
    reach: tuple[int, int]
    what: str = "dòng này không phải dạng “mục: giá trị”"
    hint: str = "hãy viết ví dụ “title: Lịch tiếp công dân tháng 5”, hoặc xóa dòng này"
    mendable: bool = True


def _unmended(broken: _Break) -> Slip:
    return Slip(broken.places[0], broken.what, broken.hint)


def _broken(lines: Sequence[str]) -> _Break | None:
    try:
        yaml_nodes.compose("\n".join(lines))
    except yaml_nodes.Unfit as unfit:
        mendable = not isinstance(unfit, yaml_nodes.TooDeep)
        return _Break((unfit.line,), (unfit.line, 0), unfit.what, unfit.hint, mendable)
    except yaml.MarkedYAMLError as error:
        marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
        reach = max((mark.line, mark.column) for mark in marks) if marks else (0, 0)
        near = [mark.line for mark in marks] + [reach[0] - 1]
        if "document start" in str(error.problem):  # the first line has no other's column
            near.insert(0, 0)
        written = [line for line in dict.fromkeys(near) if 0 <= line < len(lines)]
        return _Break(tuple(written) or (0,), reach)
    except yaml.reader.ReaderError as error:
        at = "\n".join(lines)[: error.position].count("\n")
        what = "dòng này có ký tự không in được"
        return _Break((at,), (at, 0), what, "hãy xóa dòng này rồi gõ lại")
    return None


def _mended(lines: list[str], broken: _Break) -> tuple[int, MeantLine] | None:
    """The first line, and way to write it, with which the text can be read to its end, or else
    the furthest."""
    furthest, best = broken.reach[0], None
    for at in broken.places if broken.mendable else ():
        for meant in ways(lines, at):
            trial = _broken([*lines[:at], meant.line, *lines[at + 1 :]])
            if trial is None:
                return at, meant
            if trial.reach[0] > furthest:
                furthest, best = trial.reach[0], (at, meant)
    return best


def _cuts(root: yaml.Node | None, lines: Sequence[str]) -> Iterator[Slip]:
    """That words behind a value are lost, since “ #” begins a comment; the values are given them
    back."""
    if not any("#" in line for line in lines):
        return
    nodes: list[tuple[str, yaml.Node | None]] = [("", root)]
    while nodes:
        name, node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            nodes += ((str(key.value), value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            nodes += ((name, item) for item in node.value)
        elif isinstance(node, yaml.ScalarNode) and fields.holds_words(name):
            yield from _cut(lines, node, name)


def _cut(lines: Sequence[str], node: yaml.ScalarNode, name: str) -> Iterator[Slip]:
    if not node.value and name in fields.BY_NAME and fields.BY_NAME[name].kind == "texts":
        node.value = lines[node.start_mark.line].partition(":")[2].strip()
        return  # which is no list, and told so
    first, last = node.start_mark.line, node.end_mark.line
    rest = lines[last][node.end_mark.column :].strip() if last < len(lines) else ""
    if not rest.startswith("#") or (node.style and node.style in "|>"):
        return
    start, value = value_of(lines[first])
    hint = "nếu là ghi chú riêng, hãy xóa nó; nếu không, hãy đặt cả giá trị trong dấu ngoặc, thành:"
    if first != last:
        value = f"{node.value} {rest}"
        hint = f"{hint[:-1]} một dòng thay cho các dòng ấy:"
    node.value = f"{node.value} {rest}".strip()
    what = f"phần sau dấu “#” của “{name}” bị bỏ: “{rest}”"
    yield Slip(last, what, _full(MeantLine(f"{start}{quoted(value)}", what, hint)))
