"""Syntax that posts do not know: Python-Markdown's extensions and what is left half-written.

Pure. It would be shown on the page as it is written, so each piece is a finding with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cchc_site.markdown import typed_tags
from cchc_site.markdown.finding import Finding
from cchc_site.markdown.gfm.office_blocks import cells

# The second expression is exact but slow; the first, whose branches all begin with a known
# character, tells in microseconds that a text needs no second look.
_HINT = re.compile(r"\{ ?[:.#]|===|--8<--|:[fmos][a-z]+-|<!--|</?[a-z]+\d?:|\[\^|\|[ \t]*\n")
_FOREIGN = re.compile(
    r"""
    (?P<attributes> (?<!\\) (?: \{:[^}\n]{0,300}\} | \{\ ?[.\#][A-Za-z][^}\n]{0,300}\} ) )
    | (?P<tab> ^[ \t]*===[!+]?\ *"[^"\n]*" )
    | (?P<snippet> --8<-- (?: \ *"[^"\n]*" | [^"]*?--8<-- )? )
    | (?P<icon> : (?: material | fontawesome | octicons | simple ) -[a-z0-9-]+ : )
    | (?P<comment> (?<!\\) <!-- )
    | (?P<footnote> (?<!\\) \[\^[^\]\s][^\]\n]{0,98}\] )
    | (?P<table> ^[ \t]*\|[^\n]*\|[ \t]* (?: \n[ \t]*\|[^\n]*\|[ \t]* )+ $ )
    """
    rf"| (?P<word> (?<!\\) {typed_tags.OF_WORD.pattern} )",
    re.VERBOSE | re.MULTILINE,
)
_HINTS: Mapping[str, str] = {
    "attributes": "hãy xóa cả cặp ngoặc nhọn",
    "tab": "hãy viết thành một mục có tiêu đề, ví dụ “### Hồ sơ”",
    "snippet": "hãy chép nội dung của tệp vào bài",
    "icon": "hãy xóa, hoặc viết bằng chữ",
}
_NO_BREAK = re.compile(r"[^\n]")
_DELIMITER_ROW = re.compile(r"[ \t|:–—-]+")


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
    if kind == "word":
        return typed_tags.fault_of_word(words)
    if kind == "footnote":
        return _words_for_footnote(words)
    if kind == "table":
        return _words_for_table(lines)
    return f"“{words}” không phải cú pháp của bài viết", _HINTS[kind]


def _words_for_footnote(mark: str) -> tuple[str, str]:
    if " " not in mark:
        return f"cước chú “{mark}” chưa có nội dung", f"hãy thêm một dòng “{mark}: nội dung”"
    joined = "-".join(mark.split())
    hint = f"hãy viết “{joined}” ở cả chỗ cần chú và chỗ ghi nội dung"
    return f"tên cước chú “{mark}” có khoảng trắng", hint


def _words_for_table(rows: list[str]) -> tuple[str, str]:
    has_rule = bool(_DELIMITER_ROW.fullmatch(rows[1]))
    columns = max(len(cells(row)) for row in rows)
    delimiters = f"|{' --- |' * columns}"
    head = rows[0].strip() + " |" * (columns - len(cells(rows[0])))
    whole = "" if head == rows[0].strip() else f"hãy viết hàng đầu đủ {columns} ô: “{head}”, và "
    if has_rule:
        return (
            "hàng kẻ của bảng không khớp với hàng đầu",
            f"{whole or 'hãy '}sửa hàng thứ hai thành “{delimiters}”",
        )
    what = "bảng thiếu hàng kẻ dưới hàng đầu"
    return what, f"{whole or 'hãy '}thêm dòng “{delimiters}” sau dòng này"
