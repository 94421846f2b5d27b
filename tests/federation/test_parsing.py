"""What becomes of the bytes that a commune's site sends, however they were meant."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.federation import parsing
from cchc_site.federation.sources import CommuneSite
from cchc_site.federation.values import NotRead
from tests.support.communes import BASE, Commune, build_commune
from tests.support.shared import Once

ZONE = dt.timezone(dt.timedelta(hours=7))
SITE = CommuneSite("Xã Gốc", "xa-goc", "Xã", BASE)
ITEM = {"url": f"{BASE}tin/", "title": "Lịch tiếp dân", "date_published": "2026-11-05T00:00:00Z"}
HEAD = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": f"{BASE}tin-tuc/"}


def feed(*items: Any, **head: Any) -> bytes:
    """A feed of such items."""
    return json.dumps({**HEAD, **head, "items": items}).encode()


def read(*items: Any, **head: Any) -> tuple[Any, ...]:
    """The items that are read of it."""
    return parsing.feed(feed(*items, **head), SITE, ZONE).items


@pytest.fixture(scope="session")
def commune(once: Once) -> Path:
    """A commune's site, really built."""
    return once("commune", build_commune)


@pytest.mark.site
def test_what_a_site_of_ours_publishes_is_read(commune: Path) -> None:
    """Every item with its category, text and day; every document with the page of it there."""
    files = Commune(commune, "xã Gốc", BASE).files

    news = parsing.feed(files["feed.json"].encode(), SITE, ZONE)
    known = parsing.register(files["van-ban.json"].encode(), SITE, ZONE)

    assert (len(news.items), news.left_out) == (6, 0)
    newest = news.items[0]
    assert (newest.title, newest.category) == ("Lịch tiếp công dân đợt 6", "Thông báo")
    assert newest.moment.startswith("2026-11-06T00:00:00+07:00")
    assert "Nghị định 61/2018/NĐ-CP" in newest.text
    assert newest.href.startswith(f"{BASE}tin-tuc/2026/11/")
    assert [document.name for document in known.documents] == [
        "Kế hoạch số 09/KH-UBND",
        "Nghị định số 61/2018/NĐ-CP",
    ]
    assert all(each.href.startswith(f"{BASE}van-ban/") for each in known.documents)


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "javascript:alert(1)"},
        {"url": "data:text/html,x"},
        {"url": "https://xa-khac.example/tin/"},
        {"url": "//xa-khac.example/tin/"},
        {"url": "https://a:b@xa-goc.example.gov.vn/"},
        {"url": "https://xa-goc.example.gov.vn\\@xa-khac.example/"},
        {"url": "https://xa-goc.example.gov.vn:8443/"},
        {"url": "http://xa-goc.example.gov.vn/tin/"},
        {"url": f"{BASE}\n"},
        {"url": f'{BASE}"><script>'},
        {"url": BASE + "a" * 5000},
        {"url": 7},
        {"url": None},
        {"title": ""},
        {"title": "\u202e\u200b"},
        {"title": ["x"]},
        {"date_published": "hôm qua"},
        {"date_published": "9999-12-31T23:59:59-12:00"},
        {"date_published": "0001-01-01T00:00:00+14:00"},
        {"date_published": 5},
        {"date_published": "2026-13-45"},
    ],
    ids=str,
)
def test_an_item_that_cannot_be_shown_is_left_out(changed: dict[str, object]) -> None:
    """The others stay."""
    contents = parsing.feed(feed({**ITEM, **changed}, ITEM, "x", None), SITE, ZONE)

    assert [item.href for item in contents.items] == [ITEM["url"]]
    assert contents.left_out == 3


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Lịch\u202e ngược\u2066", "Lịch ngược"),
        ("Một\x00 cửa\x1b[31m\r\n mới", "Một cửa [31m mới"),
        ("<b>Họp</b> & <script>x", "<b>Họp</b> & <script>x"),  # as text, which templates escape
        ("Ho\u0323p", "Họp"),
        ("a" + "\u0301" * 500 + " sau", "a"),
        ("dài " * 3_000_000, f"{'dài ' * 74}dài…"),
    ],
    ids=["turning", "controls", "markup", "marks apart", "too many marks", "10 MB"],
)
def test_a_title_is_plain_text_of_one_line(written: str, shown: str) -> None:
    """However it was written."""
    [item] = read({**ITEM, "title": written, "summary": written, "tags": [written]})

    assert item.title == shown
    assert len(item.summary) <= 400
    assert len(item.category) <= 80


def test_a_text_is_its_words_alone() -> None:
    """Without markup, scripts and what stands for nothing, and not all of a large one."""
    html = "<p>Một</p><script>alert(1)</script><style>x{}</style><p onclick=x>hai&nbsp;ba"

    assert read({**ITEM, "content_html": html})[0].text == "Một hai ba"
    assert len(read({**ITEM, "content_html": "<p>dài " * 2_000_000})[0].text) <= 8_000
    assert read({**ITEM, "content_html": "<div>" * 300_000 + "x"})
    assert read({**ITEM, "content_html": ["x"], "content_text": "chữ"})[0].text == "chữ"


def test_an_item_stands_once_and_the_newest_are_kept() -> None:
    """However often it is told, and however many there are."""
    days = (dt.date(2000, 1, 1) + dt.timedelta(number) for number in range(300))
    many = [{**ITEM, "url": f"{BASE}{day}/", "date_published": f"{day}"} for day in days]

    items = read(*many, many[-1])

    assert [item.href for item in items] == [each["url"] for each in many[:-101:-1]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe{}",
        b'{"items": NaN}',
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"null",
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b'{"items": []}',
        feed(home_page_url="https://xa-khac.example/"),
        feed(home_page_url="javascript:alert(1)"),
    ],
    ids=[f"{number}" for number in range(11)],
)
def test_what_is_no_feed_of_the_commune_is_refused(body: bytes) -> None:
    """With what to do; a register is refused alike."""
    with pytest.raises(NotRead) as refused:
        parsing.feed(body, SITE, ZONE)
    assert refused.value.hint.startswith(("hãy ", "nếu "))


@pytest.mark.parametrize(
    "changed",
    [{"number": ""}, {"issuer": 3}, {"year": "2026"}, {"year": True}, {"url": "data:,x"}],
    ids=str,
)
def test_a_document_that_cannot_be_shown_is_left_out(changed: dict[str, object]) -> None:
    """The others stay."""
    row = {"number": "1/UBND", "issuer": "Ủy ban", "year": 2026, "url": f"{BASE}van-ban/1/"}

    contents = parsing.register(json.dumps([{**row, **changed}, row, 7]).encode(), SITE, ZONE)

    assert (len(contents.documents), contents.left_out) == (1, 2)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("url", "title", "date_published", "summary", "tags", "content_html", "content_text")


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_any_item_is_read_or_left_out(changed: dict[str, Any]) -> None:
    """Nothing of any shape raises."""
    assert len(read({**ITEM, **changed})) <= 1
