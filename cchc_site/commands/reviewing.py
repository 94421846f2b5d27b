"""The commands that look at built pages for reviewers: `cchc compare`, `cchc accessibility`.

*Disk.* Knows folders of pages, and no configuration.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cchc_site.adapter import console
from cchc_site.base.problems import one_line

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_MOST = 30
"""How many pages are taken pictures of, unless asked for more."""
_folder = click.Path(path_type=Path, exists=True, file_okay=False)


@console.command()
@click.argument("before", metavar="TRƯỚC", type=_folder)
@click.argument("after", metavar="SAU", type=_folder)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("xem-truoc"),
    metavar="THƯ_MỤC",
    help="Nơi ghi bản so sánh: thay-doi.html để mở, thay-doi.md để dán; mặc định xem-truoc.",
)
@click.option("--pictures", is_flag=True, help="Chụp từng trang trước và sau, bằng Chromium.")
@click.option("--accessibility", is_flag=True, help="Dò chỗ khó đọc trên các trang mới và đã đổi.")
@click.option("--most", default=_MOST, metavar="SỐ", help="Nhiều nhất bao nhiêu trang được chụp.")
def compare(
    before: Path, after: Path, into: Path, pictures: bool, accessibility: bool, most: int
) -> None:
    """So trang đã dựng ở thư mục TRƯỚC và SAU: kể những trang mới, đã đổi, đã bỏ."""
    from cchc_site.review import browser, changes, report

    change = changes.between(before, after)
    into.mkdir(parents=True, exist_ok=True)
    taken: dict[str, report.PagePictures] = {}
    found: list[browser.Hindrance] = []
    if change.pages and (pictures or accessibility):
        with _browser() as chromium, browser.served(before) as old, browser.served(after) as new:
            for number, page in enumerate(change.pages[:most] if pictures else (), 1):
                shots = [
                    browser.take_pictures(chromium, root + page.url, into / f"{number}-{when}")
                    if page.kind != missing
                    else []
                    for root, when, missing in (
                        (old, "truoc", changes.NEW),
                        (new, "sau", changes.GONE),
                    )
                ]
                taken[page.url] = report.PagePictures(*shots)
            if accessibility:
                urls = [page.url for page in change.pages if page.kind != changes.GONE][:most]
                found = [*browser.hindrances(chromium, new, urls)]
    (into / "thay-doi.html").write_text(report.page(change, taken, found), "utf-8")
    (into / "thay-doi.md").write_text(report.summary(change, found), "utf-8")
    click.echo(report.lead(change))
    for hindrance in found:
        click.echo(one_line(f"/{hindrance.url}: {report.said(hindrance)}"))


@console.command()
@click.argument("site", metavar="TRANG", type=_folder)
def accessibility(site: Path) -> None:
    """Dò chỗ khó đọc (WCAG 2.2 AA, bằng axe-core) ở một trang của mỗi loại trong thư mục TRANG; có
    thì kết thúc với mã 1."""
    from cchc_site.review import browser, changes, report

    urls = changes.kinds(site)
    with _browser() as chromium, browser.served(site) as root:
        found = [*browser.hindrances(chromium, root, urls)]
    for hindrance in found:
        click.echo(one_line(f"/{hindrance.url}: {report.said(hindrance)}: {hindrance.place}"))
    if found:
        sys.exit(1)
    click.echo(f"Không thấy chỗ khó đọc nào ở {len(urls)} trang, mỗi loại một trang.")


@contextmanager
def _browser() -> Iterator[Browser]:
    """A Chromium; where there is none, the command ends with how to get one."""
    from cchc_site.review import browser

    try:
        with browser.opened() as chromium:
            yield chromium
    except browser.NoBrowser as missing:
        raise click.ClickException(one_line(str(missing))) from None
