"""Builds in this process, with what they say, and comparisons of sites."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError


class _Heard(logging.Handler):
    """Keeps warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@dataclass(frozen=True)
class Outcome:
    """Whether a strict build succeeded, and what it warned of."""

    good: bool
    said: tuple[str, ...]


def strict_build(root: Path, site_dir: str = "site", config: str = "mkdocs.yml") -> Outcome:
    """A build with `--strict` of the project at `root` into its folder `site_dir`."""
    heard, logger = _Heard(), logging.getLogger(mkdocs.__name__)
    logger.addHandler(heard)
    here = Path.cwd()
    os.chdir(root)
    try:
        loaded = load_config(config, strict=True, site_dir=str(root / site_dir))
        loaded.plugins.on_startup(command="build", dirty=False)
        build(loaded)
    except (Abort, BuildError, ConfigurationError) as error:
        return Outcome(False, (*heard.said, str(error)))
    finally:
        os.chdir(here)
        logger.removeHandler(heard)
    return Outcome(True, tuple(heard.said))


@contextmanager
def untraced() -> Iterator[None]:
    """What runs here is not measured for coverage, which doubles its time."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def clean_build(root: Path, config: str = "mkdocs.yml") -> tuple[Outcome, dict[str, bytes]]:
    """A build that remembers nothing, and the files it makes; hundreds are compared with, all
    alike."""
    with untraced():
        outcome = strict_build(root, "clean", config)
    files = contents(root / "clean")
    shutil.rmtree(root / "clean", ignore_errors=True)
    return outcome, files


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def assert_equal(made: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    """Both sites have the same files with the same bytes; the failure names them, not all bytes."""
    assert sorted(made) == sorted(wanted)
    assert [path for path in wanted if made[path] != wanted[path]] == []
