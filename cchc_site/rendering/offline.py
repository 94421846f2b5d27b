"""Pages of the site as they open from a disk: links that lead to files, and a search without a
network.

Pure. What is not taken along is linked where the site has it.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[a-z][^<>]*>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\s(href|src|srcset|action|poster)=")([^"]*)"')
_CSS = re.compile(r"url\(\s*([\"']?)([^\"')]+)\1\s*\)")
# A page from a disk has no origin: “'self'” allows it nothing, and nothing is fetched ahead.
_LOST = re.compile(
    r'<meta http-equiv="Content-Security-Policy"[^>]*>|<link rel="(?:module)?preload"[^>]*>'
    r'|<script type="module"[^>]*></script>'
)
DATA, SCRIPT = "tim-kiem/chi-muc.js", "assets/cchc/offline.js"
"""The files of the search: what the index holds, and what looks it up."""

Lead = Callable[[str], bool]
"""Whether a file of the site, by its path, is taken along."""


def page(html: str, path: str, site_url: str, is_taken: Lead) -> str:
    """The page at the `path` of a file."""

    def value(name: str, written: str) -> str:
        if name != "srcset":
            return _link(written, path, site_url, is_taken)
        sources = (source.split() for source in written.split(","))
        return ", ".join(
            " ".join([_link(address, path, site_url, is_taken), *width])
            for address, *width in filter(None, sources)
        )

    def tag(match: re.Match[str]) -> str:
        head, end, rest = match[0].partition(">")
        head = _ATTRIBUTE.sub(
            lambda one: f'{one[1]}{escape(value(one[2], unescape(one[3])))}"', head
        )
        return head + end + rest

    return _TAG.sub(tag, _LOST.sub("", html))


def searching(html: str, path: str) -> str:
    """The page of results at `path`, with the search of the bundle."""
    here = posixpath.dirname(path)
    scripts = "".join(
        f'<script defer src="{posixpath.relpath(file, here)}"></script>' for file in (DATA, SCRIPT)
    )
    return html.replace("</head>", f"{scripts}</head>")


def sheet(css: str, path: str, is_taken: Lead) -> str:
    """The stylesheet at `path`; asks whether each file that it names is taken."""
    for match in _CSS.finditer(css):
        if not urlsplit(match[2]).scheme:
            is_taken(posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2])))
    return css


def data(files: Mapping[str, str]) -> str:
    """The script that holds the `files` of the index by their names."""
    content = json.dumps(files, ensure_ascii=False, separators=(",", ":"))
    return f"window.cchcFiles={content}".replace("</", "<\\/")


def entrance(target: str, title: str) -> str:
    """The page that one opens first, which leads to the one at `target`."""
    return (
        '<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<title>{escape(title)}</title>\n<p><a href="{target}">{escape(title)}</a></p>\n</html>\n'
    )


def _link(written: str, path: str, site_url: str, is_taken: Lead) -> str:
    """What an address on the page at `path` is on a disk."""
    parts = urlsplit(written)
    if parts.scheme or parts.netloc or not (parts.path or parts.query):
        return written
    here = posixpath.dirname(path)
    target = unquote(parts.path)
    file = posixpath.normpath(posixpath.join("/", here, target)).lstrip("/") if target else path
    if target.endswith(("/", ".")) or not file:
        file = posixpath.join(file, "index.html")
    rest = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
    if is_taken(file):
        return quote(posixpath.relpath(file, here or ".")) + rest
    return site_url + quote(file.removesuffix("index.html")) + rest
