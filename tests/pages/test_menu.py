"""What the menu names, and which of its words are taken for one another."""

from __future__ import annotations

import pytest

from cchc_site.pages import menu, wording
from cchc_site.site.catalogue import Category

OFFICE = ("Thủ tục hành chính", "Tin tức", "Văn bản chỉ đạo", "Một cửa", "Thông báo", "Tin nội bộ",
          "Văn bản mới", "Cải cách hành chính")  # fmt: skip


def categories(*labels: str, minor: bool = False) -> list[Category]:
    """Categories of these names."""
    return [Category(f"{number}-{minor}", label, "", minor) for number, label in enumerate(labels)]


def labels(every: list[Category]) -> list[str]:
    """The words of the menu."""
    return [item.label for item in menu.menu(every)]


def test_every_category_stands_in_the_menu() -> None:
    """But those that the office calls minor, to which one entry leads, where there are any."""
    assert {*OFFICE} < {*labels(categories(*OFFICE))}
    assert "Mục khác" not in labels(categories(*OFFICE))
    some = [*categories("Thông báo"), *categories("Lưu trữ", minor=True)]
    assert "Lưu trữ" not in labels(some)
    assert "Mục khác" in labels(some)


def test_a_menu_has_an_end() -> None:
    """However many categories there are."""
    many = categories(*(f"Mục thứ {number}" for number in range(30)))

    assert len(labels(many)) == menu.MOST + 5


def test_the_menus_own_words_are_like_no_category() -> None:
    """None of ours begins a usual name of a category, or is begun by it."""
    ours = labels([])

    assert [pair for pair in menu.alike([*ours, *OFFICE]) if {*pair} & {*ours}] == []


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (("Văn bản chỉ đạo", "Văn bản"), [("Văn bản", "Văn bản chỉ đạo")]),
        (("Tin tức", "TIN TỨC sự kiện"), [("Tin tức", "TIN TỨC sự kiện")]),
        (("Thông báo", "Thông báo"), [("Thông báo", "Thông báo")]),
        (("Tin", "Tinh gọn bộ máy"), []),
        (("Thủ tục", "Tin theo thủ tục"), []),
    ],
)
def test_words_of_which_one_begins_the_other_are_alike(
    names: tuple[str, ...], pairs: list[tuple[str, str]]
) -> None:
    """By whole words, in any case."""
    assert [*menu.alike(names)] == pairs


def test_a_page_in_another_language_calls_our_pages_by_its_words() -> None:
    """What the site calls itself, a category or a page of docs/, stays as it is, and says so."""
    items = [*menu.menu(categories("Thông báo")), menu.MenuItem("en/", "English", "en/", "en")]
    shown = [(item.label, item.lang) for item in menu.in_language("en", items)]

    assert shown == [
        *(("Home", ""), ("All news", ""), ("Thông báo", "vi")),
        *(("Legal documents", ""), ("News by year", ""), ("English", "")),
    ]


def test_every_page_of_ours_in_the_footer_has_a_name_in_each_language() -> None:
    """So that no reader of it meets words that they cannot read."""
    for language, labels in wording.LABELS.items():
        shown = menu.in_language(language, [*menu.menu([]), *menu.footer([], [])])
        assert {item.lang for item in shown} == {""}, language
        assert len({*labels.values()}) == len(labels)
    assert wording.LABELS.keys() == wording.WEEKDAYS.keys() == wording.WORDS.keys() - {wording.OWN}
