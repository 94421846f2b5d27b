"""The searches that are compared, each asked through its own page in Chromium.

*Disk*, by the browser. Every engine gives addresses as corpus.py names posts, so that all are
judged alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.search_host import Host

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 120_000  # milliseconds, on a busy machine; the worker of Material needs more
_WORKER_PATIENCE = 600_000
_LINKS = """items => items.slice(0, 10).map(item => item.querySelector("a[href]").pathname)"""
_SETTLED = """() => {
  const error = document.querySelector("[data-search-error]");
  if (error && !error.hidden) throw new Error(error.textContent);
  const said = document.querySelector("[data-search-status]").textContent.trim();
  return said !== "" && !said.endsWith("…");
}"""
_CLOCK = """
new MutationObserver((_, observer) => {
  if (document.querySelector("[data-search-results] > li")) {
    window.firstResult = performance.now();
    observer.disconnect();
  }
}).observe(document, { childList: true, subtree: true });
"""
_LISTEN = """
window.search = { ready: null, asked: 0, answered: 0, items: [] };
window.Worker = class extends Worker {
  constructor(...rest) {
    super(...rest);
    this.addEventListener("message", ({ data }) => {
      if (data.type === 1) search.ready = performance.now();
      if (data.type === 3) { search.answered += 1; search.items = data.data.items; }
    });
  }
  postMessage(message) {
    if (message.type === 2) { search.asked += 1; search.text = message.data; }
    super.postMessage(message);
  }
};
"""
_ASK = """text => {
  search.wanted = search.asked + 1;
  const box = document.querySelector("[data-md-component=search-query]");
  box.value = text;
  box.dispatchEvent(new KeyboardEvent("keyup"));
}"""
_ANSWERED = "search.asked >= search.wanted && search.answered === search.asked"
_MATERIAL_POST = re.compile(r"posts/\d{4}/([^/]+)/")


Sent = Sequence[tuple[str, int]]


@contextmanager
def chromium(path: str | None) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, *scripts: str) -> Iterator[Page]:
    """A tab of a reader who was never here."""
    context: BrowserContext = browser.new_context()
    for script in scripts:
        context.add_init_script(script)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def ask(page: Page, host: Host, path: str, text: str) -> tuple[str, ...]:
    """The first ten addresses that a page shows in its `<ol data-search-results>`."""
    page.goto(f"{host.address}{path}?q={quote(text)}")
    page.wait_for_function(_SETTLED)
    found: list[str] = page.eval_on_selector_all("[data-search-results] > li", _LINKS)
    return tuple(one.removeprefix("/") for one in found)


def ask_cold(browser: Browser, host: Host, path: str, text: str) -> tuple[tuple[str, ...], Sent]:
    """The same of a browser that has nothing in its cache, and what the host sent until all was
    quiet."""
    host.sent.clear()
    with tab(browser) as page:
        found = ask(page, host, path, text)
        page.wait_for_load_state("networkidle")
    return found, tuple(host.sent)


def first_result(browser: Browser, host: Host, path: str, text: str) -> float | None:
    """Milliseconds from going there to the first result of a cold query; None without results."""
    with tab(browser, _CLOCK) as page:
        ask(page, host, path, text)
        found: float | None = page.evaluate("window.firstResult ?? null")
    return found


@contextmanager
def material(
    browser: Browser, host: Host, address: Callable[[str], str]
) -> Iterator[tuple[Callable[[str], tuple[str, ...]], Sent, float]]:
    """Material's search, once its worker is ready: what asks it, what the host sent for a first
    page view, and the seconds until it was ready. `address` gives that of a post by its slug."""
    host.sent.clear()
    with tab(browser, _LISTEN) as page:
        page.set_default_timeout(_WORKER_PATIENCE)
        page.goto(host.address)
        page.click(".md-search__input")
        page.wait_for_function("search.ready && search.answered === search.asked")
        ready: float = page.evaluate("search.ready")

        def ask(text: str) -> tuple[str, ...]:
            page.evaluate(_ASK, text)
            page.wait_for_function(_ANSWERED)
            locations = "search.items.slice(0, 10).map(([page]) => page.location)"
            found: list[str] = page.evaluate(locations)
            return tuple(_material_address(one, address) for one in found)

        yield ask, tuple(host.sent), ready / 1000


def _material_address(location: str, address: Callable[[str], str]) -> str:
    path = location.partition("#")[0]
    post = _MATERIAL_POST.search(path)
    return address(post[1]) if post else path
