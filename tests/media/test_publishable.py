"""Which files may be published: a list of what may, the same for every way to the site."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from cchc_site.base import filenames
from cchc_site.base.problems import Problem
from cchc_site.media import publishable
from cchc_site.site.discover import walk
from tests.support.checking import check, without_count
from tests.support.project import Project

# What browsers have been seen to run, what servers run or obey, and what nobody knows.
REFUSED = """
rss atom rdf xul xspf kml gpx mml wsdl owl xsd rng dtd opml php phtml php5 phar asp aspx ashx jsp
cgi pl sh cmd bat exe scr vbs lnk chm htc webmanifest appcache json map eot shtm stm html.vi
html.bak svg.xml ics vcf eml ps swf jar apk url desktop pdf.html htmlx xhtm xhtml5 svgx mhtml5 wasm
js xht mjs htm HTML Shtml svgz tar.gz php.pdf PHP.jpg phtml.zip asp;.jpg jsp.docx docm xlsm pdf.
""".split()
SERVERS = """
_headers _redirects .htaccess CNAME robots.txt web.config Web.Config service-worker html noext .pdf
_worker.js .user.ini Robots.TXT
""".split()
ACCEPTED = """
mau.pdf MAU.PDF to-khai.docx bang.xlsx bang.xls trinh.pptx a.odt so-lieu.csv doc.txt anh.jpg ve.svg
quet.tif loa.mp3 hop.mp4 kem.zip kem.rar kem.7z 01.PL.pdf bao-cao.so-12.2024.pdf hoa-don.xml.zip
bien-ban.do.dac.docx mẫu-đơn.pdf
""".split()


def test_only_what_is_listed_is_published() -> None:
    """By the last ending; an ending that servers run, anywhere in the name, is refused too."""
    files = [
        *(f"f.{ending}" for ending in REFUSED),
        *SERVERS,
        "a.html ",
        "a.pdf ",
        "a\u202efdp.pdf",
    ]

    assert [file for file in files if not publishable.named(f"posts/a/{file}")] == []
    assert [file for file in ACCEPTED if publishable.named(f"posts/a/{file}")] == []
    for file in ACCEPTED:
        assert publishable.named(unicodedata.normalize("NFD", file)) == ()


PDF, ZIP, OLE = b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "head", "said"),
    [
        ("a.pdf", PDF, ""),
        ("a.pdf", b"\xef\xbb\xbf" + PDF, ""),
        ("a.docx", ZIP, ""),
        ("a.doc", OLE, ""),
        ("a.doc", rb"{\rtf1", ""),
        ("a.mp4", b"\0\0\0\x18ftypmp42", ""),
        ("a.txt", "Giá < 5 triệu".encode(), ""),
        ("a.csv", "﻿số,ngày".encode(), ""),
        ("a.pdf", b"", "tệp rỗng"),
        ("a.txt", b"", "tệp rỗng"),
        ("a.pdf", b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS"),
        ("a.pdf", b"<!DOCTYPE html><script>", "trang HTML"),
        ("a.docx", OLE, "tệp Office đời cũ"),
        ("a.doc", ZIP, "tệp ZIP hoặc Office đời mới"),
        ("a.xls", b"<table><tr>", "trang HTML"),
        ("a.zip", PDF, "tệp PDF"),
        ("a.txt", b" \n<script>x</script>", "trang HTML"),
        ("a.csv", b"<?xml version='1.0'?>", "trang HTML"),
        ("a.txt", "\ufeff<html >".encode("utf-16-le"), "trang HTML"),
        ("a.mp3", b"<html>", "trang HTML"),
        ("a.png", b"\xff\xd8\xff", "không phải của tệp “.png”"),
        ("a.avif", b"\0\0\0\x1cftypavif", ""),
        ("a.7z", b"GIF89a", "không phải của tệp “.7z”"),
        ("a.pdf", "Số: 12/QĐ-UBND\n".encode(), "văn bản thường"),
        ("a.pdf", b"\x01\x02\x03\xff" * 9, "không phải của tệp “.pdf”"),
        ("a.docx", b"\0" * 1024, "chỉ có byte 0"),
        ("a.docx", "Kính gửi ông, bà".encode(), "văn bản thường"),
        ("a.doc", "Kính gửi".encode(), "văn bản thường"),
        ("a.doc", b"<html xmlns:o='urn:schemas-microsoft-com:office'>", "trang HTML"),
        ("a.doc", b"\xdb\xa5-\0", ""),
        ("a.xls", b"\x09\x08\x10\0", ""),
        ("a.xls", b"a;b;c\n1;2;3\n", "văn bản thường"),
        ("a.txt", PDF, "tệp PDF"),
        ("a.csv", ZIP, "tệp ZIP"),
        ("a.txt", "Đơn".encode("utf-16"), ""),
        ("a.txt", "§¬n xin".encode("latin-1"), ""),
        ("a.rar", b"7z\xbc\xaf\x27\x1c", "tệp “.7z”"),
        ("a.mp3", b"\0\0\xff\xfb", ""),
        ("a.mp3", PDF, "tệp PDF"),
        ("a.mp4", b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS"),
        ("a.mp4", b"\0\0\0\x18wide", ""),
        ("a.mp4", b"RIFF\0\0\0\0AVI", "không phải của tệp “.mp4”"),
        ("a.zip", b"Rar!\x1a\x07", "tệp “.rar”"),
        ("a.svg", b"\x89PNG\r\n\x1a\n", "tệp “.png”"),
        ("a.svg", b"<svg>", ""),
        ("a.tif", b"\0\0\0\x18ftypheic", "ảnh HEIC"),
    ],
)
def test_a_file_holds_what_its_ending_says(name: str, head: bytes, said: str) -> None:
    """Else readers get what does not open."""
    found = publishable.held(name, head)

    assert bool(found) == bool(said)
    assert said in "".join(what for _, what, _ in found)


def archive(**parts: str) -> bytes:
    """A ZIP archive; "__" in the name of a part stands for "/"."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def compound(*streams: str) -> bytes:
    """A compound file with a directory of that many `streams`."""
    return OLE + b"\0" * 600 + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


WORD, SHEET = archive(word__document="x"), archive(xl__workbook="x")
CONTAINERS = (
    ("a.docx", WORD, ""),
    ("a.DOCX", WORD, ""),
    ("a.xlsx", SHEET, ""),
    ("a.docx", SHEET, "tệp Excel (.xlsx); hãy đổi đuôi tệp thành “.xlsx”"),
    ("a.pptx", WORD, "tệp Word (.docx)"),
    ("a.docx", archive(a="x"), "tệp nén ZIP"),
    ("a.docx", WORD[: len(WORD) // 2], "bị hỏng hoặc bị cắt cụt"),
    ("a.zip", WORD, ""),
    ("a.zip", archive(a="x")[:-9], "bị hỏng hoặc bị cắt cụt"),
    ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), ""),
    (
        "a.odt",
        archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "OpenDocument (.ods)",
    ),
    ("a.ods", WORD, "tệp Word (.docx)"),
    ("a.doc", compound("Root Entry", "WordDocument"), ""),
    ("a.doc", compound("Root Entry", "WordDocument", "Workbook"), ""),
    ("a.doc", compound("Root Entry", "Workbook"), "tệp Excel (.xls)"),
    ("a.xls", compound("Root Entry", "Book"), ""),
    ("a.ppt", compound("Root Entry", "WordDocument"), "tệp Word (.doc)"),
    ("a.xls", compound("Root Entry", "EncryptedPackage"), ""),
)


def test_a_container_holds_what_its_ending_says() -> None:
    """A table is no document, though both begin alike."""
    for name, content, said in CONTAINERS:
        assert publishable.held(name, content) == ()
        found = publishable.contained(name, content, io.BytesIO(content))
        assert (name, bool(found)) == (name, bool(said))
        assert said in "".join(f"{what}; {hint}" for _, what, hint in found)


PICTURES = {
    "scan.tif": ("", "trình duyệt không hiện được ảnh TIFF; hãy lưu thành JPEG hoặc PNG"),
    "scan.TIFF": ("", "trình duyệt không hiện được ảnh TIFF; hãy lưu thành JPEG hoặc PNG"),
    "anh.heic": ("ảnh HEIC nên không được đăng; hãy lưu thành JPEG", "ảnh HEIC nên"),
    "anh.HEIF": ("ảnh HEIC nên không được đăng; hãy lưu thành JPEG", "ảnh HEIC nên"),
    "ve.bmp": ("ảnh BMP nên không được đăng; hãy lưu thành JPEG", "ảnh BMP nên"),
    "ve.psd": ("ảnh Photoshop nên không được đăng", "ảnh Photoshop nên"),
    "ve.emf": ("ảnh “.emf” nên không được đăng", "ảnh “.emf” nên"),
    "may.CR2": ("ảnh RAW nên không được đăng", "ảnh RAW nên"),
    "tai.jfif": ("hãy đổi đuôi tệp thành “.jpg”", "hãy đổi đuôi tệp thành “.jpg”"),
    "qd.pdf": ("", "tệp “.pdf” như ảnh; hãy bỏ dấu “!” để dẫn tới tệp"),
    "hop.mp4": ("", "tệp “.mp4” như ảnh; hãy bỏ dấu “!” để dẫn tới tệp"),
    "bang.xlsx": ("", "tệp “.xlsx” như ảnh; hãy bỏ dấu “!” để dẫn tới tệp"),
    "tai.jp2": ("ảnh JPEG 2000 nên không được đăng", "ảnh JPEG 2000 nên"),
}
BEGINNINGS = {"pdf": PDF, "tif": b"II*\0", "mp4": b"\0\0\0\x18ftypmp42", "xlsx": SHEET}


@pytest.mark.site
def test_a_picture_that_no_browser_shows_is_told(project: Project) -> None:
    """However a post shows it, in its text, before it, from docs/tep/; to be taken away it may be
    of a kind that is published."""
    for number, name in enumerate(PICTURES):
        begins = BEGINNINGS.get(name.rpartition(".")[2].lower()[:4].replace("tiff", "tif"), b"x")
        folder = f"posts/2024/{number}"
        project.post(f"{folder}/index.md", body=f"[Xem]({name})")
        project.write(f"{folder}/{name}", begins)
        project.post(f"{folder}-anh/index.md", body=f"![Ảnh]({name})")
        project.write(f"{folder}-anh/{name}", begins)
    project.post(
        "posts/2024/chung.md", body="![Ảnh](../../docs/tep/scan.tif) ![Ảnh](/tep/scan.tif)"
    )
    project.write("docs/tep/scan.tif", b"II*\0")
    project.post("posts/2024/dau/index.md")
    text = project.read("posts/2024/dau/index.md")
    lead = "image: qd.pdf\nimage_alt: Quyết định\n"
    project.write("posts/2024/dau/index.md", text.replace("category", f"{lead}category"))
    project.write("posts/2024/dau/qd.pdf", PDF)

    _, lines = check(project)

    for number, (name, (attached, shown)) in enumerate(PICTURES.items()):
        for folder, said in (
            (f"posts/2024/{number}", attached),
            (f"posts/2024/{number}-anh", shown),
        ):
            told = [line for line in lines if line.startswith(f"{folder}/index.md:8: ")]
            assert (name, len(told)) == (name, bool(said))
            assert said in "".join(told)
    tiff = "trình duyệt không hiện được ảnh TIFF; hãy lưu thành JPEG hoặc PNG"
    told = [line for line in lines if line.startswith("posts/2024/chung.md:8: ")]
    assert [line.partition("”: ")[2] for line in told] == [tiff, tiff]
    assert [line for line in lines if "dau/index.md" in line] == [
        "posts/2024/dau/index.md:5: tệp “qd.pdf”: trình duyệt không hiện được tệp “.pdf” như ảnh; "
        "hãy lưu thành JPEG hoặc PNG"
    ]


DISGUISED = {
    "word": (WORD, "tệp ZIP hoặc Office đời mới"),
    "cu": (compound("WordDocument"), "tệp Office đời cũ"),
    "pdf": (PDF, "tệp PDF"),
    "rtf": (rb"{\rtf1\ansi", "tệp “.rtf”"),
    "anh": (b"\xff\xd8\xff\xe0", "tệp “.jpg”|tệp “.jpeg”"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "Git LFS"),
    "rong": (b"", "tệp rỗng"),
    "mat": (b"\0" * 2048, "chỉ có byte 0"),
}


@pytest.mark.site
def test_a_post_that_is_no_text_is_told(project: Project) -> None:
    """Word's file stays one under another ending; each is told for what it is, once."""
    for name, (content, _) in DISGUISED.items():
        project.write(f"posts/2024/{name}.md", content)

    lines = check(project)[1]

    assert len(lines) == len(DISGUISED)
    for name, (_, said) in DISGUISED.items():
        [told] = [line for line in lines if line.startswith(f"posts/2024/{name}.md: ")]
        assert any(words in told for words in said.split("|"))


@pytest.mark.parametrize("name", [*SERVERS, "sw.js", "a.php", "a.PHP7", "b.aspx", "x.css", ".git"])
def test_no_address_is_asked_for_that_a_server_obeys(name: str) -> None:
    """An old address is a page."""
    assert publishable.address(name) or name in ("html", "noext")
    assert not any(map(publishable.address, ("tin-cu", "bai.html", "bai.htm", "so-1.2", "nguyễn")))


def test_a_file_is_found_by_its_name_in_nfc(tmp_path: Path) -> None:
    """Whatever form the disk has it in, folders too."""
    path = "posts/mẫu/Mẫu-đơn.pdf"
    stored = tmp_path / unicodedata.normalize("NFD", path)
    stored.parent.mkdir(parents=True)
    stored.write_bytes(PDF)

    assert filenames.located(tmp_path, path).read_bytes() == PDF
    assert not filenames.located(tmp_path, "posts/mẫu/khác.pdf").exists()
    assert filenames.similar(tmp_path, "posts/mẫu/mau-don.PDF") == "Mẫu-đơn.pdf"
    # Windows does not show endings.
    assert filenames.similar(tmp_path, "posts/mẫu/mẫu-đơn") == "Mẫu-đơn.pdf"
    assert (
        filenames.similar(tmp_path, "posts/mẫu/x.pdf")
        == filenames.similar(tmp_path, "y/x.pdf")
        == ""
    )


def faults(root: Path) -> list[str]:
    """What is wrong with the files of posts/."""
    found: list[Problem] = []
    list(walk(root, "posts", found))
    return [str(problem) for problem in sorted(set(found))]


def test_names_that_cannot_be_used_are_told(project: Project) -> None:
    """One that is not UTF-8, two that are one in NFC, one that is a post but for its ending."""
    folder = project.post("posts/a/index.md").parent
    (folder / os.fsdecode(b"m\xe9.pdf")).write_bytes(PDF)
    for form in ("NFC", "NFD"):
        (folder / unicodedata.normalize(form, "mẫu.pdf")).write_bytes(PDF)
    project.write("posts/tin.md.txt", "x")
    project.write("posts/tin.markdown", "x")
    (project.root / "posts/a/ngoai.pdf").symlink_to("/etc/hostname")

    told = faults(project.root)
    assert sorted(line.partition(";")[0] for line in told) == [
        "posts/a/m\\xe9.pdf: tên tệp không phải UTF-8",
        "posts/a/mẫu.pdf: hai tệp trùng tên “mẫu.pdf”, chỉ khác cách lưu dấu (NFC và NFD)",
        "posts/a/ngoai.pdf: liên kết tượng trưng dẫn ra ngoài dự án",
        "posts/tin.markdown: đuôi tệp không phải “.md” nên tệp này không thành bài",
        "posts/tin.md.txt: đuôi tệp không phải “.md” nên tệp này không thành bài",
    ]


RECORD = """\
number: {number}/QĐ-UBND
date: 2022-04-13
issuer: Ủy ban nhân dân xã Lai Vung
file: {file}
"""


@pytest.mark.site
def test_one_rule_for_every_way(project: Project) -> None:
    """Named by a post, by a record, beside one: names in NFC, formats by the list, content by its
    first bytes, near names offered; each told once, at its line."""
    write = project.write
    write(unicodedata.normalize("NFD", "posts/t/Mẫu-đơn.pdf"), PDF)
    Image.new("RGB", (3, 2)).save(project.root / "posts/t/Anh.PNG")
    write("posts/t/c.pdf", b"")
    write("posts/tin.docx", ZIP)
    write("posts/nguon.docx", ZIP)
    project.post("posts/nguon.md", "Có tệp gốc cạnh bài")
    body = "[Mẫu](Mẫu-đơn.pdf) ![Quầy](anh.png) [Luật](c.pdf) [a](//[x)"
    project.post("posts/t/index.md", body=body)
    write("docs/tep/x.atom", "<feed/>")
    project.post("posts/b.md", "B", body="[Tin](../docs/tep/x.atom)")
    for number, name in enumerate(("x.html", "Văn-bản.pdf", "y.pdf", "mat.pdf"), 1):
        write(f"documents/{number}.yml", RECORD.format(number=number, file=name))
    write("documents/x.html", "<script>")
    write(unicodedata.normalize("NFD", "documents/Văn-bản.pdf"), PDF)
    write("documents/y.pdf", "<html>")
    (project.root / "documents/mat.pdf").symlink_to("/etc/hostname")
    (project.root / "documents/la.yml").symlink_to("/etc/hostname")
    (project.root / "docs/ngoai.txt").symlink_to("/etc/hostname")

    done = project.run("cchc_site.cli", "check")
    lines = [
        line for line in without_count(done.stdout) if "docs/tep" not in line.partition(":")[0]
    ]

    assert [line.partition(";")[0] for line in lines] == [
        "docs/ngoai.txt: liên kết tượng trưng dẫn ra ngoài dự án",
        "documents/1.yml:1: tệp “x.html”: có thể chạy mã trong trình duyệt nên không được đăng",
        "documents/3.yml:1: tệp “y.pdf”: nội dung không phải của tệp “.pdf”, mà là trang HTML "
        "hoặc XML",
        "documents/4.yml:1: không có tệp “documents/mat.pdf”",
        "documents/la.yml: liên kết tượng trưng dẫn ra ngoài dự án",
        "posts/b.md:8: tệp “../docs/tep/x.atom”: có thể chạy mã trong trình duyệt nên không được "
        "đăng",
        "posts/t/index.md:8: không có ảnh “anh.png”",
        "posts/t/index.md:8: liên kết “//[x” thiếu “https:”",
        "posts/t/index.md:8: tệp “c.pdf”: tệp rỗng, không có nội dung",
        "posts/tin.docx: tệp này không thành bài, và không bài nào dẫn tới nó",
    ]
    assert "có phải “Anh.PNG” không?" in done.stdout
