"""The content security policy in a real Chromium: it lets the site through, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.page_types import PAGE_TYPES
from tests.support.portal import LONG
from tests.support.project import Project, served

pytestmark = [pytest.mark.browser, pytest.mark.site]

# Told to the console, which outlives the page.
LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("POLICY", event.violatedDirective, event.blockedURI, event.sample));"""
RUNS = """async (code) => {
  const tried = [];
  document.addEventListener("securitypolicyviolation", (stopped) =>
    tried.push(stopped.violatedDirective));
  document.body.insertAdjacentHTML("beforeend", code);
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.body.append(script);
  // What the debugger runs at once may evaluate text; a page's own tasks may not.
  setTimeout(() => { try { window.ran = eval("true"); } catch { tried.push("eval"); } });
  try { await fetch("https://example.com/"); window.ran = true; } catch { tried.push("fetch"); }
  await new Promise((done) => setTimeout(done, 200));
  return [window.ran === true, tried];
}"""
CODE = """<img src="data:," onerror="window.ran = true"><p style="color: red">
<style>p { color: red }</style><iframe src="https://example.com/"></iframe>
<form action="https://example.com/"></form><img src="https://example.com/a.png">
<object data="https://example.com/"></object><base href="https://example.com/">"""


@pytest.fixture
def told() -> list[str]:
    """What Chromium complains of."""
    return []


@pytest.fixture
def tab(browser: Browser, told: list[str]) -> Iterator[Page]:
    """A page of a phone that tells of each violation."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(LISTEN)
    tab = context.new_page()
    # An address that leads nowhere is told too, and meant.
    tab.on("console", lambda said: told.append(said.text) if "POLICY" in said.text else None)
    tab.on("console", lambda said: told.append(said.text) if "violates" in said.text else None)
    tab.on("pageerror", lambda error: told.append(str(error)))
    yield tab
    context.close()


def test_no_page_breaks_its_policy(gallery_address: str, tab: Page, told: list[str]) -> None:
    """Each type of page has one, and does nothing that it forbids."""
    for page in PAGE_TYPES:
        page.open(tab, gallery_address)
        assert tab.locator("head > meta[http-equiv=Content-Security-Policy]").count() == 1, page
        assert told == [], page


def test_nothing_that_readers_do_breaks_it(
    gallery_address: str, tab: Page, told: list[str]
) -> None:
    """The ground changed, the drawer opened, the search used as one types, an address copied."""
    tab.goto(gallery_address)
    tab.get_by_text("Nền tối").first.click()
    assert tab.locator("body").get_attribute("data-md-color-scheme") == "slate"
    tab.get_by_role("button", name="Danh mục").click()
    tab.get_by_role("navigation", name="Danh mục").get_by_role("link", name="Theo năm").click()
    tab.goto(f"{gallery_address}tim-kiem/")
    tab.locator("#__tim-kiem-tu").press_sequentially("thu tuc")
    tab.keyboard.press("Enter")
    tab.locator("[data-search-results] > li").first.wait_for()
    tab.goto(gallery_address + LONG)
    tab.get_by_role("button", name="Sao chép liên kết").click()
    tab.locator(".cchc-actions__status").wait_for()
    tab.emulate_media(media="print", color_scheme="dark")
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.mouse.wheel(0, 5000)

    assert told == []


@pytest.mark.parametrize("page", ["", LONG, "gioi-thieu/", "khong-co-trang-nay/"])
def test_nothing_else_runs(gallery_address: str, tab: Page, page: str) -> None:
    """Code that finds its way into a page is stopped, each kind by its own directive."""
    tab.goto(gallery_address + page)

    ran, stopped = tab.evaluate(RUNS, CODE)

    assert ran is False
    assert {
        "script-src-elem",
        "script-src-attr",
        "style-src-elem",
        "style-src-attr",
        "img-src",
        "frame-src",
        "object-src",
        "base-uri",
        "connect-src",
        "eval",
        "fetch",
    } <= set(stopped)


def test_an_old_address_leads_on(browser: Browser, project: Project) -> None:
    """Its page has a policy as well, which lets it lead to the new one."""
    post = project.post("posts/2024/lich.md")
    post.write_text(
        post.read_text("utf-8").replace("date:", "aliases: [/cu/lich/]\ndate:"), "utf-8"
    )
    project.build("--strict")
    with served(project.root / "site") as address:
        tab = browser.new_page()
        # Asked apart: what leads on at once may be gone before it can be looked at.
        answer = tab.request.get(f"{address}cu/lich/")
        assert 'http-equiv="Content-Security-Policy"' in answer.text()
        tab.goto(f"{address}cu/lich/", wait_until="commit")
        tab.wait_for_url("**/tin-tuc/2024/05/lich/")
        tab.close()
