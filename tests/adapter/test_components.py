"""Components of a site's own, in its `custom_dir`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.project import Project

pytestmark = pytest.mark.site

CARD = (
    "{% macro card(card, base, level, eager=false, text=true, category=false, place='item') %}"
    "{% autoescape true %}<p>RIENG-{} {{ card.title }}</p>{% endautoescape %}{% endmacro %}"
)
FOOTER = '{% macro footer(portal, links) %}<p>CHAN {{ "tin-tuc/" | url }} {{ n }}</p>{% endmacro %}'
POST = """\
{%- autoescape true -%}
{{ kept.crumbs(c.crumbs, view.crumbs, base) | safe }}
<h1>{{ view.title }}</h1>{{ c.share_icon }}
{%- if view.cited %}{{ c.cited(documents=view.cited, base=base) }}{% endif %}
<ul><li>{{ "</li><li>".join(kept.each(c.line, view.related, base)) | safe }}</li></ul>
<dl>{% for k, value in view.extra.items() %}<dt>{{ k }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
{% endautoescape -%}
"""


@pytest.fixture
def own(project: Project) -> Project:
    """A site with a folder for templates of its own, and two posts."""
    config = project.read("mkdocs.yml").replace("font: false", "font: false, custom_dir: mau")
    project.write("mkdocs.yml", config)
    project.write("mau/note.txt", "")
    project.post("posts/2024/a.md", title="Bài một\ntags: [thẻ]")
    project.post("posts/2024/b.md", title="Bài hai\ntags: [thẻ]", date="2024-05-06")
    project.post("posts/2024/c.md", title="Bài ba\ntags: [thẻ]", date="2024-05-01")
    return project


def built(project: Project) -> dict[str, bytes]:
    """The site after a build on top of the last, which must be what a clean one makes."""
    outcome = strict_build(project.root)
    assert outcome.good, outcome.said
    found = contents(project.root / "site")
    assert_equal(found, clean_build(project.root)[1])
    return found


def showing(site: dict[str, bytes], text: str) -> set[str]:
    """The pages that hold `text`."""
    pages = (path for path in site if path.endswith(".html"))
    return {path for path in pages if text.encode() in site[path]}


def test_one_file_replaces_one_component(own: Project) -> None:
    """Wherever it stands, and after each edit as in a clean build; all others stay ours."""
    before = built(own)
    lists = {"tin-tuc/index.html", "chuyen-muc/thong-bao/index.html"}
    for version in ("1", "2"):
        own.write("mau/components/card.html", CARD.replace("{}", version, 1))
        site = built(own)
        assert showing(site, f"RIENG-{version} Bài một") >= lists
        assert showing(site, "cchc-story--item") == set()
        post = "tin-tuc/2024/05/a/index.html"
        assert site[post].count(b"cchc-story--line") == before[post].count(b"cchc-story--line")
    (own.root / "mau/components/card.html").unlink()
    assert showing(built(own), "RIENG") == set()


def test_a_component_of_the_layout_is_replaced_too(own: Project) -> None:
    """On every page, with the ways that lead from there."""
    own.write("mau/components/footer.html", FOOTER)
    site = built(own)
    assert b"<p>CHAN ../../../../tin-tuc/ </p>" in site["tin-tuc/2024/05/a/index.html"]
    assert b"<p>CHAN tin-tuc/ </p>" in site["index.html"]
    assert showing(site, "cchc-footer") == set()


def test_a_template_made_before_goes_on_working(own: Project) -> None:
    """With the names that components had; and `extra` of a post reaches it."""
    own.write("mau/cchc/post.html", POST)
    for value in ("10 triệu", "20 <triệu>"):
        head = f"Bài một\ntags: [thẻ]\nextra: {{kinh_phi: {value}, dot: 3}}"
        own.post("posts/2024/a.md", title=head)
        page = built(own)["tin-tuc/2024/05/a/index.html"].decode()
        shown = value.replace("<", "&lt;").replace(">", "&gt;")
        assert f"<dl><dt>kinh_phi</dt><dd>{shown}</dd><dt>dot</dt><dd>3</dd></dl>" in page
        assert "cchc-crumbs__list" in page
        assert 'class="cchc-icon"' in page
        assert "cchc-story--line" in page


FAULTS = {
    "components/card.html": (
        "{% macro tin(card) %}{% endmacro %}",
        "mau/components/card.html:1: thiếu macro “card”, tên của thành phần",
    ),
    "components/pager.html": (
        "\n{% macro pager(pager) %}{% endmacro %}",
        "mau/components/pager.html:2: macro “pager” thiếu tham số “base”",
    ),
    "cchc/components.html": (
        "{% macro item(card) %}{% endmacro %}",
        "mau/cchc/components.html: mẫu này không còn được dùng; hãy chép mỗi macro đã sửa vào",
    ),
    "main.html": (
        '{% extends "base.html" %}\n{% import "cchc/components.html" as c %}',
        "mau/main.html:2: không còn mẫu “cchc/components.html”",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_a_template_is_told(own: Project, name: str) -> None:
    """In words, with the file to mend, before anything is written."""
    text, said = FAULTS[name]
    own.write(f"mau/{name}", text)
    outcome = strict_build(own.root)
    assert not outcome.good
    assert said in "\n".join(outcome.said)
    assert not Path(own.root, "site").exists()


def test_a_component_may_take_any_arguments(own: Project) -> None:
    """One that names `kwargs` is handed what it does not name; other files there are the site's."""
    text = "{% macro years(links) %}{{ kwargs | length }}{% endmacro %}"
    own.write("mau/components/years.html", text)
    own.write("mau/components/rieng.html", "{{ page.title }}")
    assert strict_build(own.root).good
