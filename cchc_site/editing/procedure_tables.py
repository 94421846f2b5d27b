"""A spreadsheet, CSV or JSON of procedures → rows of texts by the columns' headings.

Touches the disk, for reading only. What a heading means is procedure_columns.py's.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct

_HEADS = 40  # rows in which headings are looked for
_FOUND = 2  # headings that make a row of headings
_SPREADSHEETS = (".xlsx", ".xlsm")
_NUMBER = re.compile(r"\(?(?:[0-9]+|[IVXLC]+|[A-Z])[.)]?")
_BLOCK = re.compile(r"<\s*(?:br|/p|/li|/div|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff]")

Cells = Sequence[object]
IsHeading = Callable[[str], bool]


class CannotImport(Exception):
    """A file that is not imported: what is wrong, and how to mend it."""


class TableRow(Struct, frozen=True):
    """A row: where it stands in the file, in words, and its texts by the headings above; `alone` is
    what stands in it where that is one text beside a number, such as the name of a field over its
    procedures, and `number` that number."""

    place: str
    texts: Mapping[str, str]
    alone: str = ""
    number: str = ""


def rows(file: Path, is_heading: IsHeading) -> tuple[TableRow, ...]:
    """The rows of a file below the headings that `is_heading` knows. Raises `CannotImport`."""
    ending = file.suffix.lower()
    if ending in _SPREADSHEETS:
        found = [*_of_spreadsheet(file, is_heading)]
    elif ending == ".csv":
        found = [*_of_cells(_csv(file, is_heading), "", is_heading)]
    elif ending == ".json":
        found = [*_of_json(_json(file))]
    else:
        hint = "hãy lưu lại thành .xlsx, .csv (UTF-8) hoặc .json rồi chạy lại"
        raise CannotImport(f"{file.name}: không đọc được loại tệp “{ending}”; {hint}")
    if not found:
        hint = "hãy đặt tên cột ở một dòng, ví dụ “Mã TTHC”, “Tên thủ tục”, “Lĩnh vực”"
        raise CannotImport(f"{file.name}: không thấy dòng tên cột; {hint}")
    return tuple(found)


def _of_spreadsheet(file: Path, is_heading: IsHeading) -> Iterator[TableRow]:
    try:
        import openpyxl  # type: ignore[import-untyped]  # an extra: nothing else needs it
    except ImportError:
        hint = "hãy chạy: pip install 'cchc-site[import]', hoặc lưu bảng thành .csv (UTF-8)"
        raise CannotImport(f"đọc {file.name} cần thư viện openpyxl; {hint}") from None
    try:
        book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()), data_only=True)
    except (ValueError, KeyError, OSError, SyntaxError, zipfile.BadZipFile) as error:
        # A damaged archive, XML or table; of what sort depends on where it breaks.
        hint = "hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi chạy lại"
        raise CannotImport(f"{file.name}: không đọc được bảng ({error}); {hint}") from None
    many = len(book.worksheets) > 1
    for sheet in book.worksheets:
        lead = f"trang “{sheet.title}”, " if many else ""
        merged = {
            (row, column): sheet.cell(area.min_row, area.min_col).value
            for area in sheet.merged_cells.ranges
            # One that runs along a row is one text: a title, or the name of a field.
            if area.min_col == area.max_col
            for row in range(area.min_row, area.max_row + 1)
            for column in (area.min_col,)
        }
        cells = [
            [merged.get((cell.row, cell.column), cell.value) for cell in row]
            for row in sheet.iter_rows()
        ]
        yield from _of_cells(cells, lead, is_heading)


def _csv(file: Path, is_heading: IsHeading) -> list[list[str]]:
    """The cells of a file, whose sign between cells is that which makes most headings."""
    text = _text(file)
    # A cell may hold a whole page, which the module's own bound does not allow.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    tables = [
        [*csv.reader(io.StringIO(text, newline=""), delimiter=sign)] for sign in (",", ";", "\t")
    ]
    return max(tables, key=lambda table: sum(map(is_heading, _headings(table, is_heading)[1])))


def _json(file: Path) -> object:
    try:
        return json.loads(_text(file))
    except ValueError as error:
        hint = "hãy tải lại tệp từ Cổng rồi chạy lại"
        raise CannotImport(f"{file.name}: không phải JSON ({error}); {hint}") from None


def _text(file: Path) -> str:
    content = file.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        hint = "hãy lưu lại với bảng mã UTF-8 (trong Excel: “CSV UTF-8”) rồi chạy lại"
        raise CannotImport(f"{file.name}: không đọc được chữ; {hint}") from None


def _of_cells(table: Sequence[Cells], lead: str, is_heading: IsHeading) -> Iterator[TableRow]:
    """The rows of a table below that of its headings."""
    head, headings = _headings(table, is_heading)
    for number, cells in enumerate(table[head:], head + 1):
        texts: dict[str, str] = {}
        for heading, cell in zip(headings, cells, strict=False):
            if text := plain(cell):
                texts[heading] = text
        written = [text for cell in cells if (text := plain(cell))]
        words = {text for text in written if not _NUMBER.fullmatch(text)}
        if words:  # else it numbers the columns
            numbers = [text for text in written if text not in words]
            alone = words.pop() if len(words) == 1 else ""
            yield TableRow(f"{lead}dòng {number}", texts, alone, "".join(numbers[:1]))


def _headings(table: Sequence[Cells], is_heading: IsHeading) -> tuple[int, list[str]]:
    """How many rows come before the first of texts, and the headings of the columns, each another;
    a column without one is called by its letter's place."""
    for number, cells in enumerate(table[:_HEADS]):
        names = [" ".join(plain(cell).split()) for cell in cells]
        if len({name for name in names if name and is_heading(name)}) >= _FOUND:
            headings: list[str] = []
            for place, name in enumerate(names, 1):
                heading = name or f"Cột {place}"
                headings.append(heading if heading not in headings else f"{heading} ({place})")
            return number + 1, headings
    return len(table), []


def _of_json(data: object) -> Iterator[TableRow]:
    """The objects of the longest list of objects in `data`."""
    lists = [*_lists(data)]
    longest = max(lists, key=lambda those: len(those), default=())
    for number, item in enumerate(longest, 1):
        texts = {key: text for key, value in item.items() if (text := plain(value))}
        if texts:
            yield TableRow(f"mục {number}", texts)


def _lists(data: object) -> Iterator[Sequence[Mapping[str, object]]]:
    """The outermost lists of objects; one object alone is a list of one."""
    if isinstance(data, list):
        objects = [item for item in data if isinstance(item, dict)]
        if objects:
            yield objects
    elif isinstance(data, dict):
        inner = [those for value in data.values() for those in _lists(value)]
        about = sum(isinstance(value, str) for value in data.values())
        yield from inner if inner and about < _FOUND else ([data],)


def plain(value: object) -> str:
    r"""A cell as text, a line a block: HTML without its tags, a list a line an item, an object as
    “key: value” parts.

    >>> plain(3.0), plain("<p>Nộp&nbsp;tờ khai</p><p>Nhận</p>"), plain([{"ten": "Đơn", "so": 1}])
    ('3', 'Nộp tờ khai\nNhận', 'ten: Đơn | so: 1')
    """
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case float():
            return f"{value:.15g}"
        case list():
            return "\n".join(filter(None, map(plain, value)))
        case dict():
            parts = ((key, plain(part).replace("\n", "; ")) for key, part in value.items())
            return " | ".join(f"{key}: {text}" for key, text in parts if text)
    text = str(value)
    if _TAG.search(text):
        text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", text)))
    text = _UNSEEN.sub("", normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))
