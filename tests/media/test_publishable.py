"""Which files may be published: a list of what may, the same for every way to the site."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from cchc_site.base import filenames
from cchc_site.base.problems import Problem
from cchc_site.media import publishable
from cchc_site.site.discover import walk
from tests.support.checking import without_count
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
    ],
)
def test_a_file_holds_what_its_ending_says(name: str, head: bytes, said: str) -> None:
    """Else readers get what does not open."""
    found = publishable.held(name, head)

    assert bool(found) == bool(said)
    assert said in "".join(what for _, what, _ in found)


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
issuer: Ủy ban nhân dân xã
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
