"""Pages of docs/ for the office, and in another language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.checking import check
from tests.support.html import Head, page
from tests.support.project import BASE, Project

OFFICE = "huong-dan-bien-tap-vien/"
ENGLISH = {"en/": "", "en/about/": "gioi-thieu/"}
"""The English pages of the tests' portal, each with the Vietnamese one."""


def head(site: Path, url: str) -> Head:
    """What machines read of a page."""
    return Head((site / url / "index.html").read_text("utf-8"))


@pytest.mark.site
def test_citizens_are_not_led_to_pages_of_the_office(site: Path) -> None:
    """But by the last link at the end of each page; neither by search nor by the site map."""
    every = [*site.rglob("*.html")]
    assert len(every) > 50
    for file in every:
        html = file.read_text("utf-8")
        links = re.findall(rf'<a[^>]*href="[./]*{OFFICE}"[^>]*>([^<]*)', html)
        if file.parent.name == OFFICE.rstrip("/"):
            continue
        assert links in ([], ["Dành cho cán bộ"]), file
        if links:
            footer = html[html.index("<footer") :]
            assert footer.rindex("<a ") < footer.index("Dành cho cán bộ")
    index = [path.read_text("utf-8") for path in (site / "tim-kiem/chi-muc").rglob("*.json")]
    assert index
    assert [text for text in index if OFFICE in text] == []


@pytest.mark.site
def test_a_page_is_of_the_language_of_its_folder(site: Path) -> None:
    """To browsers, to readers and to machines."""
    for url in ENGLISH:
        html = (site / url / "index.html").read_text("utf-8")
        assert '<html lang="en"' in html
        assert head(site, url).meta("og:locale") == ["en_US"]
        (summary,) = head(site, url).meta("description")
        assert not re.search("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", summary), summary
        words = " ".join(page(site, url).texts["body"][0].split())
        assert "Skip to content" in words
        assert "Home" in words
        assert not re.search("Bỏ qua đến nội dung|Nền tối|Danh mục(?! thủ tục)", words)
    assert '<html lang="vi"' in (site / "index.html").read_text("utf-8")
    assert '<html lang="vi"' in (site / "gioi-thieu/index.html").read_text("utf-8")
    assert head(site, "gioi-thieu/").meta("og:locale") == ["vi_VN"]


@pytest.mark.site
def test_translations_lead_to_each_other(site: Path) -> None:
    """Each page names all of them, itself too; a page that is no translation names none."""

    def named(url: str) -> set[tuple[str, str]]:
        html = (site / url / "index.html").read_text("utf-8")
        return {*re.findall(r'<link rel="alternate"[^>]* hreflang="(\w+)" href="([^"]*)"', html)}

    for english, original in ENGLISH.items():
        both = {("en", BASE + english), ("vi", BASE + original)}
        assert named(english) == named(original) == both
    assert named("lien-he/") == set()
    for url, words in (("en/about/", "Tiếng Việt"), ("gioi-thieu/", "English")):
        assert f">{words}</a></p>" in (site / url / "index.html").read_text("utf-8")


@pytest.mark.site
def test_lists_beside_pages_hold_pages_for_the_same_people(site: Path) -> None:
    """In the same language; no group is called after a folder."""
    for url, inside, outside in (
        ("gioi-thieu/", ["Liên hệ"], ["About this site", "biên tập viên"]),
        ("en/about/", ["English"], ["Liên hệ"]),
        (OFFICE, ["biên tập viên"], ["About this site", ">Liên hệ"]),
    ):
        html = (site / url / "index.html").read_text("utf-8")
        drawer = html[html.index("cchc-drawer__title") : html.index("md-content__inner")]
        pages = drawer[drawer.rindex("cchc-drawer__entry") :]
        for words in inside:
            assert words in pages, url
        for words in outside:
            assert words not in pages, url
        assert ">En<" not in html


WRONG = {
    "audience: ofice": (
        "“audience: ofice” không có nghĩa; "
        "hãy viết “audience: office” cho trang của cán bộ, hoặc xóa dòng này",
        "audience: office",
    ),
    "lang: en\ntranslation_of: lien-h.md": (
        "“translation_of: lien-h.md” không dẫn tới trang nào; có phải “lien-he.md” không?",
        "lang: en\ntranslation_of: lien-he.md",
    ),
    "translation_of: lien-he.md": (
        "“translation_of: lien-he.md”: trang này viết bằng tiếng Việt, là bản gốc; "
        "hãy xóa dòng này, hoặc thêm dòng “lang: en”",
        "lang: en\ntranslation_of: lien-he.md",
    ),
}


@pytest.mark.site
def test_what_a_page_says_of_itself_means_something(project: Project) -> None:
    """Else it is a problem at its line, and gone when it is mended as told."""
    project.write("docs/lien-he.md", "# Liên hệ\n")
    for written, (said, mended) in WRONG.items():
        project.write("docs/trang.md", f"---\n{written}\n---\n# Trang\n")
        line = written.count("\n") + 2
        status, lines = check(project)
        assert (status, lines[0]) == (1, f"docs/trang.md:{line}: {said}")
        project.write("docs/trang.md", f"---\n{mended}\n---\n# Trang\n")
        assert check(project) == (0, ["Không có lỗi."])
