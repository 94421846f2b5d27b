"""documents/*.yml → records of documents, and every fault of those files.

Touches the disk, for reading only. A file holds one record or a list of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import yaml

from cchc_site.base import failures, filenames, vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content import fields, slips, values
from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.content.values import Faults
from cchc_site.site import documents
from cchc_site.site.discover import is_hidden, leads_away, link, listed
from cchc_site.site.documents import Document

FOLDER = "documents"


@dataclass(frozen=True, slots=True)
class Record:
    """A document with the place of its record: path in the project, line; and the path in the
    project of its file, "" without one."""

    document: Document
    path: str
    line: int
    file: str = ""


def read(root: Path, settings: Settings, problems: list[Problem]) -> tuple[Record, ...]:
    """Every record under `root`, in the order of paths; faults go to `problems`."""
    return tuple(
        record
        for path in _files(root, problems)
        for record in _records(root, path, settings, problems)
    )


def _files(root: Path, problems: list[Problem]) -> list[str]:
    """The files of records, those that end in .yml first."""
    paths, folders = list[str](), list[str]()
    top = root / FOLDER
    if top.is_symlink() and not top.resolve().is_relative_to(root.resolve()):
        problems.append(link(FOLDER))
    elif os.path.lexists(top):
        folders.append(FOLDER)
    while folders:
        here = folders.pop()
        for entry in listed(root, here, problems):
            path = f"{here}/{normalize('NFC', entry.name)}"
            if is_hidden(entry.name):
                continue
            ending = entry.name.rpartition(".")[2].lower()
            if entry.is_dir():
                if entry.is_symlink():
                    problems.append(link(path))
                else:
                    folders.append(path)
            elif ending in ("yml", "yaml"):
                if leads_away(root, entry):
                    problems.append(link(path))
                else:
                    paths.append(path)
    return sorted(paths, key=lambda path: (path.lower().endswith(".yaml"), path.split("/")))


def _records(top: Path, path: str, settings: Settings, problems: list[Problem]) -> Iterator[Record]:
    try:
        text = filenames.located(top, path).read_text("utf-8-sig")
        place = vietnamese.overmarked(text)
        if place >= 0:
            line = text.count("\n", 0, place) + 1
            problems.append(Problem(path, line, "một chữ mang hơn 30 dấu", "hãy gõ lại chữ ấy"))
            return
    except OSError as error:
        what, hint = failures.cause(error)
        problems.append(Problem(path, 0, f"không đọc được tệp: {what}", hint))
        return
    except UnicodeDecodeError:
        problems.append(Problem(path, 0, "không đọc được tệp", "hãy lưu lại với bảng mã UTF-8"))
        return
    root, met, _ = slips.read(normalize("NFC", text))
    problems += (Problem(path, line + 1, what, hint) for line, what, hint in met)
    if root is None:
        return
    for node in root.value if isinstance(root, yaml.SequenceNode) else [root]:
        faults: Faults = []
        record = values.record(fields.RECORDS, node, settings, faults)
        # values.py counts from the opening fence of a post.
        problems += (Problem(path, fault.line - 1, fault.what, fault.hint) for fault in faults)
        line = node.start_mark.line + 1
        named = record.get("file", "") if record else ""
        file = project_path(path, named) if named else ""
        if file and not file.startswith(f"{FOLDER}/"):
            hint = "hãy đặt tệp trong thư mục documents/"
            problems.append(Problem(path, line, f"tệp “{named}” nằm ngoài documents/", hint))
        elif record:
            yield Record(documents.of_record(record), path, line, file)
