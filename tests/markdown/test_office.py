"""Office text is shown as it is typed, whatever GitHub would make of it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
import yaml

from cchc_site.base import invisible
from cchc_site.markdown.gfm.reader import read
from tests.support.office_texts import shown
from tests.support.paths import TESTS

KINDS = yaml.safe_load((TESTS / "cases/markdown/office.yml").read_text("utf-8"))
LINES = [(kind["kind"], line) for kind in KINDS for line in kind["typed"].splitlines()]


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
