"""Where a site may be built: nowhere that a build would delete what is not the site's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from cchc_site.adapter import project as site_project
from cchc_site.storage import folders
from tests.support.project import MINIMAL, Project


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MkDocsConfig]:
    """The configuration of a project with every kind of source, in a folder of its own."""
    user = tmp_path_factory.mktemp("x")
    project = Project(user / "nha" / "du-an")
    project.write(
        "mkdocs.yml",
        MINIMAL.replace("language: vi", "language: vi, custom_dir: mau/rieng")
        + "hooks: [moc/a.py]\nwatch: [du-lieu]\n"
        + "markdown_extensions: [{pymdownx.snippets: {base_path: [manh]}}]\n",
    )
    for path in ("moc/a.py", "du-lieu/a.csv", "manh/a.md", "mau/rieng/main.html"):
        project.write(path, "")
    for path in (
        "posts/2024/a.md",
        "documents/a.yml",
        "procedures/a.yml",
        ".git/HEAD",
        "khac/a.txt",
    ):
        project.write(path, "")
    (project.root / "lien-ket").symlink_to("posts")
    (project.root / "ra-ngoai").symlink_to("..")
    (user / "nguoi-dung").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(user / "nguoi-dung"))
        yield load_config(str(project.root / "mkdocs.yml"))


def site_dir(config: MkDocsConfig, written: str) -> Path:
    """The folder of the site that is `written`."""
    # MkDocs itself refuses one over docs/ when it loads the configuration.
    config.site_dir = str(site_project.project_root(config) / written)
    return site_project.site_dir(config, "posts")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "posts",
            "posts/2024",
            "posts/moi",
            "documents",
            "documents/moi",
            "procedures",
            ".git",
            ".git/x",
        ),
        *(".cache", ".cache/cchc", ".cache/cchc/x", "mau", "mau/rieng", "mau/rieng/x"),
        *("moc", "moc/x", "du-lieu", "du-lieu/x", "manh", "manh/x", "lien-ket", "lien-ket/x"),
        *(".", "..", "../..", "/", "ra-ngoai", "../../nguoi-dung", "../du-an"),
        *("khac", "../du-an/khac", "mkdocs.yml", "mkdocs.yml/x"),
    ],
)
def test_what_a_build_would_delete_is_refused(sources: MkDocsConfig, written: str) -> None:
    """It is, holds or lies in something of the project's or the user's; or it is full of something
    else. One line, which says what to do."""
    with pytest.raises(PluginError) as refused:
        site_dir(sources, written)

    said = str(refused.value)
    assert said.startswith("“site_dir: ")
    assert "; hãy " in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "written", ["site", "a/b", "../trang", "postss", ".trang", "../../nguoi-dung/trang"]
)
def test_a_folder_of_its_own_is_right(sources: MkDocsConfig, written: str) -> None:
    """New, empty, with names with a dot only, or with a site; or where a build has begun."""
    root = site_project.project_root(sources).resolve()
    folder = site_dir(sources, written)
    assert folder == (root / written).resolve()
    (folder / ".git").mkdir(parents=True)
    assert site_dir(sources, written) == folder
    (folder / "404.html").write_text("")
    with pytest.raises(PluginError):
        site_dir(sources, written)
    with folders.alone(folders.folders_for(folder, root), folder):
        assert site_dir(sources, written) == folder
    folders.remove(folders.folders_for(folder, root).home)
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
