"""`cchc check` in this process."""

from __future__ import annotations

import re

from click.testing import CliRunner

from cchc_site.cli import main
from tests.support.project import Project

_COUNT = re.compile(r"Có [0-9.]+ lỗi|Còn [0-9.]+ gợi ý")


def check(project: Project, *options: str) -> tuple[int, list[str]]:
    """Exit status of `cchc check`, and its lines but for the count of errors."""
    status, lines = checked(project, *options)
    return status, without_count("\n".join(lines))


def without_count(output: str) -> list[str]:
    """The lines of `output`, but for the counts of errors and advice."""
    return [line for line in output.splitlines() if not _COUNT.match(line)]


def checked(project: Project, *options: str) -> tuple[int, list[str]]:
    """Exit status and all lines of `cchc check`."""
    config = str(project.root / "mkdocs.yml")
    done = CliRunner().invoke(main, ["check", "-f", config, *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output.splitlines()
