"""Messages: one line each, whatever stands in names and titles."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base.problems import Problem, as_github, as_text, one_line, warning_as_github

# What runners of CI take for a command.
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
NASTY = (
    "::error::x",
    "  ::add-mask::x",
    "a\n::warning::b",
    "a\r::warning::b",
    "a\u2028::b\x85::c",
    "##[group]x",
    "x ##vso[task.setvariable]y",
    "%0A::warning::z",
    "##[##[a]",
    ":::x",
)
WORDS = st.one_of(st.text(), st.sampled_from(NASTY))


@given(WORDS, WORDS, WORDS)
def test_a_message_is_one_line_and_no_command(path: str, what: str, hint: str) -> None:
    """Whoever may send a post must not speak to the machine that checks it."""
    problem = Problem(path, 3, what, hint)

    text = as_text([problem, problem])
    assert len(text.splitlines()) == 2
    assert not COMMAND.search(text)
    assert text.encode()
    lines = as_github([problem]).splitlines()
    assert len(lines) == 1
    assert re.fullmatch(r"::error file=[^:,]*,line=3::.*", lines[0])
    assert "%0A" not in lines[0]
    (warned,) = warning_as_github(what).splitlines() or [""]
    assert warned.startswith("::error::")


def test_every_nasty_text_is_told_readably() -> None:
    """The words stay; only what makes a command of them is escaped."""
    told = [one_line(text) for text in NASTY]

    assert told[2] == "a\\n::warning::b"
    assert [text for text in told if COMMAND.search(text)] == []
    assert one_line("Ủy\u00a0ban “x” 🏛️: 50%") == "Ủy\u00a0ban “x” 🏛️: 50%"
    assert one_line("\u202ea") == "\\u202ea"


def test_a_name_that_is_not_utf_8_can_be_told() -> None:
    """Its bytes are shown, where the terminal would refuse them."""
    assert str(Problem("posts/\udce9.md", 0, "a", "b")) == "posts/\\xe9.md: a; b"
