"""A post: its text as a value, and back."""

from __future__ import annotations

import datetime as dt
import string
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.content import fields
from cchc_site.content.fields import FIELDS, Moment, Settings
from cchc_site.content.front_matter import Malformed, split
from cchc_site.content.post import Post, dump, parse
from cchc_site.content.values import plain
from tests.support.paths import TESTS

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SETTINGS = Settings(ZONE, {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"})
CASES = yaml.safe_load((TESTS / "cases/post/values.yml").read_text("utf-8"))
HEAD = {
    "title": "Lịch tiếp công dân",
    "date": "2024-05-13",
    "author": "Ban biên tập",
    "category": "thong-bao",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_values(case: dict[str, Any]) -> None:
    """A value is read as the table of fields says."""
    head = yaml.safe_dump(HEAD | case["head"], allow_unicode=True)

    post, problems = parse(f"---\n{head}---\n\nNội dung.\n", "posts/2024/bai.md", SETTINGS)

    assert problems == ()
    found = {
        name: list(value) if isinstance(value := getattr(post, name), tuple) else value
        for name in case["post"]
    }
    assert found == case["post"]


def test_lines_of_keys_and_body() -> None:
    """Later steps report on the line where a key or a paragraph stands."""
    text = "---\n# lời nhắc\ntitle: A\ndate: 2024-05-13\nauthor: B\ncategory: tin-tuc\n---\n\n\nX"

    post, _ = parse(text, "posts/a.md", SETTINGS)

    assert post is not None
    assert (post.line("title"), post.line("category"), post.line("image")) == (3, 6, 0)
    assert post.body_line == 10


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("posts/2024/Lịch tiếp dân.md", "lich-tiep-dan"),
        ("posts/2024/lich/index.md", "lich"),
        ("posts/2024/05/lich.md", "lich"),
    ],
)
def test_the_address_ends_with_the_name_of_the_file(path: str, name: str) -> None:
    """Never with the title, which editors change."""
    post, _ = parse(dump_head(), path, SETTINGS)

    assert post is not None
    assert post.name == name


def dump_head() -> str:
    """A good post."""
    return f"---\n{yaml.safe_dump(HEAD, allow_unicode=True)}---\n\nNội dung.\n"


def test_every_field_of_the_table_is_a_field_of_the_post() -> None:
    """One table: what may be written is what a post holds."""
    names = {"authors" if field.name == "author" else field.name for field in FIELDS}

    assert names <= set(Post.__dataclass_fields__)


@pytest.mark.parametrize(
    ("key", "field"), [("titel", "title"), ("Tiêu đề", "title"), ("tac gia", "author")]
)
def test_the_nearest_field_is_named(key: str, field: str) -> None:
    """By its name or its Vietnamese label, with or without marks."""
    assert fields.named(key) == field


# Letters of Vietnamese, digits, and every sign that YAML gives a meaning.
letters = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyạảãàáệộửĐƯ" + string.digits + " ")
signs = st.sampled_from(":#-?&*!|>'\"%@`[]{},~=.;/\\“”…()")
line = st.text(st.one_of(letters, signs), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
filled = line.filter(bool)
reason = line.map(lambda text: text and f"Vì {text}")  # "true" is none


def moments(first: int, last: int) -> st.SearchStrategy[Moment]:
    """Days and hours from one year to another."""
    return st.one_of(
        st.dates(dt.date(first, 1, 1), dt.date(last, 1, 1)).map(
            lambda day: Moment(dt.datetime(day.year, day.month, day.day, tzinfo=ZONE), False)
        ),
        st.datetimes(dt.datetime(first, 1, 1), dt.datetime(last, 1, 1)).map(
            lambda at: Moment(at.replace(microsecond=0, tzinfo=ZONE), True)
        ),
    )


texts = st.lists(filled, max_size=3, unique=True).map(tuple)
files = st.fixed_dictionaries({"file": filled}, optional={"title": filled})
posts = st.builds(
    Post,
    path=st.just("posts/2024/bai.md"),
    title=filled,
    date=moments(1990, 2040),
    authors=st.lists(filled, min_size=1, max_size=3, unique=True).map(tuple),
    category=st.sampled_from(sorted(SETTINGS.categories)),
    body=st.lists(filled, min_size=1, max_size=4).map("\n\n".join),
    summary=line,
    tags=texts,
    slug=st.sampled_from(["", "lich-tiep-dan"]),
    source=line,
    image=st.sampled_from(["", "anh.jpg"]),
    image_alt=st.just("Mô tả"),
    updated=st.none() | moments(2041, 2090),
    correction=reason,
    expires=st.none() | moments(2041, 2090),
    withdrawn=reason,
    draft=st.booleans(),
    pinned=st.booleans(),
    attachments=st.lists(files, max_size=2).map(tuple),
    aliases=texts,
    extra=st.none() | st.dictionaries(filled, filled, min_size=1, max_size=3),
    hide=st.lists(st.sampled_from(("toc", "tags")), unique=True).map(tuple),
    robots=st.sampled_from(("", "noindex", "noindex, nofollow", "none")),
    search=st.sampled_from((None, {"exclude": "true"})),
)


@given(posts)
def test_a_dumped_post_reads_back_the_same(post: Post) -> None:
    """`parse(dump(post)) == post`, whatever signs the editor uses."""
    assert parse(dump(post), post.path, SETTINGS) == (post, ())


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands in a file, there is a post or a problem, never an exception."""
    for written in (text, f"---\n{text}\n---\n\nX", f"---\ntitle: {text}\n---\nX"):
        post, problems = parse(written, "posts/a.md", SETTINGS)

        assert post is not None or problems


SIGNS = (
    *"ađ ậ0:9,.;()/–“”…-[]{}\"'#?!&*|>@`~=_<\\\t\u00a0\u0301\u2028\ufeff\x85",
    ": ",
    " #",
    '", "',
)


def values_in(head: str) -> dict[str, tuple[int, object]]:
    """Each key's line and value."""
    entries = split(f"---\n{head}\n---\nX").entries
    return {name: (entry.line, plain(entry.node)) for name, entry in entries.items()}


@given(
    st.lists(st.sampled_from(SIGNS), max_size=9).map("".join),
    st.sampled_from(["a: {}", 'a: "{}"', "a: [{}]", 'a: [b, "{}", c]', "a: b\nc: {}"]),
)
def test_a_comment_changes_no_value(value: str, form: str) -> None:
    """Plain lines, which are read without a parser of YAML, mean what they mean to it."""
    head = form.format(value)

    with suppress(Malformed):
        assert values_in(head) == values_in(f"{head}\n# x")
