"""The files under posts/: which are posts, and which lie beside one.

Touches the disk, for reading only; what a post says is left to loader.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from cchc_site.base import failures, filenames
from cchc_site.base.problems import Problem
from cchc_site.media import publishable
from cchc_site.storage.memory import Signature, signature

# What editors, phones and Notepad make of "bai.md".
_MISNAMED = re.compile(
    r"\.(?:md\.txt|markdown|mdown|mkdn?|mdwn|mdtxt|mdtext|mdx?\.docx?)$", re.IGNORECASE
)
_WRITTEN = re.compile(r"\.(?:docx?|odt|rtf|txt|html?)$", re.IGNORECASE)


class Source(NamedTuple):
    """The file of a post: its path in the project, the files that share its folder when it is an
    index.md, and its signature before it is read."""

    path: str
    beside: tuple[str, ...]
    signature: Signature


def walk(
    root: Path, posts_dir: str, problems: list[Problem], texts: list[str] | None = None
) -> Iterator[Source]:
    """Every post under `root / posts_dir` in a fixed order; faults of the files themselves go to
    `problems`, and to `texts` the files that look as if meant for posts, unless one names them."""
    folders = [posts_dir] if (root / posts_dir).is_dir() else []
    while folders:
        here = folders.pop()
        inside = []
        entries = listed(root, here, problems)
        for entry in entries:
            path = f"{here}/{normalize('NFC', entry.name)}"
            if is_hidden(entry.name):
                continue
            if entry.is_dir():
                if entry.is_symlink():
                    problems.append(link(path))
                else:
                    inside.append(path)
            elif is_post(entry.name):
                yield from _source(root, here, entry, problems)
            elif what := _misnamed(entry.name):
                problems.append(Problem(path, 0, what, "hãy đổi đuôi tệp thành “.md”"))
        if texts is not None:
            texts += (f"{here}/{name}" for name in _written(entries))
        folders += reversed(inside)


def _misnamed(name: str) -> str:
    """What is wrong with the name of a file that is meant for a post; "" for nothing."""
    if is_text(name):
        return "" if name.endswith(".md") else "đuôi tệp viết hoa"
    return "đuôi tệp không phải “.md” nên tệp này không thành bài" if _MISNAMED.search(name) else ""


def _written(entries: Sequence[os.DirEntry[str]]) -> Iterator[str]:
    """The names of files that look as if meant for posts; those beside a post of the same name are
    what it was written from."""
    names = {normalize("NFC", entry.name) for entry in entries}
    if "index.md" in names:
        return
    for name in sorted(names):
        stem = name.rpartition(".")[0]
        misnamed = is_hidden(name) or _MISNAMED.search(name)
        if _WRITTEN.search(name) and not misnamed and f"{stem}.md" not in names:
            yield name


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


def is_text(name: str) -> bool:
    """Whether a file holds Markdown."""
    return name.lower().endswith(".md")


def is_post(name: str) -> bool:
    """Whether a file is a post."""
    return name.endswith(".md") and not is_hidden(name) and name != "README.md"


def link(path: str) -> Problem:
    """What is wrong with a symbolic link at `path`."""
    return Problem(
        path,
        0,
        "liên kết tượng trưng dẫn ra ngoài dự án",
        "hãy thay bằng chính tệp hoặc thư mục đó",
    )


def _beside(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Files to publish with a folder's index.md: all but hidden ones and Markdown."""
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
        elif not is_text(entry.name) and not _MISNAMED.search(entry.name):
            yield path


def _has_posts(folder: str) -> bool:
    try:
        with os.scandir(folder) as listing:
            names = [child.name for child in listing]
    except OSError:  # listing it says so
        return False
    return any(map(is_post, names))
