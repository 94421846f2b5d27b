"""A page's scope → its content: every word, date and address made ready, and nothing else.

Pure. What makes the page's bytes (renderer.py, head.py) is handed the content alone, so that its
digest tells whether they differ. Microcopy that depends on numbers lives here; fixed wording lives
in the templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cchc_site.base import vietnamese
from cchc_site.base.hashing import view_digest
from cchc_site.content.fields import instant
from cchc_site.pages import document_views
from cchc_site.pages.components import Cards
from cchc_site.pages.document_views import DataView, DocumentView, ProceduresView, RegisterView
from cchc_site.pages.feeds import Channel, Feed, FeedEntry
from cchc_site.pages.groups import HOME, Group, feed_folder
from cchc_site.pages.plan import Page
from cchc_site.pages.post import Articles, Text
from cchc_site.pages.scopes import (
    AliasScope,
    DataScope,
    DocumentScope,
    FeedScope,
    ListScope,
    MonthScope,
    OverviewScope,
    PostScope,
    ProceduresScope,
    RegisterScope,
    Step,
    YearScope,
)
from cchc_site.pages.views import (
    AliasView,
    ArchiveView,
    DayGroup,
    Link,
    ListView,
    MonthCell,
    Organization,
    OverviewView,
    Pager,
    PagerNumber,
    PostView,
)
from cchc_site.rendering import json_ld
from cchc_site.site.catalogue import is_published
from cchc_site.site.organizations import term_of

PAGER_NEAR = 3

View = (
    PostView
    | ListView
    | ArchiveView
    | OverviewView
    | AliasView
    | DocumentView
    | RegisterView
    | ProceduresView
)


class ArticleFacts(NamedTuple):
    """What machines are told of a post beside its view: moments in ISO 8601, and the body that
    answers for it, None without one of its own."""

    published: str
    modified: str
    body: Organization | None


class Content(NamedTuple):
    """Everything that the bytes of a page are made of, but the theme's page around it and what is
    the same for the whole site.

    `base` leads from the page to the site's root, without trailing slash. `description` is plain
    text for machines, `canonical` the address that the page stands for, `feed` the category (label,
    address) whose feeds are named; `robots` is for search engines. `facts` are for the head alone,
    and `text` is filled into the view of a post.
    """

    url: str
    base: str
    template: str
    title: str
    view: View | Feed | DataView
    description: str = ""
    canonical: str = ""
    feed: Link | None = None
    robots: str = ""
    facts: ArticleFacts | Mapping[str, object] | None = None
    text: Text | None = None

    @property
    def fingerprint(self) -> bytes:
        """A digest of all this."""
        return view_digest(self)


class Presenter:
    """Makes the content of any page; views of posts are made by `articles`. `channel` tells what
    the feed of a group is about."""

    def __init__(
        self, cards: Cards, articles: Articles, site_url: str, channel: Callable[[Group], Channel]
    ) -> None:
        """Keep what every page needs."""
        self._cards, self._articles = cards, articles
        self._catalogue, self._site_url, self._channel = articles.catalogue, site_url, channel
        self._stories: dict[str, tuple[FeedEntry, ...]] = {}

    def content(self, page: Page) -> Content:
        """The content of `page`."""
        scope, base = page.scope, base_of(page.url.count("/"))
        description, canonical, robots = "", page.url, "noindex" if page.hidden else ""
        feed: Link | None = None
        facts: ArticleFacts | Mapping[str, object] | None = None
        text: Text | None = None
        match scope:
            case PostScope():
                category = self._catalogue.category(scope.item)
                description = self._cards.card(scope.item).summary
                feed = Link(category.label, category.url)
                robots, facts = self._robots(scope), self._published(scope)
                text = self._articles.text(scope, base)
            case ListScope():
                description, feed = scope.group.text, self._feed_of(scope.group)
            case DocumentScope():
                file = self._site_url + scope.file.url if scope.file else ""
                url = self._site_url + page.url
                description = document_views.quote(scope.document)
                facts = json_ld.legislation(scope.document, url, file)
            case AliasScope():
                canonical = scope.target.url
        return Content(
            page.url,
            base,
            page.template,
            page.title,
            self._view(page, base),
            description,
            canonical,
            feed,
            robots,
            facts,
            text,
        )

    def _view(self, page: Page, base: str) -> View | Feed | DataView:
        match page.scope:
            case PostScope() as scope:
                return self._articles.view(scope, base)
            case ListScope() as scope:
                return self._list(scope, page.title)
            case YearScope() as scope:
                return self._year(scope, page.title)
            case MonthScope() as scope:
                return self._month(scope, page.title)
            case OverviewScope() as scope:
                crumbs = (HOME, Link(page.title, ""))
                return OverviewView(page.title, scope.intro, crumbs, scope.sections, scope.filters)
            case AliasScope() as scope:
                return AliasView(scope.target.label, scope.target, scope.moved)
            case DocumentScope() | RegisterScope() | ProceduresScope() as scope:
                return document_views.view(scope, self._cards, page.title)
            case FeedScope() as scope:
                return Feed(scope.name, self._channel(scope.group), self._told(scope))
            case DataScope() as scope:
                return document_views.data(scope, self._site_url)

    def _robots(self, scope: PostScope) -> str:
        shown = is_published(scope.item, self._catalogue.now)
        return scope.item.post.asks_robots if shown else "noindex"

    def _published(self, scope: PostScope) -> ArticleFacts:
        post = scope.item.post
        term = term_of(post, self._catalogue.terms)
        body = term.body if term else None
        published, modified = map(instant, (post.date.at, post.changed))
        return ArticleFacts(published.isoformat(), modified.isoformat(), body)

    def _feed_of(self, group: Group) -> Link | None:
        """The category whose landing page lists `group`."""
        found = (one for one in self._catalogue.categories if group.feed and one.url == group.url)
        return next((Link(one.label, one.url) for one in found), None)

    def _told(self, scope: FeedScope) -> tuple[FeedEntry, ...]:
        """The entries of a feed, made once for the formats of a group's feed."""
        url = scope.group.url
        if url not in self._stories:
            self._stories[url] = tuple(
                self._articles.story(item, resolution)
                for item, resolution in zip(scope.items, scope.resolutions, strict=True)
            )
        return self._stories[url]

    def _list(self, scope: ListScope, title: str) -> ListView:
        group, landing = scope.group, scope.number == 0
        total = len(group.items)
        return ListView(
            title=title,
            intro=group.text if landing else "",
            count=f"Có {vietnamese.count(total)} tin." if landing and total else "",
            crumbs=_list_crumbs(scope),
            cards=tuple(map(self._cards.card, scope.items)),
            pager=_pager(scope),
            chips=group.chips if landing else (),
            chips_title=group.chips_title if landing else "",
            feed=Link("Tin mới qua RSS", f"{feed_folder(group)}rss.xml") if group.feed else None,
        )

    def _year(self, scope: YearScope, title: str) -> ArchiveView:
        cells = tuple(
            MonthCell(
                f"Tháng {month}",
                f"nam/{scope.year}/{month:02d}/" if count else "",
                f"{vietnamese.count(count)} tin" if count else "không có",
            )
            for month, count in enumerate(scope.counts, 1)
        )
        total = vietnamese.count(sum(scope.counts))
        span = f"từ {scope.first} đến {scope.last}"
        if scope.last.startswith(scope.first):
            span = f"ngày {scope.last}"
        return ArchiveView(
            title=title,
            intro=f"{total} tin, {span}.",
            crumbs=(HOME, Link("Theo năm", "nam/"), Link(str(scope.year), "")),
            months=cells,
            groups=tuple(self._groups(scope)),
            newer=Link(f"Năm {scope.newer}", f"nam/{scope.newer}/") if scope.newer else None,
            older=Link(f"Năm {scope.older}", f"nam/{scope.older}/") if scope.older else None,
        )

    def _groups(self, scope: YearScope) -> Sequence[DayGroup]:
        months = dict.fromkeys(item.post.day.month for item in scope.items)
        return [
            DayGroup(
                label=f"Tháng {month}",
                key=f"thang-{month}",
                url=f"nam/{scope.year}/{month:02d}/",
                count=f"{vietnamese.count(scope.counts[month - 1])} tin",
                rows=tuple(
                    self._cards.card(item) for item in scope.items if item.post.day.month == month
                ),
            )
            for month in months
        ]

    def _month(self, scope: MonthScope, title: str) -> ArchiveView:
        count = f"{vietnamese.count(len(scope.items))} tin"
        group = DayGroup("", "tin", "", count, tuple(map(self._cards.card, scope.items)))
        year = str(scope.year)
        return ArchiveView(
            title=title,
            intro=f"{count}.",
            crumbs=(
                HOME,
                Link("Theo năm", "nam/"),
                Link(year, f"nam/{year}/"),
                Link(f"Tháng {scope.month}", ""),
            ),
            months=(),
            groups=(group,),
            newer=_month_link(scope.newer),
            older=_month_link(scope.older),
        )


def _list_crumbs(scope: ListScope) -> tuple[Link, ...]:
    group = scope.group
    if scope.number:
        here = (Link(group.label, group.url), Link(f"Trang {scope.number}", ""))
        return (HOME, *group.above, *here)
    return (HOME, *group.above, Link(group.label, ""))


def _pager(scope: ListScope) -> Pager:
    return Pager(
        newest=Link("Mới nhất", scope.newest.url) if scope.newest else None,
        newer=_step(scope.newer),
        older=_step(scope.older),
        oldest=_step(scope.oldest),
        numbers=tuple(_numbers(scope)),
    )


def _step(step: Step | None) -> Link | None:
    return Link(step.span, step.url) if step else None


def _numbers(scope: ListScope) -> Sequence[PagerNumber]:
    """The newest archive pages, a gap (number 0), and the oldest one."""
    numbers = list(range(scope.archives, max(0, scope.archives - PAGER_NEAR), -1))
    found = [PagerNumber(number, f"{scope.url}trang-{number}/") for number in numbers]
    if numbers and numbers[-1] > 1:
        if numbers[-1] > 2:
            found.append(PagerNumber(0, ""))
        found.append(PagerNumber(1, f"{scope.url}trang-1/"))
    return found


def _month_link(month: tuple[int, int] | None) -> Link | None:
    if month is None:
        return None
    return Link(f"Tháng {month[1]} năm {month[0]}", f"nam/{month[0]}/{month[1]:02d}/")


def base_of(depth: int) -> str:
    """The way from a page `depth` folders deep to the site's root, without trailing slash.

    >>> base_of(0), base_of(3)
    ('.', '../../..')
    """
    return "/".join([".."] * depth) or "."
