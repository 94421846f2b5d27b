"""Every page of the portal: which there are, under which titles, and which an edit reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from cchc_site.content.fields import Moment
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.pages import following
from cchc_site.pages.facts import SiteIdentity
from cchc_site.pages.feed_formats import FORMATS
from cchc_site.pages.overviews import TITLES as TITLES_OF_INDEXES
from cchc_site.pages.page import Page, PageContext
from cchc_site.pages.plan import SitePlan
from cchc_site.site import links, snapshot
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.changes import EVERYTHING, Edits
from cchc_site.site.links import Places
from cchc_site.site.procedures import Procedures
from cchc_site.site.register import Register
from cchc_site.site.search_items import DocsPage
from cchc_site.site.snapshot import PostEntry, PostSnapshot
from cchc_site.storage.html_store import NOWHERE
from tests.support.snapshots import READING, catalogue_of, days, item

FEEDS = tuple(format_.file for format_ in FORMATS)
DOCS = {"gioi-thieu/": "Giới thiệu"}


def planned(items: list[PostSnapshot]) -> SitePlan:
    """The plan of a site with `items`."""
    return _plan(catalogue_of(items))


def _plan(catalogue: Catalogue) -> SitePlan:
    register = Register(catalogue, ())
    return SitePlan(catalogue, register, Procedures(catalogue, (), register), per_page=20)


def plan(items: list[PostSnapshot], edits: Edits = EVERYTHING) -> tuple[Page, ...]:
    """The pages of a site with `items` that `edits` may reach."""
    return planned(items).pages(DOCS, edits)


def fingerprints(items: list[PostSnapshot]) -> dict[str, bytes]:
    """That of every page of a site with `items`, by address."""
    catalogue, places = catalogue_of(items), Places({}, frozenset())
    register = Register(catalogue, ())
    context = PageContext(
        catalogue,
        register,
        Procedures(catalogue, (), register),
        {one.post.path: links.resolve(one, places) for one in items},
        SiteIdentity("Tin", "https://example.org/"),
        docs=DOCS,
    )
    return {page.url: page.content(context).fingerprint for page in plan(items)}


TITLES = ("Họp", "Lịch", "Họp (13/5/2024)", "Mọi tin")
POSTS = st.lists(
    st.tuples(
        st.sampled_from((dt.date(2023, 12, 30), dt.date(2024, 5, 13), dt.date(2024, 5, 14))),
        st.sampled_from(TITLES),
        st.sampled_from((("A",), ("B",), ("A", "B"))),
        st.sampled_from(("thong-bao", "tin-tuc")),
        st.sets(st.sampled_from(("x", "y", "z"))).map(lambda tags: tuple(sorted(tags))),
    ),
    min_size=1,
    max_size=60,
)


WORDS: Mapping[str, Sequence[str]] = {
    "title": TITLES,
    "summary": ("Một lời.", "Hai lời."),
    "source": ("Báo A", "Báo B"),
    "correction": ("Sửa giờ.", "Sửa ngày."),
    "text": ("Lời một.", "Lời hai."),
}
EDIT = st.sampled_from(tuple(WORDS)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(WORDS[name]))
)


@given(POSTS, st.dictionaries(st.integers(0, 59), EDIT, max_size=3))
def test_an_edit_of_words_reaches_every_page_that_differs(
    posts: list[tuple[dt.date, str, tuple[str, ...], str, tuple[str, ...]]],
    edits: dict[int, tuple[str, str]],
) -> None:
    """Its own, those that name it, those told apart by date from posts with its title."""
    before = [item(number, *said) for number, said in enumerate(posts)]
    after = list(before)
    for number, (name, value) in edits.items():
        if number < len(posts):
            after[number] = _edited(before[number], name, value)
    edited = [one.post for one, now in zip(before, after, strict=True) if one is not now]

    reached = {page.url for page in plan(after, Edits({one.path: one.title for one in edited}))}

    was = fingerprints(before)
    assert {url for url, made in fingerprints(after).items() if made != was[url]} <= reached


def test_a_page_that_does_not_tell_what_it_shows_is_always_asked() -> None:
    """Nobody has to know of edits of words to add a type of page."""
    items = days(30)

    reached = plan(items, Edits({items[0].post.path: "Tên cũ"}))

    silent = {page.url for page in plan(items) if page.shown is None}
    posts = {one.post.url for one in items}
    assert silent - posts == {*TITLES_OF_INDEXES, following.URL}
    assert silent - posts <= {page.url for page in reached}


def _edited(item: PostSnapshot, name: str, value: str) -> PostSnapshot:
    if name == "text":
        return structs.replace(
            item, parsed=structs.replace(READING, html=f"<p>{value}</p>", lead=value)
        )
    return structs.replace(item, post=_with(item.post, name, value))


def test_the_words_of_an_edit_are_tried() -> None:
    """What the memory takes for words is what the property above edits."""
    first = item(1)

    def entry(post: Post, parsed: ParsedText = READING) -> PostEntry:
        packed = snapshot.packed(snapshot.header(post), snapshot.outline(parsed))
        return PostEntry((0, 0, 0), b"", (), (), b"", b"", packed, (), (), NOWHERE)

    words = [
        name
        for name, value in {
            **{field.name: "x" for field in fields(Post) if field.init and field.name != "path"},
            "date": Moment(first.post.date.at.replace(day=14), False),
        }.items()
        if name not in NO_FIELDS
        and snapshot.reworded(entry(first.post), entry(_with(first.post, name, value)))
    ]

    assert sorted([*words, "text"]) == sorted(WORDS)


# Of the text, which `text` stands for, and of its lines.
NO_FIELDS = ("body", "body_line", "lines")


def _with(post: Post, name: str, value: object) -> Post:
    if name in ("updated", "expires", "posted_from", "posted_to"):
        value = post.date
    if name in ("draft", "pinned"):
        value = True
    if name in ("attachments", "documents", "procedures", "search"):
        value = {"x": value}
    if isinstance(getattr(post, name), tuple):
        value = (value,)
    changed: dict[str, Any] = {name: value}
    return replace(post, **changed)


@pytest.mark.parametrize("total", [0, 1, 39, 40, 61, 130])
def test_the_addresses_told_early_are_those_of_the_plan(total: int) -> None:
    """MkDocs is told of the indexes before their links are resolved."""
    items = days(total)
    site = planned(items)
    posts = {one.post.url for one in items}

    urls = [page.url for page in site.pages(DOCS)]

    assert len(urls) == len(set(urls))
    assert set(urls) - posts == site.addresses.pages | site.addresses.files
    assert not site.addresses.pages & site.addresses.files


def test_a_newest_post_changes_few_pages() -> None:
    """Itself, its older neighbour, and the landing pages and overviews that show it."""
    items = days(400)
    before = fingerprints(items)
    newest = item(9999, dt.date(2016, 6, 1), category="thong-bao")

    after = fingerprints([*items, newest])

    changed = {url for url in after if after[url] != before.get(url)}
    assert changed == {
        "tin-tuc/2016/06/bai-09999/",
        items[-1].post.url,
        "tin-tuc/",
        "chuyen-muc/thong-bao/",
        "chuyen-muc/thong-bao/2016/",
        "nam/2016/",
        "nam/2016/06/",
        "nam/2016/02/",  # its newer month is no longer none
        "tac-gia/ban-bien-tap/",
        *(f"{folder}{name}" for folder in ("", "chuyen-muc/thong-bao/") for name in FEEDS),
    }


def test_no_two_pages_have_one_title() -> None:
    """Equal titles are told apart by their dates, then by their file names."""
    day, other = dt.date(2024, 5, 13), dt.date(2024, 6, 3)
    items = [
        item(1, day, "Thông báo"),
        item(2, day, "Lịch"),
        item(3, day, "Lịch"),
        item(4, other, "Lịch"),
        item(5, day, "Giới thiệu"),
    ]

    titles = [page.title for page in plan([*items, *days(90)]) if page.url.endswith("/")]

    assert len(titles) == len(set(titles))
    assert "Lịch (03/06/2024)" in titles
    assert "Thông báo (13/05/2024)" in titles
    assert "Giới thiệu (13/05/2024)" in titles


@given(POSTS)
def test_every_way_in_leads_to_a_page(posts: list[Any]) -> None:
    """Of names nobody else has, and each only once; every group of posts has one."""
    items = [
        item(number, day, title, authors, category, tuple(sorted(tags)))
        for number, (day, title, authors, category, tags) in enumerate(posts)
    ]
    catalogue = catalogue_of(items)
    site_plan = _plan(catalogue)
    standing = DocsPage("gioi-thieu/", "Giới thiệu", "")
    ways = [*site_plan.ways([standing])]
    home = ""
    addresses = {page.url for page in site_plan.pages(DOCS)} | {standing.url, home}

    assert {way.url.partition("#")[0] for way in ways} <= addresses
    assert len({way.url for way in ways}) == len(ways)
    counts = {way.url: way.size for way in ways}
    for year, news in catalogue.by_year.items():
        assert counts[f"nam/{year}/"] == len(news)
    for (year, month), news in catalogue.by_month.items():
        assert counts[f"nam/{year}/{month:02d}/"] == len(news)
    for category, news in catalogue.by_category.items():
        assert counts[category.url] == len(news)
    for taxonomy in (catalogue.authors, catalogue.tags):
        for name, news in taxonomy.by_name.items():
            assert counts[taxonomy.pages[name]] == len(news)
