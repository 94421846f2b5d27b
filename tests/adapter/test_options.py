"""The options of the plugin in mkdocs.yml."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from cchc_site.adapter.options import CchcConfig
from tests.support.paths import ROOT, TESTS

MENDS = yaml.safe_load((TESTS / "cases/option_mends.yml").read_text("utf-8"))


def refused(**options: object) -> list[str]:
    """What is wrong with `options`."""
    config = CchcConfig()
    config.load_dict(dict(options))
    errors, _ = config.validate()
    return [f"{name}: {error}" for name, error in errors]


@pytest.mark.parametrize("number", [5, 20, 100])
def test_a_page_of_a_list_holds_five_to_a_hundred_posts(number: int) -> None:
    """Both included."""
    assert refused(per_page=number) == []


@pytest.mark.parametrize("number", [4, 101, 0, -20, True, 20.0, "20", [20]])
def test_no_other_number_of_posts_is_taken(number: object) -> None:
    """Nothing is guessed; what may be written is told."""
    assert refused(per_page=number) == [
        f"per_page: “{number}” không phải số tin của một trang; hãy viết một số nguyên từ 5 đến "
        "100, ví dụ 20"
    ]


@pytest.mark.parametrize("case", MENDS, ids=lambda case: case["told"][:60])
def test_a_refused_option_is_told_with_a_mend_that_works(case: Mapping[str, Any]) -> None:
    """Done as it is told, nothing is wrong."""
    assert [error for error in refused(**case["refused"]) if case["told"] in error]
    assert refused(**case["mended"]) == []


def test_the_mend_of_every_refusal_was_tried() -> None:
    """A new one belongs into tests/cases/option_mends.yml."""
    told = [case["told"] for case in MENDS]

    assert [said for said in _refusals() if not any(map(re.compile(said).fullmatch, told))] == []


def _refusals() -> Iterator[str]:
    """What the source refuses an option with, as patterns."""
    names = ("options", "option_kinds", "contact_options", "admin_options")
    files = [ROOT / f"cchc_site/adapter/{name}.py" for name in names]
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    for call in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("ValidationError"):
            words = call.args[0]
            parts = words.values if isinstance(words, ast.JoinedStr) else [words]
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
                for part in parts
            )
