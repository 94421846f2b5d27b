"""Word files become posts whose pages say what a reader of the file sees, each word once."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cchc_site.content import front_matter
from cchc_site.content.fields import Settings
from cchc_site.importing import legacy_fonts, pandoc, word
from cchc_site.importing.docx import WordFile
from cchc_site.importing.draft import Draft, ImportOptions, Refused
from cchc_site.importing.inline_text import normal, shown
from cchc_site.importing.legacy_fonts import LegacyEncoding
from cchc_site.markdown.gfm import reader
from tests.support.html import Document, page
from tests.support.project import Project, build_strictly
from tests.support.shared import Once
from tests.support.word_files import (
    cell,
    docx,
    note,
    numbered,
    numbering,
    para,
    picture,
    run,
    table,
    text_box,
)

pytestmark = pytest.mark.site

TCVN3, CAPITALS, VNI = LegacyEncoding
ODD = "Giá 5*3*2 <b> &amp; a|b_c_ [x](y) `z` ~~t~~ {: .x} $1 #2 1. \\ <CCCD> https://vi-du.vn/a_b"


POST = "posts/2024/xa-to-chuc-doi-thoai-voi-nguoi-dan"
LEADS = ("", "1. ", "2) ", "- ", "+ ", "* ", "> ", "# ", "a) ", "| ", "!!! ", ": ", "• ")
KINDS = ("para", "note", "table", "merged", "list")


def png(color: str = "red") -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(out, "PNG")
    return out.getvalue()


def old(text: str, legacy: LegacyEncoding) -> str:
    """A text as it is written for an old font."""
    return legacy_fonts.encoded(text, legacy)


NEWS = docx(
    para("Xã tổ chức đối thoại với người dân", bold=True),
    para(ODD),
    para("Đoạn có chú thích", note(2), run(" ở giữa.")),
    para("I. Mục đích", bold=True),
    para("- Lắng nghe ý kiến;"),
    para("+ của hộ dân;"),
    para("+ của doanh nghiệp;"),
    para("- Trả lời ngay."),
    numbered("Khai mạc", 1),
    numbered("Phát biểu", 1),
    para("Nghỉ giữa giờ."),
    numbered("Bế mạc", 1),
    para("", picture("rId100", "Bà con ngồi kín hội trường")),
    para("", picture("rId101")),
    para("", picture("rId900")),
    para("Từ mềm vô\u00adhình ", run("chữ ẩn", looks="<w:vanish/>"), run("còn lại.")),
    para("Neo khung.", text_box("Trong khung chữ.")),
    para(
        "",
        picture("rId100", "Bên chữ").replace("</w:r>", "<w:t>Chữ trong lượt của ảnh</w:t></w:r>"),
    ),
    para(
        "Sửa: ",
        '<w:ins w:id="1" w:author="a"><w:r><w:t>thêm vào</w:t></w:r></w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>bớt ra</w:delText></w:r></w:del>',
    ),
    table(
        (cell(para("Việc", bold=True)), cell(para("Nơi | chốn", bold=True))),
        (cell(para("Khai *sinh*")), cell(para("Một cửa"))),
    ),
    para("Sau bảng."),
    table(
        (cell(para("Gộp ngang <i>"), across=2), cell(para("Gộp dọc"), down="restart")),
        (
            cell(para("Ô _một_", note(3))),
            cell(para("Dòng a"), para("Dòng b")),
            cell(down="continue"),
        ),
    ),
    para("                              Hoàng Kỳ"),
    numbering=numbering(("decimal", "%1.")),
    notes=[para("Chú thích * thứ nhất"), para("Chú thích trong ô")],
    header=para("Bản tin nội bộ"),
    media={"a.png": png(), "b.png": png("blue")},
    links={"rId900": "file:///etc/hostname"},
)
DECISION = docx(
    table(
        (
            cell(
                para("ỦY BAN NHÂN DÂN"),
                para("HUYỆN LAI VUNG", bold=True),
                para("_______"),
                para("Số: 45/QĐ-UBND"),
            ),
            cell(
                para("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True),
                para("Độc lập - Tự do - Hạnh phúc", bold=True),
                para("Lai Vung, ngày 16 tháng 3 năm 2022"),
            ),
        )
    ),
    para("QUYẾT ĐỊNH", bold=True),
    para("Về việc thành lập Tổ Kiểm tra cải cách hành chính năm 2022", bold=True),
    para("______"),
    para("Căn cứ Luật Tổ chức chính quyền địa phương;"),
    numbered("Thành lập Tổ Kiểm tra.", 1),
    numbered("Tổ chức thực hiện.", 1),
    numbered("Bằng phương tiện của cơ quan", 1, level=1),
    table(
        (
            cell(para("Nơi nhận:", bold=True), para("- Như Điều 3;"), para("- Lưu: VT.")),
            cell(para("CHỦ TỊCH", bold=True), para(), para("Nguyễn Văn An", bold=True)),
        )
    ),
    numbering=numbering(("decimal", "Điều %1."), ("decimal", "%1.%2.")),
)
COUNTER = "Bộ phận Một cửa, đường số 2"
OLD_FONTS = docx(
    para("", run(old("LỊCH TIẾP CÔNG DÂN", CAPITALS), bold=True, font=".VnTimeH")),
    para(old("Những người dân đến từ tám giờ", TCVN3), style="ThanBai"),
    para(
        "", *(run(letter, font="VNI-Times") for letter in old("Bộ phận Một cửa, đường số 2", VNI))
    ),
    table((cell(para(old("Ô trong bảng", TCVN3), style="ThanBai")),)),
    para("Đã là Unicode", style="ThanBai"),
    para("Chú", note(2)),
    styles='<w:style w:type="paragraph" w:styleId="Goc"><w:name w:val="Gốc"/><w:rPr>'
    '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ThanBai">'
    '<w:name w:val="Thân bài"/><w:basedOn w:val="Goc"/></w:style>',
    notes=[para(old("Cước chú cũ", TCVN3), style="ThanBai")],
)
FILES = {"tin.docx": NEWS, "quyet-dinh.docx": DECISION, "phong-cu.docx": OLD_FONTS}


def _made(root: Path) -> None:
    project = Project(root)
    for name, content in FILES.items():
        project.write(f"cu/{name}", content)
    done = project.run(
        *("cchc_site.cli", "import", "cu", "--date", "2024-05-13", "--category", "Tin tức"),
        *("--report", "bao-cao.csv"),
    )
    project.write("da-in.txt", f"{done.returncode}\n{done.stdout}")
    build_strictly(root)


@pytest.fixture(scope="module")
def office(once: Once) -> Project:
    """A site to which Word files have been imported, built strictly."""
    root: Path = once("word", _made)
    project = Project.__new__(Project)
    project.root = root
    return project


@pytest.fixture(scope="module")
def report(office: Project) -> Mapping[str, Mapping[str, str]]:
    """The rows of the report, by file."""
    rows = csv.DictReader(io.StringIO(office.read("bao-cao.csv").removeprefix("\ufeff")))
    return {row["tệp"]: row for row in rows}


def fields(office: Project, path: str) -> dict[str, str]:
    """The texts of a post's front matter."""
    entries = front_matter.read(office.read(path)).entries
    return {name: str(entry.node.value) for name, entry in entries.items()}


def article(office: Project, name: str, month: str = "2024/05") -> Document:
    """The page of a post."""
    return page(office.root / "site", f"tin-tuc/{month}/{name}/")


def test_everything_passes(office: Project) -> None:
    """The run says so; a strict build has been made of it."""
    status, *lines = office.read("da-in.txt").splitlines()

    assert status == "0", lines
    assert lines[-1] == "Đã nhập 3 bài."


def test_a_page_says_each_word_once(office: Project) -> None:
    """Paragraphs with the signs of Markdown, notes, cells, boxes; what is deleted or hidden is not
    there, nor the soft hyphen."""
    text = article(office, "xa-to-chuc-doi-thoai-voi-nguoi-dan").texts["article"][0]
    said = normal(text)

    for words in (
        *("Giá 5*3*2 <b> &amp; a|b_c_ [x](y) `z` ~~t~~ {: .x} $1 #2 1. \\ <CCCD>",),
        *(
            "Chú thích * thứ nhất",
            "Chú thích trong ô",
            "Từ mềm vôhình còn lại.",
            "Neo khung.",
            "Chữ trong lượt của ảnh",
        ),
        *("Trong khung chữ.", "Sửa: thêm vào", "Nơi | chốn", "Khai *sinh*", "Gộp ngang <i>"),
        *("Gộp dọc", "Ô _một_", "Dòng a", "Dòng b", "Nghỉ giữa giờ.", "của doanh nghiệp;"),
    ):
        assert said.count(words) == 1, words
    assert not any(words in said for words in ("chữ ẩn", "bớt ra", "Bản tin nội bộ"))


def test_what_a_text_looks_like_it_is(office: Project) -> None:
    """Lines in bold are headings, typed and counted items are lists, bold first rows heads."""
    html = article(office, "xa-to-chuc-doi-thoai-voi-nguoi-dan")
    post = office.read(f"{POST}/index.md")

    assert "## I. Mục đích" in post
    assert "- Lắng nghe ý kiến;\n  - của hộ dân;\n  - của doanh nghiệp;\n- Trả lời ngay." in post
    assert "1. Khai mạc\n2. Phát biểu\n\nNghỉ giữa giờ.\n\n3\\. Bế mạc" in post
    assert "| Việc | Nơi \\| chốn |\n| --- | --- |\n| Khai" in post
    assert '<td colspan="2">' in post
    assert 'rowspan="2">Gộp dọc' in post
    assert html.tags["th"] == 2


def test_pictures_go_beside_the_post(
    office: Project, report: Mapping[str, Mapping[str, str]]
) -> None:
    """Each with what it shows; one that is only linked is left out and told, never fetched."""
    post = office.read(f"{POST}/index.md")
    beside = sorted(file.name for file in (office.root / POST).iterdir())
    left_out = report["tin.docx"]["đã bỏ lại"]

    assert beside == ["hinh-1.png", "hinh-2.png", "index.md"]
    assert "![Bà con ngồi kín hội trường](hinh-1.png)" in post
    assert "![Hình minh họa](hinh-2.png)" in post
    for told in ("“file:///etc/hostname”", "“chữ ẩn”", "“Bản tin nội bộ” (đầu trang giấy)"):
        assert told in left_out
    assert "mô tả của 1 ảnh" in left_out


def test_fields_are_read_and_guesses_told(
    office: Project, report: Mapping[str, Mapping[str, str]]
) -> None:
    """The signature is the author; the head of an official document is its record, place and date;
    whom it goes to is left out."""
    news = fields(office, f"{POST}/index.md")
    path = "posts/2022/quyet-dinh-ve-viec-thanh-lap-to-kiem-tra-cai-cach-hanh-chinh-nam-2022.md"
    decision = office.read(path)

    assert (news["author"], news["date"], news["category"]) == ("Hoàng Kỳ", "2024-05-13", "tin-tuc")
    for line in (
        *("date: 2022-03-16", "author: Nguyễn Văn An", "- number: 45/QĐ-UBND"),
        *("  issuer: Ủy ban nhân dân huyện Lai Vung", "  type: Quyết định"),
        *("  title: Về việc thành lập Tổ Kiểm tra cải cách hành chính năm 2022",),
    ):
        assert f"\n{line}\n" in decision
    assert "Điều 1. Thành lập Tổ Kiểm tra." in decision
    assert "2.1. Bằng phương tiện của cơ quan" in decision
    assert "Nơi nhận" not in decision
    assert "Cộng hòa" not in decision.lower()
    row = report["quyet-dinh.docx"]
    assert row["mục đoán, hãy xem lại"] == "văn bản, tiêu đề"
    assert "phần “Nơi nhận: - Như Điều 3; - Lưu: VT.” (cuối văn bản)" in row["đã bỏ lại"]


def test_no_word_goes_in_silence(report: Mapping[str, Mapping[str, str]]) -> None:
    """What a post does not have of its file is told; here nothing but what is meant to go."""
    told = " ".join(row["đã bỏ lại"] for row in report.values())

    assert "không đọc được" not in told
    assert "không vào bài" not in told


def test_old_fonts_become_unicode(office: Project) -> None:
    """By the font of each run, of its style and what that is based on; a letter whose marks stand
    in runs of their own too."""
    said = normal(article(office, "lich-tiep-cong-dan").texts["article"][0])

    for words in (
        *("LỊCH TIẾP CÔNG DÂN", "Những người dân đến từ tám giờ", COUNTER),
        *("Ô trong bảng", "Đã là Unicode", "Cước chú cũ"),
    ):
        assert words in said


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice."""
    program = shutil.which("soffice")
    if not program:
        pytest.fail("no LibreOffice: sudo apt-get install -y libreoffice-writer-nogui")
    return program


def test_an_old_doc_is_read_by_what_it_is(project: Project, soffice: str) -> None:
    """One that LibreOffice has made, called .docx; without LibreOffice its mend is told."""
    source = project.write("cu/x.docx", OLD_FONTS)
    profile = f"-env:UserInstallation={(project.root / 'lo').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "doc"]
    subprocess.run(
        [*command, "--outdir", str(project.root), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    source.write_bytes((project.root / "x.doc").read_bytes())
    options = ("cu", "--date", "2024-05-13", "--category", "tin-tuc")

    lacking = project.run("cchc_site.cli", "import", *options, env={"PATH": "/nowhere"}).stdout
    done = project.run("cchc_site.cli", "import", *options)

    assert "cần LibreOffice; hãy mở tệp bằng Word, lưu lại thành .docx (Word Document)" in lacking
    assert done.returncode == 0, done.stdout
    post = project.read("posts/2024/lich-tiep-cong-dan.md")
    for words in ("Những người dân đến từ tám giờ", COUNTER, "Cước chú cũ"):
        assert words in post


def test_an_open_document_needs_no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that pandoc has made is read; one of which pandoc drops words is not, nor an RTF."""
    monkeypatch.setenv("PATH", "/nowhere")
    plain = docx(para("Tin", bold=True), para("Lời", note(2)), notes=[para("Chú")])
    made = [
        pandoc.run(WordFile(file).archive(), "--from=docx", "--to=odt", "--output=-")
        for file in (plain, NEWS)
    ]

    assert drafted(tmp_path, made[0]).body == "Lời[^1]\n\n[^1]: Chú"
    for file in (made[1], rb"{\rtf1 Xin}"):
        with pytest.raises(Refused, match="cần LibreOffice; hãy mở tệp bằng Word"):
            drafted(tmp_path, file)


def drafted(tmp: Path, content: bytes) -> Draft:
    """The draft of a file, whatever its name says."""
    file = tmp / "x.docx"
    file.write_bytes(content)
    options = ImportOptions(Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {}), {}, reader.read)
    (draft,) = word.read(file, options)
    assert isinstance(draft, Draft)
    return draft


SIGNS = "abđếỗựỹ ÁĐ 019 .,;:!?-–—+=*_~`'\"()[]{}<>|\\/&%$#@^…“”•"
TEXTS = st.text(SIGNS, max_size=40).map(lambda text: f"x{text.strip()}z")
WORDS = st.builds(str.__add__, st.sampled_from(LEADS), TEXTS)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(KINDS), WORDS, st.lists(TEXTS, min_size=4, max_size=4)), max_size=5
)


def written(kind: str, words: str, texts: Sequence[str], notes: list[str]) -> tuple[str, str]:
    """A block as Word has it, and what it says; its note goes to `notes`."""
    cells = [cell(para(text, bold=at < 2)) for at, text in enumerate(texts)]
    match kind:
        case "para":
            return para(words, run("đậm", bold=True)), f"{words}đậm"
        case "note":
            notes.append(texts[0])
            return para(words, note(len(notes) + 1)), words
        case "list":
            return "".join(numbered(text, 1) for text in texts), " ".join(texts)
        case "table":
            return table(cells[:2], cells[2:]) + para(words), " ".join((*texts, words))
    across = cell(para(texts[0]), para(texts[1]), across=2)
    return table((across,), cells[2:]) + para(words), " ".join((*texts, words))


@pytest.mark.unmeasured
@settings(max_examples=30, deadline=None)
@given(BLOCKS)
def test_whatever_is_written_arrives(
    tmp_path_factory: pytest.TempPathFactory, blocks: Sequence[tuple[str, str, list[str]]]
) -> None:
    """The text of every paragraph, cell and note stands on the page once, unchanged, in its
    order, and the text has no fault."""
    notes: list[str] = []
    made = [written(*block, notes) for block in blocks]
    body = [
        para("Tiêu đề", bold=True),
        para("Mở đầu."),
        *(xml for xml, _ in made),
        para("Hết bài."),
    ]
    file = docx(
        *body,
        notes=[para(text) for text in notes],
        numbering=numbering(("bullet", "•")),
    )
    draft = drafted(tmp_path_factory.mktemp("w"), file)
    read = reader.read(draft.body, "posts/a.md", 1)

    assert read.problems == ()
    assert draft.left_out == ()
    page_body, _, page_notes = read.html.partition('<div class="footnote">')
    wanted = " ".join(("Mở đầu.", *(said for _, said in made), "Hết bài."))
    assert _bare(shown(page_body)) == _bare(wanted)
    assert _bare(" ".join(notes)) in _bare(shown(page_notes, notes=True))


def _bare(text: str) -> str:
    """`text` without blanks and without the marks of lists, which a page draws."""
    return "".join(_unmarked(text))


def _unmarked(text: str) -> Iterator[str]:
    for part in text.split():
        if part not in ("-", "+", "*", "•") and not part.rstrip(".)").isdigit():
            yield part


HIDING = (
    '<w:style w:type="character" w:styleId="An"><w:name w:val="An"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Con"><w:name w:val="Con"/>'
    '<w:basedOn w:val="An"/></w:style>'
)
FIELD = '<w:fldSimple w:instr=" SEQ Bảng "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
WRAPPED = f'<w:customXml w:element="e">{para("Đoạn trong thẻ.")}</w:customXml>'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
FRACTION = (
    f"<m:oMath {MATH}><m:f><m:fPr/><m:num><m:r><m:t>đúng hạn</m:t></m:r></m:num><m:den><m:sSup>"
    "<m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:den></m:f>"
    "</m:oMath>"
)


@pytest.mark.parametrize(
    ("body", "shown_there"),
    [
        (para("Bảng ", FIELD, run(". Số hồ sơ theo tháng")), "Bảng 7. Số hồ sơ theo tháng"),
        (WRAPPED, "Đoạn trong thẻ."),
        (para("Tỷ lệ = ", FRACTION, run(" %.")), "Tỷ lệ = (đúng hạn)/x<sup>2</sup> %."),
        (para("", f"<m:oMathPara {MATH}>{FRACTION}</m:oMathPara>"), "(đúng hạn)/x<sup>2</sup>"),
        (
            para("Họp ", f'<w:customXml w:element="e">{run("sáng")}</w:customXml>', run(" nay.")),
            "Họp sáng nay.",
        ),
        (para("Thấy. ") + "<!-- chú -->" + para("Nữa."), "Thấy.\n\nNữa."),
        (para("Thấy. ", '<w:r><w:rPr><w:rStyle w:val="Con"/></w:rPr><w:t>ẩn</w:t></w:r>'), "Thấy."),
        (
            para(
                "Thấy ",
                '<w:r><w:rPr><w:rStyle w:val="An"/><w:vanish w:val="0"/></w:rPr>'
                "<w:t>nữa.</w:t></w:r>",
            ),
            "Thấy nữa.",
        ),
    ],
)
def test_what_wraps_words_neither_loses_nor_shows_them(
    tmp_path: Path, body: str, shown_there: str
) -> None:
    """Fields and tags give what they hold, hidden styles hide, comments of XML say nothing."""
    content = docx(para("Tin của xã", bold=True), body, para("Hết bài."), styles=HIDING)

    assert drafted(tmp_path, content).body.strip() == f"{shown_there}\n\nHết bài."


def test_a_slot_that_letters_do_not_use_hides_no_font(tmp_path: Path) -> None:
    """LibreOffice names the fonts of Asian and of complex scripts beside each run of a style."""
    style = (
        '<w:style w:type="character" w:styleId="Cu"><w:rPr><w:rFonts w:hAnsi=".VnArial"/></w:rPr>'
        "</w:style>"
    )
    words = (
        '<w:r><w:rPr><w:rStyle w:val="Cu"/><w:rFonts w:eastAsia="X" w:cs="X"/></w:rPr>'
        f"<w:t>{old('chữ cũ nối tiếp', TCVN3)}</w:t></w:r>"
    )
    content = docx(para("Tin của xã", bold=True), para("Đoạn ", words), styles=style)

    assert drafted(tmp_path, content).body.strip() == "Đoạn chữ cũ nối tiếp"


COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY, NUMBER, DAY = "ỦY BAN NHÂN DÂN XÃ HÒA LONG", "Số: 45/TB-UBND", "Hòa Long, ngày 03 tháng 6"
TAB = "<w:r><w:tab/></w:r>"


@pytest.mark.parametrize(
    "head",
    [
        (para(BODY), para(NUMBER), para(COUNTRY), para(MOTTO), para(f"{DAY} năm 2024")),
        (
            para(COUNTRY),
            para(MOTTO),
            para("-------"),
            para(BODY),
            para(NUMBER),
            para(f"{DAY} năm 2024"),
        ),
        (
            para(BODY, TAB, run(COUNTRY)),
            para(NUMBER, TAB, run(MOTTO)),
            para(f"{DAY} năm 2024"),
        ),
    ],
)
def test_a_head_without_a_table_is_read(tmp_path: Path, head: tuple[str, ...]) -> None:
    """The head of an official document says the same in paragraphs, in either order, or with the
    columns parted by tabs."""
    fields = drafted(
        tmp_path,
        docx(
            *head,
            para("THÔNG BÁO", bold=True),
            para("Về việc tạm ngừng tiếp nhận hồ sơ", bold=True),
            para("Xã tạm ngừng tiếp nhận hồ sơ từ ngày 05/6/2024."),
        ),
    ).fields

    assert fields["documents"] == [
        {
            "number": "45/TB-UBND",
            "date": "2024-06-03",
            "issuer": "Ủy ban nhân dân xã Hòa Long",
            "title": "Về việc tạm ngừng tiếp nhận hồ sơ",
            "type": "Thông báo",
        }
    ]


def test_an_impossible_day_of_a_head_is_told(tmp_path: Path) -> None:
    """It is not guessed, and the line stays in the text."""
    day = "Hòa Long, ngày 31 tháng 6 năm 2024"
    party = ("ĐẢNG ỦY XÃ HÒA LONG", "Số 12-KH/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM", day)
    kind = (para("KẾ HOẠCH", bold=True), para("học tập nghị quyết", bold=True))
    draft = drafted(tmp_path, docx(*map(para, party), *kind, para("Nội dung.")))

    assert draft.fields["title"] == "Kế hoạch học tập nghị quyết"
    assert "date" not in draft.fields
    assert day in draft.body
    told = "ngày “31/6/2024” không tồn tại (không đoán ngày khác)"
    assert told in map(str, draft.left_out)


def test_words_in_a_lower_part_of_a_merged_cell_stay(tmp_path: Path) -> None:
    """Whether a cell above begins it or not."""
    content = docx(
        para("Bảng của xã", bold=True),
        table(
            (cell(para("một"), down="continue"), cell(para("hai"))),
            (cell(para("ba"), down="continue"), cell(para("bốn"))),
        ),
    )

    body = drafted(tmp_path, content).body
    assert [body.count(word) for word in ("một", "hai", "ba", "bốn")] == [1, 1, 1, 1]


def test_a_sentence_about_the_country_is_no_head(tmp_path: Path) -> None:
    """Only a line that says nothing else but the names is one."""
    title = "Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam"
    draft = drafted(tmp_path, docx(para(title, bold=True), para("Treo cờ từ sáng sớm.")))

    assert (draft.fields["title"], draft.body.strip()) == (title, "Treo cờ từ sáng sớm.")
