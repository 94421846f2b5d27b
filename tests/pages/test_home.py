"""The home page: no story and no picture twice."""

from __future__ import annotations

import re

import pytest

from tests.support.html import page
from tests.support.portal import PICTURE
from tests.support.project import Project


@pytest.mark.site
def test_no_story_and_no_picture_shows_twice(project: Project) -> None:
    """Among pinned ones, the newest, and those of categories; also where posts have copies of one
    picture. A category of which all stands above has no block."""
    picture = PICTURE.read_bytes()
    for number in range(1, 13):
        more = "pinned: true\n" if number % 4 == 0 else ""
        if number % 3 == 0:
            more += "image: anh.png\nimage_alt: Quầy\n"
            project.write(f"posts/2024/bai-{number}/anh.png", picture)
        head = f"Bài {number}\n{more}".rstrip()
        project.post(f"posts/2024/bai-{number}/index.md", head, f"2024-05-{number:02}")
    project.write("docs/index.md", "---\ntemplate: home.html\ntitle: Trang chủ\n---\n")

    project.build("--strict")

    html = project.read("site/index.html")
    stories = re.findall(r'<a class="cchc-cover" href="([^"]*)"', html)
    assert len(stories) == len({*stories}) >= 10
    assert len(re.findall(r"<img[^>]*srcset", html)) <= 1
    assert [*page(project.root / "site", "").texts["h2"]].count("Tin tức") <= 1
