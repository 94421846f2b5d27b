"""What a reader minds of a page in Chromium: by reader.js, by axe-core, by what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Response

from tests.support.page_types import PageType

SCRIPT = (Path(__file__).parent / "reader.js").read_text("utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")


@contextmanager
def seen(browser: Browser, address: str, page: PageType) -> Iterator[Page]:
    """The page, loaded without an error, a request to another host or for something lost."""
    context = browser.new_context(
        bypass_csp=True,
        color_scheme="light",
        reduced_motion="reduce",
        viewport={"width": 390, "height": 800},
    )
    tab, faults = context.new_page(), list[str]()
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: faults.extend(odd(request.url, address)))
    tab.on("response", lambda answer: faults.extend(lost(answer, page)))
    page.open(tab, address)
    tab.evaluate(SCRIPT)
    try:
        yield tab
    finally:
        context.close()
    assert faults == []


def odd(url: str, address: str) -> list[str]:
    """A request to another host, or one that costs a reader much for nothing."""
    ours = url.startswith((address, "data:", "blob:"))
    return [] if ours and "sitemap" not in url else [url]


def lost(answer: Response, page: PageType) -> list[str]:
    """An answer that something is not there, but for the page that is meant not to be."""
    meant = page.file == "404.html" and answer.url.endswith(page.url)
    return [answer.url] if answer.status >= 400 and not meant else []


def wide(tab: Page) -> int:
    """How much the page is wider than its window, in pixels."""
    over: int = tab.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return over


def axe(tab: Page, kind: str, values: tuple[str, ...]) -> list[str]:
    """What axe-core finds wrong by rules that it names, each with the element."""
    if not tab.evaluate("'axe' in globalThis"):
        tab.evaluate(Axe().axe_script)
    options = {
        "runOnly": {"type": kind, "values": values},
        "resultTypes": ["violations"],
        "preload": False,  # No rule of these needs the stylesheets once more.
    }
    violations = tab.evaluate(
        "options => axe.run(options).then(({violations}) => violations)", options
    )
    return [f"{rule['id']}: {node['html']}" for rule in violations for node in rule["nodes"]]


def unseen_focus(tab: Page) -> list[str]:
    """What Tab leads to without showing it, and what it does not lead to."""
    tab.evaluate("reader.forget()")
    for _ in range(tab.evaluate("reader.reachable()") + 5):  # boxes that scroll are stops too
        tab.keyboard.press("Tab")
    faults: list[str] = tab.evaluate("reader.lacking()")
    # A walk may end where it began, at the skip link, which then hides what is to be looked at.
    tab.evaluate("document.activeElement.blur()")
    return faults
