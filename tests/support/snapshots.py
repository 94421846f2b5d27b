"""Posts as they are known once they are read, without files."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from cchc_site.content.fields import Moment
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.site.catalogue import Catalogue, Category, catalogue
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import NameOptions

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2030, 1, 1, tzinfo=ZONE)
CATEGORIES = (Category("thong-bao", "Thông báo"), Category("tin-tuc", "Tin tức"))
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
