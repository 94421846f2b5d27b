"""The stylesheets and scripts of the portal, joined from their parts.

A room that touches the disk, for reading only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cchc_site.base.hashing import digest
from cchc_site.rendering import slimming
from cchc_site.search import weights

_THEME = Path(__file__).parent.parent / "theme"
_MATERIAL = "assets/stylesheets/main.*.min.css"
_NOT_CSS = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)

# Comments that stand on lines of their own, and the space before a line's code.
_NOT_JS = re.compile(r"^\s*(?://[^\n]*\n|/\*\*.*?\*/\n)|^\s+", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_FROM = re.compile(r'from "\./(?:words|index|query|rank)\.js"')
_SCRIPTS = {
    "search": ("words", "index", "query", "weights", "rank"),
    "search-box": ("box",),
    "search-page": ("page",),
}


def stylesheet(look: str) -> tuple[str, str]:
    """Address and content of the one stylesheet: its parts joined in the order of their names,
    without the frame's where the theme brings its own."""
    parts = sorted((_THEME / "css").glob("*.css"))
    if look == "theme":
        parts = [part for part in parts if part.name >= "5"]
    content = _NOT_CSS.sub("", "".join(part.read_text("utf-8") for part in parts))
    return f"assets/cchc/cchc.{digest(content.encode()).hex()[:8]}.css", content


class Slim(NamedTuple):
    """Material's stylesheet as news pages get it: the address of the whole one and of this, and
    what makes it."""

    whole: str
    part: str
    make: Callable[[], bytes]


def slim(folders: Iterable[str], beside: str) -> Slim | None:
    """Material's stylesheet, from the one of the theme's `folders` that has it, for news pages,
    which have that `beside` it; none where it cannot be told."""
    found = [sheet for folder in folders for sheet in Path(folder).glob(_MATERIAL)]
    if len(found) != 1:
        return None
    content = found[0].read_text("utf-8")
    made_of = digest(f"{content}{beside}{Path(slimming.__file__).read_text('utf-8')}".encode())
    return Slim(
        f"assets/stylesheets/{found[0].name}",
        f"assets/cchc/material.{made_of.hex()[:8]}.css",
        lambda: slimming.slim(content, beside).encode(),
    )


def scripts() -> Iterator[tuple[str, str]]:
    """Address and content of the search's scripts, which readers fetch when they use it: the parts
    of the engine as one file, in it the table of weights, then the box and the page that use it;
    without comments."""
    for name, parts in _SCRIPTS.items():
        content = _NOT_JS.sub("", "".join(map(_script, parts)))
        if len(parts) > 1:
            content = _IMPORT.sub("", content)
        yield f"assets/cchc/{name}.js", _FROM.sub('from "./search.js"', content)


def _script(part: str) -> str:
    if part == "weights":
        return weights.script()
    return (_THEME / "search" / f"{part}.js").read_text("utf-8")
