"""What machines read in a page's head as HTML: Open Graph, feed links, JSON-LD.

Pure. What a type of page says stands in its module. Sources: ogp.me; schema.org (BreadcrumbList).
JSON inside a script element is escaped as Jinja's `tojson` does, so that no text can end the
element.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import msgspec

from cchc_site.pages import facts
from cchc_site.pages.components import Link
from cchc_site.pages.facts import Thing
from cchc_site.pages.feed_formats import FORMATS


def _text(value: object) -> str:
    """A text of a class of its own, such as Markup, as a plain one."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_text)


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
    text = _ENCODER.encode(data).decode()
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
