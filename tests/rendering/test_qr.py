"""The QR codes of what is printed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from cchc_site.rendering.qr import qr_svg
from tests.support.sheets import codes, opened

ADDRESSES = [
    "https://example.org/",
    "https://thutuchanhchinh.example.org/2022/04/kiem-tra-cong-tac-cchc-nam-2022/",
    "https://example.org/a?b=1&c=%C4%91#niem-yet",
    "https://example.org/" + "rat-dai-" * 30,
]


@pytest.mark.browser
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_leads_to_its_address(browser: Browser, address: str) -> None:
    """Also where the page around it is dark."""
    tab = browser.new_page(color_scheme="dark")
    tab.set_content(f'<body bgcolor="black"><div id="code">{qr_svg(address)}</div>')
    picture = opened(tab.locator("#code").screenshot())
    tab.close()

    assert codes(picture) == [address]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_has_a_name_and_no_styles(address: str) -> None:
    """A screen reader says what it is; the policy of every page forbids inline styles."""
    svg = qr_svg(address)
    title = ElementTree.fromstring(svg).find("title")

    assert title is not None
    assert title.text == f"Mã QR của địa chỉ {address}"
    assert not re.search(r"\sstyle=|<style|<script|currentColor", svg)
