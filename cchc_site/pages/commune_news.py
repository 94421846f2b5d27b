"""What all communes tell together: the newest, by category, as feeds, and a block on the home page.

Pure. Lists are no archives: what is older stands on the site of the commune that told it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.federation.news import Federation, ToldItem
from cchc_site.pages.communes import COMMUNES, CommuneStory, story
from cchc_site.pages.components import HOME, Chip, Link
from cchc_site.pages.feed_formats import FORMATS, Channel, FeedEntry
from cchc_site.pages.feeds import SHEET, Feed, channel_title
from cchc_site.pages.page import Content, Page, PageContext, PlainView
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.snapshot import PostSnapshot

NEWS = Link("Tin các xã, phường", "tin-xa-phuong/")
NEWEST, FROM_ONE = 40, 5
IN_FEED = 50
ON_HOME = 6


class CommuneNewsView(PlainView, Struct, frozen=True):
    """The newest items of all communes, or those of a category; `chips` lead to the categories,
    `feeds` to the feeds."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    stories: tuple[CommuneStory, ...]
    chips: tuple[Chip, ...]
    feeds: tuple[Link, ...] = ()


class CommuneBlock(NamedTuple):
    """The newest items of communes on the home page, with the ways to all of them and to the
    communes."""

    stories: tuple[CommuneStory, ...]
    news: Link
    communes: Link


@dataclass(frozen=True, slots=True)
class CommuneNewsPage(Page):
    """The newest `items` of all communes, of a category where it has a `label`."""

    federation: Federation
    items: Sequence[ToldItem]
    label: str = ""
    template: ClassVar[str] = "cchc/commune_news.html"

    @property
    def lastmod(self) -> str:
        """The day of the newest item."""
        return next((told.item.day.isoformat() for told in self.items), "")

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only what communes tell is shown."""
        return ()

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """The title of the first; a category's name leads to the portal's own."""
        return () if self.label else (WayIn(ways.PAGE, self.title, self.url),)

    def content(self, context: PageContext) -> Content:
        """The newest, and the ways to the categories."""
        chips = (
            Chip(category.label, f"{NEWS.url}{category.slug}/", category.label == self.label)
            for category in self.federation.categories
        )
        feeds = (Link(format_.label, f"{NEWS.url}{format_.file}") for format_ in FORMATS)
        above = (HOME, COMMUNES, NEWS, Link(self.label, ""))
        view = CommuneNewsView(
            title=self.title,
            intro="Mỗi tin mở ở trang của nơi đăng tin; tin cũ hơn cũng ở đó.",
            crumbs=above if self.label else (HOME, COMMUNES, Link(NEWS.label, "")),
            stories=_stories(self.items, NEWEST, FROM_ONE),
            chips=(Chip("Mọi chuyên mục", NEWS.url, not self.label), *chips),
            feeds=() if self.label else tuple(feeds),
        )
        return self.made_of(context, view, feed=None if self.label else NEWS)


@dataclass(frozen=True, slots=True)
class CommuneFeedPage(Page):
    """A feed of the newest items of all communes; `name` is its file. It holds their summaries:
    the texts are the communes'."""

    federation: Federation
    name: str

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only what communes tell is in it."""
        return ()

    def content(self, context: PageContext) -> Content:
        """An entry for each item."""
        site = context.site
        channel = Channel(
            title=channel_title(site, NEWS.label),
            text="Tin mới nhất ở trang của các xã, phường.",
            page=site.url + NEWS.url,
            address=site.url + self.url,
            author=site.organization.name if site.organization else site.name,
            sheet=f"{self.base}/{SHEET}",
        )
        entries = tuple(map(_feed_entry, self.federation.newest[:IN_FEED]))
        return self.made_of(context, Feed(self.name, channel, entries))


def pages(federation: Federation) -> Iterator[Page]:
    """The lists and the feeds."""
    active = NEWS.url
    yield CommuneNewsPage(NEWS.url, NEWS.label, federation, federation.newest, active=active)
    for category in federation.categories:
        url, title = f"{NEWS.url}{category.slug}/", f"{NEWS.label}: {category.label}"
        items = category.items
        yield CommuneNewsPage(url, title, federation, items, category.label, active=active)
    for format_ in FORMATS:
        url = f"{NEWS.url}{format_.file}"
        yield CommuneFeedPage(url, NEWS.label, federation, format_.file, hidden=True)


def block(federation: Federation | None) -> CommuneBlock | None:
    """What the home page shows of communes, None where they tell nothing."""
    stories = _stories(federation.newest, ON_HOME, 1) if federation else ()
    return CommuneBlock(stories, NEWS, COMMUNES) if stories else None


def _stories(items: Sequence[ToldItem], most: int, from_one: int) -> tuple[CommuneStory, ...]:
    """The first of `items`, of one commune not more than `from_one` or its equal share: who tells
    much does not push out the others."""
    share = max(from_one, -(-most // max(1, len({told.commune.url for told in items}))))
    counts: Counter[str] = Counter()
    stories: list[CommuneStory] = []
    for told in items:
        counts[told.commune.url] += 1
        if counts[told.commune.url] <= share:
            stories.append(story(told.commune, told.item))
            if len(stories) == most:
                break
    return tuple(stories)


def _feed_entry(told: ToldItem) -> FeedEntry:
    item, name = told.item, told.commune.source.name
    return FeedEntry(
        url=item.href,
        title=f"{name}: {item.title}",
        published=item.at,
        updated=item.at,
        authors=(name,),
        category=item.category or NEWS.label,
        tags=(),
        summary=item.summary,
        body=f"<p>{escape(item.summary or item.title)}</p>",
        image="",
    )
