"""Lists and their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base.vietnamese import slug as slug_of
from cchc_site.base.vietnamese import spoken
from cchc_site.content.fields import Moment
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.pages import listings
from cchc_site.pages import plan as page_plan
from cchc_site.pages.components import Cards
from cchc_site.pages.feeds import NAMES, Channel
from cchc_site.pages.groups import groups, redirects
from cchc_site.pages.plan import Page
from cchc_site.pages.post import Articles
from cchc_site.pages.present import Presenter
from cchc_site.pages.scopes import ListScope, paginate
from cchc_site.pages.views import Link
from cchc_site.site import links, snapshot
from cchc_site.site.catalogue import Catalogue, Category, catalogue
from cchc_site.site.changes import EVERYTHING, Edits
from cchc_site.site.links import Places
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostEntry, PostSnapshot
from cchc_site.site.taxonomies import About, NameOptions
from cchc_site.storage.html_store import NOWHERE

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
URL = "https://example.org/"
NOW = dt.datetime(2030, 1, 1, tzinfo=ZONE)
CATEGORIES = (Category("thong-bao", "Thông báo"), Category("tin-tuc", "Tin tức"))
NAMES_ALONE = NameOptions()
READING = ParsedText("<p>Lời đầu.</p>", (), (), (), "Lời đầu.", "Lời đầu.", ())


def item(
    number: int,
    day: dt.date = dt.date(2024, 5, 13),
    title: str = "",
    authors: tuple[str, ...] = ("Ban biên tập",),
    category: str = "thong-bao",
    tags: tuple[str, ...] = (),
) -> PostSnapshot:
    """A post; `number` makes it one of a kind."""
    at = dt.datetime(day.year, day.month, day.day, tzinfo=ZONE)
    post = Post(
        path=f"posts/{day.year}/bai-{number:05d}.md",
        title=title or f"Bài {number}",
        date=Moment(at, False),
        authors=authors,
        category=category,
        body="Lời đầu.",
        tags=tags,
    )
    return PostSnapshot(post, READING, f"digest-{number}".encode())


def days(count: int) -> list[PostSnapshot]:
    """`count` posts on following days."""
    first = dt.date(2015, 1, 1)
    return [item(number, first + dt.timedelta(days=number)) for number in range(count)]


def catalogue_of(items: list[PostSnapshot]) -> Catalogue:
    """The catalogue of `items`, all published."""
    return catalogue(items, CATEGORIES, NameOptions(), (), NOW)


def plan(items: list[PostSnapshot], edits: Edits = EVERYTHING) -> tuple[Page, ...]:
    """The pages of a site with `items` that `edits` may reach."""
    return _planned(items, edits)[0]


def fingerprints(items: list[PostSnapshot]) -> dict[str, bytes]:
    """That of every page of a site with `items`, by address."""
    planned, presenter = _planned(items, EVERYTHING)
    return {page.url: presenter.content(page).fingerprint for page in planned}


def _planned(items: list[PostSnapshot], edits: Edits) -> tuple[tuple[Page, ...], Presenter]:
    found = catalogue_of(items)
    places = Places({}, frozenset())
    resolutions = {one.post.path: links.resolve(one, places) for one in items}
    standing = (Link("Giới thiệu", "gioi-thieu/"),)
    lists = listings.listings(found)
    register = Register(found, ())
    cards = Cards(found, resolutions)
    articles = Articles(found, register, cards, URL, str)
    channel = Channel("Tin", "", URL, URL, "UBND")
    presenter = Presenter(cards, articles, URL, lambda _: channel)
    return page_plan.plan(found, resolutions, lists, register, standing, edits), presenter


TITLES = ("Họp", "Lịch", "Họp (13/5/2024)", "Tất cả tin")
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


def _edited(item: PostSnapshot, name: str, value: str) -> PostSnapshot:
    if name == "text":
        return replace(item, parsed=replace(READING, html=f"<p>{value}</p>", lead=value))
    return replace(item, post=_with(item.post, name, value))


def test_the_words_of_an_edit_are_tried() -> None:
    """What the memory takes for words is what the property above edits."""
    first = item(1)

    def entry(post: Post, parsed: ParsedText = READING) -> PostEntry:
        header, outline = snapshot.header(post), snapshot.outline(parsed, b"")
        return PostEntry((0, 0, 0), b"", (), (), b"", header, outline, (), (), NOWHERE)

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
    if name in ("updated", "expires"):
        value = post.date
    if isinstance(getattr(post, name), tuple):
        value = (value,)
    changed: dict[str, Any] = {name: value}
    return replace(post, **changed)


@given(st.integers(0, 500), st.integers(1, 25))
def test_the_pages_of_a_list_are_the_list(total: int, per_page: int) -> None:
    """Newest first, each post once; archive pages full, the landing page never too long."""
    items = days(total)

    slices = paginate(items, per_page)

    assert [one for part in slices for one in part.items] == items
    assert [part.number for part in slices] == [0, *range(len(slices) - 1, 0, -1)]
    assert all(len(part.items) == per_page for part in slices[1:])
    assert len(slices[0].items) < 2 * per_page
    assert len(slices[0].items) >= min(total, per_page)


@given(st.integers(0, 200))
def test_a_newest_post_never_changes_an_archive_page(total: int) -> None:
    """Pages are numbered from the oldest: bookmarks and caches stay right."""
    items = days(total + 1)[::-1]

    before = {part.number: part for part in paginate(items[1:]) if part.number}
    after = {part.number: part for part in paginate(items) if part.number}

    assert {number: after[number] for number in before} == before


@pytest.mark.parametrize("total", [0, 1, 39, 40, 61, 130])
def test_the_addresses_told_early_are_those_of_the_plan(total: int) -> None:
    """MkDocs is told of the indexes before their links are resolved."""
    items = days(total)
    posts = {one.post.url for one in items}

    planned = [page.url for page in plan(items)]

    found = catalogue_of(items)
    lists = listings.listings(found)
    told = set(dict(listings.indexes(found, lists)))
    told |= set(listings.feed_addresses(lists))
    told |= {one.url for one in redirects(found)}
    assert len(planned) == len(set(planned))
    assert set(planned) - posts == told


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
        *(f"{folder}{name}" for folder in ("", "chuyen-muc/thong-bao/") for name in NAMES),
    }


def test_archive_pages_lead_by_spans_and_tell_no_totals() -> None:
    """What grows with every post stands on landing pages only."""
    scopes = [
        page.scope
        for page in plan(days(130))
        if isinstance(page.scope, ListScope) and page.scope.group.url == "tin-tuc/"
    ]

    landing, *archive = scopes

    assert (landing.archives, len(landing.items)) == (5, 30)
    assert [scope.number for scope in archive] == [5, 4, 3, 2, 1]
    assert all(scope.archives == 0 for scope in archive)
    middle = archive[2]
    assert middle.newest is not None
    assert middle.newest.url == "tin-tuc/"
    assert middle.newer is not None
    assert (middle.newer.url, middle.newer.span) == ("tin-tuc/trang-4/", "03/2015")
    assert middle.older is not None
    assert middle.older.url == "tin-tuc/trang-2/"
    assert middle.oldest is not None
    assert middle.oldest.url == "tin-tuc/trang-1/"
    assert archive[-1].older is None


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


def addresses(
    items: list[PostSnapshot], names: NameOptions = NAMES_ALONE, kind: str = "the/"
) -> dict[str, tuple[str, ...]]:
    """Who is at each address of a `kind`: the labels on its page, or of the page it leads to."""
    found = catalogue(items, CATEGORIES, names, (), NOW)
    pages = {group.url: group.label for group in groups(found) if group.url.startswith(kind)}
    ways = {one.url: pages[one.target.url] for one in redirects(found) if one.url.startswith(kind)}
    assert not pages.keys() & ways.keys()
    return {url: tuple(label.split(", ")) for url, label in {**pages, **ways}.items()}


FOUR = ("C", "C++", "C#", "thuế đất", "thuê đất", "!!!")
SLUGS = st.sampled_from(("", "c", "cpp", "thue-dat"))


@given(
    st.lists(st.sets(st.sampled_from(FOUR)), min_size=2, max_size=5),
    st.dictionaries(st.sampled_from(FOUR), SLUGS.map(lambda slug: About(slug=slug))),
)
def test_an_address_never_changes_hands(steps: list[set[str]], about: dict[str, About]) -> None:
    """Whatever tags come and go: the own address of each leads to it alone, one that is kept is
    nobody else's, and each address of a step that is left leads to who was there."""
    slugs = [one.slug for one in about.values()]
    about = {name: one for name, one in about.items() if slugs.count(one.slug) == 1}
    names = NameOptions(tags={spoken(name): one for name, one in about.items()})
    owners: dict[str, str] = {}
    for step in steps:
        items = [item(number, tags=(name,)) for number, name in enumerate(sorted(step))]

        found = addresses(items, names)

        taxonomy = catalogue(items, CATEGORIES, names, (), NOW).tags
        assert {name.label for name in taxonomy.by_name} == step
        for name in taxonomy.by_name:
            assert found[name.own] == (name.label,)
            assert owners.setdefault(name.own, name.label) == name.label
            assert found[taxonomy.pages[name]] == (name.label,)
            assert name.plain in found or any(name.plain == f"the/{slug}/" for slug in slugs)
        for label, one in about.items():
            if one.slug:
                assert found.get(f"the/{one.slug}/") in (None, (label,))


def test_names_that_fold_alike_share_an_address_beside_their_own() -> None:
    """The plain one is that of the spelling without marks; posts link to the page of the one they
    name."""
    lan = item(1, dt.date(2020, 1, 1), authors=("Nguyễn Thị Lan",))
    other = item(2, dt.date(2021, 1, 1), authors=("Nguyễn Thị Lân",))
    plain, mark = "tac-gia/nguyen-thi-lan/", "tac-gia/nguyen-thi-lan/{}/".format
    lans, others = mark("d4a2caff"), mark("28514be9")

    assert addresses([lan], kind=plain) == {
        plain: ("Nguyễn Thị Lan",),
        lans: ("Nguyễn Thị Lan",),
    }
    assert addresses([lan, other], kind=plain) == {
        plain: ("Nguyễn Thị Lan", "Nguyễn Thị Lân"),
        lans: ("Nguyễn Thị Lan",),
        others: ("Nguyễn Thị Lân",),
    }
    assert addresses([other], kind=plain) == {
        plain: ("Nguyễn Thị Lân",),
        others: ("Nguyễn Thị Lân",),
    }
    together = {group.url: group for group in groups(catalogue_of([lan, other]))}
    assert together[plain].items == (other, lan)
    assert [chip.url for chip in together[plain].chips] == [plain, lans, others]
    assert together[lans].items == (lan,)
    assert together[lans].above[-1].url == plain


def test_a_slug_of_mkdocs_yml_is_the_address_of_one_name() -> None:
    """Others that fold to it have their own; what the name's plain address led to is still found
    until somebody else has it."""
    plus, sharp, plain = (
        item(number, tags=(tag,)) for number, tag in enumerate(("C++", "C#", "C"))
    )
    cpp = NameOptions(tags={"c++": About(slug="cpp")})
    both = NameOptions(tags={"c++": About(slug="cpp"), "c#": About(slug="csharp")})
    first = NameOptions(tags={"c": About(slug="c")})

    def at(url: str, items: list[PostSnapshot], names: NameOptions) -> tuple[str, ...] | None:
        return addresses(items, names).get(url)

    assert at("the/cpp/", [plus], cpp) == at("the/c/", [plus], cpp) == ("C++",)
    assert at("the/c/", [plus, plain], cpp) == ("C",)
    assert at("the/c/", [plus, sharp], both) == ("C#", "C++")
    assert at("the/c/", [plus, sharp, plain], both) == ("C",)
    assert at("the/c/", [plus, sharp, plain], first) == ("C",)
    assert at("the/c/", [plus, sharp], first) is None
    taken = item(9, tags=("cpp",))
    assert at("the/cpp/", [plus, taken], cpp) == ("C++",)
    assert set(addresses([taken], cpp)) == {"the/cpp/a5b50343/"}


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


def test_drafts_and_posts_to_come_are_not_in_the_catalogue() -> None:
    """`now` decides; the same moment is already the day."""
    early, late = item(1, dt.date(2029, 12, 31)), item(2, dt.date(2030, 1, 2))

    assert catalogue_of([early, late]).items == (early,)
    assert catalogue([late], CATEGORIES, NameOptions(), (), late.post.date.at).items == (late,)
