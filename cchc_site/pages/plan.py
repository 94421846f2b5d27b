"""One record per address: what stands there, and what its content is made of.

Pure. A page's scope holds the posts and the few words that decide its content, which present.py
makes; the content's digest is the page's fingerprint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from cchc_site.base import vietnamese
from cchc_site.pages import feeds, groups, listings, overviews
from cchc_site.pages.groups import Group, Redirect, feed_folder
from cchc_site.pages.listings import Listing, month_title, month_url, year_title
from cchc_site.pages.scopes import (
    AliasScope,
    FeedScope,
    ListScope,
    MonthScope,
    OverviewScope,
    PostScope,
    Scope,
    YearScope,
)
from cchc_site.pages.views import Link
from cchc_site.site.addresses import address
from cchc_site.site.catalogue import Catalogue, is_published
from cchc_site.site.changes import EVERYTHING, Edits
from cchc_site.site.links import Resolution
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot

YEAR_LATEST = 20
_MODIFIED = attrgetter("post.modified")  # asked of every post in every list


@dataclass(frozen=True, slots=True)
class Page:
    """An address, relative to the site's root, and what its content is made of. `active` is the key
    of the menu's entry to mark; `lastmod` an ISO date, "" when none is true; `hidden` keeps it out
    of the sitemap and asks search engines not to keep it."""

    url: str
    template: str
    title: str
    active: str
    lastmod: str
    scope: Scope
    hidden: bool = False


def plan(
    catalogue: Catalogue,
    resolutions: Mapping[str, Resolution],
    lists: Sequence[Listing],
    register: Register,
    standing: Sequence[Link] = (),
    edits: Edits = EVERYTHING,
) -> tuple[Page, ...]:
    """Every page of the portal but MkDocs' own, which are `standing`, and the register's, so far as
    `edits` may reach it."""
    return _Plan(catalogue, resolutions, lists, register, edits).pages(standing)


class _Plan:
    def __init__(
        self,
        catalogue: Catalogue,
        resolutions: Mapping[str, Resolution],
        lists: Sequence[Listing],
        register: Register,
        edits: Edits,
    ) -> None:
        self._catalogue, self._resolutions, self._lists = catalogue, resolutions, lists
        self._register, self._edits = register, edits
        self._shown = (*catalogue.items, *catalogue.previews)

    def pages(self, standing: Sequence[Link]) -> tuple[Page, ...]:
        index_pages = [
            *(page for listing in self._lists for page in self._list_pages(listing)),
            *self._year_pages(),
            *self._month_pages(),
            *self._overview_pages(standing),
        ]
        shown = self._shown
        titles = Counter(link.label for link in standing)
        titles.update(title for _, title in listings.indexes(self._catalogue, self._lists))
        titles.update(title for _, title in self._register.indexes())
        titles.update(item.post.title for item in shown)
        dated = Counter(_dated(item) for item in shown if titles[item.post.title] > 1)
        posts = [self._post_page(item, _head_title(item, titles, dated)) for item in self._posts()]
        aliases = (
            page
            for item in self._catalogue.items
            if item.post.aliases and self._edits.reach((item,))
            for page in _alias_pages(item)
        )
        names = groups.redirects(self._catalogue) if self._edits.titles is None else ()
        redirects = map(_redirect_page, names)
        feed_pages = (page for listing in self._lists for page in self._feed_pages(listing.group))
        return (*posts, *index_pages, *aliases, *redirects, *feed_pages)

    def _posts(self) -> Sequence[PostSnapshot]:
        """The posts whose own page may differ: those edited, next to them or related, and those
        told apart by date from a title that one has or had."""
        if self._edits.titles is None:
            return self._shown
        edited = [item for item in self._shown if item.post.path in self._edits.titles]
        titles = {*self._edits.titles.values(), *(item.post.title for item in edited)}
        reached = set(self._edits.titles)
        for item in edited:
            beside = self._catalogue.neighbours.get(item.post.path, ())
            others = (*beside, *self._catalogue.relating(item))
            reached.update(other.post.path for other in others if other)
        return [
            item for item in self._shown if item.post.path in reached or item.post.title in titles
        ]

    def _post_page(self, item: PostSnapshot, title: str) -> Page:
        post, catalogue = item.post, self._catalogue
        older, newer = catalogue.neighbours.get(post.path, (None, None))
        scope = PostScope(item, self._resolutions[post.path], older, newer)
        hidden = not is_published(item, catalogue.now) or "noindex" in post.asks_robots
        return Page(
            post.url,
            "cchc/post.html",
            title,
            catalogue.category(item).url,
            "" if hidden else post.modified,
            scope,
            hidden,
        )

    def _last(self, items: Sequence[PostSnapshot]) -> str:
        return max(map(_MODIFIED, items), default="")

    def _feed_pages(self, group: Group) -> Iterator[Page]:
        items = group.items[: feeds.NEWEST]
        if not group.feed or not self._edits.reach(items):
            return
        resolved = tuple(self._resolutions[item.post.path] for item in items)
        for name in feeds.NAMES:
            scope = FeedScope(group, name, items, resolved)
            url = f"{feed_folder(group)}{name}"
            yield Page(url, "", group.name, "", "", scope, hidden=True)

    def _list_pages(self, listing: Listing) -> Iterator[Page]:
        group, slices, steps = listing.group, listing.slices, listing.steps
        if not self._edits.reach(group.items):
            return
        for index, part in enumerate(slices):
            if not self._edits.reach(part.items):
                continue
            landing = part.number == 0
            scope = ListScope(
                group=group,
                url=steps[index].url,
                number=part.number,
                items=part.items,
                newest=None if landing else steps[0],
                newer=steps[index - 1] if index > 1 else None,
                older=steps[index + 1] if index + 1 < len(steps) else None,
                oldest=steps[-1] if index + 2 < len(steps) else None,
                archives=len(slices) - 1 if landing else 0,
            )
            yield Page(
                scope.url,
                "cchc/list.html",
                listing.titles[index],
                group.active,
                self._last(part.items),
                scope,
            )

    def _year_pages(self) -> Iterator[Page]:
        catalogue = self._catalogue
        years: Sequence[int | None] = (None, *catalogue.by_year, None)
        for newer, year, older in zip(years, catalogue.by_year, years[2:], strict=False):
            items = catalogue.by_year[year]
            if not self._edits.reach(items[:YEAR_LATEST]):
                continue
            counts = tuple(len(catalogue.by_month.get((year, month), ())) for month in range(1, 13))
            first, last = items[-1].post.day, items[0].post.day
            scope = YearScope(
                year,
                counts,
                f"{first:%d/%m}",
                vietnamese.day_numeric(last),
                items[:YEAR_LATEST],
                newer,
                older,
            )
            yield Page(
                f"nam/{year}/",
                "cchc/archive.html",
                year_title(year),
                "nam/",
                self._last(items),
                scope,
            )

    def _month_pages(self) -> Iterator[Page]:
        catalogue = self._catalogue
        months: Sequence[tuple[int, int] | None] = (None, *catalogue.by_month, None)
        for newer, month, older in zip(months, catalogue.by_month, months[2:], strict=False):
            items = catalogue.by_month[month]
            if not self._edits.reach(items):
                continue
            scope = MonthScope(*month, items, newer, older)
            yield Page(
                month_url(*month),
                "cchc/archive.html",
                month_title(*month),
                "nam/",
                self._last(items),
                scope,
            )

    def _overview_pages(self, standing: Sequence[Link]) -> Iterator[Page]:
        catalogue = self._catalogue
        lastmod = self._last(catalogue.items[:1])
        for kind, title in overviews.TITLES.items():
            intro, sections = overviews.overview(kind, catalogue, standing)
            searches = kind == overviews.SEARCH
            filters = overviews.filters(catalogue, self._years()) if searches else None
            scope = OverviewScope(intro, sections, filters)
            template = "cchc/search.html" if searches else "cchc/overview.html"
            active = f"{kind}/" if kind in ("chuyen-muc", "nam") else ""
            yield Page(f"{kind}/", template, title, active, lastmod, scope)

    def _years(self) -> Iterator[int]:
        yield from self._catalogue.by_year
        yield from (one.date.year for one in self._register.documents.values() if one.date)


def _head_title(item: PostSnapshot, titles: Counter[str], dated: Counter[str]) -> str:
    """The post's title, told apart from equal ones by its date, then by its file name."""
    if titles[item.post.title] < 2:
        return item.post.title
    title = _dated(item)
    return title if dated[title] < 2 else f"{title} {item.post.name}"


def _dated(item: PostSnapshot) -> str:
    return f"{item.post.title} ({vietnamese.day_numeric(item.post.day)})"


def _redirect_page(redirect: Redirect) -> Page:
    url, target = redirect
    title = f"{target.label}: địa chỉ khác /{url}"
    return Page(url, "cchc/alias.html", title, "", "", AliasScope(target, moved=False), hidden=True)


def _alias_pages(item: PostSnapshot) -> Iterator[Page]:
    for alias in item.post.aliases:
        url = address(alias)
        if url is not None:
            title = f"{item.post.title}: địa chỉ cũ /{url}"
            scope = AliasScope(Link(item.post.title, item.post.url), moved=True)
            yield Page(url, "cchc/alias.html", title, "", "", scope, hidden=True)
