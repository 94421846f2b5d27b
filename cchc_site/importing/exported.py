"""A table of articles that another system has exported, JSON or CSV → drafts.

Touches the disk, for reading only. Which column is what, is known by its name, or told by `fields`
of the file after `--map`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content import fields as post_fields
from cchc_site.importing import (
    categories,
    dates,
    decoding,
    foreign_markdown,
    old_addresses,
    signatures,
)
from cchc_site.importing.block_text import write
from cchc_site.importing.blocks import ParagraphBlock, TextRun
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refusal, Refused
from cchc_site.importing.foreign_markdown import ForeignBody
from cchc_site.importing.page_files import PageFiles
from cchc_site.importing.saved_pages import FolderStore

_LARGEST = 50_000_000  # bytes
_SIGNS = (",", ";", "\t", "|")
_HTML = re.compile(r"<(?:p|br|div|table|ul|ol|span|strong|b|h[1-6]|img|a)\b[^>]*>", re.IGNORECASE)
_COLUMNS = {
    "body": "body content noidung html text chitiet baiviet contenthtml fulltext postcontent "
    "description_html noidungtin noidungbai thannoidung",
    "url": "url link lienket diachi permalink duongdan slugurl href oldurl diachicu",
    "date": "created createdat createdate createddate datecreated published publishedat "
    "publishdate publisheddate datepublished pubdate postdate dateposted displaydate ngaytao "
    "ngaydangtin ngaydangbai ngayxuatban ngayphathanh thoigian thoigiandang",
    "updated": "modified modifiedat modifieddate datemodified lastmodified lastmod updatedat "
    "updateddate dateupdated ngaysua ngaycapnhat",
    "title": "name ten headline posttitle subject",
    "author": "nguoitao createdby byline username",
    "category": "chuyenmuc chuyenmuctin section topic danhmuc nhom",
    "summary": "excerpt sapo abstract lead gioithieu description",
}
_FIELDS = ("title", "date", "author", "category", "summary", "tags", "source", "updated", "expires")
_NAMES = (*_FIELDS, "body", "url", "draft")


class _ExportedArticle(Struct, frozen=True):
    """An article: where it stands, its values by the names of columns."""

    place: str
    values: Mapping[str, Any]


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The drafts in an export. Raises `Refused` and `OSError`."""
    if path.stat().st_size > _LARGEST:
        raise Refused("tệp quá lớn (hơn 50 MB); hãy xuất thành nhiều tệp")
    decoded = decoding.decode(path.read_bytes())
    rows = _json(decoded.text) if decoded.text.lstrip()[:1] in ("[", "{") else _csv(decoded.text)
    rows = [row for row in rows if any(_text(value) for value in row.values.values())]
    columns = _columns(rows, options)
    others = dict.fromkeys(name for row in rows for name in row.values if name not in columns)
    told = [
        LeftOut(f"cột {', '.join(f'“{name}”' for name in others)}", "không phải mục nào của bài")
    ]
    first = told if others else []
    if decoded.doubtful or decoded.encoding not in ("utf-8", "ascii"):
        what = f"bảng không viết bằng UTF-8, đã đọc theo {_called(decoded.encoding)}"
        first.append(LeftOut(what, "hãy đối chiếu chữ có dấu"))
    store = FolderStore(path)
    for row in rows:
        try:
            yield _draft(row, columns, store, options, first)
            first = []
        except Refused as refused:
            yield Refusal(row.place, str(refused))


def _called(encoding: str) -> str:
    """An encoding as offices know it."""
    return encoding.replace("cp", "windows-")


def _csv(text: str) -> list[_ExportedArticle]:
    """The rows of a table; the sign between cells is the one that the first row has most."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    head = text.lstrip("\ufeff\n").partition("\n")[0]
    if head.startswith("sep="):  # Excel's own word on it
        text, sign = text.partition("\n")[2], head[4:5] or ";"
    else:
        sign = max(_SIGNS, key=head.count)
    try:
        table = [*csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=sign)]
    except csv.Error:
        raise Refused("bảng viết sai; hãy xuất lại thành CSV (UTF-8)") from None
    names, *lines = [row for row in table if any(map(str.strip, row))] or [[]]
    names = [" ".join(name.split()) for name in names]
    return [
        _ExportedArticle(f"dòng {number}", dict(zip(names, line, strict=False)))
        for number, line in enumerate(lines, 2)
    ]


def _json(text: str) -> list[_ExportedArticle]:
    """The objects of the longest list of objects, or one a line."""
    try:
        found = json.loads(text, strict=False)
    except RecursionError:
        raise Refused("tệp JSON lồng nhau quá sâu; hãy xuất lại") from None
    except ValueError as error:
        found = _lines_of_json(text, getattr(error, "lineno", 1))
    alone = [found] if isinstance(found, dict) else []
    longest = max(_lists(found, 0), key=len, default=alone)
    return [_ExportedArticle(f"mục {number}", each) for number, each in enumerate(longest, 1)]


def _lines_of_json(text: str, wrong: int) -> list[Any]:
    """The values that the lines of a text are, which is wrong in a line as one value. Raises
    `Refused` with the line that is wrong."""
    values: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            values += [json.loads(line, strict=False)] if line.strip() else []
        except (ValueError, RecursionError):
            place = number if values else wrong
            raise Refused(f"tệp JSON viết sai ở dòng {place}; hãy xuất lại") from None
    return values


def _lists(found: Any, depth: int) -> Iterator[list[Mapping[str, Any]]]:
    """The outermost lists of objects."""
    if isinstance(found, list):
        objects: list[Mapping[str, Any]] = [each for each in found if isinstance(each, dict)]
        if objects:
            yield objects
    elif isinstance(found, dict) and depth < 5:
        for value in found.values():
            yield from _lists(value, depth + 1)


def _columns(rows: Sequence[_ExportedArticle], options: ImportOptions) -> Mapping[str, str]:
    """What the columns are, by their names. Raises `Refused` where none is a title or a text."""
    given = options.mapping.get("fields") or {}
    names = dict.fromkeys(name for row in rows for name in row.values)
    columns: dict[str, str] = {}
    for field, name in given.items() if isinstance(given, Mapping) else ():
        if field not in _NAMES:
            hint = f"hãy chọn: {', '.join(_NAMES)}"
            raise Refused(f"“fields” trong tệp của --map có mục lạ “{field}”; {hint}")
        if str(name) not in names:
            shown = ", ".join(f"“{each}”" for each in names)
            raise Refused(f"bảng không có cột “{name}”; các cột là {shown}")
        columns[str(name)] = str(field)
    for name in names:
        meant = _meant(name)
        if name not in columns and meant in _NAMES and meant not in columns.values():
            columns[name] = meant
    if not {"title", "body"} <= {*columns.values()}:
        hint = "hãy ghi vào tệp của --map, ví dụ “fields: {title: Tên tin, body: Nội dung tin}”"
        raise Refused(f"không biết cột nào là tiêu đề, cột nào là nội dung; {hint}")
    return columns


def _meant(name: str) -> str:
    bare = vietnamese.slug(name, "")
    own = next((field for field, words in _COLUMNS.items() if bare in words.split()), "")
    return own or post_fields.key(name)


def _draft(
    row: _ExportedArticle,
    columns: Mapping[str, str],
    store: FolderStore,
    options: ImportOptions,
    first: Sequence[LeftOut],
) -> Draft:
    said = {field: row.values[name] for name, field in columns.items() if name in row.values}
    fields: dict[str, Any] = {}
    left_out = [*first]
    for name in _FIELDS:
        value = said.get(name)
        if name in ("date", "updated", "expires"):
            _day(name, value, fields, left_out, options)
        elif name == "tags":
            fields[name] = _several(value)
        elif name == "category":
            fields[name] = categories.known(_several(value), options)
            left_out += categories.unknown(_several(value), options)
        elif name == "author":
            names = signatures.signed(_text(value)) or (_text(value),)
            fields[name] = list(names) if len(names) > 1 else names[0]
        else:
            fields[name] = _text(value)
    if _is_yes(said.get("draft")):
        fields["draft"] = True
    url = _text(said.get("url"))
    files = PageFiles(store, url if url.startswith("http") else "", fields["title"])
    body = _body(_raw(said.get("body")), files, options, left_out)
    left_out += files.left_out
    if url and (old := [*old_addresses.aliases([url], left_out)]):
        fields["aliases"] = old
    return Draft(
        source=row.place,
        fields={name: value for name, value in fields.items() if value},
        body=f"{body.text}\n",
        files=tuple(files.files),
        left_out=tuple(left_out),
        words_in=body.words_in,
        words_out=body.words_out,
    )


def _is_yes(value: Any) -> bool:
    """Whether a value says yes."""
    return _text(value).lower() in ("1", "true", "yes", "có", "draft", "nháp")


def _day(
    name: str,
    value: Any,
    fields: dict[str, Any],
    left_out: list[LeftOut],
    options: ImportOptions,
) -> None:
    written = _text(value)
    found = dates.read(written, options.settings.timezone) if written else None
    if found and found.date:
        fields[name] = found.date
    elif written:
        left_out.append(LeftOut(f"ngày “{written}” không tồn tại", "không đoán ngày khác"))


def _body(
    text: str, files: PageFiles, options: ImportOptions, left_out: list[LeftOut]
) -> ForeignBody:
    """The text of a post that says what a cell says: HTML, Markdown if the file after `--map` says
    so, else a paragraph a line."""
    if options.mapping.get("body") == "markdown":
        return foreign_markdown.body(text, files, options, left_out)
    if _HTML.search(text):
        return foreign_markdown.of_html(text, files, options, left_out)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    blocks = [ParagraphBlock((TextRun(line),)) for line in lines if line]
    written = write(blocks, options.html)
    count = sum(len(line.split()) for line in lines)
    return ForeignBody(written.text, count, count)


def _raw(value: Any) -> str:
    """A value as it is written; of an object what it shows."""
    if isinstance(value, Mapping):
        shown = (value.get(key) for key in ("rendered", "name", "title", "value", "html", "vi"))
        return next((_raw(each) for each in shown if each), "")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_raw, value)))
    return "" if value is None or isinstance(value, bool) else str(value)


def _text(value: Any) -> str:
    """A value on one line, without tags."""
    if isinstance(value, bool):
        return str(value).lower()
    return foreign_markdown.said_by(_raw(value))


def _several(value: Any) -> list[str]:
    if isinstance(value, list):
        return list(dict.fromkeys(filter(None, map(_text, value))))
    parts = re.split(r"\s*[,;|]\s*", _text(value))
    return list(dict.fromkeys(part for part in parts if part))
