"""procedures/*.yml → records of procedures, every fault of those files, and advice on them.

Files are read as those of documents/, by records.py.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_site.base import vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.content.texts import Faults
from cchc_site.site import records
from cchc_site.site.documents import Document
from cchc_site.site.force import Force
from cchc_site.site.procedures import (
    Procedure,
    ProcedureForm,
    ProcedureRecord,
    Procedures,
    RequiredPaper,
)
from cchc_site.site.register import Register

if TYPE_CHECKING:
    from cchc_site.content.procedure_values import ProcedureValues

FOLDER = "procedures"


def read(root: Path, settings: Settings, problems: list[Problem]) -> tuple[ProcedureRecord, ...]:
    """Every record under `root`, in the order of paths; faults go to `problems`."""
    known: list[ProcedureRecord] = []
    for path, node in records.nodes(root, FOLDER, problems):
        from cchc_site.content import procedure_values  # most sites have no records

        faults: Faults = []
        values = procedure_values.read(node, settings, faults)
        problems += records.told(path, faults)
        if values:
            line = node.start_mark.line + 1
            record = ProcedureRecord(made(values, path), path, line, values.lines)
            named = (form.file for form in record.procedure.brought)
            outside = [
                problem
                for file in named
                if (problem := records.outside(FOLDER, path, line, posixpath.basename(file), file))
            ]
            problems += outside
            if not outside:
                known.append(record)
    return tuple(known)


def made(values: ProcedureValues, path: str) -> Procedure:
    """The procedure of a record in the file at `path`."""
    texts = dict(values.texts)
    checked = texts.pop("checked", "")
    return Procedure(
        **texts,
        papers=tuple(_paper(record, path) for record in values.papers),
        steps=values.steps,
        legal_basis=values.legal_basis,
        forms=tuple(_form(record, path) for record in values.forms),
        checked=dt.date.fromisoformat(checked) if checked else None,
    )


def _paper(record: Mapping[str, str], path: str) -> RequiredPaper:
    form = record.get("form", "")
    place = {"url" if "://" in form else "file": form}
    return RequiredPaper(
        name=record["name"],
        original=record.get("original", ""),
        copy=record.get("copy", ""),
        note=record.get("note", ""),
        form=_form(place, path) if form else None,
    )


def _form(record: Mapping[str, str], path: str) -> ProcedureForm:
    file, url = record.get("file", ""), record.get("url", "")
    title = record.get("title") or posixpath.basename(file or url.rstrip("/"))
    return ProcedureForm(title, project_path(path, file) if file else "", "" if file else url)


def advice(
    root: Path,
    procedures: Procedures,
    register: Register,
    today: dt.date,
    faults: Iterable[Problem],
) -> Iterator[Problem]:
    """What may be mended in records: those that nobody has looked at for a year, that rest on
    documents which are over or not known; and files that none names."""
    for record in procedures.records:
        yield from _unchecked(record, today)
        yield from _bare_numbers(record)
        unknown = []
        for basis in procedures.legal_basis(record.procedure):
            if basis.document is None:
                unknown.append(basis.written)
            elif (force := register.force(basis.document)).is_over:
                yield _over(record, basis.document, force, today)
        if unknown:
            what = f"danh mục văn bản không rõ {', '.join(f'“{each}”' for each in unknown)}"
            hint = (
                "hãy ghi văn bản ấy vào một tệp trong documents/, hoặc sửa lại số, ký hiệu ở "
                "“legal_basis”, để người đọc biết nó còn hiệu lực không"
            )
            line = record.line_of("legal_basis")
            yield Problem(record.path, line, what, hint, Level.ADVICE)
    named = (file for (_, _, file), _ in procedures.files)
    yield from records.unnamed(root, FOLDER, "thủ tục", named, faults)


def _unchecked(record: ProcedureRecord, today: dt.date) -> Iterator[Problem]:
    procedure = record.procedure
    day, stale = procedure.checked, procedure.stale_from
    hint = (
        "hãy đối chiếu với Cổng Dịch vụ công quốc gia, sửa những gì đã đổi, rồi ghi dòng "
        f"“checked: {today}” vào thủ tục này"
    )
    line = record.line_of("checked")
    if day is None or stale is None:
        what = f"thủ tục “{procedure.label}” chưa ghi ngày kiểm tra"
        yield Problem(record.path, line, what, hint, Level.ADVICE)
    elif day > today:
        what = f"ngày kiểm tra {vietnamese.day_plain(day)} của “{procedure.label}” ở tương lai"
        yield Problem(record.path, line, what, hint, Level.ADVICE)
    elif stale <= today:
        what = (
            f"thủ tục “{procedure.label}” kiểm tra lần cuối ngày {vietnamese.day_plain(day)}, "
            "đã hơn một năm"
        )
        yield Problem(record.path, line, what, hint, Level.ADVICE)


def _bare_numbers(record: ProcedureRecord) -> Iterator[Problem]:
    """A time or a fee of which nobody knows what it counts."""
    procedure = record.procedure
    for key, text, unit in (
        ("time", procedure.time, "ngày làm việc"),
        ("fee", procedure.fee, "đồng"),
    ):
        if text and not text.strip("0123456789.,"):
            mend = "Không" if key == "fee" and not text.strip("0") else f"{text} {unit}"
            hint = f"hãy viết cả đơn vị, ví dụ “{key}: {mend}”"
            if mend == "Không":
                hint = f"hãy viết “{key}: {mend}”"
            what = f"“{key}: {text}” chỉ là con số, người đọc không biết tính bằng gì"
            yield Problem(record.path, record.line_of(key), what, hint, Level.ADVICE)


def _over(record: ProcedureRecord, document: Document, force: Force, today: dt.date) -> Problem:
    sentence = force.sentence
    what = (
        f"thủ tục “{record.procedure.label}” dựa vào {document.short_name}, văn bản này đã "
        f"{sentence[:1].lower()}{sentence[1:]}"
    )
    hint = (
        "hãy xem lại thủ tục theo văn bản đang có hiệu lực, ghi văn bản ấy vào “legal_basis” và "
        f"dòng “checked: {today}” vào thủ tục này"
    )
    line = record.line_of("legal_basis")
    return Problem(record.path, line, what, hint, Level.ADVICE)
