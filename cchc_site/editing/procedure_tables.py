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
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

_HEADS = 40  # rows in which headings are looked for
_FOUND = 2  # headings that make a row of headings
_ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv", ".json")
_TEXTS = (".csv", ".json")
_SAVE_AGAIN = "hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi chạy lại"
_SHEET = "Trang tính"
_ARCHIVE, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
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
    texts: dict[str, str]
    alone: str = ""
    number: str = ""


def rows(file: Path, is_heading: IsHeading) -> tuple[TableRow, ...]:
    """The rows of a file below the headings that `is_heading` knows. Raises `CannotImport`."""
    found = [*_read(file, is_heading)]
    if not found:
        hint = "hãy đặt tên cột ở một dòng, ví dụ “Mã TTHC”, “Tên thủ tục”, “Lĩnh vực”"
        raise CannotImport(f"{file.name}: không thấy dòng tên cột; {hint}")
    return tuple(found)


def _read(file: Path, is_heading: IsHeading) -> Iterator[TableRow]:
    """The rows of a file by what it holds: clerks and portals give names any ending."""
    ending, content = file.suffix.lower(), file.read_bytes()
    is_old = content.startswith(_COMPOUND)
    if ending not in _ENDINGS or (is_old and ending == ".xls"):
        hint = "hãy lưu lại thành .xlsx, .csv (UTF-8) hoặc .json rồi chạy lại"
        raise CannotImport(f"{file.name}: không đọc được loại tệp “{ending}”; {hint}")
    if is_old:
        what = "tệp có mật khẩu, hoặc thật ra là tệp Excel cũ (.xls)"
        hint = "hãy mở tệp bằng Excel, bỏ mật khẩu, lưu lại thành .xlsx rồi chạy lại"
        raise CannotImport(f"{file.name}: {what}; {hint}")
    if content.startswith(_ARCHIVE):
        yield from _of_spreadsheet(file, content, is_heading)
        return
    text = _text(file, content)
    if text.lstrip().startswith("<"):
        raise CannotImport(f"{file.name}: tệp thật ra là một trang web; {_SAVE_AGAIN}")
    if ending == ".json" or text.lstrip().startswith(("{", "[")):
        yield from _of_json(_json(file, text), is_heading)
    else:
        yield from _of_cells(_csv(text, is_heading), "", is_heading)


def _of_spreadsheet(file: Path, content: bytes, is_heading: IsHeading) -> Iterator[TableRow]:
    try:
        import openpyxl  # type: ignore[import-untyped]  # an extra: nothing else needs it
    except ImportError:
        hint = "hãy chạy: pip install 'cchc-site[import]', hoặc lưu bảng thành .csv (UTF-8)"
        raise CannotImport(f"đọc {file.name} cần thư viện openpyxl; {hint}") from None
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (ValueError, KeyError, OSError, SyntaxError, zipfile.BadZipFile):
        # A damaged archive, XML or table; of what sort depends on where it breaks.
        raise CannotImport(f"{file.name}: không đọc được bảng; {_SAVE_AGAIN}") from None
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
        for row in _of_cells(cells, lead, is_heading):
            # Offices name sheets by fields, or levels: what is said there is not lost.
            yield replace(row, texts=row.texts | {_SHEET: sheet.title}) if many else row


def _csv(text: str, is_heading: IsHeading) -> list[list[str]]:
    """The cells of a text, whose sign between cells is that which makes most headings."""
    # A cell may hold a whole page, which the module's own bound does not allow.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    tables = [
        [*csv.reader(io.StringIO(text, newline=""), delimiter=sign)] for sign in (",", ";", "\t")
    ]
    return max(tables, key=lambda table: sum(map(is_heading, _headings(table, is_heading)[1])))


def _json(file: Path, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        hint = "hãy tải lại tệp từ Cổng rồi chạy lại"
        raise CannotImport(f"{file.name}: không phải JSON ({error}); {hint}") from None


def _text(file: Path, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if file.suffix.lower() not in _TEXTS:
            raise CannotImport(f"{file.name}: không đọc được bảng; {_SAVE_AGAIN}") from None
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
    for number, cells in enumerate(table[:_HEADS], 1):
        names = _names(cells)
        if len({name for name in names if name and is_heading(name)}) < _FOUND:
            continue
        while number < len(table) and _is_below(below := _names(table[number]), names, is_heading):
            names = _parted(names, below, is_heading)
            number += 1  # the rows of headings are left behind
        headings: list[str] = []
        for place, name in enumerate(names, 1):
            heading = name or f"Cột {place}"
            headings.append(heading if heading not in headings else f"{heading} ({place})")
        return number, headings
    return len(table), []


def _names(cells: Cells) -> list[str]:
    return [" ".join(plain(cell).split()) for cell in cells]


def _is_below(below: Sequence[str], above: Sequence[str], is_heading: IsHeading) -> bool:
    """Whether a row goes on with the headings above it: it repeats those that are merged down, and
    names the parts of those that are merged along, which leave blanks beside them."""
    repeated = parts = 0
    for place, name in enumerate(below):
        over = above[place] if place < len(above) else ""
        beside = above[place + 1] if place + 1 < len(above) else ""
        if name and name == over:
            repeated += 1
        elif name:
            if _NUMBER.fullmatch(name) or (over and beside):
                return False
            parts += is_heading(name)
    return repeated >= _FOUND or parts > 0


def _parted(above: Sequence[str], below: Sequence[str], is_heading: IsHeading) -> list[str]:
    """The headings of two rows as one: the lower where it means something by itself."""
    names: list[str] = []
    over = ""
    for place in range(max(len(above), len(below))):
        upper, lower = (row[place] if place < len(row) else "" for row in (above, below))
        over = upper or (over if lower else "")
        if lower and lower != over:
            known = is_heading(lower) or not over
            names.append(f"{lower} {_aside(over)}".strip() if known else f"{over} ({lower})")
        else:
            names.append(over)
    return names


def _aside(heading: str) -> str:
    """What stands in brackets: the unit of the columns below."""
    return heading[heading.index("(") :] if heading.endswith(")") and "(" in heading else ""


def _of_json(data: object, is_heading: IsHeading) -> Iterator[TableRow]:
    """The objects of those lists in `data` that have the most headings for keys."""
    lists = [*_lists(data)]
    heads = [frozenset(key for item in items for key in item if is_heading(key)) for items in lists]
    most = max(heads, key=len, default=frozenset())
    alike = (those for those, own in zip(lists, heads, strict=True) if _is_alike(own, most))
    items = [item for those in alike for item in those]
    for number, item in enumerate(items, 1):
        texts = {key: text for key, value in item.items() if (text := plain(value))}
        if texts:
            yield TableRow(f"mục {number}", texts)


def _is_alike(heads: Set[str], others: Set[str]) -> bool:
    return 2 * len(heads & others) >= len(others)


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
            return "\n".join(map(_parts, _flat(value)))
    text = str(value)
    if _TAG.search(text):
        text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", text)))
    text = _UNSEEN.sub("", normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _parts(item: Mapping[str, object]) -> str:
    parts = ((key, plain(part).replace("\n", "; ")) for key, part in item.items())
    return " | ".join(f"{key}: {text}" for key, text in parts if text)


def _flat(item: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """An object, or those of the list in it, each with what is said of all: the papers of a case
    with its name."""
    inner = {
        key: [each for each in value if isinstance(each, dict)]
        for key, value in item.items()
        if isinstance(value, list) and any(isinstance(each, dict) for each in value)
    }
    about = {key: value for key, value in item.items() if key not in inner}
    if len(inner) != 1:
        yield item
        return
    [those] = inner.values()
    yield from (about | each for each in those)
