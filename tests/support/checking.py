"""`cchc check` in this process."""

from __future__ import annotations

from click.testing import CliRunner

from cchc_site.cli import main
from tests.support.project import Project


def check(project: Project, *options: str) -> tuple[int, list[str]]:
    """Exit status and lines of `cchc check`."""
    config = str(project.root / "mkdocs.yml")
    done = CliRunner().invoke(main, ["check", "-f", config, *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output.splitlines()
