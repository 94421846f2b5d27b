"""What pyproject.toml asks for, and what lock files pin."""

from __future__ import annotations

import re
import tomllib

from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def locked(name: str) -> list[str]:
    """The entries of a lock file, each on one line, without comments."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", " ").splitlines()


def pins(name: str) -> set[str]:
    """The requirements of a lock file, without their hashes."""
    return {entry.partition("--hash")[0].strip() for entry in locked(name)}
