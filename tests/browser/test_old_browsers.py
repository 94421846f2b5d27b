"""The portal in a real Chromium of 2020, the oldest that it promises to work in."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.old_chromium import chromium
from tests.support.page_types import PAGE_TYPES
from tests.support.portal import RICH, SEED_TITLE

FLAGS = ["--no-sandbox", "--disable-gpu"]
pytestmark = [pytest.mark.browser, pytest.mark.site]

# What Playwright itself asks of an element is too new for this browser: the page is asked instead.
SEEN = """(selectors) => [...document.querySelectorAll(selectors)].filter((element) =>
  element.getClientRects().length && getComputedStyle(element).visibility === "visible").length"""
WIDTH = "document.documentElement.scrollWidth"
SCHEME = "document.body.getAttribute('data-md-color-scheme')"
GAPS = """[...document.querySelectorAll(
    ".cchc-tasks a, .cchc-masthead__brand, .cchc-crumbs__list"
  )].filter((row) => row.children.length > 1).map(({ children: [one, two] }) =>
    two.getBoundingClientRect().left - one.getBoundingClientRect().right)"""
BOX = "input[name=q]"
DRAWER = ".cchc-drawer a"
BOXES = "[...document.querySelectorAll('input[name=q]')]"
FOUND = "document.querySelectorAll('[data-search-results] > li').length > 0"
FIRST = "document.querySelector('[data-search-results] a').textContent"
ALERTS = "[role=alert]"


@pytest.fixture(scope="module")
def old() -> Iterator[Browser]:
    """Chromium 83."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[390, 1280])
def tab(old: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a phone and on a desktop; an error in a script of it fails the test."""
    context = old.new_context(viewport={"width": request.param, "height": 900})
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def until(tab: Page, expression: str) -> None:
    """Wait until it holds; Playwright's own way needs `eval`, which the pages forbid."""
    for _ in range(100):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(50)
    pytest.fail(f"never: {expression}\n{tab.evaluate('document.body.innerText')}")


def is_wide(tab: Page) -> bool:
    """Whether it is a desktop."""
    return bool(tab.viewport_size and tab.viewport_size["width"] == 1280)


@pytest.mark.parametrize(
    "query",
    ["kiểm tra công tác cải cách hành chính", "kiem tra cai cach hanh chinh", "kiem tra cchc 2022"],
)
def test_the_search_finds(address: str, tab: Page, query: str) -> None:
    """With marks, without, and abbreviated; nothing is said to have failed."""
    tab.goto(f"{address}tim-kiem/?{urlencode({'q': query})}")
    until(tab, FOUND)

    assert tab.evaluate(FIRST) == SEED_TITLE
    assert tab.evaluate(SEEN, "[data-search-results] mark") > 0
    assert tab.evaluate(SEEN, ALERTS) == 0


def test_the_box_suggests_and_leads_to_results(address: str, tab: Page) -> None:
    """On the home page, which has a box on every screen."""
    tab.goto(address)
    assert tab.evaluate(SEEN, BOX) == 1
    tab.evaluate(f"{BOXES}.find((one) => one.getClientRects().length).focus()")
    tab.keyboard.type("kiem tra cong tac")
    until(tab, "document.querySelectorAll('[role=option]').length > 0")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{address}tim-kiem/**")
    until(tab, FOUND)

    assert tab.evaluate(FIRST) == SEED_TITLE


def test_the_menu_opens_and_closes(address: str, tab: Page) -> None:
    """The drawer where there is one; on a desktop the menu stands in the bar."""
    tab.goto(address)
    if is_wide(tab):
        assert tab.evaluate(SEEN, ".cchc-menu a") > 2
        return
    assert tab.evaluate(SEEN, DRAWER) == 0
    tab.evaluate("document.querySelector('.cchc-toolbar__drawer').click()")
    until(tab, f"({SEEN})('{DRAWER}') > 2")
    tab.keyboard.press("Escape")
    until(tab, f"({SEEN})('{DRAWER}') === 0")


def test_the_look_changes_and_is_kept(address: str, tab: Page) -> None:
    """By its button."""
    tab.goto(address)
    before = tab.evaluate(SCHEME)
    tab.evaluate("document.querySelector('.cchc-palette button:not([hidden])').click()")
    after = tab.evaluate(SCHEME)
    tab.goto(f"{address}{RICH}")

    assert before != after
    assert tab.evaluate(SCHEME) == after


def test_no_page_is_wider_than_the_screen(gallery_address: str, tab: Page) -> None:
    """Each type of page; on a desktop each has a box to search in."""
    for page in PAGE_TYPES:
        tab.goto(gallery_address + page.url)
        assert tab.evaluate(WIDTH) <= tab.evaluate("innerWidth"), page
        assert not is_wide(tab) or tab.evaluate(SEEN, BOX) > 0, page


def test_what_stands_in_a_row_does_not_touch(address: str, tab: Page) -> None:
    """An icon keeps its distance from its label, though `gap` is not known between them."""
    tab.goto(address + RICH)
    gaps = tab.evaluate(GAPS)
    tab.goto(address)
    gaps += tab.evaluate(GAPS)

    assert gaps
    assert min(gaps) >= 4
