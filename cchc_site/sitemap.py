"""sitemap.xml and robots.txt.

Pure. Sources: sitemaps.org protocol 0.9; RFC 9309.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from xml.etree import ElementTree as ET

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(site_url: str, pages: Iterable[tuple[str, str]]) -> str:
    """The sitemap of `pages`: address from the site's root and the ISO date of its last change,
    "" where no true date is known. Sorted, so that the order of building does not show."""
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for url, lastmod in sorted(pages):
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = site_url + url
        if lastmod:
            ET.SubElement(entry, "lastmod").text = lastmod
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def compress(content: bytes) -> bytes:
    """`content` as gzip, the same bytes on every day."""
    return gzip.compress(content, mtime=0)


def robots(site_url: str) -> str:
    """A robots.txt that lets everybody read everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
