"""The ways in which a line of front matter that is no YAML may be meant.

Pure. A way is only likely: slips.py tries which of them lets the text be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cchc_site.content import fields

_COLUMNS = 4  # that a line is tried at
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_KEY = r"(?P<head>[ ]*(?:- +)?)(?P<key>[^\W\d][\w ]{0,30}?)"


TAB = "đầu dòng có dấu Tab"
AT_START = "dấu cách ở đầu dòng"


class MeantLine(NamedTuple):
    """A line as it was meant, what is wrong with it as it is, and what to do; the line is told
    where `hint` ends with a colon."""

    line: str
    what: str
    hint: str

    @property
    def is_sure(self) -> bool:
        """Whether the line can be meant in no other way."""
        return not self.hint.startswith("nếu ")


def ways(lines: Sequence[str], at: int) -> Iterator[MeantLine]:
    """The ways in which a line may be meant; the surest first."""
    for way in _WAYS:
        meant = way(lines[at])
        if meant and meant.line != lines[at]:
            yield meant
    yield from _indented(lines, at)


def blanks(line: str) -> MeantLine | None:
    """Tabs and blanks of other kinds before a line's words or after its colon."""
    lead = re.match(rf"[ \t{_SPACES}]*", line)
    start = lead[0] if lead else ""
    plain = re.sub(rf"[{_SPACES}]", " ", start.replace("\t", "  "))
    if "\t" in start:
        many = "hai" if len(plain) == 2 else len(plain)
        hint = f"hãy xóa dấu Tab rồi gõ {many} dấu cách, thành:"
        return MeantLine(plain + line[len(start) :], TAB, hint)
    after = re.fullmatch(rf"([ ]*(?:- +)?[\w ]+):[{_SPACES}\t]+[{_SPACES}\t ]*(.*)", line)
    if plain != start or after:
        fixed = f"{after[1]}: {after[2]}" if after else plain + line[len(start) :]
        place = "sau dấu hai chấm" if after else "đầu dòng"
        what = f"{place} có dấu cách lạ, trông như dấu cách thường nhưng không phải"
        return MeantLine(fixed, what, "hãy xóa nó rồi gõ lại bằng phím cách, thành:")
    return None


def spaced_colon(line: str) -> MeantLine | None:
    """A key whose colon has no blank behind it, or is a wide one."""
    match = re.fullmatch(rf"{_KEY} ?[:\uff1a][ ]*(?P<rest>.+)", line)
    if not match or not is_key(match["key"]):
        return None
    fixed = f"{match['head']}{match['key']}: {match['rest']}"
    if fixed == line:
        return None
    wide = "\uff1a" in line[: match.start("rest")]
    what = "dấu hai chấm gõ ở kiểu rộng" if wide else "thiếu dấu cách sau dấu hai chấm"
    return MeantLine(fixed, what, "hãy viết:")


def _spaced_dash(line: str) -> MeantLine | None:
    match = re.fullmatch(r"( *)[-–—•+*](\s?)\s*([^\s-].*)", line)
    if not match or line.lstrip().startswith("- "):
        return None
    fixed = f"{match[1]}- {match[3]}"
    if line.lstrip().startswith("-"):
        return MeantLine(fixed, "thiếu dấu cách sau dấu gạch đầu dòng", "hãy viết:")
    return MeantLine(fixed, "đầu dòng của danh sách phải là dấu “-”", "hãy viết:")


def _closed(line: str) -> MeantLine | None:
    """A quotation mark or bracket that is left open."""
    head, value = value_of(line)
    mark = value[:1]
    if mark in ("“", '"', "'") and value.count(mark) == 1 and mark != "“":
        end = "”" if value.endswith("”") else ""
        value = value.removesuffix(end) if end else value
        name = "ngoặc kép" if mark == '"' else "nháy đơn"
        return MeantLine(f"{head}{value}{mark}", f"dấu {name} chưa được đóng", "hãy viết:")
    if mark == "[" and "]" not in value:
        return MeantLine(f"{head}{value}]", "dấu “[” chưa được đóng", "hãy viết:")
    return None


def _quoted_items(line: str) -> MeantLine | None:
    head, value = value_of(line)
    if not (value.startswith("[") and value.endswith("]")):
        return None
    items = [item.strip() for item in value[1:-1].split(",")]
    fixed = ", ".join(item if re.fullmatch(r"[\w ./-]+", item) else quoted(item) for item in items)
    what = "trong danh sách có ký hiệu phải đặt trong ngoặc kép"
    return MeantLine(f"{head}[{fixed}]", what, "hãy viết:")


def _quoted(line: str) -> MeantLine | None:
    head, value = value_of(line)
    if not head or not value:
        return None
    first = value[0]
    if first == '"' == value[-1] and value.count('"') == 2 and "\\" in value:
        what = "trong ngoặc kép có dấu “\\”"
        return MeantLine(f"{head}{quoted(value[1:-1])}", what, "hãy viết:")
    if first in "\"'":
        name = "ngoặc kép" if first == '"' else "nháy đơn"
        what = f"dấu {name} ở đầu giá trị đóng lại giữa chừng"
    elif ": " in value or value.endswith(":"):
        what = "có dấu hai chấm trong giá trị"
    else:
        what = f"giá trị không được bắt đầu bằng “{first}”"
    return MeantLine(f"{head}{quoted(value)}", what, "hãy đặt cả giá trị trong dấu ngoặc, thành:")


def quoted(value: str) -> str:
    """`value` in quotation marks, so that YAML takes it as it is."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def colon(line: str) -> MeantLine | None:
    """A key without its colon."""
    for match in re.finditer(r"[ ]*[=;–—]?[ ]+", line.strip()):
        key, rest = line.strip()[: match.start()], line.strip()[match.end() :]
        if key and rest and is_key(key):
            indent = line[: len(line) - len(line.lstrip())]
            what = f"sau tên mục “{key}” thiếu dấu hai chấm"
            return MeantLine(f"{indent}{key}: {rest}", what, "hãy viết:")
    return None


def _stressed_key(line: str) -> MeantLine | None:
    """“**title:** …”, as copied from a chat."""
    match = re.fullmatch(r"[ ]*(\*\*|__|\*|_|`)([^\W\d_][\w ]*?) ?(?::\1|\1 ?:)[ ]*(.+)", line)
    if not match or not is_key(match[2]):
        return None
    what = f"tên mục nằm trong dấu “{match[1]}”"
    return MeantLine(f"{match[2]}: {match[3]}", what, "hãy viết:")


def _continued(line: str) -> MeantLine | None:
    if not line.strip() or line.startswith(" "):
        return None
    what = "dòng này không có tên mục"
    hint = "nếu là phần tiếp của dòng trên, hãy gõ hai dấu cách ở đầu dòng; nếu không, hãy xóa nó"
    return MeantLine(f"  {line}", what, hint)


_WAYS: tuple[Callable[[str], MeantLine | None], ...] = (
    blanks,
    _stressed_key,
    spaced_colon,
    _spaced_dash,
    _closed,
    _quoted_items,
    _quoted,
    colon,
)


def _indented(lines: Sequence[str], at: int) -> Iterator[MeantLine]:
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
            hint = f"hãy {verb} {abs(indent - column)} {AT_START}"
            yield MeantLine(" " * column + words, f"đầu dòng {much} dấu cách", hint)
    if meant := _continued(lines[at]):
        yield meant


def _begins(line: str) -> tuple[int, int]:
    """The column of a line's first word, and of the key that stands there, after a dash too."""
    column = len(line) - len(line.lstrip(" "))
    dash = re.match(r" *-( +)", line)
    return column, column + 1 + len(dash[1]) if dash else column


def value_of(line: str) -> tuple[str, str]:
    """A line up to its value, and the value."""
    match = re.match(rf"{_KEY} ?: +", line) or re.match(r" *- +", line)
    return (line[: match.end()], line[match.end() :].rstrip()) if match else ("", line.strip())


def is_key(word: str) -> bool:
    """Whether `word` means a field, or a key of a record, of those in procedures/ too."""
    if fields.key(word) or any(fields.part(field, word) for field in fields.LISTS):
        return True
    from cchc_site.content import procedure_values  # which sound texts do not need

    return any(fields.part(field, word) for field in procedure_values.FIELDS)
