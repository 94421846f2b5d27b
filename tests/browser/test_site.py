"""The tests' own portal in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.portal import SEED_TITLE, SEED_URL
from tests.support.project import BASE

pytestmark = [pytest.mark.browser, pytest.mark.site]

LOST = "khong-co-trang-nay/"
STANDING = ("gioi-thieu/", "huong-dan-bien-tap-vien/")
PAGES = (
    "",
    "tin-tuc/",
    SEED_URL,
    "chuyen-muc/",
    "chuyen-muc/thu-tuc-hanh-chinh/",
    "nam/",
    "nam/2022/",
    "nam/2022/04/",
    "tac-gia/",
    "tac-gia/ban-bien-tap/",
    "tim-kiem/",
    "the/",
    "so-do-trang/",
    "du-lieu-mo/",
    *STANDING,
    LOST,
)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_the_drawer_works_by_keyboard(address: str, phone: Page) -> None:
    """A real button: it tells its state, focus goes in, Escape closes and returns."""
    phone.goto(address)
    button = phone.get_by_role("button", name="Danh mục")
    assert button.get_attribute("aria-expanded") == "false"

    button.focus()
    phone.keyboard.press("Enter")

    phone.wait_for_function("document.activeElement.closest('nav')")
    assert button.get_attribute("aria-expanded") == "true"
    phone.keyboard.press("Escape")
    phone.wait_for_function("document.activeElement.textContent.includes('Danh mục')")
    assert button.get_attribute("aria-expanded") == "false"


def test_the_way_from_home_to_the_seed(address: str, phone: Page) -> None:
    """Home, category, post: three taps, and the way back by the breadcrumbs."""
    phone.goto(address)
    phone.get_by_role("main").get_by_role(
        "link", name="Thủ tục hành chính", exact=True
    ).first.click()
    phone.get_by_role("link", name=SEED_TITLE).click()

    assert phone.url == address + SEED_URL
    crumbs = phone.get_by_role("navigation", name="Đường dẫn")
    crumbs.get_by_role("link", name="Thủ tục hành chính").click()
    assert phone.url == address + "chuyen-muc/thu-tuc-hanh-chinh/"


def test_the_dark_ground_is_kept(address: str, phone: Page) -> None:
    """The button names the result; the choice stays on the next page, also where Material's script
    is, and goes with the focus."""
    phone.emulate_media(color_scheme="light")
    phone.goto(address)

    phone.get_by_role("button", name="Nền tối").press("Enter")
    assert phone.evaluate("document.activeElement.textContent") == "Nền sáng"
    for page in ("tin-tuc/", "gioi-thieu/"):
        phone.goto(address + page)
        assert phone.locator("body").get_attribute("data-md-color-scheme") == "slate"
        assert phone.get_by_role("button", name="Nền sáng").is_visible()
        assert not phone.get_by_role("button", name="Nền tối").is_visible()


def test_the_ground_follows_the_device_until_one_is_chosen(address: str, phone: Page) -> None:
    """A dark device gets a dark page at once, a change of it is followed, a choice is not."""
    scheme = phone.locator("body[data-md-color-scheme=slate]")
    phone.emulate_media(color_scheme="dark")
    phone.goto(address)
    assert scheme.count() == 1

    phone.emulate_media(color_scheme="light")
    scheme.wait_for(state="detached")
    phone.get_by_role("button", name="Nền tối").click()
    phone.emulate_media(color_scheme="dark")
    phone.emulate_media(color_scheme="light")

    assert scheme.count() == 1


def test_materials_script_comes_where_it_is_used(site: Path) -> None:
    """On docs pages, which have its sidebar and contents; no news page pays for it."""

    def scripted(page: str) -> bool:
        return "/bundle." in (site / page / "index.html").read_text("utf-8")

    assert scripted("gioi-thieu")
    assert [
        page for page in PAGES if page not in STANDING and page != LOST and scripted(page)
    ] == []


def test_without_javascript_everything_reads(address: str, browser: Browser) -> None:
    """Menu, lists and posts work; what needs JavaScript is not shown."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + SEED_URL)

    assert tab.get_by_role("heading", level=1).is_visible()
    assert not tab.get_by_text("Sao chép liên kết").is_visible()
    tab.locator("label[for=__drawer]", has_text="Danh mục").first.click()
    link = tab.get_by_role("navigation", name="Danh mục").get_by_role("link", name="Theo năm")
    assert link.is_visible()
    context.close()


def test_skip_links_lead_to_the_content(address: str, phone: Page) -> None:
    """The first Tab offers to skip the masthead."""
    phone.goto(address + SEED_URL)

    phone.keyboard.press("Tab")

    assert phone.evaluate("document.activeElement.textContent").strip() == "Bỏ qua đến nội dung"
    phone.keyboard.press("Enter")
    assert phone.url.endswith("#__noi-dung")
    assert phone.locator("#__noi-dung").count() == 1


def test_a_post_prints_without_chrome(address: str, phone: Page) -> None:
    """On paper: the article and its source, no menus."""
    phone.goto(address + SEED_URL)
    phone.emulate_media(media="print")

    assert phone.get_by_text("Nguồn:").is_visible()
    assert not phone.get_by_text("In bài này").is_visible()
    assert not phone.get_by_role("contentinfo").is_visible()


def test_an_item_is_passed_on_and_printed(address: str, browser: Browser) -> None:
    """By the device's own sheet where it has one, by its address, on paper."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.add_init_script(
        "navigator.share = async (what) => { window.shared = what };"
        "window.print = () => (window.printed = true)"
    )
    tab.goto(address + SEED_URL)
    canonical = BASE + SEED_URL

    tab.get_by_role("button", name="Chia sẻ").click()
    assert tab.evaluate("shared") == {
        "title": SEED_TITLE,
        "url": canonical,
    }
    tab.get_by_role("button", name="Sao chép liên kết").click()
    tab.get_by_text("Đã sao chép").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == canonical
    tab.get_by_role("button", name="In bài này").click()
    assert tab.evaluate("printed")
    context.close()


def test_a_report_of_a_fault_names_the_item(address: str, phone: Page) -> None:
    """The page that takes reports says which item is meant, as the item itself says it, and begins
    a letter; the address of anything else says nothing."""
    phone.goto(address + SEED_URL)
    phone.get_by_role("link", name="Báo lỗi bài này").click()

    note = phone.get_by_role("status")
    note.wait_for()
    assert f"Báo lỗi bài “{SEED_TITLE}”" in note.inner_text()
    assert SEED_URL in note.inner_text()
    for other in ("https://xau.example.org/", "//xau.example.org/", "../../tin-tuc/", "khong-co/"):
        with phone.expect_event("load"):
            phone.goto(f"{address}lien-he/?bai={other}")
        phone.wait_for_timeout(200)
        assert phone.locator("[role=status]").count() == 0, other


def test_letters_with_marks_are_kerned(address: str, phone: Page) -> None:
    """A word is shaped as one: “Tổ” is as tight as “To”."""
    phone.goto(address)
    closer = phone.evaluate(
        """async () => {
          await document.fonts.ready;
          const context = document.createElement("canvas").getContext("2d");
          context.font = '700 100px "Be Vietnam Pro"';
          const width = (text) => context.measureText(text).width;
          return ["To", "Tổ", "Tờ", "Tư", "Yế", "Vă", "Vụ"].map(
            (pair) => width(pair[0]) + width(pair[1]) - width(pair),
          );
        }"""
    )

    assert min(closer) > 2
