"""Syntax that posts do not know: Python-Markdown's extensions and what is left half-written.

Pure. It would be shown on the page as it is written, so each piece is a finding with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# The second expression is exact but slow; the first, whose branches all begin with a known
# character, tells in microseconds that a text needs no second look.
_HINT = re.compile(r"\{ ?[:.#]|===|--8<--|:[fmos][a-z]+-|<!--|\[\^|\|[ \t]*\n")
_FOREIGN = re.compile(
    r"""
    (?P<attributes> (?<!\\) (?: \{:[^}\n]{0,300}\} | \{\ ?[.\#][A-Za-z][^}\n]{0,300}\} ) )
    | (?P<tab> ^[ \t]*===[!+]?\ *"[^"\n]*" )
    | (?P<snippet> --8<-- (?: \ *"[^"\n]*" | [^"]*?--8<-- )? )
    | (?P<icon> : (?: material | fontawesome | octicons | simple ) -[a-z0-9-]+ : )
    | (?P<comment> (?<!\\) <!-- )
    | (?P<footnote> (?<!\\) \[\^[\w-]+\] )
    | (?P<table> ^[ \t]*\|[^\n]*\|[ \t]* (?: \n[ \t]*\|[^\n]*\|[ \t]* )+ $ )
    """,
    re.VERBOSE | re.MULTILINE,
)
_HINTS: Mapping[str, str] = {
    "attributes": "hãy xóa cả cặp ngoặc nhọn",
    "tab": "hãy viết thành một mục có tiêu đề, ví dụ “### Hồ sơ”",
    "snippet": "hãy chép nội dung của tệp vào bài",
    "icon": "hãy xóa, hoặc viết bằng chữ",
}
_NO_BREAK = re.compile(r"[^\n]")
_DELIMITER_ROW = re.compile(r"[ \t|:-]+")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: `line` from 0 within the text, what it is and how to mend it."""

    line: int
    what: str
    hint: str


def is_hinted(text: str) -> bool:
    """Whether `text` may have findings."""
    return bool(_HINT.search(text))


def findings(text: str, known: Iterable[tuple[int, int]] = ()) -> Iterator[Finding]:
    """The faults in `text` outside the spans `known`, in their order, to be something else, such
    as code."""
    if not _HINT.search(text):
        return
    parts, at = list[str](), 0
    for start, end in known:
        parts += text[at:start], _NO_BREAK.sub(" ", text[start:end])
        at = end
    text = "".join([*parts, text[at:]])
    line = at = 0
    for match in _FOREIGN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield Finding(line, *_words(str(match.lastgroup), match[0].strip().split("\n")))


def _words(kind: str, lines: list[str]) -> tuple[str, str]:
    words = lines[0]
    if kind == "comment":
        return "ghi chú “<!--” chưa được đóng", "hãy thêm “-->” vào cuối ghi chú, hoặc xóa nó"
    if kind == "footnote":
        return f"cước chú “{words}” chưa có nội dung", f"hãy thêm một dòng “{words}: nội dung”"
    if kind == "table":
        return _words_for_table(lines)
    return f"“{words}” không phải cú pháp của bài viết", _HINTS[kind]


def _words_for_table(rows: list[str]) -> tuple[str, str]:
    columns = len(_CELL_END.findall(rows[0])) - 1
    delimiters = f"|{' --- |' * columns}"
    if _DELIMITER_ROW.fullmatch(rows[1]):
        return (
            "hàng kẻ của bảng không khớp với hàng đầu",
            f"hãy sửa hàng thứ hai thành “{delimiters}”",
        )
    return "bảng thiếu hàng kẻ dưới hàng đầu", f"hãy thêm dòng “{delimiters}” sau dòng này"
