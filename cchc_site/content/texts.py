"""Texts and lists of texts in front matter, and what is wrong with a value at its line.

Pure. Used by values.py, for every kind of value begins as a text.
"""

from __future__ import annotations

import re

import yaml

from cchc_site.content.fields import Field, Settings

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


class Fault(Exception):
    """A value that cannot be read: its line in the front matter, what is wrong, how to mend it."""

    def __init__(self, line: int, what: str, hint: str) -> None:
        """Keep the three parts; `line` counts from 1 in the file."""
        super().__init__(what)
        self.line, self.what, self.hint = line, what, hint


Faults = list[Fault]


def read_text(field: Field, node: yaml.Node, settings: Settings, faults: Faults) -> str:
    """The text at `node`; raises `Fault`."""
    if not isinstance(node, yaml.ScalarNode):
        raise Fault(
            line_of(node),
            f"“{field.name}” phải là một dòng chữ, không phải {shape_of(node)}",
            f"hãy viết ví dụ “{field.name}: {typed(node) or field.example or 'một dòng chữ'}”",
        )
    written: str = node.value
    if written.isprintable() and "  " not in written:
        text = written.strip(" ")  # as nearly always: nothing to look for, nothing to join
    elif _UNPRINTABLE.search(written):
        raise Fault(
            line_of(node),
            f"“{field.name}” có ký tự điều khiển không in được",
            "hãy gõ lại dòng này",
        )
    else:
        text = " ".join(written.split())
    limit = _LIMITS.get(field.name, _TEXT_LIMIT)
    if len(text) > limit:
        raise Fault(
            line_of(node),
            f"“{field.name}” dài {len(text)} chữ cái, quá {limit}",
            "hãy viết ngắn lại",
        )
    return text


def typed(node: yaml.Node) -> str:
    """What stands between brackets at `node` as a text in quotation marks, "" for more than that:
    whoever writes “[Hỏi đáp] …” does not think of a list."""
    if not (isinstance(node, yaml.SequenceNode) and node.flow_style):
        return ""
    words = [item.value for item in node.value if isinstance(item, yaml.ScalarNode)]
    typed = ", ".join(words)
    return f'"[{typed}]"' if len(words) == len(node.value) and '"' not in typed else ""


def read_texts(
    field: Field, node: yaml.Node, settings: Settings, faults: Faults
) -> tuple[str, ...]:
    """The list of texts at `node`; raises `Fault` for what is none."""
    if not isinstance(node, yaml.SequenceNode):
        raise Fault(
            line_of(node),
            f"“{field.name}” phải là một danh sách, không phải {shape_of(node)}",
            f"hãy viết ví dụ “{field.name}: {listed(node) or field.example}”",
        )
    judge_length(field, node)
    texts = list[str]()
    for item in node.value:
        try:
            texts.append(read_text(field, item, settings, faults))
        except Fault as fault:
            faults.append(fault)
    return tuple(dict.fromkeys(text for text in texts if text))


def listed(node: yaml.Node) -> str:
    """The words at `node`, which are no list, as one; "" where that would not read as meant."""
    written = node.value if isinstance(node, yaml.ScalarNode) else ""
    words = re.split(r"\s*[,;]\s*", re.sub(r"[\s,;]+#(?=\w)", ",", f" {written}").strip(" ,"))
    plain = words and all(re.fullmatch(r"[\w/][\w./ -]*", word) for word in words)
    return f"[{', '.join(words)}]" if plain else ""


def judge_length(field: Field, node: yaml.SequenceNode) -> None:
    """Refuse a list that is too long: raises `Fault`."""
    limit = _ITEM_LIMITS.get(field.name, _ITEM_LIMIT)
    if len(node.value) > limit:
        raise Fault(
            line_of(node),
            f"“{field.name}” có {len(node.value)} {field.noun}, quá {limit}",
            "hãy bớt đi, hoặc tách thành nhiều bài",
        )


def line_of(node: yaml.Node) -> int:
    """The line of a value in its file."""
    # The front matter is read without its opening fence, which is line 1 of the file.
    return int(node.start_mark.line) + 2


def shape_of(node: yaml.Node) -> str:
    """What a value is, in words."""
    shapes: dict[type, str] = {yaml.SequenceNode: "danh sách", yaml.MappingNode: "một nhóm mục"}
    return shapes.get(type(node), "một dòng chữ")
