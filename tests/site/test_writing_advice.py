"""What a text gives away and stumbles over, and what only looks like it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from cchc_site.base.problems import Level
from cchc_site.content.fields import Settings
from cchc_site.content.post import parse
from cchc_site.site import writing_advice
from tests.support.paths import TESTS

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {"tin-tuc": "Tin tức"})
CASES = yaml.safe_load((TESTS / "cases/writing.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(CASES.index(case)))
def test_what_stands_there_is_told_and_nothing_else(case: dict[str, Any]) -> None:
    """At its line, as advice."""
    head = f"title: A\ndate: 2024-05-13\nauthor: {case.get('author', 'Ban biên tập')}"
    text = f"---\n{head}\ncategory: tin-tuc\n{case.get('head', '# không')}\n---\n\n{case['body']}\n"
    post, problems = parse(text, "posts/a.md", SETTINGS)
    assert post is not None
    assert problems == ()

    told = list(writing_advice.advice(post))

    wanted: list[str] = case.get("told", [])
    assert len(told) == len(wanted), told
    for problem, start in zip(told, wanted, strict=True):
        assert problem.what.startswith(start)
        assert problem.level is Level.ADVICE
        assert problem.line > 0


def test_what_is_told_of_one_post_is_bounded() -> None:
    """Three of a kind: a list of a hundred numbers is one mistake."""
    body = "\n\n".join(f"Gọi 0912 345 6{number:02d}." for number in range(50))
    text = f"---\ntitle: A\ndate: 2024-05-13\nauthor: A\ncategory: tin-tuc\n---\n\n{body}\n"
    post, _ = parse(text, "posts/a.md", SETTINGS)
    assert post is not None

    assert [problem.line for problem in writing_advice.advice(post)] == [8, 10, 12]
