"""The theme's page around an item: rendered once per depth and menu entry, then poured into.

Pure. The page is rendered with markers where an item's own parts come; cut at the markers it is a
frame, and pouring an item is one join. Equal, byte for byte, to rendering the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cchc_site.base import hashing

SLOTS = ("title", "description", "canonical", "head", "main")
POLICY = "policy"
"""The slot of the content security policy, which follows from all the others."""
_MARKER = re.compile("\x02([a-z]+)\x03")
_SWITCH = re.compile(r'(<input class="md-toggle"[^<>]*) autocomplete="off"')


def marker(slot: str) -> str:
    """What stands for `slot` while the theme's page is rendered."""
    return f"\x02{slot}\x03"


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
    """A rendered page cut at its markers: texts in UTF-8, and the slots between them; `digest` is
    that of the page."""

    texts: tuple[bytes, ...]
    slots: tuple[str, ...]
    digest: bytes

    @classmethod
    def cut(cls, html: str) -> Layout:
        """The frame in `html`, which was rendered with markers."""
        html = valid(html)
        parts = _MARKER.split(html)
        texts = tuple(text.encode() for text in parts[::2])
        return cls(texts, tuple(parts[1::2]), hashing.digest(html.encode()))

    def pour(self, slots: Mapping[str, str]) -> bytes:
        """The whole page in UTF-8; `slots` hold HTML."""
        parts = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            parts += slots[slot].encode(), text
        return b"".join(parts)
