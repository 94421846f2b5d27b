"""What is made to harm, or is damaged, is refused in one line, which says what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cchc_site.content.fields import Settings
from cchc_site.importing import formats, word
from cchc_site.importing.draft import Draft, DraftFile, ImportOptions, Refused
from cchc_site.importing.place import Posts
from cchc_site.markdown.gfm import reader
from tests.support.word_files import cell, docx, numbered, numbering, para, table

OPTIONS = ImportOptions(Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {}), {}, reader.read)
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DEEP = 100_000


def with_document(xml: str) -> bytes:
    """A file whose text is that XML."""
    return docx(more={"word/document.xml": xml.encode()})


def encrypted() -> bytes:
    """An archive that says that a part of it is."""
    content = bytearray(docx(para("Chữ.")))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying() -> bytes:
    """An archive whose part is larger than it says."""
    content = bytearray(docx(para("Chữ. " * 1000)))
    place = content.index(b"word/document.xml", content.index(b"PK\x01\x02")) - 22
    content[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(content)


BODY = f"<w:document {NS}><w:body>{{}}</w:body></w:document>"
NESTED = "<w:tbl><w:tr><w:tc>" * DEEP + "</w:tc></w:tr></w:tbl>" * DEEP
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
HOSTILE = {
    "bomb": with_document(BODY.format(" " * (25 << 20))),
    "many parts": docx(more={f"word/{number}": b"" for number in range(5001)}),
    "entity": with_document(ENTITY + BODY.format("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>")),
    "laughs": with_document(f'<!DOCTYPE x [<!ENTITY e0 "ha">{LAUGHS}]>' + BODY.format("&e11;")),
    "nested": with_document(BODY.format(NESTED)),
    "encrypted": encrypted(),
    "lying": lying(),
    "cut": docx(para("Chữ."))[:500],
    "no document": b"PK\x05\x06" + bytes(18),
    "no XML": with_document("x"),
    "strict": with_document('<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'),
    "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "empty": b"",
    "no words": docx(para(" "), para()),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_a_line(kind: str, tmp_path: Path) -> None:
    """Whatever it is: an archive, XML, or no document at all."""
    file = tmp_path / "x.docx"
    file.write_bytes(HOSTILE[kind])

    with pytest.raises(Refused) as refused:
        list(word.read(file, OPTIONS))

    assert "; hãy " in str(refused.value)
    assert "\n" not in str(refused.value)


def test_numbers_without_measure_cost_nothing(tmp_path: Path) -> None:
    """A cell over more columns than there are letters in a book, a list that begins as far on."""
    wide = cell(para("Ô")).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="99999999999"/>')
    many = numbering(("lowerLetter", "%1)")).replace(
        'w:start w:val="1"', 'w:start w:val="9999999999"'
    )
    file = tmp_path / "x.docx"
    body = (para("Tiêu đề", bold=True), table((wide,)), numbered("Mục", 1), para("Hết."))
    file.write_bytes(docx(*body, numbering=many))
    (draft,) = word.read(file, OPTIONS)

    assert isinstance(draft, Draft)
    assert "Ô" in draft.body
    assert len(draft.body) < 200


def test_what_may_run_and_what_leads_out_is_left_out(tmp_path: Path) -> None:
    """Macros are told, a part whose name leads out of the archive is nothing to anybody."""
    evil = {"word/vbaProject.bin": b"x", "../../ra.docx": b"x", "word/../../../ra.xml": b"<"}
    file = tmp_path / "trong/x.docx"
    file.parent.mkdir()
    file.write_bytes(docx(para("Tiêu đề", bold=True), para("Chữ."), more=evil))
    (draft,) = word.read(file, OPTIONS)

    assert isinstance(draft, Draft)
    assert draft.body == "Chữ."
    assert [str(left) for left in draft.left_out] == ["macro (trong tệp)"]
    assert [path.name for path in tmp_path.rglob("*")] == ["trong", "x.docx"]


@pytest.mark.parametrize(
    "name", ["../ra.png", "/ra.png", "a/b.png", ".htaccess", "index.md", "A.png"]
)
def test_a_file_beside_a_post_stays_there(name: str, tmp_path: Path) -> None:
    """No reader can write under another name than such a file may have."""
    posts = Posts(tmp_path, "posts", "posts", tmp_path / "da-nhap.csv")

    with pytest.raises(Refused):
        posts.add(2024, "Tin", "Chữ.", [DraftFile(name, b"x")])

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_archive_that_is_no_document_is_not_one(tmp_path: Path) -> None:
    """By what it holds, not by its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    file = tmp_path / "x.docx"
    file.write_bytes(out.getvalue())

    assert formats.recognised(file) is None
