"""HTML pages counted by kind, to show that two sites hold the same.

*Disk.*
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

_PAGED = r"(trang[-/]\d+/)?index\.html"
_KINDS = {
    "posts": r"tin-tuc/\d{4}/\d\d/[^/]+/index\.html",
    "all news": rf"tin-tuc/{_PAGED}",
    "categories": rf"chuyen-muc/[a-z-]*[a-z]/{_PAGED}",
    "categories by year": rf"chuyen-muc/[a-z-]*[a-z][-/]\d{{4}}/{_PAGED}",
    "authors": rf"tac-gia/[^/]+/{_PAGED}",
    "tags": rf"the/[^/]+/{_PAGED}",
    "years": r"nam/\d{4}/index\.html",
    "months": r"nam/\d{4}[-/]\d\d/index\.html",
    "other": r".*",
}


def kind(path: str) -> str:
    """What stands at the path of an HTML file.

    >>> kind("chuyen-muc/mot-cua/2020/trang-2/index.html")
    'categories by year'
    """
    return next(name for name, pattern in _KINDS.items() if re.fullmatch(pattern, path))


def count(output: Path) -> Mapping[str, int]:
    """How many HTML pages of each kind a site has."""
    found = Counter(kind(str(file.relative_to(output))) for file in output.rglob("*.html"))
    return {name: found[name] for name in _KINDS}
