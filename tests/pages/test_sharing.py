"""Ways to pass an item on and to report a fault in it."""

from __future__ import annotations

import json
from base64 import b64decode
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from cchc_site.pages import sharing
from tests.support.project import Project

ADDRESS = "https://xa.example.org/tin-tuc/2024/05/lich/"


def asked(href: str) -> dict[str, list[str]]:
    """What the query of an address says."""
    return parse_qs(urlsplit(href).query)


def test_the_address_is_passed_on_whole() -> None:
    """Facebook takes it as it is, Zalo within an object."""
    zalo, facebook = sharing.share("https://xã.example.org/a&b/")("tin-tuc/2024/05/lich/")
    whole = "https://xã.example.org/a&b/tin-tuc/2024/05/lich/"
    assert (zalo.label, facebook.label) == ("Zalo", "Facebook")
    assert asked(facebook.href) == {"u": [whole]}
    assert json.loads(b64decode(asked(zalo.href)["d"][0])) == {"url": whole}


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ("", None),
        (
            "gop-y@xa.example.org",
            f"mailto:gop-y@xa.example.org?subject=Báo lỗi: A & B&body={ADDRESS}",
        ),
        ("https://x.vn/?t={title}&u={address}", f"https://x.vn/?t=A & B&u={ADDRESS}"),
        ("https://x.vn/gop-y", "https://x.vn/gop-y"),
        ("lien-he/", "../../lien-he/?bai=tin-tuc/2024/05/lich/"),
        ("/lien-he/#bao-loi", "../../lien-he/?bai=tin-tuc/2024/05/lich/#bao-loi"),
    ],
)
def test_a_report_names_the_item(feedback: str, expected: str | None) -> None:
    """In a letter begun, in the place that an address leaves, or for a page of this site."""
    report = sharing.report(feedback)
    made = report and report("A & B", ADDRESS, "tin-tuc/2024/05/lich/", "../..")
    assert (made and unquote(made).rstrip("\n")) == expected


CHAPTER = "## Chương {}\n\n" + "Nội dung của chương này nói về hồ sơ. " * 60 + "\n\n"


@pytest.mark.site
def test_a_long_item_lists_its_chapters(project: Project) -> None:
    """Three chapters over some screens; a short text or a long one without them has no list. What
    is not published or withdrawn is not passed on."""
    long = "".join(map(CHAPTER.format, range(3))).replace("Chương 1", "Chương *1* & `a`")
    project.post("posts/2024/dai.md", title="Dài", body=long)
    project.post("posts/2024/ngan.md", title="Ngắn", body="## Một\n\n## Hai\n\n## Ba\n\nHết.")
    project.post(
        "posts/2024/mot.md", title="Một chương", body=CHAPTER.format(1) + "Nói nữa. " * 900
    )
    project.post("posts/2024/rut.md", title="Rút", author="A\nwithdrawn: Sai ngày")
    project.post("posts/2024/nhap.md", title="Nháp", author="A\ndraft: true")
    done = project.run("mkdocs", "build", env={"CCHC_DRAFTS": "1"})
    assert done.returncode == 0, done.stdout

    def page(name: str) -> str:
        return project.read(f"site/tin-tuc/2024/05/{name}/index.html")

    contents = page("dai").partition('aria-label="Trong bài này"')[2].partition("</nav>")[0]
    assert '<a href="#chuong-0">Chương 0</a>' in contents
    assert '">Chương 1 &amp; a</a>' in contents
    assert contents.count("<li>") == 3
    assert "Trong bài này" not in page("ngan")
    assert "Trong bài này" not in page("mot")
    assert [name for name in ("dai", "rut", "nhap") if "facebook.com" in page(name)] == ["dai"]
    assert "Báo lỗi bài này" not in page("dai")
