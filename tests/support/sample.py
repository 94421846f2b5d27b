"""The list of the sample's files: `python -m tests.support.sample` writes it."""

from __future__ import annotations

import subprocess

from cchc_site.base.hashing import digest
from cchc_site.starter import sample
from tests.support.paths import ROOT


def current() -> str:
    """The list as it must be now: of what git keeps, so that no file of one machine is in it."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--", *sample.FOLDERS, *sample.FILES],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    kept = [path for path in done.stdout.split("\0") if path and (ROOT / path).is_file()]
    return sample.written({path: digest((ROOT / path).read_bytes()).hex() for path in kept})


if __name__ == "__main__":
    (ROOT / sample.LIST).write_text(current(), "utf-8")
