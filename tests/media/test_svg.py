"""An SVG is a picture and nothing else, or it is refused."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.media import svg
from tests.support.paths import TESTS

CASES = yaml.safe_load((TESTS / "cases/svg/faults.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["svg"] for case in CASES])
def test_an_svg_is_a_picture_and_nothing_else(case: dict[str, str]) -> None:
    """Neither scripts, nor what it would fetch, nor what only looks harmless."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8px">'
    text = f"{head}\n{case['svg']}\n</svg>"

    width, height, faults = svg.examine(text.encode())

    if not case["fault"]:
        assert (width, height, faults) == (12, 8, ())
        return
    ((line, what, hint),) = faults
    assert case["fault"] in what
    assert line in (2, 3)
    assert hint


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><svg/>',
        '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "<html/>",
        "",
        '<?xml version="1.0" encoding="lạ"?><svg/>',
    ],
)
def test_nothing_stands_before_an_svg_that_could_do_harm(text: str) -> None:
    """Declarations are refused as they are met."""
    assert len(svg.examine(text.encode())[2]) == 1


def test_the_doctype_that_drawing_programs_write_is_let_through() -> None:
    """It is not fetched."""
    head = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/a.dtd">'
    assert svg.examine(f'{head}<svg xmlns="http://www.w3.org/2000/svg"/>'.encode())[2] == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_an_svg_or_a_fault(content: bytes) -> None:
    """Never a traceback."""
    assert len(svg.examine(content)[2]) <= 1
    assert len(svg.examine(b"<svg xmlns='http://www.w3.org/2000/svg'>" + content)[2]) <= 1
