"""The site of this repository, as built for an address with a path."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
import yaml

from cchc_site.content.fields import Settings
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.site.loader import Loader as PostLoader
from cchc_site.storage.html_store import HtmlStore
from tests.support.paths import ROOT

pytestmark = pytest.mark.site

BASE = "https://example.github.io/cchc_site/"
SEED = "kiem-tra-cong-tac-cai-cach-hanh-chinh-nam-2022"
SEED_URL = f"tin-tuc/2022/04/{SEED}/"
SEED_TITLE = "Kiểm tra công tác cải cách hành chính năm 2022"


class Document(HTMLParser):
    """What a test asks of a page: links, ids, title, headings, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, its links and its id."""
        self.tags[tag] += 1
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")
        for name, value in attrs:
            if name in ("href", "src", "action") and value is not None:
                self.links.append(value)
            elif name == "srcset" and value:
                self.links += [part.split()[0] for part in value.split(",")]
            elif name == "id" and value:
                self.ids[value] += 1

    def handle_endtag(self, tag: str) -> None:
        """Close the element and what was left open in it."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Add to the text of every open element."""
        for tag in self._open:
            self.texts[tag][-1] += data


def page(site: Path, url: str) -> Document:
    """The page at an address of the site."""
    file = site / url / "index.html" if not url.endswith(".html") else site / url
    return Document(file.read_text("utf-8"))


@pytest.fixture(scope="module")
def documents(site: Path) -> dict[str, Document]:
    """Every page of the site by its address."""
    found = {}
    for file in site.rglob("*.html"):
        url = file.relative_to(site).as_posix().removesuffix("index.html")
        found[url] = Document(file.read_text("utf-8"))
    return found


def seed_paragraphs() -> list[str]:
    """The four paragraphs of the first post, as its file holds them."""
    text = (ROOT / f"posts/2022/{SEED}.md").read_text("utf-8").partition("\n---\n")[2]
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def test_the_seed_post_holds_every_word(site: Path) -> None:
    """Four paragraphs unchanged, faults included, author, category and date."""
    document = page(site, SEED_URL)
    paragraphs = seed_paragraphs()

    assert len(paragraphs) == 4
    assert "huyện Lai Vung dân huyện Lai Vung" in paragraphs[0]
    assert "còn thấp còn thấp" in paragraphs[2]
    shown = [" ".join(text.split()) for text in document.texts["p"]]
    for paragraph in paragraphs:
        assert paragraph in shown
    text = document.texts["body"][0]
    assert document.texts["h1"] == [SEED_TITLE]
    assert "Hoàng Kỳ" in text
    assert "Thứ Ba, 19/04/2022" in text
    assert "ngày 19 tháng 4 năm 2022" in text
    assert "Thủ tục hành chính" in text


@pytest.mark.parametrize(
    "url",
    ["", "tin-tuc/", "chuyen-muc/thu-tuc-hanh-chinh/", "nam/2022/", "nam/2022/04/",
     "tac-gia/hoang-ky/"],
)  # fmt: skip
def test_the_seed_post_stands_in_its_lists(site: Path, url: str) -> None:
    """A reader finds it from home, its category, its year, its month and its author."""
    document = page(site, url)

    links = {urljoin(BASE + url, link) for link in document.links}
    assert BASE + SEED_URL in links
    assert SEED_TITLE in document.texts["body"][0]


def test_the_sitemap_tells_true_dates(site: Path) -> None:
    """Every page but 404 and old addresses; a post's date is its own, not the build's."""
    root = ET.parse(site / "sitemap.xml").getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    entries = {
        entry.findtext("s:loc", namespaces=space): entry.findtext("s:lastmod", namespaces=space)
        for entry in root.findall("s:url", space)
    }

    built = {
        file.relative_to(site).as_posix().removesuffix("index.html")
        for file in site.rglob("index.html")
        if 'http-equiv="refresh"' not in file.read_text("utf-8")
    }
    assert set(entries) == {BASE + url for url in built}
    assert entries[BASE + SEED_URL] == "2022-04-19"
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_no_link_leads_nowhere(site: Path, documents: dict[str, Document]) -> None:
    """A walk over every page, the 404 page included: internal links, assets and anchors."""
    lost = []
    for url, document in documents.items():
        # The 404 page is shown at any address, so its links must not depend on where.
        here = urljoin(BASE, "a/b/c/") if url == "404.html" else BASE + url
        for link in document.links:
            if link.startswith("#"):
                lost += [] if link[1:] in document.ids else [f"{url}: {link}"]
                continue
            target = urlsplit(urljoin(here, link))
            if target.netloc != "example.github.io":
                continue
            path = unquote(target.path).removeprefix("/cchc_site/")
            file = site / path / "index.html" if path.endswith("/") or not path else site / path
            if target.path == "/cchc_site" or not target.path.startswith("/cchc_site/"):
                lost.append(f"{url}: {link} leaves the site's path")
            elif not file.is_file():
                lost.append(f"{url}: {link}")
            elif target.fragment and file.suffix == ".html":
                address = file.relative_to(site).as_posix().removesuffix("index.html")
                if unquote(target.fragment) not in documents[address].ids:
                    lost.append(f"{url}: {link} has no such anchor")

    assert lost == []


@pytest.mark.parametrize(
    "url",
    ["404.html", "chuyen-muc/", "nam/", "tac-gia/", "the/", "tim-kiem/", "so-do-trang/"],
)
def test_ways_on_count_no_posts(documents: dict[str, Document], url: str) -> None:
    """They stay as they are when a newest post comes."""
    assert not re.search(r"\d tin\b", documents[url].texts["main"][0])


def test_no_two_pages_have_the_same_title(documents: dict[str, Document]) -> None:
    """A title tells a reader with ten open pages which is which."""
    titles = Counter(document.texts["title"][0].strip() for document in documents.values())

    assert [title for title, times in titles.items() if times > 1] == []


def test_every_page_has_one_heading_and_unique_ids(documents: dict[str, Document]) -> None:
    """One h1 a page, no id twice."""
    for url, document in documents.items():
        assert document.tags["h1"] == 1, url
        assert [name for name, times in document.ids.items() if times > 1] == [], url
        assert document.tags["main"] == 1, url


def test_no_page_asks_another_host_for_anything(documents: dict[str, Document], site: Path) -> None:
    """No third party: styles, scripts, fonts and pictures are the site's own."""
    for url in documents:
        html = (site / (f"{url}index.html" if url.endswith("/") or not url else url)).read_text()
        for part in html.split("<")[1:]:
            if part.startswith(("script", "img", 'link rel="stylesheet"', "iframe")):
                assert "//" not in part.partition(">")[0].replace(BASE, ""), url


def test_the_text_is_composed(documents: dict[str, Document]) -> None:
    """NFC: the font has no combining marks."""
    for url, document in documents.items():
        text = document.texts["body"][0]
        assert text == unicodedata.normalize("NFC", text), url


def test_the_posts_are_as_promised() -> None:
    """Thirty posts and more, eight categories, 2018 to 2026, every feature shown."""

    class Loader(yaml.SafeLoader):
        """mkdocs.yml has tags of MkDocs' own."""

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)
    categories = config["plugins"][0]["cchc"]["categories"]
    labels = {key: about["label"] for key, about in categories.items()}

    settings = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), labels)
    loaded = PostLoader(ROOT, settings, gfm.read, HtmlStore(None)).load("posts")

    posts = [one.post for one in loaded.items]
    assert loaded.problems == ()
    assert len(labels) == 8
    assert {post.category for post in posts} == set(labels)
    assert {post.day.year for post in posts} >= {2018, 2026}
    own = [post for post in posts if post.authors == ("Ban biên tập",)]
    assert len(own) == len(posts) - 1 >= 29
    for feature in ("tags", "image", "attachments", "documents", "correction", "aliases"):
        assert any(getattr(post, feature) for post in posts), feature
    assert any(post.expires for post in posts)
    assert any(post.pinned for post in posts)
    seed = next(post for post in posts if post.name == SEED)
    newer = [post for post in posts if post.category == seed.category and post.day > seed.day]
    assert len(newer) <= 3
    for one in loaded.items:
        if one.post is not seed:
            words = re.sub("<[^>]*>", " ", one.parsed.html).split()
            assert 150 <= len(words) <= 400, one.post.path
