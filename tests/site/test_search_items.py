"""What the search index is given: no part of it can change without its mark.

Each edit is the smallest step of one field or one option. The index after it, made on top of what
stood before, must be that of a site which was never otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from cchc_site.base.workers import Workers
from cchc_site.build.apply import apply
from cchc_site.build.search_index import Indexer, SegmentEntry
from cchc_site.build.stage import Build
from cchc_site.content.fields import Settings
from cchc_site.content.text import ParsedText
from cchc_site.markdown.dialects import Reader
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.search import format as index_format
from cchc_site.search.format import CLOSED, NEWEST
from cchc_site.search.terms import SearchText
from cchc_site.site import search_items
from cchc_site.site.catalogue import Category, catalogue
from cchc_site.site.loader import Loader
from cchc_site.site.organizations import Organization, Term
from cchc_site.site.register import Register
from cchc_site.site.search_items import MARK, DocsPage, SearchItem, Segment
from cchc_site.site.snapshot import StoredText
from cchc_site.site.taxonomies import NameOptions
from cchc_site.storage.folders import Folders
from cchc_site.storage.html_store import HtmlStore
from cchc_site.storage.published import PublishedSite
from tests.support.field_steps import STEPS

OLD = """\
---
title: Lịch tiếp công dân
date: 2024-05-13T23:30+07:00
author: Ban biên tập
category: thong-bao
summary: Lịch mới.
tags: [một cửa]
image: anh.png
image_alt: Quầy
expires: 2030-06-01
documents:
  - {number: 09/KH-UBND, date: 2024-02-13, issuer: UBND xã Lai Vung, title: Kế hoạch kiểm tra}
---

Nội dung ~~cũ~~ của bài.
"""
POSTS = {
    "posts/2024/lich.md": OLD,
    **{
        f"posts/2024/khac-{number}.md": OLD.partition("documents:")[0]
        .replace("Lịch tiếp công dân", f"Tin khác số {number}")
        .replace("05-13", f"04-1{number}")
        .replace("thong-bao", "tin-tuc")
        + "---\n\nChuyện khác.\n"
        for number in range(3)
    },
    "posts/2024/moi.md": OLD.partition("summary:")[0].replace("2024-05", "2024-07")
    + "---\n\nTin mới.\n",
}
PLACE = "posts/2024/lich.md"


def _strange(text: str, path: str, line: int) -> ParsedText:
    """Another dialect: what is struck out is not read."""
    return gfm.read(text.replace("~~cũ~~", "mới"), path, line)


@dataclass(frozen=True)
class Site:
    """All that an index follows from."""

    posts: Mapping[str, str] = field(default_factory=lambda: POSTS)
    categories: tuple[Category, ...] = (
        Category("thong-bao", "Thông báo"),
        Category("tin-tuc", "Tin tức"),
    )
    timezone: str = "Asia/Ho_Chi_Minh"
    reader: Reader = gfm.read
    terms: tuple[Term, ...] = ()
    now: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    pages: tuple[DocsPage, ...] = (DocsPage("lien-he/", "Liên hệ", "<p>Giờ làm việc"),)

    def with_post(self, old: str, new: str) -> Site:
        """The site with another text in its post."""
        text = self.posts[PLACE]
        assert text.count(old) == 1, old
        return replace(self, posts={**self.posts, PLACE: text.replace(old, new)})


def _added(line: str) -> Site:
    return Site().with_post("image: anh.png\n", f"image: anh.png\n{line}\n")


ENDED = (
    Term(Organization("xa", "UBND xã"), None, dt.date(2024, 12, 31), ("moi",)),
    Term(Organization("moi", "UBND xã mới"), dt.date(2025, 1, 1), None),
)
# What the post has already or must fit others; of any other field the step that all tests take.
OWN = {
    "title": Site().with_post("Lịch tiếp", "Lịch đón tiếp"),
    "date": Site().with_post("05-13T", "05-14T"),
    "author": Site().with_post("Ban biên tập", "Ban biên soạn"),
    "category": Site().with_post("category: thong-bao", "category: tin-tuc"),
    "summary": Site().with_post("Lịch mới.", "Lịch mới nhất."),
    "tags": Site().with_post("[một cửa]", "[Một Cửa, khai sinh]"),
    "image": Site().with_post("anh.png", "anh-2.png"),
    "image_alt": Site().with_post("Quầy", "Quầy một cửa"),
    "expires": Site().with_post("2030-06-01", "2025-06-01"),
    "documents": Site().with_post("title: Kế hoạch kiểm tra", "title: Kế hoạch thanh tra"),
    "procedures": _added("procedures: [{name: Khai sinh}]"),
    "attachments": _added("attachments: [{file: mau.pdf}]"),
    "organization": replace(_added("organization: xa"), terms=ENDED),
}
FIELDS = OWN | {
    name: _added(f"{name}: {value}") for name, (_, value) in STEPS.items() if name not in OWN
}
THONG_BAO, TIN_TUC = Site().categories
OTHERS = {
    "text": Site().with_post("của bài", "của tin"),
    "date of a document": Site().with_post("2024-02-13", "2024-02-14"),
    "day of another month": Site().with_post("05-13T", "03-13T"),
    "newest month": Site().with_post("05-13T", "07-14T"),
    "order of categories": replace(Site(), categories=(TIN_TUC, THONG_BAO)),
    "another category first": replace(Site(), categories=(Category("a", "A"), THONG_BAO, TIN_TUC)),
    "label of a category": replace(
        Site(), categories=(Category("thong-bao", "Thông báo mới"), TIN_TUC)
    ),
    "time zone": replace(Site(), timezone="Asia/Tokyo"),
    "dialect": replace(Site(), reader=_strange),
    "now": replace(Site(), now=Site().now.replace(year=2031)),
    "bodies": replace(Site(), terms=ENDED),
    "text of a page": replace(Site(), pages=(DocsPage("lien-he/", "Liên hệ", "<p>Giờ"),)),
    "title of a page": replace(Site(), pages=(DocsPage("lien-he/", "Gặp", "<p>Giờ làm việc"),)),
    "a post less": replace(
        Site(), posts={path: text for path, text in POSTS.items() if "khac-1" not in path}
    ),
}
EDITS = FIELDS | OTHERS


class Made:
    """The segments of a site, and what was put aside of its posts."""

    def __init__(self, site: Site, folder: Path) -> None:
        for path, text in site.posts.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        zone = ZoneInfo(site.timezone)
        settings = Settings(zone, {one.key: one.label for one in site.categories})
        html_store = HtmlStore(folder / "html")
        loaded = Loader(folder, settings, site.reader, html_store, searchable=True).load("posts")
        assert not loaded.problems
        news = catalogue(loaded.items, site.categories, NameOptions(), site.terms, site.now)
        self.about = {"categories": {one.key: one.label for one in site.categories}}
        self.segments = search_items.segments(
            news,
            lambda item: SearchText(*item.parsed.search),  # type: ignore[union-attr]
            Register(news, ()),
            (),
            site.pages,
        )
        self.former = {
            item.search_digest: SearchText(*item.parsed.search)
            for item in loaded.items
            if isinstance(item.parsed, StoredText)
        }

    def index(
        self, folder: Path, base: Base | None = None
    ) -> tuple[dict[str, bytes], Mapping[str, SegmentEntry], Build]:
        """Every file of the index, made on top of a `base` or afresh; and what is known of it."""
        site_dir = base.site_dir if base else folder / "site"
        outputs = base.outputs if base else {}
        published = PublishedSite(site_dir, outputs, Workers())
        build = Build(Folders(folder, folder / "stage"), site_dir, published, Workers())
        former: Callable[[bytes], SearchText | None] = (
            base.made.former.get if base else lambda _: None
        )
        known = Indexer(build, base.known if base else {}, former).index(
            self.segments, (), self.about
        )
        return dict(_files(build)), known, build


def _files(build: Build) -> Iterator[tuple[str, bytes]]:
    for path, _, _, differs in build.made:
        yield path, ((build.folders.news if differs else build.site_dir) / path).read_bytes()
    for path in build.kept:
        yield path, (build.site_dir / path).read_bytes()


class Base:
    """The site before the edits, as it stands."""

    def __init__(self, made: Made, folder: Path, before: Base | None = None) -> None:
        self.made = made
        self.files, self.known, build = made.index(folder, before)
        self.site_dir = build.site_dir
        _, self.outputs = apply(build)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """It is read only."""
    folder = tmp_path_factory.mktemp("base")
    return Base(Made(Site(), folder), folder)


@pytest.mark.parametrize("edit", EDITS)
def test_an_index_follows_every_edit(base: Base, tmp_path: Path, edit: str) -> None:
    """What is kept, patched and made anew is together what a clean build makes."""
    made = Made(EDITS[edit], tmp_path)

    after, known, _ = made.index(tmp_path / "after", base)
    afresh, wanted, _ = made.index(tmp_path / "afresh")

    assert after == afresh
    assert known == wanted


def _contents(segment: Segment) -> Iterator[tuple[bytes, object]]:
    """The mark of each thing, and all that the files of the segment hold of it."""
    for place, item in enumerate(segment.items):
        yield item.mark, (segment.record(place), segment.search_text(place), item.values)


def test_a_mark_stands_for_one_content(tmp_path: Path) -> None:
    """Whatever is edited, equal marks mean equal bytes."""
    known: dict[bytes, object] = {}
    for number, site in enumerate((Site(), *EDITS.values())):
        for segment in Made(site, tmp_path / str(number)).segments:
            for mark, content in _contents(segment):
                assert known.setdefault(mark, content) == content
                assert len(mark) == MARK

    # Most edits change what the index holds of some thing.
    assert len(known) > len(Made(Site(), tmp_path / "base").former) + 20


def test_a_mark_changes_with_all_it_stands_for() -> None:
    """Each part alone."""
    shown = search_items.StoredFields("Tin", "a/", "A", "2024-05-01", "Thứ Tư", "b", ())
    facts = search_items.DocValues(0, dt.date(2024, 5, 1), "b")
    noted = shown._replace(note=(search_items.NotePart("x"),))
    linked = shown._replace(note=(search_items.NotePart("x", "b/"),))
    texts: list[dict[str, Any]] = [{name: "x"} for name in shown._fields if name != "note"]
    others = [noted, linked, *(shown._replace(**text) for text in texts)]
    changed: dict[str, Any] = {"kind": 2, "day": dt.date(2024, 5, 2), "category": "x"}
    item = SearchItem(b"s" * 16, shown, facts)
    every = [
        item,
        structs.replace(item, search_digest=b"x" * 16),
        *(structs.replace(item, fields=other) for other in others),
        *(
            structs.replace(item, values=facts._replace(**{name: changed[name]}))
            for name in facts._fields
        ),
    ]

    assert len({one.mark for one in every}) == len(every) == 13


@pytest.mark.parametrize(
    ("edit", "folders"),
    [
        ("order of categories", []),
        ("label of a category", ["a", "n"]),
        ("title", ["a"]),
        ("image", []),
        ("text of a page", ["s"]),
    ],
)
def test_an_edit_touches_its_segment_only(
    base: Base, tmp_path: Path, edit: str, folders: Sequence[str]
) -> None:
    """What options say stands in the manifest alone, but what items are found by."""
    _, _, build = Made(EDITS[edit], tmp_path).index(tmp_path / "after", base)
    paths = [path for path, _, _, differs in build.made if differs]

    assert sorted({path.split("/")[2] for path in paths} - {"muc-luc.json"}) == folders


def _of_july(count: int) -> Site:
    """The site with so many posts in its last month."""
    first = POSTS["posts/2024/moi.md"]
    more = {
        f"posts/2024/moi-{number}.md": first.replace("T23:30", f"T22:{number:02}")
        for number in range(1, count)
    }
    return replace(Site(), posts={**Site().posts, **more})


def test_few_posts_stand_apart(tmp_path: Path) -> None:
    """The newest month's are of the archive as soon as they are so many; then the rest is small
    again, and each build on top of the one before equals a clean one."""
    base = None
    apart = []
    for step, count in enumerate((CLOSED - 1, CLOSED, CLOSED + 2, 2 * CLOSED + 1, CLOSED - 2)):
        made = Made(_of_july(count), tmp_path / str(step))
        base = Base(made, tmp_path / str(step), base)
        afresh, wanted, _ = made.index(tmp_path / f"{step} afresh")
        assert (base.files, base.known) == (afresh, wanted)
        apart.append(sum(len(each.items) for each in made.segments if each.key == NEWEST))

    assert apart == [CLOSED - 1, 0, 2, 1, CLOSED - 2]


def test_a_site_without_anything_can_be_asked(tmp_path: Path) -> None:
    """A browser has where to look, and each file that the manifest names is there."""
    (tmp_path / "posts").mkdir()
    files, known, _ = Made(replace(Site(), posts={}, pages=()), tmp_path).index(tmp_path)

    assert list(known) == ["s"]
    assert files.keys() >= {*index_format.files(known["s"].manifest), index_format.MANIFEST}


def test_the_oldest_day_is_told(tmp_path: Path) -> None:
    """A document may be older than any post, but not than 1900 (values.py)."""
    site = Site().with_post("09/KH-UBND, date: 2024-02-13", "09/KH-UBND, date: 1900-01-01")
    days = [item.values.day for item in Made(site, tmp_path).segments[0].items]

    assert dt.date(1900, 1, 1) in days
    assert Made(site, tmp_path).segments[0].facts["days"]
