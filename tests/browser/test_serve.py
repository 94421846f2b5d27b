"""`mkdocs serve` in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.project import Project
from tests.support.serving import fetch, serving, until

pytestmark = [pytest.mark.browser, pytest.mark.site]

LONG = "Đoạn văn dài.\n\n" * 300
WRONG = "ngày “2024-13-05” không tồn tại"


@pytest.mark.parametrize("look", ["portal", "theme"])
def test_the_list_of_problems_stays_in_view(
    project: Project, free_port: int, browser: Browser, look: str
) -> None:
    """Also when the browser, having loaded the page again, scrolls to where the reader was; folded,
    it leaves the page to be read."""
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("portal", look))
    project.write("docs/index.md", "# Trang chủ\n")
    project.post("posts/2024/lich.md", title="Bài tốt", body=LONG)
    for number in range(9):
        project.post(f"posts/2024/bai-{number}.md")
    page = "tin-tuc/2024/05/lich/"
    with serving(project, free_port) as log:
        until(lambda: "Bài tốt" in fetch(free_port, page), log)
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.goto(f"http://127.0.0.1:{free_port}/{page}")
        tab.evaluate("scrollTo({top: 6000, behavior: 'instant'})")

        for number in range(9):
            project.post(f"posts/2024/bai-{number}.md", date="2024-13-05")
        until(lambda: WRONG in fetch(free_port, page), log)
        tab.get_by_role("alert").wait_for()
        tab.reload()
        tab.wait_for_function("scrollY > 3000")

        panel = tab.get_by_role("alert")
        box = panel.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800
        assert box["height"] <= 320
        assert panel.get_by_text(WRONG).first.is_visible()
        assert tab.evaluate(
            "([x, y]) => !!document.elementFromPoint(x, y).closest('[role=alert]')",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        )
        panel.locator("summary").click()
        folded = panel.bounding_box()
        assert folded
        assert folded["height"] < 80
        tab.close()


def test_a_page_explains_the_search(project: Project, free_port: int, browser: Browser) -> None:
    """For a query it shows what is found, in the order of the search, and what each word gained;
    the built site does not have it."""
    project.post("posts/2024/lich.md", title="Lịch tiếp công dân")
    project.post("posts/2024/nuoc.md", title="Nước sạch", body="Công dân xem lịch cấp nước.")
    with serving(project, free_port) as log:
        until(lambda: "Nước sạch" in fetch(free_port, "tin-tuc/"), log)
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{free_port}/giai-thich-tim-kiem/?q=lịch công dân")
        rows = tab.locator("[data-explain-rows] > tr")
        rows.nth(1).wait_for()

        assert [row.locator("td").first.inner_text() for row in rows.all()] == [
            "Lịch tiếp công dân",
            "Nước sạch",
        ]
        assert tab.locator("[data-explain-head]").inner_text().count("nặng") == 5
        assert "đủ" in rows.first.inner_text()
        tab.close()
    assert not (project.root / "site/giai-thich-tim-kiem").exists()
