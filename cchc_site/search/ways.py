"""Ways in: the pages that answer a query which is their name, as the index has them for a browser.

Pure. Which ways there are is told by pages (pages/page.py), so that none leads nowhere; a query is
compared with them in theme/search/ways.js. format.py says where the files lie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypedDict

from cchc_site.base.hashing import crc32
from cchc_site.search import format as index_format
from cchc_site.search.words import exact, tokens

FULL = 8192
"""How many characters the names in a file may have, about: with more there are more files."""


class WayKind(NamedTuple):
    """What a way leads to: what readers are told that it is, what is counted there ("" for
    nothing), and the words that may stand before its name, folded."""

    label: str
    counted: str
    leads: tuple[str, ...]


_ANY = ("cac", "nhung", "tat ca", "tim", "xem", "vao", "trang", "danh sach", "muc")
_NEWS = (*_ANY, "tin", "tin tuc", "tin bai", "bai", "bai viet")

AUTHOR = WayKind("Tác giả", "tin", (*_NEWS, "tac gia", "nguoi viet", "cua", "do"))
CATEGORY = WayKind("Chuyên mục", "tin", (*_NEWS, "chuyen muc", "trong", "thuoc", "ve"))
YEAR = WayKind("Tin theo năm", "tin", (*_NEWS, "trong", "cua", "nam"))
MONTH = WayKind("Tin theo tháng", "tin", (*_NEWS, "trong", "cua", "thang"))
DOCUMENT_KIND = WayKind("Loại văn bản", "văn bản", (*_ANY, "loai", "van ban", "loai van ban"))
TAG = WayKind("Thẻ", "tin", (*_NEWS, "the", "tag", "chu de", "tu khoa", "ve"))
PROCEDURE = WayKind("Thủ tục", "tin", (*_NEWS, "thu tuc", "thu tuc hanh chinh", "ma", "ve"))
BODY = WayKind(
    "Cơ quan ban hành",
    "văn bản",
    (*_ANY, "co quan", "co quan ban hanh", "van ban", "cua", "do"),
)
DOCUMENT_YEAR = WayKind("Văn bản theo năm", "văn bản", (*_ANY, "nam"))
PAGE = WayKind("Trang", "", _ANY)

KINDS = (
    CATEGORY,
    AUTHOR,
    YEAR,
    MONTH,
    DOCUMENT_KIND,
    TAG,
    PROCEDURE,
    BODY,
    DOCUMENT_YEAR,
    PAGE,
)
"""The kinds in the order in which a reader sees ways of one name."""
_PLACES = {kind: place for place, kind in enumerate(KINDS)}


class WayIn(NamedTuple):
    """A page at `url` that readers may ask for by its `label`, or by what else it is `called`; with
    how many items are there (`size`), 0 where nothing is counted."""

    kind: WayKind
    label: str
    url: str
    size: int = 0
    called: tuple[str, ...] = ()


class ManifestWays(TypedDict):
    """What the manifest says of ways: their `kinds`, each as a `WayKind`, the versions of the
    `files`, one after the other, and with which words, folded, names begin (`firsts`, a space
    between): for a query that has none of them a reader need not fetch a file."""

    kinds: tuple[WayKind, ...]
    files: str
    firsts: str


WayRecord = tuple[int | str, ...]
"""A way in its file: the place of its kind, its label, address and size, and what else it is
called."""


def files(ways: Iterable[WayIn]) -> tuple[list[tuple[str, bytes]], ManifestWays]:
    """Path and content of each file, and what the manifest says of them.

    A way lies in the file of the CRC-32 of the first word of each of its names, folded, modulo the
    number of files; a small site has one.
    """
    records = [(_record(way), _first_words(way)) for way in ways]
    size = sum(len(str(part)) for record, _ in records for part in record)
    count = 1 + size // FULL
    shards: defaultdict[int, list[WayRecord]] = defaultdict(list)
    for record, words in records:
        for number in sorted({crc32(word.encode()) % count for word in words}):
            shards[number].append(record)
    contents = [index_format.content(shards[number]) for number in range(count)]
    versions = [*map(index_format.name, contents)]
    paths = (index_format.ways_path(number, version) for number, version in enumerate(versions))
    firsts = " ".join(sorted({word for _, words in records for word in words}))
    about: ManifestWays = {"kinds": KINDS, "files": "".join(versions), "firsts": firsts}
    return [*zip(paths, contents, strict=True)], about


def _record(way: WayIn) -> WayRecord:
    return _PLACES[way.kind], way.label, way.url, way.size, *way.called


def _first_words(way: WayIn) -> set[str]:
    """The first word of each name, folded."""
    names: Sequence[list[str]] = [*map(tokens, (way.label, *way.called))]
    firsts = (next(filter(None, name), "") for name in names)
    return {index_format.folds[exact(word)] for word in firsts if word}
