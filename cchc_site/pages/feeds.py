"""The feeds: of all news and of each category, in every format.

Pure. How a format is written is feed_formats.py's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from cchc_site.content.fields import instant
from cchc_site.pages.components import WITHDRAWN
from cchc_site.pages.facts import SiteIdentity
from cchc_site.pages.feed_formats import FORMATS, Channel, FeedEntry
from cchc_site.pages.page import Content, DataView, Page, PageContext
from cchc_site.pages.paginator import PostList
from cchc_site.pages.post_text import Text, text
from cchc_site.site import addresses
from cchc_site.site.snapshot import PostSnapshot

NEWEST = 50
SHEET = "assets/cchc/feed.css"
"""The stylesheet by which a browser shows a feed."""
_WRITERS = {format_.file: format_.write for format_ in FORMATS}


@dataclass(frozen=True, slots=True)
class Feed(DataView):
    """A feed, its entries newest first; `name` is its file."""

    name: str
    channel: Channel
    entries: tuple[FeedEntry, ...]

    def written(self) -> bytes:
        """The feed in the format of its file."""
        return _WRITERS[self.name](self.channel, self.entries)


@dataclass(frozen=True, slots=True)
class FeedPage(Page):
    """A feed of the newest posts of a list; `name` is its file."""

    posts: PostList
    name: str

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """The posts that it holds."""
        return self.posts.items[:NEWEST]

    def content(self, context: PageContext) -> Content:
        """An entry for each post."""
        posts, site = self.posts, context.site
        channel = Channel(
            title=channel_title(site, posts.label if posts.feed_folder else ""),
            text=posts.text if posts.feed_folder else context.description,
            page=site.url + posts.url,
            address=site.url + self.url,
            author=site.organization.name if site.organization else site.name,
            sheet=f"{self.base}/{SHEET}",
        )
        entries = tuple(_entry(item, context) for item in self.shown)
        return self.made_of(context, Feed(self.name, channel, entries))


def pages(lists: Sequence[PostList]) -> Iterator[FeedPage]:
    """The feeds of those `lists` that have some."""
    for posts in lists:
        if posts.feed:
            for format_ in FORMATS:
                url = f"{posts.feed_folder}{format_.file}"
                yield FeedPage(url, posts.name, posts, format_.file, hidden=True)


def channel_title(site: SiteIdentity, category: str = "") -> str:
    """What a feed is called: category, site and body."""
    body = site.organization.name if site.organization else ""
    return " – ".join(part for part in (category, site.name, body) if part)


def _entry(item: PostSnapshot, context: PageContext) -> FeedEntry:
    """The entry of a post, made once for all feeds."""
    path = item.post.path
    if path not in context.feed_entries:
        context.feed_entries[path] = _made(item, context)
    return context.feed_entries[path]


def _made(item: PostSnapshot, context: PageContext) -> FeedEntry:
    post, site_url = item.post, context.site.url
    card = context.cards.card(item)
    url, shared = site_url + card.url, card.image.shared if card.image else ""
    return FeedEntry(
        url=url,
        title=post.title,
        published=instant(post.date.at),
        updated=instant(post.changed),
        authors=post.authors,
        category=card.category.label,
        tags=tuple(context.catalogue.tags.of(item).values()),
        summary=card.summary,
        body=_body(item, context, url),
        image=site_url + shared if shared else "",
        identity=site_url + addresses.first(post),
    )


def _body(item: PostSnapshot, context: PageContext, url: str) -> Text | str:
    """The text of a post; of a withdrawn one the reason."""
    post = item.post
    if post.withdrawn:
        return f"<p>{escape(f'{WITHDRAWN} Lý do: {post.withdrawn}')}</p>"
    resolution, cited = context.resolutions[post.path], context.register.cited(item)
    return text(item, resolution, context.site.url.rstrip("/"), cited, url)
