"""A document of a word processor → a draft.

Touches the disk, for reading; LibreOffice, which reads the old `.doc`, works in a folder of its own
that is gone afterwards. What a file is, its first bytes say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from cchc_site.base import vietnamese
from cchc_site.importing import (
    docx,
    libre_office,
    office_document,
    pandoc,
    shaping,
    signatures,
    typed_lists,
)
from cchc_site.importing.compose import Block, Composer, everything
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refusal, Refused, words
from cchc_site.importing.inline_text import UNKNOWN_PICTURE, shown
from cchc_site.importing.pictures import Pictures

_LARGEST = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LEGACY = re.compile(rb"\.Vn[A-Z][A-Za-z]|\bVNI-[A-Z]")
_WORD = re.compile(r"(?=\w*[^\W\d_])\w+")
_INLINE = re.compile(r"</?(?:a|del|em|strong|sub|sup|u)\b[^<>\n]*>")
_BLOCK = re.compile(r"</?(?:br|img|li|ol|table|tbody|td|th|thead|tr|ul)\b[^<>\n]*>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\\*~`]|\[\^\d+\]")
_MIMETYPE = b"application/vnd.oasis.opendocument.text"


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The draft that a document is. Raises `Refused` and `OSError`."""
    if path.stat().st_size > _LARGEST:
        limit = vietnamese.file_size(_LARGEST)
        raise Refused(f"tệp nặng quá {limit}; hãy thu nhỏ ảnh trong tệp rồi nhập lại")
    content = path.read_bytes()
    if not content:
        raise Refused("tệp rỗng; hãy xem lại tệp")
    if content.startswith(_OLE) and _LOCKED in content:
        hint = "hãy mở tệp bằng Word, bỏ mật khẩu, lưu lại rồi nhập lại"
        raise Refused(f"tệp có mật khẩu; {hint}")
    kind = _kind(content)
    if kind == "odt":
        parts = docx.open_document(content)
        if not (libre_office.is_there() or _is_legacy(parts)):
            blocks = pandoc.blocks(content, "odt")
            # Pandoc drops cells that are merged: then LibreOffice must read it.
            if not _lost(docx.text_of_open_document(parts), everything(blocks), ""):
                yield _draft(path, blocks, Pictures(parts), options)
                return
    if kind != "docx":
        content = libre_office.as_docx(content, kind)
    yield _of_docx(path, content, options)


def _kind(content: bytes) -> str:
    """What a document is, whatever its name says."""
    if content.startswith(_OLE):
        return "doc"
    if content.startswith(rb"{\rtf"):
        return "rtf"
    return "odt" if _MIMETYPE in content[:200] else "docx"


def _is_legacy(parts: Mapping[str, bytes]) -> bool:
    """Whether an OpenDocument names fonts whose letters pandoc would not read."""
    return any(_LEGACY.search(part) for part in parts.values())


def _of_docx(path: Path, content: bytes, options: ImportOptions) -> Draft:
    file = docx.WordFile(content)
    blocks = pandoc.blocks(file.archive(), "docx")
    pictures = Pictures(file.pictures)
    left_out = (*file.left_out, *_lost(file.text, everything(blocks), "không đọc được"))
    return _draft(path, blocks, pictures, options, words(file.text), left_out)


def _lost(wanted: str, found: str, what: str) -> tuple[LeftOut, ...]:
    """What to tell of words of one text that another does not have: there should be none. Numbers
    do not count, which pages draw before the items of lists."""
    texts = (_MARKUP.sub("", text).casefold() for text in (wanted, found))
    counts = [Counter(_WORD.findall(text)) for text in texts]
    lost = counts[0] - counts[1]
    said = vietnamese.shorten(" ".join(lost), 100)
    return (LeftOut(f"{lost.total()} từ {what}: “{said}”", "trong văn bản"),) if lost else ()


def _bare(body: str) -> str:
    """The words of Markdown without the tags in it."""
    meant = _ESCAPED.sub(lambda sign: f"&#{ord(sign[1])};", body)
    return unescape(_BLOCK.sub(" ", _INLINE.sub("", meant)))


def _draft(
    path: Path,
    blocks: list[Block],
    pictures: Pictures,
    options: ImportOptions,
    count: int = 0,
    left_out: tuple[LeftOut, ...] = (),
) -> Draft:
    """The draft of what pandoc has read."""
    if not shaping.without_empty(blocks):
        raise Refused("tệp không có chữ nào; hãy xem lại tệp")
    said = everything(blocks)
    signature = ""
    values: dict[str, Any] = {}
    guessed: set[str] = set()
    official = office_document.office_document(blocks)
    if official:
        blocks, left_out = list(official.blocks), (*left_out, *official.left_out)
        _of_official(official, values, guessed)
    blocks = shaping.without_empty(blocks)
    if not values.get("title"):
        values["title"], blocks = shaping.titled(blocks)
        if not values["title"]:
            values["title"] = _from_name(path)
            guessed.add("title")
    if "author" not in values:
        lines = [shaping.line(block) for block in blocks]
        last, said_there = signatures.ending(lines)
        values |= said_there
        signature, blocks = "\n".join(lines[len(lines) - last :]), blocks[: len(blocks) - last]
    if "date" not in values and (day := shaping.dated(blocks)):
        values["date"] = day
    blocks = [*(official.head if official else ()), *blocks]
    shaped = shaping.shaped(typed_lists.listed(blocks))
    body = Composer(options.html, pictures.name).body(shaped)
    left_out = (*left_out, *pictures.left_out, *_undescribed(body))
    told = [_bare(body), signature, *map(str, (*left_out, values))]
    told += [official.read] if official else []
    return Draft(
        source=path.name,
        fields=values,
        guessed=frozenset(guessed),
        body=body,
        files=pictures.files,
        left_out=(*left_out, *_lost(said, "\n".join(told), "không vào bài")),
        words_in=count or words(said),
        words_out=words(shown(options.html(body), notes=True)) + _count(values),
    )


def _count(values: Mapping[str, Any]) -> int:
    """How many words of the text stand in the fields, not in the body."""
    authors = values.get("author", "")
    said = [str(values["title"]), *(authors if isinstance(authors, list) else [authors])]
    for record in values.get("documents", ()):
        said += (record[name] for name in ("number", "date", "issuer"))
    return words(" ".join(said))


def _undescribed(body: str) -> tuple[LeftOut, ...]:
    """What to tell of pictures that nobody has described."""
    count = body.count(f"![{UNKNOWN_PICTURE}](")
    what = f"mô tả của {count} ảnh, ghi tạm “{UNKNOWN_PICTURE}”; hãy viết mô tả ảnh"
    return (LeftOut(what),) if count else ()


def _of_official(
    official: office_document.OfficeDocument, values: dict[str, Any], guessed: set[str]
) -> None:
    """What the head and the end of an official document say of the post."""
    if official.title:
        values["title"] = official.title
        guessed.add("title")
    if official.day:
        values["date"] = official.day
    if official.signer or official.issuer:
        values["author"] = official.signer or official.issuer
        guessed |= set() if official.signer else {"author"}
    if official.record:
        values["documents"] = [official.record]
        guessed.add("documents")


def _from_name(path: Path) -> str:
    """A title of a file's name."""
    name = re.sub(r"[_\s]+", " ", path.stem).strip(" -.")
    return f"{name[:1].upper()}{name[1:]}"
