"""Bytes of a commune's feed or register → values; whatever is not as it should be is left out, and
a file that is none of these, or another site's, is refused.

Pure. CommuneSites: JSON Feed 1.1; the register is as pages/register.py writes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from cchc_site.base import vietnamese
from cchc_site.federation import cleaning
from cchc_site.federation.sources import CommuneSite
from cchc_site.federation.values import CommuneDocument, CommuneItem, KeptContents, NotRead
from cchc_site.site.documents import identity

_CODE = 1
"""Changes with what this module makes of the same bytes."""
FEED, REGISTER = "feed.json", "van-ban.json"
MOST_ITEMS, MOST_DOCUMENTS = 100, 20_000
_MOST_ROWS = 5_000
_TITLE, _SUMMARY, _TEXT, _CATEGORY = 300, 400, 8_000, 80
_VERSION = "https://jsonfeed.org/version/"
_YEARS = range(1945, 2200)
_REPORT = "hãy mở tệp ấy thử, rồi báo người giữ trang của xã"


def feed(body: bytes, source: CommuneSite, zone: dt.tzinfo) -> KeptContents:
    """The items of a feed, the newest first; moments without an offset are of `zone`.

    Raises `NotRead`.
    """
    known = _decoded(body, dict[str, Any])
    version, rows = known.get("version"), known.get("items")
    is_feed = isinstance(version, str) and version.startswith(_VERSION)
    if not is_feed or not isinstance(rows, list):
        raise NotRead("tệp này không phải JSON Feed", _REPORT)
    _judge_home(known.get("home_page_url"), source)
    items: dict[str, tuple[CommuneItem, Mapping[str, Any]]] = {}
    for row in rows[:_MOST_ROWS]:
        item = _item(row, source, zone) if isinstance(row, dict) else None
        if item:
            items.setdefault(item.href, (item, row))
    newest = sorted(items.values(), key=lambda each: (each[0].at, each[0].href), reverse=True)
    kept = tuple(item._replace(text=_text(row)) for item, row in newest[:MOST_ITEMS])
    return KeptContents(items=kept, left_out=len(rows) - len(items))


def register(body: bytes, source: CommuneSite, zone: dt.tzinfo) -> KeptContents:
    """The documents of a register, in its order.

    Raises `NotRead`.
    """
    rows = _decoded(body, list[Any])
    documents: dict[str, CommuneDocument] = {}
    for row in rows[:MOST_DOCUMENTS]:
        document = _document(row, source) if isinstance(row, dict) else None
        if document:
            documents.setdefault(document.href, document)
    kept = tuple(documents.values())
    return KeptContents(documents=kept, left_out=len(rows) - len(kept))


READERS: Mapping[str, Callable[[bytes, CommuneSite, dt.tzinfo], KeptContents]] = {
    FEED: feed,
    REGISTER: register,
}
"""What reads each file that a commune publishes."""


def code(source: CommuneSite) -> str:
    """What tells that the same bytes would be read alike: else a file is read again, though its
    server has no other."""
    return f"{_CODE} {' '.join(source.origins)}"


def _decoded(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise NotRead("tệp này không phải JSON đọc được", _REPORT) from None


def _judge_home(home: object, source: CommuneSite) -> None:
    """Refuse a feed that says itself that it is of another site."""
    if not isinstance(home, str) or not home:
        return
    whole = cleaning.address(home, source.url, source.origins)
    if whole and (whole.startswith(source.url) or cleaning.origin(whole) in source.also):
        return
    other = cleaning.words(home, 200)
    raise NotRead(
        f"tệp này tự nhận là tin của trang khác, {other}",
        f"nếu xã đã đổi địa chỉ, hãy sửa “url”; nếu đúng là trang của xã, hãy thêm “also: "
        f"{cleaning.origin(home) or 'https://…'}”",
    )


def _item(row: Mapping[str, Any], source: CommuneSite, zone: dt.tzinfo) -> CommuneItem | None:
    href = cleaning.address(row.get("url"), source.url, source.origins)
    title = cleaning.words(row.get("title"), _TITLE)
    moment = _moment(row.get("date_published"), zone)
    if not (href and title and moment):
        return None
    tags = row.get("tags")
    summary = cleaning.words(row.get("summary"), _SUMMARY)
    category = cleaning.words(tags[0], _CATEGORY) if isinstance(tags, list) and tags else ""
    category = category if vietnamese.slug(category) else ""
    return CommuneItem(href, title, moment, category, summary)


def _text(row: Mapping[str, Any]) -> str:
    """The words of an item's text: of its HTML, which takes longest to look at."""
    text = cleaning.text_of(row.get("content_html"), _TEXT)
    return text or cleaning.words(row.get("content_text"), _TEXT)


def _document(row: Mapping[str, Any], source: CommuneSite) -> CommuneDocument | None:
    number, issuer = cleaning.words(row.get("number"), 100), cleaning.words(row.get("issuer"), 200)
    href = cleaning.address(row.get("url"), source.url, source.origins)
    date = _day(row.get("date"))
    year = int(date[:4]) if date else row.get("year")
    if not (number and issuer and href) or type(year) is not int or year not in _YEARS:
        return None
    kind, title = cleaning.words(row.get("type"), 60), cleaning.words(row.get("title"), _TITLE)
    known = identity(number, year, issuer)
    return CommuneDocument(known, number, issuer, year, kind, date, title, href)


def _moment(value: object, zone: dt.tzinfo) -> str:
    """A moment in `zone` (ISO 8601), "" for what is none or of no year that news have."""
    if not isinstance(value, str) or len(value) > 40:
        return ""
    try:
        at = dt.datetime.fromisoformat(value)
        at = at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return ""
    return at.replace(microsecond=0).isoformat() if at.year in _YEARS else ""


def _day(value: object) -> str:
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return day.isoformat() if day and day.year in _YEARS else ""
