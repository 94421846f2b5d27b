"""documents/*.yml → records of documents, and every fault of those files.

A room that touches the disk, for reading only. A file holds one record or a list of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from cchc_site import documents, failures, fields, values
from cchc_site.documents import Document
from cchc_site.fields import Settings
from cchc_site.load import project_path
from cchc_site.problems import Problem
from cchc_site.values import Fault

FOLDER = "documents"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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
    every = sorted(_files(root, problems))
    files = [file for ending in (".yml", ".yaml") for file in every if file.name.endswith(ending)]
    return tuple(
        record
        for file in files
        if not any(part.startswith((".", "_")) for part in file.relative_to(root).parts)
        for record in _records(file, file.relative_to(root).as_posix(), settings, problems)
    )


def _files(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file in the folder of the records."""

    def tell(error: OSError) -> None:
        if (root / FOLDER).exists():
            what, mend = failures.cause(error)
            path = os.path.relpath(error.filename, root)
            problems.append(Problem(path, 0, f"không đọc được thư mục: {what}", mend))

    for folder, _, names in os.walk(root / FOLDER, onerror=tell):
        yield from (Path(folder, name) for name in names)


def _records(
    file: Path, path: str, settings: Settings, problems: list[Problem]
) -> Iterator[Record]:
    try:
        root = yaml.compose(file.read_text("utf-8-sig"), Loader=_LOADER)
    except OSError as error:
        what, mend = failures.cause(error)
        problems.append(Problem(path, 0, f"không đọc được tệp: {what}", mend))
        return
    except UnicodeDecodeError:
        problems.append(Problem(path, 0, "không đọc được tệp", "hãy lưu lại với bảng mã UTF-8"))
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        mend = "mỗi mục là các dòng “khóa: giá trị”, mục đầu tiên ví dụ “number: 09/KH-UBND”"
        problems.append(Problem(path, mark.line + 1 if mark else 0, "viết sai cú pháp YAML", mend))
        return
    if root is None:
        return
    for node in root.value if isinstance(root, yaml.SequenceNode) else [root]:
        line = node.start_mark.line + 1
        try:
            record = values.record(fields.RECORDS, node, settings)
        except Fault as fault:
            # values.py counts from the opening fence of a post.
            problems.append(Problem(path, fault.line - 1, fault.what, fault.mend))
            continue
        named = record.get("file", "")
        text = project_path(path, named) if named else ""
        if text and not text.startswith(f"{FOLDER}/"):
            mend = "hãy đặt tệp trong thư mục documents/"
            problems.append(Problem(path, line, f"tệp “{named}” nằm ngoài documents/", mend))
            continue
        yield Record(documents.of_record(record), path, line, text)
