"""One record per address: what stands there, what it shows, and a fingerprint of all that.

Pure. A page's scope holds the posts and the few words that decide its view (present.py builds
it); the fingerprint covers everything the page's bytes depend on but the frame around it, which
is one digest for the whole site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_site import vietnamese
from cchc_site.cards import Cards, digest
from cchc_site.catalogue import Catalogue
from cchc_site.load import Item
from cchc_site.references import Resolution
from cchc_site.scopes import (
    ListScope,
    MonthScope,
    OverviewScope,
    PostScope,
    Scope,
    Step,
    YearScope,
    paginate,
)

YEAR_LATEST = 20


@dataclass(frozen=True, slots=True)
class Page:
    """An address, relative to the site's root, and what makes its bytes. `active` is the key of
    the menu's entry to mark; `lastmod` an ISO date, "" when none is true."""

    url: str
    template: str
    title: str
    active: str
    lastmod: str
    scope: Scope
    fingerprint: str


def indexes(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Address and title of every page but the posts' own."""
    yield from ((f"{kind}/", title) for kind, title in _OVERVIEWS.items())
    for kind, key, items in _lists(catalogue):
        base, name = _list_url(catalogue, kind, key), list_name(catalogue, kind, key)
        for part in paginate(items):
            url = f"{base}trang-{part.number}/" if part.number else base
            yield url, _list_title(name, part.number, _span(part.items))
    yield from ((f"nam/{year}/", _year_title(year)) for year in catalogue.by_year)
    yield from ((_month_url(*month), _month_title(*month)) for month in catalogue.by_month)


def plan(
    catalogue: Catalogue,
    cards: Cards,
    resolutions: Mapping[str, Resolution],
    taken_titles: Sequence[str] = (),
) -> tuple[Page, ...]:
    """Every page of the portal but MkDocs' own; `taken_titles` are the titles of those."""
    indexes = [
        *(page for key in _lists(catalogue) for page in _list_pages(catalogue, cards, *key)),
        *_year_pages(catalogue, cards),
        *_month_pages(catalogue, cards),
        *_overview_pages(catalogue),
    ]
    titles = Counter([*taken_titles, *(page.title for page in indexes)])
    titles.update(item.post.title for item in catalogue.items)
    dated = Counter(_dated(item) for item in catalogue.items if titles[item.post.title] > 1)
    posts = (
        _post_page(catalogue, cards, resolutions, item, _head_title(item, titles, dated))
        for item in catalogue.items
    )
    return (*posts, *indexes)


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
    older, newer = catalogue.neighbours[post.path]
    related = catalogue.related(item)
    resolution = resolutions[post.path]
    category = catalogue.category[post.category]
    fingerprint = digest(
        title,
        item.digest,
        resolution,
        category,
        [catalogue.authors[name] for name in post.authors],
        catalogue.is_expired(item),
        [cards.digest(other) if other else "" for other in (older, newer, *related)],
    )
    scope = PostScope(item, resolution, older, newer, related)
    return Page(
        post.url, "cchc/post.html", title, category.url, _modified(item), scope, fingerprint
    )


def _modified(item: Item) -> str:
    moment = item.post.updated or item.post.date
    return f"{moment.at:%Y-%m-%d}"


def _last(items: Sequence[Item]) -> str:
    return max(map(_modified, items), default="")


def _lists(catalogue: Catalogue) -> Iterator[tuple[str, str, tuple[Item, ...]]]:
    yield "tin-tuc", "", catalogue.items
    for key, items in catalogue.by_category.items():
        yield "chuyen-muc", key, items
    for name, items in catalogue.by_author.items():
        yield "tac-gia", name, items


def _list_url(catalogue: Catalogue, kind: str, key: str) -> str:
    if kind == "tac-gia":
        return catalogue.authors[key].url
    return catalogue.category[key].url if key else "tin-tuc/"


def list_name(catalogue: Catalogue, kind: str, key: str) -> str:
    """What a list is called, on all its pages."""
    if kind == "tac-gia":
        return f"Tin của {key}"
    return catalogue.category[key].label if key else "Tất cả tin"


def _list_title(name: str, number: int, span: str) -> str:
    return f"{name}, trang {number} ({span})" if number else name


def _list_pages(
    catalogue: Catalogue, cards: Cards, kind: str, key: str, items: tuple[Item, ...]
) -> Iterator[Page]:
    base, name = _list_url(catalogue, kind, key), list_name(catalogue, kind, key)
    slices = paginate(items)
    steps = [
        Step(f"{base}trang-{part.number}/" if part.number else base, _span(part.items))
        for part in slices
    ]
    # The landing page's span changes with each newest post: it is named, not spanned.
    steps[0] = Step(base, "")
    for index, part in enumerate(slices):
        landing = part.number == 0
        scope = ListScope(
            kind=kind,
            key=key,
            url=steps[index].url,
            number=part.number,
            items=part.items,
            span=_span(part.items),
            newest=None if landing else steps[0],
            newer=steps[index - 1] if index > 1 else None,
            older=steps[index + 1] if index + 1 < len(steps) else None,
            oldest=steps[-1] if index + 2 < len(steps) else None,
            total=len(items) if landing else 0,
            archives=len(slices) - 1 if landing else 0,
        )
        title = _list_title(name, part.number, scope.span)
        about = catalogue.category[key] if kind == "chuyen-muc" else catalogue.authors.get(key)
        ways = (scope.newest, scope.newer, scope.older, scope.oldest)
        shown = [cards.digest(item) for item in part.items]
        fingerprint = digest(title, about, ways, scope.total, scope.archives, shown)
        active = base if kind != "tac-gia" else ""
        yield Page(
            scope.url, "cchc/list.html", title, active, _last(part.items), scope, fingerprint
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


_OVERVIEWS = {
    "chuyen-muc": "Các chuyên mục",
    "nam": "Tin theo năm",
    "tac-gia": "Các tác giả",
    "tim-kiem": "Tìm kiếm",
}


def _overview_pages(catalogue: Catalogue) -> Iterator[Page]:
    categories = tuple(
        (category.label, category.text, len(catalogue.by_category[category.key]))
        for category in catalogue.categories
    )
    years = tuple((str(year), "", len(items)) for year, items in catalogue.by_year.items())
    authors = tuple(
        (name, catalogue.authors[name].url, len(items))
        for name, items in catalogue.by_author.items()
    )
    shown = {
        "chuyen-muc": categories,
        "nam": years,
        "tac-gia": authors,
        "tim-kiem": categories + years,
    }
    for kind, title in _OVERVIEWS.items():
        active = "" if kind == "tac-gia" else f"{kind}/"
        scope = OverviewScope(kind, shown[kind])
        fingerprint = digest(kind, shown[kind])
        lastmod = _last(catalogue.items[:1])
        yield Page(f"{kind}/", "cchc/overview.html", title, active, lastmod, scope, fingerprint)
