"""What a page tells machines of itself: meta elements, JSON-LD, where it was saved from.

Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from cchc_site.base import vietnamese

_SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)(?P<browser>\S+)|\burl:\s*(?P<single>https?://\S+)", re.IGNORECASE
)
_ARTICLES = re.compile(r"(?:News|Blog|Tech|Report)?(?:Article|Posting)|.*Article")
_SITE = re.compile(
    r"(?i)^(?:cổng|trang|ubnd|uỷ ban|ủy ban|sở|huyện|xã|phường|thị trấn|thị xã|thành phố|tỉnh|báo|"
    r"cchc|tin tức|tin|chi tiết|chi tiết tin|trang chủ|home|news|portal|hđnd|website|"
    r"https?://|www\.)"
)
_PARTED = re.compile(r"\s+(?:[-–—|»\u203a:]|::|&raquo;)\s+")


class PageFacts(Struct, frozen=True):
    """Texts as the page has them, "" and () for what it does not tell; `addresses` are its own."""

    title: str = ""
    whole_title: str = ""
    site: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    addresses: tuple[str, ...] = ()
    is_article: bool = False


def read(page: LexborHTMLParser, source: str) -> PageFacts:
    """What `page`, whose text is `source`, tells."""
    meta = _meta(page)
    article = next(_articles(page), {})
    whole = " ".join((page.css_first("head > title") or _Nothing).text().split())
    site = _first(meta, "og:site_name", "application-name")
    authors = _names(article.get("author")) or tuple(
        name for name in meta.get("author", ()) + meta.get("article:author", ()) if _is_name(name)
    )
    return PageFacts(
        title=_text(article.get("headline"))
        or _first(meta, "og:title", "twitter:title", "dc.title"),
        whole_title=whole,
        site=site,
        published=_text(article.get("datePublished"))
        or _first(
            meta,
            "article:published_time",
            "pubdate",
            "publishdate",
            "dc.date.issued",
            "dc.date",
            "dcterms.created",
            "datepublished",
            "publish_date",
            "article.published",
        ),
        modified=_text(article.get("dateModified"))
        or _first(meta, "article:modified_time", "lastmod", "dcterms.modified", "og:updated_time"),
        authors=authors,
        categories=_texts(article.get("articleSection")) or meta.get("article:section", ()),
        tags=meta.get("article:tag", ()),
        summary=_text(article.get("description")) or _first(meta, "description", "og:description"),
        addresses=tuple(dict.fromkeys(_addresses(page, meta, article, source))),
        is_article=bool(article) or _first(meta, "og:type") == "article",
    )


def without_site(title: str, site: str) -> str:
    """The title of a window without the names of site and section at its end.

    >>> without_site("Họp báo quý 1 - 2022 - CCHC - Huyện Lai Vung", "")
    'Họp báo quý 1 - 2022'
    """
    parts = _PARTED.split(title)
    signs = _PARTED.findall(title)
    while len(parts) > 1 and (
        parts[-1].casefold() == site.casefold() or _SITE.match(parts[-1]) or not parts[-1]
    ):
        parts.pop()
        signs.pop()
    if len(parts) > 1 and (parts[0].casefold() == site.casefold() or _SITE.match(parts[0])):
        shorter = parts[1:]
        if len(" ".join(shorter)) > len(parts[0]):
            return _rejoined(shorter, signs[1:])
    return _rejoined(parts, signs)


def is_of_site(title: str) -> bool:
    """Whether a title names a site, not an article; an empty one names nothing.

    >>> is_of_site("Trang thông tin điện tử xã"), is_of_site("Họp báo quý 1")
    (True, False)
    """
    return not title or bool(_SITE.match(title)) or vietnamese.fold(title).startswith("trang ")


def _rejoined(parts: list[str], signs: list[str]) -> str:
    out = parts[0]
    for sign, part in zip(signs, parts[1:], strict=False):
        out += sign + part
    return out.strip()


class _Nothing:
    @staticmethod
    def text() -> str:
        return ""


def _meta(page: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    """The values of meta elements by their names in lower case."""
    values: dict[str, tuple[str, ...]] = {}
    for node in page.css("meta"):
        attributes = node.attributes
        name = (
            attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        ).lower()
        content = " ".join((attributes.get("content") or "").split())
        if name and content and len(content) < 2000:
            values[name] = (*values.get(name, ()), content)
    return values


def _first(meta: Mapping[str, tuple[str, ...]], *names: str) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _articles(page: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    for node in page.css('script[type="application/ld+json"]'):
        try:
            yield from _objects(json.loads(node.text() or "", strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The articles in a value of JSON-LD."""
    if depth > 5:
        return
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        if any(_ARTICLES.fullmatch(kind) for kind in _texts(value.get("@type"))):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _text(value: Any) -> str:
    return next(iter(_texts(value)), "")


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(
        " ".join(text.split()) for text in values if isinstance(text, str) and text.strip()
    )


def _names(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    names = (part.get("name") if isinstance(part, dict) else part for part in values)
    return tuple(name for name in _texts([*names]) if _is_name(name))


def _is_name(text: str) -> bool:
    return "/" not in text and "@" not in text and len(text) < 100


def _addresses(
    page: LexborHTMLParser,
    meta: Mapping[str, tuple[str, ...]],
    article: Mapping[str, Any],
    source: str,
) -> Iterator[str]:
    for node in page.css('link[rel="canonical"]'):
        yield (node.attributes.get("href") or "").strip()
    yield from meta.get("og:url", ())
    for found in _SAVED_FROM.finditer(source[:8000]):
        yield found["browser"] or found["single"]
    main = article.get("mainEntityOfPage")
    yield from _texts(main.get("@id") if isinstance(main, dict) else main)
    yield from _texts(article.get("url"))
