"""The editors' form as part of a site, before it is built."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from cchc_site.adapter import admin_build
from cchc_site.adapter.admin_build import CannotBuild
from tests.support.project import Project

OPTION = """\
      admin: {backend: forgejo, repo: xa/trang, base_url: "https://git.xa.gov.vn"}
"""


@pytest.fixture
def asking(project: Project) -> Project:
    """A site that asks for the form."""
    project.write(
        "mkdocs.yml", project.read("mkdocs.yml").replace("validation:", OPTION + "validation:")
    )
    project.post("posts/2024/lich.md")
    return project


@pytest.mark.site
def test_a_site_without_the_form_that_it_asks_for_is_not_built(asking: Project) -> None:
    """The message says what to do; the check, for which nothing is published, goes on."""
    done = asking.run("mkdocs", "build", "--strict")

    assert done.returncode == 1
    assert (
        "chưa có biểu mẫu /admin/; hãy chạy “cchc admin build” một lần rồi dựng lại" in done.stdout
    )
    assert not (asking.root / "site").exists()
    assert asking.run("cchc_site.cli", "check").stdout.strip().endswith("Không có lỗi.")


@pytest.mark.site
def test_a_built_form_is_part_of_the_site(asking: Project) -> None:
    """With its own policy, that of the forge; readers' pages and headers keep theirs."""
    text = asking.read("mkdocs.yml").replace("font: false", "font: false, logo: assets/dau.svg")
    asking.write("mkdocs.yml", text)
    asking.write("docs/assets/dau.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    form = admin_build.built(asking.root)
    form.mkdir(parents=True)
    (form / "admin.js").write_text("/* biểu mẫu */", "utf-8")
    done = asking.run("mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stdout

    page, headers = asking.read("site/admin/index.html"), asking.read("site/_headers")
    for told in (page, headers.partition("/admin/*")[2]):
        assert "connect-src 'self' blob: data: https://git.xa.gov.vn" in unescape(told)
        assert "unsafe-eval" not in told
    assert '<meta name="robots" content="noindex">' in page
    assert asking.read("site/admin/admin.js") == "/* biểu mẫu */"
    assert "admin" not in asking.read("site/sitemap.xml")
    post = asking.read("site/tin-tuc/2024/05/lich/index.html")
    way = "https://example.org/admin/#/collections/posts-1/entries/2024/lich"
    assert f'<a href="{way}" rel="edit">Sửa bài này</a>' in post
    assert "git.xa.gov.vn" not in post
    configuration = json.loads(asking.read("site/admin/config.json"))
    assert configuration["logo"] == {"src": "https://example.org/assets/dau.svg"}
    assert configuration["backend"]["base_url"] == "https://git.xa.gov.vn"
    names = [kind["name"] for kind in configuration["collections"]]
    assert names == ["posts", "posts-1"]


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what installs it; nothing is left behind."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotBuild) as hindered:
        admin_build.build(tmp_path)

    assert str(hindered.value) == (
        "không có chương trình “npm”; hãy cài Node.js từ 20.19 trở lên, ví dụ: sudo apt-get "
        "install -y nodejs npm"
    )
    assert [*admin_build.built(tmp_path).parent.iterdir()] == []


def test_a_form_is_built_once(tmp_path: Path) -> None:
    """What is there is taken."""
    admin_build.built(tmp_path).mkdir(parents=True)

    assert admin_build.build(tmp_path) is False
