"""Where an ended body speaks: the notice, small words elsewhere, what machines and print say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.html import head_of
from tests.support.project import Project

pytestmark = pytest.mark.site

OLD, NEW = "Ủy ban nhân dân huyện Lai Vung", "Ủy ban nhân dân xã Lai Vung"
BODIES = """
      abbreviations: {HLV: huyện Lai Vung}
      organizations:
        - key: huyen
          name: Ủy ban nhân dân huyện Lai Vung
          to: 2025-06-30
          successors: [xa, Ủy ban nhân dân xã Hòa Long]
        - {key: xa, name: Ủy ban nhân dân xã Lai Vung, from: 2025-07-01, feedback: lien-he/}
"""
POSTS = {
    "ghi-co-quan": ("Lịch\norganization: huyen", "Lịch họp."),
    "tieu-de": ("UBND huyện Lai Vung họp", "Lịch họp."),
    "sapo": ("Lịch\nsummary: uy ban nhan dan huyen lai vung họp", "Lịch họp."),
    "loi": ("Lịch", "Theo **Uỷ ban nhân dân** huyện Lai Vung."),
    "viet-tat": ("Lịch", "Theo UBND HLV."),
    "nguon": ("Lịch\nsource: UBND huyện Lai Vung", "Lịch họp."),
    "tac-gia": ("Lịch", "Lịch họp."),
    "khong-neu": ("Lịch", "Trên địa bàn huyện Lai Vung; UBND xã Lai Vung."),
}
SPEAKING = tuple(POSTS)[:-1]
URL = "tin-tuc/2024/05/{}/"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site after the end of a body, with old posts that name it in each way or not at all."""
    project = Project(tmp_path_factory.mktemp("speaking"))
    config = project.read("mkdocs.yml").replace("\nvalidation:", f"{BODIES}\nvalidation:")
    project.write("mkdocs.yml", config)
    project.write("docs/lien-he.md", "# Liên hệ\n\nGọi.\n")
    for name, (title, body) in POSTS.items():
        author = f"Văn phòng {OLD}" if name == "tac-gia" else "Ban biên tập"
        project.post(f"posts/2024/{name}.md", f"{title}", "2024-05-13", author, body=body)
    project.post("posts/2026/moi.md", "Mới", "2026-01-02", body=f"{OLD} cũ.")
    done = project.run("mkdocs", "build", "--strict", env={"CCHC_NOW": "2026-03-01"})
    assert done.returncode == 0, done.stdout
    return project


@pytest.mark.parametrize("name", SPEAKING)
def test_the_notice_stands_where_the_body_speaks(project: Project, name: str) -> None:
    """After the title, with its successors; one that has a page here is linked."""
    html = project.read(f"site/{URL.format(name)}index.html")

    assert html.index("</h1>") < html.index("cchc-notice--ended")
    assert html.count("cchc-notice--") == 1
    assert f'<a href="../../../../lien-he/">{NEW}</a>, Ủy ban nhân dân xã Hòa Long' in html
    [article] = head_of(project, URL.format(name)).kind("NewsArticle")
    assert article["publisher"]["name"] == OLD
    assert f"Nguồn: {OLD}, " in html


def test_elsewhere_an_old_post_says_so_in_one_line(project: Project) -> None:
    """The body neither publishes it nor is its source in print."""
    html = project.read(f"site/{URL.format('khong-neu')}index.html")

    assert re.findall(r"cchc-notice--(\w+)", html) == ["old"]
    assert "<b>Tin cũ, trước 1/7/2025</b></p>" in html
    assert OLD not in html
    assert 'class="cchc-print">Nguồn: Trang thử, ngày 13 tháng 5 năm 2024' in html
    [article] = head_of(project, URL.format("khong-neu")).kind("NewsArticle")
    assert article["publisher"]["name"] == NEW


def test_a_post_of_today_may_name_it(project: Project) -> None:
    """It is no old post."""
    assert "cchc-notice--" not in project.read("site/tin-tuc/2026/01/moi/index.html")


def test_results_say_it_in_one_word(project: Project) -> None:
    """Of every old post, whoever speaks."""
    files = (project.root / "site/tim-kiem/chi-muc").rglob("*.*")
    texts = [file.read_text("utf-8", "ignore") for file in files]

    assert sum(text.count('"Tin cũ"') for text in texts) == len(POSTS)
    assert not any("kết thúc hoạt động" in text for text in texts)


def test_a_word_more_brings_the_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an incremental build of the one post; without the word it goes again."""
    monkeypatch.setenv("CCHC_NOW", "2026-03-01")
    site = Project(tmp_path)
    config = site.read("mkdocs.yml").replace("\nvalidation:", f"{BODIES}\nvalidation:")
    site.write("mkdocs.yml", config)
    site.write("docs/lien-he.md", "# Liên hệ\n\nGọi.\n")
    for number in range(3):
        site.post(f"posts/2024/bai-{number}.md", f"Bài {number}", body="Đầu.\n\nCuối.")
    page = URL.format("bai-1") + "index.html"
    assert strict_build(tmp_path).good
    before = contents(tmp_path / "site")

    for end, kind in ((f"{OLD}.", "ended"), ("Cuối.", "old")):
        site.post("posts/2024/bai-1.md", "Bài 1", body=f"Đầu.\n\n{end}")
        assert strict_build(tmp_path).good
        after = contents(tmp_path / "site")

        assert re.findall(rb"cchc-notice--(\w+)", after[page]) == [kind.encode()]
        changed = {path for path in after if before.get(path) != after[path]}
        pages = {path for path in changed if path.endswith(".html")}
        assert pages == ({page} if kind == "ended" else set())
        assert_equal(after, clean_build(tmp_path)[1])
