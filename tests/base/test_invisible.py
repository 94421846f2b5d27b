"""Characters that nobody sees."""

from __future__ import annotations

import datetime as dt
import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base import invisible
from cchc_site.content.fields import Settings
from cchc_site.content.post import parse
from cchc_site.site import records
from tests.support.project import Project

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {})
HIDDEN = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069"
    "\u3164\ufe0f\ufeff"
)
PICTURES = (
    "👨‍👩‍👧",
    "🏛️",
    "1️⃣",
    "❤️‍🔥",
    "🧑🏽‍💻",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
)


def fields(head: str) -> object:
    """What a post's front matter holds."""
    required = "date: 2024-05-13\nauthor: Ban\ncategory: tin\n"
    post, problems = parse(f"---\n{required}{head}---\n\nx\n", "posts/a.md", SETTINGS)
    assert problems == ()
    return post


@pytest.mark.parametrize("char", HIDDEN)
@pytest.mark.parametrize("form", ['title: "A{}b"', "title: A{}b", "title: >-\n  A{}b", "escape"])
def test_a_value_has_no_invisible_twin(char: str, form: str) -> None:
    """However it is written, the value is what is seen."""
    head = f'title: "A\\U{ord(char):08x}b"' if form == "escape" else form.format(char)

    assert fields(f"{head}\n") == fields("title: Ab\n")


@given(st.text(), st.sampled_from(HIDDEN))
def test_values_that_look_alike_are_one(text: str, char: str) -> None:
    """Wherever the character stands, and dropping twice is dropping once."""
    seen = invisible.dropped(text)
    assert invisible.dropped(seen) == seen
    if char not in "\u200d\ufe0f":  # which pictures are made of
        half = len(text) // 2
        assert invisible.dropped(char + text) == seen
        twin = invisible.dropped(text[:half] + char + text[half:])
        assert unicodedata.normalize("NFC", twin) == unicodedata.normalize("NFC", seen) or any(
            picture in text for picture in "\u200d\ufe0f\U0001f3f4"
        )


def test_pictures_stay_whole() -> None:
    """In values and in texts."""
    for picture in PICTURES:
        assert invisible.dropped(f"a {picture} b") == f"a {picture} b"
        assert invisible.unturned(f"a {picture} b") == f"a {picture} b"


def test_a_value_of_nothing_visible_is_empty() -> None:
    """A title must be seen."""
    text = '---\ntitle: "\u200b\u202e"\ndate: 2024-05-13\nauthor: Ban\ncategory: tin\n---\n\nx\n'
    post, problems = parse(text, "posts/a.md", SETTINGS)

    assert post is None
    assert [problem.what for problem in problems] == ["mục “title” để trống"]


def test_a_text_reads_in_the_order_it_is_written() -> None:
    """Nothing turns what follows, also where it is left open; Arabic stays as it is."""
    written = "a&#x202E;b&#8294;c&#X002066 d&#8238e &#x202f; &#82380; &#x2066d;"
    assert invisible.unturned(written) == "abc de &#x202f; &#82380; &#x2066d;"
    arabic = "\u0627\u0644\u200f(1)"
    assert invisible.unturned(f"x \u202e lật \u2066 y {arabic}") == f"x  lật  y {arabic}"


def test_a_record_has_no_invisible_twin(project: Project) -> None:
    """Of a document."""
    body = "number: 1/QĐ-UBND\ndate: 2024-05-13\nissuer: {}\n"
    project.write("documents/a.yml", body.format("Sở \u200bTư pháp\u202e"))
    project.write("documents/b.yml", body.format('"Sở Tư\\u2060 pháp"'))

    found = records.read(project.root, SETTINGS, [])
    assert {record.document.issuer for record in found} == {"Sở Tư pháp"}
    assert dt.date(2024, 5, 13) in {record.document.date for record in found}
