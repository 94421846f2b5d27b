"""What is rendered once and shown on many pages."""

from __future__ import annotations

import datetime as dt

import pytest

from cchc_site.pages.components import Card, Link, Picture, date
from cchc_site.rendering import renderer
from cchc_site.rendering.renderer import ComponentCache

DAY = date(dt.date(2024, 5, 13))
PICTURE = Picture("anh.png", "")
PLAIN = Card("a/", "A", "", DAY, Link("Tin tức", "chuyen-muc/tin-tuc/"))
PICTURED = Card("b/", "B", "", DAY, Link("Thông báo", "chuyen-muc/thong-bao/"), PICTURE)


def test_a_card_is_rendered_once_for_every_depth() -> None:
    """The way to the root is put in afterwards."""
    asked = []

    def line(card: Card, base: str) -> str:
        asked.append(card)
        return f"{base}/{card.url}"

    kept = ComponentCache()

    assert list(kept.each(line, (PLAIN, PICTURED), "..")) == ["../a/", "../b/"]
    assert list(kept.each(line, (PICTURED,), "../../..")) == ["../../../b/"]
    assert asked == [PLAIN, PICTURED]


def test_only_so_many_cards_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for one that has gone has it rendered again."""
    monkeypatch.setattr(renderer, "_MOST_CARDS", 2)
    asked = []

    def line(card: Card, base: str) -> str:
        asked.append(card.url)
        return f"{base}/{card.url}"

    kept, cards = ComponentCache(), [PLAIN._replace(url=f"{number}/") for number in (1, 2, 3, 3, 1)]

    assert list(kept.each(line, cards, ".")) == ["./1/", "./2/", "./3/", "./3/", "./1/"]
    assert asked == ["1/", "2/", "3/", "1/"]


def test_a_cards_place_decides_what_it_shows() -> None:
    """The first picture is wanted at once; a category is told where no crumb tells it."""

    def item(card: Card, base: str, level: int, eager: bool, category: bool) -> str:
        return f"{base}/{card.url} {level} {eager} {category}"

    kept = ComponentCache()
    crumbs = (Link("Thông báo", ""),)

    assert list(kept.items(item, (PICTURED, PLAIN), "..", crumbs)) == [
        "../b/ 2 True False",
        "../a/ 2 False True",
    ]
    assert list(kept.items(item, (PLAIN, PICTURED), ".", ())) == [
        "./a/ 2 False True",
        "./b/ 2 False True",
    ]


def test_another_card_of_a_post_is_rendered_anew() -> None:
    """Where a page shows a post otherwise, its content decides, not what was rendered before."""
    other = PLAIN._replace(title="Khác")
    kept = ComponentCache()

    def line(card: Card, base: str) -> str:
        return card.title

    def item(card: Card, base: str, level: int, eager: bool, category: bool) -> str:
        return card.title

    assert list(kept.each(line, (PLAIN, other, PLAIN), ".")) == ["A", "Khác", "A"]
    assert list(kept.items(item, (PLAIN, other), ".", ())) == ["A", "Khác"]


def test_two_components_are_not_taken_for_each_other() -> None:
    """The same card as a row and as a line, the same way up twice."""
    kept = ComponentCache()

    assert list(kept.each(lambda card, base: f"{base} row {card.url}", (PLAIN,), ".")) == [
        ". row a/"
    ]
    assert list(kept.each(lambda card, base: f"{base} line {card.url}", (PLAIN,), ".")) == [
        ". line a/"
    ]
    assert kept.crumbs(lambda links, base: f"{base} {len(links)}", (), "..") == ".. 0"
