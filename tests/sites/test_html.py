"""The pages are valid HTML, as the Nu checker sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import nu

pytestmark = pytest.mark.site


def test_every_page_is_valid(gallery: Path, tmp_path: Path) -> None:
    """No error and no warning in any page of the site; a broken one beside them is found."""
    broken = tmp_path / "broken.html"
    broken.write_text('<!doctype html><html lang="vi"><title>A</title><p><img src="a.png"></p>')

    found = nu.faults(gallery, broken)

    assert found != []
    assert [fault for fault in found if not fault.startswith(f"{broken}:1: ")] == []
