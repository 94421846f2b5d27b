"""sitemap.xml and robots.txt.

Pure. Sources: sitemaps.org protocol 0.9; RFC 9309.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


LIMIT = 50_000


def sitemaps(site_url: str, pages: Iterable[tuple[str, str]], limit: int = LIMIT) -> dict[str, str]:
    """The sitemap of `pages` by file name: `sitemap.xml`, above `limit` addresses an index of
    `sitemap-1.xml`, ….

    `pages` are (address from the site's root, ISO date of the last change or "" where no true one
    is known). Sorted, so that the order of building does not show.
    """
    entries = sorted(pages)
    if len(entries) <= limit:
        return {"sitemap.xml": _urlset(site_url, entries)}
    parts = [entries[start : start + limit] for start in range(0, len(entries), limit)]
    files = {
        f"sitemap-{number}.xml": _urlset(site_url, part) for number, part in enumerate(parts, 1)
    }
    dates = [(name, max(date for _, date in part)) for name, part in zip(files, parts, strict=True)]
    return {"sitemap.xml": _document("sitemapindex", "sitemap", site_url, dates), **files}


def _urlset(site_url: str, entries: Iterable[tuple[str, str]]) -> str:
    return _document("urlset", "url", site_url, entries)


def _document(root_tag: str, tag: str, site_url: str, entries: Iterable[tuple[str, str]]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root_tag} xmlns="{_NAMESPACE}">']
    entries, site = [*entries], escape(site_url, quote=False)
    addresses = quote("\n".join(url for url, _ in entries), safe="/\n").split("\n")
    for address, (_, lastmod) in zip(addresses, entries, strict=False):
        lines += f"  <{tag}>", f"    <loc>{site}{address}</loc>"
        if lastmod:
            lines.append(f"    <lastmod>{lastmod}</lastmod>")
        lines.append(f"  </{tag}>")
    return "\n".join([*lines, f"</{root_tag}>", ""])


def names(number: int, limit: int = LIMIT) -> tuple[str, ...]:
    """The files that list `number` pages.

    >>> names(7, limit=4)
    ('sitemap.xml', 'sitemap-1.xml', 'sitemap-2.xml', 'sitemap.xml.gz')
    """
    parts = range(1, -(-number // limit) + 1) if number > limit else ()
    return ("sitemap.xml", *(f"sitemap-{part}.xml" for part in parts), "sitemap.xml.gz")


def files(site_url: str, pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The sitemap by file name, with `sitemap.xml.gz`, which has the same bytes on every day."""
    sitemap = {name: text.encode() for name, text in sitemaps(site_url, pages).items()}
    return sitemap | {"sitemap.xml.gz": gzip.compress(sitemap["sitemap.xml"], mtime=0)}


def robots(site_url: str) -> str:
    """A robots.txt that lets everybody read everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"
