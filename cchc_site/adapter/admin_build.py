"""Builds the editors' form, once, of npm packages that a lock file pins.

Part of the MkDocs adapter. The form is Sveltia CMS, built by Vite; what is built is kept in
.cache/cchc/admin, by the digest of all that it is made of.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from cchc_site.base.hashing import digest_of
from cchc_site.storage import folders

_PACKAGE = Path(__file__).parent.parent
_SOURCES = _PACKAGE / "admin"
_FONTS = _PACKAGE / "theme/portal/assets/cchc/fonts"


class CannotBuild(Exception):
    """What hinders building the form, and how to mend that."""


@cache
def _sources() -> tuple[tuple[str, bytes], ...]:
    """The files that the form is built of, by their names in the folder where that is done."""
    sources = {path.name: path for path in sorted(_SOURCES.iterdir()) if path.is_file()}
    sources |= {f"fonts/{path.name}": path for path in sorted(_FONTS.glob("*.woff2"))}
    return tuple((name, path.read_bytes()) for name, path in sources.items())


def built(root: Path) -> Path:
    """Where the form is kept, built or to be built, of a project at `root`."""
    return root / folders.CACHE / "admin" / digest_of(*_sources()).hex()[:16]


def build(root: Path) -> bool:
    """Build the form unless it is there; whether that was done.

    Raises `CannotBuild` where a program is missing, or one fails.
    """
    target = built(root)
    if target.is_dir():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        for name, content in _sources():
            file = Path(workshop, name)
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
        _run(workshop, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
        _run(workshop, "node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "error")
        for other in target.parent.glob("[0-9a-f]" * 16):
            shutil.rmtree(other, ignore_errors=True)
        if not target.is_dir():  # as another process may have made it meanwhile
            Path(workshop, "dist").rename(target)
    return True


def _run(folder: str, *command: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        hint = "hãy cài Node.js từ 20.19 trở lên, ví dụ: sudo apt-get install -y nodejs npm"
        raise CannotBuild(f"không có chương trình “{command[0]}”; {hint}")
    done = subprocess.run(  # noqa: S603  # programs that the lock file pins
        [program, *command[1:]], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        hint = "hãy kiểm tra mạng và phiên bản Node.js (từ 20.19) rồi chạy lại"
        raise CannotBuild(f"không dựng được biểu mẫu; {hint}\n{said}")
