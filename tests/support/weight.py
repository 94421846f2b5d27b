"""What a first view of a page costs a reader, as Chromium asks for it."""

from __future__ import annotations

import gzip
from collections import Counter

from playwright.sync_api import Browser, Response

TEXTS = 45_000
"""HTML, style sheets and scripts, each compressed as a server does."""
FONTS = 40_000


def assert_light(browser: Browser, address: str, page: str, width: int) -> None:
    """A page at an address of the site asks for few bytes, pictures aside, all from its host."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab, answers = context.new_page(), list[Response]()
    tab.on("response", lambda answer: answers.append(answer))
    tab.goto(address + page, wait_until="networkidle")

    weights = Counter[str]()
    for answer in answers:
        kind = answer.request.resource_type
        if kind == "font":
            weights["fonts"] += len(answer.body())
        elif kind != "image":
            weights["texts"] += len(gzip.compress(answer.body(), 9))
    kinds = {answer.request.resource_type for answer in answers}
    context.close()

    assert {"document", "stylesheet", "script", "font"} <= kinds
    assert [answer.url for answer in answers if not answer.url.startswith((address, "data:"))] == []
    assert weights["texts"] <= TEXTS
    assert weights["fonts"] <= FONTS
