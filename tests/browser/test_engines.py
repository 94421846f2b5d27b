"""The portal in every engine, and in a real Chromium of 2020, the oldest that it promises to work
in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.support.engines import ENGINES, Open, Tab
from tests.support.page_types import PAGE_TYPES
from tests.support.portal import RICH, SEED_TITLE

pytestmark = [pytest.mark.browser, pytest.mark.site]

# What Playwright itself asks of an element is too new for the old one: the page is asked instead.
SEEN = """((selectors) => [...document.querySelectorAll(selectors)].filter((element) =>
  element.getClientRects().length && getComputedStyle(element).visibility === "visible").length)"""
SCHEME = "document.body.getAttribute('data-md-color-scheme')"
# The rows whose parts touch though they have a gap, which is not known between them to all: by
# their classes, with the distance.
TOUCHING = """(() => {
  const box = (node) => {
    const range = document.createRange();
    range.selectNode(node);
    return range.getBoundingClientRect();
  };
  const isSeen = (node) =>
    node.nodeType === 3 ? node.data.trim() : node.nodeType === 1 && node.getClientRects().length &&
    !/absolute|fixed/.test(getComputedStyle(node).position) && box(node).width > 1;
  const touching = [];
  for (const row of document.body.querySelectorAll("*")) {
    const { display, columnGap, flexDirection } = getComputedStyle(row);
    if (!/flex/.test(display) || !(parseFloat(columnGap) > 0) || flexDirection !== "row") continue;
    const boxes = [...row.childNodes].filter(isSeen).map(box);
    for (let at = 1; at < boxes.length; at++) {
      const [one, two] = [boxes[at - 1], boxes[at]];
      const distance = two.left - one.right;
      if (two.top < one.bottom && one.top < two.bottom && distance < 4)
        touching.push(`${row.className}: ${distance}`);
    }
  }
  return touching;
})()"""
BOX = "input[name=q]"
SEEN_BOX = f"[...document.querySelectorAll('{BOX}')].find((one) => one.getClientRects().length)"
DRAWER = ".cchc-drawer a"
FOUND = "document.querySelectorAll('[data-search-results] > li').length > 0"
FIRST = "document.querySelector('[data-search-results] a').textContent"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Open]:
    """A browser, started once."""
    with ENGINES[request.param]() as opened:
        yield opened


@pytest.fixture(params=[390, 1280])
def tab(engine: Open, request: pytest.FixtureRequest) -> Tab:
    """A page on a phone and on a desktop."""
    return engine(request.param)


def seen(tab: Tab, selectors: str) -> int:
    """How many elements of the page are seen."""
    return int(tab.evaluate(f"{SEEN}({json.dumps(selectors)})"))


@pytest.mark.parametrize(
    "query",
    ["kiểm tra công tác cải cách hành chính", "kiem tra cai cach hanh chinh", "kiem tra cchc 2022"],
)
def test_the_search_finds(address: str, tab: Tab, query: str) -> None:
    """With marks, without, and abbreviated; nothing is said to have failed."""
    tab.goto(f"{address}tim-kiem/?{urlencode({'q': query})}")
    tab.until(FOUND)

    assert tab.evaluate(FIRST) == SEED_TITLE
    assert seen(tab, "[data-search-results] mark") > 0
    assert seen(tab, "[role=alert]") == 0


def test_the_box_suggests_and_leads_to_results(address: str, tab: Tab) -> None:
    """On the home page, which has a box on every screen."""
    tab.goto(address)
    assert seen(tab, BOX) == 1
    tab.evaluate(f"{SEEN_BOX}.focus()")
    tab.press(*"kiem tra cong tac")
    tab.until("document.querySelectorAll('[role=option]').length > 0")
    tab.press("Enter")
    tab.until(f"location.href.startsWith('{address}tim-kiem/') && {FOUND}")

    assert tab.evaluate(FIRST) == SEED_TITLE


def test_who_writes_sees_where(address: str, tab: Tab) -> None:
    """The box has a ring, though Material takes it away, and not all know `:focus-visible`."""
    tab.goto(address)
    tab.evaluate(f"{SEEN_BOX}.focus()")

    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_menu_opens_and_closes(address: str, tab: Tab) -> None:
    """The drawer where there is one; on a desktop the menu stands in the bar."""
    tab.goto(address)
    if tab.is_wide:
        assert seen(tab, ".cchc-menu a") > 2
        return
    assert seen(tab, DRAWER) == 0
    tab.evaluate("document.querySelector('.cchc-toolbar__drawer').click()")
    tab.until(f"{SEEN}('{DRAWER}') > 2")
    tab.press("Escape")
    tab.until(f"{SEEN}('{DRAWER}') === 0")


def test_the_look_changes_and_is_kept(address: str, tab: Tab) -> None:
    """By its button."""
    tab.goto(address)
    before = tab.evaluate(SCHEME)
    tab.evaluate("document.querySelector('.cchc-palette button:not([hidden])').click()")
    after = tab.evaluate(SCHEME)
    tab.goto(f"{address}{RICH}")

    assert before != after
    assert tab.evaluate(SCHEME) == after


def test_the_home_page_is_a_grid(address: str, tab: Tab) -> None:
    """What citizens come for goes across it, the news stand beside each other on a desktop."""
    tab.goto(address)
    widths = "['.cchc-front', '.cchc-tasks', '.cchc-latest'].map((name) => " + (
        "document.querySelector(name).getBoundingClientRect().width)"
    )
    whole, *parts = tab.evaluate(widths)
    lefts = "new Set([...document.querySelector('.cchc-tasks').children].map((one) => " + (
        "Math.round(one.getBoundingClientRect().left))).size"
    )

    assert [round(part) for part in parts] == [round(whole)] * 2
    assert tab.evaluate(lefts) > (2 if tab.is_wide else 1)


def test_every_type_of_page_fits_the_screen(gallery_address: str, tab: Tab) -> None:
    """It is no wider, nothing in it touches its neighbour, and on a desktop it has a box to search
    in."""
    wide, without_box, touching = [], [], []
    for page in PAGE_TYPES:
        tab.goto(gallery_address + page.url)
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(page.name)
        if tab.is_wide and not seen(tab, BOX):
            without_box.append(page.name)
        touching += [(page.name, row) for row in tab.evaluate(TOUCHING)]

    assert wide == []
    assert without_box == []
    assert touching == []


@pytest.mark.parametrize(("feed", "entry"), [("rss.xml", "item"), ("feed.xml", "entry")])
def test_a_feed_opens_as_a_list(address: str, tab: Tab, feed: str, entry: str) -> None:
    """Every title is seen, no text made for programs is; no script and no XSLT has a part in it."""
    tab.goto(f"{address}{feed}")
    shown = f"""[...document.getElementsByTagName("{entry}")].map((entry) =>
      [...entry.children].filter((part) => getComputedStyle(part).display !== "none")
        .map((part) => part.localName).join())"""
    kinds = {"item": "title,link,description", "entry": "title,link,summary"}
    tab.until(f"{shown}.length > 5")
    assert set(tab.evaluate(shown)) == {kinds[entry]}
