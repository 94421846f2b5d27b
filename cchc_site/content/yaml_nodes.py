"""YAML text → a tree of nodes, every scalar as typed, but without what cannot be seen (there are no
invisible twins), and with its line.

Pure. PyYAML's own composer calls itself for each level and follows aliases: a deep text crashes
the process in libyaml, a small one explodes when used. Here nodes are made from the parser's
events, one after the other, and what nests too deep or refers to something else is refused.
"""

from __future__ import annotations

from typing import Any

import yaml

from cchc_site.base import invisible

MAX_DEPTH = 20
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unfit(Exception):
    """YAML that is refused: its line from 0 in the text, what is wrong, how to mend it."""

    def __init__(self, line: int, what: str, hint: str) -> None:
        """Keep the three parts."""
        super().__init__(what)
        self.line, self.what, self.hint = line, what, hint


class TooDeep(Unfit):
    """YAML that nests too deep."""


def compose(text: str) -> yaml.Node | None:
    """The node of the one document in `text`, None when there is none.

    Raises `Unfit`, and `yaml.YAMLError` for what is no YAML.
    """
    root: yaml.Node | None = None
    open_nodes: list[yaml.CollectionNode] = []
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.NodeEvent):
            node = _node(event)
            if open_nodes:
                open_nodes[-1].value.append(node)
            else:
                root = node
            if isinstance(node, yaml.CollectionNode):
                open_nodes.append(node)
                if len(open_nodes) > MAX_DEPTH:
                    raise TooDeep(
                        _line(event),
                        f"các tầng lồng nhau sâu quá {MAX_DEPTH}",
                        "hãy bớt dấu “[”, “{”, “- ” và các tầng thụt vào",
                    )
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = open_nodes.pop()
            closed.end_mark = event.end_mark
            _close(closed)
        elif isinstance(event, yaml.DocumentStartEvent) and root:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem_mark=mark)
    return root


def _node(event: yaml.NodeEvent) -> yaml.Node:
    if event.anchor is not None or getattr(event, "tag", None) is not None:
        raise Unfit(
            _line(event),
            "ký hiệu “&”, “*” hoặc “!” ở đầu giá trị không được dùng",
            "hãy đặt giá trị trong dấu ngoặc kép",
        )
    mark: Any = event.start_mark
    end: Any = event.end_mark
    if isinstance(event, yaml.ScalarEvent):
        return yaml.ScalarNode("", invisible.dropped(event.value), mark, end, event.style)
    kind = yaml.MappingNode if isinstance(event, yaml.MappingStartEvent) else yaml.SequenceNode
    return kind("", [], mark, end, getattr(event, "flow_style", None))


def _close(node: yaml.CollectionNode) -> None:
    """Pair the keys of a mapping, which has gathered them in turn, with their values."""
    if not isinstance(node, yaml.MappingNode):
        return
    keys = node.value[::2]
    for key in keys:
        if not isinstance(key, yaml.ScalarNode):
            raise Unfit(
                int(key.start_mark.line),
                "tên mục phải là một chữ, không phải danh sách hay nhóm mục",
                "hãy viết mỗi dòng “mục: giá trị”",
            )
    node.value = list(zip(keys, node.value[1::2], strict=True))


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) if event.start_mark else 0
