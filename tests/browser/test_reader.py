"""Every type of page as readers find it: on small screens, by keys, large, still, in other colours.

A type of page is loaded once and looked at in all sizes and colours; in the dark by the rules about
colours, since the others have nothing to do with them. 320 px by 256 are also what a screen of 1280
by 1024 shows at 400 % (WCAG 2.2, 1.4.10).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.page_types import PAGE_TYPES, PageType
from tests.support.portal import LONG
from tests.support.reader import OF_COLOURS, RULES, axe, seen, unseen_focus, wide

pytestmark = [pytest.mark.browser, pytest.mark.site]

SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
"""What WCAG 2.2, 1.4.12 lets readers ask for."""


# Where the keys of a phone's page lead too: it has fewer stops than a desktop's, in the same order.
WALKED = ("home", "post with everything", "search results", "year", "docs page")


@pytest.mark.parametrize("page", PAGE_TYPES, ids=str)
def test_a_page_suits_its_reader(gallery_address: str, browser: Browser, page: PageType) -> None:
    """Nothing is cut or wider than the window, nothing hinders by axe-core's rules, what has the
    focus is seen, what is worked is large enough, nothing moves unasked, every colour can be told
    from its ground."""
    with seen(browser, gallery_address, page) as tab:
        assert tab.evaluate("reader.moving()") == []
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            assert wide(tab) == 0
            assert tab.evaluate("reader.cut()") == []
            assert tab.evaluate("reader.small()") == []
            if width == 1280 or page.name in WALKED:
                assert unseen_focus(tab) == []
            assert axe(tab, "tag", RULES) == []
            tab.emulate_media(color_scheme="dark")
            tab.locator("body[data-md-color-scheme=slate]").wait_for()
            assert axe(tab, "rule", OF_COLOURS) == []
            tab.emulate_media(color_scheme="light")
        tab.emulate_media(forced_colors="active")
        assert tab.evaluate("reader.lost()") == []
        tab.emulate_media(forced_colors="none")
        tab.set_viewport_size({"width": 320, "height": 256})
        assert wide(tab) == 0
        tab.add_style_tag(content=SPACED)
        assert wide(tab) == 0
        assert tab.evaluate("reader.cut()") == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_post_keeps_its_shape(gallery_address: str, browser: Browser, width: int) -> None:
    """10,000 words with 30 pictures and a title of 200 characters: the title wraps, the contents
    lead to their headings, pictures fit, wide tables scroll in their own frame."""
    page = next(one for one in PAGE_TYPES if one.url == LONG)
    with seen(browser, gallery_address, page) as tab:
        tab.set_viewport_size({"width": width, "height": 800})
        title, main = tab.locator("h1"), tab.locator(".cchc-article__main")
        links = tab.locator(".cchc-contents a")

        assert wide(tab) == 0
        assert title.evaluate("one => one.getClientRects()[0].height / parseFloat("
                              "getComputedStyle(one).lineHeight)") > 2.9  # fmt: skip
        assert links.count() >= 10
        for link in links.all():
            target = (link.get_attribute("href") or "").removeprefix("#")
            assert tab.locator(f"[id='{target}']").count() == 1
        column = main.evaluate("one => one.getBoundingClientRect().width")
        pictures = main.locator("img").evaluate_all("all => all.map((one) => one.offsetWidth)")
        assert len(pictures) == 30
        assert max(pictures) <= column + 32  # on a telephone from edge to edge
        for frame in main.locator(".cchc-table").all():
            inside, outside = frame.evaluate("one => [one.scrollWidth, one.clientWidth]")
            assert outside <= column < inside
            frame.evaluate("one => one.scrollTo(9999, 0)")
            assert frame.evaluate("one => one.scrollLeft") > 0
