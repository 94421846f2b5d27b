"""Tables that other systems export become posts, their columns known by name or told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cchc_site.importing import formats
from cchc_site.importing.draft import Draft, Refused
from tests.support.importing import options, windows_1258


def drafts(
    folder: Path, name: str, content: bytes, mapping: Mapping[str, Any] | None = None
) -> list[Draft]:
    """The drafts in a file."""
    path = folder / name
    path.write_bytes(content)
    form = formats.recognised(path)
    assert form
    return [each for each in form.reader()(path, options(mapping)) if isinstance(each, Draft)]


TABLE = (
    "Tên tin;Ngày đăng;Người đăng;Loại tin;Nội dung;Liên kết;Lượt xem\r\n"
    "Họp báo;25/04/2022 08:30;Lê Lan;Tin tức;"
    '"<p>Đoạn <b>một</b> 5*3; hai.</p><p>Ba.</p>";https://x.example.vn/tin?id=5;12\r\n'
    'Bài hai;16/72/2020;;Thông báo;"Dòng một\r\nDòng hai";;3\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_spreadsheet_becomes_posts(encoding: str, tmp_path: Path) -> None:
    """Excel's semicolons and byte order marks are read, a cell may hold a page, and what has no
    place is told."""
    first, second = drafts(tmp_path, "a.csv", TABLE.encode(encoding))

    assert dict(first.fields) == {
        "title": "Họp báo",
        "date": "2022-04-25 08:30",
        "author": "Lê Lan",
        "category": "tin-tuc",
        "aliases": ["/tin?id=5"],
    }
    assert first.body == "Đoạn **một** 5*3; hai.\n\nBa.\n"
    assert "cột “Lượt xem” (không phải mục nào của bài)" in map(str, first.left_out)
    assert second.body == "Dòng một\n\nDòng hai\n"
    assert [*map(str, second.left_out)] == [
        "ngày “16/72/2020” không tồn tại (không đoán ngày khác)"
    ]


def test_an_old_encoding_is_read_and_told(tmp_path: Path) -> None:
    """A table of Windows' letters comes along, but somebody is to look at it."""
    text = "Tiêu đề,Ngày,Nội dung\nHọp ủy ban,25/4/2022,Nội dung thứ nhất của bài\n"
    (made,) = drafts(tmp_path, "a.csv", windows_1258(text))

    assert made.body == "Nội dung thứ nhất của bài\n"
    assert made.fields["date"] == "2022-04-25"
    assert "đã đọc theo windows-1258" in str(made.left_out[0])


@pytest.mark.parametrize("whole", [True, False], ids=["list", "lines"])
def test_what_a_system_gives_as_json_becomes_posts(whole: bool, tmp_path: Path) -> None:
    """Values may be objects that say how they are shown."""
    post = {
        "title": {"rendered": "Họp &amp; báo"},
        "createdDate": "2022-04-25T08:30:00",
        "link": "https://x.example.vn/2022/hop/",
        "content": {"rendered": "<p>Một</p>"},
        "categories": ["Tin tức"],
        "tags": ["a", "b"],
    }
    text = json.dumps({"posts": [post]}) if whole else f"{json.dumps(post)}\n"
    (made,) = drafts(tmp_path, "a.json", text.encode())

    assert dict(made.fields) == {
        "title": "Họp & báo",
        "date": "2022-04-25 08:30",
        "category": "tin-tuc",
        "tags": ["a", "b"],
        "aliases": ["/2022/hop/"],
    }
    assert made.body == "Một\n"


def test_columns_of_any_name_are_told(tmp_path: Path) -> None:
    """The file after --map says what columns are; what is missing is refused with what there is."""
    table = b"A,B,C\nHop,2022-04-25,*Mot*\n"
    mapping = {"fields": {"title": "A", "date": "B", "body": "C"}, "body": "markdown"}
    (made,) = drafts(tmp_path, "a.csv", table, mapping)

    assert (made.fields["title"], made.body) == ("Hop", "*Mot*\n")
    for given, why in (
        (None, "không biết cột nào là tiêu đề"),
        ({"fields": {"title": "D"}}, "bảng không có cột “D”; các cột là “A”, “B”, “C”"),
        ({"fields": {"tilte": "A"}}, "mục lạ “tilte”"),
    ):
        with pytest.raises(Refused, match=why):
            drafts(tmp_path, "a.csv", table, given)


def test_the_line_that_is_wrong_is_told(tmp_path: Path) -> None:
    """Of a file of one value, and of one with a value a line."""
    good = '{"title": "a", "body": "b"}'
    for text, line in ((f"{good}\n{{x\n", 2), ("[\n1,\n{x\n]", 3)):
        with pytest.raises(Refused, match=f"viết sai ở dòng {line}; hãy xuất lại"):
            drafts(tmp_path, "a.json", text.encode())
