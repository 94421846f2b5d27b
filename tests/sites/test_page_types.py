"""The gallery of page types holds what its list promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.page_types import PAGE_TYPES
from tests.support.portal import LONG, LONG_TITLE

pytestmark = pytest.mark.site


def test_every_type_has_its_page(gallery: Path) -> None:
    """Each name and each address once, and none leads to an old address's signpost."""
    assert len({page.name for page in PAGE_TYPES}) == len({page.url for page in PAGE_TYPES})
    for page in PAGE_TYPES:
        assert "<h1" in (gallery / page.file).read_text("utf-8"), page


def test_every_kind_of_address_has_a_type(gallery: Path) -> None:
    """What the build makes a new kind of page for is put on the list too."""

    def kind(file: str) -> str:
        folders = file.removesuffix("index.html").split("/")
        numbered = [re.sub(r"\d+", "0", folder) for folder in folders]
        fixed = ("co-quan", "loai", "nam", "trang-0", "0", "")
        return "/".join(one if one in (*fixed, folders[0]) else "x" for one in numbered)

    made = {
        kind(file.relative_to(gallery).as_posix())
        for file in gallery.rglob("*.html")
        if 'http-equiv="refresh"' not in file.read_text("utf-8")
    }
    listed = {kind(page.file) for page in PAGE_TYPES}
    docs = {"lien-he/"}
    assert made - listed - docs == set()


def test_the_long_post_is_long(gallery: Path) -> None:
    """10,000 words, 40 headings, 30 pictures, 8 tables, 200 characters of title."""
    html = (gallery / LONG / "index.html").read_text("utf-8").partition("<article")[2]
    text = re.sub("<[^>]*>", " ", html)

    assert len(LONG_TITLE) == 200
    assert len(text.split()) >= 10_000
    assert len(re.findall(r"<h[23][^>]*>Phần", html)) == 40
    assert html.count("<figure") >= 30
    assert html.count("<table") == 8
