"""A page's scope → the view its template lays out: every word, date and address made ready.

Pure. Microcopy that depends on numbers lives here; fixed wording lives in the templates.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_site import document_views, vietnamese
from cchc_site.articles import Articles
from cchc_site.cards import Cards
from cchc_site.document_views import DocumentView, ProceduresView, RegisterView
from cchc_site.feeds import Story
from cchc_site.groups import HOME, feed_folder
from cchc_site.pages import Page
from cchc_site.scopes import (
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
from cchc_site.views import (
    AliasView,
    ArchiveView,
    DayGroup,
    Link,
    ListView,
    MonthCell,
    OverviewView,
    Pager,
    PagerNumber,
    PostView,
)

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


class Presenter:
    """Makes the view of any page; those of posts are made by `articles`."""

    def __init__(self, cards: Cards, articles: Articles) -> None:
        """Keep what every view needs."""
        self._cards = cards
        self._articles = articles
        self._stories: dict[str, tuple[Story, ...]] = {}

    def view(self, page: Page, base: str) -> View:
        """The view of `page`; `base` leads from it to the site's root, without trailing slash."""
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
                return AliasView(
                    scope.item.post.title, Link(scope.item.post.title, scope.item.post.url)
                )
            case DocumentScope() | RegisterScope() | ProceduresScope() as scope:
                return document_views.view(scope, self._cards, page.title)
            case FeedScope() | DataScope():
                raise TypeError(f"{page.url} is no page")

    def canonical(self, page: Page) -> str:
        """The address, from the site's root, that `page` stands for."""
        return page.scope.item.post.url if isinstance(page.scope, AliasScope) else page.url

    def summary(self, page: Page) -> str:
        """The page's description for machines, plain text."""
        match page.scope:
            case PostScope() as scope:
                return self._cards.card(scope.item).summary
            case ListScope() as scope:
                return scope.group.text
            case DocumentScope() as scope:
                return document_views.quote(scope.document)
        return ""

    def stories(self, scope: FeedScope) -> tuple[Story, ...]:
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
