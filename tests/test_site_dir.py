"""Where a site may be built: nowhere that a build would delete what is not the site's."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from cchc_site import cache, grounds
from tests.conftest import MINIMAL, Project


@pytest.fixture
def sources(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with every kind of source, in a folder of its own."""
    root = project.root / "nha" / "du-an"
    project = Project(root)
    project.write(
        "mkdocs.yml",
        MINIMAL.replace("language: vi", "language: vi, custom_dir: mau/rieng")
        + "hooks: [moc/a.py]\nwatch: [du-lieu]\n"
        + "markdown_extensions: [{pymdownx.snippets: {base_path: [manh]}}]\n",
    )
    for path in ("moc/a.py", "du-lieu/a.csv", "manh/a.md", "mau/rieng/main.html"):
        project.write(path, "")
    for path in ("posts/2024/a.md", "documents/a.yml", ".git/HEAD", "khac/a.txt"):
        project.write(path, "")
    (root / "lien-ket").symlink_to("posts")
    (root / "ra-ngoai").symlink_to("..")
    monkeypatch.setenv("HOME", str(root.parent.parent / "nguoi-dung"))
    monkeypatch.chdir(root)
    return project


def site_dir(project: Project, written: str) -> Path:
    """The folder of the site that is `written`."""
    logging.getLogger("mkdocs").addHandler(logging.NullHandler())
    config = load_config(str(project.root / "mkdocs.yml"))
    config.site_dir = str(project.root / written)  # MkDocs itself refuses one over docs/
    return grounds.site_dir(config, "posts")


@pytest.mark.parametrize(
    "written",
    [
        *("posts", "posts/2024", "posts/moi", "documents", "documents/moi", ".git", ".git/x"),
        *(".cache", ".cache/cchc", ".cache/cchc/x", "mau", "mau/rieng", "mau/rieng/x"),
        *("moc", "moc/x", "du-lieu", "du-lieu/x", "manh", "manh/x", "lien-ket", "lien-ket/x"),
        *(".", "..", "../..", "/", "ra-ngoai", "../../nguoi-dung", "../du-an"),
        *("khac", "../du-an/khac", "mkdocs.yml", "mkdocs.yml/x"),
    ],
)
def test_what_a_build_would_delete_is_refused(sources: Project, written: str) -> None:
    """It is, holds or lies in something of the project's or the user's; or it is full of something
    else. One line, which says what to do."""
    (sources.root.parent.parent / "nguoi-dung").mkdir()

    with pytest.raises(PluginError) as refused:
        site_dir(sources, written)

    said = str(refused.value)
    assert said.startswith("“site_dir: ")
    assert "; hãy " in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "written", ["site", "a/b", "../trang", "postss", ".trang", "../../nguoi-dung/trang"]
)
def test_a_folder_of_its_own_is_right(sources: Project, written: str) -> None:
    """New, empty, with names with a dot only, or with a site; or where a build has begun."""
    folder = site_dir(sources, written)
    assert folder == (sources.root / written).resolve()
    (folder / ".git").mkdir(parents=True)
    assert site_dir(sources, written) == folder
    (folder / "404.html").write_text("")
    with pytest.raises(PluginError):
        site_dir(sources, written)
    with cache.alone(cache.folders_for(folder, sources.root.resolve()), folder):
        assert site_dir(sources, written) == folder
    cache.remove(cache.folders_for(folder, sources.root.resolve()).home)
    for name in ("index.html", "sitemap.xml"):
        (folder / name).write_text("")
    assert site_dir(sources, written) == folder


@pytest.mark.site
def test_a_refused_folder_is_left_as_it_is(project: Project) -> None:
    """Nothing is deleted, nothing is made."""
    project.post("posts/2024/lich.md")
    project.write("khac/ghi-chu.txt", "x")
    before = set(project.root.rglob("*"))

    for folder in ("documents", "khac"):
        (project.root / "documents").mkdir(exist_ok=True)
        project.write("documents/a.yml", "number: 1/QĐ-UBND\ndate: 2024-01-01\nissuer: X\n")
        done = project.run("mkdocs", "build", "-q", "-d", folder)

        assert done.returncode == 1, done.stdout
        assert "Traceback" not in done.stdout
        assert "site_dir" in done.stdout

    assert set(project.root.rglob("*")) - before == {
        project.root / "documents",
        project.root / "documents/a.yml",
    }
