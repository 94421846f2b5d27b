"""Posts without words: a notice that is only a title and its files."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from tests.support.building import assert_equal, contents, strict_build
from tests.support.checking import check
from tests.support.project import Project

pytestmark = pytest.mark.site

HEAD = "---\ntitle: {}\ndate: 2024-05-13\nauthor: Ban biên tập\ncategory: thong-bao\n{}---\n{}"
PDF = b"%PDF-1.4\n" + b"x" * 2000 + b"\n%%EOF\n"
DOCUMENT = """\
documents:
  - {number: 12/QĐ-UBND, date: 2024-05-12, issuer: Ủy ban nhân dân xã Lai Vung,
     title: Về lịch, file: a.pdf}
"""
PICTURE = "image: anh.png\nimage_alt: Sơ đồ các quầy\n"
KINDS = {
    "tep": ("attachments: [{file: a.pdf, title: Lịch tiếp dân}]\n", ""),
    "hai-tep": ("attachments: [{file: a.pdf}, {file: b.csv, title: 'Số <liệu> & \"bảng\"'}]\n", ""),
    "van-ban": (DOCUMENT, "\n\n\n"),
    "ca-hai": (f"{DOCUMENT}attachments: [{{file: a.pdf}}, {{file: b.csv}}]\n", ""),
    "anh": (PICTURE, ""),
    "anh-va-tep": (f"{PICTURE}attachments: [{{file: a.pdf}}]\n", "\n&nbsp;\n"),
    "chu-thich": ("attachments: [{file: a.pdf}]\n", "\n<!-- chưa viết -->\n"),
    "sapo": ("summary: Lịch mới từ tháng 5.\nattachments: [{file: a.pdf}]\n", "\n\u200b\n"),
    "dung-chung": ("attachments: [{file: ../../../docs/tep/c.pdf}]\n", "\n[x]: https://a.vn\n"),
}
SHOWN = {
    "tep": ["a.pdf Lịch tiếp dân PDF, 2 KB"],
    "hai-tep": ["a.pdf a.pdf PDF, 2 KB", 'b.csv Số &lt;liệu&gt; &amp; "bảng" CSV, 1 KB'],
    "van-ban": ["a.pdf Toàn văn Quyết định số 12/QĐ-UBND PDF, 2 KB"],
    "ca-hai": ["a.pdf a.pdf PDF, 2 KB", "b.csv b.csv CSV, 1 KB"],
    "anh": [],
    "anh-va-tep": ["a.pdf a.pdf PDF, 2 KB"],
    "chu-thich": ["a.pdf a.pdf PDF, 2 KB"],
    "sapo": ["a.pdf a.pdf PDF, 2 KB"],
    "dung-chung": ["c.pdf c.pdf PDF, 2 KB"],
}
SUMMARIES = {
    "tep": "Tệp đính kèm: Lịch tiếp dân (PDF).",
    "hai-tep": 'Tệp đính kèm: a.pdf; Số <liệu> & "bảng" (CSV).',
    "van-ban": "Tệp đính kèm: Toàn văn Quyết định số 12/QĐ-UBND (PDF).",
    "anh": "Sơ đồ các quầy",
    "sapo": "Lịch mới từ tháng 5.",
}


def write(project: Project, name: str, head: str, body: str) -> None:
    """A post in a folder of its own, with files to name."""
    folder = f"posts/2024/{name}"
    project.write(f"{folder}/index.md", HEAD.format(name, head, body))
    project.write(f"{folder}/a.pdf", PDF)
    project.write(f"{folder}/b.csv", "a,b")
    Image.new("RGB", (30, 20)).save(project.root / folder / "anh.png")


@pytest.fixture(scope="module", params=["fast", "native"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with a post of each kind, by each engine."""
    project = Project(tmp_path_factory.mktemp("wordless"))
    config = project.read("mkdocs.yml").replace("portal", f"portal\n      engine: {request.param}")
    project.write("mkdocs.yml", config)
    project.write("docs/tep/c.pdf", PDF)
    for name, (head, body) in KINDS.items():
        write(project, name, head, body)
    assert strict_build(project.root).said == ()
    return project


def page(project: Project, name: str) -> str:
    """The page of a post."""
    return project.read(f"site/tin-tuc/2024/05/{name}/index.html")


CARD = re.compile(
    r'<p class="cchc-link-card[^"]*"><a href="[^"]*/([^/"]+)">(.*?)</a> '
    r'<span class="cchc-link-card__host">(.*?)</span></p>'
)


def test_the_page_shows_the_files_first(built: Project) -> None:
    """With kind and size, each once, before all that stands beside a text."""
    for name, shown in SHOWN.items():
        html = page(built, name)
        cards = [*CARD.finditer(html)]
        assert [" ".join(card.groups()) for card in cards] == shown
        assert 'id="__tep"' not in html  # the box of attachments would say it again
        assert ("cchc-figure" in html) is name.startswith("anh")
        if cards and "cchc-rail" in html:
            assert html.index("cchc-link-card") < html.index("cchc-rail")


def test_lists_and_feeds_say_what_there_is(built: Project) -> None:
    """The written summary, else the names of the files, else what the picture shows."""
    items = {
        item["url"].split("/")[-2]: item
        for item in json.loads(built.read("site/feed.json"))["items"]
    }
    assert items.keys() == KINDS.keys()
    for name, summary in SUMMARIES.items():
        assert items[name]["summary"] == summary
    for name, shown in SHOWN.items():
        html = items[name]["content_html"]
        assert html
        for card in shown:
            assert f'{card.split()[0]}">' in html
    assert "Tệp đính kèm: Lịch tiếp dân (PDF)." in built.read(
        "site/chuyen-muc/thong-bao/index.html"
    )


def test_search_finds_the_names_of_the_files(built: Project) -> None:
    """As it finds the words of a text."""
    texts = "".join(
        file.read_text("utf-8") for file in (built.root / "site/tim-kiem/chi-muc").rglob("*.json")
    )
    assert "Toàn văn Quyết định số 12/QĐ-UBND" in texts
    assert "Sơ đồ các quầy" in texts


NOTHING = (
    *("", "\n\n", "\n&nbsp;\n", "\n<!-- chưa viết -->\n", "\n\u200b\n", "\n[a]: https://a.vn\n"),
    *("\n&#8203;\n", "\n---\n", "\n\u3164\n", "\n&#x2800;\n"),
)


@pytest.mark.parametrize("dialect", ["gfm", "mkdocs"])
def test_a_post_that_shows_nothing_is_refused(project: Project, dialect: str) -> None:
    """Whatever its body is made of; the mend of the message is a mend."""
    config = project.read("mkdocs.yml").replace("portal", f"portal\n      markdown: {dialect}")
    project.write("mkdocs.yml", config)
    for number, body in enumerate(NOTHING):
        write(project, f"b{number}", "", body)
    write(project, "rong", "attachments: []\n", "")
    write(project, "khong-tep", DOCUMENT.replace(", file: a.pdf", ""), "")

    status, lines = check(project)

    empty = [line for line in lines if "bài không có nội dung; hãy viết nội dung dưới" in line]
    assert status == 1
    assert len(empty) == len(NOTHING) + 2
    assert "posts/2024/b0/index.md:6: " in empty[0]
    mend = re.search("“(attachments: .*?)”", empty[0])
    assert mend
    for number, body in enumerate(NOTHING):
        head = mend[1].replace("quyet-dinh.pdf", "a.pdf")
        write(project, f"b{number}", f"{head}\n", body)
    for name in ("rong", "khong-tep"):
        write(project, name, "", "\nLời.\n")
    assert check(project)[0] == 0


def test_files_that_come_and_go_are_followed(project: Project) -> None:
    """An incremental build shows what a clean one does."""
    write(project, "tin", *KINDS["tep"])
    assert strict_build(project.root).good
    for head, body in ((KINDS["hai-tep"][0], ""), (KINDS["tep"][0], "\nLời.\n"), KINDS["anh"]):
        write(project, "tin", head, body)
        assert strict_build(project.root).good
        assert strict_build(project.root, "clean").good
        assert_equal(contents(project.root / "site"), contents(project.root / "clean"))


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("", '<table><tr><td><img src="http://a.vn/a.jpg"></td></tr></table>', "không nằm trong"),
        ("", '<iframe src="https://a.vn/"></iframe>', "<iframe>"),
        ("attachments:\n  - title: Mẫu đơn\n", "", "thiếu mục “file”"),
        ("image:\n  - a.png\n", "", "“image”"),
    ],
)
def test_what_was_refused_is_not_missed_too(
    project: Project, head: str, body: str, said: str
) -> None:
    """A fault is told once: nobody knows what the post would show without it."""
    write(project, "bai", head, body)

    status, lines = check(project)

    assert status == 1
    assert any(said in line for line in lines)
    assert not any("bài không có nội dung" in line for line in lines)


@pytest.mark.parametrize("body", ["<https://youtu.be/a1b2c3d4e5f>", "https://a.vn/tin", "---\n\n5"])
def test_a_card_of_a_link_is_something(project: Project, body: str) -> None:
    """A post may be one link: its card has words."""
    write(project, "bai", "", body)

    assert check(project) == (0, ["Không có lỗi."])
