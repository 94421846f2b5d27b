"""sitemap.xml and its index."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from cchc_site.rendering import sitemap
from tests.support.paths import TESTS
from tests.support.project import Project

DATA = TESTS / "data"
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ROOT = "https://example.org/cchc/"


@functools.cache
def schema(name: str) -> xmlschema.XMLSchema:
    """That of sitemaps, or of their index."""
    return xmlschema.XMLSchema(DATA / f"{name}-0.9.xsd")


def entries(content: str) -> list[tuple[str, str]]:
    """The addresses of a sitemap or an index with their dates, "" where there is none."""
    return [
        (
            entry.findtext("s:loc", "", SPACE),
            entry.findtext("s:lastmod", "", SPACE),
        )
        for entry in ET.fromstring(content)
    ]


def pages(total: int) -> list[tuple[str, str]]:
    """Addresses with dates, every third without."""
    dates = ("", "2022-04-19", "2024-05-13")
    return [(f"tin-tuc/bai-{number:03d}/", dates[number % 3]) for number in range(total)]


@pytest.mark.parametrize("total", [1, 3, 4, 8, 9, 25])
def test_every_address_stands_in_exactly_one_part(total: int) -> None:
    """Up to the limit one file, above it an index of parts that keep within it."""
    known = pages(total)

    files = sitemap.sitemaps(ROOT, reversed(known), limit=4)

    parts = {name: content for name, content in files.items() if name != "sitemap.xml"}
    if total <= 4:
        assert parts == {}
        parts = files
    else:
        schema("siteindex").validate(files["sitemap.xml"])
        told = entries(files["sitemap.xml"])
        assert [url for url, _ in told] == [ROOT + name for name in parts]
        latest = {ROOT + name: max(day for _, day in entries(parts[name])) for name in parts}
        assert dict(told) == latest
    for content in parts.values():
        schema("sitemap").validate(content)
        assert 1 <= len(entries(content)) <= 4
    found = [entry for content in parts.values() for entry in entries(content)]
    assert found == [(ROOT + url, day) for url, day in known]


def test_the_limit_is_that_of_the_protocol() -> None:
    """At most 50,000 addresses and 50 MB a file."""
    full = sitemap.sitemaps(ROOT, pages(50_000))
    over = sitemap.sitemaps(ROOT, pages(50_001))

    assert list(full) == ["sitemap.xml"]
    assert list(over) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert all(len(content.encode()) < 50 * 1024 * 1024 for content in full.values())


@pytest.mark.parametrize("url", ["a&b/", "<b>/", "thẻ đỏ/", "50%/", "a b/", "x'\"/", "a?b/"])
def test_an_address_is_escaped(url: str) -> None:
    """URL-escaped as RFC 3986 has it, then entity-escaped."""
    content = sitemap.sitemaps(ROOT, [(url, "")])["sitemap.xml"]

    schema("sitemap").validate(content)
    assert "?" not in entries(content)[0][0]


def test_the_compressed_sitemap_is_the_same_on_every_day() -> None:
    """The header of gzip holds no time."""
    packed = sitemap.files(ROOT, [])["sitemap.xml.gz"]

    assert gzip.decompress(packed) == sitemap.files(ROOT, [])["sitemap.xml"]
    assert packed[4:8] == b"\0\0\0\0"


@pytest.mark.site
def test_the_sitemap_of_the_site_fits_the_protocol(site: Path) -> None:
    """Also the compressed one, which holds the same."""
    content = (site / "sitemap.xml").read_bytes()

    schema("sitemap").validate(content.decode())
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == content


@pytest.mark.site
def test_hidden_pages_are_not_in_the_sitemap(project: Project) -> None:
    """Neither an address that leads on nor a draft that a preview shows, nor the lists' feeds."""
    project.post("posts/2024/lich.md", title="Lịch\naliases: [/tin/123/, /tin/cu.html]")
    project.post("posts/2024/nhap.md", title="Bản nháp\ndraft: true")
    project.post("posts/2029/hen.md", title="Hẹn ngày", date="2029-01-01")

    done = project.run(
        "mkdocs", "build", "--strict", env={"CCHC_DRAFTS": "1", "CCHC_NOW": "2025-01-01"}
    )

    assert done.returncode == 0, done.stdout
    built = {
        path.relative_to(project.root / "site").as_posix().removesuffix("index.html")
        for path in (project.root / "site").rglob("*.html")
    }
    hidden = {
        "404.html",
        "tin/123/",
        "tin/cu.html",
        "tac-gia/ban-bien-tap/a1d1e922/",
        "tin-tuc/2024/05/nhap/",
        "tin-tuc/2029/01/hen/",
    }
    assert hidden < built
    listed = {url for url, _ in entries(project.read("site/sitemap.xml"))}
    assert listed == {f"https://example.org/{url}" for url in built - hidden}
