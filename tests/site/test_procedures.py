"""Procedures of procedures/*.yml: their pages, the sheets to print, and what posts say of them."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import sheets
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.checking import check
from tests.support.portal import RICH
from tests.support.project import BASE, Project, served

pytestmark = pytest.mark.site

NOW = "2026-03-01"
PAGE, SHEET = "thu-tuc/khai-sinh/index.html", "thu-tuc/khai-sinh/in/index.html"
CATALOGUE = "thu-tuc/index.html"
RECORDS = """\
- {name: Khai sinh, code: 1.001193, field: Hộ tịch, fee: Không thu, papers: [Tờ khai],
   legal_basis: [60/2014/QH13], checked: 2026-01-01}
- {name: Khai tử, code: 1.000656, field: Hộ tịch, checked: 2026-01-01}
"""
LAW = "number: 60/2014/QH13\ndate: 2014-11-20\nissuer: Quốc hội\ntitle: Luật Hộ tịch\n"


def words(html: str) -> str:
    """What a page says, without tags."""
    main = html[html.index('<div class="cchc-page">') : html.index("<footer")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def naming(project: Project, path: str, named: str, title: str = "Tin") -> None:
    """A post that names a procedure."""
    file = project.post(f"posts/2024/{path}.md", title)
    text = file.read_text("utf-8").replace("date:", f"procedures: [{{{named}}}]\ndate:", 1)
    file.write_text(text, "utf-8")


@pytest.fixture
def world(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two records, a law, two posts that name one of them, one that names another procedure."""
    monkeypatch.setenv("CCHC_NOW", NOW)
    project.write("procedures/ho-tich.yml", RECORDS)
    project.write("documents/luat.yml", LAW)
    naming(project, "a", "name: Khai sinh", "Tin theo tên")
    naming(project, "b", "name: Đăng ký khai sinh, code: 1.001193.000.00.00.H20", "Tin theo mã")
    naming(project, "c", "name: Kết hôn, code: 1.000894", "Tin khác")
    return project


def built(project: Project) -> dict[str, bytes]:
    """The files of the site, now built."""
    outcome = strict_build(project.root)
    assert outcome.good, outcome.said
    return contents(project.root / "site")


def test_a_page_answers_what_people_ask_first(site: Path) -> None:
    """What they get, where, how long, how much; then papers, forms, steps, basis with its force,
    and when somebody looked at it last."""
    html = (site / "thu-tuc/dang-ky-khai-sinh/index.html").read_text("utf-8")

    said = words(html)
    order = (
        "Đăng ký khai sinh Kiểm tra lần cuối ngày 15/1/2025, đã hơn một năm. Hãy hỏi lại nơi nộp",
        "Kết quả Giấy khai sinh",
        "Nơi nộp Trung tâm Phục vụ hành chính công cấp xã",
        "Thời hạn 1 ngày làm việc",
        "Phí, lệ phí Miễn lệ phí khi đăng ký đúng hạn",
        "Nộp trên Cổng Dịch vụ công quốc gia",
        "Giấy tờ cần có Tờ khai đăng ký khai sinh 1 bản chính Mẫu: to-khai.pdf (PDF, 1 KB)",
        "Giấy chứng sinh 1 bản chính, 1 bản sao Không có thì nộp văn bản của người làm chứng.",
        "Giấy tờ tùy thân",
        "Mẫu đơn, tờ khai Tờ khai đăng ký khai sinh (PDF, 1 KB) Mẫu trên Cổng (dichvucong.gov.vn)",
        "Các bước Nộp tờ khai và giấy chứng sinh. Ký vào sổ",
        "Tin về thủ tục này (1) Bài có đủ các phần",
        "Mã thủ tục 1.001193 Lĩnh vực Hộ tịch Cấp thực hiện Cấp xã Ai được làm Cha hoặc mẹ của trẻ "
        "Nộp trực tuyến Toàn trình",
        "Nghị định số 61/2018/NĐ-CP Ngày 23/4/2018, Chính phủ",
        "Hết hiệu lực",
        "7/VB",
    )
    places = [said.find(text) for text in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert (site / "thu-tuc/dang-ky-khai-sinh/to-khai.pdf").is_file()


def test_machines_are_told_of_the_service(site: Path) -> None:
    """As schema.org's GovernmentService."""
    html = (site / "thu-tuc/dang-ky-khai-sinh/index.html").read_text("utf-8")
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    things = map(json.loads, scripts)
    [service] = [thing for thing in things if thing["@type"] == "GovernmentService"]

    assert service["name"] == "Đăng ký khai sinh"
    assert service["url"] == f"{BASE}thu-tuc/dang-ky-khai-sinh/"
    assert service["identifier"] == "1.001193"
    assert service["serviceOutput"]["name"] == "Giấy khai sinh"
    assert service["audience"]["audienceType"] == "Cha hoặc mẹ của trẻ"
    assert service["availableChannel"]["serviceUrl"] == "https://dichvucong.gov.vn/"
    assert service["provider"]["@type"] == "GovernmentOrganization"


def test_the_catalogue_has_fields_with_their_numbers(site: Path) -> None:
    """And after them what only posts name; a place that was linked to before is still there."""
    html = (site / CATALOGUE).read_text("utf-8")

    said = words(html)
    assert "Chứng thực (1 thủ tục) Chứng thực bản sao từ bản chính Mã 2.000815" in said
    assert (
        "Hộ tịch (1 thủ tục) Đăng ký khai sinh Mã 1.001193 · Cấp xã · nộp trực tuyến toàn trình"
        in said
    )
    assert "Thủ tục khác có trong tin Xác nhận tình trạng hôn nhân" in said
    for key in ("1-001193", "dang-ky-khai-sinh", "xac-nhan-tinh-trang-hon-nhan"):
        assert f'id="{key}"' in html
    post = (site / RICH / "index.html").read_text("utf-8")
    assert 'href="../../../../thu-tuc/dang-ky-khai-sinh/">Đăng ký khai sinh (1.001193)<' in post


def test_posts_name_a_record_by_code_or_by_name(world: Project) -> None:
    """In their own words; a code with the ending of a province is the national one; another code is
    another procedure, whatever its name."""
    naming(world, "d", "name: Khai sinh, code: 9.999999", "Tin mã lạ")
    files = built(world)

    page, catalogue = words(files[PAGE].decode()), words(files[CATALOGUE].decode())
    assert "Tin theo tên" in page
    assert "Tin theo mã" in page
    assert "Tin khác" not in page
    assert "Tin mã lạ" not in page
    assert "Kết hôn (1.000894) Tin khác" in catalogue
    assert "Khai sinh (9.999999) Tin mã lạ" in catalogue
    post = files["tin-tuc/2024/05/b/index.html"].decode()
    assert 'thu-tuc/khai-sinh/">Đăng ký khai sinh (1.001193.000.00.00.H20)<' in post


def test_procedures_of_one_name_have_addresses_of_their_own(world: Project) -> None:
    """The common one leads to both."""
    world.write(
        "procedures/tinh.yml", "- {name: Khai sinh, code: 2.000528, level: Cấp tỉnh, papers: [Đơn]}"
    )
    files = built(world)

    both = files[PAGE].decode()
    pages = re.findall(r'class="cchc-cover" href="\.\./\.\./(thu-tuc/khai-sinh/\w+/)"', both)
    assert "Mã 2.000528 · Cấp tỉnh" in words(both)
    assert len(pages) == 2
    for url in pages:
        assert f"{url}index.html" in files
        assert f"{url}in/index.html" in files


@pytest.mark.parametrize(
    ("old", "new", "pages"),
    [
        ("Không thu", "8.000 đồng", {PAGE, SHEET}),
        ("[Tờ khai]", "[Tờ khai, Giấy chứng sinh]", {PAGE, SHEET}),
        ("1.001193, field", "1.001193, level: Cấp xã, field", {PAGE, CATALOGUE}),
        ("[60/2014/QH13]", "[60/2014/QH13, 1/VB]", {PAGE}),
    ],
)
def test_a_change_of_a_record_changes_what_shows_it(
    world: Project, old: str, new: str, pages: set[str]
) -> None:
    """Its page, its sheet, the catalogue, the search, and no other file; as a clean build has
    them."""
    before = built(world)

    world.write("procedures/ho-tich.yml", RECORDS.replace(old, new, 1))
    after = built(world)

    changed = {path for path in after.keys() | before if after.get(path) != before.get(path)}
    assert {path for path in changed if "/chi-muc/" not in path} == {*pages, "SHA256SUMS"}
    assert_equal(after, clean_build(world.root)[1])


def test_a_new_name_changes_what_leads_there(world: Project) -> None:
    """Also the posts that name it by its code; the page and the sheet move."""
    before = built(world)

    world.write("procedures/ho-tich.yml", RECORDS.replace("Khai sinh", "Đăng ký khai sinh", 1))
    after = built(world)

    changed = {path for path in after.keys() | before if after.get(path) != before.get(path)}
    assert {path for path in changed if "/chi-muc/" not in path} == {
        *(PAGE, SHEET, CATALOGUE, "sitemap.xml", "sitemap.xml.gz", "SHA256SUMS"),
        *(path.replace("khai-sinh", "dang-ky-khai-sinh") for path in (PAGE, SHEET)),
        *(f"tin-tuc/2024/05/{name}/index.html" for name in ("a", "b")),
    }
    assert_equal(after, clean_build(world.root)[1])


def test_after_a_year_reader_and_editor_are_told(
    world: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the day, without an edit."""
    line = "Kiểm tra lần cuối ngày 1/1/2026"
    for now, is_stale in (("2026-12-31T23:00", False), ("2027-01-01T01:00", True)):
        monkeypatch.setenv("CCHC_NOW", now)
        files = built(world)

        assert (f"{line}, đã hơn một năm." in words(files[PAGE].decode())) is is_stale
        assert (f"{line}, đã hơn một năm." in words(files[SHEET].decode())) is is_stale
        _, said = check(world, "--advice")
        advice = [said_line for said_line in said if "kiểm tra lần cuối" in said_line]
        assert bool(advice) is is_stale
        assert_equal(files, clean_build(world.root)[1])


def test_a_basis_that_is_repealed_is_told(world: Project) -> None:
    """To the reader under its name, to the editor at the line of the record."""
    built(world)

    world.write("documents/luat.yml", f"{LAW}expires: 2026-02-01\n")
    files = built(world)

    assert "Luật Hộ tịch Hết hiệu lực từ 1/2/2026" in words(files[PAGE].decode())
    _, said = check(world, "--advice")
    [told] = [line for line in said if line.startswith("procedures/ho-tich.yml:2: ")]
    assert (
        "thủ tục “Khai sinh (1.001193)” dựa vào Luật 60/2014/QH13, văn bản này đã hết hiệu lực từ "
        "1/2/2026"
    ) in told


def test_what_is_written_of_a_basis_is_not_lost(world: Project) -> None:
    """What says more than the register knows stands as it is written; of each document that it
    names, reader and editor are told that it is over."""
    world.write(
        "documents/nghi-dinh.yml",
        "- {number: 1/2015/NĐ-CP, date: 2015-02-01, issuer: Chính phủ, title: Về hộ tịch}\n"
        "- {number: 2/2016/NĐ-CP, date: 2016-02-01, issuer: Chính phủ, expires: 2026-01-01}\n",
    )
    world.write(
        "procedures/can-cu.yml",
        "- name: Căn cứ\n  checked: 2026-01-01\n  legal_basis:\n"
        "    - Điều 5 Luật Hộ tịch số 60/2014/QH13\n"
        "    - Nghị định số 1/2015/NĐ-CP ngày 01 tháng 02 năm 2015 của Chính phủ về hộ tịch\n"
        "    - Nghị định 1/2015/NĐ-CP, sửa đổi bởi Nghị định 2/2016/NĐ-CP\n",
    )

    said = words(built(world)["thu-tuc/can-cu/index.html"].decode())

    assert "Điều 5 Luật Hộ tịch số 60/2014/QH13 Ngày 20/11/2014" in said
    assert "Nghị định số 1/2015/NĐ-CP Ngày 1/2/2015, Chính phủ. Về hộ tịch" in said
    assert "Nghị định 1/2015/NĐ-CP, sửa đổi bởi Nghị định 2/2016/NĐ-CP Ngày 1/2/2015" in said
    assert "Nghị định số 2/2016/NĐ-CP Ngày 1/2/2016, Chính phủ Hết hiệu lực từ 1/1/2026" in said
    _, told = check(world, "--advice")
    assert any("“Căn cứ” dựa vào Nghị định 2/2016/NĐ-CP" in line for line in told)


def test_a_look_that_is_still_to_come_is_not_told(
    world: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To no reader, until its day."""
    world.write("procedures/a.yml", "- {name: Mai, papers: [Đơn], checked: 2026-03-02}\n")
    for now, is_told in ((NOW, False), ("2026-03-02", True)):
        monkeypatch.setenv("CCHC_NOW", now)
        files = built(world)
        for page in ("thu-tuc/mai/index.html", "thu-tuc/mai/in/index.html"):
            assert ("Kiểm tra lần cuối ngày 2/3/2026" in words(files[page].decode())) is is_told
        entry = files["sitemap.xml"].decode().partition("thu-tuc/mai/</loc>")[2]
        assert ("2026-03-02" in entry.partition("</url>")[0]) is is_told
        assert_equal(files, clean_build(world.root)[1])


def test_no_sheet_says_that_no_papers_are_needed(world: Project) -> None:
    """A procedure whose papers nobody has written has none to print, and leads to none."""
    files = built(world)

    assert "thu-tuc/khai-tu/in/index.html" not in files
    assert "Phiếu giấy tờ để in" not in files["thu-tuc/khai-tu/index.html"].decode()
    assert "Phiếu giấy tờ để in" in files[PAGE].decode()


@pytest.mark.parametrize(
    ("online", "verb"), [("Toàn trình", "Nộp"), ("một phần", "Nộp"), ("Không", "Xem"), ("", "Xem")]
)
def test_nobody_is_told_to_hand_in_where_that_may_not_be_possible(
    world: Project, online: str, verb: str
) -> None:
    """Unless the record says so, the portal is only where more is told."""
    world.write(
        "procedures/ho-tich.yml",
        f"{{name: Khai sinh, portal: 'https://dichvucong.gov.vn/', online: {online}}}",
    )

    said = words(built(world)[PAGE].decode())

    assert f"{verb} trên Cổng Dịch vụ công quốc gia" in said


def test_keys_may_be_written_in_vietnamese(world: Project) -> None:
    """With or without marks, as clerks call them; a paper may be a mere text."""
    world.write(
        "procedures/tieng-viet.yml",
        "Mã thủ tục: 2.000815\nTên thủ tục: Chứng thực\nLĩnh vực: Chứng thực\n"
        "Cap thuc hien: Cấp xã\nThành phần hồ sơ:\n  - Bản chính\n  - Tên: Bản sao\n"
        "    Số bản sao: 02 bản\nThời hạn giải quyết: Trong ngày\nPhí: 2.000 đồng\n"
        "Cơ quan thực hiện: Ủy ban nhân dân xã\nDịch vụ công trực tuyến: DVC trực tuyến một phần\n"
        "Căn cứ pháp lý: [Luật Hộ tịch số 60/2014/QH13]\nNgày kiểm tra: 1/2/2026\n",
    )

    said = words(built(world)["thu-tuc/chung-thuc/index.html"].decode())

    assert "Kiểm tra lần cuối ngày 1/2/2026." in said
    assert "Nơi nộp Ủy ban nhân dân xã Thời hạn Trong ngày Phí, lệ phí 2.000 đồng" in said
    assert "Bản chính Bản sao 2 bản sao" in said
    assert "Nộp trực tuyến Một phần" in said
    assert "Luật số 60/2014/QH13 Ngày 20/11/2014, Quốc hội. Luật Hộ tịch" in said


def test_lists_may_be_written_as_they_are_pasted(world: Project) -> None:
    """A block of lines is a list; “Bước 1: …” is a text, though YAML takes it for a key."""
    world.write(
        "procedures/dan.yml",
        "- name: Dán\n  steps:\n    - Bước 1: nộp hồ sơ\n    - Nhận kết quả\n"
        "  papers:\n    - Tờ khai: theo mẫu\n    - Giấy chứng sinh\n"
        "  legal_basis: 60/2014/QH13; 1/VB\n"
        "- name: Dán nữa\n  steps: |\n    Bước 1: nộp\n    - Bước 2: nhận\n  papers: Tờ khai\n",
    )

    files = built(world)

    said = words(files["thu-tuc/dan/index.html"].decode())
    assert "Các bước Bước 1: nộp hồ sơ Nhận kết quả" in said
    assert "Giấy tờ cần có Tờ khai: theo mẫu Giấy chứng sinh" in said
    assert "Luật số 60/2014/QH13 Ngày 20/11/2014, Quốc hội. Luật Hộ tịch 1/VB" in said
    more = words(files["thu-tuc/dan-nua/index.html"].decode())
    assert "Giấy tờ cần có Tờ khai Các bước Bước 1: nộp Bước 2: nhận" in more


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sheet_prints_on_one_page(browser: Browser, address: str, scheme: str) -> None:
    """Light from any scheme, without menus; its code leads to the procedure's page."""
    tab = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    tab.goto(f"{address}thu-tuc/dang-ky-khai-sinh/in/")
    pdf = tab.pdf(prefer_css_page_size=True)
    tab.close()

    [sheet], [text] = sheets.sheets(pdf), sheets.words(pdf)
    assert sheets.codes(sheet) == [f"{BASE}thu-tuc/dang-ky-khai-sinh/"]
    assert sheet.convert("L").getpixel((5, 5)) == 255
    assert "Giấy tờ cần mang" in text
    assert "Tìm kiếm" not in text
    assert "In phiếu này" not in text


@pytest.mark.browser
@pytest.mark.parametrize("count", [1, 8, 14, 24, 32])
def test_a_sheet_holds_as_many_papers_as_there_are(
    browser: Browser, world: Project, count: int
) -> None:
    """In smaller letters, up to what anybody could still read."""
    papers = "".join(
        f"    - {{name: Bản sao giấy tờ số {number} có chứng thực của cơ quan có thẩm quyền, "
        "original: 1, note: Còn giá trị sử dụng đến ngày nộp hồ sơ.}\n"
        for number in range(count)
    )
    text = f"- name: Khai sinh\n  place: {'Ủy ban nhân dân cấp xã ' * 4}\n  papers:\n{papers}"
    world.write("procedures/ho-tich.yml", text)
    built(world)
    with served(world.root / "site") as address:
        tab = browser.new_page()
        tab.goto(address + SHEET)
        pdf = tab.pdf(prefer_css_page_size=True)
        tab.close()

    [text] = sheets.words(pdf)
    assert f"số {count - 1} có chứng thực" in text


@pytest.mark.browser
@pytest.mark.parametrize(
    "query", ["giấy chứng sinh", "to khai dang ky khai sinh", "1.001193", "nộp tờ khai hộ tịch"]
)
def test_a_procedure_is_found_by_what_it_asks_for(
    browser: Browser, address: str, query: str
) -> None:
    """By its papers, its code, its field."""
    tab = browser.new_page()
    tab.goto(f"{address}tim-kiem/?q={query}")
    results = tab.locator("[data-search-results] a, [data-search-ways] a")
    expect(results.first).to_be_visible()

    links = results.evaluate_all("links => links.map(link => link.href)")
    assert f"{address}thu-tuc/dang-ky-khai-sinh/" in links[:3]
    tab.close()
