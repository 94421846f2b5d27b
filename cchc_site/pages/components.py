"""Posts as lists show them: one card each, made once.

Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from cchc_site.base import vietnamese
from cchc_site.media import renditions
from cchc_site.pages.views import Candidate, Card, Date, Link, Picture
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.links import Resolution, Resolved
from cchc_site.site.snapshot import PostSnapshot

SUMMARY_LIMIT = 160
WITHDRAWN = "Bài này đã được gỡ."


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
    if not media.renditions:
        return Picture(url, alt, media.width, media.height, shared)
    found = renditions.candidates(url, media.width, media.renditions)
    return Picture(
        renditions.whole(found),
        alt,
        media.width,
        media.height,
        shared,
        tuple(Candidate(*one) for one in found),
        tuple(Candidate(*one) for one in renditions.thumbnails(found)),
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
