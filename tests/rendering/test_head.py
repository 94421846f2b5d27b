"""What machines read in a page's head: canonical address, Open Graph, JSON-LD, old addresses."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from click.testing import CliRunner

from cchc_site.cli import main
from cchc_site.rendering import json_ld
from tests.support.html import Head, head_of, heads_of
from tests.support.portal import SEED_TITLE, SEED_URL
from tests.support.project import BASE, Project

HOSTILE = "</script><b>"
BODIES = ("Ban biên tập", "Văn phòng")
POST = re.compile(r"tin-tuc/\d{4}/\d{2}/[^/]+/")


@pytest.fixture(scope="module")
def heads(site: Path) -> dict[str, Head]:
    """The heads of the tests' own portal, but those of old addresses."""
    return {url: head for url, head in heads_of(site).items() if not head.meta("refresh")}


def moment(text: str) -> dt.datetime:
    """An ISO 8601 date with its zone."""
    found = dt.datetime.fromisoformat(text)
    assert found.tzinfo, text
    return found


@pytest.mark.site
def test_every_page_tells_its_address_and_name(heads: dict[str, Head]) -> None:
    """Once each; the 404 page has no address of its own, and nobody looks for a sheet to print."""
    for url, head in heads.items():
        if url == "404.html":
            assert head.link("canonical") == head.meta("og:url") == []
            continue
        assert head.link("canonical") == [BASE + url]
        assert head.meta("og:url") == [BASE + url]
        (title,) = head.meta("og:title")
        assert title
        assert head.meta("og:type") == ["article" if head.kind("NewsArticle") else "website"], url
        assert head.meta("og:site_name") == ["Thủ tục hành chính – Tin tức"]
        assert len(head.meta("description")) == 1, url
        is_sheet = url.startswith("thu-tuc/") and url.endswith("/in/")
        assert head.meta("robots") == (["noindex"] if is_sheet else []), url


@pytest.mark.site
def test_every_block_says_what_it_is(heads: dict[str, Head]) -> None:
    """Every block of JSON-LD parses and is of schema.org, each kind once a page."""
    for url, head in heads.items():
        kinds = [block["@type"] for block in head.json_ld]
        assert len(kinds) == len(set(kinds)), url
        assert {block["@context"] for block in head.json_ld} <= {"https://schema.org"}
        if url not in ("", "404.html"):
            assert "BreadcrumbList" in kinds, url


@pytest.mark.site
def test_a_post_is_a_news_article(heads: dict[str, Head], site: Path) -> None:
    """Headline, dates, authors, address and publisher, as the page shows them."""
    posts = {url: head for url, head in heads.items() if POST.fullmatch(url)}
    assert len(posts) >= 13
    for url, head in posts.items():
        (article,) = head.kind("NewsArticle")
        assert [article["headline"]] == head.page.texts["h1"] == head.meta("og:title")
        assert article["url"] == article["mainEntityOfPage"] == BASE + url
        assert moment(article["dateModified"]) >= moment(article["datePublished"])
        assert head.meta("article:published_time") == [article["datePublished"]]
        assert article["author"]
        for author in article["author"]:
            kind = "Organization" if author["name"] in BODIES else "Person"
            assert author["@type"] == kind
            assert author["name"] in head.page.texts["body"][0]
            assert (site / author["url"].removeprefix(BASE) / "index.html").is_file()
        assert article["publisher"]["@type"] == "GovernmentOrganization"
        assert article["publisher"]["name"]
    assert [url for url, head in heads.items() if head.kind("NewsArticle")] == list(posts)


@pytest.mark.site
def test_a_posts_publisher_is_the_body_of_its_day(heads: dict[str, Head]) -> None:
    """Not the one that came after it."""
    (article,) = heads[SEED_URL].kind("NewsArticle")

    assert article["headline"] == SEED_TITLE
    assert article["datePublished"] == article["dateModified"] == "2022-04-19T00:00:00+07:00"
    assert [author["name"] for author in article["author"]] == ["Ban biên tập"]
    assert article["articleSection"] == "Thủ tục hành chính"
    assert article["publisher"]["name"] == "Ủy ban nhân dân huyện Lai Vung"


@pytest.mark.site
def test_breadcrumbs_lead_to_pages(heads: dict[str, Head], site: Path) -> None:
    """Positions run from 1, from the home page on; items are whole addresses of pages; the words
    are those that a reader sees."""
    for url, head in heads.items():
        for block in head.kind("BreadcrumbList"):
            steps = block["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert [step["@type"] for step in steps] == ["ListItem"] * len(steps)
            assert steps[0]["item"] == BASE
            assert len(steps) > 1, url
            for step in steps:
                assert step["item"].startswith(BASE), url
                path = unquote(step["item"].removeprefix(BASE))
                assert (site / path / "index.html").is_file(), (url, step["item"])
                assert step["name"] in head.page.texts["body"][0]
            assert len({step["item"] for step in steps}) == len(steps), url


@pytest.mark.site
def test_the_home_page_tells_site_and_body(heads: dict[str, Head]) -> None:
    """WebSite and GovernmentOffice stand on the home page only."""
    (site,) = heads[""].kind("WebSite")
    (body,) = heads[""].kind("GovernmentOffice")

    assert (site["name"], site["url"]) == ("Thủ tục hành chính – Tin tức", BASE)
    assert body["name"] == "Ủy ban nhân dân xã Lai Vung"
    assert body["url"] == BASE
    assert site["publisher"]["name"] == body["name"]
    for kind in ("WebSite", "GovernmentOffice"):
        assert [url for url, head in heads.items() if head.kind(kind)] == [""]


@pytest.mark.parametrize("text", [HOSTILE, "<!-- <script>", "]]>", 'A & B\'s "C"', "\u2028\\"])
def test_no_text_ends_its_script(text: str) -> None:
    """JSON in a script element holds no markup, and says the same."""
    html = json_ld.json_ld({"@type": "Thing", "name": text})

    assert html.count("<") == html.count(">") == 2
    assert "&" not in html
    assert Head(html).json_ld == [{"@type": "Thing", "name": text}]


@pytest.mark.site
@pytest.mark.parametrize("look", ["portal", "theme"])
def test_a_hostile_title_is_said_as_it_is(project: Project, look: str) -> None:
    """As title, author, tag and category; in the portal's look and in the theme's."""
    written = json.dumps(HOSTILE)
    config = project.read("mkdocs.yml").replace("look: portal", f"look: {look}")
    project.write("mkdocs.yml", config.replace("Thông báo", written))
    if look == "theme":
        project.write("docs/index.md", "# Trang chủ\n\nChào.\n")
    head = f"{written}\ntags: [{written}]\nsummary: {written}\ncorrection: {written}"
    project.post("posts/2024/lich.md", head, author=written)

    project.build("--strict")

    found = head_of(project, "tin-tuc/2024/05/lich/")
    (article,) = found.kind("NewsArticle")
    assert article["headline"] == article["articleSection"] == article["description"] == HOSTILE
    assert article["keywords"] == [HOSTILE]
    assert [author["name"] for author in article["author"]] == [HOSTILE]
    for name in ("og:title", "og:description", "article:section", "description"):
        assert found.meta(name) == [HOSTILE]
    for url in ("tac-gia/script-b/", "the/script-b/", "chuyen-muc/thong-bao/", "nam/2024/05/"):
        page = head_of(project, url)
        (crumbs,) = page.kind("BreadcrumbList")
        assert page.link("canonical") == page.meta("og:url") == [f"https://example.org/{url}"]
        assert url.startswith("nam/") or crumbs["itemListElement"][-1]["name"] == HOSTILE
    for url, each in heads_of(project.root / "site").items():
        assert each.page.tags["b"] <= 1, url  # the site's name in the footer


@pytest.mark.site
def test_a_docs_pages_title_is_said_as_it_is(project: Project) -> None:
    """MkDocs takes it from the heading as HTML; a machine and the menu are told the words."""
    project.write("docs/thu-chi.md", "# Thu & chi `a<b>`\n\nChữ.\n")

    project.build()

    head = head_of(project, "thu-chi/")
    assert head.meta("og:title") == ["Thu & chi a<b>"]
    (crumbs,) = head.kind("BreadcrumbList")
    assert crumbs["itemListElement"][-1]["name"] == "Thu & chi a<b>"
    for url in ("thu-chi/", "tin-tuc/", "so-do-trang/"):
        assert "&amp;amp;" not in project.read(f"site/{url}index.html"), url


@pytest.mark.site
def test_an_update_never_comes_before_the_publication(project: Project) -> None:
    """A day without an hour is no earlier than the hour at which the post was published."""
    project.post("posts/2024/lich.md", "Lịch\nupdated: 2024-05-13", "2024-05-13 10:00")

    project.build()

    (article,) = head_of(project, "tin-tuc/2024/05/lich/").kind("NewsArticle")
    assert article["dateModified"] >= article["datePublished"]


@pytest.mark.site
def test_an_update_is_told(project: Project) -> None:
    """In the head, the sitemap and the feeds alike."""
    project.post("posts/2024/lich.md", "Lịch\nupdated: 2024-06-01\ncorrection: Sửa giờ.")

    project.build()

    head = head_of(project, "tin-tuc/2024/05/lich/")
    (article,) = head.kind("NewsArticle")
    assert article["datePublished"] == "2024-05-13T00:00:00+07:00"
    assert article["dateModified"] == "2024-06-01T00:00:00+07:00"
    assert head.meta("article:modified_time") == ["2024-06-01T00:00:00+07:00"]
    assert "<lastmod>2024-06-01</lastmod>" in project.read("site/sitemap.xml")
    assert "<updated>2024-06-01T00:00:00+07:00</updated>" in project.read("site/feed.xml")


ALIASES = ("tin/123/", "tin/2019/cu.html", "cu.html", "tin-tuc/2019/01/ten-cu/")


@pytest.mark.site
@pytest.mark.parametrize("look", ["portal", "theme"])
def test_an_old_address_leads_on(project: Project, look: str) -> None:
    """By itself, by its canonical link and by a plain one; search engines do not keep it."""
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("look: portal", f"look: {look}"))
    if look == "theme":
        project.write("docs/index.md", "# Trang chủ\n\nChào.\n")
    given = ", ".join(f"/{alias.removesuffix('/')}" for alias in ALIASES)
    project.post("posts/2024/lich.md", f"Lịch\naliases: [{given}]")

    project.build("--strict")

    new = "https://example.org/tin-tuc/2024/05/lich/"
    for alias in ALIASES:
        here = f"https://example.org/{alias}"
        head = head_of(project, alias)
        (refresh,) = head.meta("refresh")
        wait, _, way = refresh.partition("; url=")
        assert wait == "0"
        assert urljoin(here, way) == new
        assert head.link("canonical") == [new]
        assert head.meta("robots") == ["noindex"]
        assert new in {urljoin(here, link) for link in head.page.links}
        assert head.json_ld == []
        assert head.page.tags["h1"] == 1


@pytest.mark.site
def test_a_post_asks_search_engines_what_it_says(project: Project) -> None:
    """In a list or in one line; whatever asks to be left out is not in the sitemap."""
    asked = {
        "[noindex, nofollow]": "noindex, nofollow",
        "NONE": "none",
        "nosnippet": "nosnippet",
    }
    for number, wish in enumerate(asked):
        project.post(f"posts/2024/tin-{number}.md", f"Tin {number}\nrobots: {wish}")

    project.build("--strict")

    sitemap = project.read("site/sitemap.xml")
    for number, said in enumerate(asked.values()):
        url = f"tin-tuc/2024/05/tin-{number}/"
        assert head_of(project, url).meta("robots") == [said]
        assert (url in sitemap) is (said == "nosnippet")


@pytest.mark.site
def test_a_post_hides_the_parts_that_it_names(project: Project) -> None:
    """By MkDocs' words or in Vietnamese."""
    text = "\n\n".join(f"## Phần {number}\n\n{'Lời. ' * 600}" for number in range(4))
    for name, more in ("du", ""), ("bot", "\nhide: [mục lục, thẻ]"):
        project.post(f"posts/2024/{name}.md", f"Tin {name}\ntags: [khai sinh]{more}", body=text)

    project.build("--strict")

    for name, shown in ("du", True), ("bot", False):
        page = project.read(f"site/tin-tuc/2024/05/{name}/index.html")
        assert ("Trong bài này" in page) is shown
        assert ('href="../../../../the/khai-sinh/"' in page) is shown


@pytest.mark.site
def test_an_old_address_is_in_no_list(project: Project) -> None:
    """No page, feed or sitemap leads to it, and it goes with its post; a feed may know the post by
    it, but says that this is no link."""
    given = ", ".join(f"/{alias}" for alias in ALIASES)
    project.post("posts/2024/lich.md", f"Lịch\naliases: [{given}]")
    project.post("posts/2024/nhap.md", "Nháp\ndraft: true\naliases: [/tin/nhap/]")

    project.build("--strict")

    root = project.root / "site"
    assert not (root / "tin/nhap").exists()
    for file in root.rglob("*"):
        url = file.relative_to(root).as_posix().removesuffix("index.html")
        if file.suffix not in (".html", ".xml", ".json") or url in ALIASES:
            continue
        text = file.read_text("utf-8")
        text = re.sub(r'<id>[^<]*</id>|<guid isPermaLink="false">[^<]*</guid>', "", text)
        if file.suffix == ".html":
            named = {urljoin(f"https://x.vn/{url}", link) for link in Head(text).page.links}
            assert not named & {f"https://x.vn/{alias}" for alias in ALIASES}, url
        else:
            assert not [alias for alias in ALIASES if f">https://example.org/{alias}<" in text]


@pytest.mark.parametrize(
    "alias",
    [
        "/tin-tuc/2024/05/khac/",
        "/tin-tuc/2024/05/khac/index.html",
        "/index.html",
        "/404.html",
        "/feed.xml",
        "/chuyen-muc/thong-bao/rss.xml",
        "/sitemap.xml",
        "/robots.txt",
        "/tin-tuc/",
        "/lien-he",
        "/tep/mau.pdf",
    ],
)
def test_an_old_address_that_is_taken_is_a_problem(project: Project, alias: str) -> None:
    """Whatever already stands there: a post, an index, a feed, a page or a file of docs/."""
    project.write("docs/lien-he.md", "# Liên hệ\n")
    project.write("docs/tep/mau.pdf", b"%PDF-1.4")
    project.post("posts/2024/khac.md", "Bài khác")
    project.post("posts/2024/lich.md", f"Lịch\naliases: ['{alias}']")

    done = CliRunner().invoke(main, ["check", "-f", str(project.root / "mkdocs.yml")])

    assert done.output.startswith("posts/2024/lich.md:3: địa chỉ cũ "), done.output
    assert "Traceback" not in done.output
    assert done.exit_code == 1


@pytest.mark.site
def test_an_escaped_old_address_stands_where_a_browser_asks(project: Project) -> None:
    """`b%C3%A0i` in an address is the folder “bài”."""
    project.post("posts/2024/lich.md", "Lịch\naliases: [/tin/b%C3%A0i/]")

    project.build("--strict")

    assert (project.root / "site/tin/bài/index.html").is_file()
