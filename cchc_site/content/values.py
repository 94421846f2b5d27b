"""Values of front-matter fields: a YAML node → what a post holds, or the fault in it.

Pure. Values come from YAML's BaseLoader, so every scalar is the text as typed (`012` stays "012",
`yes` stays "yes").
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

import yaml

from cchc_site.base import urls, vietnamese
from cchc_site.content import document_parts
from cchc_site.content.fields import STATUSES, Field, Moment, Record, Settings, Value

# Each becomes the name of a folder, which file systems hold to 255 bytes.
_NAMES = ("author", "category", "slug", "tags")
NAME_LIMIT = 200
# Titles and summaries stand in every list, each tag and document has a page of its own: without a
# bound a post of 2 MB would make a thousand times as much.
_LIMITS = {**dict.fromkeys(_NAMES, NAME_LIMIT), "title": 1_000}
_TEXT_LIMIT = 5_000
_ITEM_LIMITS = {"author": 100, "tags": 100}
_ITEM_LIMIT = 1_000
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WEB = ("https://", "http://")


class Fault(Exception):
    """A value that cannot be read: its line in the front matter, what is wrong, how to mend it."""

    def __init__(self, line: int, what: str, hint: str) -> None:
        """Keep the three parts; `line` counts from 1 in the file."""
        super().__init__(what)
        self.line, self.what, self.hint = line, what, hint


def value(field: Field, node: yaml.Node, settings: Settings) -> Value | None:
    """The value of `field` at `node`, or None when nothing is written there.

    Raises `Fault` for a value of another type, form or choice.
    """
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        return None
    return _READERS[field.kind](field, node, settings)


def _text(field: Field, node: yaml.Node, settings: Settings) -> str:
    if not isinstance(node, yaml.ScalarNode):
        example = f"{field.name}: {field.example}" if field.example else "một dòng chữ"
        raise Fault(
            _line(node),
            f"“{field.name}” phải là một dòng chữ, không phải {_shape(node)}",
            f"hãy viết ví dụ “{example}”",
        )
    written: str = node.value
    if written.isprintable() and "  " not in written:
        text = written.strip(" ")  # as nearly always: nothing to look for, nothing to join
    elif _UNPRINTABLE.search(written):
        raise Fault(
            _line(node), f"“{field.name}” có ký tự điều khiển không in được", "hãy gõ lại dòng này"
        )
    else:
        text = " ".join(written.split())
    limit = _LIMITS.get(field.name, _TEXT_LIMIT)
    if len(text) > limit:
        raise Fault(
            _line(node), f"“{field.name}” dài {len(text)} chữ cái, quá {limit}", "hãy viết ngắn lại"
        )
    return text


def _texts(field: Field, node: yaml.Node, settings: Settings) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise Fault(
            _line(node),
            f"“{field.name}” phải là một danh sách, không phải {_shape(node)}",
            f"hãy viết ví dụ “{field.name}: {field.example}”",
        )
    _judge_length(field, node)
    texts = (_text(field, item, settings) for item in node.value)
    return tuple(dict.fromkeys(text for text in texts if text))


def _judge_length(field: Field, node: yaml.SequenceNode) -> None:
    limit = _ITEM_LIMITS.get(field.name, _ITEM_LIMIT)
    if len(node.value) > limit:
        raise Fault(
            _line(node),
            f"“{field.name}” có {len(node.value)} mục, quá {limit}",
            "hãy bớt đi, hoặc tách thành nhiều bài",
        )


def _names(field: Field, node: yaml.Node, settings: Settings) -> tuple[str, ...] | None:
    if isinstance(node, yaml.SequenceNode):
        return _texts(field, node, settings) or None
    return (_text(field, node, settings),)


def _slug(field: Field, node: yaml.Node, settings: Settings) -> str:
    text = _text(field, node, settings)
    proper = vietnamese.slug(text)
    if text != proper:
        raise Fault(
            _line(node),
            f"“slug: {text}” chỉ được có chữ thường không dấu, số và dấu gạch nối",
            f"hãy viết “slug: {proper or 'ten-bai-viet'}”",
        )
    return text


_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _flag(field: Field, node: yaml.Node, settings: Settings) -> bool:
    text = _text(field, node, settings)
    if text.lower() not in _FLAGS:
        raise Fault(
            _line(node),
            f"“{field.name}: {text}” phải là true (có) hoặc false (không)",
            f"hãy viết “{field.name}: true”, hoặc xóa dòng này",
        )
    return _FLAGS[text.lower()]


def _category(field: Field, node: yaml.Node, settings: Settings) -> str:
    text = _text(field, node, settings)
    if text in settings.categories or not settings.categories:
        return text
    by_label = {label: key for key, label in settings.categories.items()}
    if text in by_label:
        return by_label[text]
    nearest = vietnamese.nearest(text, [*by_label, *settings.categories])
    if nearest:
        hint = f"có phải “{nearest}” không?"
    else:
        hint = "hãy chọn một trong: " + ", ".join(settings.categories.values())
    raise Fault(_line(node), f"không có chuyên mục “{text}”", hint)


_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
# Search counts days from there. No document of today's state is older (it was founded in 1945), and
# a year such as 1026 or 0226 is a slip of the hand.
_FIRST_YEAR = 1900


def _moment(field: Field, node: yaml.Node, settings: Settings) -> Moment:
    text = _text(field, node, settings)
    return moment(field.name, text, _line(node), settings.timezone)


def moment(name: str, text: str, line: int, timezone: ZoneInfo) -> Moment:
    """`text` as a date, with or without time, in `timezone` unless it holds an offset.

    Every date of a post and of a document passes here. Raises `Fault` at `line` for another form,
    for a day or hour that does not exist, and for a day before 1900.
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        raise Fault(
            line,
            f"“{name}: {text}” không đúng dạng ngày",
            f"hãy viết năm-tháng-ngày, ví dụ {_iso_guess(text)}",
        )
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        naive = dt.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
        zone = _zone(offset) if offset else timezone
        # A year at the edge of the calendar cannot be moved to another zone.
        at = naive.replace(tzinfo=zone).astimezone(timezone)
    except (ValueError, OverflowError):
        word = "giờ" if hour and _is_day(year, month, day) else "ngày"
        raise Fault(
            line,
            f"{word} “{text}” không tồn tại",
            "hãy viết năm-tháng-ngày, ví dụ 2024-05-13"
            if word == "ngày"
            else "hãy viết ngày và giờ, ví dụ 2024-05-13 08:30",
        ) from None
    if min(naive.year, at.year) < _FIRST_YEAR:
        raise Fault(
            line,
            f"“{name}: {text}” sớm hơn năm {_FIRST_YEAR}",
            "hãy sửa lại năm, đủ bốn chữ số, ví dụ 2024-05-13",
        )
    return Moment(at, hour is not None)


@lru_cache
def _zone(offset: str) -> dt.tzinfo | None:
    return dt.datetime.strptime(offset, "%z").tzinfo


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _iso_guess(text: str) -> str:
    """The day that `text` means, whatever digits and order it is written in, or an example."""
    plain_digits = unicodedata.normalize("NFKC", text)
    if match := _DAY_FIRST.search(plain_digits):
        day, month, year = match.groups()
    elif match := _MOMENT.fullmatch(plain_digits):
        year, month, day = match.groups()[:3]
    if match and int(year) >= _FIRST_YEAR and _is_day(year, month, day):
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return "2024-05-13"


def _records(field: Field, node: yaml.Node, settings: Settings) -> tuple[Record, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise Fault(
            _line(node),
            f"“{field.name}” phải là một danh sách, không phải {_shape(node)}",
            f"hãy viết mỗi mục trên một dòng bắt đầu bằng “- {field.parts[0][0]}: …”",
        )
    _judge_length(field, node)
    return tuple(record(field, item, settings) for item in node.value)


def record(field: Field, node: yaml.Node, settings: Settings) -> Record:
    """The record of `field` at `node`.

    Raises `Fault` for a key that it does not have, lacks or has twice, and for a value in one.
    """
    values = _parts(field, node, settings)
    if field.name == "documents":
        for key, wrong in document_parts.faults(values):
            line = next(_line(item) for name, item in node.value if name.value == key)
            raise Fault(line, wrong.what, wrong.hint)
        if kind := document_parts.type_name(values.get("type", "")):
            values["type"] = kind
    return values


def _parts(field: Field, node: yaml.Node, settings: Settings) -> Record:
    parts = dict(field.parts)
    expected = ", ".join(parts)
    if not isinstance(node, yaml.MappingNode):
        raise Fault(
            _line(node),
            f"mỗi mục của “{field.name}” phải gồm các khóa, không phải {_shape(node)}",
            f"các khóa được dùng: {expected}",
        )
    values: Record = {}
    for key, item in node.value:
        name = str(key.value)
        if name not in parts:
            nearest = vietnamese.nearest(name, parts)
            raise Fault(
                _line(key),
                f"“{field.name}” không có khóa “{name}”",
                f"có phải “{nearest}” không?" if nearest else f"các khóa được dùng: {expected}",
            )
        if name in values:
            raise Fault(_line(key), f"khóa “{name}” viết hai lần", "hãy xóa một dòng")
        values[name] = _text(Field(name, name, "text", "", ""), item, settings)
        whole = values[name].startswith(_WEB) and urls.split(values[name]).hostname
        if name == "url" and values[name] and not whole:
            raise Fault(
                _line(item),
                f"địa chỉ “{values[name]}” không dùng được",
                "hãy viết địa chỉ bắt đầu bằng https://",
            )
        if name in ("date", "effective") and values[name]:
            moment(name, values[name], _line(item), settings.timezone)
        if name == "status" and values[name]:
            values[name] = _status(values[name], _line(item))
    for name, required in field.parts:
        if required and not values.get(name):
            raise Fault(
                _line(node),
                f"một mục của “{field.name}” thiếu “{name}”",
                f"hãy thêm dòng “{name}: …” vào mục đó",
            )
    return values


def _status(text: str, line: int) -> str:
    known = {status.lower(): status for status in STATUSES}
    if text.lower() in known:
        return known[text.lower()]
    nearest = vietnamese.nearest(text, STATUSES)
    hint = f"có phải “{nearest}” không?" if nearest else f"hãy chọn: {', '.join(STATUSES)}"
    raise Fault(line, f"không có hiệu lực “{text}”", hint)


def _anything(field: Field, node: yaml.Node, settings: Settings) -> Value:
    return plain(node)


def plain(node: yaml.Node) -> Value:
    """`node` as texts, lists and mappings."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(item) for key, item in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return str(node.value)


def _line(node: yaml.Node) -> int:
    # The front matter is read without its opening fence, which is line 1 of the file.
    return int(node.start_mark.line) + 2


def _shape(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "danh sách"
    if isinstance(node, yaml.MappingNode):
        return "nhóm khóa và giá trị"
    return "một dòng chữ"


_READERS: Mapping[str, Callable[[Field, yaml.Node, Settings], Value | None]] = {
    "text": _text,
    "texts": _texts,
    "names": _names,
    "slug": _slug,
    "flag": _flag,
    "category": _category,
    "moment": _moment,
    "records": _records,
    "anything": _anything,
}
