"""Which files of a project its last commit has changed, and what is not committed yet.

Part of the MkDocs adapter: asks git, where the project has it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from unicodedata import normalize

_SINCE = ("diff", "--name-only", "-z", "--relative", "--no-ext-diff", "HEAD~1", "--")
_NEW = ("ls-files", "--others", "--exclude-standard", "-z")


def changed(root: Path) -> frozenset[str] | None:
    """The paths, relative to `root`, of the files that differ from the last commit but one, and of
    those that no commit has; None where git does not tell, as in a copy without history."""
    names = [_asked(root, *command) for command in (_SINCE, _NEW)]
    if None in names:
        return None
    return frozenset(normalize("NFC", name) for part in names if part for name in part.split("\0"))


def _asked(root: Path, *command: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603  # words of ours and a folder
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), *command],  # noqa: S607
            capture_output=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "surrogateescape")
