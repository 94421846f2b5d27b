"""The front matter of a post: split off, read with the line of every key, written back.

Pure. A handler for python-frontmatter, its extension point: the stock one accepts unclosed blocks,
lists and doubled keys silently and loses line numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler
from msgspec import Struct

from cchc_site.base import invisible
from cchc_site.content import fields, meant_lines, slips
from cchc_site.content.fields import BY_NAME
from cchc_site.content.slips import Slip

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# What Word and hasty hands make of a fence.
_LIKE_FENCE = re.compile(r"[ \t\u00a0]?(?:[-–—―\u2212_]{2,}|[*+=~`]{3,}|[—–―])[ \t\u00a0]*")
_CODE = re.compile(r"[ ]{0,3}```+[ \t]*\w*[ \t]*")
_KEY_LINE = re.compile(r"[ ]*(?:- +)?([^\W\d][\w ]{0,30}?) ?[:\uff1a]")
_FIRST_KEY_LINE = 2
_THREE = "hãy viết đúng ba dấu gạch “---”, không có gì khác trên dòng này"
_FOUR = (
    "hãy mở đầu bằng một dòng “---”, rồi các dòng title, date, author, category, rồi một dòng “---”"
)

# A key and its value on one line, in forms of YAML that stand for just what is written: in
# quotation marks without escapes, bare without marks that mean something, or a list of these.
_QUOTED = r'"[^"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*+"'
_WORD = r"[\w.;()/%+–“”…-]"
_BARE = rf"\w(?:{_WORD}++|,|:(?=\w)| (?={_WORD}))*+"
_ITEM = rf"(?:{_QUOTED}|\w(?:{_WORD}++| (?={_WORD}))*+)"
_PLAIN_LINE = re.compile(
    rf"([a-z_]{{1,40}}): (?:({_QUOTED}|{_BARE})|\[((?:{_ITEM}(?:, {_ITEM})*)?)\])"
)
_PLAIN_ITEM = re.compile(_ITEM)


class Malformed(Exception):
    """Front matter that cannot be read as it is: its first slip."""

    def __init__(self, slip: Slip) -> None:
        """Keep the slip; its line counts from 1 in the file."""
        super().__init__(slip.what)
        self.slip = slip


class Key(NamedTuple):
    """A key's line in the file and the YAML node of its value."""

    line: int
    node: yaml.Node


class FrontMatter(Struct, frozen=True):
    """What a file holds: entries by the fields that their keys mean, keys written again (line,
    name), the body, its line; all slips of the front matter, mended in the entries, by their lines
    in the file; and the front matter as it is written, without its fences. `is_whole` tells that
    the front matter was there at all."""

    entries: Mapping[str, Key]
    doubled: tuple[tuple[int, str], ...]
    body: str
    body_line: int
    slips: tuple[Slip, ...] = ()
    is_whole: bool = True
    head: str = ""


_Pair = tuple[str, int, yaml.Node]
"""A key, its line from 0 in the front matter, and the node of its value."""


class _Handler(BaseHandler):
    """YAML between two lines of `---`, every value kept as typed, with its line."""

    FM_BOUNDARY = _FENCE
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self) -> None:
        super().__init__()
        self.body_line = 1
        self.entries: dict[str, Key] = {}
        self.doubled: list[tuple[int, str]] = []
        self.slips: list[Slip] = []
        self.head = ""
        self._pairs: list[_Pair] = []

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and the body; one that is left open ends where it must."""
        self.head, body = self._split(text)
        return self.head, body

    def _split(self, text: str) -> tuple[str, str]:
        try:
            _, head, body = _FENCE.split(text, 2)
        except ValueError:
            return self._ended(text)
        head = head.removeprefix("\n")
        self._pairs = _plain_nodes(head)
        if not self._pairs and head.strip() and not slips.sound(head):
            return self._ended(text)
        leading = len(body) - len(body.lstrip())
        self.body_line = 2 + head.count("\n") + body[:leading].count("\n")
        return head, body

    def _ended(self, text: str) -> tuple[str, str]:
        """The front matter up to where its lines are none any more, and the rest."""
        _, *lines = text.split("\n")
        end = _end(lines)
        self.slips += (Slip(line + _FIRST_KEY_LINE, *said) for line, *said in end.slips)
        body = "\n".join(lines[end.body :])
        leading = len(body) - len(body.lstrip())
        self.body_line = end.body + _FIRST_KEY_LINE + body[:leading].count("\n")
        return "".join(f"{line}\n" for line in lines[: end.head]), body

    def load(self, fm: str, **kwargs: object) -> dict[str, object]:
        """Keep each key's entry; nothing is handed to python-frontmatter, which wants values."""
        for name, start, node in self._pairs or self._composed(fm):
            line = start + _FIRST_KEY_LINE
            if name not in BY_NAME:
                name = fields.key(name) or name
            if name in self.entries:
                self.doubled.append((line, name))
            else:
                self.entries[name] = Key(line, node)
        return {}

    def _composed(self, head: str) -> list[_Pair]:
        root, met, *_ = slips.read(head)
        self.slips += (slip._replace(line=slip.line + _FIRST_KEY_LINE) for slip in met)
        if root is None:
            return []
        if not isinstance(root, yaml.MappingNode):
            items = root.value if isinstance(root, yaml.SequenceNode) else []
            if items and all(isinstance(item, yaml.MappingNode) for item in items):
                hint = "hãy xóa dấu “-” và dấu cách ở đầu mỗi dòng"
                what = "phần thông tin đầu bài viết thành danh sách"
                self.slips.append(Slip(root.start_mark.line + _FIRST_KEY_LINE, what, hint))
                return [pair for item in items for pair in _pairs(item)]
            hint = "hãy viết ví dụ “title: Lịch tiếp công dân tháng 5”"
            what = "phần thông tin đầu bài phải gồm các dòng “mục: giá trị”"
            self.slips.append(Slip(root.start_mark.line + _FIRST_KEY_LINE, what, hint))
            return []
        return _pairs(root)

    def export(self, metadata: Mapping[str, object], **kwargs: object) -> str:
        """`metadata` as YAML, keys in the order given."""
        text: str = yaml.dump(
            dict(metadata), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**6
        )
        return text.strip()


def _pairs(node: yaml.MappingNode) -> list[_Pair]:
    return [(str(key.value), key.start_mark.line, value) for key, value in node.value]


def _plain_nodes(head: str) -> list[_Pair]:
    """What `_composed` makes of `head`, without a parser of YAML; nothing when that needs one.

    A fast path: 14 µs a post in place of 40, which is 2 % of a cold build. `load` asks for it.
    """
    pairs: list[_Pair] = []
    for number, line in enumerate(head.removesuffix("\n").split("\n")):
        pair = _PLAIN_LINE.fullmatch(line)
        if not pair:
            return []
        mark = yaml.Mark("", 0, number, 0, None, 0)
        name, scalar, items = pair.groups()
        value: yaml.Node
        if scalar is None:
            nodes = [_scalar(item, mark) for item in _PLAIN_ITEM.findall(items)]
            value = yaml.SequenceNode("", nodes, mark, mark, flow_style=True)
        else:
            value = _scalar(scalar, mark)
        pairs.append((name, number, value))
    return pairs


def _scalar(written: str, mark: yaml.Mark) -> yaml.ScalarNode:
    return yaml.ScalarNode("", invisible.dropped(written.strip('"')), mark, mark)


class _End(NamedTuple):
    """How many lines front matter has, at which line the body begins, and what is wrong between."""

    head: int
    body: int
    slips: tuple[Slip, ...] = ()


def _end(lines: Sequence[str]) -> _End:
    """Where the front matter ends that `lines` begin with, which may be left open."""
    is_open = not any(map(_FENCE.fullmatch, lines))
    head = 0  # lines up to the last that is front matter for sure
    for at, line in enumerate(lines):
        if _FENCE.fullmatch(line):
            return _End(at, at + 1)
        if _LIKE_FENCE.fullmatch(line):
            what = "dòng kết thúc phần thông tin đầu bài viết chưa đúng"
            return _End(at, at + 1, (Slip(at, what, _THREE),))
        if not line.strip():
            continue
        key = _KEY_LINE.match(line)
        known = bool(key and meant_lines.is_key(key[1])) or line.startswith("#")
        if not known and (head < at or (is_open and not line.startswith(("-", " ", "\t")))):
            break
        head = at + 1
    what = "phần thông tin đầu bài chưa được đóng"
    hint = f"hãy thêm một dòng “---” ngay dưới dòng {head + 1}"
    return _End(head, head, (Slip(head - 1, what, hint),))


def read(text: str) -> FrontMatter:
    """The front matter and the body of `text`, whatever is wrong with them."""
    handler = _Handler()
    if not _FENCE.match(text):
        lines = text.split("\n")
        first = next((at for at, line in enumerate(lines) if line.strip()), 0)
        if _CODE.fullmatch(lines[first]) and _opens(lines, first + 1):
            what = f"dòng “{lines[first].strip()}” đứng trước phần thông tin đầu bài"
            handler.slips.append(Slip(first + 1, what, "hãy xóa dòng này"))
            lines[first] = ""
            first += 1
        elif not _opens(lines, first):
            return _headless(text, lines, first)
        elif first:
            what = "phần thông tin đầu bài phải bắt đầu từ dòng 1"
            handler.slips.append(Slip(1, what, f"hãy xóa {first} dòng trống ở đầu tệp"))
        if not _FENCE.fullmatch(lines[first]):
            what = "dòng mở đầu phần thông tin đầu bài viết chưa đúng"
            handler.slips.append(Slip(first + 1, what, _THREE))
        text = "\n".join(["---", *lines[:first], *lines[first + 1 :]])
    _, body = frontmatter.parse(text, handler=handler)
    met = tuple(handler.slips)
    doubled = tuple(handler.doubled)
    return FrontMatter(handler.entries, doubled, body, handler.body_line, met, head=handler.head)


def _opens(lines: Sequence[str], at: int) -> bool:
    """Whether the line opens front matter, be it written wrong: then a key comes after it."""
    if at >= len(lines) or not _LIKE_FENCE.fullmatch(lines[at]):
        return at < len(lines) and bool(_FENCE.fullmatch(lines[at]))
    if lines[at].strip(" \t\u00a0")[0] not in "*+=~`":
        return True
    key = next((_KEY_LINE.match(line) for line in lines[at + 1 :] if line.strip()), None)
    return bool(key and meant_lines.is_key(key[1]))


def _headless(text: str, lines: Sequence[str], first: int) -> FrontMatter:
    """A text without front matter, or with one that nothing opens."""
    key = _KEY_LINE.match(lines[first])
    if not key or not meant_lines.is_key(key[1]):
        what = "bài không có phần thông tin đầu bài"
        return FrontMatter({}, (), text, 1, (Slip(1, what, _FOUR),), False)
    end = _end(lines[first:])
    what = "thiếu dòng “---” mở đầu phần thông tin đầu bài"
    hint = f"hãy thêm một dòng “---” ngay trên dòng {first + 1}, dòng đầu tiên của tệp"
    body = "\n".join(lines[first + end.body :])
    met = (Slip(first + 1, what, hint), *(slip._replace(line=slip.line + 1) for slip in end.slips))
    head = "\n".join(lines[first : first + end.head])
    return FrontMatter({}, (), body, first + end.body + 1, met, False, head)


def split(text: str) -> FrontMatter:
    """The front matter and the body of `text`.

    Raises `Malformed` when there is none, when it is left open, and when it is no YAML mapping.
    """
    whole = read(text)
    if whole.slips:
        raise Malformed(whole.slips[0])
    return whole


def join(values: Mapping[str, object], body: str) -> str:
    """A file of `values`, in their order, and `body`."""
    item = frontmatter.Post(body, handler=_Handler(), **values)
    return f"{frontmatter.dumps(item)}\n"
