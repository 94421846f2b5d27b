"""What stands around every page: menu bar, footer, tasks, the body in office.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from cchc_site.base import vietnamese
from cchc_site.pages import following, wording
from cchc_site.pages.components import ALL_NEWS, CATEGORIES, Link, Notice
from cchc_site.pages.contact import ContactWays
from cchc_site.site.catalogue import Category
from cchc_site.site.organizations import Organization

MOST = 12
"""How many categories a menu holds at most: two rows of a desktop with the other entries."""
HOME = "home"
_COMMUNES = Link("Các xã, phường", "xa-phuong/")
_DOCUMENTS = Link("Tra cứu văn bản", "van-ban/")  # no category is called so, but many “Văn bản …”


class MenuItem(NamedTuple):
    """An entry of the menu bar; `key` is what a page names as its active entry.

    `href` is relative to the site's root, or a whole address of another site; `lang` is the
    language of the label where it is not that of the page around it.
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
    """What every page tells first; `level` is info, important or urgent, `href` leads to more, ""
    without, and `until` says in words when it is over, which a page that is not built again tells
    too."""

    text: str
    level: str
    label: str
    href: str
    until: str = ""


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


def menu(categories: Sequence[Category], shows_communes: bool = False) -> tuple[MenuItem, ...]:
    """The menu bar of a site without `nav`: home, all news, communes where the site shows some, the
    categories, where some are left out the way to all, documents, years. An item's key is its
    address."""
    shown = _shown(categories)
    items = [("Trang chủ", ""), ALL_NEWS, *([_COMMUNES] if shows_communes else [])]
    items += [(category.label, category.url) for category in shown]
    items += [("Mục khác", CATEGORIES.url)] if len(shown) < len(categories) else []
    items += [_DOCUMENTS, ("Theo năm", "nam/")]
    return tuple(MenuItem(url or HOME, label, url) for label, url in items)


def _shown(categories: Sequence[Category]) -> Sequence[Category]:
    """Those of the `categories` that menus name."""
    return [category for category in categories if not category.minor][:MOST]


def alike(labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of labels of a menu, the shorter one first, of which one begins the other or is the
    same: readers take one for the other.

    >>> [*alike(["Văn bản chỉ đạo", "Thông báo", "VĂN BẢN"])]
    [('VĂN BẢN', 'Văn bản chỉ đạo')]
    """
    for one, other in combinations(sorted(labels, key=len), 2):
        if f"{vietnamese.spoken(other)} ".startswith(f"{vietnamese.spoken(one)} "):
            yield one, other


def footer(
    categories: Sequence[Category], docs: Sequence[MenuItem], shows_communes: bool = False
) -> tuple[MenuItem, ...]:
    """The footer's links: categories, index pages, the pages of docs/."""
    items = [(category.label, category.url) for category in _shown(categories)]
    items += [
        ("Các chuyên mục", CATEGORIES.url),
        ALL_NEWS,
        ("Tin theo năm", "nam/"),
        _DOCUMENTS,
        ("Danh mục thủ tục", "thu-tuc/"),
        ("Tác giả", "tac-gia/"),
        ("Các thẻ", "the/"),
        ("Sơ đồ trang", "so-do-trang/"),
        (following.TITLE, following.URL),
        ("Dữ liệu mở", "du-lieu-mo/"),
        *([_COMMUNES] if shows_communes else []),
    ]
    return (*(MenuItem(url, label, url) for label, url in items), *docs)


def in_language(language: str, items: Iterable[MenuItem]) -> Iterator[MenuItem]:
    """The `items` for a page in another `language`: our own pages by what they are called in it,
    the site's as the site calls them."""
    labels = wording.LABELS[language]
    for item in items:
        if item.href in labels:
            yield item._replace(label=labels[item.href], lang="")
        else:
            yield item._replace(lang="" if item.lang == language else item.lang or wording.OWN)


def active(key: str, items: Sequence[MenuItem]) -> str:
    """The key of the menu's entry for a page that belongs to `key`: its own, else that of the
    folder above, else none."""
    keys = {item.key for item in items}
    while key and key not in keys:
        parent = key.removesuffix("/").rpartition("/")[0]
        key = f"{parent}/" if parent else ""
    return key
