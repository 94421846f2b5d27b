"""What machines read in a page's head as HTML: Open Graph, feed links, JSON-LD.

Pure. What a type of page says stands in its module. Sources: ogp.me; schema.org (BreadcrumbList).
JSON inside a script element is escaped as Jinja's `tojson` does, so that no text can end the
element.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from cchc_site.pages import facts
from cchc_site.pages.components import Link
from cchc_site.pages.facts import Thing
from cchc_site.pages.feed_formats import FORMATS

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def breadcrumbs(crumbs: Sequence[Link], site_url: str, here: str) -> Thing:
    """The way to a page; a crumb without address is the page itself, at `here`."""
    return {
        "@context": facts.CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": crumb.label,
                "item": site_url + crumb.url if crumb.url or place == 1 else here,
            }
            for place, crumb in enumerate(crumbs, 1)
        ],
    }


def json_ld(data: Mapping[str, object]) -> str:
    """`data` as a script element."""
    text = _ENCODER.encode(data)
    for char, safe in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")):
        text = text.replace(char, safe)
    return f'<script type="application/ld+json">{text}</script>'


def open_graph(properties: Mapping[str, str]) -> str:
    """Meta elements, those without a value left out; the names are ours."""
    return "".join(
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in properties.items()
        if value
    )


def feed_links(feeds: Sequence[tuple[str, str]], base: str) -> str:
    """Autodiscovery of feeds: (title, folder) each with a file in every format."""
    return "".join(
        f'<link rel="alternate" type="{format_.media_type}" title="{escape(title)}"'
        f' href="{base}/{folder}{format_.file}">'
        for title, folder in feeds
        for format_ in FORMATS
    )
