"""What the frame around every page shows: menu bar, footer, tasks.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_site.pages.views import MenuItem
from cchc_site.site.catalogue import Category

MENU_CATEGORIES = 5
HOME = "home"


def menu(categories: Sequence[Category]) -> tuple[MenuItem, ...]:
    """The menu bar of a site without `nav`: home, all news, the first five categories, the
    others, documents, years. An item's key is its address."""
    first, others = categories[:MENU_CATEGORIES], categories[MENU_CATEGORIES:]
    items = [("Trang chủ", ""), ("Tất cả tin", "tin-tuc/")]
    items += [(category.label, category.url) for category in first]
    items += [("Mục khác", "chuyen-muc/")] if others else []
    items += [("Văn bản", "van-ban/"), ("Theo năm", "nam/")]
    return tuple(MenuItem(url or HOME, label, url) for label, url in items)


def footer(categories: Sequence[Category], standing: Sequence[MenuItem]) -> tuple[MenuItem, ...]:
    """The footer's links: categories, the other ways in, the standing pages."""
    items = [(category.label, category.url) for category in categories[:MENU_CATEGORIES]]
    items += [
        ("Các chuyên mục", "chuyen-muc/"),
        ("Tin theo năm", "nam/"),
        ("Văn bản", "van-ban/"),
        ("Tin theo thủ tục", "thu-tuc/"),
        ("Tác giả", "tac-gia/"),
        ("Các thẻ", "the/"),
        ("Sơ đồ trang", "so-do-trang/"),
        ("Tin mới qua RSS", "rss.xml"),
        ("Dữ liệu mở", "du-lieu-mo/"),
    ]
    return (*(MenuItem(url, label, url) for label, url in items), *standing)


def active(key: str, items: Sequence[MenuItem]) -> str:
    """The key of the menu's entry for a page that belongs to `key`: its own, else that of the
    folder above, else none."""
    keys = {item.key for item in items}
    while key and key not in keys:
        parent = key.removesuffix("/").rpartition("/")[0]
        key = f"{parent}/" if parent else ""
    return key
