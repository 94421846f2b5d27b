"""The content security policy that follows from a page's HTML."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from html import unescape

import pytest

from cchc_site.base import workers
from cchc_site.rendering import csp
from cchc_site.rendering.csp import Inline
from tests.support.project import MINIMAL, Project

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
HASH = re.compile(r"'sha256-[A-Za-z0-9+/=]*'")
RUN = "var a = '</b>'"
DOCS = "---\ntitle: Bảng\n---\n\n# Bảng\n\n"


def told(html: str) -> dict[str, str]:
    """The policy in a page, by directive."""
    found = META.findall(html)
    assert len(found) == 1
    return dict(one.split(" ", 1) for one in unescape(found[0]).split("; "))


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        (f"<script>{RUN}</script>", [RUN]),
        (f'<SCRIPT type="module" data-x=">">{RUN}</script >', [RUN]),
        ("<script type=importmap>{}</script>", ["{}"]),
        ("<script>a\r\nb</script>", ["a\nb"]),
        ('<script src="a.js"></script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ('<script type="application/json">"<script>"</script>', []),
        (f"<!-- <script>{RUN}</script> -->", []),
        (f'<a title="<script>{RUN}</script>">x</a>', []),
        ("<p>&lt;script&gt;x&lt;/script&gt;</p>", []),
    ],
)
def test_scripts_that_a_browser_runs_are_told_by_hash(html: str, scripts: Sequence[str]) -> None:
    """Data, comments, values of attributes and files are none."""
    assert csp.inline(html) == Inline(scripts=frozenset(map(csp.source, scripts)))


def test_styles_are_told_by_hash_too() -> None:
    """An element allows its text, an attribute its value as the browser reads it."""
    found = csp.inline("<style>p{}</style><p STYLE='color:&quot;red&quot;'>x</p><p title=style>")

    assert found.styles == {csp.source("p{}")}
    assert found.attributes == {csp.source('color:"red"')}
    assert "style-src-attr 'unsafe-hashes' 'sha256-" in csp.policy(found, {})


def test_nothing_is_unsafe() -> None:
    """A page without inline code needs no exception, and what one page holds no other allows."""
    plain = csp.policy(Inline(), {})

    assert "unsafe" not in plain
    assert "sha256" not in plain
    assert plain.startswith("default-src 'none'; script-src 'self';")


def test_a_site_may_allow_more() -> None:
    """What the options name comes beside the site's own, and in the place of nothing."""
    found = csp.policy(Inline(), {"frame-src": ["https://a.vn"], "img-src": ["https://b.vn"]})

    assert "frame-src https://a.vn;" in found
    assert "img-src 'self' data: https://b.vn;" in found


def test_what_is_blocked_is_found() -> None:
    """An address of another host and a handler, unless it is allowed."""
    html = (
        '<img src="https://a.vn/x.png"><img src="x.png"><img src="https://own.vn/x.png">'
        '<script src="//cdn.vn/lib/x.js"></script><p onclick="x()">'
        '<link rel="icon" href="https://a.vn/i.png"><link rel="stylesheet" href="https://c.vn/a.css">'
    )
    everything = [
        ("img-src", "https://a.vn/x.png"),
        ("script-src", "//cdn.vn/lib/x.js"),
        ("", "onclick"),
        ("style-src", "https://c.vn/a.css"),
    ]

    assert list(csp.blocked(html, "https://own.vn/", {})) == everything
    extra = {"img-src": ["https://*.vn"], "script-src": ["https://cdn.vn/lib/"]}
    assert list(csp.blocked(html, "https://own.vn/", extra)) == everything[2:]


@pytest.mark.site
def test_a_page_allows_what_it_holds(project: Project) -> None:
    """Templates' and docs' own code is allowed where it stands; what a post says is never hashed,
    even where it looks like code."""
    project.write("mkdocs.yml", MINIMAL.replace("language: vi", "language: vi, custom_dir: mau"))
    own = '{% extends "base.html" %}{% block libs %}<script>{%block x%}a(){%endblock%}</script>'
    project.write("mau/main.html", own + "{% endblock %}")
    project.write("mau/cchc/list.html", "<h1>Tin</h1><style>h1{color:red}</style>")
    project.write(
        "docs/bang.md",
        DOCS
        + "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n<p style='color:red'>x</p><script>b()</script>\n",
    )
    project.post("posts/2024/ma.md", body="```html\n<script>c()</script> <p style='x'>\n```")
    project.build()

    post, docs = (
        project.read("site/tin-tuc/2024/05/ma/index.html"),
        project.read("site/bang/index.html"),
    )
    news = project.read("site/tin-tuc/index.html")
    for page in (post, docs, news, project.read("site/404.html"), project.read("site/index.html")):
        assert csp.source("a()") in told(page)["script-src"]
    assert csp.source("b()") in told(docs)["script-src"]
    assert csp.source("b()") not in told(post)["script-src"]
    assert csp.source("c()") not in told(post)["script-src"]
    assert told(post)["style-src-attr"] == "'none'"
    assert told(docs)["style-src-attr"] == f"'unsafe-hashes' {csp.source('color:red')}"
    assert '<td class="center">1</td>' in docs
    assert csp.source("h1{color:red}") in told(news)["style-src"]
    assert csp.source("h1{color:red}") not in told(post)["style-src"]
    # The charset must stand among the first bytes, the policy before all that it governs.
    head = post[: post.index("Content-Security-Policy")]
    assert re.findall(r"<(?:meta|link|script)[^>]*>", head)[:-1] == []
    assert '<meta charset="utf-8">' in head


@pytest.mark.site
def test_headers_hold_the_code_of_every_page_whoever_has_rendered_it(project: Project) -> None:
    """Also that of a template's part outside cchc/: with one process or two, of pages that are kept
    too, and no more of one that is gone."""
    project.write("mkdocs.yml", MINIMAL.replace("language: vi", "language: vi, custom_dir: mau"))
    project.write("mau/cchc/post.html", '<h1>{{ view.title }}</h1>{% include "phan/ma.html" %}')
    project.write(
        "mau/phan/ma.html",
        "<script>every()</script>{% if view.title == 'Riêng' %}<script>own()</script>{% endif %}",
    )
    for number in range(workers.LEAST):
        project.post(f"posts/2024/{number}.md", title=f"Tin {number}")
    project.post("posts/2024/rieng.md", title="Riêng")

    def build(count: int, clean: bool = False) -> set[str]:
        if clean:
            shutil.rmtree(project.root / ".cache")
            shutil.rmtree(project.root / "site")
        done = project.run("mkdocs", "build", "--strict", env={"CCHC_WORKERS": str(count)})
        assert done.returncode == 0, done.stdout
        allowed = set(HASH.findall(project.read("site/may-chu/nginx.conf")))
        pages = (page.read_text("utf-8") for page in (project.root / "site").rglob("*.html"))
        assert allowed == {one for page in pages for one in HASH.findall(META.findall(page)[0])}
        return allowed

    first = build(2)
    assert {csp.source("every()"), csp.source("own()")} <= first
    project.post("posts/2024/0.md", title="Tin khác")
    assert build(2) == first
    project.post("posts/2025/moi.md", title="Tin mới", date="2025-01-01")
    kept = build(2)
    assert kept == build(1, clean=True) == first
    (project.root / "posts/2024/rieng.md").unlink()
    less = build(1)
    assert first - less == {csp.source("own()")}
    assert build(2, clean=True) == less


@pytest.mark.site
def test_a_site_says_what_it_needs(project: Project) -> None:
    """Files at other hosts that the configuration names, and the option `csp`; false ends it."""
    options = "      csp: {connect-src: https://so-lieu.vn, frame-src: [https://ban-do.vn]}\n"
    config = MINIMAL.replace("      look: portal\n", "      look: portal\n" + options)
    config += "extra_javascript: ['https://cdn.vn/a.js?v=1', js/b.js]\n"
    project.write("mkdocs.yml", config)
    project.write("docs/js/b.js", "")
    project.post("posts/2024/tin.md")
    project.build("--strict")

    found = told(project.read("site/tin-tuc/2024/05/tin/index.html"))
    assert found["script-src"].startswith("'self' 'sha256-")
    assert found["script-src"].endswith("https://cdn.vn/a.js")
    assert found["connect-src"] == "'self' https://so-lieu.vn"
    assert found["frame-src"] == "https://ban-do.vn"

    project.write("mkdocs.yml", config.replace(options, "      csp: false\n"))
    project.build("--strict")
    assert META.search(project.read("site/tin-tuc/2024/05/tin/index.html")) is None
    assert META.search(project.read("site/404.html")) is None
    assert "Content-Security-Policy: frame-ancestors 'self'\n" in project.read("site/_headers")


@pytest.mark.site
@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "{script-scr: https://a.vn}",
            "không có chỉ thị “script-scr”; có phải “script-src” không?",
        ),
        ("{script-src: \"'unsafe-inline'\"}", "cho mọi mã chạy"),
        ("{script-src: '*'}", "cho mọi mã chạy"),
        ("{img-src: http://a.vn}", "“img-src” không nhận “http://a.vn”; hãy viết như https://"),
        ("{img-src: 'https://a.vn; script-src https://b.vn'}", "không nhận"),
        ("{script-src: 'data:'}", "không nhận “data:”"),
        ("{script-src: 'https://a.vn/\"{env.HOME}'}", 'không nhận “https://a.vn/"{env.HOME}”'),
        ("mở", "hãy viết “true”, “false”, hoặc mỗi chỉ thị một dòng"),
    ],
)
def test_a_wrong_option_is_told(project: Project, written: str, said: str) -> None:
    """What would open a hole, or change nothing, stops the build."""
    project.write(
        "mkdocs.yml", MINIMAL.replace("      look:", f"      csp: {written}\n      look:")
    )
    project.post("posts/2024/tin.md")
    done = project.run("mkdocs", "build")

    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.site
def test_what_a_docs_page_loses_is_said(project: Project) -> None:
    """A picture of another host and a handler on a page of docs/ would vanish without a word."""
    text = f'{DOCS}![Bản đồ](https://a.vn/b.png)\n\n<b onclick="x()">y</b>\n'
    project.write("docs/bang.md", text)
    project.post("posts/2024/tin.md")
    done = project.run("mkdocs", "build", "--strict")

    assert done.returncode == 1
    assert (
        "docs/bang.md: “https://a.vn/b.png” bị chính sách bảo mật của trang chặn; hãy chép tệp vào "
        "docs/, hoặc thêm “img-src: https://a.vn” vào “csp” trong mkdocs.yml"
    ) in done.stdout
    assert "docs/bang.md: thuộc tính “onclick” bị chính sách bảo mật của trang chặn" in done.stdout
