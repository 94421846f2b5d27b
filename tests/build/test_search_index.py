"""The search index of small sites: what is in it, and what a build writes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cchc_site.search import format as index_format
from cchc_site.search.postings import decode
from tests.support.project import Project

pytestmark = pytest.mark.site
INDEX = "site/tim-kiem/chi-muc/"


def manifest(project: Project) -> dict[str, Any]:
    """What a browser fetches first."""
    return dict(json.loads(project.read(f"{INDEX}muc-luc.json")))


def texts(project: Project, segment: dict[str, Any]) -> list[list[Any]]:
    """What results show of each item of a segment, as a browser reads it."""
    names = index_format.parts(segment["texts"])
    found: list[list[Any]] = []
    for place in range(segment["size"]):
        path = f"{INDEX}{segment['key']}/t{place}.{names[place // segment['group']]}.json"
        found.append(json.loads(project.read(path)))
    return found


def records(project: Project) -> dict[str, list[Any]]:
    """What results show, by title."""
    segments = manifest(project)["segments"]
    return {record[2]: record for segment in segments for record in texts(project, segment)}


def titles(project: Project, term: str) -> set[str]:
    """The titles of the items that have a term, in any segment."""
    found: set[str] = set()
    for segment in manifest(project)["segments"]:
        shown = texts(project, segment)
        for file in Path(project.root, INDEX, segment["key"]).glob("[spo]*.json"):
            for code in decode(json.loads(file.read_text("utf-8")).get(term, "")):
                found.add(shown[code // 4][2])
    return found


@pytest.fixture
def news(project: Project) -> Project:
    """A site with news of three years, a document, and a page of docs/."""
    for number in range(12):
        year = 2022 + number // 5
        project.post(
            f"posts/{year}/tin-{number}.md",
            title=f"Tin số {number}",
            date=f"{year}-0{number % 5 + 1}-10",
            body=f"Ruộng đồng mùa thứ {number} về nước.",
        )
    project.post(
        "posts/2023/ke-hoach.md",
        title="Ban hành kế hoạch",
        date="2023-03-01",
        body="Kế hoạch số 09/KH-UBND ngày 13/02/2023 của UBND huyện Lai Vung về kiểm tra.",
    )
    project.write("docs/lien-he.md", "# Liên hệ\n\nGiờ tiếp dân: sáng thứ Hai.\n")
    project.build()
    return project


def test_posts_documents_and_pages_are_found(news: Project) -> None:
    """Each kind under its words, with what a result shows; months apart from the newest one."""
    assert [one["key"] for one in manifest(news)["segments"]] == ["a", "n", "s"]
    assert titles(news, "ruông̣") == {f"Tin số {number}" for number in range(12)}
    assert "Liên hệ" in titles(news, "tiêṕ dân")
    found = records(news)
    assert found["Tin số 11"][:2] == ["Tin", "tin-tuc/2024/02/tin-11/"]
    assert found["Tin số 11"][3:7] == ["2024-02-10", "Thứ Bảy, 10/02/2024", "thong-bao", []]
    assert found["Liên hệ"][:2] == ["Trang", "lien-he/"]
    document = next(record for title, record in found.items() if "09/KH-UBND" in title)
    assert document[0] == "Văn bản · Kế hoạch"
    assert document[2] in titles(news, "9 kh") & titles(news, "hoacḥ 9")


def test_held_back_and_excluded_are_not_found(news: Project) -> None:
    """A draft, a post to come, and what asks not to be found; the text of a withdrawn post."""
    post = news.root / "posts/2022/tin-0.md"
    for number, more in enumerate(
        ("draft: true", "search: {exclude: true}", "withdrawn: Đăng nhầm")
    ):
        text = post.read_text("utf-8").replace("Tin số 0", f"Bài {number}")
        news.write(f"posts/2022/bai-{number}.md", text.replace("\n---\n\n", f"\n{more}\n---\n\n"))
    news.post("posts/2099/sau.md", title="Bài 3", date="2099-01-01")
    news.write("docs/an.md", "---\nsearch:\n  exclude: true\n---\n\n# Trang ẩn\n\nRuộng.\n")
    news.build()

    found = records(news)
    assert {title for title in found if title.startswith("Bài")} == {"Bài 2"}
    assert "Trang ẩn" not in found
    assert found["Bài 2"][6:] == [[["Tin đã gỡ.", ""]], "Đăng nhầm"]
    assert "Bài 2" not in titles(news, "ruông̣")


def test_expired_is_found_and_marked(news: Project) -> None:
    """A reader is told before following the link."""
    file = news.root / "posts/2022/tin-0.md"
    text = file.read_text("utf-8").replace("\n---\n\n", "\nexpires: 2022-12-31\n---\n\n")
    file.write_text(text, "utf-8")
    news.build()

    assert records(news)["Tin số 0"][6] == [["Đã hết hạn từ ngày 31/12/2022.", ""]]


def test_edit_of_an_old_post_writes_what_it_changes(news: Project) -> None:
    """Shards with its terms, its group of texts, the manifest; nothing of other segments."""
    for number in range(12, 40):
        news.post(f"posts/2021/tin-{number}.md", title=f"Tin số {number}", date="2021-01-10")
    news.build()
    before = news.state()
    file = news.root / "posts/2022/tin-3.md"
    file.write_text(file.read_text("utf-8").replace("Ruộng đồng", "Vườn quýt hồng"), "utf-8")
    news.build()
    after = news.state()

    changed = {path for path in after if path.startswith(INDEX) and after[path] != before.get(path)}
    folders = {path.removeprefix(INDEX).partition("/")[0] for path in changed}
    assert folders == {"a", "muc-luc.json"}
    # It is the last of the second 16.
    numbers = {int(path.split("/t")[-1].split(".")[0]) for path in changed if "/a/t" in path}
    assert numbers == set(range(16, 32))
    assert titles(news, "vươn̂ quyt́") | titles(news, "vươǹ quyt́") == {"Tin số 3"}
    assert "Tin số 3" not in titles(news, "ruông̣")


def test_damaged_index_is_mended(news: Project) -> None:
    """What somebody has deleted or changed is there again, and nothing else is left behind."""
    before = {path: content for path, (content, _, _) in news.state().items()}
    files = sorted(Path(news.root, INDEX, "a").glob("[sptw]*.json"))
    files[0].unlink()
    files[-1].write_text("{}", "utf-8")
    news.write(f"{INDEX}a/s9.xyz.json", "{}")
    news.build()

    assert {path: content for path, (content, _, _) in news.state().items()} == before


def test_search_can_be_off(news: Project) -> None:
    """Then there is no index."""
    config = news.read("mkdocs.yml").replace("look: portal", "look: portal\n      search: false")
    news.write("mkdocs.yml", config)
    news.build()

    assert not (news.root / INDEX).exists()
