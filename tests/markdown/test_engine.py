"""The hastened engine makes what the library itself makes, token for token."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cchc_site.markdown.gfm import engine
from cchc_site.markdown.gfm.engine import Tokens
from tests.support.paths import TESTS

CASES = TESTS / "cases/markdown"
EXAMPLES = TESTS / "data/commonmark-0.31.2.json"

EMPTY = ("text", "")

BEGINNINGS = ("", "", "> ", "- ", "* ", "1. ", "2) ", "  ", "    ", "\t", "# ", "\u00a0", ">> ")
LINES = (
    "",
    "chữ thường",
    "**đậm _nghiêng_** ~~bỏ~~ `mã`",
    "[a: b](b.md) [**a** `b`](c&amp;d) ![c](d.jpg 't') [x][r] [r]",
    "[r]: /u 'v'",
    "[^1]",
    "[^1]: chú",
    "| a | b |",
    "|---|:-:|",
    "---",
    "===",
    "***",
    "```",
    "~~~ py",
    "!!! note",
    "??? tip 'x'",
    "[!NOTE]",
    "<div>",
    "<!-- x",
    "<b>x</b> <https://a.vn>",
    "www.a.vn https://b.vn/c a@b.vn mailto:a@b.vn",
    "&amp; \\* \\",
    "a  ",
    "- ",
    "-",
    "2. b",
    "[ ] việc",
)
PIECES = (
    *"\n !#&()*+-:<>@[\\]^_`|~w\t1.a",
    "**",
    "![",
    "](b)",
    "[a](b)",
    "www.",
    "  \n",
    "\n\n",
    "chữ ",
)


@cache
def library() -> MarkdownIt:
    """One engine as the library runs it."""
    return engine.unhastened()


def essence(document: Tokens) -> Tokens:
    """`document` without empty texts, and inline tokens without a child that is their content."""
    for token in document.tokens:
        drop_empty_texts(token)
        if [(child.type, child.content) for child in token.children or ()] == [
            ("text", token.content)
        ]:
            token.children = []
    return document


def drop_empty_texts(token: Token) -> None:
    """Leave only children that say something, down to the words of images."""
    if token.children:
        token.children = [child for child in token.children if (child.type, child.content) != EMPTY]
        for child in token.children:
            drop_empty_texts(child)


def agree(text: str) -> bool:
    """Whether both engines make the same of `text`."""
    documents = engine.parse(text), engine.document(library(), text)
    hastened, slow = map(essence, documents)
    return hastened == slow


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(LINES)), max_size=9))
def test_lines_become_the_same_blocks(lines: list[tuple[str, str]]) -> None:
    """Whichever line follows another."""
    assert agree("\n".join(beginning + line for beginning, line in lines))


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_characters_become_the_same_tokens(text: str) -> None:
    """Whichever character follows another."""
    assert agree(text)


@pytest.mark.parametrize("opening", ["> ", "- ", "[", "![", "*", "> - ", "[^1]: ", "1. > "])
@pytest.mark.parametrize("depth", [engine.MAX_DEPTH // 2, engine.MAX_DEPTH, engine.MAX_DEPTH + 1])
def test_nesting_ends_at_the_same_depth(opening: str, depth: int) -> None:
    """Past its limit the library skips what is left."""
    assert agree(f"{opening * depth}a{'](b)*' * depth}\nc **d**")


@pytest.mark.parametrize(
    "path", sorted(set(CASES.glob("*.yml")) - {CASES / "payloads.yml"}), ids=lambda path: path.stem
)
def test_the_cases_of_posts_are_read_alike(path: Path) -> None:
    """The texts of the tables that hold the dialect."""
    for case in yaml.safe_load(path.read_text("utf-8")):
        assert agree(case["body"])


def test_the_examples_of_the_specification_are_read_alike() -> None:
    """Among them whatever a parser is likely to stumble over."""
    examples = json.loads(EXAMPLES.read_text("utf-8"))

    assert all(agree(example["markdown"]) for example in examples)
