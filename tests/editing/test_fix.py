"""`cchc check --fix`: what has one meaning only is written so; nothing else changes."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cchc_site.adapter import check
from cchc_site.content.fields import Settings
from cchc_site.content.text import ParsedText
from cchc_site.editing import fix_head, fix_text
from cchc_site.editing.fix import ProjectFiles, fix, fixed
from cchc_site.markdown.gfm import fidelity
from cchc_site.markdown.gfm import reader as gfm
from tests.support.paths import TESTS
from tests.support.project import Project

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"})
PASTED = yaml.safe_load((TESTS / "cases/fixes.yml").read_text("utf-8"))
HEADS = yaml.safe_load((TESTS / "cases/fixed_heads.yml").read_text("utf-8"))
REST = {"title": "Tin", "date": "2022-04-19", "author": "A", "category": "tin-tuc"}


def read(text: str) -> ParsedText:
    """A text as a page has it."""
    return gfm.read(text, "posts/a.md")


def files(root: Path) -> ProjectFiles:
    """A site at `root`."""
    return ProjectFiles(root, "posts", "docs", SETTINGS, gfm.read, mends_text=True)


def test_there_are_inputs_enough() -> None:
    """Of what clerks paste and type."""
    assert len(PASTED) >= 60
    assert len(HEADS) >= 30


@pytest.mark.parametrize("case", PASTED, ids=lambda case: case["pasted"])
def test_pasted_text_becomes_what_is_meant(case: dict[str, str]) -> None:
    """And stays so; what may be meant otherwise stays as it is."""
    meant = case.get("fixed", case["pasted"])

    assert fix_text.fixed(case["pasted"], read) == meant
    assert fix_text.fixed(meant, read) == meant


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["written"])
def test_front_matter_becomes_what_is_meant(case: dict[str, str]) -> None:
    """And stays so; the other lines and the body stay."""
    meant = case.get("fixed", case["written"])
    rest = [f"{key}: {value}" for key, value in REST.items() if key not in meant]
    before, after = (
        "\n".join(["---", *rest, lines, "---", "", "Lời.", ""])
        for lines in (case["written"], meant)
    )

    assert fixed(before, "posts/a.md", files(Path())) == after
    assert fixed(after, "posts/a.md", files(Path())) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("——\ntitle: A\n———\n\nLời.\n", "---\ntitle: A\n---\n\nLời.\n"),
        ("\n\n---\ntitle: A\n---\nLời.\n", "---\ntitle: A\n---\nLời.\n"),
        ("---\ntitle: A\n\nLời.\n", "---\ntitle: A\n---\n\nLời.\n"),
        ("title: A\ndate: 2024-05-13\n---\nLời.\n", "---\ntitle: A\ndate: 2024-05-13\n---\nLời.\n"),
        ("---\ntitle: A\n---\n", "---\ntitle: A\n---\n"),
        ("---\ntitle: A\n---", "---\ntitle: A\n---"),
        ("Lời thôi.\n", "Lời thôi.\n"),
    ],
)
def test_front_matter_gets_its_fences(before: str, after: str) -> None:
    """Where it can only begin and end there."""
    assert fix_head.fixed(before, SETTINGS) == after


def test_lines_in_bold_are_headings_when_asked() -> None:
    """Not the last one, which may be a signature, and none that goes on."""
    text = "**Hồ sơ**\n\nĐơn.\n\n**Lệ phí:**\n\nKhông thu.\n\n**Ban biên tập**"

    meant = "## Hồ sơ\n\nĐơn.\n\n## Lệ phí\n\nKhông thu.\n\n**Ban biên tập**"
    assert fix_text.fixed(text, read, headings=True) == meant
    assert fix_text.fixed(text, read) == text


LINES = st.sampled_from(
    [
        *(line for case in PASTED for line in case["pasted"].split("\n")),
        *("", "", "", "Xã họp dân.", "> Trích", "[Đơn](don.docx)", "```", "[^1]: Chú", "a[^1]"),
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_fixing_is_done_at_once_and_loses_nothing(text: str) -> None:
    """Once is as good as twice; words, links and faults are those of before."""
    once = fix_text.fixed(text, read)
    before, after = read(fix_text.plain(text)), read(once)

    assert fix_text.fixed(once, read) == once
    signs = str.maketrans("", "", "+/0")
    said = [fidelity.said(page.html).translate(signs) for page in (before, after)]
    assert said[0] == said[1]
    assert [one.target for one in after.references] == [one.target for one in before.references]
    assert len(after.problems) <= len(before.problems)


def test_files_are_written_and_named_anew_with_their_links(project: Project) -> None:
    """In posts and pages; line ends stay; done twice nothing changes."""
    project.write("posts/2024/a/Mẫu đơn.docx", b"PK\x03\x04")
    Image.new("RGB", (20, 20)).save(project.root / "posts/2024/a/Ảnh 1.PNG")
    head = "---\r\nTiêu đề: Tin\r\nNgày: 19/4/2022\r\nauthor: A\r\ncategory: Tin tức\r\n"
    project.write(
        "posts/2024/a/index.md",
        f"{head}attachments: [{{file: Mẫu đơn.docx}}]\r\n---\r\n\r\n"
        "![Ảnh](<Ảnh 1.PNG>)\r\n\r\n• Đơn\r\n• [Mẫu](M%E1%BA%ABu%20%C4%91%C6%A1n.docx)\r\n",
    )

    done = fix(files(project.root))

    assert (project.root / "posts/2024/a/index.md").read_bytes() == (
        "---\r\ntitle: Tin\r\ndate: 2022-04-19\r\nauthor: A\r\ncategory: tin-tuc\r\n"
        "attachments: [{file: mau-don.docx}]\r\n---\r\n\r\n"
        "![Ảnh](<anh-1.png>)\r\n\r\n- Đơn\r\n- [Mẫu](mau-don.docx)\r\n"
    ).encode()
    assert dict(done.names) == {
        "posts/2024/a/Mẫu đơn.docx": "posts/2024/a/mau-don.docx",
        "posts/2024/a/Ảnh 1.PNG": "posts/2024/a/anh-1.png",
    }
    assert (project.root / "posts/2024/a/mau-don.docx").read_bytes() == b"PK\x03\x04"
    again = fix(files(project.root))
    assert (again.posts, again.names) == ((), {})


def test_a_name_that_is_taken_gets_a_number(project: Project) -> None:
    """Nothing is overwritten."""
    project.post("posts/2024/a/index.md", body="[Một](<Mẫu 1.txt>) [Hai](mau-1.txt)")
    project.write("posts/2024/a/Mẫu 1.txt", "một")
    project.write("posts/2024/a/mau-1.txt", "hai")

    fix(files(project.root))

    assert project.read("posts/2024/a/mau-1.txt") == "hai"
    assert project.read("posts/2024/a/mau-1-2.txt") == "một"
    assert "[Một](<mau-1-2.txt>) [Hai](mau-1.txt)" in project.read("posts/2024/a/index.md")


def test_the_command_shows_what_it_changes_and_checks(project: Project) -> None:
    """A line before and after; then the check as always."""
    project.post("posts/2024/a.md", date="13/5/2024", category="tin-tuc")

    result = project.run("cchc_site.cli", "check", "--fix")

    assert "-date: 13/5/2024\n+date: 2024-05-13\n" in result.stdout
    assert "Đã sửa 1 bài, đổi tên 0 tệp." in result.stdout
    assert result.stdout.endswith("Không có lỗi.\n")
    assert check.check(str(project.root / "mkdocs.yml"))[0] == ()
