"""`cchc import`: documents become posts, nothing is lost in silence, nothing is written over."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator

import pytest
from click import ClickException

from cchc_site.adapter import bringing
from tests.support.old_portal import copied
from tests.support.project import Project

TITLE = "Kiểm tra việc niêm yết thủ tục tại các ấp"
BODY = ("Ngày 3/5/2024, Tổ kiểm tra đến 06 ấp.", "Qua kiểm tra, bảng niêm yết còn còn thiếu.")
POST = f"""---
title: {TITLE}
date: 2024-05-04
author: Lê Lan
category: thu-tuc-hanh-chinh
---

{BODY[0]}

{BODY[1]}
"""
PATH = "posts/2024/kiem-tra-viec-niem-yet-thu-tuc-tai-cac-ap.md"
USUAL = dict.fromkeys(("into", "category", "author", "date", "mapping", "report"), "")
USUAL |= {"form": "auto"}


class Terminal(io.TextIOWrapper):
    """Somebody who answers."""

    def __init__(self, answers: str) -> None:
        super().__init__(io.BytesIO(answers.encode()))

    def isatty(self) -> bool:
        """That somebody is there."""
        return True


@pytest.fixture
def office(project: Project) -> Project:
    """A site with the categories of the sample."""
    config = project.read("mkdocs.yml").replace(
        "thong-bao: Thông báo", "thong-bao: Thông báo, thu-tuc-hanh-chinh: Thủ tục hành chính"
    )
    project.write("mkdocs.yml", config)
    return project


def brought(project: Project, *arguments: str) -> tuple[int, str]:
    """The status of `cchc import` and what it printed."""
    done = project.run("cchc_site.cli", "import", *arguments)
    return done.returncode, done.stdout


def rows(project: Project, report: str) -> Iterator[dict[str, str]]:
    """The rows of a report."""
    return csv.DictReader(io.StringIO(project.read(report).removeprefix("\ufeff")))


def posts(project: Project) -> dict[str, str]:
    """The texts of all posts by their paths."""
    folder = project.root / "posts"
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted(folder.rglob("*.md"))
    }


def test_a_copied_page_becomes_a_post(office: Project) -> None:
    """What stands in its frame is told, but for the date, which is asked for."""
    office.write("cu/tin.txt", copied(TITLE, "Thủ tục hành chính", BODY, "Lê Lan"))

    assert brought(office, "cu/tin.txt") == (
        1,
        "tin.txt: không nhập: không thấy ngày đăng; hãy nhập lại cùng --date, ví dụ --date "
        "2024-05-13\nĐã nhập 0 bài; 1 tệp không nhập.\n",
    )
    assert brought(office, "cu/tin.txt", "--date", "4/5/2024", "--report", "bao-cao.csv")[0] == 0

    assert posts(office) == {PATH.removeprefix("posts/"): POST}
    (row,) = rows(office, "bao-cao.csv")
    assert row["đã bỏ lại"] == "dòng “Xuất bản thông tin” (trước tiêu đề)"
    assert row["mục đoán, hãy xem lại"] == ""


def test_the_date_is_asked_for_at_a_terminal(
    office: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until the answer is a day, written as people do."""
    file = office.write("cu/tin.txt", copied(TITLE, "Thủ tục hành chính", BODY, "Lê Lan"))
    monkeypatch.setattr(sys, "stdin", Terminal("32/5/2024\n4/5/2024\n"))

    assert bringing.bring(str(office.root / "mkdocs.yml"), [str(file)], inbox=False, **USUAL)
    assert office.read(PATH) == POST
    asked = capsys.readouterr().err
    assert f"tin.txt: không thấy ngày đăng của bài “{TITLE}”." in asked
    assert "ngày “32/5/2024” không tồn tại; hãy viết năm-tháng-ngày" in asked


def test_nothing_is_doubled_and_nothing_overwritten(office: Project) -> None:
    """A file that was imported is passed over, under any name; another with its title stands beside
    the first."""
    office.write("cu/a.txt", "Lịch tiếp dân\n\nSáng thứ Ba.\n")
    office.write("cu/b.txt", "Lịch tiếp dân\n\nSáng thứ Tư.\n")
    office.write("cu/anh.png", b"\x89PNG\r\n\x1a\n")
    first = brought(office, "cu", "--date", "2024-05-13")[1]
    before = posts(office)
    office.write("cu/c.txt", office.read("cu/a.txt"))
    again = brought(office, "cu", "--date", "2024-05-13")[1]

    assert "Bỏ qua 1 tệp không phải văn bản (.png)." in first
    assert [*before] == ["2024/lich-tiep-dan-2.md", "2024/lich-tiep-dan.md"]
    assert "Sáng thứ Ba." in before["2024/lich-tiep-dan.md"]
    assert posts(office) == before
    assert again.endswith("Đã nhập 0 bài; 3 tệp đã nhập từ trước.\n")


def test_a_day_that_the_page_tells_stays(office: Project) -> None:
    """What --date says is for files that tell none; the day of the last change is a guess."""
    office.write(
        "cu/tin.html",
        "<html><body><article><h1>Họp dân</h1><p>Cập nhật: 07/04/2021</p>"
        "<div class='entry-content'><p>Sáng nay xã họp dân.</p></div></article></body></html>",
    )
    said = brought(office, "cu", "--date", "2024-05-13")[1]

    assert [*posts(office)] == ["2021/hop-dan.md"]
    assert "đoán, hãy xem lại: tác giả, chuyên mục, ngày đăng" in said


def test_a_run_that_was_killed_goes_on(office: Project) -> None:
    """Without its record, and with what it left half-written, the next run makes the same posts."""
    for number in range(3):
        office.write(f"cu/{number}.txt", f"Tin {number % 2}\n\nNội dung {number}.\n")
    brought(office, "cu", "--date", "2024-05-13")
    whole = posts(office)
    record = office.root / ".cache/cchc/import/da-nhap.csv"
    record.write_text("".join(record.read_text("utf-8").splitlines(True)[:3]) + "2.txt,po", "utf-8")
    (office.root / "posts/2024/tin-1.md").unlink()
    office.write("posts/2024/.tin-1.md.moi", "nửa")
    brought(office, "cu", "--date", "2024-05-13")

    assert posts(office) == whole
    assert not list((office.root / "posts").rglob(".*"))


def test_what_cannot_be_is_refused_in_a_line(office: Project) -> None:
    """A place outside the posts, a file that is not there, a category and a format nobody knows."""
    office.write("cu/a.txt", "Tin\n\nChữ.\n")
    for folder in ("posts", "ngoai"):
        (office.root / folder).mkdir()
    (office.root / "posts/ra").symlink_to(office.root / "ngoai")
    for path, option in (
        ("cu/a.txt", {"into": "docs"}),
        ("cu/a.txt", {"into": "posts/../.."}),
        ("cu/a.txt", {"into": "posts/ra"}),
        ("cu/a.txt", {"category": "Thể thao"}),
        ("cu/a.txt", {"form": "wordperfect"}),
        ("cu/a.txt", {"mapping": "khong-co.yml"}),
        ("cu/khong-co.txt", {}),
    ):
        with pytest.raises(ClickException) as refused:
            bringing.bring(
                str(office.root / "mkdocs.yml"),
                [str(office.root / path)],
                inbox=False,
                **(USUAL | option),
            )
        assert "\n" not in refused.value.message
        assert "; hãy " in refused.value.message

    assert posts(office) == {}
    assert not any((office.root / "ngoai").iterdir())
