"""`cchc ci`: the workflow files of a site, written by what its mkdocs.yml says."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from cchc_site.cli import main
from tests.support.project import Project


def written(project: Project, *words: str) -> Result:
    """What the command has said."""
    config = str(project.root / "mkdocs.yml")
    return CliRunner().invoke(main, ["ci", *words, "-f", config])


def test_files_are_written_again_but_nobody_elses(project: Project) -> None:
    """What the command has written it may write; a file of another's stays, and it is said."""
    assert written(project, "github").exit_code == 0
    again = written(project, "github", "--schedule", "hourly")

    assert again.exit_code == 0
    assert again.output == (
        "Đã viết .github/workflows/pages.yml\nĐã viết .github/workflows/preview.yml\n"
    )
    text = project.read(".github/workflows/pages.yml")
    assert text.startswith("# Tệp này do lệnh viết ra: “cchc ci github --schedule hourly”")
    assert "- cron: 7 * * * *" in text

    project.write(".github/workflows/pages.yml", "name: của mình\n")
    refused = written(project, "github")
    assert refused.exit_code == 1
    assert "pages.yml không do “cchc ci” viết ra nên được để yên; hãy" in refused.output
    assert project.read(".github/workflows/pages.yml") == "name: của mình\n"


def test_the_form_is_built_where_the_site_has_one(project: Project) -> None:
    """As its options say."""
    written(project, "forgejo")
    assert "cchc admin build" not in project.read(".forgejo/workflows/pages.yml")

    config = project.read("mkdocs.yml")
    admin = "      admin: {backend: github, repo: ubnd-xa/trang-tin}\nvalidation:"
    project.write("mkdocs.yml", config.replace("validation:", admin))
    written(project, "forgejo")
    assert "cchc admin build" in project.read(".forgejo/workflows/pages.yml")


@pytest.mark.parametrize(
    ("forge", "deploy", "known"),
    [("github", "branch", "pages, rsync"), ("gitlab", "rsync", "pages")],
)
def test_what_a_forge_cannot_is_told(project: Project, forge: str, deploy: str, known: str) -> None:
    """With what it can."""
    done = written(project, forge, "--deploy", deploy)

    assert done.exit_code == 1
    assert f"{forge} không công bố bằng “{deploy}”; hãy chọn: {known}" in done.output
    assert not (project.root / ".gitlab-ci.yml").exists()
