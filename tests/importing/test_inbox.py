"""The inbox: a Word file put into posts/_word becomes a draft, with a report for the forge."""

from __future__ import annotations

import pytest

from cchc_site.importing.importer import INBOX
from tests.support.checking import check
from tests.support.project import Project
from tests.support.word_files import docx, para

pytestmark = pytest.mark.site
NEWS = docx(para("Họp dân ấp Hai", bold=True), para("Sáng nay."), para("Trần Thị Bé"))


def run(project: Project, path: str = f"posts/{INBOX}", **env: str) -> tuple[int, str]:
    """The status and the words of the command that a workflow runs."""
    done = project.run("cchc_site.cli", "import", path, "--inbox", env=env)
    return done.returncode, done.stdout


def inbox(project: Project) -> list[str]:
    """What lies in the inbox."""
    return sorted(file.name for file in (project.root / "posts" / INBOX).iterdir())


def test_a_word_file_becomes_a_draft(project: Project) -> None:
    """With the day of the run, which is told as a guess; the file goes, what is no document stays
    and is told at each run; the same file again makes no second post."""
    summary = project.root / "tom-tat.md"
    told = {"CCHC_NOW": "2026-05-04", "GITHUB_STEP_SUMMARY": str(summary)}
    project.write(f"posts/{INBOX}/Họp dân.docx", NEWS)
    project.write(f"posts/{INBOX}/README.md", "Hộp thư")
    project.write(f"posts/{INBOX}/hỏng.docx", NEWS[:300])
    before = check(project)
    status, said = run(project, **told)

    assert before == (0, ["Không có lỗi."])  # what lies in the inbox is no post, and no fault
    assert status == 0
    assert project.read("posts/2026/hop-dan-ap-hai.md") == (
        "---\ntitle: Họp dân ấp Hai\ndate: 2026-05-04\nauthor: Trần Thị Bé\ncategory: thong-bao\n"
        "draft: true\n---\n\nSáng nay.\n"
    )
    assert said.splitlines() == [
        "**Đã nhập 1 bài; 1 tệp không nhập.**",
        "",
        "- ✅ `Họp dân.docx` → `posts/2026/hop-dan-ap-hai.md` (9 từ → 9 từ)",
        "    - đoán, hãy xem lại: chuyên mục, ngày đăng",
        "- ❌ `hỏng.docx`: không nhập: tệp hỏng; hãy mở tệp bằng Word, lưu lại thành .docx rồi "
        "nhập lại",
        "",
    ]
    assert summary.read_text("utf-8").strip() == said.strip()
    assert inbox(project) == ["README.md", "da-nhap.csv", "hỏng.docx"]

    project.write(f"posts/{INBOX}/lan-hai.docx", NEWS)
    (project.root / f"posts/{INBOX}/hỏng.docx").unlink()
    status, said = run(project, **told)

    assert "- `lan-hai.docx`: đã nhập từ trước, ở `posts/2026/hop-dan-ap-hai.md`" in said
    assert inbox(project) == ["README.md", "da-nhap.csv"]
    assert len([*project.root.glob("posts/2026/*")]) == 1
    assert run(project, **told) == (0, "Hộp thư không có tệp mới.\n")


def test_only_the_inbox_is_emptied(project: Project) -> None:
    """Elsewhere somebody keeps the files."""
    file = project.write("cu/tin.docx", NEWS)
    status, said = run(project, "cu")

    assert (status, "posts/_word" in said, file.exists()) == (1, True, True)
