"""Office text is shown as it is typed, whatever GitHub would make of it."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

import pytest
import yaml

from cchc_site.base import invisible
from cchc_site.content.text import ParsedText
from cchc_site.markdown.gfm.reader import read
from tests.support.paths import TESTS

KINDS = yaml.safe_load((TESTS / "cases/markdown/office.yml").read_text("utf-8"))
LINES = [(kind["kind"], line) for kind in KINDS for line in kind["typed"].splitlines()]


def shown(parsed: ParsedText) -> str:
    """The words of the page, with the numbers of lists; “ ⏎ ” between lines and blocks."""
    out, number = list[str](), 0
    written = re.sub(r"(<li[^>]*>)<p>", r"\1", parsed.html)
    for part in re.split(r"(<[^>]*>)", written):
        if start := re.match(r'<ol(?: start="(\d+)")?>', part):
            number = int(start[1] or 1)
        elif part == "<ul>":
            number = 0
        elif item := re.match(r'<li(?: value="(\d+)")?>', part):
            number = int(item[1] or number)
            out.append(f" ⏎ {number}. " if number else " ⏎ ")
            number += number > 0
        elif re.match(r"</?(?:p|h\d|tr|t[dh]|li|div|figure|blockquote|hr|br)\b", part):
            out.append(" ⏎ ")
        elif not part.startswith("<"):
            out.append(html.unescape(part))
    lines = (" ".join(line.split()) for line in "".join(out).split("⏎"))
    return " ⏎ ".join(line for line in lines if line)


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_what_is_typed_is_shown(kind: str, line: str) -> None:
    """As typed, or as the table says; in a text as its file is read."""
    typed, _, result = re.sub(r"\\u([0-9a-f]{4})", _character, line).partition(" ⇒ ")
    text = typed.replace("↵", "\n").replace("⇥", "\t")
    parsed = read(unicodedata.normalize("NFC", invisible.unturned(text)), "posts/a.md")

    assert parsed.problems == ()
    expected = " ".join((result or text).replace("\n", " ⏎ ").split())
    assert shown(parsed) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["kind"])
def test_every_kind_has_inputs_of_its_own(kind: dict[str, Any]) -> None:
    """At least six."""
    assert len(kind["typed"].splitlines()) >= 6
