"""The portal's scripts as readers get them: compiled, and kept beside their sources."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.support.baseline import young_in_script
from tests.support.scripts import COMPILED, TARGETS, THEME, compiled, esbuild

SCRIPTS = sorted(COMPILED.iterdir())
KNOWN = {
    "cause": "the search's own, given to what it raises",
    "query": "the page's own, of its data",
    "results": "the search's own",
    "share": "asked for before it is used",
    "show": "the search's own",
    "submitter": "without it the focus stays where it is",
}
"""Young names that scripts use all the same, and why they may."""
INLINE = [
    (file.relative_to(THEME).as_posix(), script)
    for file in sorted(THEME.rglob("*.html"))
    for script in re.findall(r"<script>(.*?)</script>", file.read_text("utf-8"), re.DOTALL)
    if file.stem != "gallery"  # which only maintainers see
]


def test_the_compiled_scripts_are_those_of_their_sources() -> None:
    """Whoever changes a source compiles it: a site is built from what is compiled."""
    kept = {file.stem: file.read_text("utf-8") for file in SCRIPTS}
    new = compiled()
    stale = sorted(name for name in new.keys() | kept if new.get(name) != kept.get(name))

    assert stale == [], f"run `make scripts`: {', '.join(stale)} of theme/compiled/"


def test_no_script_uses_what_the_oldest_browsers_do_not_know() -> None:
    """The compiler writes newer syntax as older, and leaves methods as they are."""
    texts = [file.read_text("utf-8") for file in SCRIPTS] + [script for _, script in INLINE]
    young = {name for text in texts for name in young_in_script(text)}

    assert young - KNOWN.keys() == set(), "write it in the older way, or say in KNOWN why it may"
    assert KNOWN.keys() - young == set(), "not used any more"


@pytest.mark.parametrize(
    "script", [script for _, script in INLINE], ids=[name for name, _ in INLINE]
)
def test_an_inline_script_holds_no_newer_syntax(script: str) -> None:
    """No compiler sees it: for the oldest browsers it would be written no other way."""

    def written(*options: str) -> str:
        command = [str(esbuild()), "--charset=utf8", *options]
        done = subprocess.run(
            command, input=script, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    # Where the compiler takes it for unknown, it is only a spread in such a call that fails.
    assert written(*TARGETS, "--supported:optional-chain=true") == written()
