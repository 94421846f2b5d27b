"""The index pages: categories, years, authors, tags, search, site map, open data.

Pure. None counts posts, so that a newest post changes none of these; landing pages of lists do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.pages import following, procedures, register
from cchc_site.pages.archive import YEARS
from cchc_site.pages.components import ALL_NEWS, CATEGORIES, HOME, IndexEntry, Link, Section
from cchc_site.pages.documents import REGISTER
from cchc_site.pages.feed_formats import FORMATS
from cchc_site.pages.feeds import NEWEST
from cchc_site.pages.page import Content, Page, PageContext, PlainView, last_change
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.catalogue import Catalogue


class Choice(NamedTuple):
    """An option of a list to choose from."""

    value: str
    label: str


class Filters(NamedTuple):
    """What results of a search can be narrowed to."""

    categories: tuple[Choice, ...]
    years: tuple[Choice, ...]


class OverviewView(PlainView, Struct, frozen=True):
    """An overview page (`/chuyen-muc/`, `/nam/`, `/tac-gia/`, `/tim-kiem/`); only the last has
    `filters`."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    sections: tuple[Section, ...]
    filters: Filters | None = None


Parts = tuple[str, tuple[Section, ...]]
"""The introduction and the sections of an index page."""


@dataclass(frozen=True, slots=True)
class OverviewPage(Page):
    """An index page; `parts` gives what it shows, and `called` is what readers may ask for it by
    beside its title."""

    parts: Callable[[PageContext], Parts]
    catalogue: Catalogue
    called: tuple[str, ...] = ()
    template: ClassVar[str] = "cchc/overview.html"

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """Its title, and what else it is called."""
        return (WayIn(ways.PAGE, self.title, self.url, called=self.called),)

    @property
    def lastmod(self) -> str:
        """That of the newest post."""
        return last_change(self.catalogue.items[:1])

    def content(self, context: PageContext) -> Content:
        """Its sections."""
        return self.made_of(context, self._view(context))

    def _view(self, context: PageContext) -> OverviewView:
        intro, sections = self.parts(context)
        return OverviewView(self.title, intro, (HOME, Link(self.title, "")), sections)


@dataclass(frozen=True, slots=True)
class SearchPage(OverviewPage):
    """The page of the search, with index pages for readers who do not search."""

    template: ClassVar[str] = "cchc/search.html"

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """None: whoever searches is there."""
        return ()

    def content(self, context: PageContext) -> Content:
        """What it is without the search; that makes itself."""
        return self.made_of(context, self._view(context), searches=True)

    def _view(self, context: PageContext) -> OverviewView:
        return replace(OverviewPage._view(self, context), filters=_filters(context))


def _categories(context: PageContext) -> Parts:
    return "", (Section("", "theo-chuyen-muc", category_entries(context.catalogue)),)


def _years(context: PageContext) -> Parts:
    return "", (Section("", "theo-nam", _year_entries(context.catalogue)),)


def _authors(context: PageContext) -> Parts:
    authors = context.catalogue.authors.pages
    entries = tuple(IndexEntry(name.label, url, "", name.unit) for name, url in authors.items())
    return "", (Section("", "tac-gia", entries),)


def _tags(context: PageContext) -> Parts:
    tags = context.catalogue.tags.pages
    entries = tuple(IndexEntry(name.label, url, "") for name, url in tags.items())
    return "" if entries else "Chưa có tin nào gắn thẻ.", (Section("", "the", entries),)


def _search(context: PageContext) -> Parts:
    documents = IndexEntry("Danh sách văn bản", REGISTER.url, "")
    return "Có thể xem tin theo chuyên mục hoặc theo năm.", (
        *_by_category_and_year(context.catalogue),
        Section("Văn bản", "van-ban", (documents,)),
    )


def _site_map(context: PageContext) -> Parts:
    docs = tuple(IndexEntry(title, url, "") for url, title in context.docs.items())
    kinds = ("tac-gia/", "the/", "tim-kiem/", "du-lieu-mo/")
    others = (
        IndexEntry(*ALL_NEWS, ""),
        IndexEntry(*REGISTER, ""),
        IndexEntry(procedures.TITLE, procedures.URL, ""),
        IndexEntry(following.TITLE, following.URL, ""),
        *(IndexEntry(TITLES[url], url, "") for url in kinds),
        *(_communes() if context.federation else ()),
    )
    return "Mọi lối vào của trang.", (
        Section("Các trang", "cac-trang", docs),
        *_by_category_and_year(context.catalogue),
        Section("Lối khác", "loi-khac", others),
    )


def _communes() -> Iterator[IndexEntry]:
    """The ways to what communes tell."""
    from cchc_site.pages import commune_news, commune_register, communes  # which few sites need

    for link in (communes.COMMUNES, commune_news.NEWS, commune_register.PAPERS):
        yield IndexEntry(*link, "")


def _by_category_and_year(catalogue: Catalogue) -> tuple[Section, Section]:
    return (
        Section("Theo chuyên mục", "theo-chuyen-muc", category_entries(catalogue)),
        Section("Theo năm", "theo-nam", _year_entries(catalogue)),
    )


def _open_data(context: PageContext) -> Parts:
    files = [(f"Mọi tin, {format_.label}", format_.file) for format_ in FORMATS]
    files += [(f"Mọi văn bản, {name.rpartition('.')[2].upper()}", name) for name in register.DATA]
    files.append(("Danh sách mọi địa chỉ của trang", "sitemap.xml"))
    feeds = [
        (f"{category.label}, {format_.label}", f"{category.url}{format_.file}")
        for category in context.catalogue.categories
        for format_ in FORMATS
    ]
    return (
        f"Tin của trang này ở dạng máy đọc được: {NEWEST} tin mới nhất, toàn văn, không cần đăng "
        "ký. Ghi rõ nguồn khi dùng lại.",
        (
            Section("Cả trang", "ca-trang", _files(files)),
            Section("Theo chuyên mục", "theo-chuyen-muc", _files(feeds)),
        ),
    )


def _files(files: Sequence[tuple[str, str]]) -> tuple[IndexEntry, ...]:
    """An entry for each file, by its label and address, that shows the address."""
    return tuple(IndexEntry(label, url, "", f"/{url}") for label, url in files)


class _Index(NamedTuple):
    """An index page: its address, its title, what gives its parts, what else it is called, whether
    it is the menu's entry of its own, and its type."""

    url: str
    title: str
    parts: Callable[[PageContext], Parts]
    called: tuple[str, ...] = ()
    active: bool = False
    page: type[OverviewPage] = OverviewPage


_INDEXES = (
    _Index(CATEGORIES.url, "Các chuyên mục", _categories, ("Chuyên mục",), active=True),
    _Index(YEARS.url, "Tin theo năm", _years, ("Năm", "Lưu trữ"), active=True),
    _Index("tac-gia/", "Các tác giả", _authors, ("Tác giả",)),
    _Index("the/", "Các thẻ", _tags, ("Thẻ",)),
    _Index("tim-kiem/", "Tìm kiếm", _search, page=SearchPage),
    _Index("so-do-trang/", "Sơ đồ trang", _site_map, ("Sơ đồ",)),
    _Index("du-lieu-mo/", "Dữ liệu mở", _open_data),
)
TITLES = {index.url: index.title for index in _INDEXES}
"""The titles of the index pages by address."""


def pages(catalogue: Catalogue) -> Iterator[OverviewPage]:
    """The index pages."""
    for url, title, parts, called, active, page in _INDEXES:
        yield page(url, title, parts, catalogue, called, active=url if active else "")


def category_entries(catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Every configured category; of an empty one this is told."""
    return tuple(
        IndexEntry(category.label, category.url, "" if items else "chưa có tin", category.text)
        for category, items in catalogue.by_category.items()
    )


def _year_entries(catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Every year with posts, the newest first."""
    return tuple(IndexEntry(f"Năm {year}", f"nam/{year}/", "") for year in catalogue.by_year)


def _filters(context: PageContext) -> Filters:
    """What a search can be narrowed to: the categories, and the years of posts and documents, the
    newest first."""
    documents = context.register.documents.values()
    years = {*context.catalogue.by_year, *(known.date.year for known in documents if known.date)}
    return Filters(
        tuple(Choice(category.key, category.label) for category in context.catalogue.categories),
        tuple(Choice(str(year), f"Năm {year}") for year in sorted(years, reverse=True)),
    )
