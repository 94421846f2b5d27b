"""Saved pages become the text that a reader sees in them, and what the page tells of it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.importing import formats, legacy_fonts
from cchc_site.importing.draft import Draft, Refused
from cchc_site.importing.legacy_fonts import LegacyEncoding
from tests.support.importing import options, taken_for_latin, windows_1258
from tests.support.paths import TESTS

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
CASES = yaml.safe_load((TESTS / "cases/importing/saved_pages.yml").read_text("utf-8"))
PDF = b"%PDF-1.4\n%%EOF\n"


def drafts(path: Path, mapping: Mapping[str, Any] | None = None) -> list[Draft]:
    """The drafts in a file."""
    form = formats.recognised(path)
    assert form
    return [each for each in form.reader()(path, options(mapping)) if isinstance(each, Draft)]


def draft(folder: Path, page: str | bytes, mapping: Mapping[str, Any] | None = None) -> Draft:
    """The draft that a page is."""
    path = folder / "luu.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    (made,) = drafts(path, mapping)
    return made


def article(body: str) -> str:
    """A page with that text."""
    title = "<title>Tin của xã</title><h1>Tin của xã</h1>"
    return f"<html><meta charset=utf-8>{title}<div class=noidung>{body}</div></html>"


def shown(made: Draft) -> str:
    """What the page of a post shows of its text, without blanks."""
    return "".join(unescape(re.sub("<[^>]*>", "", options().html(made.body))).split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_becomes_what_a_reader_sees_in_it(case: dict[str, Any], tmp_path: Path) -> None:
    """Title, day, writer and text are right wherever the page has them; menus, other news and
    counters are no text."""
    for name in case.get("files", ()):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(PNG if name.endswith("png") else PDF)

    made = draft(tmp_path, case["page"])

    assert dict(made.fields) == case["fields"]
    assert sorted(made.guessed) == case.get("guessed", [])
    assert made.body == case["body"]
    assert len(made.files) == len(case.get("files", ()))
    told = [*map(str, made.left_out)]
    assert len(told) == len(case["told"])
    assert all(piece in line for piece, line in zip(case["told"], told, strict=True))


_WORDS = st.text(
    st.sampled_from([*"aăâbđêơưếỗ 19*_`[]()<>&#|\\~!-+.:;{}=$^@/\"'“”%"]), min_size=1, max_size=20
).filter(str.strip)
_INLINE = st.recursive(
    _WORDS.map(escape),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "span", "sup", "strong", "u", "font", "s"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
_LINE = st.lists(_INLINE, min_size=1, max_size=4).map("".join)
_CELLS = st.lists(st.lists(_LINE, min_size=2, max_size=3), min_size=1, max_size=3)
_BLOCK = st.one_of(
    _LINE.map(lambda line: f"<p>{line}</p>"),
    st.lists(_LINE, min_size=2, max_size=3).map(lambda lines: f"<p>{'<br>'.join(lines)}</p>"),
    _LINE.map(lambda line: f"<h3>{line}</h3>"),
    st.lists(_LINE, min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    ),
    _CELLS.map(
        lambda rows: (
            "<table border=1>"
            + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
            + "</table>"
        )
    ),
    _LINE.map(lambda line: f"<blockquote><p>{line}</p></blockquote>"),
)


@given(st.lists(_BLOCK, min_size=1, max_size=5))
def test_every_text_arrives_once_and_unchanged(tmp_path_factory: Any, blocks: list[str]) -> None:
    """Whatever signs paragraphs, cells and items hold, the post's page shows just these."""
    lead = "<p>Mở đầu bài viết của xã.</p>"
    body = f"{lead}{''.join(blocks)}<p>Hết bài viết của xã, xin mời bà con xem.</p>"
    made = draft(tmp_path_factory.getbasetemp(), article(body))

    wanted = unescape(re.sub("<[^>]*>", "", body))

    assert shown(made) == "".join(wanted.split())
    assert made.words_in == made.words_out


def test_the_address_of_a_list_is_none_of_its_articles(tmp_path: Path) -> None:
    """Portals that tell articles apart by a query name their list as the address of each."""
    lead = "<!-- saved from url=(0040)https://x.example.vn/web/tin?id=5&fbclid=1 -->"
    page = article("<link rel=canonical href='https://x.example.vn/web/tin/'><p>Chữ.</p>")

    assert draft(tmp_path, lead + page).fields["aliases"] == ["/web/tin?id=5"]


def test_a_head_of_merged_cells_stays_with_its_rows(tmp_path: Path) -> None:
    """A browser cuts a cell off at the end of the head: then the table has none."""
    rows = "<tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><td>C</td><td>D</td></tr>"
    made = draft(tmp_path, article(f"<p>x</p><table>{rows}<tr><td>1<td>2<td>3</tr></table>"))

    assert "<thead>" not in made.body
    assert '<tr><th scope="col" rowspan="2">A</th><th scope="col" colspan="2">B</th></tr>' in (
        made.body
    )


SENTENCE = (
    "Ủy ban nhân dân xã thông báo lịch tiếp công dân tháng năm. Kính mời bà con đến dự đông đủ, "
    "đúng giờ."
)


@pytest.mark.parametrize(
    "content",
    [
        article(f"<p>{SENTENCE}</p>").encode("utf-16"),
        article(f"<p>{SENTENCE}</p>").encode().replace(b"charset=utf-8", b"charset=iso-8859-1"),
        windows_1258(article(f"<p>{SENTENCE}</p>")),
        article(f"<p>{SENTENCE}</p>").encode("ascii", "xmlcharrefreplace"),
        legacy_fonts.encoded(article(f"<p>{SENTENCE}</p>"), LegacyEncoding.VNI).encode("latin-1"),
        legacy_fonts.encoded(
            article(f"<p>{SENTENCE.replace('Ủ', 'ủ')}</p>"), LegacyEncoding.TCVN3
        ).encode("latin-1"),
        article(
            f"<p><font face='.VnTime, Arial'>"
            f"{legacy_fonts.encoded(SENTENCE.replace('Ủ', 'ủ'), LegacyEncoding.TCVN3)}</font></p>"
        ).encode(),
        article(f"<p style=\"font-family:'.VnTime'\">{SENTENCE}</p>").encode(),
        taken_for_latin(article(f"<p>{SENTENCE}</p>")).encode(),
    ],
    ids="utf16 wrongly-told windows-1258 references vni tcvn3 one-font named-only twice".split(),
)
def test_letters_are_read_whatever_wrote_them(content: bytes, tmp_path: Path) -> None:
    """Of the readings that a page allows the Vietnamese one holds, not what the page says."""
    assert draft(tmp_path, content).body.strip().casefold() == SENTENCE.casefold()


def test_letters_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Nobody finds out from the site that the words of a page were lost."""
    torn = (
        article("<p>x</p>").encode().replace(b"<p>x", b"<p>L\xffch ti\xf0\x28p c\x9dng d\xfen \x81")
    )
    (line,) = map(str, draft(tmp_path, torn).left_out)

    assert "sai bảng mã" in line


def test_a_torn_letter_spoils_no_others(tmp_path: Path) -> None:
    """Of a text of UTF-8 that was cut somewhere the rest is read, and the page is told."""
    torn = draft(tmp_path, article(f"<p>{SENTENCE}@</p>").encode().replace(b"@", b"\xc3"))

    assert torn.body.startswith(SENTENCE)
    assert "sai bảng mã" in str(torn.left_out[0])


HOSTILE = {
    "tables": ("<table><tr><td>" * 100_000, "phần lồng nhau"),
    "spans": ("<span>" * 300 + "x", "phần lồng nhau"),
    "links": ("<a href=x><div>" * 30_000, "cấu trúc bất thường"),
    "attributes": (f"<p {' '.join(f'a{number}=1' for number in range(9000))}>", "bất thường"),
    "nothing": ("<script>x</script>", "không"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """What takes a parser or a reader too long costs nobody time."""
    page, why = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        draft(tmp_path, f"<html><body>{page}")

    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_nothing_of_a_page_runs_and_nothing_outside_its_folder_is_read(tmp_path: Path) -> None:
    """Scripts go, paths that lead out bring nothing, entities of XML are text."""
    (tmp_path / "kin.pdf").write_bytes(PDF)
    folder = tmp_path / "trang"
    folder.mkdir()
    (folder / "ra.pdf").symlink_to(tmp_path / "kin.pdf")
    body = (
        "<p onclick='x()'>Một <script>alert(1)</script><style>p{}</style>"
        "<a href='../kin.pdf'>a</a> <a href='/etc/passwd'>b</a> <a href='ra.pdf'>c</a> "
        "<a href='javascript:x()'>d</a> <a href='file:///etc/passwd'>e</a> &x; "
        "<img src='file:///etc/passwd' alt='g'><img src='../../kin.png' alt='h'></p>"
        "<iframe src='javascript:x()'></iframe><p>Hai</p>"
    )
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + article(body)

    made = draft(folder, page)

    assert made.files == ()
    assert made.body == "Một a b c d e &x;\n\nHai\n"
    assert len(made.left_out) == 5


def test_a_site_tells_where_its_old_portal_had_what(tmp_path: Path) -> None:
    """Selectors and names of categories after --map come before those that are shipped."""
    page = (
        "<title>Họp</title><div class=dau>Họp báo quý một</div><i class=luc>5/6/2021</i>"
        "<div class=noidung>Bên cạnh.</div><div class=than><p>Nội dung.</p>"
        "<p class=bo>Bỏ.</p></div>"
        "<b class=muc>Tin hoạt động</b>"
    )
    mapping = {
        "portals": [
            {"name": "Cổng cũ", "when": ".than", "body": ".than", "drop": ".bo", "title": ".dau",
             "date": ".luc", "category": [".khong", ".muc"]},
        ],
        "categories": {"tin hoạt động": "Tin tức"},
    }  # fmt: skip

    made = draft(tmp_path, page, mapping)

    assert made.body == "Nội dung.\n"
    assert dict(made.fields) == {
        "title": "Họp báo quý một", "date": "2021-06-05", "category": "tin-tuc"
    }  # fmt: skip
    for wrong, why in (({"bodi": "x"}, "có phải “body”"), ({"body": "a[["}, "viết sai")):
        with pytest.raises(Refused, match=re.escape(why)):
            draft(tmp_path, page, {"portals": [wrong]})


def _mht(page: str) -> bytes:
    whole = MIMEMultipart("related")
    whole["Snapshot-Content-Location"] = "https://xa.example.vn/tin?id=5"
    text = MIMEText(page, "html", "utf-8")
    text["Content-Location"] = "https://xa.example.vn/tin?id=5"
    picture = MIMEImage(PNG, "png")
    picture["Content-Location"] = "https://xa.example.vn/anh%201.png"
    for part in (text, picture):
        whole.attach(part)
    return whole.as_bytes()


def _warc(page: str, zipped: bool) -> bytes:
    """An archive of a site (ISO 28500), a member a record where it is zipped."""
    home = "<title>Trang chủ</title><p>Danh sách tin của xã</p>"
    records = (
        ("https://xa.example.vn/", "text/html; charset=utf-8", home.encode()),
        ("https://xa.example.vn/tin?id=5", "text/html; charset=utf-8", page.encode()),
        ("https://xa.example.vn/anh%201.png", "image/png", PNG),
    )
    whole = b""
    for address, kind, content in records:
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + content
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n"
        )
        record = f"{head}\r\n".encode() + answer + b"\r\n\r\n"
        whole += gzip.compress(record) if zipped else record
    return whole


def test_a_page_in_one_file_and_an_archive_bring_their_pictures(tmp_path: Path) -> None:
    """What a browser saves as one file, or a crawler in an archive, is the same post."""
    page = article("<p>Đăng lúc: 5/6/2021</p><p>Một.</p><img src='/anh 1.png' alt='Quầy'>")
    alone = tmp_path / "alone.mhtml"
    alone.write_bytes(
        b'MIME-Version: 1.0\r\nContent-Type: text/html;\r\n\tcharset="utf-8"\r\n\r\n'
        + page.encode()
    )
    assert drafts(alone)[0].fields["date"] == "2021-06-05"
    for name, content in (
        ("a.mht", _mht(page)),
        ("a.warc", _warc(page, zipped=False)),
        ("a.warc.gz", _warc(page, zipped=True)),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        (made,) = drafts(path)

        assert made.body == "Một.\n\n![Quầy](anh-1.png)\n"
        assert made.fields["aliases"] == ["/tin?id=5"]
        assert made.fields["date"] == "2021-06-05"
        assert [file.content for file in made.files] == [PNG]
        told = [*map(str, made.left_out)]
        others = ["1 trang khác trong kho lưu (trang chủ, trang danh sách)"]
        assert told == ([] if name == "a.mht" else others)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nxx"),
        ("a.warc.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03abc"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"),
    ],
    ids=["warc", "warc.gz", "mht"],
)
def test_a_broken_archive_is_refused_in_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    """Damage is told, with what to do."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match="hãy"):
        drafts(tmp_path / name)
