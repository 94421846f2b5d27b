"""Each post as a notice for the office's board: from a link, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.support.portal import SEED_TITLE, SEED_URL
from tests.support.project import BASE, MINIMAL, Project, served
from tests.support.sheets import codes, sheets, words

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A reader without scripts, who prefers dark pages."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    yield context.new_page()
    context.close()


def test_a_post_is_printed_for_the_board_from_a_link(address: str, reader: Page) -> None:
    """On one sheet: the body in office, title, text, documents, blanks and the way to the page."""
    reader.goto(address + SEED_URL)
    reader.get_by_role("link", name="In để niêm yết").click()
    pdf = reader.pdf(prefer_css_page_size=True)
    (sheet,) = sheets(pdf)
    text = " ".join(words(pdf)[0].split())

    assert codes(sheet) == [BASE + SEED_URL]
    assert sheet.width * 297 == pytest.approx(sheet.height * 210, rel=0.01)
    assert sheet.convert("L").getpixel((5, 5)) == 255
    for said in (
        *("ỦY BAN NHÂN DÂN", SEED_TITLE, "Kế hoạch số 09/KH-UBND", "Muốn biết một thủ"),
        *("Niêm yết từ ngày", "đến ngày", "Người niêm yết", "1/1"),
    ):
        assert said in text
    # A line's end is a hyphen of the address, for which the PDF has a sign of its own.
    assert BASE + SEED_URL in "".join(words(pdf)[0].replace("\ufffe", "-").split())
    for said in ("Tin liên quan", "Danh mục", "Chia sẻ", "Trở lại bài", "Tin cũ hơn", "Trang chủ"):
        assert said not in text


def test_a_page_is_as_it_was_before_and_after(address: str, reader: Page) -> None:
    """Nothing of the notice is shown but while the link to it is followed."""
    notice = reader.locator(".cchc-board")
    reader.goto(address + SEED_URL)
    assert [part.is_visible() for part in notice.all()] == [False, False]

    reader.get_by_role("link", name="In để niêm yết").click()
    assert [part.is_visible() for part in notice.all()] == [True, True]
    assert not reader.get_by_text("Chia sẻ, in bài").is_visible()

    reader.get_by_role("link", name="Trở lại bài").click()
    assert [part.is_visible() for part in notice.all()] == [False, False]
    assert reader.get_by_text("Chia sẻ, in bài").is_visible()


class _Case(NamedTuple):
    """Front matter of a post, and what its notice says."""

    head: str
    days: str
    office: str


CASES = {
    "both": _Case(
        "posted_from: 2024-05-13\nposted_to: 28/5/2024",
        "Niêm yết từ ngày 13/05/2024 đến ngày 28/05/2024",
        "xã Mới",
    ),
    "first": _Case("posted_from: 2024-05-13", "từ ngày 13/05/2024 đến ngày ……/……/…………", "xã Mới"),
    "former": _Case("organization: huyen", "Niêm yết từ ngày ……/……/…………", "xã Mới"),
    "other": _Case("organization: tram", "Niêm yết từ ngày ……/……/…………", "Trạm Y tế"),
}
BODIES = """\
      organizations:
        - {key: huyen, name: Ủy ban nhân dân huyện Cũ, to: 2025-06-30, successors: [xa]}
        - {key: tram, name: Trạm Y tế xã Mới, parent: xã Mới, from: 2025-07-01}
        - {key: xa, name: Ủy ban nhân dân xã Mới, parent: tỉnh Mẫu, from: 2025-07-01}
"""


def test_a_notice_names_its_days_and_the_body_in_office(tmp_path: Path, browser: Browser) -> None:
    """A body that is over puts nothing on a board; a day that nobody wrote is filled in by hand."""
    config = MINIMAL.replace("  - cchc:\n", f"  - cchc:\n{BODIES}")
    assert config != MINIMAL
    project = Project(tmp_path)
    project.write("mkdocs.yml", config)
    for name, case in CASES.items():
        project.post(f"posts/2024/{name}.md", f"Bài {name}\n{case.head}")
    project.post("posts/2024/go.md", "Bài gỡ\nwithdrawn: Bài nêu sai số liệu.")
    project.build("--strict")
    tab = browser.new_page(java_script_enabled=False)

    with served(project.root / "site") as address:
        for name, case in CASES.items():
            tab.goto(f"{address}tin-tuc/2024/05/{name}/#niem-yet")
            said = " ".join(tab.locator("#__noi-dung").inner_text().split())
            assert case.days in said, name
            assert case.office.upper() in said, name
        tab.goto(f"{address}tin-tuc/2024/05/go/")
        assert tab.get_by_text("In để niêm yết").count() == 0
    tab.close()


SITE = "https://example.org/"
_LINE = "Người nộp hồ sơ nên đọc bảng niêm yết trước khi đi và hỏi ngay ở quầy điều gì chưa rõ."
SHORT_PARTS = {
    "twelve parts": "\n\n".join(f"## Phần {number}\n\n{_LINE}" for number in range(12)),
    "thirty headings": "\n\n".join(
        f"{'##' if number % 5 == 0 else '###'} Việc {number}\n\nHỏi ở quầy." for number in range(30)
    ),
    "parts of lists": "\n\n".join(
        f"## Nhóm {number}\n\n- Tờ khai.\n- Giấy tờ tùy thân.\n- Ảnh." for number in range(7)
    ),
    "text and documents": "\n\n".join(
        f"## Phần {number}\n\nTheo Nghị định {10 + number}/2024/NĐ-CP. {_LINE} {_LINE} {_LINE}"
        for number in range(5)
    ),
}


def test_headings_alone_take_no_second_sheet(tmp_path: Path, browser: Browser) -> None:
    """A text of usual length stands on one, in however many parts it is."""
    project = Project(tmp_path)
    project.write("mkdocs.yml", MINIMAL)
    for number, text in enumerate(SHORT_PARTS.values()):
        project.post(f"posts/2024/bai-{number}.md", f"Bài {number}", body=text)
    project.build("--strict")
    tab = browser.new_page(java_script_enabled=False)

    with served(project.root / "site") as address:
        for number, name in enumerate(SHORT_PARTS):
            tab.goto(f"{address}tin-tuc/2024/05/bai-{number}/#niem-yet")
            pdf = tab.pdf(prefer_css_page_size=True)
            said = words(pdf)
            assert len(said) == 1, name
            assert "Người niêm yết" in said[0]
            assert codes(sheets(pdf)[0]) == [tab.url.replace(address, SITE).partition("#")[0]]
    tab.close()
