"""The QR code of a post's address, made quickly."""

from __future__ import annotations

import base64
import io
import re
from urllib.parse import unquote

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cchc_site.rendering.quick_qr import quick_qr
from tests.support.sheets import codes

# So many letters fit.
WHOLE = 134
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-/:.%"


def picture(address: str) -> Image.Image:
    """The picture of a code, one pixel a module."""
    data = re.search(r'src="data:image/bmp;base64,([^"]*)"', quick_qr(address))
    assert data
    return Image.open(io.BytesIO(base64.b64decode(unquote(data[1])))).convert("L")


@pytest.mark.unmeasured
@given(st.text(LETTERS, min_size=1, max_size=WHOLE))
def test_a_code_says_its_address(address: str) -> None:
    """Of any length."""
    assert codes(picture(address).resize((490, 490), Image.Resampling.NEAREST)) == [address]


@pytest.mark.unmeasured
@given(st.text(LETTERS, min_size=WHOLE, max_size=WHOLE))
def test_a_code_is_the_one_that_segno_makes(address: str) -> None:
    """Module for module, error correction too, where nothing is filled in."""
    code = picture(address)
    expected = segno.make(address, version=6, error="l", mask=0, mode="byte", boost_error=False)
    rows = [
        [code.getpixel((x, y)) == 0 for x in range(4, code.width - 4)]
        for y in range(4, code.height - 4)
    ]

    assert rows == [[bool(module) for module in row] for row in expected.matrix]


def test_a_code_can_be_read_where_a_corner_is_soiled() -> None:
    """Paper on a board gets stained."""
    address = "https://example.org/tin-tuc/2024/05/lich-tiep-cong-dan/"
    code = picture(address).resize((490, 490), Image.Resampling.NEAREST)
    code.paste(255, (250, 250, 290, 290))

    assert codes(code) == [address]


@pytest.mark.parametrize("length", [WHOLE, WHOLE + 1, 400])
def test_a_long_address_has_a_code_too(length: int) -> None:
    """A general encoder makes it, from the length on that ours does not know."""
    address = "https://example.org/".ljust(length, "a")
    code = quick_qr(address)

    assert code.startswith("<img " if length == WHOLE else "<svg ")
    assert "Mã QR của" in code
