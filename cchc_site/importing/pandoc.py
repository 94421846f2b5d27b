"""Pandoc, run as a program in its sandbox, within bounds of memory and time.

Touches the disk, for finding it. What it reads is given to it, and what it makes of that is its
document as JSON (pandoc-types, `Text.Pandoc.Definition`).
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from cchc_site.importing.draft import Refused

_SECONDS = 120
_MEMORY = "512M"
_LARGEST = 64 * 1024 * 1024
"""How many bytes of a document are taken."""


@cache
def _program() -> str:
    """The path of pandoc, from the package that carries it or of the system."""
    try:
        import pypandoc

        path = pypandoc.get_pandoc_path()
    except (ImportError, OSError):
        path = shutil.which("pandoc")
    if not path:
        hint = "hãy chạy: pip install 'cchc-site[import]'"
        raise Refused(f"đọc tệp này cần chương trình pandoc; {hint}")
    return str(path)


def blocks(content: bytes, form: str) -> list[Any]:
    """The blocks of a document of one of pandoc's formats, before them what pandoc takes for facts
    about it: its title as a heading. Raises `Refused` where pandoc does not read it."""
    done = run(content, f"--from={form}", "--to=json")
    try:
        document = json.loads(done)
    except (ValueError, RecursionError):
        raise Refused(_DAMAGED) from None
    # Of other formats they are what a program noted, not what a page shows.
    names = _FACTS if form == "docx" else _FACTS[:1]
    return [*_facts(document["meta"], names), *document["blocks"]]


_FACTS = ("title", "subtitle", "author", "date", "abstract")


def _facts(meta: Mapping[str, Any], names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        for fact in _listed(meta.get(name)):
            if fact["t"] == "MetaBlocks":
                yield from fact["c"]
            elif fact["t"] == "MetaInlines" and name == "title":
                yield {"t": "Header", "c": [1, ["", [], []], fact["c"]]}
            elif fact["t"] == "MetaInlines":
                yield {"t": "Para", "c": fact["c"]}


def _listed(fact: Any) -> list[Any]:
    if not fact:
        return []
    return list(fact["c"]) if fact["t"] == "MetaList" else [fact]


_DAMAGED = "không đọc được nội dung tệp; hãy mở tệp bằng Word, lưu lại thành .docx rồi nhập lại"


def run(content: bytes, *options: str) -> bytes:
    """What pandoc writes of `content`. Raises `Refused` where it fails, or asks for too much."""
    if len(content) > _LARGEST:
        raise Refused("tệp quá lớn; hãy tách thành nhiều tệp rồi nhập lại")
    command = [_program(), "--sandbox", "+RTS", f"-M{_MEMORY}", "-RTS", *options]
    try:
        done = subprocess.run(  # noqa: S603  # words of ours
            command, input=content, capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"đọc quá {_SECONDS} giây chưa xong; hãy tách tệp rồi nhập lại") from None
    if done.returncode == 251:  # the runtime's heap is exhausted
        raise Refused("đọc tệp này cần quá nhiều bộ nhớ; hãy tách tệp rồi nhập lại")
    if done.returncode:
        raise Refused(_DAMAGED)
    return done.stdout
