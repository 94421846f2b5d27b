"""Files of packages of the npm registry, for tools that need no Node: known by the digest that the
registry names (`dist.integrity`)."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import tarfile
import urllib.request
from pathlib import Path

from tests.support.paths import ROOT

_REGISTRY = "https://registry.npmjs.org"


def packed(name: str, version: str, integrity: str, path: str) -> bytes:
    """The file at `path` in a package, which must be the one of that `integrity`."""
    address = f"{_REGISTRY}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
    with urllib.request.urlopen(address, timeout=120) as answer:
        package = answer.read()
    digest = base64.b64encode(hashlib.sha512(package).digest()).decode()
    assert integrity == f"sha512-{digest}", f"{address} is not what it was"
    with tarfile.open(fileobj=io.BytesIO(package)) as files:
        file = files.extractfile(f"package/{path}")
        assert file is not None
        return file.read()


def kept(name: str) -> Path:
    """Where a file of that name is kept, in .cache/."""
    return ROOT / ".cache" / name


def keep(place: Path, content: bytes, mode: int = 0o644) -> None:
    """Put `content` at a place, whole or not at all, also where others do the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_suffix(f".{os.getpid()}")
    new.write_bytes(content)
    new.chmod(mode)
    new.replace(place)
