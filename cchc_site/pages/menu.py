"""What stands around every page: menu bar, footer, tasks, the body in office.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cchc_site.pages import following
from cchc_site.pages.components import Notice
from cchc_site.pages.contact import ContactWays
from cchc_site.site.catalogue import Category
from cchc_site.site.organizations import Organization

MENU_CATEGORIES = 5
HOME = "home"


class MenuItem(NamedTuple):
    """An entry of the menu bar; `key` is what a page names as its active entry.

    `href` is relative to the site's root, or a whole address of another site; `lang` is the
    language of the label where it is not the site's.
    """

    key: str
    label: str
    href: str
    lang: str = ""


class Task(NamedTuple):
    """An errand a citizen often comes for; `icon` is submit, track, document, meet or link."""

    label: str
    href: str
    icon: str


class Alert(NamedTuple):
    """What every page tells first; `level` is info, important or urgent, and `href` leads to more,
    "" without."""

    text: str
    level: str
    label: str
    href: str


class Portal(NamedTuple):
    """What every page shows around its own part: name, body in office, menu, footer, tasks.

    `archive` is told on every page when no body is in office any more; `search` tells whether the
    site has an index to search in; `alert` is told until it is over, and `contact` is how citizens
    reach the body in office.
    """

    name: str
    organization: Organization | None
    menu: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]
    tasks: tuple[Task, ...]
    archive: Notice | None = None
    search: bool = True
    alert: Alert | None = None
    contact: ContactWays | None = None


def menu(categories: Sequence[Category]) -> tuple[MenuItem, ...]:
    """The menu bar of a site without `nav`: home, all news, the first five categories, the
    others, documents, years. An item's key is its address."""
    first, others = categories[:MENU_CATEGORIES], categories[MENU_CATEGORIES:]
    items = [("Trang chủ", ""), ("Tất cả tin", "tin-tuc/")]
    items += [(category.label, category.url) for category in first]
    items += [("Mục khác", "chuyen-muc/")] if others else []
    items += [("Văn bản", "van-ban/"), ("Theo năm", "nam/")]
    return tuple(MenuItem(url or HOME, label, url) for label, url in items)


def footer(categories: Sequence[Category], docs: Sequence[MenuItem]) -> tuple[MenuItem, ...]:
    """The footer's links: categories, index pages, the pages of docs/."""
    items = [(category.label, category.url) for category in categories[:MENU_CATEGORIES]]
    items += [
        ("Các chuyên mục", "chuyen-muc/"),
        ("Tin theo năm", "nam/"),
        ("Văn bản", "van-ban/"),
        ("Danh mục thủ tục", "thu-tuc/"),
        ("Tác giả", "tac-gia/"),
        ("Các thẻ", "the/"),
        ("Sơ đồ trang", "so-do-trang/"),
        (following.TITLE, following.URL),
        ("Dữ liệu mở", "du-lieu-mo/"),
    ]
    return (*(MenuItem(url, label, url) for label, url in items), *docs)


def active(key: str, items: Sequence[MenuItem]) -> str:
    """The key of the menu's entry for a page that belongs to `key`: its own, else that of the
    folder above, else none."""
    keys = {item.key for item in items}
    while key and key not in keys:
        parent = key.removesuffix("/").rpartition("/")[0]
        key = f"{parent}/" if parent else ""
    return key
