"""Front matter as it is meant: what `cchc check --fix` writes for it.

Pure. Lines that can be meant in one way only are those of slips.py; names of keys, categories,
dates and the like are written as the table of fields has them. What this may have changed beside
the spelling is undone by who asks: fix.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from cchc_site.base import vietnamese
from cchc_site.content import fields, front_matter, moments, slips, texts, values
from cchc_site.content.fields import BY_NAME, Field, Settings
from cchc_site.content.front_matter import FrontMatter
from cchc_site.editing.respell import Edit, within

_FENCE = re.compile(r"---[ \t]*")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T].*)?")
_BLOCKS = ("|", ">")
"""How YAML begins a text of several lines."""


def fixed(text: str, settings: Settings) -> str:
    """`text`, the file of a post with line feeds only, with its front matter as it is meant; the
    body stays. A text without front matter stays as it is."""
    whole = front_matter.read(text)
    head = whole.head.strip("\n")
    if not head.strip():
        return text
    lines = text.split("\n")
    rest = lines[_first_of_body(lines, whole) :]
    above = len(lines) - len(rest)
    opening, closing = (
        line if _FENCE.fullmatch(line) else "---" for line in (lines[0], lines[above - 1])
    )
    return "\n".join([opening, *_meant(head, settings), closing, *rest])


def _first_of_body(lines: Sequence[str], whole: FrontMatter) -> int:
    """How many lines stand above the body and the blank lines before it."""
    first = min(whole.body_line - 1, len(lines)) if whole.body else len(lines)
    while first and not lines[first - 1].strip():
        first -= 1
    return first


def _meant(head: str, settings: Settings) -> list[str]:
    written = head.split("\n")
    reading = slips.read(head)
    lines = [reading.lines[at] if at in reading.sure else line for at, line in enumerate(written)]
    head = "\n".join(lines)
    root = slips.sound(head)
    slips.sound.cache_clear()
    if not isinstance(root, yaml.MappingNode):
        return lines
    for start, end, new in sorted(_edits(root, settings), reverse=True):
        head = head[:start] + new + head[end:]
    return head.split("\n")


def _edits(root: yaml.MappingNode, settings: Settings) -> Iterator[Edit]:
    """What is written otherwise than the table of fields has it."""
    taken = {str(key.value) for key, _ in root.value}
    for key, node in root.value:
        written = str(key.value)
        name = fields.key(written)
        if not name:
            continue
        if name != written and name not in taken:
            taken.add(name)
            yield within(key, 0, name)
        field = BY_NAME[name]
        if field.kind == "records":
            yield from _edits_of_records(field, node, settings)
        elif (meant := _value(field, node, settings)) is not None:
            yield meant


def _edits_of_records(field: Field, node: yaml.Node, settings: Settings) -> Iterator[Edit]:
    for record in node.value if isinstance(node, yaml.SequenceNode) else ():
        pairs = record.value if isinstance(record, yaml.MappingNode) else []
        taken = {str(key.value) for key, _ in pairs}
        for key, item in pairs:
            written = str(key.value)
            name = fields.part(field, written)
            if name and name != written and name not in taken:
                taken.add(name)
                yield within(key, 0, name)
            if not isinstance(item, yaml.ScalarNode):
                continue
            meant = ""
            if name in fields.DATED:
                meant = _moment(item.value, settings)[:10]
            elif name == "status":
                meant = vietnamese.meant(item.value, fields.STATUS_BY_WORDS) or ""
            if meant and meant != item.value:
                yield within(item, 0, meant)


def _value(field: Field, node: yaml.Node, settings: Settings) -> Edit | None:
    """The edit that writes a value as its field has it, None where there is nothing to write."""
    if field.kind == "text" and (typed := texts.typed(node)):
        return node.start_mark.index, node.end_mark.index, typed
    if not isinstance(node, yaml.ScalarNode) or node.style in _BLOCKS:
        return None
    text = " ".join(str(node.value).split())
    meant = ""
    if field.kind == "moment":
        meant = _moment(text, settings)
    elif field.kind == "category":
        meant = vietnamese.meant(text, settings.category_names) or ""
    elif field.kind == "flag":
        flag = values.FLAGS.get(text.lower())
        meant = "" if flag is None else str(flag).lower()
    elif field.kind == "slug":
        meant = vietnamese.slug(text)
    elif field.kind == "texts" and (listed := texts.listed(node)):
        return node.start_mark.index, node.end_mark.index, listed
    return within(node, 0, meant) if meant and meant != text else None


def _moment(text: str, settings: Settings) -> str:
    """A date as it is written first of all, "" where it is so or is none."""
    if _ISO.fullmatch(text):
        return ""
    try:
        moment = moments.moment("", text, settings.timezone)
    except moments.NoMoment:
        return ""
    if not moment.timed:
        return f"{moment.at:%Y-%m-%d}"
    return f"{moment.at:%Y-%m-%d %H:%M:%S}" if moment.at.second else f"{moment.at:%Y-%m-%d %H:%M}"
