"""Pages of docs/ for the office, and in another language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

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


class _Foreign(HTMLParser):
    """Gathers the texts with Vietnamese marks that a part of a page does not say to be Vietnamese;
    `pages` are the addresses of its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts, self.pages = list[str](), list[str]()
        self._open = list[tuple[str, str | None]]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in {"br", "img", "input", "meta", "link"}:
            self._open.append((tag, named.get("lang")))
        for name in ("aria-label", "placeholder", "title"):
            self.handle_data(named.get(name) or "")
        self.pages += filter(None, [named.get("href")])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        lang = next((lang for _, lang in reversed(self._open) if lang), None)
        if lang is None and _MARKS.search(data):
            self.texts.append(data)


_MARKS = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)


@pytest.mark.site
def test_around_an_english_page_all_that_is_vietnamese_says_so(site: Path) -> None:
    """What readers of English need is in English: how the office is reached, our own pages."""
    for url in ENGLISH:
        html = (site / url / "index.html").read_text("utf-8")
        header = html[html.index("<header") : html.index("</header>")]
        drawer = html[html.index("cchc-drawer") : html.index('<div class="md-content"')]
        footer = html[html.index("<footer") : html.index("</footer>")]
        for part in (header, f"<nav {drawer}", f"{footer}</footer>"):
            assert _Foreign(part).texts == [], url
        words = " ".join(page(site, url).texts["footer"][0].split())
        for said in (
            *("Address: Số 1", "Telephone: 0277", "Opening hours: Monday – Friday: 7:00"),
            *("Saturday", "Administrative procedures", "About this site", "Tiếng Việt"),
        ):
            assert said in words, said
    html = (site / "gioi-thieu/index.html").read_text("utf-8")
    assert len(_Foreign(html[html.index("<footer") :]).texts) > 10
    assert "Opening hours" not in html
    assert "All news" not in html


@pytest.mark.site
def test_in_a_page_in_english_what_is_ours_and_vietnamese_says_so(project: Project) -> None:
    """How the office is reached, that it has ended, the way up, and to change the page."""
    config = project.read("mkdocs.yml").replace(
        "  - cchc:\n",
        "  - cchc:\n      organizations:\n        - {key: xa, name: UBND xã Mẫu, from: 2025-07-01,"
        " hours: ['thứ Hai – thứ Sáu: 7:00–11:30'],"
        " reception: [{who: Chủ tịch, when: thứ Tư hằng tuần}]}\n",
    )
    assert "reception" in config
    old = "theme: {name: material, "
    assert old in config
    config = config.replace(old, f"{old}features: [content.action.edit], ")
    project.write("mkdocs.yml", config + "repo_url: https://example.org/kho\nedit_uri: sua/\n")
    project.write("docs/lien-he.md", "---\ntemplate: contact.html\n---\n\n# Liên hệ\n")
    contact = "---\ntemplate: contact.html\ntranslation_of: ../lien-he.md\n---\n\n# Contact\n"
    project.write("docs/en/contact.md", contact)
    project.write("docs/en/about.md", "# About\n")
    project.post("posts/2025/a.md", date="2025-08-01")
    project.build()

    for url in ("en/contact/", "en/about/"):
        html = (project.root / "site" / url / "index.html").read_text("utf-8")
        start = html.index('<div class="md-content"')
        main = html[start : html.index("</main>")]
        assert _Foreign(main).texts == [], url
        assert "Change this page" in main
        assert ("Lịch tiếp công dân" in main) == (url == "en/contact/")
    vietnamese = (project.root / "site/lien-he/index.html").read_text("utf-8")
    assert "Sửa bài này" in vietnamese
    assert 'lang="vi">' not in vietnamese[vietnamese.index("<main") :]


@pytest.mark.site
def test_links_to_files_say_kind_and_size(project: Project) -> None:
    """As in posts: so far as the writer has not said it."""
    (project.root / "docs/tep").mkdir(parents=True)
    with ZipFile(project.root / "docs/tep/mẫu đơn.xlsx", "w") as table:
        table.writestr("[Content_Types].xml", " " * 5000)
        table.writestr("xl/workbook.xml", "")
    (project.root / "docs/tep/don.PDF").write_bytes(b"%PDF-1.4\n" + b"%" * 3_000_000)
    project.write(
        "docs/giay-to.md",
        "# Giấy tờ\n\n[Mẫu](tep/mẫu%20đơn.xlsx), [bảng Excel](<tep/mẫu đơn.xlsx>), "
        "[Đơn](tep/don.PDF#page=2 'Đơn'), [Đơn cũ](tep/don.PDF) (2 MB), [chính nó](giay-to.md), "
        "[nơi khác](https://example.org/a.pdf), [trên](#giay-to), [nguồn](/rss.xml)\n",
    )
    project.write("docs/con/trang.md", "# Trang\n\n- **[Đơn](../tep/don.PDF)**\n")
    project.build()

    said = " ".join(page(project.root / "site", "giay-to/").texts["main"][0].split())
    assert (
        "Mẫu (XLSX, 5 KB), bảng Excel (5 KB), Đơn (PDF, 2,9 MB), Đơn cũ (2 MB), chính nó, "
        "nơi khác, trên, nguồn"
    ) in said
    said = " ".join(page(project.root / "site", "con/trang/").texts["main"][0].split())
    assert "Đơn (PDF, 2,9 MB)" in said


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
