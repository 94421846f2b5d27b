"""Lists and their pages."""

from __future__ import annotations

import datetime as dt
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base.vietnamese import spoken
from cchc_site.pages.components import Link
from cchc_site.pages.facts import SiteIdentity
from cchc_site.pages.lists import ListView, lists, pages, redirects
from cchc_site.pages.page import PageContext
from cchc_site.pages.paginator import PostList, paginate
from cchc_site.site import links
from cchc_site.site.catalogue import catalogue
from cchc_site.site.links import Places
from cchc_site.site.procedures import Procedures
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import About, NameOptions
from tests.support.snapshots import CATEGORIES, NOW, catalogue_of, days, item

NAMES_ALONE = NameOptions()


def listed(items: list[PostSnapshot]) -> PostList:
    """A list of posts."""
    return PostList("tin-tuc/", "Tin", "Tin", tuple(items))


def views(items: list[PostSnapshot]) -> list[ListView]:
    """The pages of a list, as their templates are handed them."""
    found, places = catalogue_of(items), Places({}, frozenset())
    resolutions = {one.post.path: links.resolve(one, places) for one in items}
    site = SiteIdentity("Tin", "https://example.org/")
    register = Register(found, ())
    procedures = Procedures(found, (), register)
    context = PageContext(found, register, procedures, resolutions, site)
    of_all = pages([listed(list(found.items))], per_page=20)
    return [cast(ListView, page.content(context).view) for page in of_all]


@given(st.integers(0, 500), st.integers(1, 25))
def test_the_pages_of_a_list_are_the_list(total: int, per_page: int) -> None:
    """Newest first, each post once; archive pages full, the landing page never too long."""
    items = days(total)

    parts = paginate(listed(items), per_page).pages

    assert [one for part in parts for one in part.items] == items
    assert [part.number for part in parts] == [0, *range(len(parts) - 1, 0, -1)]
    assert all(len(part.items) == per_page for part in parts[1:])
    assert len(parts[0].items) < 2 * per_page
    assert len(parts[0].items) >= min(total, per_page)


@given(st.integers(0, 200))
def test_a_newest_post_never_changes_an_archive_page(total: int) -> None:
    """Pages are numbered from the oldest: bookmarks and caches stay right."""
    items = days(total + 1)[::-1]

    before, after = (
        {part.number: part for part in paginate(listed(some), per_page=20).pages if part.number}
        for some in (items[1:], items)
    )

    assert {number: after[number] for number in before} == before


def test_archive_pages_lead_by_spans_and_tell_no_totals() -> None:
    """What grows with every post stands on landing pages only."""
    landing, *archive = views(days(130))

    assert [number.number for number in landing.pager.numbers] == [5, 4, 3, 0, 1]
    assert landing.count == "Có 130 tin."
    assert len(landing.cards) == 30
    assert [view.crumbs[-1].label for view in archive] == [f"Trang {n}" for n in (5, 4, 3, 2, 1)]
    assert all(view.pager.numbers == () and view.count == "" for view in archive)
    pager = archive[2].pager
    assert pager.newest == Link("Mới nhất", "tin-tuc/")
    assert pager.newer == Link("03/2015", "tin-tuc/trang-4/")
    assert pager.older is not None
    assert pager.older.url == "tin-tuc/trang-2/"
    assert pager.oldest is not None
    assert pager.oldest.url == "tin-tuc/trang-1/"
    assert archive[-1].pager.older is None


@pytest.mark.parametrize(
    ("archives", "numbers"),
    [(0, []), (1, [1]), (3, [3, 2, 1]), (4, [4, 3, 2, 1]), (5, [5, 4, 3, 0, 1])],
)
def test_a_landing_page_names_the_newest_pages_and_the_oldest(
    archives: int, numbers: list[int]
) -> None:
    """A gap stands for pages, never for nothing."""
    landing = views(days(20 * (archives + 1)))[0]

    assert [number.number for number in landing.pager.numbers] == numbers


def addresses(
    items: list[PostSnapshot], names: NameOptions = NAMES_ALONE, kind: str = "the/"
) -> dict[str, tuple[str, ...]]:
    """Who is at each address of a `kind`: the labels on its page, or of the page it leads to."""
    found = catalogue(items, CATEGORIES, names, (), NOW)
    labels = {posts.url: posts.label for posts in lists(found) if posts.url.startswith(kind)}
    leading = {
        one.url: labels[one.target.url] for one in redirects(found) if one.url.startswith(kind)
    }
    assert not labels.keys() & leading.keys()
    return {url: tuple(label.split(", ")) for url, label in {**labels, **leading}.items()}


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
    together = {posts.url: posts for posts in lists(catalogue_of([lan, other]))}
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
