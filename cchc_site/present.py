"""A page's scope → the view its template lays out: every word, date and address made ready.

Pure. Microcopy that depends on numbers lives here; fixed wording lives in the templates.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from urllib.parse import urlsplit

from cchc_site import markdown, vietnamese
from cchc_site.cards import Cards, date, picture
from cchc_site.catalogue import Catalogue
from cchc_site.front_page import author_entries, category_entries, year_entries
from cchc_site.load import Item
from cchc_site.pages import Page, list_name
from cchc_site.references import Resolution, Resolved
from cchc_site.scopes import (
    ListScope,
    MonthScope,
    OverviewScope,
    PostScope,
    Step,
    YearScope,
)
from cchc_site.views import (
    ArchiveView,
    Attachment,
    DayGroup,
    Link,
    ListView,
    MonthCell,
    Notice,
    OverviewView,
    Pager,
    PagerNumber,
    PostView,
    Section,
    Source,
)

HOME = Link("Trang chủ", "")
PAGER_NEAR = 3

View = PostView | ListView | ArchiveView | OverviewView


class Presenter:
    """Makes views of one catalogue for a site at `site_url`."""

    def __init__(self, catalogue: Catalogue, cards: Cards, site_url: str) -> None:
        """Keep what every view needs; `site_url` ends with a slash."""
        self._catalogue = catalogue
        self._cards = cards
        self._site_url = site_url

    def view(self, page: Page, base: str) -> View:
        """The view of `page`; `base` leads from it to the site's root, without trailing slash."""
        match page.scope:
            case PostScope() as scope:
                return self._post(scope, base)
            case ListScope() as scope:
                return self._list(scope, page.title)
            case YearScope() as scope:
                return self._year(scope, page.title)
            case MonthScope() as scope:
                return self._month(scope, page.title)
            case OverviewScope() as scope:
                return self._overview(scope, page.title)

    def summary(self, page: Page) -> str:
        """The page's description for machines, plain text."""
        match page.scope:
            case PostScope() as scope:
                return self._cards.card(scope.item).summary
            case ListScope(kind="chuyen-muc") as scope:
                return self._catalogue.category[scope.key].text
        return ""

    def _post(self, scope: PostScope, base: str) -> PostView:
        item, post = scope.item, scope.item.post
        category = self._catalogue.category[post.category]
        crumb = Link(category.label, category.url)
        authors = (self._catalogue.authors[name] for name in post.authors)
        withdrawn = bool(post.withdrawn)
        return PostView(
            title=post.title,
            date=date(post.day),
            updated=date(post.updated.at.date()) if post.updated else None,
            correction=post.correction,
            crumbs=(HOME, crumb),
            category=crumb,
            authors=tuple(Link(author.name, author.url) for author in authors),
            source=_source(post.source),
            summary="" if withdrawn else post.summary,
            image=None if withdrawn else picture(item, scope.resolution),
            body="" if withdrawn else _body(item, scope.resolution, base),
            attachments=() if withdrawn else _attachments(item, scope.resolution),
            notices=self._notices(item),
            older=self._way(scope.older),
            newer=self._way(scope.newer),
            related=tuple(map(self._cards.card, scope.related)),
            canonical=self._site_url + post.url,
        )

    def _notices(self, item: Item) -> tuple[Notice, ...]:
        post = item.post
        notices = []
        if post.withdrawn:
            notices.append(Notice("withdrawn", "Bài này đã được gỡ.", f"Lý do: {post.withdrawn}"))
        if post.expires and self._catalogue.is_expired(item):
            day = vietnamese.day_numeric(post.expires.at.date())
            text = "Bài giữ nguyên để tra cứu, có thể không còn áp dụng."
            notices.append(Notice("expired", f"Tin này đã hết hạn từ ngày {day}.", text))
        return tuple(notices)

    def _way(self, item: Item | None) -> Link | None:
        return Link(item.post.title, item.post.url) if item else None

    def _list(self, scope: ListScope, title: str) -> ListView:
        intro, count = "", ""
        if not scope.number:
            intro = self._intro(scope)
            count = f"Có {vietnamese.count(scope.total)} tin." if scope.total else ""
        return ListView(
            title=title,
            intro=intro,
            count=count,
            crumbs=_list_crumbs(self._catalogue, scope),
            cards=tuple(map(self._cards.card, scope.items)),
            pager=_pager(scope),
        )

    def _intro(self, scope: ListScope) -> str:
        if scope.kind == "tac-gia":
            unit = self._catalogue.authors[scope.key].unit
            return f"{unit}." if unit else ""
        if not scope.total:
            return "Chuyên mục này chưa có tin. Tin mới sẽ hiện ở đây sau khi được đăng."
        return self._catalogue.category[scope.key].text if scope.key else ""

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

    def _overview(self, scope: OverviewScope, title: str) -> OverviewView:
        categories, years = category_entries(self._catalogue), year_entries(self._catalogue)
        intro, sections = "", [Section("", scope.kind, categories)]
        if scope.kind == "nam":
            sections = [Section("", scope.kind, years)]
        elif scope.kind == "tac-gia":
            sections = [Section("", scope.kind, author_entries(self._catalogue))]
        elif scope.kind == "tim-kiem":
            intro = "Có thể xem tin theo chuyên mục hoặc theo năm."
            sections = [
                Section("Theo chuyên mục", "theo-chuyen-muc", categories),
                Section("Theo năm", "theo-nam", years),
            ]
        return OverviewView(title, intro, (HOME, Link(title, "")), tuple(sections))


def _body(item: Item, resolution: Resolution, base: str) -> str:
    return markdown.pour(item.reading, [_target(one, base) for one in resolution.references])


def _target(resolved: Resolved, base: str) -> markdown.Target:
    url = resolved.url if resolved.url.startswith("#") else f"{base}/{resolved.url}"
    media = resolved.media
    return markdown.Target(url, media.width if media else 0, media.height if media else 0)


def _attachments(item: Item, resolution: Resolution) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            url=resolved.url,
            label=record.get("title") or posixpath.basename(record["file"]),
            kind=posixpath.splitext(record["file"])[1].removeprefix(".").upper(),
            size=vietnamese.file_size(resolved.media.size) if resolved.media else "",
        )
        for record, resolved in zip(item.post.attachments, resolution.attachments, strict=True)
    )


def _source(text: str) -> Source | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme in ("http", "https") and parts.netloc:
        return Source(parts.netloc.removeprefix("www."), text)
    return Source(text, "")


def _list_crumbs(catalogue: Catalogue, scope: ListScope) -> tuple[Link, ...]:
    up = {
        "chuyen-muc": (Link("Chuyên mục", "chuyen-muc/"),),
        "tac-gia": (Link("Tác giả", "tac-gia/"),),
    }.get(scope.kind, ())
    name = scope.key if scope.kind == "tac-gia" else list_name(catalogue, scope.kind, scope.key)
    if scope.number and scope.newest:
        return (HOME, *up, Link(name, scope.newest.url), Link(f"Trang {scope.number}", ""))
    return (HOME, *up, Link(name, ""))


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
