"""The files under posts/: which are posts, and which lie beside one.

Touches the disk, for reading only; what a post says is left to loader.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from cchc_site.base import failures, filenames
from cchc_site.base.problems import Level, Problem
from cchc_site.media import publishable
from cchc_site.site import file_kinds
from cchc_site.site.file_kinds import FileKind
from cchc_site.storage.memory import Signature, signature

_BROUGHT = (FileKind.TEXT, FileKind.OTHER)


class Source(NamedTuple):
    """The file of a post: its path in the project, the files that share its folder when it is an
    index.md, and its signature before it is read."""

    path: str
    beside: tuple[str, ...]
    signature: Signature


class Loose(NamedTuple):
    """A file that only a post can bring to the site: whether a post lies in its folder, and whether
    it looks as if it were meant for a post itself."""

    path: str
    has_post: bool
    is_text: bool


def walk(
    root: Path, posts_dir: str, problems: list[Problem], loose: list[Loose] | None = None
) -> Iterator[Source]:
    """Every post under `root / posts_dir` in a fixed order; faults of the files themselves, and
    advice, go to `problems`, and to `loose` the files that are lost unless a post brings them."""
    folders = [posts_dir] if (root / posts_dir).is_dir() else []
    while folders:
        here = folders.pop()
        inside = []
        names = dict[str, FileKind]()
        for entry in listed(root, here, problems):
            path = f"{here}/{normalize('NFC', entry.name)}"
            if entry.is_dir():
                if kept_out := file_kinds.folder_kind(entry.name):
                    problems += _kept_out(path, kept_out)
                elif entry.is_symlink():
                    problems.append(link(path))
                else:
                    inside.append(path)
                continue
            kind = file_kinds.kind(entry.name)
            if kind is FileKind.POST:
                names[entry.name] = kind
                yield from _source(root, here, entry, problems)
            elif kind is FileKind.MISNAMED:
                problems.append(Problem(path, 0, *file_kinds.misnamed(entry.name)))
            elif kind in _BROUGHT:
                names[normalize("NFC", entry.name)] = kind
            else:
                problems += _kept_out(path, kind)
        if loose is not None:
            loose += _loose(here, names)
        folders += reversed(inside)


def _loose(folder: str, names: dict[str, FileKind]) -> Iterator[Loose]:
    """The files of a folder that are lost unless a post brings them; with an index.md everything
    is brought, and a text beside a post of the same name is what that was written from."""
    if len(names) == sum(kind is FileKind.POST for kind in names.values()) or "index.md" in names:
        return
    has_post = FileKind.POST in names.values()
    for name, kind in sorted(names.items()):
        is_text = kind is FileKind.TEXT
        if kind in _BROUGHT and not (is_text and f"{name.rpartition('.')[0]}.md" in names):
            yield Loose(f"{folder}/{name}", has_post, is_text)


def _kept_out(path: str, kind: FileKind) -> Iterator[Problem]:
    """What is said of a file that its name keeps out of the site."""
    if kind is FileKind.LEFT:
        what = "tệp này do phần mềm để lại, không được đăng"
        yield Problem(path, 0, what, "hãy xóa tệp này", Level.ADVICE)
    elif kind is FileKind.DOTTED:
        what = "tên bắt đầu bằng dấu chấm nên không được đọc và không được đăng"
        hint = "hãy bỏ dấu chấm ở đầu tên, hoặc đổi nó thành “_” nếu không phải để đăng"
        yield Problem(path, 0, what, hint, Level.ADVICE)


def listed(root: Path, folder: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """What a folder of the project holds, by name; names that cannot be used and a folder that
    cannot be read go to `problems`."""
    try:
        with os.scandir(filenames.located(root, folder)) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        what, hint = failures.cause(error)
        problems.append(Problem(folder, 0, f"không đọc được thư mục: {what}", hint))
        return []
    problems += filenames.faults(folder, [entry.name for entry in entries])
    return [entry for entry in entries if filenames.is_utf8(entry.name)]


def leads_away(root: Path, entry: os.DirEntry[str]) -> bool:
    """Whether a link leads out of the project."""
    return entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root.resolve())


def _source(
    root: Path, here: str, entry: os.DirEntry[str], problems: list[Problem]
) -> Iterator[Source]:
    path = f"{here}/{normalize('NFC', entry.name)}"
    if leads_away(root, entry):
        problems.append(link(path))
        return
    beside = tuple(_beside(root, here, problems)) if entry.name == "index.md" else ()
    try:
        seen = signature(entry.stat())
    except OSError:  # a link that leads nowhere: reading it says so
        seen = (0, 0, 0)
    yield Source(path, beside, seen)


def is_hidden(name: str) -> bool:
    """Whether a file or folder is to be passed over."""
    return name.startswith(("_", "."))


def link(path: str) -> Problem:
    """What is wrong with a symbolic link at `path`."""
    return Problem(
        path,
        0,
        "liên kết tượng trưng dẫn ra ngoài dự án",
        "hãy thay bằng chính tệp hoặc thư mục đó",
    )


def _beside(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Files to publish with a folder's index.md: all but posts and what its name keeps out."""
    for entry in listed(root, folder, problems):
        path = f"{folder}/{normalize('NFC', entry.name)}"
        if entry.name.casefold() in publishable.RESERVED:
            yield path  # even a hidden one: whoever put it there expects it to work
        elif is_hidden(entry.name):
            continue
        elif entry.is_symlink():
            problems.append(link(path))
        elif entry.is_dir():
            # A folder with posts of its own keeps its files to itself.
            if not _has_posts(entry.path):
                yield from _beside(root, path, problems)
        elif file_kinds.kind(entry.name) in _BROUGHT:
            yield path


def _has_posts(folder: str) -> bool:
    try:
        with os.scandir(folder) as listing:
            names = [child.name for child in listing]
    except OSError:  # listing it says so
        return False
    return any(file_kinds.kind(name) is FileKind.POST for name in names)
