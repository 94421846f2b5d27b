"""Stylesheets and scripts: the portal's own stylesheet, joined from its parts, and Material's
without what news pages never hold; the portal's scripts, which `make scripts` has compiled.

Touches the disk, for reading only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cchc_site.base.hashing import digest
from cchc_site.pages.feeds import SHEET

_THEME = Path(__file__).parent.parent / "theme"
PARTS = (
    "portal/fonts",
    "pages/tokens",
    "portal/tokens",
    "portal/base",
    "portal/components/alert",
    "portal/components/masthead",
    "portal/components/toolbar",
    "portal/components/drawer",
    "portal/components/footer",
    "portal/home",
    "portal/components/contact",
    "pages/base",
    "components/breadcrumbs",
    "components/notice",
    "components/card",
    "components/pager",
    "pages/archive",
    "components/link_list",
    "components/other_lists",
    "components/search_box",
    "pages/search",
    "pages/button",
    "pages/post",
    "pages/board",
    "components/force",
    "pages/document",
    "components/checklist",
    "pages/procedure",
    "pages/prose",
    "pages/table",
    "pages/alert",
    "pages/link_card",
    "pages/following",
    "pages/older",
    "pages/print",
)
"""The parts of the portal's stylesheet in their order, in which a later rule wins over an earlier
one of equal weight; those of the folder portal/ are left out where the theme brings its own
frame."""
_FRAME = "portal/"
_MATERIAL = "assets/stylesheets/main.*.min.css"
_NOT_CSS = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)
# From a brace on, else each letter of a rule's declarations is tried as a beginning.
_SELECTORS = re.compile(r"(?<![^{}])[^{}]+(?=\{)")
_ANY = re.compile(r"([^,]*):is\(([^()]*)\)([^,]*)")

# What of Material's only its own pages have; a rule that may also style something else stays.
_ELSEWHERE = (
    "tabbed-|keys\\b|critic|grid\\b|cards\\b|mermaid|arithmatex|annotate|twemoji|emojione|gemoji|"
    "highlighttable|linenodiv|md-(?:"
    "annotation|author|button|clipboard|code__|consent|copyright|draft|feedback|header__|"
    "input|logo|path|pagination|pin|post|profile|progress|search|select|social|source|status|tabs|"
    "tag|tooltip|top|version)"
)
_RULE = re.compile(r"([^{}]+)\{((?:[^{}\"']|\"[^\"]*\"|'[^']*')*)\}")
_EMPTY = re.compile(r"@(?:media|supports)[^{}]*\{\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOT = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
_PART = re.compile(rf"\.(?:{_ELSEWHERE})")
_ICON = re.compile(r"(--md-[\w-]*icon[\w-]*):")


def stylesheet(look: str) -> tuple[str, str]:
    """Address and content of the one stylesheet, which is joined from its `PARTS`."""
    parts = [part for part in PARTS if look != "theme" or not part.startswith(_FRAME)]
    texts = ((_THEME / f"{part}.css").read_text("utf-8") for part in parts)
    content = spread(_NOT_CSS.sub("", "".join(texts)))
    return f"assets/cchc/cchc.{digest(content.encode()).hex()[:8]}.css", content


def spread(css: str) -> str:
    """`css` with each `:is()` written out as the selectors that it stands for. Chromium knows it
    since 2021, and a browser drops a whole list for one selector that it does not know. Inside
    stand selectors of equal weight.

    >>> spread("a,b :is(c, d):hover{e:f}@media print{:is(g,h){i:j}}")
    'a,b c:hover,b d:hover{e:f}@media print{g,h{i:j}}'
    """
    return _SELECTORS.sub(lambda prelude: _spread(prelude[0]), css)


def _spread(selectors: str) -> str:
    while (found := _ANY.search(selectors)) is not None:
        before, alternatives, after = found.groups()
        each = [f"{before}{one.strip()}{after.rstrip()}" for one in alternatives.split(",")]
        selectors = f"{selectors[: found.start()]}{','.join(each)}{selectors[found.end() :]}"
    return selectors


OFFLINE = "offline"
"""The script that no site has."""


def scripts(*, search: bool) -> Iterator[tuple[str, str]]:
    """Address and content of each script; of the search's, which readers fetch when they use it,
    only where there is a `search`."""
    for script in sorted((_THEME / "compiled").glob("*.js")):
        if script.stem != OFFLINE and (search or not script.stem.startswith("search")):
            yield f"assets/cchc/{script.name}", script.read_text("utf-8")


def feed_sheet() -> tuple[str, str]:
    """Address and content of the stylesheet of feeds, for a reader whose browser opens one."""
    return SHEET, _NOT_CSS.sub("", (_THEME / "feeds" / "feed.css").read_text("utf-8"))


def offline() -> str:
    """The script of the search in what is opened from a disk."""
    return (_THEME / "compiled" / f"{OFFLINE}.js").read_text("utf-8")


def explaining() -> str:
    """The script of the page that explains search, as it is written: only maintainers get it."""
    return (_THEME / "search" / "explain.js").read_text("utf-8")


class Slim(NamedTuple):
    """Material's stylesheet as news pages get it: the address of the whole one and of this, and
    what makes it."""

    whole: str
    part: str
    make: Callable[[], bytes]


def slim(folders: Iterable[str], beside: str) -> Slim | None:
    """Material's stylesheet, from the one of the theme's `folders` that has it, for news pages,
    which have that `beside` it; none where it cannot be told. Standing pages, and sites with
    templates of their own, get the whole sheet."""
    sheets = [sheet for folder in folders for sheet in Path(folder).glob(_MATERIAL)]
    if len(sheets) != 1:
        return None
    content = sheets[0].read_text("utf-8")
    made_of = digest(f"{content}{beside}{Path(__file__).read_text('utf-8')}".encode())
    return Slim(
        f"assets/stylesheets/{sheets[0].name}",
        f"assets/cchc/material.{made_of.hex()[:8]}.css",
        lambda: slimmed(content, beside).encode(),
    )


def slimmed(css: str, beside: str = "") -> str:
    """`css` without the rules whose every selector asks for a part that news pages do not have,
    and without the icons that no rule is left to show, in it or in the sheet `beside` it: half as
    heavy.

    >>> slimmed("a,.md-tabs{b:c}@media print{.md-tabs__item:hover,.md-top{d:e}}p:not(.md-top){f:g}")
    'a,.md-tabs{b:c}p:not(.md-top){f:g}'
    """
    css = _RULE.sub(lambda rule: "" if _is_elsewhere(rule[1]) else rule[0], _COMMENT.sub("", css))
    css = _EMPTY.sub("", css)
    shown = css + beside
    return _RULE.sub(lambda rule: "" if _is_unused(rule[2], shown) else rule[0], css)


def _is_elsewhere(selectors: str) -> bool:
    """Whether every one of `selectors` asks for such a part; commas within brackets part them too,
    which only keeps more."""
    if not _PART.search(selectors):
        return False
    return all(map(_PART.search, _NOT.sub("", selectors).split(",")))


def _is_unused(declarations: str, shown: str) -> bool:
    """Whether a rule declares icons only, none of which is asked for."""
    names = _ICON.findall(declarations)
    only = declarations.startswith("--md-") and declarations.count(":url(") == len(names)
    return only and bool(names) and not any(f"var({name})" in shown for name in names)
