"""What pandoc tells of a document becomes Markdown that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_site.importing import shaping, typed_lists
from cchc_site.importing.compose import Composer, paragraph, says
from cchc_site.importing.inline_text import normal, shown
from cchc_site.markdown.gfm import reader

Inline = dict[str, Any]
LEADS = (
    *("", "1. ", "2) ", "- ", "+ ", "* ", "> ", "# ", "a) ", "| ", "!!! ", ": ", "• ", "=== "),
    *(
        "--- ",
        "https://a.vn/",
        "{: .x}",
        "[^1] ",
        "[x]: /u ",
        ">= ",
        "``` ",
        "~~~ ",
        "<b>",
        "&amp;",
    ),
)
SIGNS = "abđếỗựỹ ÁĐ 019 .,;:!?-–—+=*_~`'\"()[]{}<>|\\/&%$#@^…“”•"
TEXTS = st.builds(
    lambda lead, text, end: f"{lead}x{text.strip()}{end}",
    st.sampled_from(LEADS),
    st.text(SIGNS, max_size=25),
    st.sampled_from(("z", "", ".")),
)
LOOKS = ("Str", "Strong", "Emph", "Strikeout", "Superscript", "Underline", "Link")


def inline(look: str, text: str) -> Inline:
    """Words that look so."""
    words = {"t": "Str", "c": text}
    if look == "Str":
        return words
    if look == "Link":
        return {"t": "Link", "c": [["", [], []], [words], ["https://vi-du.vn/(a)_b", ""]]}
    return {"t": look, "c": [words]}


INLINES = st.lists(st.builds(inline, st.sampled_from(LOOKS), TEXTS), min_size=1, max_size=3)


def cell(inlines: Sequence[Inline]) -> list[Any]:
    """A cell of a table."""
    return [["", [], []], {"t": "AlignDefault"}, 1, 1, [{"t": "Para", "c": inlines}]]


def table(rows: Sequence[Sequence[Sequence[Inline]]], heads: int) -> dict[str, Any]:
    """A table with so many rows of heads."""
    made = [[["", [], []], [cell(inlines) for inlines in row]] for row in rows]
    head, body = [["", [], []], made[:heads]], [["", [], []], 0, [], made[heads:]]
    return {"t": "Table", "c": [["", [], []], [None, []], [], head, [body], [["", [], []], []]]}


ROWS = st.lists(st.tuples(INLINES, INLINES), min_size=2, max_size=2)
BLOCKS = st.one_of(
    st.builds(lambda inlines: {"t": "Para", "c": inlines}, INLINES),
    st.builds(lambda inlines: {"t": "Header", "c": [2, ["", [], []], inlines]}, INLINES),
    st.builds(
        lambda items: {"t": "BulletList", "c": [[{"t": "Para", "c": item}] for item in items]},
        st.lists(INLINES, min_size=1, max_size=3),
    ),
    st.builds(table, ROWS, st.sampled_from((0, 1))),
)


def html(text: str) -> str:
    """What a page shows of a text, nothing where it has a fault."""
    read = reader.read(text, "a.md", 1)
    return "" if read.problems else read.html


def bare(text: str) -> str:
    """`text` without blanks and without marks of lists, which a page draws."""
    parts = text.split()
    return "".join(part for part in parts if part not in "-+*•" and not part.rstrip(".)").isdigit())


@pytest.mark.unmeasured
@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_a_page_says_what_the_blocks_say(blocks: list[dict[str, Any]]) -> None:
    """Each word once, in its order, whatever signs of Markdown it holds and however it looks."""
    shaped = shaping.shaped(typed_lists.listed(blocks))
    body = Composer(html, lambda target: "").body(shaped)
    read = reader.read(body, "posts/a.md", 1)

    assert read.problems == ()
    assert bare(shown(read.html)) == bare(normal(" ".join(map(says, shaped))))


def test_plain_words_stay_plain() -> None:
    """What needs no escape has none: editors read it."""
    text = "Số 09/KH-UBND (ngày 13/4/2022): 5*3 phần, giá 5~7 nghìn; mau_don_1.pdf – “xem” #2 > 1."

    assert Composer(html, lambda target: "").body([paragraph(text)]) == text


def test_headings_stand_as_the_parts_of_a_law_do() -> None:
    """By their names and numbers, the name of a chapter beside its number, none skipped."""
    lines = ["Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Một", "Chương II", "HỒ SƠ", "Mục 1", "GIẤY TỜ"]
    lines += ["Điều 2. Hai"]
    bold = [{"t": "Para", "c": [{"t": "Strong", "c": paragraph(line)["c"]}]} for line in lines]
    shaped = shaping.shaped([*bold, paragraph("Hết.")])

    assert [block["c"][0] for block in shaped[:-1]] == [2, 2, 3, 2, 2, 3, 3, 4]
