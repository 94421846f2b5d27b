"""`cchc procedures import`: a table of procedures → files of procedures/, one a field.

Touches the disk. What is there already stays as it is. Each value was read as a build reads it, and
what a build would refuse stands in the file as a note.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem, as_text, one_line
from cchc_site.content import procedure_values, yaml_nodes
from cchc_site.content.fields import Settings
from cchc_site.content.texts import Faults
from cchc_site.editing import procedure_columns, procedure_tables, procedure_words
from cchc_site.editing.procedure_columns import ImportedProcedure, Value
from cchc_site.editing.procedure_tables import CannotImport, TableRow
from cchc_site.site import procedure_records
from cchc_site.site.procedures import Procedure, ProcedureRecord

_ORDER = ("name", *procedure_values.TEXTS, *procedure_values.LISTS)
_WITHOUT_FIELD = "linh-vuc-khac"
_OF_FIELDS = {"code", "name", "field"}
_SUM = re.compile(r"(?:tổng|cộng|ghi chú|lưu ý)\b", re.IGNORECASE)
_EXAMPLE = {"name": "Thủ tục"}


class Imported(Struct, frozen=True):
    """What was done: how many procedures each file got, which were there already and what is told
    of these, columns that are no value, and what else the editor must know."""

    written: tuple[tuple[str, int], ...]
    known: tuple[str, ...]
    columns: tuple[str, ...]
    remarks: tuple[str, ...]


def import_file(root: Path, file: Path, into: str, settings: Settings) -> Imported:
    """Write the procedures of `file` into the folder `into` of the project at `root`. Raises
    `CannotImport`; then nothing is written."""
    folder = os.path.normpath(into).replace(os.sep, "/")
    if folder != procedure_records.FOLDER and not folder.startswith(f"{procedure_records.FOLDER}/"):
        raise CannotImport(
            f"trang chỉ đọc thủ tục trong {procedure_records.FOLDER}/; hãy viết ví dụ “--into "
            f"{procedure_records.FOLDER}”"
        )
    problems: list[Problem] = []
    before = procedure_records.read(root, settings, problems)
    if problems:
        hint = "hãy sửa những lỗi sau trước, để không ghi trùng thủ tục đã có"
        raise CannotImport(f"{hint}:\n{as_text(problems)}")
    remarks: list[str] = []
    rows = procedure_tables.rows(file, lambda name: bool(procedure_columns.meaning(name)))
    found = _procedures(rows, remarks)
    for each in found:
        remarks += _judged(each, settings)
    known: list[str] = []
    new = [*_new(found, before, settings, known)]
    if not found:
        hint = "hãy xem lại tên các cột; cần ít nhất “Tên thủ tục”"
        if any(procedure_columns.meaning(name) == "name" for row in rows for name in row.texts):
            hint = "\n".join(("hãy xem lại những dòng sau:", *remarks))
        raise CannotImport(f"{file.name}: không có thủ tục nào để nhập; {hint}")
    heads = (name for row in rows for name in row.texts)
    columns = [
        name
        for name in dict.fromkeys(heads)
        if procedure_columns.meaning(name) in ("", procedure_columns.STATE)
        and not procedure_columns.is_numbering(name)
    ]
    written = _write(root, folder, new)
    return Imported(written, tuple(known), tuple(columns), tuple(remarks))


class _ProcedureRows(Struct):
    """The rows of one procedure as one: where it begins, its texts, the field above it."""

    place: str
    texts: dict[str, str]
    field: str


def _procedures(rows: Sequence[TableRow], remarks: list[str]) -> list[ImportedProcedure]:
    """The procedures of a table: a row that bears no other code and name than the one above, or
    none, goes on with it; a row of one text names the field of those below."""
    groups: list[_ProcedureRows] = []
    field, last = "", ("", "")
    for row in rows:
        identity = (_said(row, "code"), _said(row, "name"))
        if _is_field(row, identity[1]):
            field, last = procedure_columns.field_of(row.alone), ("", "")
        elif last != ("", "") and identity in (last, ("", "")):
            _go_on(groups[-1].texts, row)
        elif procedure_words.is_over(state := _said(row, procedure_columns.STATE)):
            last = ("", "")
            remarks.append(f"{row.place}: thủ tục “{state}”, không nhập: {_told(row)}")
        elif not identity[1]:
            last = ("", "")
            remarks.append(f"{row.place}: không có tên thủ tục, không nhập: {_told(row)}")
        else:
            groups.append(_ProcedureRows(row.place, dict(row.texts), field))
            last = identity
    return [procedure_columns.procedure(each.place, each.texts, each.field) for each in groups]


def _is_field(row: TableRow, name: str) -> bool:
    """Whether a row is the name of a field over its procedures: it stands where they have their
    number, code, name or field, anywhere else only where it is written as one."""
    text = row.alone
    if not text or _SUM.match(text) or (any(map(str.isdecimal, text)) and " " not in text):
        return False
    under = {
        procedure_columns.meaning(heading)
        or ("code" if procedure_columns.is_numbering(heading) else "")
        for heading, said in row.texts.items()
        if said == text
    }
    if not under <= _OF_FIELDS and not ("" in under and procedure_columns.is_field(text)):
        return False
    return text != name or (
        not row.number.strip("().").isdigit()
        and (bool(row.number) or procedure_columns.is_field(text))
    )


def _go_on(texts: dict[str, str], row: TableRow) -> None:
    """Add a row to the `texts` of the rows above: a paper more with its numbers, and what else they
    do not say yet."""
    papers = {
        heading: key
        for heading in (*texts, *row.texts)
        if (key := procedure_columns.meaning(heading)) in ("papers", "original", "copy")
    }
    heading = next((name for name, key in papers.items() if key == "papers"), "")
    lines = texts.get(heading, "").split("\n") if heading in texts else []
    paper = row.texts.get(heading, "")
    if paper and paper not in lines:
        for name in papers:
            before = texts.get(name) or "\n".join("–" for _ in lines)
            after = row.texts.get(name, "") or "–"
            texts[name] = f"{before}\n{after}" if lines else after
    for name, text in row.texts.items():
        if name not in papers and text not in texts.get(name, "").split("\n"):
            texts[name] = f"{texts[name]}\n{text}" if name in texts else text


def _said(row: TableRow, key: str) -> str:
    return next(
        (text for name, text in row.texts.items() if procedure_columns.meaning(name) == key), ""
    )


def _told(row: TableRow) -> str:
    return one_line(" | ".join(row.texts.values()))[:200]


def _judged(each: ImportedProcedure, settings: Settings) -> Iterable[str]:
    """Move every value that a build would refuse to the notes, and tell so."""
    yield from (f"{each.place}: {remark}" for remark in each.remarks)
    for key, value in tuple(each.values.items()):
        if not value:
            del each.values[key]
            continue
        faults: Faults = []
        procedure_values.read(_node(_EXAMPLE | {key: value}), settings, faults)
        if faults and key != "name":
            del each.values[key]
            each.notes.append(f"{key}: {_flat(value)}")
            yield (
                f"{each.place}: {faults[0].what}; để ở dòng ghi chú “# {key}: …”, hãy viết lại tay"
            )


def _node(values: dict[str, Value]) -> yaml.Node:
    node = yaml_nodes.compose(_dumped(values))
    assert node  # noqa: S101  # a mapping with a name
    return node


def _flat(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(map(str, value))


def _dumped(values: dict[str, Value]) -> str:
    dumped: str = yaml.safe_dump(
        {key: values[key] for key in _ORDER if key in values},
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=100,
    )
    return dumped


def _new(
    found: Sequence[ImportedProcedure],
    before: Sequence[ProcedureRecord],
    settings: Settings,
    known: list[str],
) -> Iterator[ImportedProcedure]:
    """Those that are not there yet; `known` tells where the others are, and what the table says
    otherwise of these."""
    there = {
        record.procedure.identity: (f"{record.path}:{record.line}", record.procedure)
        for record in before
    }
    for each in found:
        values = procedure_values.read(_node(each.values), settings, [])
        if values is None:
            known.append(f"{each.place}: không đọc được tên thủ tục, không nhập")
            continue
        procedure = procedure_records.made(values, f"{procedure_records.FOLDER}/x.yml")
        if procedure.identity in there:
            place, first = there[procedure.identity]
            differing = ", ".join(f"“{key}”" for key in _differing(first, procedure))
            what = f"{each.place}: {procedure.label} đã có ở {place}, giữ nguyên"
            known.append(f"{what}; bảng ghi khác ở {differing}" if differing else what)
        else:
            there[procedure.identity] = (each.place, procedure)
            yield each


def _differing(before: Procedure, after: Procedure) -> list[str]:
    """The keys of which a table tells something else than the record."""
    return [key for key in _ORDER if (said := getattr(after, key)) and said != getattr(before, key)]


def _write(
    root: Path, folder: str, procedures: Sequence[ImportedProcedure]
) -> tuple[tuple[str, int], ...]:
    """Add `procedures` to the file of their field; how many each file got."""
    files: dict[str, list[ImportedProcedure]] = {}
    for each in procedures:
        name = vietnamese.slug(str(each.values.get("field", "")))[:100] or _WITHOUT_FIELD
        files.setdefault(name, []).append(each)
    written: list[tuple[str, int]] = []
    for name, those in sorted(files.items()):
        path = _path(root, folder, name)
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        text = place.read_text("utf-8-sig").rstrip("\n") if place.exists() else ""
        parts = [*([text] if text.strip() else []), *map(_text, those)]
        aside = place.with_name(f".{place.name}.moi")
        aside.write_text("\n".join(parts) + "\n", "utf-8")
        aside.replace(place)
        written.append((path, len(those)))
    return tuple(written)


def _path(root: Path, folder: str, name: str) -> str:
    """A file of a list of records that can be added to, or one that is not there yet."""
    for number in range(1, 1000):
        path = f"{folder}/{name}.yml" if number == 1 else f"{folder}/{name}-{number}.yml"
        place = root / path
        if not place.exists():
            return path
        lines = place.read_text("utf-8-sig").splitlines()
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "-")
        if first.startswith("-"):
            return path
    raise CannotImport(f"{folder}/ có quá nhiều tệp tên {name}; hãy xóa bớt")


def _text(each: ImportedProcedure) -> str:
    lines = _dumped(each.values).rstrip("\n").split("\n")
    notes = [f"# {one_line(line)}" for note in each.notes for line in note.split("\n")]
    return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in (*lines[1:], *notes))])
