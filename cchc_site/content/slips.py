"""The slips of the hand that make front matter no YAML, each with its line as it was meant.

Pure. What a parser says of such a text is often about another line, and what it names is seldom
the cause. Here each mend is tried: a slip is told when the text, with that line written otherwise,
can be read further than before. So what the editor is told works.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import yaml

from cchc_site.content import fields, yaml_nodes

_MOST = 10  # slips of one text that are looked for
_LARGEST = 20_000  # characters of a text that is looked at: nobody writes as much by hand
_COLUMNS = 4  # that a line is tried at
_SHOWN = 150  # characters of a line that is told in full

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_KEY = r"(?P<head>[ ]*(?:- +)?)(?P<key>[^\W\d][\w ]{0,30}?)"


class Slip(NamedTuple):
    """A line, what is wrong with it, and how to mend it."""

    line: int
    what: str
    hint: str


class _Meant(NamedTuple):
    """A line as it was meant, what is wrong with it as it is, and what to do; the line is told
    where `hint` ends with a colon."""

    line: str
    what: str
    hint: str


class Reading(NamedTuple):
    """The node of a text, its slips by their lines, counted from 0, and the lines that the node is
    made of: with every slip mended, and without what nothing mends."""

    root: yaml.Node | None
    slips: tuple[Slip, ...]
    lines: Sequence[str]


def read(text: str) -> Reading:
    """What `text`, which is meant for YAML, holds."""
    lines, slips = text.split("\n"), list[Slip]()
    if len(text) <= _LARGEST and not is_sound(lines):
        _mend_sure(lines, slips)
    while (broken := _broken(lines)) is not None:
        if len(slips) == _MOST or len(text) > _LARGEST:
            return Reading(None, tuple(_joined(slips)) or (_unmended(broken),), lines)
        at, meant = _mended(lines, broken) or (broken.places[0], None)
        if meant:
            lines[at] = meant.line
            slips.append(Slip(at, meant.what, _full(meant)))
        else:
            slips.append(_unmended(broken))
            if lines[at] in ("", "#"):  # nothing left to pass over
                return Reading(None, tuple(_joined(slips)), lines)
            lines[at] = "#"
    root = yaml_nodes.compose("\n".join(lines))
    slips += _cuts(root, lines)
    return Reading(root, tuple(_joined(slips)), lines)


def is_sound(lines: Sequence[str]) -> bool:
    """Whether the lines are YAML, and not only in that they are one text."""
    try:
        return not isinstance(yaml_nodes.compose("\n".join(lines)), yaml.ScalarNode)
    except (yaml_nodes.Unfit, yaml.YAMLError):
        return False


def _mend_sure(lines: list[str], slips: list[Slip]) -> None:
    """Mend what can be nothing else, of which one line may hide the next."""
    for at, line in enumerate(lines):
        meant = _spaced_colon(line)
        if not meant and ":" not in line and line.split(" ", 1)[0] in fields.BY_NAME:
            meant = _colon(line)
        if meant:
            lines[at] = meant.line
            slips.append(Slip(at, meant.what, _full(meant)))


def _joined(slips: Iterable[Slip]) -> Iterator[Slip]:
    """The slips in the order of lines, those of one line as one: what was found last tells the
    line with all of them mended."""
    lines = defaultdict[int, list[Slip]](list)
    for slip in slips:
        lines[slip.line].append(slip)
    for line in sorted(lines):
        whats = dict.fromkeys(slip.what for slip in lines[line])
        yield Slip(line, ", ".join(whats), lines[line][-1].hint)


def _full(meant: _Meant) -> str:
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


def _mended(lines: list[str], broken: _Break) -> tuple[int, _Meant] | None:
    """The first line, and way to write it, with which the text can be read to its end, or else
    the furthest."""
    furthest, best = broken.reach[0], None
    for at in broken.places if broken.mendable else ():
        for meant in _ways(lines, at):
            trial = _broken([*lines[:at], meant.line, *lines[at + 1 :]])
            if trial is None:
                return at, meant
            if trial.reach[0] > furthest:
                furthest, best = trial.reach[0], (at, meant)
    return best


def _ways(lines: Sequence[str], at: int) -> Iterator[_Meant]:
    """The ways in which a line may be meant; the surest first."""
    for way in _WAYS:
        meant = way(lines[at])
        if meant and meant.line != lines[at]:
            yield meant
    yield from _indented(lines, at)


def _blanks(line: str) -> _Meant | None:
    """Tabs and blanks of other kinds before a line's words or after its colon."""
    lead = re.match(rf"[ \t{_SPACES}]*", line)
    start = lead[0] if lead else ""
    plain = re.sub(rf"[{_SPACES}]", " ", start.replace("\t", "  "))
    if "\t" in start:
        hint = "hãy xóa dấu Tab rồi gõ hai dấu cách, thành"
        return _Meant(plain + line[len(start) :], "đầu dòng có dấu Tab", f"{hint}:")
    after = re.fullmatch(rf"([ ]*(?:- +)?[\w ]+):[{_SPACES}\t]+[{_SPACES}\t ]*(.*)", line)
    if plain != start or after:
        fixed = f"{after[1]}: {after[2]}" if after else plain + line[len(start) :]
        place = "sau dấu hai chấm" if after else "đầu dòng"
        what = f"{place} có dấu cách lạ, trông như dấu cách thường nhưng không phải"
        return _Meant(fixed, what, "hãy xóa nó rồi gõ lại bằng phím cách, thành:")
    return None


def _spaced_colon(line: str) -> _Meant | None:
    match = re.fullmatch(rf"{_KEY} ?[:\uff1a][ ]*(?P<rest>.+)", line)
    if not match or not is_key(match["key"]):
        return None
    fixed = f"{match['head']}{match['key']}: {match['rest']}"
    if fixed == line:
        return None
    wide = "\uff1a" in line[: match.start("rest")]
    what = "dấu hai chấm gõ ở kiểu rộng" if wide else "thiếu dấu cách sau dấu hai chấm"
    return _Meant(fixed, what, "hãy viết:")


def _spaced_dash(line: str) -> _Meant | None:
    match = re.fullmatch(r"( *)[-–—•+*](\s?)\s*([^\s-].*)", line)
    if not match or line.lstrip().startswith("- "):
        return None
    fixed = f"{match[1]}- {match[3]}"
    if line.lstrip().startswith("-"):
        return _Meant(fixed, "thiếu dấu cách sau dấu gạch đầu dòng", "hãy viết:")
    return _Meant(fixed, "đầu dòng của danh sách phải là dấu “-”", "hãy viết:")


def _closed(line: str) -> _Meant | None:
    """A quotation mark or bracket that is left open."""
    head, value = _split(line)
    mark = value[:1]
    if mark in ("“", '"', "'") and value.count(mark) == 1 and mark != "“":
        end = "”" if value.endswith("”") else ""
        value = value.removesuffix(end) if end else value
        name = "ngoặc kép" if mark == '"' else "nháy đơn"
        return _Meant(f"{head}{value}{mark}", f"dấu {name} chưa được đóng", "hãy viết:")
    if mark == "[" and "]" not in value:
        return _Meant(f"{head}{value}]", "dấu “[” chưa được đóng", "hãy viết:")
    return None


def _quoted_items(line: str) -> _Meant | None:
    head, value = _split(line)
    if not (value.startswith("[") and value.endswith("]")):
        return None
    items = [item.strip() for item in value[1:-1].split(",")]
    fixed = ", ".join(item if re.fullmatch(r"[\w ./-]+", item) else quoted(item) for item in items)
    what = "trong danh sách có ký hiệu phải đặt trong ngoặc kép"
    return _Meant(f"{head}[{fixed}]", what, "hãy viết:")


def _quoted(line: str) -> _Meant | None:
    head, value = _split(line)
    if not head or not value:
        return None
    first = value[0]
    if first in "\"'":
        name = "ngoặc kép" if first == '"' else "nháy đơn"
        what = f"dấu {name} ở đầu giá trị đóng lại giữa chừng"
    elif ": " in value or value.endswith(":"):
        what = "có dấu hai chấm trong giá trị"
    else:
        what = f"giá trị không được bắt đầu bằng “{first}”"
    return _Meant(f"{head}{quoted(value)}", what, "hãy đặt cả giá trị trong dấu ngoặc, thành:")


def quoted(value: str) -> str:
    """`value` in quotation marks, so that YAML takes it as it is."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _colon(line: str) -> _Meant | None:
    """A key without its colon."""
    for match in re.finditer(r"[ ]*[=;–—]?[ ]+", line.strip()):
        key, rest = line.strip()[: match.start()], line.strip()[match.end() :]
        if key and rest and is_key(key):
            indent = line[: len(line) - len(line.lstrip())]
            what = f"sau tên mục “{key}” thiếu dấu hai chấm"
            return _Meant(f"{indent}{key}: {rest}", what, "hãy viết:")
    return None


def _continued(line: str) -> _Meant | None:
    if not line.strip() or line.startswith(" "):
        return None
    what = "dòng này không có tên mục"
    hint = "nếu là phần tiếp của dòng trên, hãy gõ hai dấu cách ở đầu dòng; nếu không, hãy xóa nó"
    return _Meant(f"  {line}", what, hint)


_WAYS: tuple[Callable[[str], _Meant | None], ...] = (
    _blanks,
    _spaced_colon,
    _spaced_dash,
    _closed,
    _quoted_items,
    _quoted,
    _colon,
)


def _indented(lines: Sequence[str], at: int) -> Iterator[_Meant]:
    """A line that begins too far to the right or left: where lines before it do."""
    words = lines[at].lstrip(" ")
    indent = len(lines[at]) - len(words)
    before = [_begins(line) for line in lines[max(0, at - 50) : at] if line.strip()]
    columns = {0, *(column for pair in before for column in pair)}
    if at == 0:
        columns |= {_begins(line)[0] for line in lines[1:5] if line.strip()}
    for column in sorted(columns, key=lambda column: abs(column - indent))[:_COLUMNS]:
        if column != indent and words:
            much = f"thừa {indent - column}" if column < indent else f"thiếu {column - indent}"
            verb = "xóa" if column < indent else "gõ thêm"
            hint = f"hãy {verb} {abs(indent - column)} dấu cách ở đầu dòng"
            yield _Meant(" " * column + words, f"đầu dòng {much} dấu cách", hint)
    if meant := _continued(lines[at]):
        yield meant


def _begins(line: str) -> tuple[int, int]:
    """The column of a line's first word, and of the key that stands there, after a dash too."""
    column = len(line) - len(line.lstrip(" "))
    dash = re.match(r" *-( +)", line)
    return column, column + 1 + len(dash[1]) if dash else column


def _split(line: str) -> tuple[str, str]:
    """A line up to its value, and the value."""
    match = re.match(rf"{_KEY} ?: +", line) or re.match(r" *- +", line)
    return (line[: match.end()], line[match.end() :].rstrip()) if match else ("", line.strip())


def is_key(word: str) -> bool:
    """Whether `word` means a field, or a key of one's records."""
    return bool(fields.key(word)) or any(fields.part(field, word) for field in fields.LISTS)


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
    first, last = node.start_mark.line, node.end_mark.line
    rest = lines[last][node.end_mark.column :].strip() if last < len(lines) else ""
    if not rest.startswith("#") or (node.style and node.style in "|>"):
        return
    start, value = _split(lines[first])
    hint = "nếu là ghi chú riêng, hãy xóa nó; nếu không, hãy đặt cả giá trị trong dấu ngoặc, thành:"
    if first != last:
        value = f"{node.value} {rest}"
        hint = f"{hint[:-1]} một dòng thay cho các dòng ấy:"
    node.value = f"{node.value} {rest}".strip()
    what = f"phần sau dấu “#” của “{name}” bị bỏ: “{rest}”"
    yield Slip(last, what, _full(_Meant(f"{start}{quoted(value)}", what, hint)))
