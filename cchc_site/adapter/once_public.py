"""`cchc check --published`: the addresses that were public once, each held against those of now.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import gzip
import html
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import click

from cchc_site.base import failures
from cchc_site.base.problems import Problem, one_line
from cchc_site.site import redirects
from cchc_site.site.addresses import OldAddress, old_address
from cchc_site.site.news_site import NewsSite

_ENTRY = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?\s*</loc>", re.DOTALL)
_MOST = 64 << 20
"""Bytes of a site map: the largest that its makers may write is smaller."""
_OF_POST = re.compile(r"tin-tuc/[0-9]{4}/[0-9]{2}/[^/]+/")


def lost(sitemap: str, news_site: NewsSite, site_url: str) -> Iterator[Problem]:
    """The addresses of a site map (a file, or an address) that lead nowhere now: not to a page, not
    on by `aliases`, nor by the table of redirects."""
    known: dict[str, list[set[tuple[str, str]]]] = {}
    for moved in (*news_site.redirects, *redirects.of_posts(news_site.catalogue.items)):
        path, query = moved.old.key
        known.setdefault(path, []).append(set(query))

    def is_known(old: OldAddress) -> bool:
        """Whether servers lead on from an address, whatever else stands in its query."""
        path, query = old.key
        return any(part <= set(query) for part in known.get(path, ()))

    seen = set[str]()
    for source, line, entry in _entries(sitemap, 0):
        old = _inside(entry, site_url)
        if old and str(old) not in seen and not is_known(old) and not news_site.serves(old):
            seen.add(str(old))
            what = f"địa chỉ {old} từng công bố, nay không còn"
            yield Problem(source, line, what, _mend(old, news_site))


def _mend(old: OldAddress, news_site: NewsSite) -> str:
    target = news_site.nearest(old)
    line = f"hãy thêm vào {redirects.FILE} dòng “{redirects.written(f'{old}', f'/{target}')}”"
    if not old.query and _OF_POST.fullmatch(old.path):
        return f"{line}, hoặc vào bài đã chuyển dòng “aliases: [{old}]”"
    return line


def _inside(entry: str, site_url: str) -> OldAddress | None:
    """What of an entry follows the site's address, the whole path where it is of another site."""
    parts, site = urlsplit(entry), urlsplit(site_url)
    path = parts.path or "/"
    if parts.netloc == site.netloc:
        if not path.startswith(site.path):
            return None
        path = path.removeprefix(site.path.rstrip("/"))
    return old_address(path + (f"?{parts.query}" if parts.query else ""))


def _entries(sitemap: str, depth: int) -> Iterator[tuple[str, int, str]]:
    """Each entry of a site map and of those that it names, with its place."""
    text = _text(sitemap)
    for entry in _ENTRY.finditer(text):
        address = html.unescape(entry[1])
        if "<sitemapindex" in text and depth < 2:
            part = _beside(sitemap, address)
            yield from _entries(part, depth + 1)
        else:
            yield sitemap, text.count("\n", 0, entry.start()) + 1, address


def _beside(sitemap: str, address: str) -> str:
    """A site map that another names: of a file, the one beside it."""
    if "://" in sitemap:
        return urljoin(sitemap, address)
    return str(Path(sitemap).with_name(unquote(urlsplit(address).path.rpartition("/")[2])))


def _text(sitemap: str) -> str:
    try:
        if sitemap.startswith(("https://", "http://")):
            request = urllib.request.Request(sitemap, headers={"User-Agent": "cchc"})  # noqa: S310
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                content: bytes = answer.read(_MOST)
        else:
            content = Path(sitemap).read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
    except (OSError, EOFError, ValueError) as error:
        why = failures.reason(error) if isinstance(error, OSError) else str(error)
        hint = "hãy chỉ đúng tệp, hoặc địa chỉ bắt đầu bằng https://"
        said = f"không đọc được sơ đồ trang “{one_line(sitemap)}” ({one_line(why)}); {hint}"
        raise click.ClickException(said) from None
    text = content.decode("utf-8", "replace")
    if "<loc>" not in text:
        hint = "hãy chỉ tới tệp sitemap.xml đã công bố"
        raise click.ClickException(f"“{one_line(sitemap)}” không phải sơ đồ trang; {hint}")
    return text
