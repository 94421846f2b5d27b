"""Public bodies as a timeline, and the site around them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cchc_site.content.fields import Moment
from cchc_site.content.post import Post
from cchc_site.pages.components import ended_notice
from cchc_site.site import organizations
from cchc_site.site.organizations import (
    Organization,
    Term,
    ended,
    in_office,
    is_over,
    last_in_office,
    term_of,
)
from tests.support.html import Head
from tests.support.project import Project
from tests.support.snapshots import ZONE


def term(key: str, first: str | None = None, last: str | None = None, *successors: str) -> Term:
    """A body, called after its key, and its days in office."""
    return Term(Organization(key, f"UBND {key}"), day(first), day(last), successors)


def day(text: str | None) -> dt.date | None:
    """A day, None for none."""
    return dt.date.fromisoformat(text) if text else None


HUYEN = term("huyen", None, "2025-06-30", "xa", "Ủy ban nhân dân xã Hòa Long")
XA = term("xa", "2025-07-01")
TERMS = (HUYEN, XA)


def post(day: str, organization: str = "") -> Post:
    """A post of a day."""
    at = dt.datetime.fromisoformat(day).replace(tzinfo=ZONE)
    return Post(
        path="posts/2025/bai.md",
        title="Bài",
        date=Moment(at, False),
        authors=("Ban biên tập",),
        category="thong-bao",
        body="Chữ.",
        organization=organization,
        lines={"date": 3, "organization": 6},
    )


@pytest.mark.parametrize(
    ("terms", "day", "key"),
    [
        (TERMS, "1990-01-01", "huyen"),  # without a first day: from ever
        (TERMS, "2025-06-30", "huyen"),  # the last day is in office
        (TERMS, "2025-07-01", "xa"),
        (TERMS, "2099-01-01", "xa"),  # without a last day: for ever
        ((HUYEN,), "2025-07-01", None),
        ((XA,), "2025-06-30", None),
        ((), "2025-07-01", None),
        # Where two are in office, the one that began later, in whatever order they are written.
        ((term("cu"), term("moi", "2025-01-01")), "2025-01-01", "moi"),
        ((term("moi", "2025-01-01"), term("cu")), "2025-01-01", "moi"),
        ((term("moi", "2025-01-01"), term("cu")), "2024-12-31", "cu"),
        ((term("mot", "2025-01-01", "2025-01-01"),), "2025-01-01", "mot"),
    ],
)
def test_who_is_in_office(terms: tuple[Term, ...], day: str, key: str | None) -> None:
    """Both the first and the last day count."""
    found = in_office(terms, dt.date.fromisoformat(day))

    assert (found.body.key if found else None) == key


@pytest.mark.parametrize(
    ("found", "today", "over"),
    [
        (HUYEN, "2025-06-30", False),
        (HUYEN, "2025-07-01", True),
        (XA, "2099-01-01", False),
        (None, "2025-07-01", False),
    ],
)
def test_a_body_is_over_after_its_last_day(found: Term | None, today: str, over: bool) -> None:
    """Not on it; a body without a last day is never over."""
    assert is_over(found, dt.date.fromisoformat(today)) is over


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (post("2025-06-30"), "huyen"),
        (post("2025-07-01"), "xa"),
        (post("2025-06-30", "xa"), "xa"),
        (post("2025-06-30", "khong-co"), None),
    ],
)
def test_a_post_belongs_to_the_body_of_its_day(one: Post, key: str | None) -> None:
    """Or to the one it names."""
    found = term_of(one, TERMS)

    assert (found.body.key if found else None) == key


def test_the_last_in_office() -> None:
    """The body whose last day is the latest; one that is not over never was the last."""
    assert last_in_office(TERMS) is HUYEN
    assert last_in_office((HUYEN, term("cu", None, "2020-12-31"))) is HUYEN
    assert last_in_office((XA,)) is None
    assert last_in_office(()) is None


def test_the_notice_of_an_ended_body_names_its_successors() -> None:
    """By name where they publish here, as written otherwise; it is over from the next day on."""
    notice = ended_notice(ended(HUYEN, TERMS))

    assert notice.kind == "ended"
    assert notice.lead == "UBND huyen đã kết thúc hoạt động từ 01/07/2025."
    assert notice.text.endswith("Cơ quan kế tiếp:")
    assert [link.label for link in notice.links] == ["UBND xa", "Ủy ban nhân dân xã Hòa Long"]
    assert [link.url for link in notice.links] == ["", ""]
    alone = ended_notice(ended(term("huyen", None, "2024-12-31"), ()))
    assert alone.lead == "UBND huyen đã kết thúc hoạt động từ 01/01/2025."
    assert "kế tiếp" not in alone.text
    assert alone.links == ()


@pytest.mark.parametrize(
    ("terms", "one", "said"),
    [
        ((), post("2025-07-01", "gi-cung-duoc"), None),
        (TERMS, post("2025-06-30"), None),
        (TERMS, post("2025-07-01"), None),
        (TERMS, post("2025-06-30", "huyen"), None),
        ((XA,), post("2025-06-30"), None),
        (
            (HUYEN, term("xa", "2025-09-01")),  # nobody's days lie between
            post("2025-08-01"),
            "posts/2025/bai.md:3: UBND huyen đã kết thúc hoạt động sau ngày 30/06/2025, bài lại đề "
            "ngày 01/08/2025; hãy sửa ngày, hoặc sửa “organization”",
        ),
        (
            TERMS,
            post("2025-07-01", "huyen"),
            "posts/2025/bai.md:3: UBND huyen đã kết thúc hoạt động sau ngày 30/06/2025, bài lại đề "
            "ngày 01/07/2025; hãy sửa ngày, hoặc sửa “organization”",
        ),
        (
            (HUYEN,),
            post("2025-07-01"),
            "posts/2025/bai.md:3: UBND huyen đã kết thúc hoạt động sau ngày 30/06/2025, bài lại đề "
            "ngày 01/07/2025; hãy sửa ngày, hoặc sửa “organization”",
        ),
        (
            TERMS,
            post("2025-07-01", "huyenn"),
            "posts/2025/bai.md:6: không có cơ quan “huyenn”; có phải “huyen” không?",
        ),
        (
            TERMS,
            post("2025-07-01", "bo-noi-vu"),
            "posts/2025/bai.md:6: không có cơ quan “bo-noi-vu”; hãy chọn một trong: huyen, xa",
        ),
    ],
)
def test_a_post_of_no_body_is_a_problem(
    terms: tuple[Term, ...], one: Post, said: str | None
) -> None:
    """One dated after its body's end, and one of an unknown body, which is told the nearest."""
    assert [str(found) for found in organizations.misplaced(one, terms)] == ([said] if said else [])


def test_the_days_on_which_another_body_is_in_office() -> None:
    """First days, and the days after the last ones."""
    found = sorted(organizations.changes((HUYEN, term("xa", "2025-08-01"))))

    assert found == [dt.date(2025, 7, 1), dt.date(2025, 8, 1)]


FULL = """
      organizations:
        - key: huyen
          name: Ủy ban nhân dân huyện Lai Vung
          address: Số 1 đường Cũ
          to: 2025-06-30
          successors: [xa, Ủy ban nhân dân xã Hòa Long]
        - key: xa
          name: Ủy ban nhân dân xã Lai Vung
          parent: tỉnh Đồng Tháp
          address: Số 2 đường Mới
          phone: 0277 000 000
          email: xa@example.org
          responsible: Nguyễn Văn A
          from: 2025-07-01
"""
OLD = "Ủy ban nhân dân huyện Lai Vung"
NEW = "Ủy ban nhân dân xã Lai Vung"
ALONE = FULL.partition("        - key: xa")[0].replace("[xa, ", "[")
"""The same without the body that came after."""
ENDED = f"{OLD} đã kết thúc hoạt động từ 01/07/2025."


def built(project: Project, now: str, organizations: str = FULL, look: str = "portal") -> None:
    """Build, at a moment, a site of bodies that has one page of every kind."""
    config = project.read("mkdocs.yml").replace("look: portal", f"look: {look}")
    project.write("mkdocs.yml", config.replace("\nvalidation:", f"{organizations}\nvalidation:"))
    if look == "theme":
        project.write("docs/index.md", "# Trang chủ\n\nChào.\n")
    project.write("docs/lien-he.md", "# Liên hệ\n\nGọi.\n")
    for number in range(1, 42):
        day = f"2024-0{number // 28 + 1}-{number % 28 + 1:02d}"
        project.post(f"posts/2024/bai-{number}.md", f"Bài {number}\ntags: [Thẻ]", day)
    project.post("posts/2024/moi.md", "Bài mới\naliases: [/cu/]", "2024-06-01")
    done = project.run("mkdocs", "build", "--strict", env={"CCHC_NOW": now})
    assert done.returncode == 0, done.stdout


def texts(project: Project, tag: str) -> dict[str, str]:
    """The text of the elements of a kind on every page, by file."""
    root = project.root / "site"
    return {
        file.relative_to(root).as_posix(): " ".join(
            " ".join(Head(file.read_text("utf-8")).page.texts[tag]).split()
        )
        for file in root.rglob("*.html")
    }


@pytest.mark.site
@pytest.mark.parametrize(
    ("now", "body", "address", "other"),
    [
        ("2025-06-30 23:59", OLD, "Số 1 đường Cũ", NEW),
        ("2025-07-01 00:00", f"{NEW}, tỉnh Đồng Tháp", "Số 2 đường Mới", OLD),
    ],
    ids=["last day", "next day"],
)
def test_masthead_and_footer_show_the_body_in_office(
    project: Project, now: str, body: str, address: str, other: str
) -> None:
    """On every page, with who answers for it; the title of its feeds goes with it."""
    built(project, now)

    headers, footers = texts(project, "header"), texts(project, "footer")
    assert len(headers) > 40
    for file, text in headers.items():
        assert body.partition(",")[0] in text, file
        assert other not in text, file
    for file, text in footers.items():
        assert body in text, file
        assert address in text, file
        assert other not in text, file
    assert f"<title>Trang thử – {body.partition(',')[0]}</title>" in project.read("site/feed.xml")


@pytest.mark.site
def test_with_no_body_in_office_the_site_is_an_archive(project: Project) -> None:
    """Every page says so once, with the successors; the last body stays in masthead and footer."""
    built(project, "2025-07-01 00:00", ALONE)

    bodies, footers = texts(project, "body"), texts(project, "footer")
    assert {"index.html", "404.html", "lien-he/index.html", "cu/index.html"} < set(bodies)
    for file, text in bodies.items():
        # A post's own notice says the same of its body.
        assert 1 <= text.count(ENDED) <= (2 if file.startswith("tin-tuc/2") else 1), file
        assert "Ủy ban nhân dân xã Hòa Long" in text, file
        assert OLD in footers[file]


@pytest.mark.site
def test_the_news_pages_of_an_archive_say_so_in_the_themes_look(project: Project) -> None:
    """There is no masthead of ours, but the notice stands on what is ours."""
    built(project, "2025-07-01 00:00", ALONE, "theme")

    own = ("tin-tuc/", "chuyen-muc/", "nam/", "tac-gia/", "the/", "so-do-trang/")
    for file, text in texts(project, "body").items():
        if file.startswith(own):
            assert ENDED in text, file


@pytest.mark.site
def test_an_old_posts_page_shows_both_bodies(site: Path) -> None:
    """The body in office above, the notice of the ended one with its four successors below."""
    page = Head((site / "nam/2022/index.html").read_text("utf-8")).page
    seed = next(site.glob("tin-tuc/2022/04/*/index.html"))

    post = Head(seed.read_text("utf-8")).page

    assert NEW in post.texts["header"][0]
    text = " ".join(post.texts["article"][0].split())
    assert f"{OLD} đã kết thúc hoạt động từ 01/07/2025." in text
    for name in ("xã Lai Vung", "xã Hòa Long", "xã Phong Hòa", "xã Tân Dương"):
        assert f"Ủy ban nhân dân {name}" in text
    assert ENDED not in page.texts["body"][0]
    assert "Nguồn: Ủy ban nhân dân huyện Lai Vung" in text
