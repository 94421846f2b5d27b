"""Raw HTML in a post: each tag judged at its line, and what is let through written anew.

Pure. Tags are written from their parsed parts, so that the browser reads what this scan has read;
sanitizer.py says what is allowed. One stack holds the author's elements and Markdown's own, since
each must close within the other.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.content.text import SIZED, escape, quote
from cchc_site.markdown import destinations, sanitizer, typed_tags
from cchc_site.markdown.output import UNFIT, Output

# One attribute of a tag, for a larger expression.
ATTRIBUTE = r"""\s+([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"""
_ATTRIBUTES = re.compile(ATTRIBUTE, re.ASCII)
_PIECE = re.compile(
    rf"""
    (?P<comment> <!--(?: -?> | .*?--> ) )
    | <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:{ATTRIBUTE})*+)\s*/?>
    | (?P<open_comment> <!-- )
    | (?P<declaration> <!\[CDATA\[ | <\? | <! )
    | (?P<broken> </?[A-Za-z][^\s<>]* )
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)

_ENDS: Mapping[str, str] = {"<![CDATA[": "]]>", "<?": "?>"}
MAX_OPEN = 60
"""Elements open at once: nothing readable has more, and HTML's own rules for closing them look at
all of them."""

_TYPED = "nếu là chữ thì viết “&lt;” thay cho “<”"
_INSTEAD_OF_ATTRIBUTE: Mapping[str, str] = {
    "markdown": "hãy xóa “markdown” và để một dòng trống trước nội dung",
    "style": "hãy xóa “style”, giao diện tự định dạng",
}
_INSTEAD: Mapping[str, str] = {
    "audio": "hãy dẫn liên kết tới tệp ghi âm",
    "button": "hãy dùng liên kết",
    "center": "hãy xóa thẻ này, giao diện tự căn chữ",
    "font": "hãy xóa thẻ này; muốn nhấn mạnh thì viết **chữ đậm**",
    "form": "hãy dẫn liên kết tới biểu mẫu",
    "h1": "hãy viết “## ” ở đầu dòng",
    "input": "hãy dẫn liên kết tới biểu mẫu",
    "strike": "hãy viết ~~chữ gạch ngang~~",
    "video": "hãy dẫn liên kết tới video",
}
# What shows something else within a page, and where it says what.
_FRAMES: Mapping[str, str] = {"embed": "src", "frame": "src", "iframe": "src", "object": "data"}


class _OpenTag(Struct, frozen=True):
    """An element not closed yet.

    Markdown has opened it (`ours`), or the author: then it may be `refused`, not written and only
    waiting for its closing tag, and its fault may be `reported` already.
    """

    name: str
    line: int = 0
    ours: bool = False
    refused: bool = False
    reported: bool = False


@cache
def _ours(name: str) -> _OpenTag:
    return _OpenTag(name, ours=True)


class RawHtml:
    """The raw HTML of one text, fed in order together with Markdown's own elements."""

    def __init__(self, output: Output) -> None:
        """Write into `output`."""
        self._output = output
        self._stack: list[_OpenTag] = []
        self._abandoned: Counter[str] = Counter()
        self._too_deep = False
        self._absent = set[str]()

    def enter(self, name: str, line: int | None = None) -> None:
        """Markdown opens an element: a block on `line`, or one within a line."""
        if self._stack and line is not None and self._between_cells():
            self._outside_cell(line)
        self._stack.append(_ours(name))

    def refuses_link(self, line: int) -> bool:
        """Whether a link that opens now would stand in another, which is a fault."""
        inside = any(opened.name == "a" for opened in self._stack)
        if inside:
            hint = "hãy tách thành hai liên kết"
            self._output.problem(line, "liên kết nằm trong liên kết khác", hint)
        return inside

    def leave(self) -> None:
        """Markdown closes its last element; what the author left open in it is a fault."""
        while self._stack:
            left = self._stack.pop()
            if left.ours:
                return
            self._abandon(left)

    def finish(self) -> None:
        """The text ends."""
        while self._stack:
            self.leave()

    def feed(self, fragment: str, line: int) -> None:
        """Write what `fragment`, which starts on `line`, is let through as."""
        self._output.is_ours = False
        self._absent.clear()
        at = 0
        while piece := _PIECE.search(fragment, at):
            self._text(fragment[at : piece.start()], line)
            line += fragment.count("\n", at, piece.start())
            at = self._piece(piece, line)
            line += fragment.count("\n", piece.start(), at)
        self._text(fragment[at:], line)

    def _text(self, text: str, line: int) -> None:
        if not text:
            return
        words = unescape(text)
        if words.strip() and self._between_cells():
            leading = len(text) - len(text.lstrip())
            self._outside_cell(line + text.count("\n", 0, leading))
        self._output.html.append(escape(words).replace("\u2028", "<br>"))
        self._output.words.append(words)

    def _between_cells(self) -> bool:
        """Whether the author has opened a table and no cell."""
        if not self._stack:
            return False
        return self._stack[-1].name in sanitizer.TABLE_FRAME and not self._stack[-1].ours

    def _outside_cell(self, line: int) -> None:
        self._output.problem(
            line, "nội dung nằm trong bảng HTML mà ngoài ô", "hãy đặt nó giữa “<td>” và “</td>”"
        )

    def _piece(self, piece: re.Match[str], line: int) -> int:
        """Judge a piece of markup and return where in its fragment to go on."""
        if piece["name"] and typed_tags.is_at(piece.string, piece.start()):
            self._text(piece[0], line)
            return piece.end()
        if piece["name"]:
            return self._tag(piece, piece["name"].lower(), line)
        if piece["open_comment"]:
            self._open_comment(line)
            return len(piece.string)
        if piece["declaration"]:
            end = self._end_of_declaration(piece)
            shown = piece.string[piece.start() : min(end, piece.start() + 20)].split("\n")[0]
            self._output.problem(line, f"“{shown}” không được dùng trong bài", "hãy xóa đoạn này")
            return end
        if of_word := typed_tags.OF_WORD.match(piece.string, piece.start()):
            self._output.problem(line, *typed_tags.fault_of_word(of_word[0]))
            return of_word.end()
        if piece["broken"]:
            self._broken(piece["broken"], line)
        return piece.end()

    def _end_of_declaration(self, piece: re.Match[str]) -> int:
        """Where a declaration ends: at what closes it, else after the next “>”. What is absent from
        the rest of a fragment is looked for once."""
        for closing in (_ENDS.get(piece["declaration"], ""), ">"):
            if closing and closing not in self._absent:
                place = piece.string.find(closing, piece.end())
                if place >= 0:
                    return place + len(closing)
                self._absent.add(closing)
        return len(piece.string)

    def _open_comment(self, line: int) -> None:
        hint = "hãy thêm “-->” vào cuối ghi chú, hoặc xóa nó"
        self._output.problem(line, "ghi chú “<!--” chưa được đóng", hint)
        # It has swallowed whatever would close them.
        self._stack = [tag if tag.ours else replace(tag, reported=True) for tag in self._stack]

    def _broken(self, tag: str, line: int) -> None:
        hint = "hãy viết đủ thẻ tới dấu “>”, hoặc thay dấu “<” bằng “&lt;”"
        self._output.problem(line, f"thẻ “{tag}” viết dở", hint)
        self._output.html.append(escape(tag))
        self._abandoned[tag[1:].lower()] += 1

    def _tag(self, piece: re.Match[str], name: str, line: int) -> int:
        if name not in sanitizer.PHRASING:
            self._output.words.append(" ")
        if piece["slash"]:
            self._close(name, line)
            return piece.end()
        if name not in sanitizer.VOID and len(self._stack) >= MAX_OPEN:
            self._leave_out(name, line)
            return piece.end()
        refused = self._refuses(name, piece["attributes"], line)
        if name not in sanitizer.VOID:
            self._stack.append(_OpenTag(name, line, refused=refused, reported=refused))
        if refused:
            return _end_of_content(piece, name)
        attributes = self._attributes(name, piece["attributes"], line)
        self._output.html.append(f"<{name}{attributes}>")
        return piece.end()

    def _leave_out(self, name: str, line: int) -> None:
        """Leave out an element that opens within too many others; the first is a fault."""
        if not self._too_deep:
            hint = "hãy đóng bớt thẻ, hoặc bỏ HTML viết tay"
            self._output.problem(line, f"các thẻ HTML lồng nhau sâu quá {MAX_OPEN} tầng", hint)
        self._too_deep = True
        self._abandoned[name] += 1

    def _refuses(self, name: str, source: str, line: int) -> bool:
        if name not in sanitizer.ELEMENTS:
            hint = _INSTEAD.get(name, f"hãy xóa thẻ này; {_TYPED}")
            if name in _FRAMES:
                shown = dict(attributes_in(source)).get(_FRAMES[name], "")
                hint = destinations.instead_of_frame(shown)
            self._output.problem(line, f"thẻ “<{name}>” không được dùng", hint)
            return True
        parents = sanitizer.PARENTS.get(name)
        parent = self._stack[-1] if self._stack else None
        if parents and (parent is None or parent.refused or parent.name not in parents):
            if parent is None or not parent.refused:
                hint = f"hãy đặt nó ngay trong “<{parents[0]}>”"
                self._output.problem(line, f"thẻ “<{name}>” nằm sai chỗ", hint)
            return True
        return name == "a" and self.refuses_link(line)

    def _attributes(self, name: str, source: str, line: int) -> str:
        written: dict[str, str] = {}
        for attribute, value in attributes_in(source):
            if attribute in written:
                self._output.problem(
                    line, f"thuộc tính “{attribute}” viết hai lần", "hãy xóa một trong hai"
                )
            written.setdefault(attribute, value)
        parts = [self._attribute(name, *pair, written, line) for pair in written.items()]
        if name == "img":
            parts.append(' loading="lazy" decoding="async"')
            if "alt" not in written:
                self._output.missing_alt(line, in_html=True)
        return "".join(parts)

    def _attribute(
        self, element: str, name: str, value: str, beside: Mapping[str, str], line: int
    ) -> str:
        """The attribute as it is let through, empty when it is not."""
        if fault := attribute_fault(element, name, value):
            self._output.problem(line, *fault)
            return ""
        if name == "href":
            return self._output.link(value, line)
        if name == "src":
            sized = "" if "width" in beside or "height" in beside else SIZED
            return self._output.image(value, line, sized, in_html=True)
        if name == "id" and not self._output.claim(value):
            what = f"id “{value}” đã có ở chỗ khác trong bài"
            self._output.problem(line, what, "hãy chọn một id khác")
            return ""
        return f' {name}="{quote(value)}"'

    def _close(self, name: str, line: int) -> None:
        depth = next(
            (
                place
                for place in range(len(self._stack) - 1, -1, -1)
                if self._stack[place].name == name and not self._stack[place].ours
            ),
            -1,
        )
        if depth < 0:
            self._stray(name, line)
            return
        opened, inside = self._stack[depth], self._stack[depth + 1 :]
        if any(tag.ours for tag in inside):
            if not opened.reported:
                hint = f"hãy mở và đóng “<{name}>” trong cùng một đoạn"
                self._output.problem(line, f"thẻ “</{name}>” đóng chéo lên phần khác", hint)
            self._stack[depth] = replace(opened, reported=True)
            return
        for left in reversed(inside):
            self._abandon(left)
        del self._stack[depth:]
        if not opened.refused:
            self._output.html.append(f"</{name}>")

    def _abandon(self, opened: _OpenTag) -> None:
        """Close what the author did not."""
        if not opened.refused:
            self._output.html.append(f"</{opened.name}>")
        if not opened.reported:
            hint = f"hãy thêm “</{opened.name}>” trong cùng đoạn với thẻ mở; {_TYPED}"
            self._output.problem(opened.line, f"thẻ “<{opened.name}>” chưa được đóng", hint)
        self._abandoned[opened.name] += 1

    def _stray(self, name: str, line: int) -> None:
        if self._abandoned[name]:
            self._abandoned[name] -= 1  # the fault was reported where the element opens
        else:
            hint = f"hãy xóa “</{name}>”"
            self._output.problem(line, f"thẻ đóng “</{name}>” không có thẻ mở", hint)


def attribute_fault(element: str, name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with an attribute other than its address, and how to mend it."""
    if not sanitizer.allows(element, name):
        hint = _INSTEAD_OF_ATTRIBUTE.get(name, f"hãy xóa “{name}”")
        return f"thuộc tính “{name}” của thẻ “<{element}>” không được dùng", hint
    if wanted := sanitizer.wanted_instead(name, value):
        return f"thuộc tính “{name}” không nhận giá trị “{value}”", f"hãy viết {wanted}"
    return None


def attributes_in(source: str) -> Iterator[tuple[str, str]]:
    """Name and value, as a browser reads them, of each attribute in what ATTRIBUTE matches."""
    for name, *values in _ATTRIBUTES.findall(source):
        yield name.lower(), unescape("".join(values))


def unescape(text: str) -> str:
    """The characters that `text` stands for in HTML, without those that nothing may hold."""
    return UNFIT.sub("\ufffd", html.unescape(text))


def _end_of_content(opening: re.Match[str], name: str) -> int:
    """Where to go on after a refused opening tag: content that is not HTML goes with it."""
    if name not in sanitizer.OPAQUE:
        return opening.end()
    closing = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(opening.string, opening.end())
    return closing.start() if closing else len(opening.string)
