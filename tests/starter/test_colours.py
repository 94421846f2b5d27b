"""The colours of a new site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.site.contact import Unread
from cchc_site.starter import colours

NIGHT, WHITE = (0x1E, 0x21, 0x29), (255, 255, 255)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True) | st.sampled_from([*colours.NAMED]))
def test_text_is_told_from_its_ground(written: str) -> None:
    """White on the bar and links on white and on dark, by 4.5 at least; a colour on which that
    cannot be is refused, with one near it that is taken."""
    try:
        colour = colours.read(written)
    except Unread as unread:
        colour = colours.read(unread.hint.rpartition(" ")[2])
    of_site = colours.of(colour)
    for dark in (of_site.bar, of_site.link, of_site.night_bar):
        assert colours.contrast(_rgb(dark), WHITE) >= 4.5
    assert colours.contrast(_rgb(of_site.night_link), NIGHT) >= 4.5


@pytest.mark.parametrize("name", colours.NAMED)
def test_each_name_is_a_colour(name: str) -> None:
    """Without marks and in capitals too."""
    assert colours.read(name.upper()) == colours.NAMED[name]
