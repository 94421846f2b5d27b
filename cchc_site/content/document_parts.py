"""What may be wrong with number, body, type and link in the record of a document.

Pure. They are judged as citations in a text are read: what would not be taken for a number or for
the name of one body there is none here, since the register publishes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cchc_site.base import urls, vietnamese
from cchc_site.citations import bodies, symbols
from cchc_site.citations.types import TYPES_BY_SYMBOL, TYPES_BY_WORDS, possible_types

# Types whose documents bear no number by which a text would be searched.
_OTHERS = ("Hiến pháp", "Nội quy", "Quy hoạch", "Thư công", "Tuyên bố")
_TYPES = (
    {vietnamese.spoken(words): name for words, name in TYPES_BY_WORDS.items()}
    | {vietnamese.spoken(name): name for name in _OTHERS}
    | {symbol: name for symbol, name in TYPES_BY_SYMBOL.items() if len(symbol) > 1}
)
_BEGINNING = re.compile(r"(?:số(?![^\W\d_]))?[\W_]*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![^\W_])\d+[^\W\d_]{0,3}\s*[/-].*")
_SYMBOL = re.compile(r"/(?:(?:19|20)\d\d/)?[^\W\d_].*|-[^\W\d_]+/.*")
_ZERO = re.compile(r"0+(?!\d)")
_PLACES = {"tỉnh": "Đồng Tháp", "phố": "Cần Thơ"}
_EXAMPLE = "Ủy ban nhân dân huyện Lai Vung"


class Wrong(NamedTuple):
    """What is wrong with a value, and how to mend it."""

    what: str
    hint: str


def faults(record: Mapping[str, str]) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with a record of a document, by its keys; what it lacks is no matter here."""
    kind, written = record.get("type", ""), record.get("number", "")
    wrongs = {
        "number": number(written) if written else None,
        "issuer": issuer(record.get("issuer", "")),
        "type": type_fault(kind, written) if kind else None,
        "full_text": full_text(record.get("full_text", "")),
    }
    yield from ((key, wrong) for key, wrong in wrongs.items() if wrong)


def number(text: str) -> Wrong | None:
    """What is wrong with the number of a document.

    >>> number("/QĐ-UBND").hint, number("Số: 09/KH-UBND").hint, number("09/KH-UBND")
    ('hãy điền số, ví dụ “number: 09/QĐ-UBND”', 'hãy viết “number: 09/KH-UBND”', None)
    """
    if text[:1] in tuple("123456789"):
        return None
    beginning = _BEGINNING.match(text)
    start = beginning.end() if beginning else 0
    written = _NUMBER.search(text)
    if written and "/" not in text[:start] and not _ZERO.match(written[0]):
        if written.start() == 0:
            return None
        what = f"“number: {text}” phải bắt đầu bằng số của văn bản"
        return Wrong(what, f"hãy viết “number: {written[0]}”")
    if text[start:].isdigit() and start == 0 and not _ZERO.match(text):
        return None
    symbol = _SYMBOL.search(text)
    example = f"09{symbol[0]}" if symbol else "09/KH-UBND"
    return Wrong(f"văn bản chưa có số: “{text}”", f"hãy điền số, ví dụ “number: {example}”")


def issuer(text: str) -> Wrong | None:
    """What is wrong with the name of the body that issued a document."""
    if not bodies.is_short(text):
        return None
    name = " ".join(re.findall(r"[^\W\d_]+", bodies.full_name(text)))
    level = name.rpartition(" ")[2].lower()
    whole = f"{name} {_PLACES.get(level, 'Lai Vung')}"
    example = _EXAMPLE if bodies.is_short(whole) or level not in _LEVELS else whole
    what = f"“issuer: {text}” chưa nói rõ là cơ quan nào"
    return Wrong(what, f"hãy viết tên đầy đủ, ví dụ “issuer: {example}”")


def full_text(address: str) -> Wrong | None:
    """What is wrong with the address of a document's text on another site.

    >>> full_text("http://vanban.chinhphu.vn/?docid=1").hint
    'hãy viết “full_text: https://vanban.chinhphu.vn/?docid=1”'
    """
    if not address or _is_secure(address):
        return None
    what = f"địa chỉ “{address}” không dùng được"
    secure = re.sub(r"\A(?:https?:)?/*", "https://", address, flags=re.IGNORECASE)
    if _is_secure(secure):
        return Wrong(what, f"hãy viết “full_text: {secure}”")
    example = "full_text: https://vanban.chinhphu.vn/"
    return Wrong(what, f"hãy viết địa chỉ của trang có toàn văn, ví dụ “{example}”")


def _is_secure(address: str) -> bool:
    """Whether `address` is that of a page of another site, which nobody alters on its way."""
    return bool(_SECURE.fullmatch(address)) and "." in (urls.split(address).hostname or "")


_SECURE = re.compile(r"https://[^\s/@\\<>\"]+(?:[/?#][^\s\\<>\"]*)?")
_LEVELS = frozenset("tỉnh phố huyện quận xã phường trấn khu".split())


def type_name(text: str) -> str | None:
    """The type of document that `text` names, in any case, or by its abbreviation; None for none.

    >>> type_name("quyết định"), type_name("QĐ"), type_name("Quyết đinh")
    ('Quyết định', 'Quyết định', None)
    """
    return _TYPES.get(vietnamese.spoken(text)) or _TYPES.get(text.upper()) or _TYPES.get(text)


def type_fault(text: str, number: str) -> Wrong | None:
    """What is wrong with a type beside the `number` of the document."""
    if name := type_name(text):
        return misfit(name, number)
    possible = possible_types(symbols.groups_of(number))
    if nearest := vietnamese.nearest(text, possible or sorted({*_TYPES.values()})):
        hint = f"nếu là “{nearest}” thì hãy sửa lại, nếu không thì xóa dòng này"
    else:
        example = possible[0] if possible else "Quyết định"
        hint = f"hãy viết ví dụ “type: {example}”, hoặc xóa dòng này"
    return Wrong(f"không có loại văn bản “{text}”", hint)


def misfit(kind: str, written: str) -> Wrong | None:
    """What is wrong with a type `kind` beside the number `written`."""
    possible = possible_types(symbols.groups_of(written))
    if not possible or kind in possible:
        return None
    *others, last = possible
    names = f"{', '.join(others)} hoặc {last}" if others else last
    return Wrong(
        f"loại “{kind}” không hợp với số “{written}”, ký hiệu ấy là của {names}",
        f"hãy sửa loại{', ví dụ' if others else ''} thành “{possible[0]}”, hoặc sửa số",
    )
