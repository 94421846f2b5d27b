"""Atom, RSS and JSON feeds of a list of posts.

Pure. Sources: RFC 4287 (Atom), the RSS 2.0 specification with the content and Dublin Core modules,
JSON Feed 1.1. A feed holds no counts, and an entry's id is the first address that it had here: it
stays when the title changes and when the post moves (RFC 4287, 4.2.6).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape
from typing import NamedTuple, Protocol
from xml.etree import ElementTree as ET

from cchc_site.base import vietnamese

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
for _prefix, _uri in (("content", _CONTENT), ("dc", _DC), ("atom", _ATOM)):
    ET.register_namespace(_prefix, _uri)


class Channel(NamedTuple):
    """What a feed is about: `page` is the whole address of its list, `address` its own; `sheet` is
    the way to the stylesheet by which a browser shows it, "" without one."""

    title: str
    text: str
    page: str
    address: str
    author: str
    sheet: str = ""


class FeedBody(Protocol):
    """Text that is made when it is written."""

    @property
    def html(self) -> str:
        """HTML with whole addresses."""


class FeedEntry(NamedTuple):
    """An entry of a feed; `url` is a whole address, `body` is HTML with whole addresses; `identity`
    is the whole address that the entry is known by, "" for `url`."""

    url: str
    title: str
    published: dt.datetime
    updated: dt.datetime
    authors: tuple[str, ...]
    category: str
    tags: tuple[str, ...]
    summary: str
    body: FeedBody | str
    image: str
    identity: str = ""

    @property
    def id(self) -> str:
        """What the entry is known by for ever."""
        return self.identity or self.url

    @property
    def terms(self) -> tuple[str, ...]:
        """The category, and the tags that do not say the same."""
        said = vietnamese.spoken(self.category)
        others = (tag for tag in self.tags if vietnamese.spoken(tag) != said)
        return (self.category, *others)

    @property
    def html(self) -> str:
        """The body's HTML; of a post without words, what its picture shows."""
        html = self.body if isinstance(self.body, str) else self.body.html
        return html or f"<p>{escape(self.summary)}</p>"


def atom(channel: Channel, entries: Sequence[FeedEntry]) -> bytes:
    """An Atom feed."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _text(root, "id", channel.address)
    _text(root, "title", channel.title)
    if channel.text:
        _text(root, "subtitle", channel.text)
    _text(root, "updated", _latest(entries).isoformat())
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=channel.address)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=channel.page)
    _text(ET.SubElement(root, "author"), "name", channel.author)
    for entry in entries:
        _atom_entry(ET.SubElement(root, "entry"), entry)
    return _xml(root, channel.sheet)


def _atom_entry(element: ET.Element, entry: FeedEntry) -> None:
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    ET.SubElement(element, "link", rel="alternate", type="text/html", href=entry.url)
    _text(element, "published", entry.published.isoformat())
    _text(element, "updated", entry.updated.isoformat())
    for name in entry.authors:
        _text(ET.SubElement(element, "author"), "name", name)
    for term in entry.terms:
        ET.SubElement(element, "category", term=term)
    if entry.summary:
        _text(element, "summary", entry.summary)
    content = ET.SubElement(element, "content", type="html")
    content.text = _clean(entry.html)


def rss(channel: Channel, entries: Sequence[FeedEntry]) -> bytes:
    """An RSS 2.0 feed with the full text in `content:encoded`."""
    root = ET.Element("rss", version="2.0")
    top = ET.SubElement(root, "channel")
    _text(top, "title", channel.title)
    _text(top, "link", channel.page)
    _text(top, "description", channel.text or channel.title)
    _text(top, "language", "vi")
    _text(top, "lastBuildDate", format_datetime(_latest(entries)))
    ET.SubElement(
        top,
        f"{{{_ATOM}}}link",
        rel="self",
        type="application/rss+xml",
        href=channel.address,
    )
    for entry in entries:
        _rss_item(ET.SubElement(top, "item"), entry)
    return _xml(root, channel.sheet)


def _rss_item(element: ET.Element, entry: FeedEntry) -> None:
    _text(element, "title", entry.title)
    _text(element, "link", entry.url)
    permanent = "true" if entry.id == entry.url else "false"
    ET.SubElement(element, "guid", isPermaLink=permanent).text = entry.id
    _text(element, "pubDate", format_datetime(entry.published))
    for name in entry.authors:
        _text(element, f"{{{_DC}}}creator", name)
    for term in entry.terms:
        _text(element, "category", term)
    # RSS 2.0 holds HTML here, where Atom's summary is told to be text.
    _text(element, "description", escape(entry.summary or entry.title, quote=False))
    _text(element, f"{{{_CONTENT}}}encoded", entry.html)


def json_feed(channel: Channel, entries: Sequence[FeedEntry]) -> bytes:
    """A JSON feed, version 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "description": channel.text,
        "language": "vi",
        "authors": [{"name": channel.author}],
        "items": [_item(entry) for entry in entries],
    }
    return _json({name: value for name, value in feed.items() if value != ""})


def _item(entry: FeedEntry) -> dict[str, object]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [*entry.terms],
        "language": "vi",
    }
    # A reader needs the text, even an empty one; the rest is left out where nothing is written.
    return {name: value for name, value in item.items() if value != "" or name == "content_html"}


def _json(value: object) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()


def _latest(entries: Sequence[FeedEntry]) -> dt.datetime:
    """When anything in the feed last changed; the epoch for an empty one, never the clock."""
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    return max((entry.updated for entry in entries), default=epoch)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _clean(text)


def _clean(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def _xml(root: ET.Element, sheet: str) -> bytes:
    """A document with its stylesheet: CSS, since browsers give up XSLT (xml-stylesheet, W3C)."""
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    shown = f'<?xml-stylesheet type="text/css" href="{escape(sheet)}"?>\n' if sheet else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{shown}{body}\n'.encode()


class FeedFormat(NamedTuple):
    """A format of feeds: the name of its files, its media type, what it is called, and what writes
    a feed whose entries are given newest first."""

    file: str
    media_type: str
    label: str
    write: Callable[[Channel, Sequence[FeedEntry]], bytes]


RSS = FeedFormat("rss.xml", "application/rss+xml", "RSS", rss)
FORMATS = (
    FeedFormat("feed.xml", "application/atom+xml", "Atom", atom),
    RSS,
    FeedFormat("feed.json", "application/feed+json", "JSON Feed", json_feed),
)
"""Every format in which there is a feed of all news and of each category."""
