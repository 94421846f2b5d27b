"""Whether a document is in force, and where that is said: from the words of records to pages."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from html import unescape
from pathlib import Path

import pytest

from cchc_site.site import documents, force
from cchc_site.site.force import NamedDocument
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.checking import check
from tests.support.html import head_of
from tests.support.project import Project

TODAY = dt.date(2026, 3, 1)


def said(record: dict[str, str], *effective: str) -> str:
    """What is said today of a document with such a `record`, and with successors that hold from
    these days, "" for one that is not known."""
    known = {"number": "61/2018/NĐ-CP", "date": "2018-04-23", "issuer": "Chính phủ"} | record
    successors = [
        NamedDocument(
            f"Nghị định số {number}", f"Nghị định {number}", "", dt.date.fromisoformat(day)
        )
        if day
        else NamedDocument(f"Nghị định số {number}", f"Nghị định {number}", "")
        for number, day in enumerate(effective, 1)
    ]
    return force.of(documents.of_record(known), successors, TODAY).sentence


@pytest.mark.parametrize(
    ("record", "effective", "sentence"),
    [
        ({}, (), ""),
        ({"status": "Còn hiệu lực"}, (), ""),
        ({"effective": "2018-06-21"}, (), ""),
        ({"status": "Hết hiệu lực"}, (), "Hết hiệu lực"),
        ({"expires": "2026-03-01"}, (), "Hết hiệu lực từ 1/3/2026"),
        ({"expires": "2026-03-02"}, (), "Sẽ hết hiệu lực từ 2/3/2026"),
        (
            {"expires": "2026-03-02", "status": "Hết hiệu lực"},
            (),
            "Sẽ hết hiệu lực từ 2/3/2026",
        ),
        ({"expires": "2025-07-01", "status": "Còn hiệu lực"}, (), "Hết hiệu lực từ 1/7/2025"),
        ({"effective": "2026-04-01"}, (), "Chưa có hiệu lực, có hiệu lực từ 1/4/2026"),
        (
            {"effective": "2026-04-01", "status": "Còn hiệu lực"},
            (),
            "Chưa có hiệu lực, có hiệu lực từ 1/4/2026",
        ),
        ({"effective": "2026-03-01", "status": "Chưa có hiệu lực"}, (), ""),
        ({"status": "Chưa có hiệu lực"}, (), "Chưa có hiệu lực"),
        ({"status": "Hết hiệu lực một phần"}, (), "Hết hiệu lực một phần"),
        ({}, ("2025-07-01",), "Hết hiệu lực từ 1/7/2025; được thay bằng Nghị định 1"),
        ({}, ("2026-07-01",), "Sẽ hết hiệu lực từ 1/7/2026; sẽ được thay bằng Nghị định 1"),
        ({}, ("",), "Được thay bằng Nghị định 1"),
        (
            {"status": "Hết hiệu lực"},
            ("",),
            "Hết hiệu lực; được thay bằng Nghị định 1",
        ),
        (
            {"expires": "2025-06-30"},
            ("2025-07-01",),
            "Hết hiệu lực từ 30/6/2025; được thay bằng Nghị định 1",
        ),
        ({}, ("2025-07-01", "2025-08-01"), "Được thay bằng Nghị định 1, Nghị định 2"),
        ({}, ("2025-07-01", "2026-08-01"), "Sẽ được thay bằng Nghị định 1, Nghị định 2"),
        (
            {"status": "Hết hiệu lực một phần"},
            ("2025-07-01",),
            "Hết hiệu lực một phần; được thay một phần bằng Nghị định 1",
        ),
    ],
)
def test_a_day_counts_more_than_a_word(
    record: dict[str, str], effective: tuple[str, ...], sentence: str
) -> None:
    """What lies ahead is never told as past, nor what is past as ahead."""
    assert said(record, *effective) == sentence


OLD = "van-ban/61-2018-nd-cp-2018-chinh-phu/"
NEW = "van-ban/118-2025-nd-cp-2025-chinh-phu/"
RECORDS = """\
- number: 61/2018/NĐ-CP
  date: 2018-04-23
  issuer: Chính phủ
  title: Về cơ chế một cửa
  field: Cải cách hành chính
  signer: Người Ký
  full_text: https://vanban.example.vn/?docid=61
- number: 118/2025/NĐ-CP
  date: 2025-06-09
  issuer: Chính phủ
  title: Về cơ chế một cửa
  effective: 2025-07-01
"""
REPEALED = RECORDS + "  replaces: Nghị định số 61/2018/NĐ-CP\n"
LINE = (
    "Nghị định 61/2018/NĐ-CP nêu trong bài đã hết hiệu lực từ 1/7/2025; thay bằng "
    "Nghị định 118/2025/NĐ-CP"
)
NOTE = "Hết hiệu lực từ 1/7/2025. Được thay bằng Nghị định 118/2025/NĐ-CP"


def words(site: Path, url: str) -> str:
    """What the page at `url` says, without tags."""
    html = (site / url / "index.html").read_text("utf-8")
    html = html[html.index('<div class="cchc-page">') : html.index("<footer")]
    return (
        " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
        .replace(" ,", ",")
        .replace(" .", ".")
    )


def write(project: Project, records: str) -> None:
    """A site of six posts, two of which cite the older decree, and one both."""
    project.write("documents/chinh-phu.yml", records)
    for number, body in enumerate(
        (
            "Theo Nghị định số 61/2018/NĐ-CP, nộp ở một cửa.",
            "Lời khác, không nêu văn bản nào.",
            "Nghị định 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ.",
            "Theo Nghị định số 118/2025/NĐ-CP.",
            "Nghị định 118/2025/NĐ-CP thay Nghị định 61/2018/NĐ-CP.",
            "Theo Nghị định số 30/2020/NĐ-CP.",
        )
    ):
        project.post(
            f"posts/2024/bai-{number}.md", f"Bài {number}", f"2024-0{number + 1}-05", body=body
        )


CITING = tuple(f"tin-tuc/2024/0{number + 1}/bai-{number}/" for number in (0, 2, 4))


@pytest.mark.site
def test_a_repeal_changes_what_tells_of_it_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An incremental build renders the posts that cite the document, its page and its successor's,
    the lists that hold it and the files for machines; the same as a clean build."""
    monkeypatch.setenv("CCHC_NOW", "2026-03-01")
    project = Project(tmp_path)
    write(project, RECORDS)
    assert strict_build(tmp_path).good
    before = contents(tmp_path / "site")

    project.write("documents/chinh-phu.yml", REPEALED)
    assert strict_build(tmp_path).good

    after = contents(tmp_path / "site")
    changed = {path for path in after.keys() | before if after.get(path) != before.get(path)}
    assert {path for path in changed if "/chi-muc/" not in path} == {
        *(f"{url}index.html" for url in (*CITING, OLD, NEW)),
        "van-ban/index.html",
        "van-ban/nam/2018/index.html",
        "van-ban/loai/nghi-dinh/index.html",
        "van-ban/co-quan/chinh-phu/index.html",
        "van-ban.json",
        "van-ban.csv",
        "SHA256SUMS",
    }
    for url in CITING:
        assert words(tmp_path / "site", url).count(LINE) == 1
        assert NOTE in words(tmp_path / "site", url)
    _, clean = clean_build(tmp_path)
    assert_equal(after, clean)


@pytest.mark.site
def test_a_day_that_comes_is_told_without_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the successor holds the document is in force; then an incremental build says so."""
    project = Project(tmp_path)
    write(project, REPEALED)
    for now, is_over in (("2025-06-30T23:00", False), ("2025-07-01T01:00", True)):
        monkeypatch.setenv("CCHC_NOW", now)
        assert strict_build(tmp_path).good

        post, document = words(tmp_path / "site", CITING[0]), words(tmp_path / "site", OLD)

        assert (LINE in post) is is_over
        assert (NOTE in document) is is_over
        assert ("Sẽ hết hiệu lực từ 1/7/2025. Sẽ được thay bằng" in document) is not is_over
        assert_equal(contents(tmp_path / "site"), clean_build(tmp_path)[1])


@pytest.fixture(scope="module")
def repealed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site of six posts, where the decree is repealed."""
    project = Project(tmp_path_factory.mktemp("repealed"))
    write(project, REPEALED)
    project.build()
    return project


@pytest.mark.site
def test_pages_say_it_under_the_name(repealed: Project) -> None:
    """Box, list and page link to the successor, which says nothing of itself."""
    site = repealed.root / "site"
    for url in (CITING[0], "van-ban/", "van-ban/nam/2018/", OLD):
        html = (site / url / "index.html").read_text("utf-8")
        base = "../" * url.count("/")
        note = re.search(r'<span class="cchc-force cchc-force--over">(.*?)</span>', html, re.DOTALL)
        assert note
        assert f'href="{base}{NEW}"' in note[1]
        assert NOTE in words(site, url)
    assert "cchc-force" not in repealed.read(f"site/{NEW}index.html")


@pytest.mark.site
def test_a_document_tells_its_field_its_signer_and_where_its_text_is(repealed: Project) -> None:
    """On its page, in its title, in the data and to machines."""
    text = words(repealed.root / "site", OLD)
    html = repealed.read(f"site/{OLD}index.html")
    [thing] = head_of(repealed, OLD).kind("Legislation")
    [successor] = head_of(repealed, NEW).kind("Legislation")
    rows = json.loads(repealed.read("site/van-ban.json"))
    row = next(row for row in rows if row["number"] == "61/2018/NĐ-CP")
    table = csv.DictReader(repealed.read("site/van-ban.csv").removeprefix("\ufeff").splitlines())
    line = next(line for line in table if line["number"] == "61/2018/NĐ-CP")

    assert "Người ký Người Ký" in text
    assert "Lĩnh vực Cải cách hành chính" in text
    assert "Ngày hết hiệu lực 1/7/2025 Hiệu lực Hết hiệu lực" in text
    assert '<a href="https://vanban.example.vn/?docid=61">vanban.example.vn</a>' in html
    assert "<title>Nghị định 61/2018/NĐ-CP: cơ chế một cửa" in html
    assert thing["legislationJurisdiction"]["name"] == "Việt Nam"
    assert thing["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert thing["about"]["name"] == "Cải cách hành chính"
    assert thing["accountablePerson"]["name"] == "Người Ký"
    assert thing["sameAs"] == "https://vanban.example.vn/?docid=61"
    assert successor["legislationDateOfApplicability"] == "2025-07-01"
    assert successor["legislationRepeals"][0]["@id"].endswith(OLD)
    for told in (row, line):
        assert told["field"] == "Cải cách hành chính"
        assert told["signer"] == "Người Ký"
        assert told["full_text"] == "https://vanban.example.vn/?docid=61"
        assert (told["status"], told["expires"]) == ("Hết hiệu lực", "2025-07-01")
        assert told["replaced_by"] == "Nghị định 118/2025/NĐ-CP"


@pytest.mark.site
def test_a_check_lists_the_posts_in_one_line_a_record(project: Project) -> None:
    """Those that name the successor, are over, or were looked through since are left out."""
    write(project, REPEALED)

    def advice() -> list[str]:
        return [line for line in check(project)[1] if "nêu nó chưa được xem lại" in line]

    [line] = advice()
    assert line.startswith(
        "documents/chinh-phu.yml:1: gợi ý: Nghị định 61/2018/NĐ-CP đã hết hiệu lực từ 1/7/2025, "
        "2 bài nêu nó chưa được xem lại: posts/2024/bai-2.md, posts/2024/bai-0.md; hãy xem lại"
    )
    for number, mend in ((0, "updated: 2025-07-01"), (2, "expires: 2025-07-01")):
        path = f"posts/2024/bai-{number}.md"
        project.write(path, project.read(path).replace("author:", f"{mend}\nauthor:"))
    assert advice() == []


@pytest.mark.site
def test_titles_of_documents_name_their_subject(project: Project) -> None:
    """Two of one number and subject are told apart by year and body."""
    record = "- {number: 5/KH-UBND, date: DAY, issuer: UBND xã Tân Mỹ, title: Về việc tiếp dân}\n"
    other = "- {number: 6/KH-UBND, date: 2024-01-02, issuer: UBND xã Tân Mỹ}\n"
    project.write(
        "documents/a.yml",
        record.replace("DAY", "2023-01-02") + record.replace("DAY", "2024-01-02") + other,
    )
    project.post("posts/2024/a.md")
    project.build()

    pages = (project.root / "site/van-ban").glob("*-kh-ubnd-*/index.html")
    titles = [
        re.search("<title>(.*?)(?: – [^<]*)?</title>", page.read_text("utf-8")) for page in pages
    ]

    assert sorted(title[1] for title in titles if title) == [
        "Kế hoạch 5/KH-UBND: tiếp dân (2023, Ủy ban nhân dân xã Tân Mỹ)",
        "Kế hoạch 5/KH-UBND: tiếp dân (2024, Ủy ban nhân dân xã Tân Mỹ)",
        "Kế hoạch số 6/KH-UBND, 2024, Ủy ban nhân dân xã Tân Mỹ",
    ]


ACTS = {
    "Luật Chuyển đổi số": ("148/2025/QH15", "Luật"),
    "BỘ LUẬT LAO ĐỘNG": ("45/2019/QH14", "Bộ luật"),
    "Nghị quyết của Quốc hội về đầu tư công": ("90/2025/QH15", "Nghị quyết"),
    "Pháp lệnh Ưu đãi người có công": ("02/2020/UBTVQH14", "Pháp lệnh"),
    "Về luật sư": ("20/2012/QH13", "Văn bản"),
    "Về đầu tư": ("12/2021/CTN", "Văn bản"),
}


@pytest.mark.site
def test_the_type_of_an_act_is_its_titles_or_none(project: Project) -> None:
    """Never a letter; what nobody tells is neutral, and asked for with the line to write."""
    records = "".join(
        f"- {{number: {number}, date: 2020-01-02, issuer: Quốc hội, title: {title}}}\n"
        for title, (number, _) in ACTS.items()
    )
    project.write("documents/a.yml", records)
    body = "Luật Nhà ở số 27/2023/QH15.\n\nTheo 200/2025/QH15.\n\nNghị quyết 27/2023/QH15."
    project.post("posts/2024/a.md", body=body)
    project.build()

    rows = {row["number"]: row.get("type") for row in json.loads(project.read("site/van-ban.json"))}
    advice = [line.partition(";") for line in check(project)[1] if "gợi ý: chưa rõ" in line]

    for number, kind in ACTS.values():
        assert rows[number] == (None if kind == "Văn bản" else kind)
    assert rows["27/2023/QH15"] is rows["200/2025/QH15"] is None  # at odds; told by nobody
    assert "<h1>Văn bản số " in project.read("site/van-ban/200-2025-qh15-2025-quoc-hoi/index.html")
    assert "Công văn" not in project.read("site/van-ban/index.html")
    assert [what for what, _, _ in advice] == [
        "documents/a.yml:5: gợi ý: chưa rõ “20/2012/QH13” là Luật, Bộ luật hay Nghị quyết",
        "documents/a.yml:6: gợi ý: chưa rõ “12/2021/CTN” là loại văn bản nào",
        "posts/2024/a.md:8: gợi ý: chưa rõ “27/2023/QH15” là Luật, Bộ luật hay Nghị quyết",
        "posts/2024/a.md:10: gợi ý: chưa rõ “200/2025/QH15” là Luật, Bộ luật hay Nghị quyết",
    ]
    assert "“type: Luật” hoặc “type: Nghị quyết”" in advice[0][2]
    assert "- {number: 200/2025/QH15, date: …, issuer: Quốc hội, type: Luật}" in advice[3][2]
