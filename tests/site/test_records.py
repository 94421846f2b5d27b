"""What of documents/ stays out of the register, and of posts/ out of the site: each is told."""

from __future__ import annotations

import pytest

from tests.support.checking import check
from tests.support.project import Project

pytestmark = pytest.mark.site

RECORD = "- {number: %s, date: 2024-05-13, issuer: UBND xã Lai Vung, title: %s}\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
UNNAMED = "không văn bản nào trong documents/ nêu tệp này nên nó không được đăng"
CONTRADICTED = (
    "văn bản “3/QĐ-UBND” đã ghi ở documents/a.yml:1 với “title” khác, và trang theo chỗ ấy"
)


def told(project: Project) -> list[str]:
    """What a check says of documents/, without how to mend it."""
    _, lines = check(project, "--advice")
    return [line.partition(";")[0] for line in lines if line.startswith("documents/")]


def test_what_no_record_names_is_told(project: Project) -> None:
    """A file of each kind, but for those that a name keeps out; not where a file of records
    that is broken may name it."""
    project.post("posts/2024/bai.md")
    project.write(
        "documents/2024/a.yml", RECORD.replace("}", ", file: Nêu.pdf}") % ("3/QĐ-UBND", "A")
    )
    for name in ("2024/Nêu.pdf", "2024/Thừa.pdf", "_mau.pdf", ".gitkeep", "README.md", "a.docx"):
        path = project.root / "documents" / name
        path.write_bytes(PDF)
    project.write("documents/b.yml.txt", RECORD)
    project.write("documents/~$a.docx", "x")

    assert told(project) == [
        f"documents/2024/Thừa.pdf: gợi ý: {UNNAMED}",
        f"documents/a.docx: gợi ý: {UNNAMED}",
        "documents/b.yml.txt: gợi ý: đuôi tệp không phải “.yml” nên tệp này không được đọc",
        "documents/~$a.docx: gợi ý: tệp này do phần mềm để lại, không được đăng",
    ]
    project.write("documents/c.yml", "- {number: 4/QĐ-UBND, file: a.docx}\n")
    assert f"documents/a.docx: gợi ý: {UNNAMED}" not in told(project)


def test_a_record_that_contradicts_another_is_told(project: Project) -> None:
    """The page of a document says what the first of them does; the same, or more, is no fault."""
    project.post("posts/2024/bai.md")
    project.write("documents/a.yml", RECORD % ("3/QĐ-UBND", "A"))
    project.write("documents/b.yml", RECORD % ("3/QĐ-UBND", "A") + RECORD % ("4/QĐ-UBND", "B"))
    assert told(project) == []

    project.write("documents/b.yml", RECORD % ("3/QĐ-UBND", "B"))
    assert told(project) == [f"documents/b.yml:1: gợi ý: {CONTRADICTED}"]


def test_a_lost_file_is_told_together_with_a_broken_post(project: Project) -> None:
    """Not in a second round, once the post beside it is mended; but where it may name the file."""
    project.write("posts/2024/hong.md", "---\ntitle: A: B\n---\n[Tải](lich%20tiep.docx)\n")
    for name in ("lich tiep.docx", "Lịch họp.docx"):
        (project.root / "posts/2024" / name).write_bytes(PDF)

    _, lines = check(project)

    lost = [line.partition(":")[0] for line in lines if "không thành bài" in line]
    assert lost == ["posts/2024/Lịch họp.docx"]
