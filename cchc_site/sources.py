"""The files under posts/: which are posts, and which lie beside one.

A room that touches the disk, for reading only; what a post says is left to load.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cchc_site import failures
from cchc_site.memory import Signature, signature
from cchc_site.problems import Problem


class Source(NamedTuple):
    """The file of a post: its path in the project, the files that share its folder when it is an
    index.md, and its signature before it is read."""

    path: str
    beside: tuple[str, ...]
    signature: Signature


def walk(root: Path, posts_dir: str, problems: list[Problem]) -> Iterator[Source]:
    """Every post under `root / posts_dir` in a fixed order; faults of the files themselves go to
    `problems`."""
    folders = [posts_dir] if (root / posts_dir).is_dir() else []
    while folders:
        here = folders.pop()
        entries = _listed(root, here, problems)
        inside = []
        for entry in entries:
            path = f"{here}/{entry.name}"
            if is_hidden(entry.name):
                continue
            if entry.is_dir():
                if entry.is_symlink():
                    problems.append(_leads_away(path))
                else:
                    inside.append(path)
            elif is_post(entry.name):
                yield from _source(root, here, entry, problems)
            elif is_text(entry.name) and not entry.name.endswith(".md"):
                mend = "hãy đổi đuôi tệp thành “.md”"
                problems.append(Problem(path, 0, "đuôi tệp viết hoa", mend))
        folders += reversed(inside)


def _source(
    root: Path, here: str, entry: os.DirEntry[str], problems: list[Problem]
) -> Iterator[Source]:
    path = f"{here}/{entry.name}"
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root.resolve()):
        problems.append(_leads_away(path))
        return
    beside = tuple(_beside(root, here, problems)) if entry.name == "index.md" else ()
    if f"{here}/index.html" in beside:
        what, mend = "tệp này có địa chỉ của chính bài", "hãy đổi tên tệp"
        problems.append(Problem(f"{here}/index.html", 0, what, mend))
    try:
        found = signature(entry.stat())
    except OSError:  # a link that leads nowhere: reading it says so
        found = (0, 0, 0)
    yield Source(path, beside, found)


def is_hidden(name: str) -> bool:
    """Whether a file or folder is to be passed over."""
    return name.startswith(("_", "."))


def is_text(name: str) -> bool:
    """Whether a file holds Markdown."""
    return name.lower().endswith(".md")


def is_post(name: str) -> bool:
    """Whether a file is a post."""
    return name.endswith(".md") and not is_hidden(name) and name != "README.md"


def _leads_away(path: str) -> Problem:
    return Problem(
        path,
        0,
        "liên kết tượng trưng dẫn ra ngoài dự án",
        "hãy thay bằng chính tệp hoặc thư mục đó",
    )


def _listed(root: Path, folder: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; nothing, and a problem, where that cannot be known."""
    try:
        with os.scandir(root / folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        what, mend = failures.cause(error)
        problems.append(Problem(folder, 0, f"không đọc được thư mục: {what}", mend))
        return []


def _beside(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Files to publish with a folder's index.md: all but hidden ones, Markdown and links."""
    for entry in _listed(root, folder, problems):
        path = f"{folder}/{entry.name}"
        if is_hidden(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir():
            # A folder with posts of its own keeps its files to itself.
            if not any(is_post(child.name) for child in _listed(root, path, problems)):
                yield from _beside(root, path, problems)
        elif not is_text(entry.name):
            yield path
