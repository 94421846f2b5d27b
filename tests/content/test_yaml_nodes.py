"""YAML as a tree of nodes: what PyYAML makes of it, without its recursion."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.content.yaml_nodes import MAX_DEPTH, Unfit, compose

PIECES = st.lists(
    st.sampled_from(
        (
            *("a", "1", "b: ", ": ", "- ", "? ", "[", "]", "{", "}", ", ", "\n", "  ", "#", "%"),
            *('"', "'", "|\n", ">\n", "&a ", "*a", "!t ", "---\n", "...\n", "\t", "\0"),
        )
    ),
    max_size=14,
).map("".join)


def shape(node: yaml.Node | None) -> object:
    """What a node holds, with its line."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return node and (node.value, node.start_mark.line)
    if isinstance(node, yaml.SequenceNode):
        return node.start_mark.line, [shape(item) for item in node.value]
    return node.start_mark.line, [(shape(key), shape(value)) for key, value in node.value]


@given(PIECES)
def test_nodes_are_those_of_pyyaml(text: str) -> None:
    """Whatever is neither refused nor broken; what breaks one breaks the other on the same line."""
    try:
        found: object = shape(compose(text))
    except Unfit:
        return
    except yaml.MarkedYAMLError as error:
        found = error.problem_mark and error.problem_mark.line
    except yaml.YAMLError as error:
        found = type(error)
    try:
        wanted: object = shape(yaml.compose(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        wanted = error.problem_mark and error.problem_mark.line
    except yaml.YAMLError as error:
        wanted = type(error)
    assert found == wanted


DEEP = {
    "lists": "a:\n - x\n - " + "[" * 100_000,
    "closed lists": "a:\n - x\n - " + "[" * 100_000 + "]" * 100_000,
    "mappings": "a:\n - x\n - " + "{a: " * 100_000,
    "pairs": "a:\n - x\n - " + "[a: " * 100_000,
    "items": "a:\n - x\n - " + "- " * 100_000,
}


@pytest.mark.parametrize("form", DEEP)
def test_what_nests_deep_is_refused_at_its_line(form: str) -> None:
    """The parser is asked for no more than that, so that its own stack cannot end."""
    with pytest.raises(Unfit, match="sâu") as refused:
        compose(DEEP[form])

    assert refused.value.line == 2


def test_what_nests_in_steps_is_refused_where_it_is_too_deep() -> None:
    """One step a line."""
    with pytest.raises(Unfit) as refused:
        compose("\n".join(f"{' ' * depth}a:" for depth in range(1_500)))

    assert refused.value.line == MAX_DEPTH
    assert compose("\n".join(f"{' ' * depth}a:" for depth in range(MAX_DEPTH)))


@pytest.mark.parametrize("text", ["? [a, b]\n: x", "? {a: b}\n: x", "{[a]: b}"])
def test_a_key_is_a_text(text: str) -> None:
    """No message could show another."""
    with pytest.raises(Unfit, match="tên mục"):
        compose(text)
