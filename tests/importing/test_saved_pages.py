"""Saved pages become the text that a reader sees in them, and what the page tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.importing import formats
from cchc_site.importing.draft import Draft
from tests.support.importing import options
from tests.support.paths import TESTS

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
CASES = yaml.safe_load((TESTS / "cases/importing/saved_pages.yml").read_text("utf-8"))
PDF = b"%PDF-1.4\n%%EOF\n"


def drafts(path: Path, mapping: Mapping[str, Any] | None = None) -> list[Draft]:
    """The drafts in a file."""
    form = formats.recognised(path)
    assert form
    return [each for each in form.reader()(path, options(mapping)) if isinstance(each, Draft)]


def draft(folder: Path, page: str | bytes, mapping: Mapping[str, Any] | None = None) -> Draft:
    """The draft that a page is."""
    path = folder / "luu.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    (made,) = drafts(path, mapping)
    return made


def article(body: str) -> str:
    """A page with that text."""
    title = "<title>Tin của xã</title><h1>Tin của xã</h1>"
    return f"<html><meta charset=utf-8>{title}<div class=noidung>{body}</div></html>"


def shown(made: Draft) -> str:
    """What the page of a post shows of its text, without blanks."""
    return "".join(unescape(re.sub("<[^>]*>", "", options().html(made.body))).split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_becomes_what_a_reader_sees_in_it(case: dict[str, Any], tmp_path: Path) -> None:
    """Title, day, writer and text are right wherever the page has them; menus, other news and
    counters are no text."""
    for name in case.get("files", ()):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(PNG if name.endswith("png") else PDF)

    made = draft(tmp_path, case["page"])

    assert dict(made.fields) == case["fields"]
    assert sorted(made.guessed) == case.get("guessed", [])
    assert made.body == case["body"]
    assert len(made.files) == len(case.get("files", ()))
    told = [*map(str, made.left_out)]
    assert len(told) == len(case["told"])
    assert all(piece in line for piece, line in zip(case["told"], told, strict=True))


_WORDS = st.text(
    st.sampled_from([*"aăâbđêơưếỗ 19*_`[]()<>&#|\\~!-+.:;{}=$^@/\"'“”%"]), min_size=1, max_size=20
).filter(str.strip)
_INLINE = st.recursive(
    _WORDS.map(escape),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "span", "sup", "strong", "u", "font", "s"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
_LINE = st.lists(_INLINE, min_size=1, max_size=4).map("".join)
_CELLS = st.lists(st.lists(_LINE, min_size=2, max_size=3), min_size=1, max_size=3)
_BLOCK = st.one_of(
    _LINE.map(lambda line: f"<p>{line}</p>"),
    st.lists(_LINE, min_size=2, max_size=3).map(lambda lines: f"<p>{'<br>'.join(lines)}</p>"),
    _LINE.map(lambda line: f"<h3>{line}</h3>"),
    st.lists(_LINE, min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    ),
    _CELLS.map(
        lambda rows: (
            "<table border=1>"
            + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
            + "</table>"
        )
    ),
    _LINE.map(lambda line: f"<blockquote><p>{line}</p></blockquote>"),
)


@given(st.lists(_BLOCK, min_size=1, max_size=5))
def test_every_text_arrives_once_and_unchanged(tmp_path_factory: Any, blocks: list[str]) -> None:
    """Whatever signs paragraphs, cells and items hold, the post's page shows just these."""
    lead = "<p>Mở đầu bài viết của xã.</p>"
    body = f"{lead}{''.join(blocks)}<p>Hết bài viết của xã, xin mời bà con xem.</p>"
    made = draft(tmp_path_factory.getbasetemp(), article(body))

    wanted = unescape(re.sub("<[^>]*>", "", body))

    assert shown(made) == "".join(wanted.split())
    assert made.words_in == made.words_out
