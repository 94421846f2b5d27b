"""Atom, RSS and JSON feeds, as their readers see them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from PIL import Image

from cchc_site.pages.feed_formats import FORMATS, Channel, FeedEntry
from cchc_site.pages.feeds import NEWEST, Feed
from tests.support.html import page
from tests.support.paths import TESTS
from tests.support.portal import SEED, SEED_TITLE, SEED_URL
from tests.support.project import BASE, Project
from tests.support.snapshots import NOW

SCHEMA = Draft202012Validator(
    json.loads((TESTS / "data/json-feed-1.1.schema.json").read_text("utf-8"))
)
NAMES = tuple(format_.file for format_ in FORMATS)
SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
KINDS = {
    "feed.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
}
AWKWARD = (
    'A & <b>"',
    "</script><b>",
    "]]> <![CDATA[ --> <!--",
    "&amp; &lt;i&gt; &nbsp; &#8203;",
    "“Ngoặc” 'đơn' và 🏛️ \u200b",
    "Rất dài " * 25,
)


class Piece(HTMLParser):
    """The words and the elements of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Add to the words."""
        self.words += data


def addresses(html: str) -> list[str]:
    """Every address that a piece of HTML names."""
    return [
        value
        for _, attrs in Piece(html).elements
        for name, value in attrs.items()
        if name in ("href", "src", "srcset")
    ]


def parsed(content: bytes) -> Any:
    """What feedparser reads, which must have found nothing wrong."""
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def as_json(content: bytes) -> Any:
    """A JSON feed, which must fit the schema."""
    found = json.loads(content)
    assert [fault.message for fault in SCHEMA.iter_errors(found)] == []
    return found


def test_every_format_has_a_reader() -> None:
    """Which tells its entries and its title; what it is served as is told beside."""
    assert KINDS.keys() == set(NAMES), "add the new one to KINDS, `entries` and `title_of`"


def entries(content: bytes, name: str) -> list[tuple[str, str, str]]:
    """Id, title and full text of every entry of the feed `name`, read without any cleaning."""
    if name == "feed.json":
        return [
            (item["id"], item["title"], item["content_html"]) for item in as_json(content)["items"]
        ]
    ways = {
        "feed.xml": ("a:entry", "a:id", "a:title", "a:content"),
        "rss.xml": ("channel/item", "guid", "title", "content:encoded"),
    }
    every, *parts = ways[name]
    return [
        (found[0], found[1], found[2])
        for entry in ET.fromstring(content).iterfind(every, SPACES)
        if (found := [entry.findtext(part, "", SPACES) for part in parts])
    ]


def title_of(content: bytes, name: str) -> str:
    """The title of a feed."""
    if name == "feed.json":
        return str(as_json(content)["title"])
    way = {"feed.xml": "a:title", "rss.xml": "channel/title"}[name]
    return ET.fromstring(content).findtext(way, "", SPACES)


def all_feeds(site: Path) -> Iterator[tuple[str, str, bytes]]:
    """Folder, name and content of every feed of a site."""
    for name in NAMES:
        for file in sorted(site.rglob(name)):
            folder = file.parent.relative_to(site).as_posix()
            yield "" if folder == "." else f"{folder}/", name, file.read_bytes()


def story(title: str, body: str = "<p>Chữ.</p>", summary: str = "Chữ.") -> FeedEntry:
    """An entry."""
    return FeedEntry(
        url="https://example.org/tin-tuc/2024/05/lich/",
        title=title,
        published=NOW,
        updated=NOW,
        authors=("Ban biên tập",),
        category="Thông báo",
        tags=(),
        summary=summary,
        body=body,
        image="",
    )


def alternates(html: str) -> Iterator[tuple[str, str, str]]:
    """Address, type and title of every link to another form of a page."""
    for tag, attrs in Piece(html).elements:
        if tag == "link" and attrs.get("rel") == "alternate" and "hreflang" not in attrs:
            yield attrs.get("href", ""), attrs.get("type", ""), attrs.get("title", "")


def feeds_of(project: Project) -> dict[tuple[str, str], bytes]:
    """The feeds of a built project by folder and name."""
    return {(folder, name): content for folder, name, content in all_feeds(project.root / "site")}


def told(project: Project) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """The entries of every feed of a built project."""
    return {key: entries(content, key[1]) for key, content in feeds_of(project).items()}


CHANNEL = Channel("Trang thử", "", "https://x.vn/tin-tuc/", "https://x.vn/feed.xml", "Ban biên tập")


@given(st.text(min_size=1), st.text(), st.text())
def test_no_text_breaks_a_feed(title: str, body: str, summary: str) -> None:
    """Markup is escaped, and what XML 1.0 cannot hold is left out."""
    told = [story(title, body, summary)]

    for name in NAMES:
        assert len(entries(Feed(name, CHANNEL, tuple(told)).written(), name)) == 1


def test_a_feed_without_entries_is_the_same_on_every_day() -> None:
    """An empty feed is valid and its date is no clock's."""
    for name in NAMES:
        content = Feed(name, CHANNEL, ()).written()

        assert entries(content, name) == []
        assert content == Feed(name, CHANNEL, ()).written()
        if name != "feed.json":
            assert parsed(content).feed.updated_parsed.tm_year == 1970


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
@pytest.mark.parametrize("text", ["Phí < 5 triệu & lệ phí", "<b>đậm</b>", "&lt;i&gt;"])
def test_a_summary_is_read_as_it_was_written(name: str, text: str) -> None:
    """A reader takes RSS's `description` for HTML (RSS 2.0) and Atom's `summary` for what its type
    says; the words must come out whole."""
    entry = parsed(Feed(name, CHANNEL, (story("Lịch", summary=text),)).written()).entries[0]

    html = entry.summary_detail.type == "text/html"
    assert (Piece(entry.summary).words if html else entry.summary) == text


@pytest.mark.site
def test_an_entry_is_known_for_ever(project: Project) -> None:
    """A reader does not show a post again as new when it moves, once or twice; old addresses of
    another site are no id. RSS says that an id is no link where it is none of today."""
    project.post("posts/2026/ten-cu.md", date="2024-05-13")
    project.post("posts/2026/khac.md", "Khác", date="2024-05-14")
    text = project.read("posts/2026/khac.md")
    project.write("posts/2026/khac.md", text.replace("---\n\n", "aliases: [/tin/12/]\n---\n\n"))
    project.build("--strict")
    before = {key: [id_ for id_, *_ in found] for key, found in told(project).items()}
    old = "https://example.org/tin-tuc/2024/05/ten-cu/"
    assert old in before["", "feed.xml"]
    assert "https://example.org/tin-tuc/2024/05/khac/" in before["", "feed.xml"]

    for way in (("ten-cu", "moi"), ("moi", "moi-hon")):
        done = project.run("cchc_site.cli", "move", *(f"posts/2026/{name}.md" for name in way))
        assert done.returncode == 0, done.stdout
    project.build("--strict")

    assert before == {key: [id_ for id_, *_ in found] for key, found in told(project).items()}
    rss = project.read("site/rss.xml")
    assert f'<guid isPermaLink="false">{old}</guid>' in rss
    assert "<link>https://example.org/tin-tuc/2024/05/moi-hon/</link>" in rss


@pytest.mark.site
def test_feed_readers_read_every_feed_of_the_site(site: Path) -> None:
    """All news, every category and what communes tell in three kinds, each entry whole."""
    folders = {folder for folder, _, _ in all_feeds(site)}
    own = {f"chuyen-muc/{path.name}/" for path in (site / "chuyen-muc").iterdir() if path.is_dir()}
    assert folders == {"", "tin-xa-phuong/", *own}
    assert len(own) == 4
    for folder, name, content in all_feeds(site):
        assert entries(content, name), folder
        if name == "feed.json":
            found = as_json(content)
            assert found["feed_url"] == BASE + folder + name
            assert found["home_page_url"] == BASE + (folder or "tin-tuc/")
            continue
        read = parsed(content)
        assert read.version == {"feed.xml": "atom10", "rss.xml": "rss20"}[name]
        assert read.feed.link == BASE + (folder or "tin-tuc/")
        own_links = [link.href for link in read.feed.links if link.rel == "self"]
        assert own_links == [BASE + folder + name]
        for entry in read.entries:
            assert entry.id == entry.link
            assert entry.title
            assert entry.author
            assert entry.published_parsed
            if name == "feed.xml":
                assert entry.updated_parsed >= entry.published_parsed
            assert entry.content[0].value


@pytest.mark.site
def test_a_feed_is_called_by_category_site_and_body(site: Path) -> None:
    """A reader with a hundred feeds knows whose this is."""
    rest = "Thủ tục hành chính – Tin tức – Ủy ban nhân dân xã Lai Vung"
    labels = {
        "": rest,
        "chuyen-muc/tin-tuc/": f"Tin tức – {rest}",
        "chuyen-muc/thu-tuc-hanh-chinh/": f"Thủ tục hành chính – {rest}",
    }

    found = {(folder, name): title_of(content, name) for folder, name, content in all_feeds(site)}

    assert {key: title for key, title in found.items() if key[0] in labels} == {
        (folder, name): title for folder, title in labels.items() for name in NAMES
    }
    assert all(title.endswith(rest) for title in found.values())
    assert len(set(found.values())) == 6


@pytest.mark.site
def test_the_seed_post_stands_in_its_categorys_feeds(site: Path) -> None:
    """In all three, whole; in no other category's; and in its category's list of 2022."""
    held = {
        (folder, name): {title: body for url, title, body in told if url == BASE + SEED_URL}
        for folder, name, content in all_feeds(site)
        if (told := entries(content, name))
    }

    for (folder, name), found in held.items():
        if folder == "chuyen-muc/thu-tuc-hanh-chinh/":
            assert list(found) == [SEED_TITLE], name
            assert "đúng hẹn đúng hẹn" in found[SEED_TITLE]
        elif folder:
            assert found == {}, folder
    url = "chuyen-muc/thu-tuc-hanh-chinh/2022/"
    links = {urljoin(BASE + url, link) for link in page(site, url).links}
    assert any(link.endswith(f"/{SEED}/") for link in links)


@pytest.mark.site
def test_a_feed_names_whole_addresses_only(site: Path) -> None:
    """A reader shows the text elsewhere, where a relative address leads nowhere."""
    for folder, name, content in all_feeds(site):
        for url, _, body in entries(content, name):
            for address in addresses(body):
                assert re.match("https?://|mailto:|tel:", address), (folder, name, url, address)


RICH = """\
Một chú thích[^1], [mục dưới](#dia-diem), [bài kia](../lich.md#khac), [trang](../../../docs/lh.md).

## Địa điểm

[Từ gốc](/tin-tuc/) [trang chủ](/) [thư](mailto:a@example.org) [ngoài](https://example.com/?a=1&b=2)

![Quầy](quay.png "Quầy một cửa")

<p><a href="../lich.md">HTML</a> <img src="quay.png" alt="Quầy"></p>

[Tải về](mau-don.pdf)

| Cột |
| --- |
| [Ô](mau-don.pdf) |

[^1]: Chú, xem [bài kia](../lich.md).
"""


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built site whose names and titles hold what markup is made of."""
    project = Project(tmp_path_factory.mktemp("awkward"))
    config = project.read("mkdocs.yml")
    config = config.replace("Trang thử", '"Tin & <b> \\"thử\\""')
    config = config.replace("tin-tuc: Tin tức", 'tin-tuc: "Hỏi & <đáp>"')
    config = config.replace("org/", "org/cchc/")
    body = 'organizations: [{key: xa, name: "UBND <xã> & \\"phường\\""}]'
    project.write("mkdocs.yml", config.replace("look: portal", f"look: portal\n      {body}"))
    project.write("docs/lh.md", "# Liên hệ\n\nGọi.\n")
    project.post("posts/2024/lich.md", body="## Khác\n\nChữ.")
    Image.new("RGB", (3, 2)).save(project.write("posts/2024/day/quay.png", b""))
    project.write("posts/2024/day/mau-don.pdf", b"%PDF-1.4")
    project.post("posts/2024/day/index.md", "Đủ thứ", body=RICH)
    for number, title in enumerate(AWKWARD):
        written = json.dumps(title, ensure_ascii=False)
        name = json.dumps(title[:100], ensure_ascii=False)
        project.post(
            f"posts/2024/ky-{number}.md",
            f"{written}\ntags: [{name}]\nsummary: {name}",
            author=name,
            body=title.replace("<", "\\<"),
        )
    project.build("--strict")
    return project


@pytest.mark.site
def test_awkward_titles_come_out_as_written(awkward: Project) -> None:
    """Nothing is wrong with a feed, whatever the site, body, category, authors and posts are
    called."""
    wanted = {" ".join(title.replace("\u200b", "").split()) for title in AWKWARD}

    for folder, name, content in all_feeds(awkward.root / "site"):
        if name != "feed.json":
            parsed(content)
        told = {title for _, title, _ in entries(content, name)}
        assert title_of(content, name).endswith('Tin & <b> "thử" – UBND <xã> & "phường"')
        if folder == "chuyen-muc/tin-tuc/":
            assert told == set()
            assert title_of(content, name).startswith("Hỏi & <đáp> – ")
        else:
            assert wanted < told


@pytest.mark.site
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_address_in_a_text_is_made_whole(awkward: Project, name: str) -> None:
    """Links, mere anchors, footnotes and their ways back, pictures, files, written HTML."""
    content = (awkward.root / "site" / name).read_bytes()
    own = "https://example.org/cchc/tin-tuc/2024/05/day/"

    bodies = [body for url, _, body in entries(content, name) if url == own]

    found = addresses(bodies[0])
    assert len(found) == 15
    assert {address for address in found if not re.match("https?://|mailto:", address)} == set()
    assert f"{own}#dia-diem" in found
    assert f"{own}quay.png" in found
    assert f"{own}mau-don.pdf" in found
    assert "https://example.org/cchc/tin-tuc/2024/05/lich/#khac" in found


@pytest.mark.site
def test_an_entrys_id_outlives_its_title(project: Project) -> None:
    """A reader is not shown an old entry as new because a word was mended."""
    project.post("posts/2024/lich.md", "Lịch")
    project.build()
    before = told(project)
    project.post("posts/2024/lich.md", "Tên khác hẳn", body="Chữ khác.")

    project.build()

    after = told(project)
    assert {key: [url for url, _, _ in found] for key, found in after.items()} == {
        key: [url for url, _, _ in found] for key, found in before.items()
    }
    assert [title for _, title, _ in after["", "rss.xml"]] == ["Tên khác hẳn"]


@pytest.mark.site
def test_a_feed_holds_the_newest_whole_and_counts_nothing(project: Project) -> None:
    """The 50 newest with their full text; a feed does not change with what it does not hold."""
    for number in range(NEWEST + 3):
        day = f"{2020 + number // 12}-{number % 12 + 1:02d}-01"
        body = f"Đoạn đầu.\n\nĐoạn giữa.\n\nHết bài {number}."
        project.post(f"posts/bai-{number}.md", f"Bài {number}", day, body=body)
    project.build()
    before = feeds_of(project)
    project.post("posts/bai-cu.md", "Bài cũ", "2019-01-01")

    project.build()

    newest = range(NEWEST + 2, 2, -1)
    for (folder, _), found in told(project).items():
        if folder == "chuyen-muc/tin-tuc/":
            assert found == []
            continue
        assert [title for _, title, _ in found] == [f"Bài {number}" for number in newest]
        for (_, _, body), number in zip(found, newest, strict=True):
            assert "Đoạn giữa." in body
            assert f"Hết bài {number}." in body
    assert feeds_of(project) == before
    assert "54" in project.read("site/tin-tuc/index.html")


@pytest.mark.site
def test_a_withdrawn_post_leaves_its_reason_in_the_feed(project: Project) -> None:
    """The text goes, its summary too: a reader who has the old entry is given the new one."""
    head = "Lịch\nsummary: Tóm tắt sai.\nwithdrawn: Đăng nhầm."
    project.post("posts/2024/lich.md", head, body="Nội dung sai.")

    project.build()

    for key, content in feeds_of(project).items():
        assert "sai" not in content.decode(), key
    for _, _, body in told(project)["", "feed.xml"]:
        assert "Đăng nhầm." in body


@pytest.mark.site
def test_every_page_leads_to_the_feeds(site: Path) -> None:
    """Autodiscovery of all three kinds, each by the feed's own title; on a category's list, its
    archive and posts those of the category too."""
    titles = {(folder, name): title_of(content, name) for folder, name, content in all_feeds(site)}
    own = {
        url: folder
        for folder, name, content in all_feeds(site)
        if name == "rss.xml" and folder
        for url in (
            *(f"{folder}{part}" for part in ("", "trang-1/", "trang-2/")),
            *(one.removeprefix(BASE) for one, _, _ in entries(content, name)),
        )
    }
    assert len(own) > 8

    for file in sorted(site.rglob("*.html")):
        if 'http-equiv="refresh"' in file.read_text("utf-8"):
            continue  # An old address, which nobody stays at.
        url = file.relative_to(site).as_posix().removesuffix("index.html")
        wanted = {("", name) for name in NAMES}
        wanted |= {(own[url], name) for name in NAMES} if url in own else set()
        found = {
            (urljoin(BASE + url, href).removeprefix(BASE), kind, title)
            for href, kind, title in alternates(file.read_text("utf-8"))
        }
        assert found == {
            (folder + name, KINDS[name], titles[folder, name]) for folder, name in wanted
        }, url


@pytest.mark.parametrize("name", NAMES)
def test_a_category_is_named_once(name: str) -> None:
    """A tag that says the same in another case is not told beside it."""
    entry = story("Tin")._replace(tags=("thông báo", "THÔNG BÁO", "lịch"))
    channel = Channel("Tin", "", "https://example.org/", "https://example.org/feed", "Xã")

    content = Feed(name, channel, (entry,)).written().decode().lower()

    assert content.count("thông báo") == 1
    assert content.count("lịch") >= 1
