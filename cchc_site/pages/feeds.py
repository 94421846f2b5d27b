"""Atom, RSS and JSON feeds of a list of posts.

Pure. Sources: RFC 4287 (Atom), the RSS 2.0 specification with the content and Dublin Core modules,
JSON Feed 1.1. A feed holds no counts, and an entry's id is the first address that it had here: it
stays when the title changes and when the post moves (RFC 4287, 4.2.6).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from typing import NamedTuple, Protocol
from xml.etree import ElementTree as ET

NEWEST = 50
NAMES = ("feed.xml", "rss.xml", "feed.json")
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
for _prefix, _uri in (("content", _CONTENT), ("dc", _DC), ("atom", _ATOM)):
    ET.register_namespace(_prefix, _uri)


class Channel(NamedTuple):
    """What a feed is about: `page` is the whole address of its list, `home` where its files
    stand (a whole address that ends with a slash)."""

    title: str
    text: str
    page: str
    home: str
    author: str


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
    def html(self) -> str:
        """The body's HTML."""
        return self.body if isinstance(self.body, str) else self.body.html


class Feed(NamedTuple):
    """A feed, newest stories first; `name` is its file."""

    name: str
    channel: Channel
    stories: tuple[FeedEntry, ...]


def feed(name: str, channel: Channel, stories: Sequence[FeedEntry]) -> bytes:
    """The feed whose file is `name`; `stories` newest first."""
    makers = dict(zip(NAMES, (atom, rss, json_feed), strict=True))
    return makers[name](channel, stories)


def atom(channel: Channel, stories: Sequence[FeedEntry]) -> bytes:
    """An Atom feed."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _text(root, "id", f"{channel.home}feed.xml")
    _text(root, "title", channel.title)
    if channel.text:
        _text(root, "subtitle", channel.text)
    _text(root, "updated", _latest(stories).isoformat())
    own = f"{channel.home}feed.xml"
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=channel.page)
    _text(ET.SubElement(root, "author"), "name", channel.author)
    for story in stories:
        _atom_entry(ET.SubElement(root, "entry"), story)
    return _xml(root)


def _atom_entry(entry: ET.Element, story: FeedEntry) -> None:
    _text(entry, "id", story.id)
    _text(entry, "title", story.title)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=story.url)
    _text(entry, "published", story.published.isoformat())
    _text(entry, "updated", story.updated.isoformat())
    for name in story.authors:
        _text(ET.SubElement(entry, "author"), "name", name)
    for term in (story.category, *story.tags):
        ET.SubElement(entry, "category", term=term)
    if story.summary:
        _text(entry, "summary", story.summary)
    content = ET.SubElement(entry, "content", type="html")
    content.text = _clean(story.html)


def rss(channel: Channel, stories: Sequence[FeedEntry]) -> bytes:
    """An RSS 2.0 feed with the full text in `content:encoded`."""
    root = ET.Element("rss", version="2.0")
    top = ET.SubElement(root, "channel")
    _text(top, "title", channel.title)
    _text(top, "link", channel.page)
    _text(top, "description", channel.text or channel.title)
    _text(top, "language", "vi")
    _text(top, "lastBuildDate", format_datetime(_latest(stories)))
    ET.SubElement(
        top,
        f"{{{_ATOM}}}link",
        rel="self",
        type="application/rss+xml",
        href=f"{channel.home}rss.xml",
    )
    for story in stories:
        _rss_item(ET.SubElement(top, "item"), story)
    return _xml(root)


def _rss_item(item: ET.Element, story: FeedEntry) -> None:
    _text(item, "title", story.title)
    _text(item, "link", story.url)
    permanent = "true" if story.id == story.url else "false"
    ET.SubElement(item, "guid", isPermaLink=permanent).text = story.id
    _text(item, "pubDate", format_datetime(story.published))
    for name in story.authors:
        _text(item, f"{{{_DC}}}creator", name)
    for term in (story.category, *story.tags):
        _text(item, "category", term)
    # RSS 2.0 holds HTML here, where Atom's summary is told to be text.
    _text(item, "description", escape(story.summary or story.title, quote=False))
    _text(item, f"{{{_CONTENT}}}encoded", story.html)


def json_feed(channel: Channel, stories: Sequence[FeedEntry]) -> bytes:
    """A JSON feed, version 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": f"{channel.home}feed.json",
        "description": channel.text,
        "language": "vi",
        "authors": [{"name": channel.author}],
        "items": [_item(story) for story in stories],
    }
    return _json({name: value for name, value in feed.items() if value != ""})


def _item(story: FeedEntry) -> dict[str, object]:
    item = {
        "id": story.id,
        "url": story.url,
        "title": story.title,
        "content_html": story.html,
        "summary": story.summary,
        "image": story.image,
        "date_published": story.published.isoformat(),
        "date_modified": story.updated.isoformat(),
        "authors": [{"name": name} for name in story.authors],
        "tags": [story.category, *story.tags],
        "language": "vi",
    }
    # A reader needs the text, even an empty one; the rest is left out where nothing is written.
    return {name: value for name, value in item.items() if value != "" or name == "content_html"}


def _json(value: object) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()


def _latest(stories: Sequence[FeedEntry]) -> dt.datetime:
    """When anything in the feed last changed; the epoch for an empty one, never the clock."""
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    return max((story.updated for story in stories), default=epoch)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _clean(text)


def _clean(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
