"""mkdocs.yml as it is written: the line of each value, and keys that are written twice.

Part of the MkDocs adapter. MkDocs tells neither: of two keys the last one wins in silence.
"""

from __future__ import annotations

import calendar
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig

from cchc_site.adapter import project
from cchc_site.base.problems import Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "<<"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_DAY = re.compile(r"\d+")


class ConfigLines:
    """The file that describes the site, and its lines."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Read it again; values that programs have set have no line."""
        root = project.project_root(config)
        file = config.config_file_path
        self.path = Path(os.path.relpath(file, root)).as_posix() if file else "mkdocs.yml"
        # MkDocs has read it, so it is YAML; its tags are not followed.
        text = Path(file).read_text("utf-8-sig") if file and Path(file).is_file() else ""
        self._root = yaml.compose(text, Loader=_LOADER)

    def problem(self, way: Sequence[object], what: str, hint: str) -> Problem:
        """A problem of the value that `way` leads to."""
        return Problem(self.path, self._line(way), what, hint)

    def plugin(self, name: str, way: Sequence[object]) -> tuple[object, ...]:
        """The way to what `way` leads to in the options of a plugin."""
        plugins = _value(self._root, "plugins")
        if isinstance(plugins, yaml.SequenceNode):
            for number, node in enumerate(plugins.value):
                if _value(node, name):
                    return ("plugins", number, name, *way)
        return ("plugins", name, *way)

    def keys(self, way: Sequence[object]) -> tuple[str, ...]:
        """The keys of the group that `way` leads to."""
        node = self._node(way)
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        return tuple(str(key.value) for key, _ in pairs)

    def length(self, way: Sequence[object]) -> int:
        """How many entries the list has that `way` leads to."""
        node = self._node(way)
        return len(node.value) if isinstance(node, yaml.SequenceNode) else 0

    def text(self, way: Sequence[object]) -> str:
        """The text that `way` leads to; "" for what is none, or comes from elsewhere (`!ENV`)."""
        node = self._node(way)
        is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
        return str(node.value) if node and is_text else ""

    def _node(self, way: Sequence[object]) -> yaml.Node | None:
        node = self._root
        for step in way:
            node = _value(node, step)
        return node

    def _line(self, way: Sequence[object]) -> int:
        """The line where that value begins."""
        node, line = self._root, 0
        for step in way:
            node = _value(node, step)
            if node is None:
                break
            line = node.start_mark.line + 1
        return line

    def doubled(self) -> Iterator[Problem]:
        """The keys that are written twice in one group."""
        nodes, seen = [self._root], set[int]()
        while nodes:
            node = nodes.pop()
            if node is None or id(node) in seen:  # what an alias repeats
                continue
            seen.add(id(node))
            if isinstance(node, yaml.SequenceNode):
                nodes += node.value
            elif isinstance(node, yaml.MappingNode):
                yield from self._doubled(node)
                nodes += (value for _, value in node.value)

    def _doubled(self, node: yaml.MappingNode) -> Iterator[Problem]:
        lines = dict[str, int]()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.value == _MERGE:
                continue
            if key.value in lines:
                what = f"mục “{key.value}” viết hai lần, lần đầu ở dòng {lines[key.value]}"
                hint = "hãy xóa một chỗ; không xóa thì chỉ chỗ sau có tác dụng"
                yield Problem(self.path, line, what, hint)
            lines.setdefault(key.value, line)


def impossible_days(file: Path) -> Iterator[Problem]:
    """The days in a configuration that no calendar has, which YAML refuses to read."""
    nodes = [yaml.compose(file.read_text("utf-8-sig"), Loader=_LOADER)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            nodes += (part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.ScalarNode) and node.tag == _TIMESTAMP:
            year, month, day = map(int, _DAY.findall(node.value)[:3])
            last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
            if not 1 <= day <= last:
                real = f"{year or 2026:04d}-{min(max(month, 1), 12):02d}-{min(day, last) or 1:02d}"
                what = f"ngày “{node.value}” không tồn tại"
                hint = f"hãy viết một ngày có thật, ví dụ {real}"
                yield Problem(file.name, node.start_mark.line + 1, what, hint)


def _value(node: yaml.Node | None, step: object) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in reversed(node.value) if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None
