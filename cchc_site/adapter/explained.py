"""The page that shows why search answers a query as it does, while the site is served for writing.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = "giai-thich-tim-kiem/"
"""The address of the page."""
SCRIPT = "assets/cchc/search-explain.js"
"""The address of what fills it in, beside the scripts of the search, which it imports."""


def content(env: Environment, context: Mapping[str, object]) -> str:
    """HTML for the place of the page's content; `context` is what the page's templates know."""
    return env.get_template("cchc/explain.html").render(context, script=f"../{SCRIPT}")
