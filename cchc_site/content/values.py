"""Values of front-matter fields: a YAML node → what a post holds, or the fault in it.

Pure. Values come from YAML's BaseLoader, so every scalar is the text as typed (`012` stays "012",
`yes` stays "yes").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import yaml

from cchc_site.base import urls, vietnamese
from cchc_site.content import authors, document_parts, fields, moments, page_wishes
from cchc_site.content.fields import (
    DATED,
    EXAMPLES,
    STATUSES,
    Field,
    Moment,
    Record,
    Settings,
    Value,
)
from cchc_site.content.texts import (
    Fault,
    Faults,
    judge_length,
    line_of,
    read_text,
    read_texts,
    shape_of,
)

_WEB = ("https://", "http://")


def value(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> Value | None:
    """The value of `field` at `node`, or None when nothing is written there, and where it cannot be
    read: all that is wrong with it goes to `faults`."""
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        return None
    try:
        return _READERS[field.kind](field, node, settings, faults)
    except Fault as fault:
        faults.append(fault)
        return None


def _names(
    field: Field, node: yaml.Node, settings: Settings, faults: Faults
) -> tuple[str, ...] | None:
    if isinstance(node, yaml.SequenceNode):
        return read_texts(field, node, settings, faults) or None
    text = read_text(field, node, settings, faults)
    if names := authors.several(text):
        raise Fault(
            line_of(node),
            f"“{field.name}” có {len(names)} tên trong một dòng chữ: “{text}”",
            f"hãy viết “{field.name}: [{', '.join(names)}]”; "
            f'nếu đó là một tên, hãy viết “{field.name}: ["{text}"]”',
        )
    return (text,)


def _slug(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> str:
    text = read_text(field, node, settings, faults)
    proper = vietnamese.slug(text)
    if text != proper:
        raise Fault(
            line_of(node),
            f"“slug: {text}” chỉ được có chữ thường không dấu, số và dấu gạch nối",
            f"hãy viết “slug: {proper or 'ten-bai-viet'}”",
        )
    return text


FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "có", "co", "đúng", "dung"), True),
    **dict.fromkeys(("false", "no", "off", "không", "khong", "sai"), False),
}


def _flag(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> bool:
    text = read_text(field, node, settings, faults)
    if text.lower() not in FLAGS:
        raise Fault(
            line_of(node),
            f"“{field.name}: {text}” phải là true (có) hoặc false (không)",
            f"hãy viết “{field.name}: true”, hoặc xóa dòng này",
        )
    return FLAGS[text.lower()]


def _reason(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> str:
    """A text that readers are shown: it says why or what, not only that."""
    text = read_text(field, node, settings, faults)
    if text.lower() in FLAGS:
        raise Fault(
            line_of(node),
            f"“{field.name}: {text}” không nói gì với người đọc",
            f"hãy viết thành câu, ví dụ “{field.name}: {field.example}”, hoặc xóa dòng này",
        )
    return text


def _category(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> str:
    text = read_text(field, node, settings, faults)
    if text in settings.categories or not settings.categories:
        return text
    keys = settings.category_names
    if meant := vietnamese.meant(text, keys):
        return meant
    nearest = vietnamese.nearest(text, keys, 0.75)
    if nearest:
        hint = f"có phải “{nearest}” không?"
    else:
        hint = "hãy chọn một trong: " + ", ".join(settings.categories.values())
    raise Fault(line_of(node), f"không có chuyên mục “{text}”", hint)


def _moment(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> Moment:
    return _dated(field.name, read_text(field, node, settings, faults), node, settings)


def _dated(name: str, text: str, node: yaml.Node, settings: Settings) -> Moment:
    try:
        return moments.moment(name, text, settings.timezone)
    except moments.NoMoment as fault:
        raise Fault(line_of(node), fault.what, fault.hint) from None


def _records(
    field: Field, node: yaml.Node, settings: Settings, faults: Faults
) -> tuple[Record, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise Fault(
            line_of(node),
            f"“{field.name}” phải là một danh sách, không phải {shape_of(node)}",
            f"hãy viết mỗi {field.noun} bắt đầu bằng một dòng “  - {field.parts[0][0]}: …”",
        )
    judge_length(field, node)
    records = (record(field, item, settings, faults) for item in node.value)
    return tuple(entry for entry in records if entry)


def record(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> Record | None:
    """The record of `field` at `node`, None for a faulty one; all that is wrong with it goes to
    `faults`: keys that it does not have, lacks or has twice, and values."""
    before = len(faults)
    values = mapping(field, node, faults, lambda name, item: part(name, item, settings, faults))
    if values is not None and field.name == "documents" and isinstance(node, yaml.MappingNode):
        _judge_document(values, node, field, faults)
    return values if len(faults) == before else None


Part = TypeVar("Part")


def mapping(
    field: Field, node: yaml.Node, faults: Faults, read: Callable[[str, yaml.Node], Part]
) -> dict[str, Part] | None:
    """The values at `node` by the keys of a record of `field`, as `read` makes them of a key and
    what stands there, None for something else; all that is wrong with it goes to `faults`."""
    names = [name for name, _ in field.parts]
    if not isinstance(node, yaml.MappingNode):
        hint = f"hãy viết mỗi mục một dòng, dòng đầu “- {field.parts[0][0]}: …”"
        what = f"mỗi {field.noun} của “{field.name}” phải gồm các mục, không phải {shape_of(node)}"
        faults.append(Fault(line_of(node), what, hint))
        return None
    values, faulty = dict[str, Part](), set[str]()
    for key, item in node.value:
        name = fields.part(field, str(key.value))
        if not name:
            nearest = vietnamese.nearest(str(key.value), names)
            what = f"“{field.name}” không có mục “{key.value}”"
            hint = f"hãy chọn một trong: {', '.join(names)}, hoặc xóa dòng này"
            if nearest:
                hint = f"có phải “{nearest}” không? Nếu không, hãy xóa dòng này"
            faults.append(Fault(line_of(key), what, hint))
            faulty |= {nearest} if nearest else set()
        elif name in values:
            faults.append(Fault(line_of(key), f"mục “{name}” viết hai lần", "hãy xóa một dòng"))
        else:
            try:
                values[name] = read(name, item)
            except Fault as fault:
                faults.append(fault)
                faulty.add(name)
    for name, required in field.parts:
        if required and not values.get(name) and name not in faulty:
            what = f"một {field.noun} của “{field.name}” thiếu mục “{name}”"
            hint = f"hãy thêm dòng “{name}: {field.example or EXAMPLES[name]}” vào {field.noun} đó"
            faults.append(Fault(line_of(node), what, hint))
    return values


def _judge_document(values: Record, node: yaml.MappingNode, field: Field, faults: Faults) -> None:
    """Name the type of a document in full; what else of it may not be published goes to
    `faults`."""
    for name, wrong in document_parts.faults(values):
        line = next(
            line_of(item) for key, item in node.value if fields.part(field, key.value) == name
        )
        faults.append(Fault(line, wrong.what, wrong.hint))
    if kind := document_parts.type_name(values.get("type", "")):
        values["type"] = kind


def part(name: str, node: yaml.Node, settings: Settings, faults: Faults) -> str:
    """The value at `node` of the key `name` of a record; raises `Fault`."""
    text = read_text(Field(name, "", "text", EXAMPLES.get(name, ""), ""), node, settings, faults)
    if not text:
        return ""
    if name in ("url", "portal") and not (text.startswith(_WEB) and urls.split(text).hostname):
        hint = "hãy viết địa chỉ bắt đầu bằng https://"
        raise Fault(line_of(node), f"địa chỉ “{text}” không dùng được", hint)
    if name in DATED:
        return f"{_dated(name, text, node, settings).at:%Y-%m-%d}"
    return _status(text, line_of(node)) if name == "status" else text


def _status(text: str, line: int) -> str:
    if known := vietnamese.meant(text, fields.STATUS_BY_WORDS):
        return known
    # A slip of the keys only: all of these are alike, and some mean the opposite.
    nearest = vietnamese.nearest(text, STATUSES, 0.9)
    hint = f"có phải “{nearest}” không?" if nearest else f"hãy chọn: {', '.join(STATUSES)}"
    raise Fault(line, f"không có hiệu lực “{text}”", hint)


def _anything(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> Value:
    return plain(node)


def _wish(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> Value:
    wrong: page_wishes.Faults = []
    wish = page_wishes.read(field.name, node, wrong)
    faults += (Fault(line_of(fault.node), fault.what, fault.hint) for fault in wrong)
    return wish


def plain(node: yaml.Node) -> Value:
    """`node` as texts, lists and mappings."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(item) for key, item in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return str(node.value)


_READERS: Mapping[str, Callable[[Field, yaml.Node, Settings, Faults], Value | None]] = {
    "text": read_text,
    "texts": read_texts,
    "names": _names,
    "reason": _reason,
    "slug": _slug,
    "flag": _flag,
    "category": _category,
    "moment": _moment,
    "records": _records,
    "wish": _wish,
    "anything": _anything,
}
