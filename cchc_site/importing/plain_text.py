"""A file of plain text → a draft.

Touches the disk, for reading only. What stands before the text, as where a page of an old portal
was copied with its frame, is told and left out: the title is the line that stands there twice, else
the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cchc_site.base import vietnamese
from cchc_site.content import fields as table
from cchc_site.importing import signatures, typed_lists
from cchc_site.importing.compose import Composer, paragraph
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refusal, Refused, words
from cchc_site.importing.inline_text import shown
from cchc_site.site import post_file

_KEY = re.compile(r"\s*(?P<key>[^\W\d][\w ]{1,24}?)\s*:\s*(?P<value>\S.*)")
_HEADS = 12
"""Lines before the text in which its title is looked for."""
_LONGEST_TITLE = 250
_WRAPPED = 60
"""A line of at least so many characters may go on in the next."""
_SAID_IN_HEAD = ("title", "date", "author", "category", "summary", "source", "tags")


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The draft that a file of text is. Raises `Refused` and `OSError`."""
    text = _decoded(path)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    blocks = [*_paragraphs(text.split("\n"), lines)]
    if not blocks:
        raise Refused("tệp không có chữ nào; hãy xem lại tệp")
    values: dict[str, Any] = {}
    left_out: list[LeftOut] = []
    body = _headed(blocks, values, left_out, options)
    if "author" not in values:
        count, said = signatures.ending(["", *body])
        values |= said
        body = body[: len(body) - count]
    shaped = typed_lists.listed([paragraph(line) for line in body])
    written = Composer(options.html, lambda target: "").body(shaped)
    count = words(text)
    yield Draft(
        source=path.name,
        fields=values,
        body=written,
        left_out=tuple(left_out),
        words_in=count,
        words_out=words(shown(options.html(written))) + words(" ".join(map(str, values.values()))),
    )


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    if len(content) > post_file.MAX_BYTES:
        limit = vietnamese.file_size(post_file.MAX_BYTES)
        raise Refused(f"tệp nặng quá {limit}; hãy tách thành nhiều tệp")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    text = post_file.decoded(content, path.name)
    if not isinstance(text, str):
        raise Refused(f"{text.what}; {text.hint}")
    return text


def _paragraphs(raw: list[str], lines: list[str]) -> Iterator[str]:
    """The paragraphs of a text: a line each, but for lines that a program has wrapped."""
    parted = sum(not line for line in lines) >= sum(map(bool, lines)) / 3
    current = ""
    for at, line in enumerate(lines):
        goes_on = (
            parted
            and current
            and line
            and len(lines[at - 1]) >= _WRAPPED
            and not raw[at].startswith(("\t", "  ", "\u00a0"))
            and line[0].islower()
        )
        if goes_on:
            current = f"{current} {line}"
            continue
        if current:
            yield current
        current = line
    if current:
        yield current


def _headed(
    blocks: list[str], values: dict[str, Any], left_out: list[LeftOut], options: ImportOptions
) -> list[str]:
    """The paragraphs below the title; what those above it say goes to `values`."""
    place, title = _title(blocks)
    values["title"] = title
    for line in blocks[:place]:
        if vietnamese.fold(title) in vietnamese.fold(line):
            continue
        if not (_said(line, values) or _named_category(line, values, options)):
            left_out.append(LeftOut(f"dòng “{line}”", "trước tiêu đề"))
    body = blocks[place + 1 :]
    while body and _said(body[0], values):
        body = body[1:]
    return body


def _title(blocks: list[str]) -> tuple[int, str]:
    """Where the title stands, and the title."""
    heads = blocks[:_HEADS]
    folded = [vietnamese.fold(line) for line in heads]
    for at in range(len(heads) - 1, 0, -1):
        is_title = len(heads[at].split()) > 2 and len(heads[at]) <= _LONGEST_TITLE
        if is_title and any(folded[at] in above for above in folded[:at]):
            return at, heads[at]
    for at, line in enumerate(heads):
        if not _said(line, {}):
            if len(line) > _LONGEST_TITLE:
                break
            key = _KEY.fullmatch(line)
            return at, line if not key or table.key(key["key"]) != "title" else key["value"]
        match = _KEY.fullmatch(line)
        if match and table.key(match["key"]) == "title":
            return at, match["value"]
    raise Refused("không thấy tiêu đề; hãy viết tiêu đề thành dòng đầu của tệp rồi nhập lại")


def _said(line: str, values: dict[str, Any]) -> bool:
    """Whether a line is “Tác giả: …” or the like; then its value is in `values`."""
    match = _KEY.fullmatch(line)
    key = table.key(match["key"].strip()) if match else ""
    if not match or key not in _SAID_IN_HEAD:
        return False
    values.setdefault(key, match["value"].split(", ") if key == "tags" else match["value"])
    return True


def _named_category(line: str, values: dict[str, Any], options: ImportOptions) -> bool:
    """Whether a line begins with the name of a category and is hardly longer."""
    names: Mapping[str, str] = options.settings.category_names
    bare = vietnamese.slug(line)
    for label in sorted(names, key=len, reverse=True):
        name = vietnamese.slug(label)
        if (bare == name or bare.startswith(f"{name}-")) and len(line) < len(label) + 40:
            values.setdefault("category", names[label])
            return True
    return False
