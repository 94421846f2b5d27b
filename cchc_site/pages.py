"""One record per address: what stands there, what it shows, and a fingerprint of all that.

Pure. A page's scope holds the posts and the few words that decide its view (present.py builds
it); the fingerprint covers everything the page's bytes depend on but the frame around it, which
is one digest for the whole site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_site import feeds, overviews, vietnamese
from cchc_site.addresses import address
from cchc_site.cards import Cards, digest
from cchc_site.catalogue import Catalogue, is_published
from cchc_site.groups import Group, feed_folder, groups
from cchc_site.load import Item
from cchc_site.references import Resolution
from cchc_site.scopes import (
    AliasScope,
    FeedScope,
    ListScope,
    MonthScope,
    OverviewScope,
    PostScope,
    Scope,
    Slice,
    Step,
    YearScope,
    paginate,
)
from cchc_site.views import Link

YEAR_LATEST = 20


@dataclass(frozen=True, slots=True)
class Page:
    """An address, relative to the site's root, and what makes its bytes. `active` is the key of
    the menu's entry to mark; `lastmod` an ISO date, "" when none is true; `hidden` keeps it out of
    the sitemap and asks search engines not to keep it."""

    url: str
    template: str
    title: str
    active: str
    lastmod: str
    scope: Scope
    fingerprint: str
    hidden: bool = False


def indexes(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Address and title of every page but the posts' own; aliases and feeds are no pages."""
    yield from ((f"{kind}/", title) for kind, title in overviews.TITLES.items())
    for group in groups(catalogue):
        for part in paginate(group.items):
            yield _list_url(group, part.number), _list_title(group, part)
    yield from ((f"nam/{year}/", _year_title(year)) for year in catalogue.by_year)
    yield from ((_month_url(*month), _month_title(*month)) for month in catalogue.by_month)


def feed_addresses(catalogue: Catalogue) -> Iterator[str]:
    """The addresses of every feed."""
    for group in groups(catalogue):
        if group.feed:
            yield from (f"{feed_folder(group)}{name}" for name in feeds.NAMES)


def plan(
    catalogue: Catalogue,
    cards: Cards,
    resolutions: Mapping[str, Resolution],
    standing: Sequence[Link] = (),
) -> tuple[Page, ...]:
    """Every page of the portal but MkDocs' own, which are `standing`."""
    lists = tuple(groups(catalogue))
    index_pages = [
        *(page for group in lists for page in _list_pages(group, cards)),
        *_year_pages(catalogue, cards),
        *_month_pages(catalogue, cards),
        *_overview_pages(catalogue, standing),
    ]
    shown = (*catalogue.items, *catalogue.previews)
    titles = Counter([*(link.label for link in standing), *(page.title for page in index_pages)])
    titles.update(item.post.title for item in shown)
    dated = Counter(_dated(item) for item in shown if titles[item.post.title] > 1)
    posts = [
        _post_page(catalogue, cards, resolutions, item, _head_title(item, titles, dated))
        for item in shown
    ]
    aliases = (page for item in catalogue.items for page in _alias_pages(item))
    feed_pages = (page for group in lists for page in _feed_pages(group, resolutions))
    return (*posts, *index_pages, *aliases, *feed_pages)


def _head_title(item: Item, titles: Counter[str], dated: Counter[str]) -> str:
    """The post's title, told apart from equal ones by its date, then by its file name."""
    if titles[item.post.title] < 2:
        return item.post.title
    title = _dated(item)
    return title if dated[title] < 2 else f"{title} {item.post.name}"


def _dated(item: Item) -> str:
    return f"{item.post.title} ({vietnamese.day_numeric(item.post.day)})"


def _post_page(
    catalogue: Catalogue,
    cards: Cards,
    resolutions: Mapping[str, Resolution],
    item: Item,
    title: str,
) -> Page:
    post = item.post
    older, newer = catalogue.neighbours.get(post.path, (None, None))
    related = catalogue.related(item)
    category = catalogue.category(item)
    hidden = not is_published(item, catalogue.now)
    scope = PostScope(item, resolutions[post.path], older, newer, related)
    fingerprint = digest(
        title,
        item.digest,
        scope.resolution,
        category,
        [catalogue.authors[name] for name in post.authors],
        catalogue.tags_of(item),
        catalogue.is_expired(item),
        catalogue.ended(item),
        hidden,
        [cards.digest(other) if other else "" for other in (older, newer, *related)],
    )
    lastmod = "" if hidden else _modified(item)
    return Page(
        post.url, "cchc/post.html", title, category.url, lastmod, scope, fingerprint, hidden
    )


def _modified(item: Item) -> str:
    return f"{item.post.changed:%Y-%m-%d}"


def _last(items: Sequence[Item]) -> str:
    return max(map(_modified, items), default="")


def _alias_pages(item: Item) -> Iterator[Page]:
    for alias in item.post.aliases:
        url = address(alias)
        if url is not None:
            title = f"{item.post.title}: địa chỉ cũ /{url}"
            scope = AliasScope(url, item)
            fingerprint = digest(title, item.post.url)
            yield Page(url, "cchc/alias.html", title, "", "", scope, fingerprint, hidden=True)


def _feed_pages(group: Group, resolutions: Mapping[str, Resolution]) -> Iterator[Page]:
    if not group.feed:
        return
    items = group.items[: feeds.NEWEST]
    resolved = tuple(resolutions[item.post.path] for item in items)
    fingerprint = digest(group.name, group.text, [item.digest for item in items], resolved)
    for name in feeds.NAMES:
        scope = FeedScope(group, name, items, resolved)
        url = f"{feed_folder(group)}{name}"
        yield Page(url, "", group.name, "", "", scope, fingerprint, hidden=True)


def _list_url(group: Group, number: int) -> str:
    return f"{group.url}trang-{number}/" if number else group.url


def _list_title(group: Group, part: Slice) -> str:
    if not part.number:
        return group.name
    return f"{group.name}, trang {part.number} ({_span(part.items)})"


def _list_pages(group: Group, cards: Cards) -> Iterator[Page]:
    slices = paginate(group.items)
    steps = [Step(_list_url(group, part.number), _span(part.items)) for part in slices]
    # The landing page's span changes with each newest post: it is named, not spanned.
    steps[0] = Step(group.url, "")
    about = (group.name, group.text, group.chips, group.above)
    for index, part in enumerate(slices):
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
        ways = (scope.newest, scope.newer, scope.older, scope.oldest)
        # What a newest post changes (years, totals) is shown on the landing page only.
        told = (about, len(group.items), scope.archives) if landing else (group.name, group.above)
        yield Page(
            scope.url,
            "cchc/list.html",
            _list_title(group, part),
            group.active,
            _last(part.items),
            scope,
            digest(told, ways, [cards.digest(item) for item in part.items]),
        )


def _span(items: Sequence[Item]) -> str:
    if not items:
        return ""
    first, last = (vietnamese.month_numeric(items[index].post.day) for index in (-1, 0))
    return first if first == last else f"{first} – {last}"


def _year_pages(catalogue: Catalogue, cards: Cards) -> Iterator[Page]:
    years: Sequence[int | None] = (None, *catalogue.by_year, None)
    for newer, year, older in zip(years, catalogue.by_year, years[2:], strict=False):
        items = catalogue.by_year[year]
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
        shown = [cards.digest(item) for item in scope.items]
        fingerprint = digest(year, counts, scope.first, scope.last, newer, older, shown)
        yield Page(
            f"nam/{year}/",
            "cchc/archive.html",
            _year_title(year),
            "nam/",
            _last(items),
            scope,
            fingerprint,
        )


def _month_pages(catalogue: Catalogue, cards: Cards) -> Iterator[Page]:
    months: Sequence[tuple[int, int] | None] = (None, *catalogue.by_month, None)
    for newer, month, older in zip(months, catalogue.by_month, months[2:], strict=False):
        items = catalogue.by_month[month]
        scope = MonthScope(*month, items, newer, older)
        shown = [cards.digest(item) for item in items]
        yield Page(
            _month_url(*month),
            "cchc/archive.html",
            _month_title(*month),
            "nam/",
            _last(items),
            scope,
            digest(month, newer, older, shown),
        )


def _year_title(year: int) -> str:
    return f"Tin năm {year}"


def _month_title(year: int, month: int) -> str:
    return f"Tin tháng {month} năm {year}"


def _month_url(year: int, month: int) -> str:
    return f"nam/{year}/{month:02d}/"


def _overview_pages(catalogue: Catalogue, standing: Sequence[Link]) -> Iterator[Page]:
    lastmod = _last(catalogue.items[:1])
    for kind, title in overviews.TITLES.items():
        intro, sections = overviews.overview(kind, catalogue, standing)
        scope = OverviewScope(intro, sections)
        active = f"{kind}/" if kind in ("chuyen-muc", "nam") else ""
        fingerprint = digest(title, intro, sections)
        yield Page(f"{kind}/", "cchc/overview.html", title, active, lastmod, scope, fingerprint)
