"""The tests' own portal as a whole, built for an address with a path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest

from tests.support import walk
from tests.support.html import Document, documents_of, page
from tests.support.portal import PORTAL, SEED, SEED_TITLE, SEED_URL
from tests.support.project import BASE

pytestmark = pytest.mark.site

Documents = Mapping[str, Document]


@pytest.fixture(scope="module")
def documents(site: Path) -> Documents:
    """Every page of the site by its address."""
    return documents_of(site)


def test_a_post_holds_every_word(site: Path) -> None:
    """Its paragraphs unchanged, faults included, author, category and date."""
    document = page(site, SEED_URL)
    text = (PORTAL / f"posts/2022/{SEED}.md").read_text("utf-8").partition("\n---\n")[2]
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]

    assert len(paragraphs) == 4
    assert "đúng hẹn đúng hẹn" in paragraphs[2]
    shown = [" ".join(text.split()) for text in document.texts["p"]]
    for paragraph in paragraphs:
        assert paragraph in shown
    text = document.texts["body"][0]
    assert document.texts["h1"] == [SEED_TITLE]
    assert "Ban biên tập" in text
    assert "Thứ Ba, 19/04/2022" in text
    assert "ngày 19 tháng 4 năm 2022" in text
    assert "Thủ tục hành chính" in text


@pytest.mark.parametrize(
    "url",
    ["", "tin-tuc/", "chuyen-muc/thu-tuc-hanh-chinh/", "nam/2022/", "nam/2022/04/",
     "tac-gia/ban-bien-tap/"],
)  # fmt: skip
def test_a_post_stands_in_its_lists(site: Path, url: str) -> None:
    """A reader finds it from home, its category, its year, its month and its author."""
    document = page(site, url)

    links = {urljoin(BASE + url, link) for link in document.links}
    assert BASE + SEED_URL in links
    assert SEED_TITLE in document.texts["body"][0]


def test_the_sitemap_tells_true_dates(site: Path) -> None:
    """Every page but 404, old addresses and sheets to print; a post's date is its own, not the
    build's."""
    root = ET.parse(site / "sitemap.xml").getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    entries = {
        entry.findtext("s:loc", namespaces=space): entry.findtext("s:lastmod", namespaces=space)
        for entry in root.findall("s:url", space)
    }

    built = {
        file.relative_to(site).as_posix().removesuffix("index.html")
        for file in site.rglob("index.html")
        if not {'http-equiv="refresh"', 'content="noindex"'}
        & set(re.findall(r'(?:http-equiv|content)="[a-z]+"', file.read_text("utf-8")))
    }
    assert set(entries) == {BASE + url for url in built}
    assert entries[BASE + SEED_URL] == "2022-04-19"
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_no_link_leads_nowhere(site: Path, documents: Documents) -> None:
    """A walk over every page, the 404 page included: internal links, assets and anchors."""
    assert walk.lost_links(site, documents) == []


@pytest.mark.parametrize(
    "url",
    ["404.html", "chuyen-muc/", "nam/", "tac-gia/", "the/", "tim-kiem/", "so-do-trang/"],
)
def test_ways_on_count_no_posts(documents: Documents, url: str) -> None:
    """They stay as they are when a newest post comes."""
    assert not re.search(r"\d tin\b", documents[url].texts["main"][0])


def test_no_two_pages_have_the_same_title(documents: Documents) -> None:
    """A title tells a reader with ten open pages which is which."""
    assert walk.twins(documents) == []


def test_every_page_is_well_formed(documents: Documents) -> None:
    """One h1 a page, no id twice, and NFC: the font has no combining marks."""
    walk.assert_well_formed(documents)


def test_no_page_asks_another_host_for_anything(documents: Documents, site: Path) -> None:
    """No third party: styles, scripts, fonts and pictures are the site's own."""
    assert walk.asked_elsewhere(site, documents) == []


_FILE_LINK = re.compile(
    r'<a\b[^>]*href="[^":]*\.(pdf|docx?|xlsx?|odt|zip)"[^>]*>(.*?)</a>([^<]{0,40})', re.DOTALL
)


def test_every_link_to_a_file_says_kind_and_size(gallery: Path) -> None:
    """On whichever page: of a post, a document, a procedure, its sheet."""
    told = 0
    for file in gallery.rglob("*.html"):
        for kind, words, behind in _FILE_LINK.findall(file.read_text("utf-8")):
            assert re.search(rf"\({kind.upper()}, \d+ KB\)", words + behind), (file, words)
            told += 1
    assert told > 5
