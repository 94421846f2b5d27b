"""The layout of news pages: the theme's page with placeholders, which a page's own parts fill.

Pure. The theme's page is rendered once for all pages that share it, with a marker at each
placeholder, and cut at the markers; filling it is one join. A filled layout is equal, byte for
byte, to the theme's page rendered whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cchc_site.base import hashing

PLACEHOLDERS = ("title", "description", "canonical", "needs", "head", "main")
"""What templates know as `cchc_title` and so on."""
POLICY = "policy"
"""The placeholder of the content security policy, which follows from what fills all the others."""
_MARKER = re.compile("\x02([a-z]+)\x03")
_SWITCH = re.compile(r'(<input class="md-toggle"[^<>]*) autocomplete="off"')


class LayoutKey(NamedTuple):
    """What a layout is made for: how deep its pages lie, the key of the menu's entry that is
    marked, and whether pages may hold what Material's script brings to life."""

    depth: int
    active: str
    lively: bool


UsedLayouts = tuple[tuple[LayoutKey, bytes], ...]
"""The layouts that the pages of a build have, each with its digest."""


def marker(name: str) -> str:
    """What stands for the placeholder `name` while the theme's page is rendered."""
    return f"\x02{name}\x03"


def is_whole(html: str) -> bool:
    """Whether no marker is left, also none that a template has changed."""
    return "\x02" not in html


def valid(html: str) -> str:
    """A page without what Material writes that HTML does not allow: `autocomplete` on the
    checkboxes that open its drawer and its search, outside every block of its templates.

    >>> valid('<input class="md-toggle" type="checkbox" id="__drawer" autocomplete="off">')
    '<input class="md-toggle" type="checkbox" id="__drawer">'
    """
    return _SWITCH.sub(r"\1", html)


@dataclass(frozen=True, slots=True)
class Layout:
    """A rendered page cut at its markers: texts in UTF-8, and the placeholders between them;
    `digest` is that of the page."""

    texts: tuple[bytes, ...]
    placeholders: tuple[str, ...]
    digest: bytes

    @classmethod
    def cut(cls, html: str) -> Layout:
        """The layout in `html`, which was rendered with markers."""
        html = valid(html)
        pieces = _MARKER.split(html)
        texts = tuple(text.encode() for text in pieces[::2])
        return cls(texts, tuple(pieces[1::2]), hashing.digest(html.encode()))

    def fill(self, parts: Mapping[str, str]) -> bytes:
        """The whole page in UTF-8; `parts` hold the HTML for each placeholder."""
        pieces = [self.texts[0]]
        for name, text in zip(self.placeholders, self.texts[1:], strict=True):
            pieces += parts[name].encode(), text
        return b"".join(pieces)
