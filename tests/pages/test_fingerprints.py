"""A page's fingerprint is the digest of what it shows: where it is equal, so are the bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from markupsafe import Markup
from msgspec import Struct, structs
from PIL import Image

from cchc_site.base import hashing
from cchc_site.base.vietnamese import spoken
from cchc_site.content.fields import FIELDS, RECORDS
from cchc_site.pages.components import Card
from cchc_site.pages.post import PostView
from cchc_site.site.catalogue import Category
from cchc_site.site.changes import Edits
from cchc_site.site.documents import iso
from cchc_site.site.organizations import Organization, Term
from cchc_site.site.taxonomies import About, NameOptions
from tests.support.field_steps import DOCUMENT, PARTS, STEPS
from tests.support.rendering import NOW, News, post

CATEGORIES = (
    Category("thong-bao", "Thông báo", "Tin của cơ quan."),
    Category("tin-tuc", "Tin tức"),
)
TERMS = (
    Term(Organization("huyen", "UBND huyện"), None, dt.date(2024, 6, 30), ("xa",)),
    Term(Organization("xa", "UBND xã"), dt.date(2024, 7, 1), None),
)
MANY = "\n\n".join(f"## Mục {number}\n\n{'Chữ nghĩa. ' * 200}" for number in range(4))
BODIES = (
    ("Lời đầu.", "Lới đầu."),
    (MANY, MANY.replace("Mục 2", "Mục hai")),
    ("Xem [tin](../c/index.md).", "Xem [tin](../d/index.md)."),
    ("![Họp](anh.png)", "![Họp](tranh.png)"),
    (
        "Theo Quyết định số 7/QĐ-UBND ngày 10/5/2024 của UBND huyện Lai Vung.",
        "Theo Quyết định số 7/QĐ-UBND ngày 11/5/2024 của UBND huyện Lai Vung.",
    ),
)

Difference = tuple[str, Mapping[str, str], Mapping[str, str]]


def flow(value: object) -> object:
    """Records as YAML in the flow style; texts as they are."""
    if not isinstance(value, list):
        return value
    items = (", ".join(f'{name}: "{part}"' for name, part in item.items()) for item in value)
    return "[" + ", ".join(f"{{{item}}}" for item in items) + "]"


def written(text: str = "Lời đầu.", /, **fields: object) -> dict[str, str]:
    """A site of few posts; `fields` are those of one of them, by which others stand beside it,
    come before it, are related to it or lead to it."""
    head = {name: one for name, (one, _) in STEPS.items() if name not in ("expires", "slug")}
    told = {name: flow(value) for name, value in (head | fields).items()}
    others = {
        "posts/c/index.md": post(title="Sau", date="2024-05-20", tags="[họp, lịch]"),
        "posts/d/index.md": post("Xem [họp](../b/index.md).", title="Sau nữa", date="2024-05-21"),
        "posts/e/index.md": post(title="Mới", date="2024-07-21", tags="[họp]", author="An"),
        "posts/g/index.md": post(
            title="Mới nữa", date="2024-07-22", tags="[lịch]", summary="Tóm tắt."
        ),
        "posts/0/index.md": post(title="Cũ", date="2024-05-01", category="tin-tuc"),
        "posts/1/index.md": post(title="Trước", date="2023-05-01"),
        "posts/h/index.md": post(title="Trước đó", date="2023-04-01"),
    }
    return {"posts/b/index.md": post(text, **told), **others}


def record(**parts: object) -> dict[str, str]:
    """A record of a document that no post publishes."""
    known = DOCUMENT | {"number": "1/QĐ-UBND"} | parts
    return {
        "documents/a.yml": "".join(f'{name}: "{part}"\n' for name, part in known.items() if part)
    }


def differences() -> Iterator[Difference]:
    """What is changed, with the sources before and after."""
    records = record()
    for name, (before, after) in STEPS.items():
        one, other = written(**{name: before}), written(**{name: after})
        yield name, one | records, other | records
    yield "date (its hour)", written(), written(date="2024-05-13 08:01")
    yield "expires (whether)", written(expires="2024-06-01"), written()
    yield "tags (the spelling)", written(), written(tags="[Họp, lịch]")
    yield "author (one more)", written(author="An"), written(author="[An, Bình]")
    for name, parts in PARTS.items():
        given = STEPS[name][0][0]
        for part, value in parts:
            yield f"{name}.{part}", written(), written(**{name: [given | {part: value}]})
    for before, after in BODIES:
        yield f"text ({before[:20]})", written(before), written(after)
    citing = written("Theo Quyết định số 1/QĐ-UBND của UBND huyện Lai Vung.")
    yield "which document a citation means", citing, citing | records
    for part, value in PARTS["documents"]:
        one, other = record(), record(**{part: value})
        yield f"record.{part}", written() | one, written() | other


DIFFERENCES = {what: (before, after) for what, before, after in differences()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures and files to lay beside posts and records."""
    folder = tmp_path_factory.mktemp("files")
    Image.new("RGB", (20, 10)).save(folder / "anh.png")
    Image.new("RGB", (30, 10)).save(folder / "tranh.png")
    for name in ("lich.pdf", "lich-2.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    return folder


@pytest.fixture
def site(tmp_path: Path, files: Path) -> Callable[..., News]:
    """What makes the news of sources, a few posts to a page."""
    numbers = iter(range(9))

    def make(sources: Mapping[str, str], **others: Any) -> News:
        root = tmp_path / str(next(numbers))
        for folder in ("posts/b", "documents"):
            (root / folder).mkdir(parents=True)
            for file in files.iterdir():
                (root / folder / file.name).write_bytes(file.read_bytes())
        known: dict[str, Any] = {"categories": CATEGORIES, "terms": TERMS, "per_page": 2}
        return News(root, sources, **known | others)

    return make


def stale(before: News, after: News) -> list[str]:
    """The pages that an incremental build would keep although their bytes differ."""
    same = [url for url, made in after.fingerprints.items() if before.fingerprints.get(url) == made]
    return [url for url in same if before.rendered(url) != after.rendered(url)]


def shown(news: News) -> dict[str, bytes]:
    """Everything that the site holds of its news."""
    return {url: news.rendered(url) for url in news.pages} | {"": news.beside}


@pytest.mark.parametrize("what", DIFFERENCES)
def test_what_a_page_shows_is_in_its_fingerprint(site: Callable[..., News], what: str) -> None:
    """Where one thing differs, a page with the fingerprint that it had has the bytes it had; and
    whatever differs is shown somewhere."""
    before, after = map(site, DIFFERENCES[what])

    assert before.problems == ()
    assert what == "draft" or after.problems == ()
    assert stale(before, after) == []
    assert shown(before) != shown(after)


@pytest.mark.parametrize("what", ["title", "summary", "source", "correction"])
def test_an_edit_of_words_reaches_every_page_that_shows_them(
    site: Callable[..., News], what: str
) -> None:
    """Also documents and procedures with the news about them, old addresses and feeds; a page that
    shows nothing of a post is not asked."""
    before, after = map(site, DIFFERENCES[what])
    edits = Edits({"posts/b/index.md": STEPS["title"][0]})

    reached = {page.url for page in after.plan.pages(after.docs.titles, edits)}

    differing = {
        url for url, made in after.fingerprints.items() if made != before.fingerprints[url]
    }
    assert differing <= reached
    assert {"thu-tuc/", "tin/1.html", "feed.json"} <= reached
    assert any(url.startswith("van-ban/") and url.count("/") == 2 for url in reached)
    assert not {"van-ban/", "van-ban.csv"} & reached


def test_every_field_is_tried() -> None:
    """One that is new belongs into the table, with each of its parts."""
    parts = {field.name: [name for name, _ in field.parts] for field in FIELDS if field.parts}

    assert list(STEPS) == [field.name for field in FIELDS]
    assert {name: [part for part, _ in known] for name, known in PARTS.items()} == {
        name: sorted(names, key=[part for part, _ in PARTS[name]].index)
        for name, names in parts.items()
    }
    assert {name for name, _ in PARTS["documents"]} == {name for name, _ in RECORDS.parts}


OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "the order of categories": {"categories": CATEGORIES[::-1]},
    "a category's label": {"categories": (Category("thong-bao", "Tin báo"), CATEGORIES[1])},
    "a category's text": {
        "categories": (structs.replace(CATEGORIES[0], text="Tin."), CATEGORIES[1])
    },
    "an author's unit": {"names": NameOptions(authors={"an": About("Văn phòng")})},
    "an author's slug": {"names": NameOptions(authors={"an": About(slug="ban-an")})},
    "a tag's slug": {"names": NameOptions(tags={spoken("họp"): About(slug="hop-ban")})},
    "a body's name": {
        "terms": (structs.replace(TERMS[0], body=Organization("huyen", "Huyện")), TERMS[1])
    },
    "a body's last day": {"terms": (structs.replace(TERMS[0], last=None), TERMS[1])},
    "a body's successors": {"terms": (structs.replace(TERMS[0], successors=()), TERMS[1])},
    "how many posts a page": {"per_page": 3},
    "the moment": {"now": NOW.replace(year=2024, month=5, day=15)},
}


@pytest.mark.parametrize("what", OPTIONS)
def test_what_the_site_decides_is_in_the_fingerprint(site: Callable[..., News], what: str) -> None:
    """An option differs, no post does."""
    before, after = site(written()), site(written(), **OPTIONS[what])

    assert stale(before, after) == []
    assert shown(before) != shown(after)


@pytest.mark.parametrize(
    ("kind", "names", "what"),
    [
        (Card, ("date",), "date"),
        (Card, ("title",), "title"),
        (Card, ("summary",), "summary"),
        (Card, ("category",), "a category's label"),
        (PostView, ("authors", "byline"), "author"),
        (PostView, ("image",), "image_alt"),
        (PostView, ("correction",), "correction"),
        (PostView, ("related",), "title"),
        (PostView, ("extra",), "extra"),
    ],
)
def test_a_field_left_out_of_the_digest_is_found(
    site: Callable[..., News],
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    names: tuple[str, ...],
    what: str,
) -> None:
    """The judge is judged: taken out by hand, one field makes the comparison above fail."""
    whole = hashing.view_digest

    def partial(view: object) -> bytes:
        return whole(without(view, kind, names))

    for module in ("page", "post_text"):
        monkeypatch.setattr(f"cchc_site.pages.{module}.view_digest", partial)
    if what in OPTIONS:
        before, after = site(written()), site(written(), **OPTIONS[what])
    else:
        before, after = map(site, DIFFERENCES[what])

    assert stale(before, after)


def without(view: Any, kind: type[Any], names: tuple[str, ...]) -> Any:
    """`view` with such fields of each part of a `kind` blank."""
    if isinstance(view, Struct):
        return {n: without(part, kind, names) for n, part in structs.asdict(view).items()}
    if isinstance(view, kind):
        view = view._replace(**dict.fromkeys(names))
    if hasattr(view, "_fields"):
        return type(view)(*(without(part, kind, names) for part in view))
    return tuple(without(part, kind, names) for part in view) if type(view) is tuple else view


def test_equal_news_have_equal_fingerprints(site: Callable[..., News]) -> None:
    """Nothing of the moment, the process or the order of work is in them."""
    one, other = site(written() | record()), site(written() | record())
    urls = list(other.pages)

    backwards = {url: other.content(url) for url in reversed(urls)}

    assert {url: content.fingerprint for url, content in backwards.items()} == one.fingerprints


def test_a_value_of_an_unknown_type_has_no_digest() -> None:
    """Rather than a digest that does not tell what it is of."""
    with pytest.raises(TypeError):
        hashing.view_digest([object()])


def test_a_value_of_a_kind_of_its_own_is_digested_as_that_kind() -> None:
    """MkDocs' titles are marked as HTML, a test's clock is one of its own."""

    class Day(dt.datetime):
        pass

    class Number(int):
        pass

    told = (Markup("tin"), Number(7), Day(2024, 5, 13, 8), MappingProxyType({"a": 1}))
    plain = ("tin", 7, dt.datetime(2024, 5, 13, 8), {"a": 1})
    assert hashing.view_digest(told) == hashing.view_digest(plain)
    assert hashing.view_digest(dt.date(2024, 5, 13)) == hashing.view_digest(
        iso(dt.date(2024, 5, 13))
    )
