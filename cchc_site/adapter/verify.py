"""`cchc verify`: a clean build elsewhere, for the same moment, compared byte for byte.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from cchc_site.adapter import project
from cchc_site.build.session import last_moment
from cchc_site.delivery.tree import SIGNATURE, Difference
from cchc_site.storage import folders as cache_folders
from cchc_site.storage.published import survey

_PATIENCE = 60
"""How many seconds to wait for a build of the site before it is compared."""


def verify(config_file: str) -> tuple[int, Difference]:
    """How many files the site has, and which a clean build makes otherwise, makes too, and does not
    make, for the moment that the site was last built for, with the same posts shown.

    Raises what a build raises, and `folders.Busy` when another one changes the site meanwhile.
    """
    config = load_config(config_file)
    root, site_dir = project.project_root(config), Path(config.site_dir).resolve()
    folders = cache_folders.folders_for(site_dir, root)
    known, before = last_moment(folders), _time(folders.moment)
    with tempfile.TemporaryDirectory(prefix="cchc-verify-") as folder:
        clean = Path(folder).resolve() / "site"
        variables = {"CCHC_NOW": known.now, "CCHC_DRAFTS": "1" if known.previews else ""}
        try:
            # Nobody has asked for a moment where the site has no memory: the clock's, then.
            with _environment({name: value for name, value in variables.items() if known.now}):
                _build(config_file, clean)
        finally:
            cache_folders.remove(cache_folders.folders_for(clean, root).home)
        with cache_folders.undisturbed(folders, _PATIENCE):
            total, difference = _compare(site_dir, clean)
            if difference and _time(folders.moment) != before:
                raise cache_folders.Busy
            return total, difference


def _time(file: Path) -> int:
    """When a file was written, 0 where there is none."""
    return file.stat().st_mtime_ns if file.is_file() else 0


def _build(config_file: str, site_dir: Path) -> None:
    config = load_config(config_file, site_dir=str(site_dir))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _compare(site_dir: Path, clean: Path) -> tuple[int, Difference]:
    here, there = survey(site_dir).keys(), survey(clean).keys()
    both = sorted(here & there)
    _, differing, unread = filecmp.cmpfiles(site_dir, clean, both, shallow=False)
    links = [path for path in both if (site_dir / path).is_symlink()]
    return len(here), Difference(
        tuple(sorted({*differing, *unread, *links})),
        tuple(sorted(there - here)),
        tuple(sorted(here - there - {SIGNATURE})),
    )
