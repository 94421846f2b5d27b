"""The posts in order: names of authors and tags, neighbours, related posts, what is published."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
import yaml

from cchc_site.base.vietnamese import slug as slug_of
from cchc_site.base.vietnamese import spoken
from cchc_site.site.catalogue import catalogue
from cchc_site.site.taxonomies import About, NameOptions
from tests.support.snapshots import CATEGORIES, NOW, catalogue_of, item


def test_spellings_of_one_name_are_one() -> None:
    """Capitals and the place of a tone are no other person; each post keeps its own spelling."""
    items = [
        item(1, dt.date(2020, 1, 1), authors=("Ban biên tập", "Uỷ ban Hoà An"), tags=("họp",)),
        item(
            2, dt.date(2021, 1, 1), authors=("BAN BIÊN TẬP", "Ủy ban Hòa An"), tags=("Họp", "họp")
        ),
    ]

    found = catalogue_of(items)

    assert [name.label for name in found.authors.by_name] == ["Ban biên tập", "Uỷ ban Hoà An"]
    assert all(len(posts) == 2 for posts in found.authors.by_name.values())
    (tag,) = found.tags.by_name
    assert [found.tags.of(one) for one in items] == [{tag: "họp"}, {tag: "Họp"}]


def test_a_name_without_letters_has_an_address_of_its_own() -> None:
    """Neither the order of posts nor a tag “Khác” changes it."""
    marks = item(1, dt.date(2020, 1, 1), tags=("!!!",), authors=("新闻", "ВЕСТИ"))
    others = item(
        2, dt.date(2019, 1, 1), tags=("Khác", "???"), authors=("记者", "Khuyết danh", "Вести")
    )

    alone, both = catalogue_of([marks]), catalogue_of([marks, others])

    assert both.tags.names["!!!"].plain == alone.tags.names["!!!"].plain
    for name in ("新闻", "ВЕСТИ"):
        assert both.authors.names[name].plain == alone.authors.names[name].plain
    assert len({*both.tags.pages.values()}) == len(both.tags.joint) + 3 == 3
    assert len({*both.authors.pages.values()}) == 4


def test_advice_tells_once_how_to_settle_a_shared_address() -> None:
    """At the post that brought the newest name; the line that it gives settles it."""
    lines = {"tags": 7}
    items = [
        item(1, dt.date(2020, 1, 1), tags=("C++",)),
        item(2, dt.date(2021, 1, 1), tags=("họp", "C")),
        item(3, dt.date(2022, 1, 1), tags=("c", "C#")),
        item(4, dt.date(2023, 1, 1), tags=("C#",)),
    ]
    for one in items:
        one.post.lines = lines

    (told,) = catalogue_of(items).tags.advice()

    assert str(told) == (
        "posts/2022/bai-00003.md:7: gợi ý: các thẻ “C++”, “C”, “C#” chung địa chỉ /the/c/; nếu là "
        "một thẻ thì hãy viết giống nhau; nếu không, để địa chỉ ấy mãi là của “C++”, hãy ghi vào "
        "“tags” của plugin cchc trong mkdocs.yml dòng C++: {slug: c}"
    )
    settled = NameOptions(tags={"c++": About(slug="c")})
    assert list(catalogue(items, CATEGORIES, settled, (), NOW).tags.advice()) == []


@pytest.mark.parametrize("name", ["C++", "a: b", "No", "#1", "Lan, {Tư pháp}", 'Một "hai"', "2024"])
def test_the_line_of_advice_is_yaml(name: str) -> None:
    """Whatever the name holds; it keeps the office of an author."""
    items = [item(1, authors=(name,)), item(2, authors=(f"{name}!",))]
    office = NameOptions(authors={spoken(name): About("Phòng: A")})

    (told,) = catalogue(items, CATEGORIES, office, (), NOW).authors.advice()

    slug = slug_of(name)
    line = told.hint.rpartition(" dòng ")[2]
    assert yaml.safe_load(line) == {name: {"unit": "Phòng: A", "slug": slug}}


def test_neighbours_are_of_the_same_category() -> None:
    """Older and newer posts of other categories are no neighbours."""
    first, other, last = (
        item(1, dt.date(2020, 1, 1)),
        item(2, dt.date(2021, 1, 1), category="tin-tuc"),
        item(3, dt.date(2022, 1, 1)),
    )

    found = catalogue_of([first, other, last]).neighbours

    assert found[first.post.path] == (None, last)
    assert found[last.post.path] == (first, None)
    assert found[other.post.path] == (None, None)


def test_related_posts_are_older_and_no_neighbour() -> None:
    """A new post must not change an old page by being related to it."""
    items = [
        item(number, dt.date(2020, 1, number), tags=("một cửa", "khai sinh"[: 9 - number % 2 * 9]))
        for number in range(1, 9)
    ]
    found = catalogue_of(items)

    related = found.related(items[5])

    assert [one.post.title for one in related] == ["Bài 4", "Bài 2", "Bài 3"]
    assert found.related(items[0]) == ()


@pytest.mark.parametrize("most", [3, 5, 10])
def test_the_posts_that_relate_to_one_are_known_without_asking_all(most: int) -> None:
    """However few or many tags posts have: those that have it among their related ones."""
    random = Random(most)  # the same posts each time
    tags = [f"thẻ {number}" for number in range(most)]
    items = [
        item(
            number,
            dt.date(2020, 1, 1) + dt.timedelta(days=number),
            category=random.choice(CATEGORIES).label,
            tags=tuple(random.sample(tags, random.randint(0, most))),
        )
        for number in range(1, 90)
    ]
    found = catalogue_of(items)

    for one in items:
        relating = [other for other in found.items if one in found.related(other)]
        assert list(found.relating(one)) == relating


def test_drafts_and_posts_to_come_are_not_in_the_catalogue() -> None:
    """`now` decides; the same moment is already the day."""
    early, late = item(1, dt.date(2029, 12, 31)), item(2, dt.date(2030, 1, 2))

    assert catalogue_of([early, late]).items == (early,)
    assert catalogue([late], CATEGORIES, NameOptions(), (), late.post.date.at).items == (late,)
