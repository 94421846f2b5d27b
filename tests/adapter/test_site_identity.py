"""The pictures that stand for a site: with links to it, on tabs and on screens of telephones."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from cchc_site.media import marks, site_pictures
from tests.support.html import heads_of
from tests.support.paths import ROOT
from tests.support.project import BASE, Project

FONT = ROOT / "cchc_site/theme/portal/assets/cchc/fonts/be-vietnam-pro-700.woff2"
SHAPES = (
    '<circle cx="5" cy="5" r="5" fill="#f00"/>',
    '<rect width="10" height="10" fill="red"/>',
    '<g fill="#f00"><path d="M0 0h10v10H0z"/></g>',
    '<path fill="#f00" d="m0 0 10 0 0 10-10 0z"/>',
    '<polygon points="0,0 10,0 10,10 0,10" fill="#f00"/>',
    '<path fill="#f00" d="M0,0L10,0 10,10V10H0V0"/>',
)
MORE = (
    '<path fill="#f00" d="M0 0C1 1 2 2 3 3z"/>',
    "<text>A</text>",
    '<rect width="10" height="10" fill="url(#a)"/>',
    '<g transform="scale(2)"><rect width="5" height="5"/></g>',
    '<rect width="10" height="10" style="fill:red"/>',
    "",
)


def svg(inside: str) -> bytes:
    """A drawing of ten units."""
    view = 'viewBox="0 0 10 10"' if inside else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{inside}</svg>'.encode()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plain_drawing_is_drawn(shape: str) -> None:
    """In its colour, at its place, over the whole square."""
    mark = marks.mark(svg(shape), 40)

    assert mark
    assert mark.size == (40, 40)
    assert mark.getpixel((20, 20)) == (255, 0, 0, 255)
    assert mark.getchannel("A").getpixel((20, 1)) == 255


@pytest.mark.parametrize("shape", MORE)
def test_what_cannot_be_drawn_is_not_drawn_wrongly(shape: str) -> None:
    """The first letter of the name stands for it."""
    assert marks.mark(svg(shape), 40) is None


def test_a_picture_keeps_its_shape() -> None:
    """In the middle of the square; what is no picture is none."""
    content = io.BytesIO()
    Image.new("RGB", (200, 100), "blue").save(content, "PNG")
    mark = marks.mark(content.getvalue(), 40)

    assert mark
    assert mark.getchannel("A").getpixel((20, 2)) == 0
    assert mark.getpixel((20, 20)) == (0, 0, 255, 255)
    assert marks.mark(b"", 40) is marks.mark(b"GIF89a", 40) is None


def test_names_of_any_length_fit() -> None:
    """The picture has its size, and nothing is written at its edges."""
    for name in ("A", "Trang thông tin điện tử " * 12, "Dài" * 60):
        site = site_pictures.SiteMark(
            name, "Ủy ban nhân dân xã Mẫu", "x.vn", b"", b"", FONT.read_bytes(), "#123456"
        )
        with Image.open(io.BytesIO(site_pictures.shared(site))) as picture:
            assert picture.size == (1200, 630)
            pixels = picture.convert("RGB")
            edge = {pixels.getpixel((10, y)) for y in range(600)}
            assert len(edge) == 1
        with Image.open(io.BytesIO(site_pictures.touch_icon(site))) as icon:
            assert len(icon.convert("RGB").getcolors(99_999) or ()) > 10, "no letter"


@pytest.mark.site
def test_every_page_has_a_picture_to_share(site: Path) -> None:
    """Its own or that of the site, which is there, in the size that is told, with words for those
    who do not see it."""
    own = set()
    for url, head in heads_of(site).items():
        if head.meta("refresh") or url == "404.html":
            continue
        (address,) = head.meta("og:image")
        file = site / address.removeprefix(BASE)
        with Image.open(file) as picture:
            size = [*map(str, picture.size)]
        assert head.meta("og:image:width") + head.meta("og:image:height") == size, url
        assert len(head.meta("og:image:alt")) == len(head.meta("twitter:card")) == 1
        own.add(file.name)
    assert len(own) > 1
    assert len([name for name in own if name.startswith("chia-se.")]) == 1


@pytest.mark.site
def test_the_icons_that_nobody_names_are_there(site: Path) -> None:
    """At the root, as browsers and telephones ask for them."""
    with Image.open(site / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(site / "apple-touch-icon.png") as icon:
        assert (icon.size, icon.mode) == ((180, 180), "RGB")
    for file in ("index.html", "tin-tuc/index.html", "gioi-thieu/index.html"):
        html = (site / file).read_text("utf-8")
        base = "../" * file.count("/")
        assert f'<link rel="apple-touch-icon" href="{base}apple-touch-icon.png">' in html


@pytest.mark.site
def test_the_picture_follows_what_it_shows(project: Project) -> None:
    """Another name gives another address, by which nobody has the old one; a file of docs/ wins;
    the same site has the same picture."""

    def address() -> str:
        found = re.search(
            r'og:image" content="[^"]*/(chia-se[^"]*)"', project.read("site/index.html")
        )
        assert found
        assert (project.root / "site/assets/cchc" / found[1]).is_file()
        return found[1]

    project.write("docs/favicon.ico", b"\0\0\1\0 own")
    project.post("posts/2024/lich.md")
    project.build("--strict")
    first, picture = address(), (project.root / "site/assets/cchc" / address()).stat().st_mtime_ns
    project.build("--strict")
    assert (project.root / "site/assets/cchc" / address()).stat().st_mtime_ns == picture
    assert (project.root / "site/favicon.ico").read_bytes().endswith(b"own")
    config = project.read("mkdocs.yml").replace("Trang thử", "Trang khác")
    project.write("mkdocs.yml", config)
    project.build("--strict")

    assert address() != first
    assert not (project.root / "site/assets/cchc" / first).exists()
