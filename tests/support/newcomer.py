"""A machine on which nothing is installed but a wheel of this project and what it asks for."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.project import BASE


class Newcomer:
    """A clean environment, as after `pip install` of a wheel, its programs, and a folder for what
    they make."""

    def __init__(self, installed: Path, root: Path) -> None:
        """`installed` is what `install` has filled, `root` the folder."""
        self.installed, self.root = installed, root
        self.env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "PIP"))
        } | {"SITE_URL": BASE, "NO_MKDOCS_2_WARNING": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    @property
    def python(self) -> Path:
        """The Python of the environment."""
        return self.installed / "env/bin/python"

    def run(self, *command: str, at: Path | None = None, text: str = "") -> tuple[int, str]:
        """Status and output of a program of the environment, which is handed `text`."""
        done = subprocess.run(
            [self.python.parent / command[0], *command[1:]],
            cwd=at or self.root,
            env=self.env,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    def started(self, *options: str, into: str) -> Path:
        """The folder of a new site, made without a question."""
        status, said = self.run("cchc", "init", into, "--yes", *options)
        assert status == 0, said
        return self.root / into

    def built(self, site: Path) -> str:
        """What a strict build of a new site says; it must not fail."""
        status, said = self.run("mkdocs", "build", "--strict", at=site)
        assert status == 0, said
        return said


def install(root: Path) -> None:
    """Make a wheel and install it alone. What it asks for is taken from the tests' own environment:
    a .pth file makes its packages known, but not what .pth files there make known, such as this
    project."""
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(root), str(ROOT))
    (wheel,) = root.glob("*.whl")
    add_environment(root / "env")
    _pip("--python", str(root / "env/bin/python"), "install", "--no-deps", "--no-index", str(wheel))


def add_environment(folder: Path) -> None:
    """Make an environment that has what the wheel asks for."""
    venv.create(folder, symlinks=True, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "asked_for.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    for name in ("mkdocs", "pip"):
        program = folder / "bin" / name
        run = f"import runpy\nrunpy.run_module('{name}', run_name='__main__')\n"
        program.write_text(f"#!{folder}/bin/python\n{run}", "utf-8")
        program.chmod(0o755)


def _pip(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
