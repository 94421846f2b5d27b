"""The code that a process has loaded, as digests.

Touches the disk, for reading only. Code in packages that pip has installed is known by
the names of their folders, which hold the versions; all other code by its bytes.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from weakref import WeakKeyDictionary

from cchc_site.base.hashing import digest

_HERE = f"{Path(__file__).parent.parent}{os.sep}"
_INSTALLED = ("site-packages", "dist-packages")
_STANDARD = tuple({f"{sysconfig.get_path(name)}{os.sep}" for name in ("stdlib", "platstdlib")})
_read: WeakKeyDictionary[ModuleType, bytes] = WeakKeyDictionary()


@cache
def installed() -> tuple[str, ...]:
    """Every distribution that Python finds, with its version, and Python itself."""
    versions = [sys.implementation.cache_tag or "", sys.version]
    for folder in map(Path, dict.fromkeys(sys.path)):
        if folder.is_dir():
            names = os.listdir(folder)  # noqa: PTH208  # names are all that is wanted
            versions += sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return tuple(versions)


def is_installed(file: str) -> bool:
    """Whether `file` belongs to Python, to a package that pip has installed, or to this one."""
    inside = any(f"{os.sep}{name}{os.sep}" in file for name in _INSTALLED)
    return inside or file.startswith((*_STANDARD, _HERE))


def is_own(module: object) -> bool:
    """Whether a loaded module, or what its name is, is the site's own or imported by that from
    anywhere."""
    loaded = sys.modules.get(module) if isinstance(module, str) else module
    file = getattr(loaded, "__file__", None)
    return bool(file) and not is_installed(str(file))


def of_module(name: str) -> bytes:
    """The digest of the code of the module `name`, as it was when it was first asked for: what is
    loaded stays as it is when its file changes. Empty for one that has no file."""
    module = sys.modules.get(name)
    if not isinstance(module, ModuleType):
        return b""
    if module not in _read:
        try:
            _read[module] = digest(Path(module.__file__ or "").read_bytes())
        except (AttributeError, OSError):  # made while running, or its file is gone
            _read[module] = b""
    return _read[module]


def loaded(root: Path) -> Iterator[tuple[str, bytes]]:
    """Name and digest of every loaded module that is not installed: the site's own under `root`,
    and what they have imported from anywhere."""
    for name, module in sorted(sys.modules.items()):
        if name != "__main__" and is_own(module):
            yield relative(name, root), of_module(name)


def relative(text: str, root: Path) -> str:
    """`text`, which may be a path, as it reads from `root`: the same on all machines."""
    start = f"{root}{os.sep}"
    return f".{os.sep}{text[len(start) :]}" if text.startswith(start) else text
