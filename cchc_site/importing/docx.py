"""A `.docx` as pandoc should get it: letters of old fonts in Unicode, numbers of lists as words,
text boxes in their place.

Pure, but for the archive in memory. Nothing of the archive is unpacked to the disk; parts are taken
by their names, within bounds of number, size and depth.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from cchc_site.base import vietnamese
from cchc_site.importing import word_fonts, word_math, word_numbers, word_tree
from cchc_site.importing.draft import LeftOut, Refused
from cchc_site.importing.word_xml import R, W, text_of

_MOST_PARTS = 5000
_LARGEST_XML = 24 * 1024 * 1024
_LARGEST_MEDIA = 40 * 1024 * 1024
_ALL = 256 * 1024 * 1024
_DAMAGED = "tệp hỏng; hãy mở tệp bằng Word, lưu lại thành .docx rồi nhập lại"
_BOMB = "tệp giải nén ra quá lớn; hãy mở tệp bằng Word, lưu lại thành .docx rồi nhập lại"
_MACROS = "word/vbaProject.bin"
_CONTENT_TYPES = "[Content_Types].xml"
_HOW_OTHERWISE = {
    f"{W}altChunk": "phần chèn từ tệp khác",
    f"{W}object": "đối tượng nhúng",
    f"{W}commentReference": "ghi chú bên lề",
}
_DRAWN = {
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "biểu đồ",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "sơ đồ SmartArt",
}


class WordFile:
    """The parts of a document, mended."""

    def __init__(self, content: bytes) -> None:
        """Read the archive. Raises `Refused` for one that is damaged or made to harm."""
        self.left_out: list[LeftOut] = []
        self._parts = dict(_parts(content))
        if self._parts.pop(_MACROS, None) is not None:
            self.left_out.append(LeftOut("macro", "trong tệp"))
        parsed = {
            name: _tree(part)
            for name, part in self._parts.items()
            if name.endswith((".xml", ".rels"))
        }
        trees = {name: tree for name, tree in parsed.items() if name.endswith(".xml")}
        self._main = _main(trees)
        styles = trees.get("word/styles.xml")
        fonts = word_fonts.Fonts(styles)
        unseen = word_tree.hidden_styles(styles)
        texts = [name for name in trees if _is_text(name) or name == self._main]
        for name in texts:
            if hidden := " ".join(" ".join(word_tree.unfold(trees[name], unseen)).split()):
                said = vietnamese.shorten(hidden, 100)
                self.left_out.append(LeftOut(f"chữ ẩn “{said}”", "trong văn bản"))
            if count := word_math.write_in_lines(trees[name]):
                what = f"{count} công thức, viết lại thành một dòng; hãy đối chiếu"
                self.left_out.append(LeftOut(what, "trong văn bản"))
            self._tell_lost(trees[name], name)
            fonts.convert(trees[name])
        numbering = trees.get("word/numbering.xml")
        if numbering is not None:
            fonts.convert_numbers(numbering)
            word_numbers.Numbers(numbering, styles).type_in(trees[self._main])
        self._tell_linked(trees[self._main], parsed)
        self._tell_margins(trees)
        self._words = [text_of(trees[name]) for name in texts if not _is_margin(name)]
        word_tree.level([*(trees[name] for name in texts), styles])
        for name in (*texts, "word/numbering.xml", "word/styles.xml"):
            if name in trees:
                self._parts[name] = etree.tostring(trees[name], encoding="UTF-8")

    @property
    def text(self) -> str:
        """The words of the text and its notes."""
        return "\n".join(self._words)

    @property
    def pictures(self) -> dict[str, bytes]:
        """The pictures by the names that pandoc has for them."""
        return {
            name.removeprefix("word/"): part
            for name, part in self._parts.items()
            if "media/" in name
        }

    def archive(self) -> bytes:
        """The document for pandoc."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, part in self._parts.items():
                archive.writestr(name, part)
        return out.getvalue()

    def _tell_lost(self, tree: Any, name: str) -> None:
        """Tell what of the text pandoc does not give."""
        where = "trong văn bản" if name == self._main else "ở cước chú"
        counts: dict[str, int] = {}
        for element in tree.iter():
            what = _HOW_OTHERWISE.get(element.tag, "")
            if element.tag.endswith("}graphicData"):
                what = _DRAWN.get(element.get("uri", ""), "")
            if what:
                counts[what] = counts.get(what, 0) + 1
        if not _is_margin(name):
            self.left_out += (LeftOut(f"{count} {what}", where) for what, count in counts.items())

    def _tell_linked(self, tree: Any, parsed: Mapping[str, Any]) -> None:
        """Tell of pictures that only lead elsewhere: nothing is fetched, from disk or net."""
        relations = parsed.get(self._main.replace("word/", "word/_rels/") + ".rels")
        targets = {
            each.get("Id"): each.get("Target", "")
            for each in (relations if relations is not None else ())
        }
        for blip in tree.iter("{*}blip", "{*}imagedata"):
            link = blip.get(f"{R}link") or blip.get(f"{R}href")
            if link and not (blip.get(f"{R}embed") or blip.get(f"{R}id")):
                what = f"ảnh liên kết từ nơi khác “{targets.get(link, '')[:100]}”"
                self.left_out.append(LeftOut(what, "trong văn bản"))

    def _tell_margins(self, trees: Mapping[str, Any]) -> None:
        """Tell what stands above and below every page."""
        for name, what in (("word/header", "đầu trang"), ("word/footer", "chân trang")):
            texts = [text_of(tree) for part, tree in trees.items() if part.startswith(name)]
            for text in dict.fromkeys(" ".join(text.split()) for text in texts):
                if text.strip(" -–.|/0123456789"):
                    self.left_out.append(LeftOut(f"“{text}”", f"{what} giấy"))


def open_document(content: bytes) -> dict[str, bytes]:
    """The parts of an OpenDocument text, within the same bounds. Raises `Refused`."""
    parts = dict(_parts(content, _is_part_of_open_document))
    for name, part in parts.items():
        if name.endswith(".xml"):
            _tree(part)
    return parts


def text_of_open_document(parts: Mapping[str, bytes]) -> str:
    """The text of an OpenDocument, a line a paragraph; changes and comments left out."""
    tree = _tree(parts.get("content.xml", b""))
    gone = ("tracked-changes", "annotation", "note-citation", "desc", "title")
    for element in [*tree.iter(*(f"{{*}}{name}" for name in gone))]:
        word_tree.remove(element)
    for element in tree.iter("{*}p", "{*}h", "{*}tab", "{*}s", "{*}line-break"):
        element.text, element.tail = f"\n{element.text or ''}", f"\n{element.tail or ''}"
    body = next(tree.iter("{*}body"), tree)
    return "".join(body.itertext())


def _is_part_of_open_document(name: str) -> bool:
    return name in ("content.xml", "styles.xml", "meta.xml") or (
        name.startswith("Pictures/") and ".." not in name
    )


def _parts(
    content: bytes, is_part: Callable[[str], bool] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The parts of the archive that a document has, each within its bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _ALL:
                raise Refused(_BOMB)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Refused(_LOCKED)
                if not (is_part or _is_part)(entry.filename):
                    continue
                limit = (
                    _LARGEST_XML if entry.filename.endswith((".xml", ".rels")) else _LARGEST_MEDIA
                )
                with archive.open(entry) as part:
                    held = part.read(limit + 1)
                if len(held) > limit:
                    raise Refused(_BOMB)
                yield entry.filename, held
    except _UNREADABLE:
        raise Refused(_DAMAGED) from None


_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)
"""What reading an archive that is no good one raises."""
_LOCKED = "tệp có mật khẩu; hãy mở tệp bằng Word, bỏ mật khẩu, lưu lại rồi nhập lại"


def _is_part(name: str) -> bool:
    if name in (_CONTENT_TYPES, "_rels/.rels"):
        return True
    if not name.startswith(("word/", "media/")) or ".." in name.split("/") or "\\" in name:
        return False
    if name == _MACROS:
        return True
    return not name.endswith(".bin") and "/embeddings/" not in name and "/fonts/" not in name


def _tree(part: bytes) -> Any:
    """The XML of a part. Entities stand for nothing, nothing is fetched, and what is nested deeper
    than 256 elements is refused by the parser."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        tree = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            what = "bảng hay khung lồng nhau quá sâu"
            raise Refused(f"{what}; hãy bỏ bớt các lớp bảng rồi nhập lại") from None
        raise Refused(_DAMAGED) from None
    if tree.getroottree().docinfo.doctype:
        raise Refused("tệp có khai báo DTD, không phải do Word làm ra; hãy lưu lại bằng Word")
    return tree


def _main(trees: Mapping[str, Any]) -> str:
    """The name of the part with the text. Raises `Refused` for one of another kind than Word's
    usual one."""
    names = [name for name in trees if name.startswith("word/document")]
    if not names:
        raise Refused(_DAMAGED)
    main = min(names, key=len)
    if trees[main].tag != f"{W}document":
        hint = "hãy mở tệp bằng Word, lưu lại thành loại “Word Document (.docx)” rồi nhập lại"
        raise Refused(f"tệp thuộc loại ít dùng (Strict Open XML); {hint}")
    return main


def _is_text(name: str) -> bool:
    stem = name.removeprefix("word/")
    return stem.startswith(("document", "footnotes", "endnotes", "header", "footer"))


def _is_margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer"))
