"""The options of the plugin in mkdocs.yml."""

from __future__ import annotations

import pytest

from cchc_site.adapter.options import CchcConfig


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
