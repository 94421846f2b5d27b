"""A page's scope → the view its template lays out: every word, date and address made ready.

Pure. Microcopy that depends on numbers lives here; fixed wording lives in the templates.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlsplit

from cchc_site import markdown, vietnamese
from cchc_site.cards import Cards, date, picture
from cchc_site.catalogue import Catalogue, is_published
from cchc_site.feeds import Story
from cchc_site.groups import feed_folder
from cchc_site.load import Item
from cchc_site.pages import Page
from cchc_site.references import Resolution, Resolved
from cchc_site.scopes import (
    AliasScope,
    FeedScope,
    ListScope,
    MonthScope,
    OverviewScope,
    PostScope,
    Step,
    YearScope,
)
from cchc_site.views import (
    AliasView,
    ArchiveView,
    Attachment,
    DayGroup,
    Document,
    Link,
    ListView,
    MonthCell,
    Notice,
    OverviewView,
    Pager,
    PagerNumber,
    PostView,
    Source,
)

HOME = Link("Trang chủ", "")
PAGER_NEAR = 3

View = PostView | ListView | ArchiveView | OverviewView | AliasView


class Presenter:
    """Makes views of one catalogue for a site at `site_url`, which ends with a slash; `edit` gives
    the forge's address for changing a file, "" where the site has none."""

    def __init__(
        self, catalogue: Catalogue, cards: Cards, site_url: str, edit: Callable[[str], str]
    ) -> None:
        """Keep what every view needs."""
        self._catalogue = catalogue
        self._cards = cards
        self._site_url = site_url
        self._edit = edit

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
                crumbs = (HOME, Link(page.title, ""))
                return OverviewView(page.title, scope.intro, crumbs, scope.sections)
            case AliasScope() as scope:
                return AliasView(scope.item.post.title, self._link(scope.item))
            case FeedScope():
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
        return ""

    def stories(self, scope: FeedScope) -> tuple[Story, ...]:
        """The entries of a feed; a withdrawn post tells the reason in place of its text."""
        return tuple(
            self._story(item, resolution)
            for item, resolution in zip(scope.items, scope.resolutions, strict=True)
        )

    def _story(self, item: Item, resolution: Resolution) -> Story:
        post = item.post
        card = self._cards.card(item)
        body = _body(item, resolution, self._site_url.rstrip("/"), self._site_url + post.url)
        if post.withdrawn:
            body = f"<p>{escape(_withdrawn(post.withdrawn))}</p>"
        return Story(
            url=self._site_url + post.url,
            title=post.title,
            published=post.date.at,
            updated=max(post.date.at, post.updated.at) if post.updated else post.date.at,
            authors=post.authors,
            category=card.category.label,
            tags=tuple(tag.label for tag in self._catalogue.tags_of(item)),
            summary=card.summary,
            body=body,
            image=self._site_url + card.image.url if card.image else "",
        )

    def _post(self, scope: PostScope, base: str) -> PostView:
        item, post = scope.item, scope.item.post
        category = self._catalogue.category(item)
        crumb = Link(category.label, category.url)
        shown = not post.withdrawn
        return PostView(
            title=post.title,
            date=date(post.day),
            updated=date(post.updated.at.date()) if post.updated else None,
            correction=post.correction,
            crumbs=(HOME, crumb),
            category=crumb,
            authors=tuple(map(self._author, post.authors)),
            source=_source(post.source),
            summary=post.summary if shown else "",
            image=picture(item, scope.resolution) if shown else None,
            body=_body(item, scope.resolution, base) if shown else "",
            attachments=_attachments(item, scope.resolution) if shown else (),
            notices=self._notices(item),
            older=self._link(scope.older) if scope.older else None,
            newer=self._link(scope.newer) if scope.newer else None,
            related=tuple(map(self._cards.card, scope.related)),
            canonical=self._site_url + post.url,
            tags=tuple(Link(tag.label, tag.url) for tag in self._catalogue.tags_of(item)),
            documents=_documents(item, scope.resolution) if shown else (),
            procedures=_procedures(item) if shown else (),
            organization=self._catalogue.body_name(item),
            edit=self._edit(post.path),
            listed=is_published(item, self._catalogue.now),
        )

    def _author(self, name: str) -> Link:
        """The author's page, which exists once a post of theirs is published."""
        known = name in self._catalogue.by_author
        return Link(name, self._catalogue.authors[name].url if known else "")

    def _notices(self, item: Item) -> tuple[Notice, ...]:
        post = item.post
        notices = []
        if not is_published(item, self._catalogue.now):
            notices.append(_hidden(item))
        if post.withdrawn:
            notices.append(Notice("withdrawn", "Bài này đã được gỡ.", f"Lý do: {post.withdrawn}"))
        if ended := self._catalogue.ended(item):
            notices.append(ended)
        if post.expires and self._catalogue.is_expired(item):
            day = vietnamese.day_numeric(post.expires.at.date())
            text = "Bài giữ nguyên để tra cứu, có thể không còn áp dụng."
            notices.append(Notice("expired", f"Tin này đã hết hạn từ ngày {day}.", text))
        return tuple(notices)

    def _link(self, item: Item) -> Link:
        return Link(item.post.title, item.post.url)

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


def _hidden(item: Item) -> Notice:
    if item.post.draft:
        return Notice(
            "draft",
            "Bản nháp, chưa công bố.",
            "Chỉ dùng để kiểm duyệt. Không trích dẫn, không chia sẻ.",
        )
    day = vietnamese.day_numeric(item.post.day)
    return Notice(
        "draft",
        f"Tin hẹn ngày {day}, chưa công bố.",
        "Chỉ dùng để kiểm duyệt. Không trích dẫn, không chia sẻ.",
    )


def _withdrawn(reason: str) -> str:
    return f"Bài này đã được gỡ. Lý do: {reason}"


def _body(item: Item, resolution: Resolution, base: str, here: str = "") -> str:
    """The text's HTML; `here` makes mere anchors whole addresses, for readers elsewhere."""
    targets = [_target(one, base, here) for one in resolution.references]
    return markdown.pour(item.reading, targets)


def _target(resolved: Resolved, base: str, here: str) -> markdown.Target:
    mere = resolved.url.startswith("#")
    url = here + resolved.url if mere else f"{base}/{resolved.url}"
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


def _documents(item: Item, resolution: Resolution) -> tuple[Document, ...]:
    return tuple(
        Document(
            number=record["number"],
            title=record["title"],
            line=f"Ngày {_day(record['date'])}, {record['issuer']}",
            url=resolved.url if resolved else "",
        )
        for record, resolved in zip(item.post.documents, resolution.documents, strict=True)
    )


def _day(iso: str) -> str:
    """A document's date as signed: 13/4/2022."""
    year, month, day = iso[:10].split("-")
    return f"{int(day)}/{int(month)}/{year}"


def _procedures(item: Item) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"{record['name']} ({record['code']})" if record.get("code") else record["name"],
            record.get("url", ""),
        )
        for record in item.post.procedures
    )


def _source(text: str) -> Source | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme in ("http", "https") and parts.netloc:
        return Source(parts.netloc.removeprefix("www."), text)
    return Source(text, "")


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
