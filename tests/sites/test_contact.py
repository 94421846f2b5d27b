"""How citizens reach the body in office, as a built site shows it and `cchc check` judges it."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
import yaml

from tests.support.checking import check
from tests.support.html import page
from tests.support.paths import ROOT, TESTS
from tests.support.portal import SEED_URL
from tests.support.project import MINIMAL, Project

pytestmark = pytest.mark.site

MENDS = yaml.safe_load((TESTS / "cases/contact/mends.yml").read_text("utf-8"))
BODY = """\
      organizations:
        - key: huyen
          name: UBND huyện Mẫu
          to: 2025-06-30
          phones: [{number: "0277 3000 999"}]
          hours: ["thứ Hai: 8:00–9:00"]
        - key: xa
          name: UBND xã Mẫu
          from: 2025-07-01
%s
validation:
"""
OFFICE = """\
          address: Số 1, đường Mẫu
          email: xa@example.org
          phones: [{label: Một cửa, number: "0277 3000 111"}]
          feedback: lien-he/
          hours: ["thứ Hai – thứ Sáu: 7:00–11:30, 13:30–17:00"]
          reception:
            - {who: Chủ tịch, when: thứ Tư hằng tuần, hours: 7:30–11:00, place: Phòng số 1}
            - {who: Chủ tịch, when: thứ Tư hằng tuần, hours: 14:00–16:00}
            - {who: Bí thư, when: ngày 10 hằng tháng}
"""
LINE = 1 + MINIMAL[: MINIMAL.index("validation:")].count("\n") + BODY.partition("%s")[0].count("\n")
SITE_LINE = MINIMAL[: MINIMAL.index("validation:")].count("\n") + 1


@pytest.fixture(name="office")
def _office(project: Project) -> Project:
    """A site with a contact page, an item and a body of which nothing else is known."""
    project.post("posts/2026/lich.md", date="2026-02-02")
    project.write("docs/lien-he.md", "---\ntemplate: contact.html\n---\n\n# Liên hệ\n\nMời gọi.\n")
    return configured(project, "")


def configured(project: Project, body: str, site: str = "") -> Project:
    """The site, whose body in office says `body` and whose options hold `site`."""
    text = MINIMAL.replace("validation:\n", f"{site}{BODY % body}")
    project.write("mkdocs.yml", text.replace("\n\n", "\n"))
    return project


def build(project: Project, now: str) -> str:
    """What a build on that day says."""
    done = project.run("mkdocs", "build", "--strict", env={"CCHC_NOW": now})
    assert done.returncode == 0, done.stdout
    return done.stdout


def contents(project: Project) -> dict[str, bytes]:
    """The bytes of every file of the site."""
    return {path.removeprefix("site/"): state[0] for path, state in project.state().items()}


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are not as they were."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def words(project: Project, url: str) -> str:
    """All that a page says, blanks as one."""
    return " ".join("".join(page(project.root / "site", url).texts["body"]).split())


def things(site: Path, kind: str) -> list[dict[str, Any]]:
    """What machines are told on the home page."""
    html = (site / "index.html").read_text("utf-8")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return [thing for thing in map(json.loads, found) if thing["@type"] == kind]


@pytest.mark.parametrize("case", MENDS, ids=lambda case: case["told"][:60])
def test_what_cannot_be_is_told_with_its_line_and_a_mend_that_works(
    office: Project, case: dict[str, Any]
) -> None:
    """Of each value, and of those that do not go together."""
    for_body = "written" in case
    depth, first = (10, LINE) if for_body else (6, SITE_LINE)

    def write(text: str) -> None:
        lines = textwrap.indent(text, " " * depth)
        configured(office, lines) if for_body else configured(office, "", f"{lines.rstrip()}\n")

    number, _, told = case["told"].partition(": ")
    write(case["written" if for_body else "site"])
    status, lines = check(office, "--advice")
    assert status == (0 if "advice" in case else 1)
    place = f"mkdocs.yml:{first + int(number) - 1}: "
    assert [line for line in lines if line.startswith(f"{place}{told}")], (place, lines)
    write(case["mended"])
    assert check(office, "--advice") == (0, ["Không có lỗi."])


def test_what_mkdocs_refuses_is_said(office: Project) -> None:
    """Before any page is read; `cchc check` says more than that there is an error."""
    configured(office, "          phone: 0277123456\n")
    status, lines = check(office)
    assert status == 1
    assert any("số điện thoại phải đặt trong ngoặc kép; hãy viết" in line for line in lines), lines


def test_the_mend_of_every_message_was_tried() -> None:
    """A new one belongs into tests/cases/contact/mends.yml."""
    told = "\n".join(case["told"] for case in MENDS)
    texts = [
        node
        for name in ("adapter/contact_checks", "site/contact_texts", "site/reception_rules")
        for node in ast.walk(ast.parse((ROOT / f"cchc_site/{name}.py").read_text("utf-8")))
        if isinstance(node, ast.JoinedStr | ast.Constant)
    ]
    hints = {hint for hint in map(pattern, texts) if hint.startswith("hãy\\ ")}

    assert len(hints) > 20
    assert [hint for hint in hints if not re.search(hint, told)] == []


def pattern(node: ast.JoinedStr | ast.Constant) -> str:
    """A text of the source as a pattern, with holes."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*" for part in parts
    )


def test_only_what_shows_the_day_is_made_again_on_another(office: Project) -> None:
    """The home page, the contact page and the calendar: no page of a post."""
    configured(office, OFFICE)
    build(office, "2026-02-10T08:00")
    before = contents(office)

    assert " 1 trang dựng lại" in build(office, "2026-02-13T08:00")
    calendar = "lich-tiep-cong-dan.ics"
    shown = {"index.html", "lien-he/index.html", calendar}
    assert differing(before, contents(office)) == {*shown, "SHA256SUMS"}

    before = contents(office)
    assert " 0 trang dựng lại" in build(office, "2026-02-13T18:00")
    assert differing(before, contents(office)) == set()


def test_a_site_that_says_nothing_shows_nothing_and_has_no_calendar(office: Project) -> None:
    """Nor does another day change a byte."""
    build(office, "2026-02-10T08:00")
    before = contents(office)
    build(office, "2026-02-13T08:00")

    assert differing(before, contents(office)) == set()
    assert not (office.root / "site/lich-tiep-cong-dan.ics").exists()
    assert "Giờ làm việc" not in words(office, "") + words(office, "lien-he/")
    (body,) = things(office.root / "site", "GovernmentOrganization")
    assert body["name"] == "UBND xã Mẫu"


def test_the_next_days_are_told_in_words(office: Project) -> None:
    """With what they stand for, and the day of which that is known."""
    configured(office, OFFICE)
    build(office, "2026-02-13T08:00")
    contact = words(office, "lien-he/")

    assert "Thứ Hai, 23/02/2026, thay cho thứ Tư, 18/02/2026 (Mùng hai Tết Nguyên Đán)" in contact
    assert "Thứ Tư hằng tuần; trùng ngày nghỉ thì tiếp vào ngày làm việc kế tiếp." in contact
    assert "Các buổi, tính từ ngày 13 tháng 02 năm 2026: Thứ" in contact
    assert "Thứ Hai, 16/02/2026nghỉ (Giao thừa Tết Nguyên Đán)" in contact
    home = words(office, "")
    assert "Tiếp công dân Thứ Hai, 23/02/2026, 7:30–11:00: Chủ tịch" in home
    assert "Thứ Hai – thứ Sáu: 7:00–11:30, 13:30–17:00" in home


def test_every_page_says_how_to_call(office: Project) -> None:
    """As it is written, and dialled from anywhere; of the body in office only."""
    configured(office, OFFICE)
    build(office, "2026-02-13T08:00")
    site = office.root / "site"
    for url in ("", "tin-tuc/", "lien-he/", "tin-tuc/2026/02/lich/", "404.html"):
        html = page(site, url)
        assert "tel:+842773000111" in html.links, url
        assert "Một cửa: 0277 3000 111" in "".join(html.texts["footer"]), url
        assert "Giờ làm việc: Thứ Hai – thứ Sáu" in "".join(html.texts["footer"]), url
        assert "tel:+842773000999" not in html.links, url


def test_an_ended_body_keeps_no_hours(office: Project) -> None:
    """Nobody is there to be called."""
    text = office.read("mkdocs.yml").replace(
        "          from: 2025-07-01\n", "          from: 2027-01-01\n"
    )
    office.write("mkdocs.yml", text)
    office.post("posts/2026/lich.md", date="2025-02-02")
    build(office, "2026-02-13T08:00")

    said = words(office, "") + words(office, "tin-tuc/")
    assert "UBND huyện Mẫu đã kết thúc hoạt động" in said
    assert "8:00–9:00" not in said
    assert things(office.root / "site", "GovernmentOffice") == []


def test_machines_are_told_hours_and_days_off(office: Project) -> None:
    """In the words of schema.org."""
    configured(office, OFFICE)
    build(office, "2026-02-13T08:00")
    (told,) = things(office.root / "site", "GovernmentOffice")

    assert told["telephone"] == "+842773000111"
    assert told["email"] == "xa@example.org"
    usual = told["openingHoursSpecification"]
    assert [(part["opens"], part["closes"]) for part in usual] == [
        ("07:00", "11:30"),
        ("13:30", "17:00"),
    ]
    assert usual[0]["dayOfWeek"][0] == "https://schema.org/Monday"
    assert len(usual[0]["dayOfWeek"]) == 5
    off = [
        (part["validFrom"], part["validThrough"], part["opens"], part["closes"])
        for part in told["specialOpeningHoursSpecification"]
    ]
    assert ("2026-02-17", "2026-02-17", "00:00", "00:00") in off
    assert ("2026-04-30", "2026-04-30", "00:00", "00:00") in off


def events(project: Project) -> list[Any]:
    """The calendar as another library reads it."""
    text = (project.root / "site/lich-tiep-cong-dan.ics").read_text("utf-8")
    (calendar,) = vobject.readComponents(text)
    assert calendar.version.value == "2.0"
    return list(calendar.vevent_list)


def test_the_calendar_is_read_by_another_library(office: Project) -> None:
    """Twelve months, in local time, each event known by a name of its own that stays."""
    configured(office, OFFICE)
    build(office, "2026-02-13T08:00")
    read = events(office)

    first = read[0]
    assert first.dtstart.value.isoformat() == "2026-02-23T07:30:00+07:00"
    assert first.dtend.value.isoformat() == "2026-02-23T11:00:00+07:00"
    assert first.summary.value == "Chủ tịch tiếp công dân"
    assert first.location.value == "Phòng số 1"
    assert "Thay cho thứ Tư, 18/02/2026" in first.description.value
    names = [event.uid.value for event in read]
    assert len(set(names)) == len(names)
    whole = [event for event in read if event.summary.value.startswith("Bí thư")]
    assert whole[0].dtstart.value == dt.date(2026, 3, 10)
    assert 50 <= len([event for event in read if "Phòng" in str(event)]) <= 53
    last = max(str(event.dtstart.value)[:10] for event in read)
    assert "2027-02-03" <= last <= "2027-02-13"

    build(office, "2026-02-14T08:00")
    assert [event.uid.value for event in events(office)] == names
    holidays = "      holidays: [{day: 2026-02-23, reason: nghỉ thêm}]\n"
    configured(office, OFFICE, holidays)
    build(office, "2026-02-14T08:00")
    moved = events(office)
    assert [event.uid.value for event in moved] == names
    assert moved[0].dtstart.value.isoformat() == "2026-02-24T07:30:00+07:00"


def test_a_fault_is_reported_on_the_page_or_by_letter(office: Project) -> None:
    """The letter is begun; without a mailbox there is none."""
    configured(office, OFFICE)
    build(office, "2026-02-13T08:00")
    links = page(office.root / "site", "tin-tuc/2026/02/lich/").links
    (letter,) = [link for link in links if link.startswith("mailto:xa@example.org?")]
    assert "subject=B%C3%A1o%20l%E1%BB%97i" in letter
    assert "example.org%2Ftin-tuc%2F2026%2F02%2Flich%2F" in letter
    assert [link for link in links if "lien-he/?bai=" in link]

    configured(office, OFFICE.replace("          email: xa@example.org\n", ""))
    build(office, "2026-02-13T08:00")
    links = page(office.root / "site", "tin-tuc/2026/02/lich/").links
    assert [link for link in links if link.startswith("mailto:")] == []


@pytest.mark.parametrize(
    ("body", "text", "silent"),
    [
        ("          feedback: lien-he/\n", "Mời đến.", True),
        ("          feedback: lien-he/\n", "Gọi 0277 3000 111.", False),
        ("          feedback: lien-he/\n", "Viết đến xa@example.org.", False),
        ("          feedback: lien-he/\n          email: xa@example.org\n", "Mời đến.", False),
        ('          feedback: lien-he/\n          phones: [{number: "1022"}]\n', "Mời đến.", False),
        ("          feedback: https://example.org/gop-y\n", "Mời đến.", False),
        ("", "Mời đến.", False),
    ],
)
def test_a_page_that_takes_reports_and_names_nobody_is_told(
    office: Project, body: str, text: str, silent: bool
) -> None:
    """It is advice: nobody has to mend it to publish."""
    office.write("docs/lien-he.md", f"---\ntemplate: contact.html\n---\n\n# Liên hệ\n\n{text}\n")
    configured(office, body)
    status, lines = check(office, "--advice")
    assert status == 0
    assert any("nhận báo lỗi mà không nêu nơi nào" in line for line in lines) == silent, lines


def test_an_alert_stands_on_every_page_until_it_is_over(office: Project) -> None:
    """Its last day included; the build and `cchc check` say that it is over."""
    alert = (
        "      alert: {text: Nước lên nhanh., url: lien-he/, until: 2026-02-13, level: urgent}\n"
    )
    configured(office, "", alert)
    site = office.root / "site"
    said = build(office, "2026-02-13T23:59")
    assert "Trang đổi trạng thái vào 2026-02-14 00:00" in said
    for url, base in (("", ""), ("tin-tuc/", "../"), ("tin-tuc/2026/02/lich/", "../../../../")):
        html = page(site, url)
        assert "Khẩn: Nước lên nhanh. (đến hết ngày 13/2/2026) Xem chi tiết" in " ".join(
            "".join(html.texts["header"]).split()
        )
        assert f"{base}lien-he/" in html.links

    said = build(office, "2026-02-14T00:00")
    assert "Lời báo chung đã hết từ 2026-02-14 00:00" in said
    assert "Nước lên" not in words(office, "") + words(office, "tin-tuc/2026/02/lich/")
    assert any("lời báo chung đã hết từ" in line for line in check(office, "--advice")[1])


@pytest.mark.parametrize(
    ("until", "now", "shown", "told"),
    [
        ("2026-02-13 17:00", "2026-02-13T16:59", True, "đến 17:00"),
        ("2026-02-13 17:00", "2026-02-13T17:00", False, "đến 17:00"),
        ("13/2/2026", "2026-02-13T12:00", True, "đến hết"),
        ("2026-02-13T17:00+09:00", "2026-02-13T15:30", False, "đến 15:00"),
        ("2026-02-13T17:00+09:00", "2026-02-13T14:30", True, "đến 15:00"),
    ],
)
def test_an_alert_ends_at_its_moment(
    office: Project, until: str, now: str, shown: bool, told: str
) -> None:
    """In the time zone of the site; it names the moment, for a page that is not built again."""
    configured(office, "", f"      alert: {{text: Nước lên nhanh., until: {until}}}\n")
    build(office, now)
    said = words(office, "tin-tuc/")
    assert ("Nước lên nhanh." in said) == shown
    assert (f"Nước lên nhanh. ({told} ngày 13/2/2026)" in said) == shown


def test_following_the_news_is_explained(gallery: Path) -> None:
    """With every feed and its whole address; the foot of each page leads there."""
    html = page(gallery, "theo-doi-tin/")
    said = "".join(html.texts["main"])
    for feed in gallery.rglob("rss.xml"):
        url = feed.relative_to(gallery).as_posix()
        assert f"../{url}" in html.links
        assert f"/{url}" in said
    assert "https://zalo.me/0000000000" in html.links
    for url in ("", SEED_URL, "tin-tuc/"):
        assert any(link.endswith("theo-doi-tin/") for link in page(gallery, url).links)
    anchors = [
        link for link in page(gallery, "chuyen-muc/mot-cua/").links if "theo-doi-tin/#" in link
    ]
    assert [anchor.partition("#")[2] in html.ids for anchor in anchors] == [True]


def test_without_an_account_nothing_is_said_of_zalo(office: Project) -> None:
    """Nothing is promised that there is not."""
    build(office, "2026-02-13T08:00")
    assert "Zalo" not in words(office, "theo-doi-tin/")
