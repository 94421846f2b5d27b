"""Whether pages fill a shared layout follows from the templates, not from which are rendered."""

from __future__ import annotations

import jinja2
import pytest

from cchc_site.rendering.page_use import asks
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.project import MINIMAL, Project

SAME = (
    "Chào",
    "{{ config.site_name }}{{ nav.pages | length }}{{ 'a.css' | url }}",
    "{% if page %}một{% endif %}",
    "{% if page and not page.is_homepage and page.meta %}một{% endif %}",
    "{% if page is defined and page.meta.comments %}một{% endif %}",
    "{{ page.meta.get('robots') or 'index' }}{{ page.meta['hide'] | join }}",
    "{{ page.title }} – {{ page.canonical_url }} – {{ page.meta.description }}",
    "{{ page['title'] }}{{ page.meta.get('description') }}",
    "{% if page.title %}<b>{{ page.title | safe }}</b>{% endif %}",
    "{{ page.title if page else '' }}",
    "{% if page.toc %}{{ page.toc | first }}{% endif %}{{ page.parent.title | upper }}",
    "{% block a %}{{ super() }}{{ self.b() }}{% endblock %}",
    "{% if cchc_main is defined %}{{ cchc_main | safe }}{% endif %}",
    "{% for one in config.extra.links %}{{ one.url }}{{ one.page }}{% endfor %}",
)
OTHERS = (
    "{{ page.url }}",
    "{{ page['url'] }}",
    "{{ page | attr('url') }}",
    "{% if 'tin-tuc/2025/' in page.url %}một{% endif %}",
    "{% if page.file.src_uri.startswith('nam') %}một{% endif %}",
    "{% if page.title == 'Tin' %}một{% endif %}",
    "{% if page.canonical_url is string %}một{% endif %}",
    "{{ page.title | upper }}",
    "{{ page.title ~ '!' }}",
    "{{ page.title[:9] }}",
    "{{ page.meta.description | length }}",
    "{{ page.meta | length }}",
    "{{ page.meta.values() | join }}",
    "{{ page[config.extra.what] }}",
    "{% set here = page %}{{ here.url }}",
    "{% set title %}{{ page.title }}{% endset %}{{ title | upper }}",
    "{% with here = page %}{{ here.url }}{% endwith %}",
    "{% macro m(p) %}{{ p.url }}{% endmacro %}{{ m(page) }}",
    "{% for one in [page] %}{{ one.url }}{% endfor %}",
    "{% filter upper %}{{ page.title }}{% endfilter %}",
    "{% filter upper %}{% block a %}{{ super() }}{% endblock %}{% endfilter %}",
    "{% block a %}{% if 'Tin' in super() %}một{% endif %}{% endblock %}",
    "{% block a %}{{ super() | replace('Tin', '') }}{% endblock %}",
    "{% block a %}{{ self.b() | upper }}{% endblock %}",
    "{% if 'Tin' in cchc_head %}một{% endif %}",
    "{{ cchc_title | upper }}",
    "{% include 'other.html' %}",
    "{% include config.extra.name %}",
    "{% import 'other.html' as other with context %}",
    "{% extends 'other.html' %}",
    "{% if %}",
)


def asked(main: str, **others: str) -> bool:
    """Whether a site whose template main.html is this asks for more of its pages."""
    templates = {"main.html": main, "other.html": "{{ page.url }}", "deep.html": "", **others}
    return asks(jinja2.Environment(), templates, ["main.html"])


@pytest.mark.parametrize("main", SAME)
def test_what_all_pages_have_alike_fills_a_layout(main: str) -> None:
    """Printing a part of the page, and asking whether there is one."""
    assert not asked(main)


@pytest.mark.parametrize("main", OTHERS)
def test_what_differs_between_pages_is_not(main: str) -> None:
    """Conditions, filters, the whole page handed on; in this template or in one that it names."""
    assert asked(main)


HOOK = """\
from jinja2 import pass_context


@pass_context
def here(context, text):
    return text + (context["page"].url if context["page"] else "")


def on_env(env, config, files):
    env.filters["here"] = here
    return env
"""
WAYS = {
    "condition": "{% if 'tin-tuc/2023/' in page.url %}N {{ nav.items | map(attribute='title')"
    " | join }}{% endif %}",
    "filter": "{{ 'N' | here }}",
}


@pytest.mark.site
@pytest.mark.parametrize("way", WAYS)
def test_pages_differ_in_no_build(project: Project, way: str) -> None:
    """A first build, edits of one post after the other, and of the menu, that no layout shows."""
    project.write("hook.py", HOOK)
    block = '{% extends "base.html" %}{% block announce %}' + WAYS[way] + "{% endblock %}"
    project.write("mau/main.html", block)
    text = MINIMAL.replace("font: false", "font: false, custom_dir: mau") + "hooks: [hook.py]\n"
    project.write("mkdocs.yml", text)
    project.post("posts/a.md", date="2023-05-13")
    project.post("posts/b.md", date="2024-05-13")
    for path, content in (
        ("docs/a.md", "# Một\n"),
        ("posts/a.md", project.read("posts/a.md") + "Thêm.\n"),
        ("posts/b.md", project.read("posts/b.md") + "Thêm.\n"),
        ("docs/a.md", "# Hai\n"),
        ("docs/a.md", "# Hai\n"),
    ):
        project.write(path, content)
        assert strict_build(project.root).good
        assert_equal(contents(project.root / "site"), clean_build(project.root)[1])
    assert "N" in project.read("site/tin-tuc/2023/05/a/index.html").partition("md-banner")[2][:99]
