"""Files of records → their nodes; documents/*.yml → records of documents, and every fault of those.

Touches the disk, for reading only. A file holds one record or a list of them.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from unicodedata import normalize

import yaml
from msgspec import Struct

from cchc_site.base import failures, filenames, vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.content import fields, slips, values
from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.content.texts import Faults
from cchc_site.site import documents, file_kinds
from cchc_site.site.discover import is_hidden, leads_away, link, listed
from cchc_site.site.documents import Document
from cchc_site.site.file_kinds import FileKind

FOLDER = "documents"


class Record(Struct, frozen=True):
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
        for path, node in nodes(root, FOLDER, problems)
        for record in _record(path, node, settings, problems)
    )


def nodes(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, yaml.Node]]:
    """Every record in a `folder` of the project, with the path of its file, in the order of paths;
    what keeps one from being read goes to `problems`."""
    for path in _files(root, folder, problems):
        for node in _nodes(root, path, problems):
            yield path, node


def advice(root: Path, records: Sequence[Record], faults: Iterable[Problem]) -> Iterator[Problem]:
    """What of the folder stays out of the register in silence: what a second record of a document
    says against the first; files that no record names, unless a file with `faults` could."""
    yield from _contradictions(records)
    named = (record.file for record in records)
    yield from unnamed(root, FOLDER, "văn bản", named, faults)


def unnamed(
    root: Path, top: str, noun: str, files: Iterable[str], faults: Iterable[Problem]
) -> Iterator[Problem]:
    """The files in the folder `top` that are not among those that its records, each called a
    `noun`, name, unless a file with `faults` could."""
    broken = {fault.path for fault in faults if fault.path.startswith(f"{top}/")}
    unread = "\n".join(_words(root, path) for path in sorted(broken))
    # A name that is nearly a file's is told at its record.
    named = {vietnamese.slug(file) for file in files}
    for folder, folders, names in os.walk(root / top):
        folders[:] = [name for name in folders if not is_hidden(name)]
        for name in sorted(filter(filenames.is_utf8, names)):
            path = (Path(folder).relative_to(root) / normalize("NFC", name)).as_posix()
            kind = file_kinds.kind(name)
            if (
                vietnamese.slug(path) in named
                or vietnamese.slug(name, "") in unread
                or name.lower().endswith((".yml", ".yaml"))
            ):
                continue
            if re.search(r"\.ya?ml\.\w+$", name, re.IGNORECASE):
                what = "đuôi tệp không phải “.yml” nên tệp này không được đọc"
                yield Problem(path, 0, what, "hãy đổi đuôi tệp thành “.yml”", Level.ADVICE)
            elif kind is FileKind.LEFT:
                what = "tệp này do phần mềm để lại, không được đăng"
                yield Problem(path, 0, what, "hãy xóa tệp này", Level.ADVICE)
            elif kind in (FileKind.TEXT, FileKind.OTHER):
                what = f"không {noun} nào trong {top}/ nêu tệp này nên nó không được đăng"
                hint = (
                    f"hãy thêm dòng “file: {normalize('NFC', name)}” vào {noun} của nó, trong một "
                    "tệp “.yml” cùng thư mục, hoặc xóa nó"
                )
                yield Problem(path, 0, what, hint, Level.ADVICE)


def _words(root: Path, path: str) -> str:
    """The letters of a file of records with faults, by which it may name a file."""
    try:
        text = filenames.located(root, path).read_bytes().decode("utf-8", "ignore")
    except OSError:
        return ""
    return vietnamese.slug(text, "")


def _contradictions(records: Sequence[Record]) -> Iterator[Problem]:
    firsts: dict[str, Record] = {}
    for record in records:
        first = firsts.setdefault(record.document.identity, record)
        differing = [name for name in (*documents.DETAILS, "file") if _differs(first, record, name)]
        if differing:
            what = (
                f"văn bản “{record.document.number}” đã ghi ở {first.path}:{first.line} với "
                f"{', '.join(f'“{name}”' for name in differing)} khác, và trang theo chỗ ấy"
            )
            hint = "hãy giữ một chỗ và xóa văn bản ở chỗ kia"
            yield Problem(record.path, record.line, what, hint, Level.ADVICE)


def _differs(first: Record, second: Record, name: str) -> bool:
    if name == "file":
        # Two of one name are told as files with one address.
        names = {posixpath.basename(record.file) for record in (first, second) if record.file}
        return len(names) > 1
    before, after = getattr(first.document, name), getattr(second.document, name)
    return bool(before and after and before != after)


def _files(root: Path, folder: str, problems: list[Problem]) -> list[str]:
    """The files of records in a folder, those that end in .yml first."""
    paths, folders = list[str](), list[str]()
    top = root / folder
    if top.is_symlink() and not top.resolve().is_relative_to(root.resolve()):
        problems.append(link(folder))
    elif os.path.lexists(top):
        folders.append(folder)
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


def _nodes(top: Path, path: str, problems: list[Problem]) -> Iterator[yaml.Node]:
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
    root, met, *_ = slips.read(normalize("NFC", text))
    problems += (Problem(path, line + 1, what, hint) for line, what, hint in met)
    if root is not None:
        yield from root.value if isinstance(root, yaml.SequenceNode) else [root]


def _record(
    path: str, node: yaml.Node, settings: Settings, problems: list[Problem]
) -> Iterator[Record]:
    faults: Faults = []
    record = values.record(fields.RECORDS, node, settings, faults)
    problems += told(path, faults)
    line = node.start_mark.line + 1
    named = record.get("file", "") if record else ""
    file = project_path(path, named) if named else ""
    if misplaced := outside(FOLDER, path, line, named, file):
        problems.append(misplaced)
    elif record:
        yield Record(documents.of_record(record), path, line, file)


def told(path: str, faults: Faults) -> Iterator[Problem]:
    """The `faults` of the values in a file of records."""
    # values.py counts from the opening fence of a post.
    return (Problem(path, fault.line - 1, fault.what, fault.hint) for fault in faults)


def outside(top: str, path: str, line: int, named: str, file: str) -> Problem | None:
    """That a record names a file out of its folder `top`, None for one in it."""
    if not file or file.startswith(f"{top}/"):
        return None
    hint = f"hãy đặt tệp trong thư mục {top}/"
    return Problem(path, line, f"tệp “{named}” nằm ngoài {top}/", hint)
