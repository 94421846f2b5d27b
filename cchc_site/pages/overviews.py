"""The pages of ways on: categories, years, authors, tags, search, site map, open data.

Pure. None counts posts, so that a newest post changes none of these; landing pages of lists do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cchc_site.pages import feeds
from cchc_site.pages.views import Choice, Filters, IndexEntry, Link, Section
from cchc_site.site.catalogue import Catalogue

SEARCH = "tim-kiem"
TITLES = {
    "chuyen-muc": "Các chuyên mục",
    "nam": "Tin theo năm",
    "tac-gia": "Các tác giả",
    "the": "Các thẻ",
    SEARCH: "Tìm kiếm",
    "so-do-trang": "Sơ đồ trang",
    "du-lieu-mo": "Dữ liệu mở",
}


def overview(
    kind: str, catalogue: Catalogue, standing: Sequence[Link]
) -> tuple[str, tuple[Section, ...]]:
    """Introduction and sections of an overview; `standing` are MkDocs' own pages."""
    match kind:
        case "chuyen-muc":
            return "", (Section("", "theo-chuyen-muc", category_entries(catalogue)),)
        case "nam":
            return "", (Section("", "theo-nam", year_entries(catalogue)),)
        case "tac-gia":
            return "", (Section("", kind, author_entries(catalogue)),)
        case "the":
            tags = tag_entries(catalogue)
            return "" if tags else "Chưa có tin nào gắn thẻ.", (Section("", kind, tags),)
        case "tim-kiem":
            return "Có thể xem tin theo chuyên mục hoặc theo năm.", (
                *_ways(catalogue),
                Section("Văn bản", "van-ban", (IndexEntry("Danh sách văn bản", "van-ban/", ""),)),
            )
        case "so-do-trang":
            pages = tuple(IndexEntry(link.label, link.url, "") for link in standing)
            return "Mọi lối vào của trang.", (
                Section("Các trang", "cac-trang", pages),
                *_ways(catalogue),
                Section("Lối khác", "loi-khac", _others()),
            )
    return _OPEN_DATA, tuple(_data(catalogue))


def filters(catalogue: Catalogue, years: Iterable[int]) -> Filters:
    """What a search can be narrowed to: the categories, and the years of posts and documents, the
    newest first."""
    return Filters(
        tuple(Choice(category.key, category.label) for category in catalogue.categories),
        tuple(Choice(str(year), f"Năm {year}") for year in sorted({*years}, reverse=True)),
    )


def _ways(catalogue: Catalogue) -> tuple[Section, Section]:
    return (
        Section("Theo chuyên mục", "theo-chuyen-muc", category_entries(catalogue)),
        Section("Theo năm", "theo-nam", year_entries(catalogue)),
    )


def _others() -> tuple[IndexEntry, ...]:
    shown = ("tac-gia", "the", "tim-kiem", "du-lieu-mo")
    return (
        IndexEntry("Tất cả tin", "tin-tuc/", ""),
        IndexEntry("Văn bản", "van-ban/", ""),
        IndexEntry("Tin theo thủ tục", "thu-tuc/", ""),
        *(IndexEntry(TITLES[kind], f"{kind}/", "") for kind in shown),
    )


_OPEN_DATA = (
    "Tin của trang này ở dạng máy đọc được: 50 tin mới nhất, toàn văn, không cần đăng ký. "
    "Ghi rõ nguồn khi dùng lại."
)
_KINDS = tuple(zip(("Atom", "RSS", "JSON Feed"), feeds.NAMES, strict=True))


def _data(catalogue: Catalogue) -> list[Section]:
    every = [IndexEntry(f"Mọi tin, {kind}", name, "", f"/{name}") for kind, name in _KINDS]
    every += [
        IndexEntry("Mọi văn bản, JSON", "van-ban.json", "", "/van-ban.json"),
        IndexEntry("Mọi văn bản, CSV", "van-ban.csv", "", "/van-ban.csv"),
    ]
    every.append(IndexEntry("Danh sách mọi địa chỉ của trang", "sitemap.xml", "", "/sitemap.xml"))
    by_category = [
        IndexEntry(
            f"{category.label}, {kind}", f"{category.url}{name}", "", f"/{category.url}{name}"
        )
        for category in catalogue.categories
        for kind, name in _KINDS
    ]
    return [
        Section("Cả trang", "ca-trang", tuple(every)),
        Section("Theo chuyên mục", "theo-chuyen-muc", tuple(by_category)),
    ]


def category_entries(catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Every configured category; of an empty one this is told."""
    return tuple(
        IndexEntry(category.label, category.url, "" if items else "chưa có tin", category.text)
        for category, items in catalogue.by_category.items()
    )


def year_entries(catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Every year with posts, the newest first."""
    return tuple(IndexEntry(f"Năm {year}", f"nam/{year}/", "") for year in catalogue.by_year)


def author_entries(catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Every author in alphabetical order."""
    return tuple(
        IndexEntry(name.label, page, "", name.unit)
        for name, page in catalogue.authors.pages.items()
    )


def tag_entries(catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Every tag in alphabetical order."""
    return tuple(IndexEntry(name.label, page, "") for name, page in catalogue.tags.pages.items())
