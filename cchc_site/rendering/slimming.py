"""Material's stylesheet without what news pages never hold, half as heavy.

Pure. Taken away are rules of parts that only Material's own pages have; whatever may also style
something else stays. Standing pages, and sites with templates of their own, get the whole sheet.
"""

from __future__ import annotations

import re

_PARTS = (
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
_PART = re.compile(rf"\.(?:{_PARTS})")
_ICON = re.compile(r"(--md-[\w-]*icon[\w-]*):")


def slim(css: str, beside: str = "") -> str:
    """`css` without the rules whose every selector asks for a part that news pages do not have,
    and without the icons that no rule is left to show, in it or in the sheet `beside` it.

    >>> slim("a,.md-tabs{b:c}@media print{.md-tabs__item:hover,.md-top{d:e}}p:not(.md-tabs){f:g}")
    'a,.md-tabs{b:c}p:not(.md-tabs){f:g}'
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
