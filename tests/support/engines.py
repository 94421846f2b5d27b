"""Every browser that the portal is tried in, each asked in the same few words: an old Chromium,
today's, Firefox, WebKitGTK."""

from __future__ import annotations

import os
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Error, Page, sync_playwright

from tests.support import old_chromium, webdriver

HEIGHT = 900
FLAGS = ["--no-sandbox", "--disable-gpu"]
PATIENCE = 10
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c"}


class Tab(ABC):
    """A page in a browser, so wide as a screen is."""

    width: int

    @abstractmethod
    def goto(self, url: str) -> None:
        """Show what is at an address."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript on the page."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys, one after the other: a character or a name."""

    @property
    def is_wide(self) -> bool:
        """Whether it is a desktop's."""
        return self.width >= 1280

    def until(self, expression: str) -> None:
        """Wait until it holds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # The page may just be leaving for another.
            with suppress(AssertionError, Error):
                if self.evaluate(expression):
                    return
            time.sleep(0.05)
        pytest.fail(f"never: {expression}\n{self.evaluate('document.body.innerText')}")


class PlaywrightTab(Tab):
    """One of a browser that Playwright drives."""

    def __init__(self, page: Page, width: int) -> None:
        self.page = page
        self.width = width

    def goto(self, url: str) -> None:
        """Show what is at an address."""
        self.page.goto(url)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript on the page."""
        return self.page.evaluate(expression)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: a character or a name."""
        for key in keys:
            self.page.keyboard.press(key)


class FramedTab(Tab):
    """One of a browser whose windows cannot be as narrow as a phone: a frame in a window."""

    def __init__(self, send: webdriver.Send, width: int) -> None:
        self.send = send
        self.width = width
        self._host = ""

    def goto(self, url: str) -> None:
        """Show what is at an address, in a new frame."""
        host = f"{url.partition('/cchc_site/')[0]}/cchc_site/assets/cchc/feeds.js"
        if self._host != host:
            self.send("Navigate", {"url": host})
            self._host = host
        self.send("SwitchToFrame", {"id": None})
        frame = f'<iframe style="width:{self.width}px;height:{HEIGHT}px;border:0"></iframe>'
        self._run(
            "document.body.innerHTML = arguments[0]; "
            "document.querySelector('iframe').src = arguments[1]",
            frame,
            url,
        )
        self.send("SwitchToFrame", {"id": 0})
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript on the page."""
        return self._run(f"return ({expression})")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: a character or a name."""
        strokes = [
            {"type": kind, "value": _KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        keyboard = {"type": "key", "id": "keyboard", "actions": strokes}
        self.send("PerformActions", {"actions": [keyboard]})

    def _run(self, script: str, *arguments: object) -> Any:
        return self.send("ExecuteScript", {"script": script, "args": arguments})


Open = Callable[[int], Tab]
"""Opens a tab so wide."""


@contextmanager
def _driven(kind: str, path: str | Path | None) -> Iterator[Open]:
    with sync_playwright() as playwright, ExitStack() as after:
        browsers: BrowserType = getattr(playwright, kind)
        flags = FLAGS if kind == "chromium" else []
        browser = browsers.launch(executable_path=path, args=flags)
        after.callback(browser.close)

        def opened(width: int) -> Tab:
            context = browser.new_context(viewport={"width": width, "height": HEIGHT})
            faults: list[str] = []
            context.on("weberror", lambda fault: faults.append(str(fault.error)))

            def close() -> None:
                context.close()
                assert faults == []

            after.callback(close)
            return PlaywrightTab(context.new_page(), width)

        yield opened


@contextmanager
def _framed(start: Callable[[], Any]) -> Iterator[Open]:
    with start() as send:
        yield lambda width: FramedTab(send, width)


def _firefox() -> Any:
    """Debian's or Mozilla's; where there is a snap at best, which sees no profile of ours, the one
    that Playwright has brought."""
    for name in ("firefox-esr", "firefox"):
        program = shutil.which(name)
        if program and not _starts_snap(Path(program)):
            return _framed(partial(webdriver.firefox, program))
    return _driven("firefox", None)


def _starts_snap(program: Path) -> bool:
    with program.open("rb") as file:
        return b"/snap/" in file.read(4096) or "snap" in program.resolve().parts


ENGINES: dict[str, Callable[[], Any]] = {
    "chromium-83": lambda: _driven("chromium", old_chromium.chromium()),
    "chromium": lambda: _driven(
        "chromium", os.environ.get("CCHC_CHROMIUM") or shutil.which("chromium")
    ),
    "firefox": _firefox,
    "webkit": lambda: _framed(webdriver.webkit),
}
"""What starts each, by its name."""
