"""`engine: fast` and `engine: native`; filling layouts and rendering pages whole."""

from __future__ import annotations

import re

import pytest

from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.project import MINIMAL, Project

pytestmark = pytest.mark.site

HOOK = """\
def on_page_markdown(markdown, page, config, files):
    return markdown.replace("{{ năm }}", "2024")


def on_page_content(html, page, config, files):
    return html.replace("<p>", '<p class="hook">')


def on_post_page(output, page, config):
    return output.replace("</body>", "<!-- hook --></body>")
"""
POST = "site/tin-tuc/2024/05/lich/index.html"


@pytest.fixture
def project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A site with two posts that link to each other and to docs/, and a docs page."""
    monkeypatch.setenv("CCHC_NOW", "2025-01-01")
    project.write("docs/lien-he.md", "# Liên hệ\n\n## Giờ\n\nXem [bài](../posts/2024/lich.md).\n")
    body = "Năm {{ năm }}, [khác](khac.md#muc), [liên hệ](../../docs/lien-he.md#gio)."
    project.post("posts/2024/lich.md", title="A & <b>", body=body)
    project.post("posts/2024/khac.md", body="## Mục\n\nXem [lịch](lich.md).")
    return project


def configure(project: Project, options: str = "", rest: str = "") -> None:
    """Write mkdocs.yml with more options of the plugin and more settings."""
    config = MINIMAL.replace("look: portal", f"look: portal\n{options}") + rest
    project.write("mkdocs.yml", config)


@pytest.mark.parametrize("look", ["portal", "theme"])
def test_native_gives_the_same_bytes(project: Project, look: str) -> None:
    """Both looks, with a post and an index in `nav`."""
    nav = "nav: [index.md, lien-he.md, Tin: ../posts/2024/lich.md, nam/2024/index.md]\n"
    if look == "theme":
        project.write("docs/index.md", "# Trang chủ\n")
    sites = []
    for engine in ("fast", "native"):
        configure(project, f"      engine: {engine}\n", nav)
        text = project.read("mkdocs.yml").replace("look: portal", f"look: {look}")
        project.write("mkdocs.yml", text)
        outcome, site = clean_build(project.root)
        assert outcome.good, outcome.said
        sites.append(site)

    assert "tin-tuc/2024/05/lich/index.html" in sites[0]
    assert_equal(*sites)


def test_fast_names_those_whom_posts_do_not_meet(project: Project) -> None:
    """And leaves posts as they are."""
    project.write("hook.py", HOOK)
    configure(project, rest="hooks: [hook.py]\n")

    done = project.build("--strict")

    assert "Tin không gặp plugin và hook của từng trang: hook.py" in done.stdout
    assert "hook" not in project.read(POST)
    assert '<p class="hook">' in project.read("site/lien-he/index.html")


def test_native_lets_plugins_change_posts(project: Project) -> None:
    """Their Markdown, their HTML, the whole page; links are followed in what they have written."""
    project.write("hook.py", HOOK)
    configure(project, "      engine: native\n", "hooks: [hook.py]\n")

    done = project.build("--strict")

    page = project.read(POST)
    assert "Tin không gặp" not in done.stdout
    assert '<p class="hook">Năm 2024, <a href="../../../../tin-tuc/2024/05/khac/#muc">' in page
    assert page.rstrip().endswith("<!-- hook --></body>\n</html>") or "<!-- hook -->" in page
    assert "<!-- hook -->" in project.read("site/tin-tuc/index.html")


def test_a_fault_that_a_plugin_writes_is_a_problem(project: Project) -> None:
    """As one that the editor writes."""
    hook = 'def on_page_markdown(markdown, **_):\n    return markdown + "\\n\\n[x](khong.md)\\n"\n'
    project.write("hook.py", hook)
    configure(project, "      engine: native\n", "hooks: [hook.py]\n")

    done = project.run("mkdocs", "build")

    assert done.returncode == 1
    assert "liên kết “khong.md” không dẫn tới trang nào" in done.stdout
    assert not (project.root / "site").exists()


@pytest.mark.parametrize(
    "main",
    [
        '{% extends "base.html" %}{% block announce %}{{ page.url }}{% endblock %}',
        '{% extends "base.html" %}{% block announce %}{{ page.title | upper }}{% endblock %}',
    ],
)
def test_a_template_that_cannot_be_poured_into_is_rendered_whole(
    project: Project, main: str
) -> None:
    """The guard sees it; then every page is the template's own, incrementally too."""
    project.write("mau/main.html", main)
    text = MINIMAL.replace("font: false", "font: false, custom_dir: mau")
    project.write("mkdocs.yml", text)

    done = project.build("--strict")

    assert "không ghép nhanh được" in done.stdout
    announced = re.search(
        r'class="md-banner__inner[^>]*>(.*?)</div>', project.read(POST), re.DOTALL
    )
    assert announced
    assert announced[1].strip() in ("tin-tuc/2024/05/lich/", "A & (B)")
    project.post("posts/2024/khac.md", title="Đổi", body="## Mục\n\nXem [lịch](lich.md).")
    assert strict_build(project.root).good
    assert_equal(contents(project.root / "site"), clean_build(project.root)[1])
    project.write("mkdocs.yml", text.replace("look: portal", "look: portal\n      engine: native"))
    assert_equal(contents(project.root / "site"), clean_build(project.root)[1])


def test_the_last_line_tells_what_was_done(project: Project) -> None:
    """Posts, pages rendered and kept, seconds."""
    first = project.build("--strict").stdout
    project.post("posts/2024/khac.md", body="## Mục\n\nSửa, xem [lịch](lich.md).")

    second = project.build("--strict").stdout

    line = r"2 bài: (\d+) trang dựng lại, (\d+) giữ nguyên, \d+,\d giây"
    done, redone = re.search(line, first), re.search(line, second)
    assert done
    assert redone
    assert done[2] == "0"
    assert int(redone[1]) + int(redone[2]) == int(done[1])
    assert 0 < int(redone[1]) < int(done[1])
