"""Prose is written as the engine would write it, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_site.content.text import ParsedText
from cchc_site.markdown.gfm import engine, prose
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.markdown.gfm.blocks import Blocks
from cchc_site.markdown.output import Output

LINES = (
    *("", "", "", "Chữ thường, số 12/KH-UBND.", "“Dẫn lời”: ba hồ sơ!", "## Mục 1", "### Mục 1"),
    *("- mục", "- **đậm**: nhạt", "1. một", "2. hai", "10. mười", "- [a](b.md)", "* sao", "+ cộng"),
    *("**Đậm** và *nghiêng*, **hết**.", "Xem [bài](bai.md#muc) và [b](https://a.vn/c).", "# Đầu"),
    *("[a](https://youtu.be/x)", "[Tệp](a.pdf)", "![Ảnh](a.jpg)", '![Ảnh](a.jpg "Chú thích")'),
    *("www.a.vn", "Web: https://a.vn", "a@b.vn", "a**b**c", "**a", "2024 là năm", "2. b", "3) c"),
    *(
        "- [ ] việc",
        "[x]: /y",
        "[x]",
        "---",
        "===",
        "Hết  ",
        " lùi",
        "a | b",
        "| a | b |",
        "| **đ** | 1. |",
        "| - | [a](b.md) |",
        "| a | b | c |",
        "||",
        "|  |\u00a0 |",
        "| a |",
        "| --- | --: |",
        "|:-|:-:|",
        "| - |",
        "-|-",
        "|",
        "a & b",
        "x_y_z",
        "~~c~~",
    ),
    *(
        "![](a.jpg)",
        "[a](javascript:x)",
        "[a]( b )",
        "1.5 triệu",
        "!",
        "(a)",
        "a\u00a0",
        "\u00a0a",
        "^",
    ),
)
PIECES = (
    *"ab .,:!-#*[]()w1\n|",
    "\n| - | -: |\n",
    "| a |",
    "**",
    "](b)",
    "[a](b)",
    "\n\n",
    "- ",
    "1. ",
    "## ",
    "chữ ",
    "://",
)


def by_engine(text: str) -> ParsedText:
    """What the engine reads in `text`."""
    output = Output("a.md", 1)
    Blocks(engine.parse(text), output).write()
    return gfm.swept(output)


def agrees(text: str) -> bool:
    """Whether `text` is refused, or written alike."""
    output = Output("a.md", 1)
    return not prose.write(text, output) or gfm.swept(output) == by_engine(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=9).map("\n".join))
@example("- a\n\n- b")
@example("1. a\n\n- b")
@example("| a | b |\n|:-|:-:|\n| a |")
@example("| a | b |\n|:-|:-:|\n| a | b | c |")
@example("| a | b |\n|:-|:-:|\n- mục")
@example("| a | b |\n|:-|:-:|\n\n| a |\n| - |\n||")
def test_lines_of_prose_are_read_alike(text: str) -> None:
    """Whichever line follows another."""
    assert agrees(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@example("a **b**** c")
@example("a *b* *c*")
def test_characters_of_prose_are_read_alike(text: str) -> None:
    """Whichever character follows another."""
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "Một đoạn, có **chữ đậm** và [liên kết](bai.md).\n\nĐoạn hai: 24/7!\n",
        "## Hồ sơ\n\n- Đơn\n- Bản sao [giấy tờ](https://a.vn/mau)\n\nHết.",
        '1. Một\n2. Hai\n\n![Quầy](quay.jpg "Quầy tiếp nhận")',
        "| Lĩnh vực | Đúng hạn |\n| --- | ---: |\n| **Đơn** | 92% |\n| [Đơn](a.pdf) | |\n\nHết.",
    ],
)
def test_ordinary_news_is_prose(text: str) -> None:
    """The quick way is taken, not just right."""
    assert prose.write(text, Output("a.md", 1))
