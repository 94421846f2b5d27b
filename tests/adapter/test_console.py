"""The command's own words: Vietnamese, on any console."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cchc_site.cli import main
from tests.support.project import Project

ENGLISH = re.compile(r"(?i)\b(usage|options|commands|show|exit|error|missing|invalid|try|such)\b")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--help",
        "--version",
        "check --help",
        "verify --help",
        "move --help",
        "new --help",
        "schema --help",
        "chek",
        "check --forma",
        "check --format xml",
        "check --format",
        "check -f khong-co.yml",
        "move a",
        "verify a b",
    ],
)
def test_every_word_is_vietnamese(words: str) -> None:
    """Help, and what is said to who calls the command wrongly."""
    done = CliRunner().invoke(main, words.split(), prog_name="cchc")

    assert done.output
    assert not ENGLISH.search(done.output.replace("--help", ""))
    assert "Traceback" not in done.output


def test_a_help_names_what_each_option_does() -> None:
    """So that nobody needs another page."""
    done = CliRunner().invoke(main, ["check", "--help"], prog_name="cchc")

    assert done.exit_code == 0
    assert done.output.startswith("Cách dùng: cchc check [TÙY CHỌN]\n")
    for option in ("--config-file", "--format", "--advice", "--help"):
        assert re.search(rf"{option}\b.*  [A-ZĐ]?\w", done.output)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
@pytest.mark.parametrize("options", [("check",), ("check", "--help"), ("chek",)])
def test_a_console_without_vietnamese_shows_the_letters(
    encoding: str, options: tuple[str, ...], project: Project
) -> None:
    """Without the marks that it lacks; nothing crashes."""
    project.post("posts/2024/bai.md", date="2024-13-05")

    done = subprocess.run(
        [sys.executable, "-m", "cchc_site.cli", *options],
        cwd=project.root,
        env={**os.environ, "PYTHONIOENCODING": encoding, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )

    assert b"Traceback" not in done.stdout
    assert b"\\u" not in done.stdout
    assert re.search(rb"l\S*i|l\S*nh", done.stdout)
    assert done.returncode == {("check", "--help"): 0, ("check",): 1}.get(options, 2)
