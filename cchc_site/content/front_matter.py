"""The front matter of a post: split off, read with the line of every key, written back.

Pure. A handler for python-frontmatter, its extension point: the stock one accepts unclosed blocks,
lists and doubled keys silently and loses line numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from cchc_site.base import invisible
from cchc_site.content import yaml_nodes

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_FIRST_KEY_LINE = 2

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
    """The front matter cannot be read at all: the one problem that says why."""

    def __init__(self, line: int, what: str, hint: str) -> None:
        """Keep the three parts; `line` counts from 1 in the file."""
        super().__init__(what)
        self.line, self.what, self.hint = line, what, hint


class Key(NamedTuple):
    """A key's line in the file and the YAML node of its value."""

    line: int
    node: yaml.Node


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file holds: entries by key, keys written again (line, name), the body, its line."""

    entries: Mapping[str, Key]
    doubled: tuple[tuple[int, str], ...]
    body: str
    body_line: int


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

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and the body; an open front matter is refused."""
        try:
            _, head, body = _FENCE.split(text, 2)
        except ValueError:
            raise Malformed(
                1,
                "phần thông tin đầu bài chưa được đóng",
                "hãy thêm một dòng “---” sau dòng thông tin cuối cùng",
            ) from None
        leading = len(body) - len(body.lstrip())
        self.body_line = 1 + head.count("\n") + body[:leading].count("\n")
        return head.removeprefix("\n"), body

    def load(self, fm: str, **kwargs: object) -> dict[str, object]:
        """Keep each key's entry; nothing is handed to python-frontmatter, which wants values."""
        for name, start, node in _plain_nodes(fm) or _composed(fm):
            line = start + _FIRST_KEY_LINE
            if name in self.entries:
                self.doubled.append((line, name))
            else:
                self.entries[name] = Key(line, node)
        return {}

    def export(self, metadata: Mapping[str, object], **kwargs: object) -> str:
        """`metadata` as YAML, keys in the order given."""
        text: str = yaml.dump(
            dict(metadata), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**6
        )
        return text.strip()


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
            value = yaml.SequenceNode("", nodes, mark, mark)
        else:
            value = _scalar(scalar, mark)
        pairs.append((name, number, value))
    return pairs


def _scalar(written: str, mark: yaml.Mark) -> yaml.ScalarNode:
    return yaml.ScalarNode("", invisible.dropped(written.strip('"')), mark, mark)


def _composed(head: str) -> list[_Pair]:
    try:
        root = yaml_nodes.compose(head)
    except yaml_nodes.Unfit as unfit:
        raise Malformed(unfit.line + _FIRST_KEY_LINE, unfit.what, unfit.hint) from None
    except yaml.MarkedYAMLError as error:
        raise _broken(error) from None
    except yaml.reader.ReaderError as error:
        line = head[: error.position].count("\n") + _FIRST_KEY_LINE
        raise Malformed(
            line, "phần thông tin đầu bài có ký tự không in được", "hãy gõ lại dòng này"
        ) from None
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise Malformed(
            root.start_mark.line + _FIRST_KEY_LINE,
            "phần thông tin đầu bài phải gồm các dòng “khóa: giá trị”",
            "hãy viết ví dụ “title: Lịch tiếp công dân tháng 5”",
        )
    return [(str(key.value), key.start_mark.line, value) for key, value in root.value]


_YAML_FAULTS = (
    (
        "mapping values are not allowed",
        "có dấu hai chấm trong giá trị",
        'hãy đặt cả giá trị trong dấu ngoặc kép, ví dụ title: "Thông báo: nghỉ lễ"',
    ),
    ("character that cannot start any token", "có ký tự không đặt được ở đầu giá trị", ""),
    ("cannot start any token", "có ký tự không đặt được ở đầu giá trị", ""),
    ("unexpected end of stream", "dấu ngoặc kép hoặc nháy đơn chưa được đóng", "hãy đóng lại"),
    ("could not find expected ':'", "dòng này thiếu dấu hai chấm sau tên khóa", ""),
    ("undefined alias", "ký hiệu “*” ở đầu giá trị không được dùng", ""),
)


def _broken(error: yaml.MarkedYAMLError) -> Malformed:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + _FIRST_KEY_LINE
    said = f"{error.problem or ''} {error.context or ''}"
    for words, what, hint in _YAML_FAULTS:
        if words in said:
            if words == "unexpected end of stream" and error.context_mark:
                line = error.context_mark.line + _FIRST_KEY_LINE
            return Malformed(line, what, hint or "hãy đặt cả giá trị trong dấu ngoặc kép")
    return Malformed(
        line,
        "phần thông tin đầu bài viết sai cú pháp YAML",
        "mỗi dòng phải là “khóa: giá trị”; giá trị có ký hiệu lạ thì đặt trong dấu ngoặc kép",
    )


def split(text: str) -> FrontMatter:
    """The front matter and the body of `text`.

    Raises `Refused` when there is none, when it is left open, and when it is no YAML mapping.
    """
    if not _FENCE.match(text):
        raise Malformed(
            1,
            "bài không có phần thông tin đầu bài",
            "hãy mở đầu bằng một dòng “---”, rồi title, date, author, category, rồi một dòng “---”",
        )
    handler = _Handler()
    _, body = frontmatter.parse(text, handler=handler)
    return FrontMatter(handler.entries, tuple(handler.doubled), body, handler.body_line)


def join(values: Mapping[str, object], body: str) -> str:
    """A file of `values`, in their order, and `body`."""
    item = frontmatter.Post(body, handler=_Handler(), **values)
    return f"{frontmatter.dumps(item)}\n"
