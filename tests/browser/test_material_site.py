"""An existing site in Material's own look, to which news are added by one line and one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.project import BASE, Project, served
from tests.support.shared import Once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONFIG = f"""\
site_name: Sổ tay
site_url: {BASE}
theme: {{name: material, language: vi, font: false}}
plugins: [search, cchc]
nav:
  - Trang chủ: index.md
  - Tin tức: tin-tuc/index.md
"""


@pytest.fixture(scope="module")
def existing(once: Once) -> Path:
    """The site with one post, built strictly, with what the build has said beside it."""

    def build(root: Path) -> None:
        project = Project(root)
        project.write("mkdocs.yml", CONFIG)
        project.write("docs/index.md", "# Sổ tay\n\nXem [tin](tin-tuc/index.md).\n")
        project.post("posts/2024/lich.md", title="Lịch tiếp công dân & <b>", body="Ở phòng số 5.")
        project.write("said.txt", project.build("--strict").stdout)

    return once("existing", build)


@pytest.mark.site
def test_nothing_is_said_that_means_nothing(existing: Path) -> None:
    """What MkDocs says of every build, and what has changed."""
    said = (existing / "said.txt").read_text("utf-8")

    assert "plugin" not in said
    assert "WARNING" not in said


@pytest.mark.browser
@pytest.mark.site
def test_the_search_of_the_header_finds_posts(existing: Path, browser: Browser) -> None:
    """By their titles; a result leads to the post. The menu leads to the news."""
    with served(existing / "site") as address:
        page = browser.new_page()
        page.goto(address)
        assert page.locator(".md-nav a[href='tin-tuc/']").count() == 1
        page.focus(".md-search__input")
        page.wait_for_function("document.querySelector('#__search').checked")  # its script is there
        page.keyboard.type("tiếp công dân")
        result = page.locator(".md-search-result__link").first
        result.wait_for()
        assert "Lịch tiếp công dân & <b>" in result.inner_text()
        result.click()
        page.wait_for_url("**/tin-tuc/2024/05/lich/**")
        page.close()
