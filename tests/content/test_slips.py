"""Slips that make front matter no YAML: told at their line, with the line as it was meant."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cchc_site.content.slips import read
from cchc_site.content.values import plain
from tests.support.paths import TESTS

CASES = yaml.safe_load((TESTS / "cases/slips.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_slip_is_told_at_its_line(case: dict[str, object]) -> None:
    """And what else the text holds is read as it was meant."""
    root, slips, *_ = read(str(case["text"]))

    assert [[slip.line + 1, slip.what] for slip in slips] == case["told"]
    assert root is not None
    assert plain(root) == case["means"]


PIECES = st.lists(
    st.sampled_from(
        (
            *("title", "date", "Tác giả", "một cửa", "5/11", "- ", ": ", ":", " ", "  ", "\n"),
            *('"', "'", "[", "]", "{", "#", " #", "&", "*", "@", "%", "|", ">", "\t", "\u00a0"),
            *("\uff0c", "\uff1a", "•", "—", "---", "?", "!", ",", "\x07", "\\"),
        )
    ),
    max_size=16,
).map("".join)


@given(PIECES)
@example("title: 'a\n'b")
def test_every_text_is_read_somehow(text: str) -> None:
    """With its slips, never with an exception; what is no YAML has one."""
    root, slips, lines, _ = read(text)

    assert root is None or slips or text.split("\n") == [*lines]
    for slip in slips:
        assert 0 <= slip.line < len(text.split("\n"))
        assert slip.what
        assert slip.hint.startswith(("hãy ", "nếu "))


WORDS = st.text(st.sampled_from("ab àđ:#[]{}&*!|>'\"%@`,?-"), min_size=1, max_size=20).map(
    str.strip
)


@given(WORDS.filter(bool), WORDS.filter(bool))
def test_a_line_that_is_told_is_right(first: str, second: str) -> None:
    """Copied over the wrong one, as it is told."""
    # A value in quotation marks may go on for lines, up to the next mark.
    assume(not (first[0] in "'\"" and first[0] in second))
    head = f"title: {first}\nsource: {second}\ndate: 2024-05-13"
    _, slips, *_ = read(head)
    lines = head.split("\n")

    for slip in slips:
        told = slip.hint.rpartition("“")[2] if "“" in slip.hint else ""
        if not told.endswith("”"):
            return  # not one that tells a line
        lines[slip.line] = slip.hint[slip.hint.index("“") + 1 : -1]
    assert read("\n".join(lines)).slips == ()
