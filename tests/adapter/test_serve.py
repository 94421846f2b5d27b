"""`mkdocs serve`: an editor's faults are shown, the last good site stays."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from cchc_site.adapter.serve import banner, with_banner, with_pages
from cchc_site.base.problems import Problem
from cchc_site.rendering import examples
from tests.support.project import Project
from tests.support.serving import fetch, serving, until
from tests.support.strict import Strict


@pytest.mark.site
def test_serve_goes_on_with_problems_and_shows_them(project: Project, free_port: int) -> None:
    """A later build with problems: the list in the terminal and on the page, which stays."""
    project.post("posts/2024/lich.md", title="Bài tốt")
    page = "tin-tuc/2024/05/lich/"
    wrong = "posts/2024/lich.md:3: ngày “2024-13-05” không tồn tại"
    with serving(project, free_port) as log:
        until(lambda: "<h1>Bài tốt</h1>" in fetch(free_port, page), log)

        project.post("posts/2024/lich.md", title="Bài hỏng", date="2024-13-05")
        until(lambda: wrong in fetch(free_port, page), log)
        shown = fetch(free_port, page)
        assert 'role="alert"' in shown
        assert "<h1>Bài tốt</h1>" in shown
        assert wrong in log.read_text("utf-8")
        assert "Traceback" not in log.read_text("utf-8")

        project.post("posts/2024/lich.md", title="Bài đã sửa")
        until(lambda: "<h1>Bài đã sửa</h1>" in fetch(free_port, page), log)
        assert 'role="alert"' not in fetch(free_port, page)


@pytest.mark.site
def test_serve_has_a_site_and_a_memory_of_its_own(project: Project, free_port: int) -> None:
    """It leaves site/ alone, an edit renders what it changes, and the next serve starts from
    there."""
    for number in range(9):
        project.post(f"posts/2024/bai-{number}.md", title=f"Bài {number}")
    project.build()
    before = project.state()
    page = "tin-tuc/2024/05/bai-3/"
    with serving(project, free_port) as log:
        until(lambda: "<h1>Bài 3</h1>" in fetch(free_port, page), log)
        project.post("posts/2024/bai-3.md", title="Bài đã sửa")
        until(lambda: "<h1>Bài đã sửa</h1>" in fetch(free_port, page), log)
        assert "Không có trang này" in missing(free_port)
        assert len(re.findall(r"9 bài: \d+ trang dựng lại, 0 giữ nguyên", log.read_text())) == 1
    with serving(project, free_port) as log:
        until(lambda: "<h1>Bài đã sửa</h1>" in fetch(free_port, page), log)
        assert "9 bài: 0 trang dựng lại" in log.read_text("utf-8")

    assert project.state() == before


OWN_CARD = (
    "{% macro card_line(card, base, level=3) %}{% autoescape true %}"
    '<p class="rieng">{{ card.title }}</p>{% endautoescape %}{% endmacro %}'
)


@pytest.mark.site
def test_serve_shows_all_components(project: Project, free_port: int) -> None:
    """With their examples, a site's own in the place of ours, and nowhere in the site."""
    project.post("posts/2024/lich.md")
    config = project.read("mkdocs.yml").replace("font: false", "font: false, custom_dir: mau")
    project.write("mkdocs.yml", config.replace("example.org/", "example.org/xa/"))
    project.write("mau/components/card_line.html", OWN_CARD)
    with serving(project, free_port) as log:
        until(lambda: "Thành phần" in fetch(free_port, "xa/thanh-phan/"), log)
        page = fetch(free_port, "xa/thanh-phan/")
        assert Strict(page).faults == []
        for component in examples.components("portal"):
            assert f"<code>components/{component.name}.html</code>" in page
            assert all(example.title in page for example in component.examples)
        assert "<code>&#34;Lọc theo năm&#34;</code>" in page
        assert '<p class="rieng">Lịch tiếp công dân tháng 5</p>' in page
        assert "<svg" in fetch(free_port, "xa/thanh-phan/anh.svg")
        assert "thanh-phan" not in fetch(free_port, "xa/")
        assert "thanh-phan" not in fetch(free_port, "xa/sitemap.xml")
    served = project.root / ".cache/cchc/serve"
    assert (served / "index.html").is_file()
    assert not [path for path in served.rglob("*") if "thanh-phan" in path.name]


LOOKS = (
    "font: false, palette: [{scheme: default, toggle: {icon: a, name: b}, media: all},"
    " {scheme: slate, toggle: {icon: a, name: b}, media: print}]"
)


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_every_example_is_seen(
    project: Project, free_port: int, browser: Browser, width: int
) -> None:
    """As it stands on a page: those of the frame take nothing on from the content, and what a
    script would show is shown; the page's own buttons go on working."""
    project.post("posts/2024/lich.md")
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("font: false", LOOKS))
    with serving(project, free_port) as log:
        until(lambda: "Thành phần" in fetch(free_port, "thanh-phan/"), log)
        tab = browser.new_page(viewport={"width": width, "height": 900})
        tab.goto(f"http://127.0.0.1:{free_port}/thanh-phan/")
        for section in tab.locator("section[id^=c-]").all():
            for example in section.locator(".gallery-example").all():
                seen = example.inner_text().strip() or example.locator("svg, img").count()
                assert seen, section.get_attribute("id")
        assert all(
            name.evaluate("name => name.getBoundingClientRect().height") < 80
            for name in tab.locator(".gallery-example .cchc-masthead__name").all()
        )
        look = tab.locator(".cchc-header .cchc-palette button:visible")
        for word in ("Nền tối", "Nền sáng", "Nền tối"):
            assert look.inner_text().strip() == word
            look.click()
        tab.close()


def test_a_page_beside_the_site() -> None:
    """It is shown at its address; all else is the site's."""

    def app(environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [])
        return [b"site"]

    pages = {"/a/": ("text/html", b"beside")}
    answers: list[object] = []
    both = with_pages(app, pages.get)
    content = [
        b"".join(both({"PATH_INFO": path}, lambda *answer: answers.append(answer)))
        for path in ("/a/", "/b/")
    ]
    assert content == [b"beside", b"site"]
    assert answers[0] == ("200 OK", [("Content-Type", "text/html"), ("Content-Length", "6")])


def missing(port: int) -> str:
    """What the server says of an address that leads nowhere."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/khong-co/", timeout=5)
    except urllib.error.HTTPError as error:
        return error.read().decode()
    return ""


def test_the_banner_is_text() -> None:
    """A file name cannot bring markup into the page."""
    html = banner([Problem("posts/<b>.md", 3, "sai", "sửa")])

    assert "posts/&lt;b&gt;.md:3: sai; sửa" in html


@pytest.mark.parametrize(("kind", "changed"), [("text/html", True), ("text/css", False)])
def test_only_pages_get_the_banner(kind: str, changed: bool) -> None:
    """Styles and scripts are passed on as they are."""
    found = [Problem("posts/a.md", 3, "sai", "sửa")]
    answers: list[list[tuple[str, str]]] = []

    def app(environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", kind), ("Content-Length", "22")])
        return [b"<body class=x>y</body>"]

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        answers.append(headers)

    content = b"".join(with_banner(app, lambda: found)({}, start))

    assert (b"posts/a.md:3" in content) is changed
    assert dict(answers[0])["Content-Length"] == str(len(content))
