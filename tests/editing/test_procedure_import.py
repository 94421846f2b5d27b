"""`cchc procedures import`: a table of procedures becomes files that a build reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content.fields import Settings
from cchc_site.editing import procedure_columns, procedure_import
from cchc_site.editing.procedure_headings import HEADINGS
from cchc_site.editing.procedure_import import Imported
from cchc_site.editing.procedure_tables import CannotImport
from cchc_site.site import procedure_records
from cchc_site.site.procedures import Procedure
from tests.support.checking import check
from tests.support.project import Project

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {})
HEAD = ("STT", "MÃ TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Thời hạn giải quyết")
Row = Sequence[object]


def spreadsheet(project: Project, rows: Sequence[Row], *merged: str) -> Path:
    """A spreadsheet with these rows, some cells of which are merged."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    file = project.root / "bang.xlsx"
    book.save(file)
    return file


def brought(project: Project, file: Path) -> Imported:
    """What the import of a file did."""
    return procedure_import.import_file(project.root, file, "procedures", SETTINGS)


def procedures(project: Project) -> dict[str, Procedure]:
    """What a build reads, by name; nothing of it is refused."""
    problems: list[Problem] = []
    records = procedure_records.read(project.root, SETTINGS, problems)
    assert problems == []
    return {record.procedure.name: record.procedure for record in records}


def everything(project: Project) -> str:
    """All that was written."""
    files = sorted((project.root / "procedures").glob("*.yml"))
    return "\n".join(file.read_text("utf-8") for file in files)


def test_a_spreadsheet_of_an_office(project: Project) -> None:
    """With a title above, a row that numbers columns, fields between the rows, a code that lost its
    zero, papers in rows of their own with their numbers, cells merged down."""
    file = spreadsheet(
        project,
        [
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH",),
            (),
            ("STT", "Mã TTHC", "Tên thủ tục", "Thành phần hồ sơ", "Bản chính", "Bản sao",
             "Phí, lệ phí (nếu có)", "Ghi chú riêng"),
            (1, 2, 3, 4, 5, 6, 7, 8),
            ("I. LĨNH VỰC HỘ TỊCH",),
            (1, 1.00065, "Đăng ký khai tử", "Tờ khai", 1, 0, "Không", "Xem lại"),
            (None, None, None, "Giấy báo tử", 1, 1, None, None),
            ("II", None, "CHỨNG THỰC"),
            (2, "2.000815", "Chứng thực bản sao: từ bản chính", None, None, None, 2000, None),
        ],
        "A1:H1", "A5:H5", "A6:A7", "B6:B7", "C6:C7", "G6:G7",
    )  # fmt: skip

    done = brought(project, file)

    assert done.written == (("procedures/chung-thuc.yml", 1), ("procedures/ho-tich.yml", 1))
    assert done.columns == ("Ghi chú riêng",)
    assert done.remarks == ()
    known = procedures(project)
    death, copy = known["Đăng ký khai tử"], known["Chứng thực bản sao: từ bản chính"]
    assert (death.code, death.field, death.fee) == ("1.000650", "Hộ tịch", "Không")
    assert [(each.name, each.original, each.copy) for each in death.papers] == [
        ("Tờ khai", "1", "0"),
        ("Giấy báo tử", "1", "1"),
    ]
    assert (copy.code, copy.field, copy.fee) == ("2.000815", "Chứng thực", "2000")
    assert "# Ghi chú riêng: Xem lại" in everything(project)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_of_any_sign_and_of_both_encodings(
    project: Project, sign: str, encoding: str
) -> None:
    """As spreadsheets of all countries write it."""
    cells = [
        ("Mã thủ tục", "TÊN TTHC", "Trình tự thực hiện", "Căn cứ pháp lý", "Mức độ DVC", "Link"),
        ("1.000894", '"Kết hôn, một lần; hai bên"', '"Bước 1: Nộp tờ khai. Bước 2: Ký sổ."',
         '"- Luật Hộ tịch số 60/2014/QH13;\n- Nghị định 123/2015/NĐ-CP, Thông tư 04/2020/TT-BTP"',
         "Toàn trình", "https://dichvucong.gov.vn/p?ma=1.000894&x=1"),
    ]  # fmt: skip
    file = project.root / "bang.csv"
    file.write_text("\n".join(sign.join(row) for row in cells) + "\n", encoding)

    brought(project, file)

    procedure = procedures(project)["Kết hôn, một lần; hai bên"]
    assert procedure.code == "1.000894"
    assert procedure.steps == ("Nộp tờ khai.", "Ký sổ.")
    assert procedure.legal_basis == (
        "Luật Hộ tịch số 60/2014/QH13",
        "Nghị định 123/2015/NĐ-CP",
        "Thông tư 04/2020/TT-BTP",
    )
    assert procedure.online == "Toàn trình"
    assert procedure.portal == "https://dichvucong.gov.vn/p?ma=1.000894&x=1"
    assert (project.root / "procedures/linh-vuc-khac.yml").is_file()


@pytest.mark.parametrize("wrap", ["list", "nested", "one"])
def test_json_as_portals_give_it(project: Project, wrap: str) -> None:
    """Keys without blanks, papers as objects, texts in HTML, wherever the list stands."""
    item = {
        "id": 7,
        "maTTHC": "1.004873",
        "tenTTHC": "Xác nhận tình trạng hôn nhân",
        "linhVuc": "Hộ tịch",
        "coQuanThucHien": "Ủy ban nhân dân cấp xã",
        "cachThucThucHien": "Trực tiếp; trực tuyến một phần",
        "thanhPhanHoSo": [
            {
                "tenGiayTo": "Tờ khai",
                "soBanChinh": 1,
                "soBanSao": 0,
                "mauDon": "https://a.vn/m.doc",
            },
            {"tenGiayTo": "Giấy tờ, nếu có", "soBanChinh": 0, "soBanSao": 1, "ghiChu": "Đối chiếu"},
        ],
        "trinhTuThucHien": "<p>Bước 1: Nộp hồ&nbsp;sơ</p><p>Bước 2: Nhận &amp; ký</p>",
        "doiTuongThucHien": ["Công dân", "Người nước ngoài"],
    }
    whole = {"list": [item], "nested": {"status": 200, "data": {"items": [item]}}, "one": item}
    file = project.root / "bang.json"
    file.write_text(json.dumps(whole[wrap], ensure_ascii=False), "utf-8")

    brought(project, file)

    procedure = procedures(project)["Xác nhận tình trạng hôn nhân"]
    assert procedure.place == "Ủy ban nhân dân cấp xã. Cách nộp: Trực tiếp; trực tuyến một phần"
    assert procedure.online == "Một phần"
    assert procedure.steps == ("Nộp hồ sơ", "Nhận & ký")
    assert procedure.who == "Công dân; Người nước ngoài"
    first, second = procedure.papers
    assert (first.name, first.original, first.copy) == ("Tờ khai", "1", "0")
    assert first.form
    assert first.form.href == "https://a.vn/m.doc"
    assert (second.name, second.copy, second.note) == ("Giấy tờ, nếu có", "1", "Đối chiếu")


PARTED = [
    ("DANH MỤC TIẾP NHẬN TẠI MỘT CỬA",),
    ("Stt", "Mã TTHC", "Tên TTHC", "Thời hạn (ngày làm việc)", "Phí, lệ phí (đồng)", None,
     "Dịch vụ công", None, "Ghi chú"),
    (None, None, None, None, "Phí", "Lệ phí", "Toàn trình", "Một phần", None),
    ("I", "LĨNH VỰC HỘ TỊCH"),
    (1, "1.000894", "Kết hôn", 5, 0, 8000, "x", None, None),
    (2, "1.000656", "Khai tử", "Trong ngày", None, "Không", None, "X", "Miễn đúng hạn"),
    (None, "Tổng cộng: 2 thủ tục"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["merged", "csv"])
def test_headings_in_two_rows(project: Project, kind: str) -> None:
    """Merged down and along, or with blanks as a CSV has them: no row of headings becomes a
    procedure, a number keeps its unit, a tick stands for its heading, a sum is no field."""
    merged = (*(f"{column}2:{column}3" for column in "ABCDI"), "E2:F2", "G2:H2", "A1:I1")
    file = spreadsheet(project, PARTED, *(merged if kind == "merged" else ()))
    if kind == "csv":
        file = project.root / "bang.csv"
        rows = (";".join("" if cell is None else str(cell) for cell in row) for row in PARTED)
        file.write_text("\n".join(rows), "utf-8")

    done = brought(project, file)

    known = procedures(project)
    assert set(known) == {"Kết hôn", "Khai tử"}
    marriage, death = known["Kết hôn"], known["Khai tử"]
    assert {marriage.field, death.field} == {"Hộ tịch"}
    assert (marriage.time, marriage.fee) == ("5 ngày làm việc", "Phí: 0 đồng; Lệ phí: 8000 đồng")
    assert (death.time, death.fee) == ("Trong ngày", "Không")
    assert (marriage.online, death.online) == ("Toàn trình", "Một phần")
    assert done.columns == ("Ghi chú",)
    assert done.remarks == ("dòng 7: không có tên thủ tục, không nhập: Tổng cộng: 2 thủ tục",)


def test_the_name_of_a_sheet_is_not_lost(project: Project) -> None:
    """Of several, each may be a field or a level: it stands as a note."""
    book = openpyxl.Workbook()
    for name in ("Hộ tịch", "Đất đai"):
        sheet = book.create_sheet(name)
        sheet.append(("Mã TTHC", "Tên TTHC"))
        sheet.append(("", f"Thủ tục {name}"))
    book.save(project.root / "bang.xlsx")

    assert brought(project, project.root / "bang.xlsx").columns == ("Trang tính",)
    assert "- name: Thủ tục Đất đai\n  # Trang tính: Đất đai" in everything(project)


def test_rows_that_go_on_with_one_cell(project: Project) -> None:
    """A step or a document alone in its row is the procedure's above, never a field over those
    below; nor is a code alone."""
    file = project.root / "bang.csv"
    file.write_text(
        "Mã TTHC,Tên TTHC,Giấy tờ,Trình tự,Căn cứ pháp lý\n"
        "1.001193,Khai sinh,Tờ khai,Bước 1: Nộp,60/2014/QH13\n"
        ",,Giấy chứng sinh,,\n,,,B2: Nhận,\n,,,,123/2015/NĐ-CP\n"
        "1.000656,,,,\n1.000894,Kết hôn,,,\n",
        "utf-8",
    )

    done = brought(project, file)

    birth = procedures(project)["Khai sinh"]
    assert [paper.name for paper in birth.papers] == ["Tờ khai", "Giấy chứng sinh"]
    assert birth.steps == ("Nộp", "Nhận")
    assert birth.legal_basis == ("60/2014/QH13", "123/2015/NĐ-CP")
    assert procedures(project)["Kết hôn"].field == ""
    assert done.remarks == ("dòng 6: không có tên thủ tục, không nhập: 1.000656",)


def test_objects_of_json_become_words(project: Project) -> None:
    """No page shows a program's words: a thing is called by its name, ways of handing in have their
    time and fee, papers stand below their case; what is not clear is told and kept as a note."""
    item = {
        "maTTHC": "1.001193",
        "tenTTHC": "Khai sinh",
        "linhVuc": {"id": 5, "ten": "Hộ tịch"},
        "canCuPhapLy": [{"soKyHieu": "60/2014/QH13", "trichYeu": "Luật Hộ tịch"}],
        "thanhPhanHoSo": [
            {
                "TENTRUONGHOP": "Sinh ở nhà",
                "GIAYTO": [{"TENGIAYTO": "Tờ khai", "SOBANCHINH": "1", "TENMAUDON": "a.doc"}],
            }
        ],
        "cachThucThucHien": [
            {"HINHTHUCNOP": "Trực tiếp", "THOIHANGIAIQUYET": "1 ngày", "PHILEPHI": "8.000 đồng"},
            {"HINHTHUCNOP": "Trực tuyến", "THOIHANGIAIQUYET": "8 giờ"},
        ],
        "ketQua": {"loai": 1, "maKetQua": "KQ1"},
    }
    fields = [{"ma": "HT", "ten": "Hộ tịch"}] * 3
    file = project.root / "bang.json"
    file.write_text(json.dumps({"data": [item], "danhMuc": fields}, ensure_ascii=False), "utf-8")

    done = brought(project, file)

    [birth] = procedures(project).values()
    assert (birth.field, birth.legal_basis) == ("Hộ tịch", ("60/2014/QH13",))
    [paper] = birth.papers
    assert (paper.name, paper.original, paper.note) == ("Tờ khai", "1", "Sinh ở nhà")
    assert birth.place == "Trực tiếp; Trực tuyến"
    assert birth.time == "Trực tiếp: 1 ngày; Trực tuyến: 8 giờ"
    assert (birth.fee, birth.result) == ("Trực tiếp: 8.000 đồng", "")
    assert done.remarks == (
        "mục 1: “ketQua” là dữ liệu của máy, để ở dòng ghi chú “#”; hãy viết lại thành lời ở "
        "“result”",
    )
    for note in ("TENMAUDON: a.doc", "Luật Hộ tịch", "KQ1"):
        assert note in everything(project)


@pytest.mark.parametrize("state", ["Hết hiệu lực", "Đã bị bãi bỏ", "HỦY BỎ"])
def test_a_procedure_that_is_no_more_is_not_brought(project: Project, state: str) -> None:
    """It is told with its row, also where no other is left."""
    head = (*HEAD, "Tình trạng")
    old = (1, "1.001193", "Khai sinh", "Hộ tịch", "1 ngày", state)
    new = (2, "1.000656", "Khai tử", "Hộ tịch", "1 ngày", "Công khai")

    with pytest.raises(CannotImport, match=f"dòng 2: thủ tục “{state}”, không nhập"):
        brought(project, spreadsheet(project, [head, old]))
    done = brought(project, spreadsheet(project, [head, old, new]))

    assert set(procedures(project)) == {"Khai tử"}
    assert done.remarks[0].startswith(f"dòng 2: thủ tục “{state}”, không nhập: ")
    assert "# Tình trạng: Công khai" in everything(project)


@pytest.mark.parametrize("ending", ["xls", "csv", "json", "xlsx"])
def test_what_a_file_holds_counts_and_not_its_ending(project: Project, ending: str) -> None:
    """Portals hand out spreadsheets and CSV under any name."""
    row = (1, "1.001193", "Khai sinh", "Hộ tịch", "1 ngày")
    file = spreadsheet(project, [HEAD, row]).rename(project.root / f"a.{ending}")
    assert brought(project, file).written == (("procedures/ho-tich.yml", 1),)

    texts = {"xlsx": "Mã,Tên\n1.000656,Khai tử\n", "csv": '[{"ma": "1.000656", "ten": "Khai tử"}]'}
    if ending in texts:
        file.write_text(texts[ending], "utf-8")
        brought(project, file)
        assert "Khai tử" in procedures(project)


def test_what_is_there_stays(project: Project) -> None:
    """With its comments; what the table says otherwise is told; a second import adds nothing."""
    own = "# của tôi\n- name: Khai sinh\n  code: 1.001193\n  fee: Không thu\n"
    project.write("procedures/ho-tich.yml", own)
    rows = [HEAD, (1, "1.001193", "Đăng ký khai sinh", "Hộ tịch", "1 ngày"),
            (2, "1.000656", "Khai tử", "Hộ tịch", "1 ngày")]  # fmt: skip
    file = spreadsheet(project, rows)

    done = brought(project, file)

    assert project.read("procedures/ho-tich.yml").startswith(own)
    assert done.written == (("procedures/ho-tich.yml", 1),)
    [told] = done.known
    assert "Đăng ký khai sinh (1.001193) đã có ở procedures/ho-tich.yml:2, giữ nguyên" in told
    assert "“name”, “field”, “time”" in told
    before = everything(project)
    assert brought(project, file).written == ()
    assert everything(project) == before


def test_what_cannot_be_a_value_is_kept_as_a_note(project: Project) -> None:
    """And told with its row: a text that is too long, a level that there is not, numbers of copies
    that fit no papers, a link that is none."""
    head = ("Tên thủ tục", "Thời hạn", "Mức độ", "Số bản chính", "Link", "Mã TTHC", "Bản chính")
    row = ("Khai sinh", "rất dài " * 1000, "Mức độ 7", "hai", "xem trên Cổng", "1.00119a", "ba")
    done = brought(project, spreadsheet(project, [head, row]))

    written = everything(project)
    assert procedures(project)["Khai sinh"].time == ""
    assert "# time: rất dài rất dài" in written
    assert "# online: Mức độ 7" in written
    assert "# Số bản chính: hai" in written
    assert "# Bản chính: ba" in written
    assert "# Địa chỉ: xem trên Cổng" in written
    assert [line.partition(":")[0] for line in done.remarks] == ["dòng 2", "dòng 2"]


def test_rows_without_a_name_are_told(project: Project) -> None:
    """With what they say; the same procedure twice is brought once."""
    rows = [
        HEAD,
        (1, "1.000656", "Khai tử", "Hộ tịch", "1 ngày"),
        (2, "1.000001", None, "Hộ tịch", "2 ngày"),
        (3, "1.000656", "Khai tử", "Hộ tịch", "3 ngày"),
    ]
    done = brought(project, spreadsheet(project, rows))

    [remark] = done.remarks
    assert remark.startswith("dòng 3: không có tên thủ tục, không nhập: ")
    assert "1.000001" in remark
    [known] = done.known
    assert known.startswith("dòng 4: Khai tử (1.000656) đã có ở dòng 2, giữ nguyên")
    assert procedures(project)["Khai tử"].time == "1 ngày"


def test_the_command_says_what_it_did_and_the_check_is_green(project: Project) -> None:
    """In words, with what is to be done next."""
    project.post("posts/2024/a.md")
    spreadsheet(project, [HEAD, (1, "1.001193", "Đăng ký khai sinh", "Hộ tịch", date(2026, 1, 2))])

    done = project.run("cchc_site.cli", "procedures", "import", "bang.xlsx")

    assert done.returncode == 0, done.stdout
    assert "procedures/ho-tich.yml: thêm 1 thủ tục" in done.stdout
    assert "Hãy đối chiếu từng thủ tục với Cổng" in done.stdout
    status, said = check(project)
    assert status == 0, said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "bang.xls",
            b"\xd0\xcf\x11\xe0",
            "không đọc được loại tệp “.xls”; hãy lưu lại",
        ),
        ("bang.xlsx", b"\xd0\xcf\x11\xe0", "tệp có mật khẩu, hoặc thật ra là tệp Excel cũ"),
        ("bang.xlsx", b"PK\x03\x04 cut", "không đọc được bảng; hãy mở tệp bằng Excel"),
        ("bang.xlsx", b"\xff\x00", "không đọc được bảng; hãy mở tệp bằng Excel"),
        ("bang.xls", b"<html><table>", "thật ra là một trang web; hãy mở tệp bằng Excel"),
        ("bang.docx", b"PK\x03\x04", "không đọc được loại tệp “.docx”"),
        ("bang.csv", "Tên thủ tục,Mã".encode("cp1258", "ignore") + b"\xff", "không đọc được chữ"),
        ("bang.csv", b"a,b\n1,2\n", "không thấy dòng tên cột"),
        ("bang.json", b"{", "không phải JSON"),
        ("bang.json", b"[]", "không thấy dòng tên cột"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    project: Project, name: str, content: bytes, said: str
) -> None:
    """With a way out; nothing is written."""
    project.write(name, content)

    with pytest.raises(CannotImport, match=said):
        brought(project, project.root / name)
    assert not (project.root / "procedures").exists()


def test_a_machine_without_the_library_says_what_to_install(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or how to do without it."""
    file = spreadsheet(project, [HEAD])
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(CannotImport, match=r"cchc-site\[import\]"):
        brought(project, file)


def test_a_folder_that_nobody_reads_is_refused(project: Project) -> None:
    """Else the procedures would be nowhere."""
    file = spreadsheet(project, [HEAD, (1, "1.001193", "Khai sinh", "Hộ tịch", "")])

    with pytest.raises(CannotImport, match="--into procedures"):
        procedure_import.import_file(project.root, file, "thu-tuc", SETTINGS)


WORDS = sorted({word for words in HEADINGS.values() for word in words.split(", ")})
SPELLINGS = (str, str.upper, str.lower, str.title, vietnamese.fold, lambda word: f"{word} (*)",
             lambda word: f" {word}: ", lambda word: word.replace(" ", "_"),
             lambda word: word.replace(" ", "\n"))  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_heading_is_known_in_any_spelling(word: str) -> None:
    """With or without marks, in capitals, in lines, with signs."""
    meanings = {procedure_columns.meaning(spelling(word)) for spelling in SPELLINGS}

    assert len(meanings) == 1
    assert "" not in meanings


TEXTS = st.text(alphabet=st.sampled_from("aă1.:;-–#'\"[]{}&*!|>%@`,() \n\tBước\\"), max_size=60)


@given(st.dictionaries(st.sampled_from(WORDS), TEXTS, max_size=8), TEXTS)
def test_whatever_stands_in_a_table_a_build_reads_it(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str], name: str
) -> None:
    """Nothing that was imported is a problem, and every word of it stands in the file."""
    root = tmp_path_factory.mktemp("import")
    row = {"Tên thủ tục": f"Thủ tục {name}", "Mã TTHC": "1.001193", **cells}
    row["Tên thủ tục"] = f"Thủ tục {name}"
    file = root / "bang.json"
    file.write_text(json.dumps([row]), "utf-8")

    procedure_import.import_file(root, file, "procedures", SETTINGS)

    problems: list[Problem] = []
    assert len(procedure_records.read(root, SETTINGS, problems)) == 1
    assert problems == []
