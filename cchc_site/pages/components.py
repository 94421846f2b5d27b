"""The components that pages share, as the values that their templates are handed; and the cards.

Pure. A template computes, sorts and formats nothing: it is handed ready values. Text is plain
(templates escape it) unless the field says HTML. Every `url` is relative to the site's root,
without a leading slash (`tin-tuc/2022/04/x/`); a template writes `{{ base }}/{{ url }}`. Only
fields called `href` may hold an address of another site. They are named tuples, as a page takes
dozens; but those with a `count`, which tuples have already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content.text import file_kind
from cchc_site.media import renditions
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.force import Force
from cchc_site.site.links import Resolution, Resolved
from cchc_site.site.organizations import Ended
from cchc_site.site.snapshot import PostSnapshot

if TYPE_CHECKING:
    from cchc_site.media.files import Media

SUMMARY_LIMIT = 160
_MOST_CARDS = 20_000
"""How many cards are kept, of 1 KB each; pages come by the time of their posts."""
WITHDRAWN = "Bài này đã được gỡ."


class Link(NamedTuple):
    """A label and where it leads; an empty `url` means plain text."""

    label: str
    url: str


HOME = Link("Trang chủ", "")
"""The first of all breadcrumbs."""
ALL_NEWS = Link("Mọi tin", "tin-tuc/")
CATEGORIES = Link("Chuyên mục", "chuyen-muc/")


class ExternalLink(NamedTuple):
    """A link that may lead to another site; an empty `href` means plain text."""

    label: str
    href: str


class Chip(NamedTuple):
    """A link to a part of a list; `current` marks the part that is shown."""

    label: str
    url: str
    current: bool


class Notice(NamedTuple):
    """A message below the title; `kind` is ended, old, outdated, draft, expired or withdrawn."""

    kind: str
    lead: str
    text: str
    links: tuple[Link, ...] = ()


class ForceNote(NamedTuple):
    """What is said of the force of a document under its name: `text`, “Hết hiệu lực từ 1/7/2025”,
    and what took its place, behind a `label`."""

    text: str
    label: str = ""
    links: tuple[Link, ...] = ()
    is_over: bool = False


class Date(NamedTuple):
    """A day: `iso` 2022-04-19, `full` "Thứ Ba, 19/04/2022", `short` "19/04",
    `words` "ngày 19 tháng 4 năm 2022"."""

    iso: str
    full: str
    short: str
    words: str


class Candidate(NamedTuple):
    """One of the widths, in pixels, in which a picture can be had."""

    url: str
    width: int


class Picture(NamedTuple):
    """An image of this site; width and height in pixels, 0 when they are not known.

    `shared` is what is shown where somebody passes on a link, `shared_size` its width and height,
    none when they are not known; `candidates` are what a browser
    chooses from, `thumbnails` those for a small place, and `sizes` tells by the place (article,
    lead, narrow, first, item, block) how wide it is there. These are empty when there is no choice.
    """

    url: str
    alt: str
    width: int = 0
    height: int = 0
    shared: str = ""
    shared_size: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    thumbnails: tuple[Candidate, ...] = ()
    sizes: Mapping[str, str] = MappingProxyType({})


class Card(NamedTuple):
    """A post as lists show it; `summary` is the written one or the first paragraph, cut."""

    url: str
    title: str
    summary: str
    date: Date
    category: Link
    image: Picture | None = None


class PagerNumber(NamedTuple):
    """An archive page on a landing page's pager; a gap is `number` 0."""

    number: int
    url: str


class Pager(NamedTuple):
    """Links between the pages of a list.

    Each link's label is the span of dates behind it ("03/2021 – 11/2021"), or "Mới nhất".
    `numbers` (newest first, ending with 1) is filled on landing pages only.
    """

    newest: Link | None
    newer: Link | None
    older: Link | None
    oldest: Link | None
    numbers: tuple[PagerNumber, ...] = ()


class Attachment(NamedTuple):
    """A file to take away; `kind` "PDF", `size` "182 KB"."""

    url: str
    label: str
    kind: str
    size: str


def file_about(name: str, media: Media | None) -> str:
    """What is told of the file called `name` beside a link to it: its kind and size, so far as they
    are known."""
    size = vietnamese.file_size(media.size) if media else ""
    return ", ".join(filter(None, (file_kind(name), size)))


class IndexEntry(Struct, frozen=True):
    """A line of an overview: a category, a year, an author."""

    label: str
    url: str
    count: str
    text: str = ""


class Section(NamedTuple):
    """A headed group of entries."""

    title: str
    key: str
    entries: tuple[IndexEntry, ...]


class Cards:
    """The cards of a catalogue's posts, each made when first asked for."""

    def __init__(self, catalogue: Catalogue, resolutions: Mapping[str, Resolution]) -> None:
        """Keep the `catalogue`, and the posts' resolved targets by path."""
        self._catalogue = catalogue
        self._resolutions = resolutions
        self._made: dict[str, Card] = {}

    def card(self, item: PostSnapshot) -> Card:
        """The card of `item`."""
        path = item.post.path
        if path not in self._made:
            if len(self._made) >= _MOST_CARDS:
                self._made.clear()
            self._made[path] = self._make(item)
        return self._made[path]

    def _make(self, item: PostSnapshot) -> Card:
        post = item.post
        category = self._catalogue.category(item)
        summary = post.summary or item.parsed.lead
        resolution = self._resolutions[post.path]
        return Card(
            url=post.url,
            title=post.title,
            summary=WITHDRAWN if post.withdrawn else vietnamese.shorten(summary, SUMMARY_LIMIT),
            date=date(post.day),
            category=Link(category.label, category.url),
            image=None if post.withdrawn else picture(item, resolution),
        )


def picture(item: PostSnapshot, resolution: Resolution) -> Picture | None:
    """The lead picture of `item`, if it names one."""
    if resolution.image is None:
        return None
    return _picture(resolution.image, item.post.image_alt)


def _picture(resolved: Resolved, alt: str) -> Picture:
    url, media = resolved.url, resolved.media
    if media is None:
        return Picture(url, alt, shared=renditions.shared(url, ()))
    shared = renditions.shared(url, media.renditions)
    size = renditions.shared_size(media.width, media.height, media.renditions)
    shared_size = (f"{size[0]}", f"{size[1]}") if shared and all(size) else ()
    if not media.renditions:
        return Picture(url, alt, media.width, media.height, shared, shared_size)
    candidates = renditions.candidates(url, media.width, media.renditions)
    return Picture(
        renditions.whole(candidates),
        alt,
        media.width,
        media.height,
        shared,
        shared_size,
        tuple(Candidate(*candidate) for candidate in candidates),
        tuple(Candidate(*candidate) for candidate in renditions.thumbnails(candidates)),
        renditions.sizes(media.width, media.height)._asdict(),
    )


@cache  # a few thousand days hold all the posts there will ever be
def date(day: dt.date) -> Date:
    """`day` in every form that a template shows."""
    return Date(
        iso=f"{day:%Y-%m-%d}",
        full=vietnamese.day_full(day),
        short=f"{day:%d/%m}",
        words=vietnamese.day_words(day),
    )


def force_note(force: Force) -> ForceNote | None:
    """What is said of the `force` of a document, None where it is as one expects."""
    if not force.text and not force.successors:
        return None
    links = tuple(Link(successor.short_name, successor.url) for successor in force.successors)
    return ForceNote(force.text, force.label, links, force.is_over)


def ended_notice(ended: Ended) -> Notice:
    """What a reader is told of a public body that is over; one line where it does not speak."""
    if not ended.speaks:
        return Notice("old", f"Tin cũ, trước {vietnamese.day_plain(ended.since)}", "")
    return Notice(
        "ended",
        ended.sentence,
        "Tin giữ nguyên để tra cứu, có thể không còn áp dụng."
        + (" Cơ quan kế tiếp:" if ended.successors else ""),
        tuple(Link(*successor) for successor in ended.successors),
    )
