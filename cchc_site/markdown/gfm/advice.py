"""Advice on a text that is not wrong, and yet may not say what its author means.

Pure; only for checks. Words that the page does not say, marks that it shows as they are written,
columns that run together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from html import unescape
from itertools import islice, pairwise

from cchc_site.markdown import unreadable
from cchc_site.markdown.finding import Finding
from cchc_site.markdown.gfm import fidelity
from cchc_site.markdown.gfm.office_blocks import cells

_MARKED = re.compile(
    r"""
    (?P<stressed> (?<![\w*\\])\*\*(?![*\s]*$)(?![*).,;:])[^*\n]{1,200}?(?<!\\)\*\*(?!\*)
        | (?<![\w~\\])~~(?!~)[^~\n]{1,200}?(?<!\\)~~(?!~) )
    | (?P<open> (?<![\w*\\])\*\*(?=\w)[^*\n]{1,30} )
    | (?P<linked> (?<!\\)!?\[[^\[\]\n]{1,200}\]\ ?
        \([^()\n]{0,200}(?:\.[A-Za-z0-9]{2,5}|://|tel:|mailto:)[^()\n]{0,200}\) )
    | (?P<heading> ^[ \t]*\#[^\W\d_][^\W_A-Z]*[ \t][^\W\d_][^\#\n]*$ )
    | (?P<row> ^[ \t]*\|(?=[^\w\n]*\w)[^\n]*\|[ \t]*$ )
    """,
    re.VERBOSE | re.MULTILINE,
)
_MOST = 200
"""Marks that are looked at."""
_WORD = re.compile(r"[^\W_]")
_FENCED = re.compile(
    r"^[ \t>]*```.*?^[ \t>]*```[ \t]*$|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL | re.MULTILINE
)
_CODE = re.compile(r"<(code|pre)>.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r"\t+| {3,}")
_LABELLED = re.compile(r":\t(?!\t)")
_NUMBERED = re.compile(r"\W{1,3}|\w{1,4}[.)]")
_LONGEST = 160
_PARAGRAPHS = 3
"""Of those that are alike in a text, how many are told."""
_WRAPS, _JOINTS = 50, 2
"""Characters of a line that may be broken within a sentence, and how many such lines are advised
on."""
_ENDS = frozenset(".:;!?…,")


def findings(text: str, html: str) -> Iterator[Finding]:
    """What may be mended in `text`, of which the page shows `html`."""
    yield from unreadable.findings(text)
    for loss in fidelity.losses(text, html):
        yield _lost(loss)
    split_rows = list(_split_rows(text))
    yield from islice((finding for finding, _ in split_rows), _PARAGRAPHS)
    yield from _shown_marks(text, html, {line for _, lines in split_rows for line in lines})
    yield from islice(_columns(text), _PARAGRAPHS)
    yield from islice(_wrapped(text), _PARAGRAPHS)


def _lost(loss: fidelity.Loss) -> Finding:
    words = _short(loss.words)
    if loss.defined:
        what = f"dòng “{words}” không hiện trên trang, vì không chỗ nào dùng tên trong ngoặc vuông"
        return Finding(loss.line, what, "hãy bỏ hai dấu ngoặc vuông")
    what = f"“{words}” không hiện trên trang đúng như đã gõ"
    hint = "hãy thêm “\\” trước từng dấu >, <, *, _, ~, | là chữ, không phải cách trình bày"
    return Finding(loss.line, what, hint)


def _shown_marks(text: str, html: str, told: Container[int]) -> Iterator[Finding]:
    """Marks that the page shows as they are written, but for rows in lines that are `told`."""
    if not _MARKED.search(text):
        return
    page = " ".join(unescape(_TAG.sub("", _CODE.sub("", html))).split())
    prose = _FENCED.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    end_of_row = -1
    for mark in islice(_MARKED.finditer(prose), _MOST):
        written = mark[0].strip()
        if " ".join(unescape(written).split()) not in page:
            continue
        is_row = mark.lastgroup == "row"
        if not is_row or end_of_row < 0 or _WORD.search(prose, end_of_row, mark.start()):
            line = prose.count("\n", 0, mark.start() + mark[0].index(written[0]))
            if not (is_row and line in told):
                yield Finding(line, *_SHOWN[str(mark.lastgroup)](written))
        end_of_row = mark.end() if is_row else end_of_row


def _split_rows(text: str) -> Iterator[tuple[Finding, range]]:
    """Rows that go on below, as a cell of Excel with a line end is pasted: each with the lines to
    the end of the table."""
    if "|" not in text:
        return
    lines, end = [*(line.strip() for line in text.split("\n")), ""], 0
    for number, (row, below) in enumerate(pairwise(lines)):
        if number < end or not (row.startswith("|") and below) or row.endswith("|"):
            continue
        end = number + 1
        while lines[end] and not lines[end - 1].endswith("|") and lines[end][0] != "|":
            end += 1
        if end > number + 1 and lines[end - 1].endswith("|"):
            what = f"hàng “{_short(row)}” chưa có dấu “|” ở cuối, chữ ở dòng dưới nằm ngoài ô"
            hint = f"hãy nối thành một dòng: “{_short('<br>'.join(lines[number:end]))}”"
            last = end
            while lines[last]:
                last += 1
            yield Finding(number, what, hint), range(number, last)


def _stressed(written: str) -> tuple[str, str]:
    mark, words = written[:2], written[2:-2]
    what = f"“{_short(written)}” hiện nguyên cả dấu “{mark}”"
    literal = f"nếu “{mark}” là chữ thì viết “\\{mark[0]}\\{mark[0]}”"
    if words.strip() != words:
        return what, f"hãy viết sát chữ: “{mark}{words.strip()}{mark}”; {literal}"
    element = "b" if mark == "**" else "s"
    return what, f"hãy viết bằng HTML: “<{element}>{_short(words)}</{element}>”; {literal}"


def _linked(written: str) -> tuple[str, str]:
    kind = "ảnh" if written[0] == "!" else "liên kết"
    what = f"{kind} “{_short(written)}” hiện nguyên như đã gõ"
    label, _, address = written.lstrip("!").partition("(")
    label, address = label.strip()[1:-1], address[:-1].strip()
    if label and written.find("] (") >= 0:
        return what, f"hãy viết liền “](”: “{written.replace('] (', '](')}”"
    if " " in address:
        joined = written.replace(address, address.replace(" ", ""))
        return what, f"hãy bỏ khoảng trắng trong địa chỉ: “{joined}”"
    if kind == "ảnh":
        return what, f'hãy viết bằng HTML: “<img src="{address}" alt="{label}">”'
    return what, f'hãy viết bằng HTML: “<a href="{address}">{label}</a>”'


def _left_open(written: str) -> tuple[str, str]:
    what = f"“{written}” hiện nguyên cả dấu “**”"
    hint = "hãy thêm “**” sau chữ đậm cuối cùng của đoạn"
    return what, f"{hint}; nếu “**” là chữ thì viết “\\*\\*”"


def _heading(written: str) -> tuple[str, str]:
    hint = f"nếu là tiêu đề thì viết “## {_short(written[1:])}”, nếu không thì viết “\\#” ở đầu"
    return f"dòng “{_short(written)}” hiện nguyên cả dấu “#”", f"{hint} dòng"


def _row(written: str) -> tuple[str, str]:
    what = f"hàng “{_short(written)}” hiện nguyên cả các dấu “|”, chưa thành bảng"
    rule = f"|{' --- |' * len(cells(written))}"
    hint = f"hãy để các hàng liền nhau, không có dòng trống, và thêm “{rule}” dưới hàng đầu"
    return what, hint


_SHOWN: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "stressed": _stressed,
    "open": _left_open,
    "linked": _linked,
    "heading": _heading,
    "row": _row,
}


def _columns(text: str) -> Iterator[Finding]:
    """Lines below each other whose columns are parted by tabs or many blanks."""
    if "\t" not in text and "   " not in text:
        return
    lines, start, width = [*text.split("\n"), ""], 0, 0
    for number, line in enumerate(lines):
        columns = _width(line)
        if columns == width and columns:
            continue
        if width and number - start >= (2 if width > 2 or "\t\t" in lines[start] else 3):
            cells = _GAP.split(lines[start].strip())
            what = "các cột cách nhau bằng phím Tab hoặc nhiều dấu cách, trên trang hiện liền nhau"
            head, rule = f"| {' | '.join(cells)} |", f"|{' --- |' * width}"
            hint = f"hãy viết thành bảng: “{_short(head)}”, dòng sau “{rule}”, rồi các hàng"
            yield Finding(start, what, hint)
        start, width = number, columns


def _wrapped(text: str) -> Iterator[Finding]:
    """Paragraphs whose lines end within sentences: each end is a break on the page."""
    lines, joints = text.split("\n"), 0
    for number, (line, after) in enumerate(pairwise(lines)):
        whole = len(line) < _WRAPS or line.rstrip()[-1:] in _ENDS or not after[:1].islower()
        joints = 0 if whole else joints + 1
        if joints == _JOINTS:
            what = "các dòng bị ngắt giữa câu, thường do chép từ tệp PDF; trang cũng ngắt như vậy"
            yield Finding(number - joints + 1, what, "hãy nối các dòng của một đoạn thành một dòng")


def _width(line: str) -> int:
    """How many columns a line has, 0 for one that is no row."""
    cells = _GAP.split(line.strip())
    if len(cells) < 2 or "|" in line:
        return 0
    if len(cells) == 2 and (_NUMBERED.fullmatch(cells[0]) or _LABELLED.search(line)):
        return 0
    return len(cells)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
