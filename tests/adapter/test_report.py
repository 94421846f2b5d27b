"""`cchc report`: how many items were published, told in words, for Excel and as a picture."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.project import MINIMAL, Project

BODIES = """\
      organizations:
        - {key: huyen, name: UBND huyện Lai Vung, to: 2025-06-30}
        - {key: xa, name: UBND xã Lai Vung, from: 2025-07-01}
"""
NOW = {"CCHC_NOW": "2026-03-01T09:00"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with posts of two bodies, authors and years."""
    project = Project(tmp_path_factory.mktemp("office"))
    project.write("mkdocs.yml", MINIMAL.replace("validation:", f"{BODIES}validation:"))
    project.post("posts/a.md", "A", "2025-06-30", "Ban biên tập", "tin-tuc")
    project.post("posts/b.md", "B", "2025-07-01", "[Ban biên tập, Văn phòng]", "thong-bao")
    project.post("posts/c.md", "C", "2026-02-28", '"=1+1"', "tin-tuc")
    project.post("posts/later.md", "Sau", "2026-03-02", "Văn phòng", "tin-tuc")
    gone = project.post("posts/gone.md", "Rút", "2026-01-05", "Văn phòng", "tin-tuc")
    text = gone.read_text("utf-8").replace("title: Rút", "title: Rút\nwithdrawn: Sai số liệu")
    gone.write_text(text, "utf-8")
    return project


def report(office: Project, *options: str) -> str:
    """What the command says."""
    done = office.run("cchc_site.cli", "report", *options, env=NOW)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_items_are_counted_by_all_they_belong_to(office: Project) -> None:
    """Both days count; what was withdrawn or is to come does not, and is told."""
    said = report(office, "--from", "30/6/2025", "--to", "2026-02-28")

    rows = [" ".join(line.split()) for line in said.splitlines()]
    assert rows[0] == "Từ 30/06/2025 đến 28/02/2026: 3 tin đã đăng, chưa kể 1 tin đã rút."
    assert {"Thông báo 1", "Tin tức 2", "Ban biên tập 2", "Văn phòng 1", "=1+1 1"} <= {*rows}
    assert {"2025 2", "2026 1", "06/2025 1", "07/2025 1", "08/2025 0", "02/2026 1"} <= {*rows}
    assert {"UBND huyện Lai Vung 1", "UBND xã Lai Vung 2"} <= {*rows}
    assert "(Tin của nhiều tác giả được tính cho từng người.)" in rows


def test_without_days_it_is_this_year_until_today(office: Project) -> None:
    """One year needs no table of years."""
    said = report(office)

    assert said.startswith("Từ 01/01/2026 đến 01/03/2026: 1 tin đã đăng")
    assert "\nNăm\n" not in said


def test_excel_and_word_take_it(office: Project, tmp_path: Path) -> None:
    """No cell is a formula; the picture holds every number as text."""
    sheet, picture = tmp_path / "bao-cao.csv", tmp_path / "bao-cao.svg"
    report(office, "--from", "2025-01-01", "--csv", str(sheet), "--picture", str(picture))

    content = sheet.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = [*csv.reader(content.decode("utf-8-sig").splitlines())]
    assert rows[:2] == [["Nhóm", "Tên", "Số tin"], ["Tất cả", "Từ 01/01/2025 đến 01/03/2026", "3"]]
    assert ["Tác giả", "'=1+1", "1"] in rows
    drawn = ElementTree.fromstring(picture.read_text("utf-8"))
    words = ["".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert words[0] == "Số tin đã đăng: 3, chưa kể 1 tin đã rút"
    assert words[words.index("UBND xã Lai Vung") + 1] == "2"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--from", "31/6/2026"), "ngày “31/6/2026” không tồn tại; hãy viết năm-tháng-ngày"),
        (
            ("--csv", "khong-co/bang.csv"),
            "không có thư mục “khong-co”; hãy tạo nó, hoặc chỉ một nơi",
        ),
        (("--picture", "khong-co/a/hinh.svg"), "không có thư mục “khong-co/a”; hãy tạo nó"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), "hãy đổi chỗ hai ngày"),
    ],
)
def test_no_time_and_no_place_are_told(
    office: Project, options: tuple[str, ...], words: str
) -> None:
    """Nothing is counted then."""
    done = office.run("cchc_site.cli", "report", *options, env=NOW)

    assert done.returncode == 1
    assert words in done.stdout
    assert "tin đã đăng" not in done.stdout


def test_a_report_never_leaves_out_what_cannot_be_read(tmp_path: Path) -> None:
    """A post with a fault is told instead."""
    project = Project(tmp_path)
    project.post("posts/a.md", date="31/6/2025")

    done = project.run("cchc_site.cli", "report", env=NOW)

    assert done.returncode == 1
    assert "chưa lập được báo cáo" in done.stdout
    assert "posts/a.md:3" in done.stdout
