"""Pages as a browser shows them: pictures, and what hinders readers by axe-core's rules.

Runs Chromium by Playwright, both of the extra `review`; serves a folder on this machine alone.
"""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (390, 1280)
"""Of a telephone and of a desktop, in CSS pixels."""
_HEIGHT, _LONGEST = 800, 5000
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_NAMES = ("chromium", "google-chrome", "chromium-browser")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


class NoBrowser(Exception):
    """What is missing to look at pages, and how to mend that."""


class Hindrance(NamedTuple):
    """What hinders readers on a page: axe-core's rule, its meaning, how often, the first place."""

    url: str
    rule: str
    words: str
    times: int
    place: str


_WORDS = {
    "image-alt": "ảnh không có lời tả",
    "color-contrast": "chữ quá nhạt so với nền",
    "link-name": "liên kết không có chữ",
    "link-in-text-block": "liên kết trong đoạn chỉ khác màu",
    "button-name": "nút không có chữ",
    "label": "ô nhập không có nhãn",
    "heading-order": "tiêu đề nhảy cấp",
    "empty-heading": "tiêu đề trống",
    "document-title": "trang không có tên",
    "html-has-lang": "trang không ghi ngôn ngữ",
    "scrollable-region-focusable": "vùng cuộn không vào được bằng bàn phím",
    "target-size": "nút quá nhỏ hoặc quá sát nhau",
    "frame-title": "khung không có tên",
    "list": "danh sách viết sai",
    "th-has-data-cells": "bảng có tiêu đề cột thừa",
}


@contextmanager
def opened() -> Iterator[Browser]:
    """A Chromium: the one that CCHC_CHROMIUM names, else one that is installed, else Playwright's.

    Raises `NoBrowser` where there is none.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        hint = "hãy chạy: pip install 'cchc-site[review]'"
        raise NoBrowser(f"thiếu gói playwright để xem trang như trình duyệt; {hint}") from None
    named = os.environ.get("CCHC_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=named, args=[*_FLAGS])
        except Error as error:
            hint = "hãy chạy: playwright install --with-deps chromium"
            first = str(error).partition("\n")[0]
            raise NoBrowser(f"không mở được Chromium ({first}); {hint}") from None
        try:
            yield browser
        finally:
            browser.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing of what is asked."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the pages of a folder, on this machine alone."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


@contextmanager
def shown(browser: Browser, address: str) -> Iterator[Page]:
    """A page that moves nothing, and lets axe-core in."""
    page = browser.new_page(bypass_csp=True, reduced_motion="reduce")
    try:
        page.goto(address, wait_until="load")
        yield page
    finally:
        page.close()


def take_pictures(browser: Browser, address: str, stem: Path) -> list[str]:
    """The names of pictures of a page, one of each width, written beside `stem`."""
    names: list[str] = []
    with shown(browser, address) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": _HEIGHT})
            tall = page.evaluate("document.documentElement.scrollHeight")
            name = f"{stem.name}-{width}.jpg"
            page.screenshot(
                path=stem.parent / name,
                type="jpeg",
                quality=60,
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": min(int(tall), _LONGEST)},
            )
            names.append(name)
    return names


def hindrances(browser: Browser, root: str, urls: Sequence[str]) -> Iterator[Hindrance]:
    """What hinders readers on the pages at `urls` below `root`, on a telephone."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    axe = Axe()
    for url in urls:
        with shown(browser, root + url) as page:
            page.set_viewport_size({"width": WIDTHS[0], "height": _HEIGHT})
            result = axe.run(page, options={"runOnly": {"type": "tag", "values": [*_RULES]}})
            for violation in result.response["violations"]:
                rule, nodes = violation["id"], violation["nodes"]
                words = _WORDS.get(rule, violation["helpUrl"])
                yield Hindrance(url, rule, words, len(nodes), nodes[0]["html"][:200])
