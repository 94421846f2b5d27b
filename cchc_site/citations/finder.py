"""Citations of documents in running text: "Kế hoạch số 09/KH-UBND, ngày 13/4/2022".

Pure. Finds the numbers (`document_numbers`), judges by the words before them (`lead_ins`) which
belong to documents, and reads the date and the body (`issuers`) that follow, in the order of
decree 30/2020/NĐ-CP, annex I, II.6.b: type, number, date, body; or that stand before (`openings`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.citations import abstracts, dates, issuers, openings
from cchc_site.citations.composition import places
from cchc_site.citations.lead_ins import LeadIn, lead_in, of_parliament
from cchc_site.citations.numbers import Number, blank_spans, numbers, numbers_with_symbols
from cchc_site.citations.openings import Opening
from cchc_site.citations.types import body_by_symbol, is_body, type_by_symbol, type_of

_LINK = re.compile(r"\s{0,3}(?:[,;]|(?:[,;]\s{0,2})?(?:và|hoặc))\s{1,3}(?:số:?\s{1,3})?")
_DATE = re.compile(
    rf"""
    [\s*_]{{0,4}}[,–-]?\s{{0,3}}\(?\s?
    (?: (?:được\s)? (?:ban\shành|ký|công\sbố) \s )? (?:vào\s)? (?P<shared> (?:cùng|đều)\s )?
    (?: ngày\s{{0,3}}:?\s{{0,3}} )?
    {dates.WRITTEN} (?:\s?\))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(r",?[\s|*]{1,40}[A-ZĐ][^\W\d_]{0,9}(?:\s[^\W\d_]{1,9}){0,4}(?=,\s?ngày)")
_OF = re.compile(r"[\s*_]{0,4},?\s{0,3}(?:của|do|CỦA|DO)\s{1,3}")
# "được UBND huyện Lai Vung ban hành"
_PASSIVE = re.compile(r"[\s*_]{0,4},?\s{0,3}(?:(?:đã|vừa|mới)\s)?được\s{1,3}")
_ISSUED = re.compile(r"\s(?:ký\s)?(?:ban\shành|ký|thông\squa)(?![^\W_])")
_AND = re.compile(r"\s{0,3}(?:[,;]|(?:[,;]\s{0,2})?(?:và|cùng|kèm\stheo))\s{1,3}(?:các\s)?")
_EXPLAINED = re.compile(
    r"[\s*_]{0,4},?\s{0,3}(?:về|v/v|quy\s?định|ban\shành|phê\sduyệt|sửa\sđổi|hướng\sdẫn|công\sbố"
    r"|thành\slập|giao|bãi\sbỏ|thực\shiện|triển\skhai|tổ\schức|[(“\"])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \xa0]{1,2}")
_SPACE_OR_COMMA = re.compile(r",?\s{1,3}")
_NAME_ENDS = re.compile(r"\s{0,2}(?:\Z|[,.;:)]|về\s|[vV]/v|ngày\s)")
_FARTHEST = 200
_PARLIAMENT = re.compile(r"(?:UBTV)?QH\d")
# Types whose numbers are known without a symbol: "nghị quyết số 1663", "Nghị định 30/2020".
_BARE = frozenset(
    {"Chỉ thị", "Nghị định", "Nghị quyết", "Quyết định", "Thông tư", "Thông tư liên tịch"}
)


class Citation(Struct, frozen=True):
    """A document named in a text.

    The span holds the words of the type, "số" and the number, in a list after its first the number
    alone; never the date or the body. `kind` is "" where neither words nor symbol name the type.
    `date_text` is a date that no calendar has, as it is written; `date` is None then. `abstract` is
    what follows as “về việc …”, whole, "" for nothing and where its end is not sure; `is_explained`
    says that words follow which may be an abstract, such as “quy định …”, or a name in
    parentheses. `misnamed` is a type that the text gives it and its symbol rules out.
    """

    start: int
    end: int
    kind: str
    number: str
    date: dt.date | None = None
    issuer: str | None = None
    date_text: str = ""
    abstract: str = ""
    is_explained: bool = False
    misnamed: str = ""


class _Tail(Struct, frozen=True):
    """What follows a number: a date, a body, whether the date is the whole list's, and whether it
    is said by whom the document was issued."""

    end: int
    date: dt.date | None = None
    date_text: str = ""
    issuer: str | None = None
    is_shared: bool = False
    is_passive: bool = False


class _Named(Struct, frozen=True):
    """A number that is a document's; `is_listed` if it goes on a list with the one before it."""

    number: Number
    lead: LeadIn
    kind: str
    is_listed: bool
    misnamed: str = ""


def find_citations(text: str) -> tuple[Citation, ...]:
    """The citations in `text` in their order; their spans do not overlap.

    A date and a body count where they follow at once. Letters composed and decomposed are read
    alike.

    >>> [found] = find_citations("Quyết định số 45/QĐ-UBND ngày 16/3/2022 của UBND tỉnh Đồng Tháp")
    >>> found.kind, found.number, str(found.date), found.issuer
    ('Quyết định', '45/QĐ-UBND', '2022-03-16', 'Ủy ban nhân dân tỉnh Đồng Tháp')
    """
    if unicodedata.is_normalized("NFC", text):
        return tuple(_citations(text, numbers(text)))
    composed = unicodedata.normalize("NFC", text)
    citations = _citations(composed, numbers(composed))
    spans = places(text, ((citation.start, citation.end) for citation in citations))
    return tuple(
        replace(citation, start=start, end=end)
        for citation, (start, end) in zip(citations, spans, strict=True)
    )


def with_symbols(text: str) -> list[Citation]:
    """The citations in `text`, which is in NFC, whose numbers have a symbol."""
    return _citations(text, numbers_with_symbols(text))


def blank_numbers(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of numbers that have been left blank in `text`, as in a draft: "Số:    /QĐ-UBND".

    >>> blank_numbers("Quyết định số ..../QĐ-UBND")
    ((11, 26),)
    """
    if unicodedata.is_normalized("NFC", text):
        return tuple(blank_spans(text))
    return tuple(places(text, blank_spans(unicodedata.normalize("NFC", text))))


def _citations(text: str, written: Iterable[Number]) -> list[Citation]:
    citations: list[Citation] = []
    named = _named(text, written)
    before, floor = openings.NOTHING, 0
    for place, document in enumerate(named):
        limit = named[place + 1].lead.start if place + 1 < len(named) else len(text)
        tail = _tail(text, document, limit)
        before = _opening(text, floor, document, before, tail)
        floor = tail.end
        day = tail if tail.date or tail.date_text else before
        citations.append(
            Citation(
                document.lead.start,
                document.number.end,
                document.kind,
                document.number.text,
                day.date,
                tail.issuer or _issuer_by_symbol(document) or before.issuer,
                day.date_text,
                abstracts.abstract(text, tail.end, limit),
                bool(_EXPLAINED.match(text, tail.end)),
                document.misnamed,
            )
        )
        if tail.is_shared:
            _share_date(citations, named)
    return citations


def _named(text: str, written: Iterable[Number]) -> list[_Named]:
    """Those of the numbers `written` in a text that belong to documents."""
    named: list[_Named] = []
    for number in written:
        before = named[-1] if named else None
        if before and number.start < before.number.end:
            continue
        document = _judge(text, number, before)
        if document:
            named.append(document)
    return named


def _judge(text: str, number: Number, before: _Named | None) -> _Named | None:
    floor = before.number.end if before else 0
    symbol_kind = type_by_symbol(number.groups[0]) if number.groups else ""
    if number.torn:
        torn_at = number.start - len(number.torn) - 1
        lead = lead_in(text, floor, torn_at, symbol_kind)
        if lead.kind and torn_at >= floor:
            whole = replace(number, start=torn_at, text=number.torn + number.text)
            return _Named(whole, lead, lead.kind, is_listed=False)
    lead = lead_in(text, floor, number.start, symbol_kind)
    if _is_of_parliament(number) and lead.kind in ("", "Luật", "Văn bản"):
        lead = of_parliament(text, floor, (number.start, number.end), lead, number.groups)
    is_listed = False
    if before and not lead.kind and _goes_on(text, before, number.start):
        is_listed = True
        lead = replace(lead, start=number.start, kind=before.lead.kind or before.kind)
    if not _is_document(number, lead, symbol_kind):
        return None
    said = (symbol_kind or lead.kind) if is_listed else lead.kind
    kind = type_of(number.groups, said)
    misnamed = lead.kind if lead.kind not in (kind, "", "Văn bản") and not is_listed else ""
    return _Named(number, lead, kind, is_listed, misnamed)


def _is_document(number: Number, lead: LeadIn, symbol_kind: str) -> bool:
    """Whether a number and the words before it, together, can be nothing but a document's."""
    groups = number.groups
    if lead.doubt > 1 or not groups:
        return lead.kind in _BARE and not lead.doubt
    if number.is_party and (len(groups) < 2 or "/" not in number.text):
        return bool(lead.kind) and number.is_tight
    if lead.kind or _is_of_parliament(number):
        return True
    has_unit = len(groups) > 1 or "." in groups[0]
    if has_unit and (symbol_kind or is_body(groups[0])):
        return number.is_tight or lead.is_said or not number.is_party
    if lead.doubt:
        return False
    return (lead.is_said or number.has_year) if has_unit else lead.is_said and _is_letters(groups)


def _is_letters(groups: tuple[str, ...]) -> bool:
    """Whether the symbol is no street's: "số 12/CMT8"."""
    return not groups[0][-1].isdigit()


def _is_of_parliament(number: Number) -> bool:
    return number.has_year and bool(_PARLIAMENT.match(number.groups[-1] if number.groups else ""))


def _goes_on(text: str, before: _Named | None, at: int) -> bool:
    """Whether only a comma or "và" parts the number at `at` from the document before it."""
    if not before or at - before.number.end > _FARTHEST:
        return False
    tail = _tail(text, before, at)
    return bool(_LINK.fullmatch(text, tail.end, at))


def _tail(text: str, document: _Named, limit: int) -> _Tail:
    at = document.number.end
    # The head of a document: "Số: 09/…".
    if not document.lead.kind and text[document.lead.start] == "S":
        place = _PLACE.match(text, at, limit)
        at = place.end() if place else at
    number_end, date = at, _DATE.match(text, at, limit)
    at = date.end() if date else at
    issuer, at = _issuer(text, at, limit)
    if date and not issuer and _opens_a_clause(text, number_end, date):
        return _Tail(number_end)
    passive = None if issuer else _issued_by(text, at, limit)
    if passive:
        issuer, at = passive
    if issuer and not date:
        date = _DATE.match(text, at, limit)
        at = date.end() if date else at
    if not date:
        return _Tail(at, issuer=issuer, is_passive=bool(passive))
    day = dates.day(date)
    written, is_shared = "" if day else date["written"], bool(date["shared"])
    return _Tail(at, day, written, issuer, is_shared, bool(passive))


def _issuer(text: str, at: int, limit: int) -> tuple[str | None, int]:
    """The body named at `at` and where its name ends.

    Without "của" the name has to end the phrase: "…/QĐ-UBND UBND tỉnh giao" is another clause.
    """
    of = _OF.match(text, at, limit)
    name = issuers.name_at(text, of.end(), limit) if of else None
    if name:
        return name
    space = _SPACE.match(text, at, limit)
    if space and issuers.opens_a_name(text, space.end()):
        name = issuers.name_at(text, space.end(), limit)
        if name and _NAME_ENDS.match(text, name[1]):
            return name
    return None, at


def _opens_a_clause(text: str, number_end: int, date: re.Match[str]) -> bool:
    """Whether a date is not the document's but that of the next clause, or may be: "Theo Kế hoạch
    số 09/KH-UBND, ngày 19/4/2022 Đoàn kiểm tra …"."""
    if "," not in text[number_end : date.start("written")]:
        return False
    after = _SPACE_OR_COMMA.match(text, date.end())
    return after is not None and issuers.opens_a_name(text, after.end())


def _issued_by(text: str, at: int, limit: int) -> tuple[str, int] | None:
    """The body by which a document was issued, as is said at `at`, and where that ends."""
    passive = _PASSIVE.match(text, at, limit)
    name = issuers.name_at(text, passive.end(), limit) if passive else None
    issued = _ISSUED.match(text, name[1], limit) if name else None
    return (name[0], issued.end()) if name and issued else None


def _issuer_by_symbol(document: _Named) -> str | None:
    number = document.number
    if not number.groups:
        return "Chính phủ" if document.kind == "Nghị định" else None
    kind = type_by_symbol(number.groups[0])
    if "liên tịch" in kind:
        return None
    group = number.groups[1] if kind and len(number.groups) > 1 else number.groups[0]
    return body_by_symbol(group, is_party=number.is_party)


def _opening(text: str, floor: int, document: _Named, before: Opening, tail: _Tail) -> Opening:
    """What is said before a document, or before the list that it goes on: `before` is that of the
    last one, whose tail ends at `floor`. Nothing where the words after the number tell all or name
    another body, or where the symbol is another body's."""
    if (tail.date or tail.date_text) and (tail.issuer or _issuer_by_symbol(document)):
        return openings.NOTHING
    start = document.lead.start
    if floor and _AND.fullmatch(text, floor, start):
        opening = before
    elif document.lead.is_said and not document.lead.kind:
        opening = openings.apart(text, floor, start)
    else:
        opening = openings.opening(text, floor, start)
        if opening is openings.NOTHING and tail.is_passive:
            opening = openings.day_before(text, floor, start)
    if opening.issuer and (tail.issuer or not _is_of(opening.issuer, document.number)):
        other = tail.issuer != opening.issuer
        return openings.NOTHING if other else opening
    return opening


def _is_of(issuer: str, number: Number) -> bool:
    """Whether the symbol of a number names no other body than `issuer`."""
    return not any(
        group.partition(".")[0] == short and whole not in issuer
        for group in number.groups
        for short, whole in (("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"))
    )


def _share_date(citations: list[Citation], named: list[_Named]) -> None:
    """Give the date of the last of `citations` to those before it on its list, up to one that has
    a date."""
    date, date_text = citations[-1].date, citations[-1].date_text
    for place in range(len(citations) - 1, 0, -1):
        citation = citations[place - 1]
        if not named[place].is_listed or citation.date or citation.date_text:
            break
        citations[place - 1] = replace(citation, date=date, date_text=date_text)
