"""The tests' own house: where they stand, and what they may know."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest

from tests.support.paths import ROOT, TESTS

MODULES = sorted(TESTS.rglob("*.py"))
SAMPLE = TESTS / "test_sample_site.py"
# Folders of tests beside those that are named like a package of cchc_site.
FOLDERS = {"benchmarks", "browser", "sites", "support"}


def test_no_test_module_imports_another() -> None:
    """What several of them use stands in tests/support/; a program in a string imports alike."""
    used = {
        f"{path.relative_to(TESTS)}: {name}"
        for path in MODULES
        for name in re.findall(r"\b(?:from|import) (tests[\w.]*)", path.read_text("utf-8"))
        if not name.startswith("tests.support")
    }

    assert used == set()


def test_only_the_tests_of_the_sample_know_it() -> None:
    """Whoever replaces posts/, docs/, documents/ and mkdocs.yml deletes one file of tests."""
    sample = re.compile(r'\bROOT / f?"(?:posts|docs|documents|mkdocs\.yml)\b')
    knowing = [path for path in MODULES if sample.search(path.read_text("utf-8"))]

    assert [path for path in knowing if path != SAMPLE] == []


def test_every_test_is_looked_for(request: pytest.FixtureRequest) -> None:
    """By default Pytest enters no folder that is called `build`."""
    passed_over = request.config.getini("norecursedirs")
    folders = {name for path in MODULES for name in path.relative_to(ROOT).parts[:-1]}

    assert [name for name in folders if any(fnmatch(name, glob) for glob in passed_over)] == []


def test_tests_stand_where_the_code_stands() -> None:
    """A folder of tests is called like a package, or holds tests of another kind."""
    packages = {path.parent.name for path in (ROOT / "cchc_site").glob("*/__init__.py")}
    folders = {path.parent.relative_to(TESTS).as_posix() for path in MODULES} - {"."}

    assert folders <= packages | FOLDERS
