"""The pages of years and months."""

from __future__ import annotations

import datetime as dt
from typing import cast

from cchc_site.pages.archive import YEAR_LATEST, ArchiveView, pages
from cchc_site.pages.components import Link
from cchc_site.pages.facts import SiteIdentity
from cchc_site.pages.page import PageContext
from cchc_site.site import links
from cchc_site.site.links import Places
from cchc_site.site.procedures import Procedures
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot
from tests.support.snapshots import catalogue_of, days, item


def archive(items: list[PostSnapshot]) -> dict[str, ArchiveView]:
    """What the templates of years and months are handed, by address."""
    catalogue, places = catalogue_of(items), Places({}, frozenset())
    resolutions = {one.post.path: links.resolve(one, places) for one in items}
    site = SiteIdentity("Tin", "https://example.org/")
    register = Register(catalogue, ())
    procedures = Procedures(catalogue, (), register)
    context = PageContext(catalogue, register, procedures, resolutions, site)
    made = {page.url: page.content(context).view for page in pages(catalogue)}
    return {url: cast(ArchiveView, view) for url, view in made.items()}


def test_years_and_months_with_posts_lead_to_their_neighbours() -> None:
    """Those without posts have no page and are no neighbours."""
    items = [
        item(1, dt.date(2019, 3, 1)),
        item(2, dt.date(2021, 5, 2)),
        item(3, dt.date(2021, 7, 3)),
    ]

    views = archive(items)

    assert list(views) == ["nam/2021/", "nam/2019/", "nam/2021/07/", "nam/2021/05/", "nam/2019/03/"]
    newest, oldest = views["nam/2021/"], views["nam/2019/"]
    assert (newest.newer, newest.older) == (None, Link("Năm 2019", "nam/2019/"))
    assert (oldest.newer, oldest.older) == (Link("Năm 2021", "nam/2021/"), None)
    month = views["nam/2021/05/"]
    assert month.newer == Link("Tháng 7 năm 2021", "nam/2021/07/")
    assert month.older == Link("Tháng 3 năm 2019", "nam/2019/03/")
    assert [(cell.url, cell.count) for cell in newest.months[4:7]] == [
        ("nam/2021/05/", "1 tin"),
        ("", "không có"),
        ("nam/2021/07/", "1 tin"),
    ]


def test_a_year_shows_its_newest_posts_and_counts_all() -> None:
    """By month, each of which tells how many posts it has; a month shows all of its own."""
    views = archive(days(400))

    year, month = views["nam/2015/"], views["nam/2015/12/"]

    assert year.intro == "365 tin, từ 01/01 đến 31/12/2015."
    (group,) = year.groups
    assert (group.label, group.count, len(group.rows)) == ("Tháng 12", "31 tin", YEAR_LATEST)
    assert [len(group.rows) for group in month.groups] == [31]
    assert archive([item(1, dt.date(2019, 3, 1))])["nam/2019/"].intro == "1 tin, ngày 01/03/2019."
