"""Where a post stands: published, draft, scheduled, expired, withdrawn, corrected, ended.

`tests/cases/states/*.yml` is the table: a post and, for each moment, its page, lists, feeds,
sitemap, home page and notices. All its posts are one site, built once for each moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
import yaml

from cchc_site.pages.feed_formats import FORMATS
from tests.support.html import Head
from tests.support.paths import TESTS
from tests.support.project import Project

pytestmark = pytest.mark.site

ROOT = "https://example.org/"
FEEDS = tuple(format_.file for format_ in FORMATS)
CASES = [
    case
    for file in sorted((TESTS / "cases/states").glob("*.yml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
ROWS = [
    pytest.param(
        case,
        row,
        id=f"{case['name']} at {row['now']}{' with drafts' if row.get('drafts') else ''}",
    )
    for case in CASES
    for row in case["rows"]
]
ORGANIZATIONS = """
      organizations:
        - key: huyen-lai-vung
          name: Ủy ban nhân dân huyện Lai Vung
          to: 2025-06-30
          successors: [xa-lai-vung, Ủy ban nhân dân xã Hòa Long]
        - {key: xa-lai-vung, name: Ủy ban nhân dân xã Lai Vung, from: 2025-07-01}
"""


@dataclass(frozen=True)
class Built:
    """The site at a moment: where it lies, what the build said, its texts by file."""

    root: Path
    said: str
    texts: dict[str, str]

    def head(self, url: str) -> Head:
        """The page at an address."""
        return Head(self.texts[f"{url}index.html"])

    def names(self, url: str, target: str) -> bool:
        """Whether the page at `url` is there and links to `target`."""
        if f"{url}index.html" not in self.texts:
            return False
        links = {urljoin(ROOT + url, link) for link in self.head(url).page.links}
        return ROOT + target in links


Build = Callable[[str, bool], Built]


def head_of(case: dict[str, Any]) -> dict[str, Any]:
    """The head of a case's post: what stands under it alone carries its name."""
    name = case["name"]
    return {
        "title": f"Bài {name}",
        "author": f"Người {name}",
        "category": name,
        "tags": [f"Thẻ {name}", "Thẻ chung"],
        "aliases": [f"/cu/{name}/"],
        **case["head"],
    }


def address(case: dict[str, Any]) -> str:
    """The address of a case's post."""
    year, month, _ = case["head"]["date"].split("-", 2)
    return f"tin-tuc/{year}/{month}/{case['name']}/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of all cases at a moment, with or without drafts."""
    project = Project(tmp_path_factory.mktemp("states"))
    categories = {case["name"]: f"Mục {case['name']}" for case in CASES}
    config = project.read("mkdocs.yml")
    config = config.replace("{thong-bao: Thông báo, tin-tuc: Tin tức}", str(categories))
    project.write("mkdocs.yml", config.replace("\nvalidation:", f"{ORGANIZATIONS}\nvalidation:"))
    for case in CASES:
        name = case["name"]
        text = yaml.safe_dump(head_of(case), allow_unicode=True)
        body = f"Nội dung {name}. [Tệp](tep.pdf)"
        project.write(f"posts/2025/{name}/index.md", f"---\n{text}---\n\n{body}\n")
        project.write(f"posts/2025/{name}/tep.pdf", b"%PDF-1.4")

    @cache
    def build(now: str, drafts: bool) -> Built:
        target = f"site-{re.sub('[^0-9]', '', now)}-{drafts:d}"
        env = {"CCHC_NOW": now, "CCHC_DRAFTS": "1" if drafts else ""}
        done = project.run("mkdocs", "build", "--strict", "-d", target, env=env)
        assert done.returncode == 0, done.stdout
        root = project.root / target
        texts = {
            file.relative_to(root).as_posix(): file.read_text("utf-8")
            for file in root.rglob("*")
            if file.suffix in (".html", ".xml", ".json")
        }
        return Built(root, done.stdout, texts)

    return build


def lists(case: dict[str, Any]) -> dict[str, str]:
    """The addresses of the lists that a published post stands in."""
    name = case["name"]
    year, month, _ = case["head"]["date"].split("-", 2)
    return {
        "all": "tin-tuc/",
        "category": f"chuyen-muc/{name}/",
        "category's year": f"chuyen-muc/{name}/{year}/",
        "year": f"nam/{year}/",
        "month": f"nam/{year}/{month}/",
        "author": f"tac-gia/nguoi-{name}/",
        "tag": f"the/the-{name}/",
        "common tag": "the/the-chung/",
    }


def every(found: dict[str, bool]) -> str | list[str]:
    """Where something stands: in all, in none, or in which."""
    names = [name for name, stands in found.items() if stands]
    return {0: "none", len(found): "all"}.get(len(names), names)


@pytest.mark.parametrize(("case", "row"), ROWS)
def test_a_post_stands_where_its_state_says(
    case: dict[str, Any], row: dict[str, Any], built: Build
) -> None:
    """On its page, in lists, feeds, sitemap and on the home page, with its notices."""
    site = built(row["now"], row.get("drafts", False))
    url, name = address(case), case["name"]
    page = site.texts.get(f"{url}index.html", "")
    feeds = [f"{folder}{file}" for folder in ("", f"chuyen-muc/{name}/") for file in FEEDS]

    found = {
        "page": bool(page),
        "lists": every({key: site.names(place, url) for key, place in lists(case).items()}),
        "feeds": every({feed: ROOT + url in site.texts[feed] for feed in feeds}),
        "sitemap": f"<loc>{ROOT}{url}</loc>" in site.texts["sitemap.xml"],
        "home": site.names("", url),
        "notices": re.findall(r"cchc-notice--(\w+)", page),
    }

    assert found == row["stands"]
    shown = " ".join(Head(page).page.texts["body"][0].split()) if page else ""
    assert [text for text in row.get("says", ()) if text not in shown] == []
    for text in row.get("gone", ()):
        assert [file for file, content in site.texts.items() if text in content] == []


@pytest.mark.parametrize(("case", "row"), ROWS)
def test_what_is_not_public_is_told_nowhere_else(
    case: dict[str, Any], row: dict[str, Any], built: Build
) -> None:
    """A draft's page asks not to be kept; no other page, feed or sitemap knows its title, author,
    tag or address, its old address leads nowhere, and without previews its files stay at home. A
    withdrawn post keeps its old address and gives no file."""
    site = built(row["now"], row.get("drafts", False))
    url, alias, stands = address(case), f"cu/{case['name']}/", row["stands"]
    head, listed = head_of(case), stands["lists"] == "all"

    told = (url, alias, head["title"], head["author"], head["tags"][0])
    elsewhere = {
        file
        for file, content in site.texts.items()
        if file != f"{url}index.html" and any(text in content for text in told)
    }
    assert bool(elsewhere) is listed, sorted(elsewhere)
    assert (f"{alias}index.html" in site.texts) is listed
    if stands["page"]:
        assert site.head(url).meta("robots") == ([] if listed else ["noindex"])
    gives = stands["page"] and "withdrawn" not in stands["notices"]
    assert (site.root / url / "tep.pdf").exists() is gives


@pytest.mark.parametrize("now", ["2025-07-01 07:59", "2025-07-01 08:00"])
def test_a_preview_leads_to_pages_only(built: Build, now: str) -> None:
    """The author and tags of a draft may have no page of their own yet."""
    site = built(now, True)

    lost = [
        (url, link)
        for case in CASES
        if f"{(url := address(case))}index.html" in site.texts
        for link in site.head(url).page.links
        if (target := urljoin(ROOT + url, link)).startswith(ROOT)
        and not is_there(site.root / unquote(target.removeprefix(ROOT).partition("#")[0]))
    ]

    assert lost == []


def is_there(path: Path) -> bool:
    """Whether a server has something to give at a path."""
    return path.is_file() or (path / "index.html").is_file()


def test_previews_change_no_public_page(built: Build) -> None:
    """With and without drafts every other page, feed and sitemap is the same, byte for byte."""
    public, shown = built("2025-07-01 08:00", False), built("2025-07-01 08:00", True)

    assert len(shown.texts) > len(public.texts)
    assert [name for name, text in public.texts.items() if shown.texts.get(name) != text] == []


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ("2025-06-30 23:59", ["2025-07-01 00:00"]),  # another body, and posts of that day
        ("2025-07-01 07:59", ["2025-07-01 08:00"]),  # a post is published, another expires
        ("2025-07-01 08:00", ["2025-07-02 00:00"]),  # a post expires
        ("2025-07-02 00:00", []),  # a draft's day changes nothing
    ],
)
def test_a_build_says_when_it_must_run_again(built: Build, now: str, change: list[str]) -> None:
    """The next moment at which the site changes without anybody editing."""
    said = built(now, False).said

    assert re.findall(r"Trang đổi trạng thái vào (\d{4}-\d\d-\d\d \d\d:\d\d)", said) == change


def test_a_change_is_told_in_the_sites_time(project: Project) -> None:
    """Whatever zone the post's date and the clock are written in."""
    project.post("posts/2025/hen.md", "Hẹn", "2025-07-01T01:00:00Z")

    done = project.run("mkdocs", "build", env={"CCHC_NOW": "2025-07-01T00:59:00+00:00"})

    assert "Trang đổi trạng thái vào 2025-07-01 08:00;" in done.stdout
    done = project.run("mkdocs", "build", env={"CCHC_NOW": "2025-07-01T01:00:00+00:00"})
    assert "Trang đổi trạng thái" not in done.stdout
    assert (project.root / "site/tin-tuc/2025/07/hen/index.html").is_file()


def test_a_lost_address_is_told_with_the_line_to_add(project: Project) -> None:
    """A renamed post takes its old address along once the line stands in it."""
    file = project.post("posts/2024/ten-cu.md", "Lịch")
    project.build()
    file.unlink()
    project.post("posts/2024/ten-moi.md", "Lịch")

    done = project.build()

    line = "aliases: [/tin-tuc/2024/05/ten-cu/]"
    assert done.stdout.count(line) == 1
    assert "Địa chỉ /tin-tuc/2024/05/ten-cu/ không còn" in done.stdout
    assert "không còn" not in project.build().stdout  # it was said once
    project.post("posts/2024/ten-moi.md", f"Lịch\n{line}")
    assert "không còn" not in project.build().stdout
    assert "Bài đã chuyển địa chỉ" in project.read("site/tin-tuc/2024/05/ten-cu/index.html")


def test_a_post_that_became_an_alias_is_not_lost(project: Project) -> None:
    """Nothing is told when the line came with the new name; lists that go are no posts."""
    project.post("posts/2024/ten-cu.md", "Lịch", author="Người cũ")
    project.build()
    (project.root / "posts/2024/ten-cu.md").unlink()
    project.post("posts/2024/ten-moi.md", "Lịch\naliases: [/tin-tuc/2024/05/ten-cu/]")

    done = project.build()

    assert not (project.root / "site/tac-gia/nguoi-cu").exists()
    assert "không còn" not in done.stdout
