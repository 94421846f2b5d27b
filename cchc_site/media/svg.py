"""What is wrong with an SVG: it must be a picture and nothing else.

Pure. A page shows it by `<img>` only, where nothing in it runs; but anybody may open it at its own
address, where everything would. Read by expat, which fetches nothing; entities, which may explode
(https://cwe.mitre.org/data/definitions/776.html), are refused as they are declared.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from cchc_site.media.publishable import FileFault

MAX_BYTES = 4 * 1024 * 1024

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_ACTIVE = frozenset(
    ("script", "foreignobject", "handler", "iframe", "embed", "object", "audio", "video", "canvas")
)
_ANIMATIONS = frozenset(("animate", "set", "animatetransform", "animatemotion", "discard"))
_ADDRESSES = frozenset(("href", "src", "base", "action", "formaction", "data"))
_INSIDE = r"#|data:(?:image/(?:png|jpe?g|gif|webp)|font/\w+|application/(?:x-)?font[\w-]*)[;,]"
_OWN = re.compile(_INSIDE, re.IGNORECASE)
_FETCH = re.compile(rf"url\((?!\s*['\"]?\s*(?:{_INSIDE}))|@import", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)|/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*")
_EXPORT = "hãy xuất lại thành SVG thường, hoặc dùng PNG"


class _Unsafe(Exception):
    """The first thing that is wrong."""


def examine(content: bytes) -> tuple[int, int, tuple[FileFault, ...]]:
    """Width and height in pixels (0 where it tells none), and what is wrong with an SVG."""
    if len(content) > MAX_BYTES:
        return 0, 0, (FileFault(0, "tệp SVG nặng quá 4 MB", "hãy dùng PNG hoặc JPEG"),)
    reader = _Reader()
    try:
        reader.read(content)
    except _Unsafe as refused:
        return 0, 0, (FileFault(reader.line, str(refused), _EXPORT),)
    except expat.ExpatError as error:
        return 0, 0, (FileFault(error.lineno, "tệp SVG viết sai XML", _EXPORT),)
    except (ValueError, LookupError):  # an encoding that nobody knows
        return 0, 0, (FileFault(1, "tệp SVG viết sai XML", _EXPORT),)
    return *reader.size, ()


class _Reader:
    def __init__(self) -> None:
        self.size = (0, 0)
        self.line = 0
        self._depth = 0
        self._style: list[str] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity
        self._parser.ProcessingInstructionHandler = self._instruction

    def read(self, content: bytes) -> None:
        self._parser.Parse(content, True)

    def _refuse(self, what: str) -> None:
        self.line = self._parser.CurrentLineNumber
        raise _Unsafe(what)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        kind = local.lower()
        if not self._depth:
            if kind != "svg" or space not in (_SVG, ""):
                self._refuse("tệp này không phải SVG")
            self.size = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
            if not all(self.size):
                self.size = (0, 0)
        self._depth += 1
        if kind in _ACTIVE or space == _XHTML:
            self._refuse(f"SVG có <{local}>, không được phép")
        for written, value in attributes.items():
            self._attribute(kind, written.rpartition(" ")[2], value)
        self._style = [] if kind == "style" else self._style

    def _attribute(self, kind: str, name: str, value: str) -> None:
        lower = name.lower()
        said = "".join(value.split())
        if lower.startswith("on"):
            self._refuse(f"SVG có “{name}”, mã chạy khi người xem bấm hay mở ảnh")
        if lower in _ADDRESSES and said and not _OWN.match(said):
            self._refuse(f"SVG dẫn ra ngoài: “{said[:60]}”")
        if kind in _ANIMATIONS and lower == "attributename":
            target = said.rpartition(":")[2].lower()
            if target in _ADDRESSES or target.startswith("on"):
                self._refuse(f"SVG đổi “{said}” khi đang xem")
        self._css(value)

    def _css(self, text: str) -> None:
        plain = _ESCAPE.sub(_unescaped, text) if "\\" in text or "/*" in text else text
        if _FETCH.search(plain) or "javascript:" in "".join(plain.split()).lower():
            self._refuse(f"SVG dẫn ra ngoài: “{text.strip()[:60]}”")

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._style is not None and name.rpartition(" ")[2].lower() == "style":
            self._css("".join(self._style))
            self._style = None

    def _entity(self, *_: Any) -> None:
        self._refuse("SVG khai báo thực thể (<!ENTITY>)")

    def _instruction(self, target: str, _: str) -> None:
        if target.lower().startswith("xml-"):
            self._refuse(f"SVG gọi tệp khác bằng <?{target}?>")


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if code < 0x110000 else ""
    return escape[2] or ""


def _pixels(text: str | None) -> int:
    length = _LENGTH.fullmatch(text or "")
    return round(float(length[1])) if length and len(length[1]) < 8 else 0
