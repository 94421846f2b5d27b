"""What a first view of a page costs a reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.portal import SEED_URL
from tests.support.weight import assert_light

PROCEDURE = "thu-tuc/dang-ky-khai-sinh/"

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.mark.parametrize(
    "page", ["", SEED_URL, PROCEDURE, f"{PROCEDURE}in/"], ids=["home", "post", "procedure", "sheet"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_first_view_is_light(address: str, browser: Browser, page: str, width: int) -> None:
    """In bytes, pictures aside; all of it from the site's own host."""
    assert_light(browser, address, page, width)
