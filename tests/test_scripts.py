"""The portal's scripts as readers get them: compiled, and kept beside their sources."""

from __future__ import annotations

from tests.support.scripts import COMPILED, compiled


def test_the_compiled_scripts_are_those_of_their_sources() -> None:
    """Whoever changes a source compiles it: a site is built from what is compiled."""
    kept = {file.stem: file.read_text("utf-8") for file in COMPILED.iterdir()}
    new = compiled()
    stale = sorted(name for name in new.keys() | kept if new.get(name) != kept.get(name))

    assert stale == [], f"run `make scripts`: {', '.join(stale)} of theme/compiled/"
