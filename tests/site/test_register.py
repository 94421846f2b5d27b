"""The register of documents and the page of procedures, on built sites."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.support.checking import check
from tests.support.portal import SEED_URL
from tests.support.project import Project

pytestmark = pytest.mark.site

PLAN = "Kế hoạch số 09/KH-UBND ngày 13/4/2022 của Ủy ban nhân dân huyện Lai Vung"
PLAN_URL = "van-ban/09-kh-ubnd-2022-uy-ban-nhan-dan-huyen-lai-vung/"
RECORD = """\
- number: 09/KH-UBND
  date: 2022-04-13
  issuer: UBND huyện Lai Vung
  title: Kiểm tra công tác cải cách hành chính
  effective: 2022-04-15
  status: hết hiệu lực
  replaces: Kế hoạch số 07/KH-UBND ngày 1/3/2021 của UBND huyện Lai Vung
  file: 09.pdf
- number: 07/KH-UBND
  date: 2021-03-01
  issuer: UBND huyện Lai Vung
"""
TEXT = b"%PDF-1.4 to read"


def words(html: str) -> str:
    """What a page says, without tags."""
    main = html[html.index('<div class="cchc-page">') : html.index("<footer")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def said(project: Project, url: str) -> str:
    """What the page at `url` of the site says."""
    return words(project.read(f"site/{url}index.html"))


def test_the_documents_of_the_seed_have_pages(site: Path) -> None:
    """Both are linked from the text and the box; each tells of the seed."""
    seed = (site / SEED_URL / "index.html").read_text("utf-8")
    urls = (PLAN_URL, "van-ban/45-qd-ubnd-tl-2022-uy-ban-nhan-dan-huyen-lai-vung/")

    for url, day in zip(urls, ("2022-04-13", "2022-03-16"), strict=True):
        assert seed.count(f'href="../../../../{url}"') == 2
        document = (site / url / "index.html").read_text("utf-8")
        assert f'href="../../{SEED_URL}"' in document
        assert f'<time datetime="{day}">' in document
        assert "Ủy ban nhân dân huyện Lai Vung" in document
    assert "Văn bản được nhắc đến" in seed


def test_a_record_tells_what_is_known(project: Project) -> None:
    """In the order of the decrees, what is not known left out; its text with size and digest."""
    project.write("documents/2022.yml", RECORD)
    project.write("documents/09.pdf", TEXT)
    project.post("posts/2024/a.md", "Kiểm tra", body=f"Theo {PLAN}.")
    project.build()

    text = said(project, PLAN_URL)
    older = said(project, PLAN_URL.replace("09-kh-ubnd-2022", "07-kh-ubnd-2021"))

    assert (project.root / f"site/{PLAN_URL}09.pdf").read_bytes() == TEXT
    digest = hashlib.sha256(TEXT).hexdigest()
    assert (
        "Kế hoạch số 09/KH-UBND Kiểm tra công tác cải cách hành chính Hết hiệu lực "
        "Loại văn bản Kế hoạch "
        "Số, ký hiệu 09/KH-UBND Ngày ban hành 13/4/2022 Cơ quan ban hành "
        "Ủy ban nhân dân huyện Lai Vung Trích yếu Kiểm tra công tác cải cách hành chính "
        "Ngày có hiệu lực 15/4/2022 Hiệu lực Hết hiệu lực Thay thế Kế hoạch số 07/KH-UBND "
        f"Toàn văn 09.pdf (PDF, 1 KB) Mã kiểm tra SHA-256: {digest} Cách viện dẫn" in text
    )
    assert text.index("Cách viện dẫn") < text.index("Được nhắc trong 1 tin")
    assert "Bị thay thế bởi Kế hoạch số 09/KH-UBND" in older
    assert "Trích yếu" not in older
    ld = json.loads(
        re.findall(
            r'<script type="application/ld\+json">(.*?)</script>',
            project.read(f"site/{PLAN_URL}index.html"),
        )[0]
    )
    assert (ld["@type"], ld["legislationIdentifier"]) == ("Legislation", "09/KH-UBND")
    assert ld["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_the_register_for_people_and_machines(project: Project) -> None:
    """By year, type and body; JSON and CSV hold the same documents."""
    project.write("documents/2022.yml", RECORD.replace("  file: 09.pdf\n", ""))
    project.post("posts/2024/a.md", body="Theo Nghị định số 30/2020/NĐ-CP.")
    project.build()

    register = said(project, "van-ban/")
    known = json.loads(project.read("site/van-ban.json"))
    rows = list(
        csv.DictReader(project.read("site/van-ban.csv").removeprefix("\ufeff").splitlines())
    )

    assert "Năm 2022 Năm 2021 Năm 2020 Theo loại văn bản Kế hoạch Nghị định" in register
    assert "Theo cơ quan ban hành Chính phủ Ủy ban nhân dân huyện Lai Vung" in register
    assert [one["number"] for one in known] == ["09/KH-UBND", "07/KH-UBND", "30/2020/NĐ-CP"]
    assert [row["url"] for row in rows] == [one["url"] for one in known]
    assert "date" not in known[2]
    assert "2 văn bản" in said(project, "van-ban/loai/ke-hoach/")
    for one in known:
        path = one["url"].removeprefix("https://example.org/")
        assert (project.root / f"site/{path}index.html").is_file()


def test_what_cannot_be_told_stays_text_with_the_reason(project: Project) -> None:
    """No link in the text, and the box says why."""
    project.post("posts/2024/a.md", body="Theo Công văn số 7/UBND-NC và [số 8/UBND-NC](b.md).")
    project.post("posts/2024/b.md", "B", body="## Kế hoạch số 9/KH-UBND\n\n`số 9/KH-UBND`")
    project.build()

    html = project.read("site/tin-tuc/2024/05/a/index.html")

    assert "Theo Công văn số 7/UBND-NC và <a href" in html
    assert (
        "Công văn số 7/UBND-NC Không dẫn tới văn bản được: chưa rõ ngày ban hành và cơ quan "
        "ban hành." in words(html)
    )
    assert "cchc-cited" not in project.read("site/tin-tuc/2024/05/b/index.html")


def test_a_post_publishes_documents(project: Project) -> None:
    """They are in the register with their text; its own citations of them are not told twice."""
    project.write(
        "posts/2024/a/index.md",
        "---\ntitle: Công bố\ndate: 2024-05-13\nauthor: A\ncategory: tin-tuc\n"
        "documents:\n  - {number: 09/KH-UBND, date: 2022-04-13, issuer: UBND huyện Lai Vung, "
        "title: Kiểm tra, file: 09.pdf}\n"
        "procedures:\n  - {name: Đăng ký khai sinh, code: 1.001193, "
        "url: 'https://dichvucong.gov.vn/x'}\n---\n\n"
        f"Công bố {PLAN}.\n",
    )
    project.write("posts/2024/a/09.pdf", TEXT)
    project.build()

    post, document = said(project, "tin-tuc/2024/05/a/"), said(project, PLAN_URL)

    assert "Văn bản được công bố Kế hoạch số 09/KH-UBND Ngày 13/4/2022, Ủy ban" in post
    assert "Văn bản được nhắc đến" not in post
    assert "Thủ tục liên quan Đăng ký khai sinh (1.001193)" in post
    assert 'href="https://dichvucong.gov.vn/x"' in project.read("site/tin-tuc/2024/05/a/index.html")
    assert "Toàn văn 09.pdf" in document
    assert "Công bố" in document
    procedures = said(project, "thu-tuc/")
    assert "Đăng ký khai sinh (1.001193) Xem trên Cổng Dịch vụ công quốc gia Công bố" in procedures


def test_a_post_that_cites_an_old_document_changes_its_page_alone(project: Project) -> None:
    """Of the register nothing else is touched."""
    for number in range(3):
        project.post(f"posts/2024/{number}.md", f"Tin {number}", body=f"Theo {PLAN} và {number}.")
    project.build()
    before = project.state()

    project.post("posts/2024/moi.md", "Tin mới", "2024-06-01", body=f"Theo {PLAN}.")
    project.build()

    after = project.state()
    changed = {path for path in after if after[path] != before.get(path)}
    # Of four posts the first of a month changes the whole search index.
    touched = {path for path in changed if "/chi-muc/" not in path}
    assert {path for path in touched if "van-ban" in path} == {f"site/{PLAN_URL}index.html"}
    assert len(touched) <= 20


def test_drafts_and_withdrawn_posts_make_no_document(project: Project) -> None:
    """What is not published is not in the register."""
    project.post("posts/2024/a.md", body="Nội dung.")
    for name, state in (("b", "draft: true"), ("c", "withdrawn: Bài sai.")):
        file = project.post(f"posts/2024/{name}.md", name, body=f"Theo {PLAN}.")
        file.write_text(file.read_text("utf-8").replace("author", f"{state}\nauthor"), "utf-8")
    project.build()

    assert not (project.root / f"site/{PLAN_URL}").exists()
    assert json.loads(project.read("site/van-ban.json")) == []


ADVICE = f"""\
Công văn số 148/2025/QH15. Theo Kế hoạch số 01/KH-UBND.

Theo Kế hoạch số 09/KH-UBND ngày 31/2/2022 của UBND huyện Lai Vung.

{PLAN.replace("13/4", "14/4")}; {PLAN.replace("09/KH", "10/KH")} về việc kiểm tra;
{PLAN.replace("09/KH", "10/KH").replace("13/4", "15/4")}. Số:    /QĐ-UBND.
"""


def _line(told: str) -> tuple[int, str]:
    return int(told.split(":")[1]), told


def test_advice_on_citations(project: Project) -> None:
    """Each with its line; it does not fail, unless the site is strict about it."""
    in_force = RECORD.replace("  file: 09.pdf\n", "").replace("  status: hết hiệu lực\n", "")
    project.write("documents/2022.yml", in_force)
    project.post("posts/2024/a.md", body=ADVICE)

    status, lines = check(project)
    strict = project.read("mkdocs.yml").replace(
        "look: portal", "look: portal\n      strict_citations: true"
    )
    project.write("mkdocs.yml", strict)
    strict_status, strict_lines = check(project)

    assert (status, strict_status) == (0, 1)
    advice = [line.partition(";")[0] for line in lines if line.startswith("posts/")]
    assert sorted(advice, key=_line) == [
        "posts/2024/a.md:8: gợi ý: loại “Công văn” không hợp với số “148/2025/QH15”, "
        "ký hiệu ấy là của Luật, Bộ luật hoặc Nghị quyết",
        "posts/2024/a.md:8: gợi ý: viện dẫn lần đầu “01/KH-UBND” thiếu ngày ban hành, "
        "cơ quan ban hành, trích yếu",
        "posts/2024/a.md:10: gợi ý: ngày “31/2/2022” không có trong lịch",
        "posts/2024/a.md:10: gợi ý: viện dẫn lần đầu “09/KH-UBND” thiếu trích yếu",
        "posts/2024/a.md:12: gợi ý: ngày của “09/KH-UBND” không khớp với danh mục văn bản "
        "(13/4/2022)",
        "posts/2024/a.md:13: gợi ý: văn bản chưa có số: “Số: /QĐ-UBND”",
        "posts/2024/a.md:13: gợi ý: “10/KH-UBND” có hai ngày trong một bài: 13/4/2022 và 15/4/2022",
    ]
    assert lines[-1] == "Không có lỗi."
    assert sorted(line.replace(" gợi ý:", "") for line in advice) == sorted(
        line.partition(";")[0] for line in strict_lines
    )
    assert project.run("mkdocs", "build").returncode == 1


NAMESAKES = (
    "Quyết định số 12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Thành về việc hòa giải.",
    "Quyết định số 12/QĐ-UBND ngày 5/3/2026 của UBND xã Tân Thạnh về việc thu hồi đất.",
)
PLAIN = "van-ban/12-qd-ubnd-2026-uy-ban-nhan-dan-xa-tan-thanh/"
ISSUER = "van-ban/co-quan/uy-ban-nhan-dan-xa-tan-thanh/"


def test_namesakes_have_pages_of_their_own(project: Project) -> None:
    """What one had alone leads to both; each citation to its own; bodies are kept apart too."""
    first, second = NAMESAKES
    project.post("posts/2026/a.md", "Tổ hòa giải", body=first)
    project.build()
    assert "Ngày ban hành 3/3/2026" in said(project, PLAIN)
    alone = project.read(f"site/{PLAIN}index.html")

    project.post("posts/2026/b.md", "Thu hồi đất", body=second)
    project.build()

    known = json.loads(project.read("site/van-ban.json"))
    assert [(row["date"], row["title"]) for row in known] == [
        ("2026-03-05", "Về việc thu hồi đất"),
        ("2026-03-03", "Về việc hòa giải"),
    ]
    for post, row in zip("ba", known, strict=True):
        url = row["url"].removeprefix("https://example.org/")
        assert url.startswith(PLAIN)
        assert url != PLAIN
        html = project.read(f"site/tin-tuc/2024/05/{post}/index.html")
        assert html.count(f'href="../../../../{url}"') == 2
        assert f"Cơ quan ban hành {row['issuer']}" in said(project, url)
    shared = said(project, PLAIN)
    assert "có số và cơ quan ban hành viết không dấu giống nhau. 2 văn bản." in shared
    assert all(row["issuer"] in shared for row in known)
    assert "2 văn bản" in said(project, ISSUER)
    assert len(list((project.root / "site" / ISSUER).glob("*/index.html"))) == 2

    (project.root / "posts/2026/b.md").unlink()
    project.build()
    assert project.read(f"site/{PLAIN}index.html") == alone


def test_one_text_tells_of_a_document_once(project: Project) -> None:
    """What a heading or an earlier sentence leaves open, a later one tells, and the other way."""
    project.post(
        "posts/2024/a.md",
        body="## Nội dung Nghị quyết số 1678/NQ-UBTVQH15\n\nTheo Nghị quyết số 1678/NQ-UBTVQH15 "
        "ngày 16/6/2025 của Ủy ban Thường vụ Quốc hội.\n\nTheo Kế hoạch số 9/KH-UBND ngày "
        "13/4/2022.\n\nKế hoạch số 9/KH-UBND của UBND huyện Lai Vung.\n\nNgày 01/02/2026, UBND "
        "tỉnh Đồng Tháp ban hành Công văn số 326/UBND-KGVX.\n\nLuật số 148/2025/QH15.\n",
    )
    project.build()

    post = said(project, "tin-tuc/2024/05/a/")
    box = post[post.index("Văn bản được nhắc đến") :]
    known = json.loads(project.read("site/van-ban.json"))

    assert [box.count(row["number"]) for row in known] == [1, 1, 1, 1]
    assert [row["type"] for row in known] == ["Công văn", "Nghị quyết", "Luật", "Kế hoạch"]
    assert "chưa rõ" not in box
    assert "Không dẫn tới" not in box


def test_two_documents_of_one_number_are_not_guessed(project: Project) -> None:
    """A bare number beside both is neither."""
    project.post("posts/2024/a.md", body=" ".join(NAMESAKES) + " Quyết định 12/QĐ-UBND.")
    project.build()

    assert "có 2 văn bản cùng số" in said(project, "tin-tuc/2024/05/a/")
