"""Whether a template makes more of the page it is rendered for than to print what fills a layout.

Pure. One that does, such as by a condition on `page.url`, gives a page of its own for each address,
which no shared layout can stand for. The template's own words decide it, for what two pages look
like says nothing of a third.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, meta, nodes

from cchc_site.rendering.layout import PLACEHOLDERS

if TYPE_CHECKING:
    from jinja2 import Environment

_SAME = frozenset(
    "active ancestors children content edit_url is_homepage is_link is_page is_section "
    "is_top_level next_page parent previous_page toc update_date".split()
)
"""What all news pages have alike, for none is in MkDocs' navigation."""
_FILLED = frozenset((("title",), ("canonical_url",), ("meta", "description")))
_PLACEHOLDERS = frozenset(f"cchc_{name}" for name in PLACEHOLDERS)
_CAUGHT = (nodes.AssignBlock, nodes.CallBlock, nodes.FilterBlock, nodes.Macro)
"""What is printed inside of these is handed on as a value."""


class _Use(Enum):
    """What is done with a value: it is printed as it is, asked whether it is there, or anything."""

    PRINTED = auto()
    TESTED = auto()
    USED = auto()


def _reached(
    env: Environment, templates: Mapping[str, str], roots: Iterable[str]
) -> dict[str, nodes.Template | None]:
    """Those of `templates` that are among `roots` or that these extend, include or import, parsed;
    None for one that cannot be."""
    parsed: dict[str, nodes.Template | None] = {}
    waiting = [name for name in roots if name in templates]
    while waiting:
        name = waiting.pop()
        if name in parsed:
            continue
        try:
            parsed[name] = tree = env.parse(templates[name], name)
        except TemplateSyntaxError:
            parsed[name] = None
            continue
        for other in meta.find_referenced_templates(tree):
            waiting += [*templates] if other is None else [other] if other in templates else []
    return parsed


def asks(env: Environment, templates: Mapping[str, str], roots: Iterable[str]) -> bool:
    """Whether what the `roots` among these `templates` give follows from more of the page than what
    fills a layout; True where one cannot be parsed."""
    return any(
        tree is None or _node_asks(tree) for tree in _reached(env, templates, roots).values()
    )


def _node_asks(node: nodes.Node, how: _Use = _Use.USED, caught: bool = False) -> bool:
    """Whether `node` asks for more when that is done with its value; where it is `caught`, what it
    prints is not printed at once."""
    path = _path(node)
    if path[:1] == ("page",):
        return not _may(path[1:], how)
    if path[:1] in (("super()",), ("self()",)):
        return len(path) > 1 or how is not _Use.PRINTED
    if len(path) == 1 and path[0] in _PLACEHOLDERS:
        return how is _Use.USED
    caught = caught or isinstance(node, _CAUGHT)
    return any(
        _node_asks(child, _role(node, child, how, caught), caught)
        for child in node.iter_child_nodes()
    )


def _path(node: nodes.Node) -> tuple[str, ...]:
    """The names in `page.meta.x`, however it is spelt; a mark for a block that is asked for; empty
    for any other node."""
    match node:
        case nodes.Name():
            return (node.name,)
        case nodes.Getattr():
            return (*before, node.attr) if (before := _path(node.node)) else ()
        case nodes.Getitem(arg=nodes.Const(value=str() as key)):
            return (*before, key) if (before := _path(node.node)) else ()
        case nodes.Call(node=nodes.Name(name="super")):
            return ("super()",)
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="self"))):
            return ("self()",)
        case nodes.Call(args=[nodes.Const(value=str() as key)]):
            before = _path(node.node)
            return (*before[:-1], key) if before[-2:] == ("meta", "get") else ()
    return ()


def _may(path: tuple[str, ...], how: _Use) -> bool:
    """Whether that may be done with the part of the page at `path`."""
    if path in _FILLED:
        return how is not _Use.USED
    if path in ((), ("meta",)):
        return how is _Use.TESTED
    if path[0] == "meta":
        return path[1] != "description" and not hasattr(dict, path[1])
    return path[0] in _SAME


def _role(node: nodes.Node, child: nodes.Node, how: _Use, caught: bool) -> _Use:
    """What is done with the `child` of a `node` with which `how` is done."""
    match node:
        case nodes.Output():
            return _Use.USED if caught else _Use.PRINTED
        case nodes.If() | nodes.CondExpr() if child is node.test:
            return _Use.TESTED
        case nodes.CondExpr():
            return how
        case nodes.Filter(name="safe"):
            return how
        case nodes.Test(name="defined" | "undefined" | "none"):
            return _Use.TESTED
        case nodes.And() | nodes.Or() | nodes.Not() if how is _Use.TESTED:
            return how
    return _Use.USED
