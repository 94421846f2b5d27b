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


def test_the_ground_changes_where_nothing_may_be_kept(address: str, phone: Page) -> None:
    """A browser that forbids its store forgets the choice, and obeys it."""
    phone.add_init_script("Storage.prototype.setItem = () => { throw new Error('forbidden') }")
    phone.emulate_media(color_scheme="light")
    phone.goto(address)

    phone.get_by_role("button", name="Nền tối").click()

    assert phone.locator("body[data-md-color-scheme=slate]").count() == 1


@pytest.mark.parametrize(
    ("page", "entry", "current"),
    [
        ("", "Trang chủ", "page"),
        ("chuyen-muc/thu-tuc-hanh-chinh/", "Thủ tục hành chính", "page"),
        (SEED_URL, "Thủ tục hành chính", "true"),
        ("nam/2022/", "Theo năm", "true"),
    ],
)
@pytest.mark.parametrize("width", [1000, 1366])
def test_the_menu_stands_open_and_tells_where_one_is(
    address: str, browser: Browser, page: str, entry: str, current: str, width: int
) -> None:
    """From 1000 pixels on; an entry is the page itself, or the part of the site that it is in."""
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto(address + page)
    marked = tab.get_by_role("navigation", name="Chuyên mục").locator("[aria-current]")

    assert (marked.inner_text(), marked.get_attribute("aria-current")) == (entry, current)
    assert marked.is_visible()
    assert not tab.locator("[data-cchc=drawer]").is_visible()
    tab.close()


def test_without_styles_signs_stay_small(address: str, browser: Browser) -> None:
    """Where the style sheet does not come, neither the mark nor an icon fills the screen."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.route("**/*.css", lambda route: route.abort())
    tab.goto(address)
    heights = tab.eval_on_selector_all(
        "svg.cchc-icon, .cchc-masthead__mark",
        "all => all.map((one) => one.getBoundingClientRect().height)",
    )

    assert heights
    assert max(heights) <= 48
    tab.close()


def test_no_page_has_the_next_fetched_beforehand(site: Path) -> None:
    """The policy would refuse it."""
    assert [page for page in site.rglob("*.html") if '<link rel="next"' in page.read_text()] == []


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


def test_the_address_of_a_feed_is_copied(address: str, browser: Browser) -> None:
    """Each button copies the address beside it, and says so."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(f"{address}theo-doi-tin/")
    tab.get_by_role("button", name="Sao chép địa chỉ nguồn tin Một cửa").click()
    tab.get_by_text("Đã sao chép địa chỉ").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/chuyen-muc/mot-cua/rss.xml")
    assert copied.startswith("https://")
    context.close()


def test_an_alert_moves_nothing(address: str, browser: Browser) -> None:
    """It stands in the page as it is sent, above the masthead."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => { moved += entry.value })).observe({ type: 'layout-shift', buffered: true })"
    )
    tab.goto(address + SEED_URL)
    alert = tab.get_by_role("region", name="Thông báo chung")
    box, masthead = alert.bounding_box(), tab.locator(".cchc-masthead").bounding_box()
    assert box
    assert masthead
    assert box["y"] == 0
    assert box["y"] + box["height"] <= masthead["y"] + 1
    tab.wait_for_timeout(500)
    assert tab.evaluate("moved") < 0.02
    tab.close()


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


USUAL = (
    *("Trang chủ", "Mọi tin", "Thủ tục hành chính", "Tin tức", "Cải cách hành chính"),
    *("Chuyển đổi số", "Văn bản chỉ đạo", "Dịch vụ công", "Một cửa", "Thông báo"),
    *("Tra cứu văn bản", "Theo năm"),
)
"""The menu of an office with eight categories."""


def test_a_usual_menu_has_one_row(address: str, browser: Browser) -> None:
    """On a computer, whichever entry is marked; the looks stand beside the search."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(address + SEED_URL)
    tab.evaluate(
        """(labels) => {
          const list = document.querySelector(".cchc-menu ul");
          list.innerHTML = labels.map((label) => `<li><a href=".">${label}</a></li>`).join("");
          list.children[4].firstChild.setAttribute("aria-current", "true");
        }""",
        USUAL,
    )
    for width in (1220, 1280, 1920):
        tab.set_viewport_size({"width": width, "height": 800})
        tops = {item.bounding_box()["y"] for item in tab.locator(".cchc-menu li").all()}  # type: ignore[index]
        assert len(tops) == 1, width
        look = tab.locator(".cchc-palette button:visible").bounding_box()
        ask = tab.locator(".cchc-masthead .cchc-search-box").bounding_box()
        assert look
        assert ask
        assert ask["x"] + ask["width"] < look["x"]
        assert look["x"] + look["width"] <= width
        assert abs(look["y"] + look["height"] / 2 - ask["y"] - ask["height"] / 2) < 2
    tab.close()


@pytest.mark.parametrize("url", ["theo-doi-tin/", "tim-kiem/", "chuyen-muc/", "van-ban/", LOST])
def test_a_wide_page_uses_its_right_side(address: str, browser: Browser, url: str) -> None:
    """Some of what it leads to stands there."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(address + url)
    content = tab.locator("#__noi-dung").bounding_box()
    boxes = [link.bounding_box() for link in tab.locator("#__noi-dung a:visible").all()]
    assert content
    middle = content["x"] + content["width"] / 2
    assert [box for box in boxes if box and box["x"] > middle]
    tab.close()


def test_a_sheet_of_a_procedure_is_no_page_of_a_document(address: str, browser: Browser) -> None:
    """Each is laid out by its own rules: the sheet in one column, the document without a frame."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(f"{address}thu-tuc/dang-ky-khai-sinh/in/")
    left = {
        round(box["x"])
        for part in tab.locator("article > *").all()
        if (box := part.bounding_box()) and box["width"]
    }
    assert len(left) == 1
    tab.goto(f"{address}van-ban/61-2018-nd-cp-2018-chinh-phu/")
    page, article = tab.locator(".cchc-page").bounding_box(), tab.locator(".cchc-record")
    frame = tab.locator(".cchc-page > div").last.evaluate("(box) => getComputedStyle(box).border")
    assert frame.startswith("0px")
    assert page
    assert article.bounding_box()["x"] == page["x"]  # type: ignore[index]
    tab.close()
