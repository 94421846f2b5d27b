"""What a file of procedures/ holds: the keys of a procedure, and a YAML node → their values.

Pure. A procedure has the parts that decree 63/2010/NĐ-CP, article 8, asks of one. How a text, a day
or an address is read is values.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml
from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content import fields, values
from cchc_site.content.fields import Field, Record, Settings
from cchc_site.content.texts import Fault, Faults

LISTS = ("papers", "steps", "legal_basis", "forms")
TEXTS = (
    *("code", "field", "level", "who", "result", "place", "time", "fee", "online"),
    *("portal", "checked"),
)
PROCEDURE = Field(
    "procedures",
    "Thủ tục",
    "records",
    "",
    "Thủ tục trong thư mục procedures.",
    False,
    (("name", True), *((name, False) for name in (*TEXTS, *LISTS))),
    "thủ tục",
)
"""What a file of procedures/ holds."""
_PAPERS = Field(
    "papers",
    "Thành phần hồ sơ",
    "records",
    "Tờ khai",
    "",
    False,
    (("name", True), *((name, False) for name in ("original", "copy", "note", "form"))),
    "giấy tờ",
)
_FORMS = Field(
    "forms",
    "Mẫu đơn, tờ khai",
    "records",
    "",
    "",
    False,
    (("file", False), ("url", False), ("title", False)),
    "mẫu",
)
_STEPS = Field("steps", "Trình tự", "texts", "[Nộp hồ sơ, Nhận kết quả]", "", noun="bước")
_BASIS = Field(
    "legal_basis",
    "Căn cứ pháp lý",
    "texts",
    "[60/2014/QH13, 123/2015/NĐ-CP]",
    "",
    noun="văn bản",
)
ONLINE = ("Toàn trình", "Một phần", "Không")
_OTHER_ONLINE = {
    "Toàn trình": "Trực tuyến toàn trình, Dịch vụ công toàn trình, "
    "Dịch vụ công trực tuyến toàn trình, DVC trực tuyến toàn trình, DVCTT toàn trình, Có",
    "Một phần": "Trực tuyến một phần, Dịch vụ công một phần, "
    "Dịch vụ công trực tuyến một phần, DVC trực tuyến một phần, DVCTT một phần, Từng phần, 1 phần",
    "Không": "Không trực tuyến, Trực tiếp, Chưa, Không cung cấp, "
    "Dịch vụ cung cấp thông tin trực tuyến, Cung cấp thông tin trực tuyến",
}
_ONLINE_BY_WORDS = {said: said for said in ONLINE} | {
    words: said for said, others in _OTHER_ONLINE.items() for words in others.split(", ")
}
# Of the national database: 1.001193, with an ending where a province has one of its own.
_CODE = re.compile(r"[0-9]\.[0-9]{6}(?:\..+)?")
_NEARLY_CODE = re.compile(r"([0-9])(?:[.,]([0-9]{1,6})|([0-9]{6}))")
_COUNT = re.compile(r"([0-9]{1,2})(?: bản| bộ| tờ)?")
FIELDS = (PROCEDURE, _PAPERS, _FORMS)
"""What holds keys in a file of procedures/."""
_RECORDS = {field.name: field for field in (_PAPERS, _FORMS)}
_TEXTS = {field.name: field for field in (_STEPS, _BASIS)}


class ProcedureValues(Struct, frozen=True):
    """What is written of a procedure: `texts` and lists by their keys, and the line of each key,
    from 1 in the file."""

    texts: Mapping[str, str]
    papers: tuple[Record, ...]
    steps: tuple[str, ...]
    legal_basis: tuple[str, ...]
    forms: tuple[Record, ...]
    lines: Mapping[str, int]


def read(node: yaml.Node, settings: Settings, faults: Faults) -> ProcedureValues | None:
    """The procedure at `node`, None for a faulty one; all that is wrong with it goes to `faults`,
    whose lines count from 2, as values.py has it."""
    before = len(faults)
    records: dict[str, tuple[Record, ...]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}

    def value(name: str, item: yaml.Node) -> str:
        lines[name] = item.start_mark.line + 1
        if field := _RECORDS.get(name):
            records[name] = tuple(_records(field, _items(field, item), settings, faults))
        elif field := _TEXTS.get(name):
            texts = values.value(field, _items(field, item), settings, faults)
            lists[name] = texts if isinstance(texts, tuple) else ()
        else:
            return _judged(name, values.part(name, item, settings, faults), item)
        return ""

    known = values.mapping(PROCEDURE, node, faults, value)
    if known is None or len(faults) > before:
        return None
    return ProcedureValues(
        texts={name: text for name, text in known.items() if text},
        papers=records.get("papers", ()),
        steps=lists.get("steps", ()),
        legal_basis=lists.get("legal_basis", ()),
        forms=records.get("forms", ()),
        lines=lines,
    )


def _items(field: Field, node: yaml.Node) -> yaml.Node:
    """A list at `node`: a text stands for its lines, and “Bước 1: nộp hồ sơ”, which YAML takes
    for a key with its value, for the text that it is."""
    if isinstance(node, yaml.ScalarNode):
        lines = re.split(r"\s*(?:;|\n)\s*" if field is _BASIS else r"\s*\n\s*", node.value.strip())
        texts = [re.sub(r"^[-–•+]\s+", "", line) for line in lines]
        items: list[yaml.Node] = [_text_at(text, node) for text in texts if text]
    elif isinstance(node, yaml.SequenceNode):
        items = [_text_of(field, item) or item for item in node.value]
    else:
        return node
    return yaml.SequenceNode(node.tag, items, node.start_mark, node.end_mark)


def _text_of(field: Field, item: yaml.Node) -> yaml.Node | None:
    """The text that an item is meant for, where it is one key that no item has, and its value."""
    if not isinstance(item, yaml.MappingNode) or len(item.value) != 1:
        return None
    [(key, value)] = item.value
    if not isinstance(value, yaml.ScalarNode) or fields.part(field, str(key.value)):
        return None
    return _text_at(f"{key.value}: {value.value}".strip(), item)


def _text_at(text: str, node: yaml.Node) -> yaml.Node:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, node.start_mark, node.end_mark)


def _records(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> Iterator[Record]:
    """The papers or forms at `node`; a mere text is the first part of one."""
    if not isinstance(node, yaml.SequenceNode):
        values.value(field, node, settings, faults)  # which tells what is wrong
        return
    for item in node.value:
        before = len(faults)
        record: Record | None
        if isinstance(item, yaml.ScalarNode):
            is_address = field is _FORMS and "://" in item.value
            name = "url" if is_address else field.parts[0][0]
            try:
                record = {name: values.part(name, item, settings, faults)}
            except Fault as fault:
                faults.append(fault)
                continue
        else:
            record = values.record(field, item, settings, faults)
        if record and any(record.values()):
            _judge(field, record, item, faults)
            if len(faults) == before:
                yield record


def _judge(field: Field, record: Record, node: yaml.Node, faults: Faults) -> None:
    """Write the numbers of copies as such; what else is wrong with a paper or a form goes to
    `faults`."""
    line = node.start_mark.line + 2
    for name in ("original", "copy"):
        if written := record.get(name):
            number = _COUNT.fullmatch(written)
            if number:
                record[name] = str(int(number[1]))
            else:
                hint = f"hãy viết một số, ví dụ “{name}: 1”, và phần còn lại ở “note”"
                faults.append(Fault(line, f"“{name}: {written}” không phải số bản", hint))
    if field is _FORMS and not (record.get("file") or record.get("url")):
        hint = "hãy thêm dòng “file: mau-don.pdf” hoặc “url: https://…” vào mẫu ấy"
        faults.append(Fault(line, "một mẫu của “forms” thiếu tệp hoặc địa chỉ", hint))


def _judged(name: str, text: str, node: yaml.Node) -> str:
    line = node.start_mark.line + 2
    if name == "online" and text:
        said = vietnamese.meant(text, _ONLINE_BY_WORDS)
        if not said:
            hint = f"hãy chọn: {', '.join(ONLINE)}"
            raise Fault(line, f"không có mức trực tuyến “{text}”", hint)
        return said
    if name == "code" and (nearly := _NEARLY_CODE.fullmatch(text)) and not _CODE.fullmatch(text):
        after = nearly[2] or nearly[3]
        whole = f"{nearly[1]}.{after:0<6}"
        what = f"mã thủ tục “{text}” thiếu chữ số: sau dấu chấm phải có sáu"
        if nearly[3]:
            what = f"mã thủ tục “{text}” thiếu dấu chấm sau chữ số đầu"
        elif len(after) == 6:
            what = f"mã thủ tục “{text}” viết bằng dấu phẩy"
        raise Fault(line, what, f"có phải “{whole}” không? Hãy xem lại trên Cổng")
    return text
