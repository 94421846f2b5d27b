"""Where portals put the parts of an article: the table portals.yml, and what a site adds to it.

Touches the disk, for reading only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cchc_site.base import vietnamese
from cchc_site.importing.draft import Refused

PARTS = (
    *("title", "summary", "date", "updated", "author", "category", "tags", "source"),
    *("attachments", "lead", "body"),
)
_KEYS = ("name", "when", "drop", *PARTS)


class PortalSystem(Struct, frozen=True):
    """A system: what only its pages have, what of them is no text, and selectors by part."""

    name: str
    when: str
    drop: str
    parts: Mapping[str, tuple[str, ...]]

    def matches(self, page: LexborHTMLParser) -> bool:
        """Whether `page` is one of this system's."""
        return page.css_first(self.when) is not None if self.when else True

    def nodes(self, page: LexborHTMLParser, part: str) -> Iterator[list[LexborNode]]:
        """What each selector of a part finds, where it finds anything."""
        for selector in self.parts.get(part, ()):
            if nodes := page.css(selector):
                yield nodes


@cache
def shipped() -> tuple[PortalSystem, ...]:
    """The systems of portals.yml."""
    table = yaml.safe_load(Path(__file__).with_name("portals.yml").read_text("utf-8"))
    return tuple(_portal(row) for row in table)


def known(mapping: Mapping[str, Any]) -> tuple[PortalSystem, ...]:
    """The systems of the file after `--map`, then those of portals.yml. Raises `Refused`."""
    rows = mapping.get("portals") or []
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise Refused("“portals” trong tệp của --map phải là một danh sách; hãy viết “- name: …”")
    return (*map(_of_editor, rows), *shipped())


def _of_editor(row: Any) -> PortalSystem:
    if not isinstance(row, Mapping):
        raise Refused("mỗi mục của “portals” phải gồm các dòng “name: …”, “body: …”")
    for key in row:
        if key not in _KEYS:
            nearest = vietnamese.nearest(str(key), _KEYS)
            hint = f"có phải “{nearest}” không?" if nearest else f"hãy chọn: {', '.join(_KEYS)}"
            raise Refused(f"“portals” không có mục “{key}”; {hint}")
    portal = _portal(row)
    page = LexborHTMLParser("<p></p>")
    for selector in filter(None, (portal.when, portal.drop, *sum(portal.parts.values(), ()))):
        try:
            page.css(selector)
        except (SelectolaxError, ValueError):
            hint = "hãy viết theo CSS, ví dụ “.noi-dung”"
            raise Refused(f"bộ chọn “{selector}” trong “portals” viết sai; {hint}") from None
    return portal


def _portal(row: Mapping[str, Any]) -> PortalSystem:
    parts = {key: _selectors(row[key]) for key in PARTS if row.get(key)}
    return PortalSystem(
        str(row.get("name") or ""), str(row.get("when") or ""), str(row.get("drop") or ""), parts
    )


def _selectors(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
