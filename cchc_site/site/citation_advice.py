"""Advice to editors on citing documents.

Pure. Sources: decree 30/2020/NĐ-CP, annex I, 6b: the first citation of a document gives its type,
number, day, body and abstract, a law is named only; annex I, II.3: no document is issued without
a number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from cchc_site.base import vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.citations import finder, symbols
from cchc_site.citations.symbols import DASHES
from cchc_site.citations.types import possible_types
from cchc_site.content import document_parts
from cchc_site.content.text import Mention
from cchc_site.site.documents import Document, identity, year_of
from cchc_site.site.force_advice import unsure
from cchc_site.site.meanings import Cited

_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
# How editors type what a number is normalised from.
_WRITTEN = {"/": r"\s*/\s*", "-": rf"\s*[{DASHES}]\s*", "Đ": "[ĐD]"}


def advice(
    path: str,
    body: str,
    first_line: int,
    cited: Sequence[Cited],
    records: Mapping[str, Document],
) -> Iterator[Problem]:
    """What may be mended in the citations of the text `body`, which starts on `first_line` of the
    file at `path`; `records` are documents that have one, by identity."""
    lines = _LineFinder(body, first_line)
    mentions = [citation.mention for citation in cited]
    dates: dict[str, Mention] = {}
    misnamed = [citation for citation in finder.find_citations(body) if citation.misnamed]
    seen, told = set[str](), {symbols.key(citation.number) for citation in misnamed}
    for each in cited:
        mention, line = each.mention, lines.of(each.mention)
        for what, hint in (
            *(() if mention.key in seen else _first(mention, mentions)),
            *(() if mention.key in seen | told else _type(each)),
            *_date(mention, records),
            *_two_dates(mention, dates),
        ):
            yield Problem(path, line, what, hint, Level.ADVICE)
        seen.add(mention.key)
        if mention.date:
            dates.setdefault(mention.key, mention)
    for citation in misnamed:
        if wrong := document_parts.misfit(citation.misnamed, citation.number):
            yield Problem(path, lines.at(citation.start), wrong.what, wrong.hint, Level.ADVICE)
    for start, end in finder.blank_numbers(body):
        written = " ".join(body[start:end].split())
        what = f"văn bản chưa có số: “{written}”"
        yield Problem(path, lines.at(start), what, "hãy điền số văn bản", Level.ADVICE)


class _LineFinder:
    """The lines of citations in a text, asked for in their order."""

    def __init__(self, body: str, first_line: int) -> None:
        self._body, self._first, self._from = body, first_line, 0

    def at(self, place: int) -> int:
        return self._first + self._body.count("\n", 0, place)

    def of(self, mention: Mention) -> int:
        """The line of the next place where a number is written, 0 when marks stand within it."""
        parts = (_WRITTEN.get(char) or re.escape(char) for char in mention.number)
        match = re.compile("".join(parts)).search(self._body, self._from)
        if not match:
            return 0
        self._from = match.end()
        return self.at(match.start())


def _first(mention: Mention, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """What neither the first citation of a document nor a later one of the same text tells."""
    if mention.kind in _LAWS or "/QH" in mention.number:
        return
    alike = [other for other in mentions if other.key == mention.key]
    wanting = [
        name
        for name, is_told in (
            ("loại văn bản", any(other.kind for other in alike)),
            ("ngày ban hành", any(other.date or other.fault for other in alike)),
            ("cơ quan ban hành", any(other.issuer for other in alike)),
            ("trích yếu", any(other.explained for other in alike)),
        )
        if not is_told
    ]
    if wanting:
        yield (
            f"viện dẫn lần đầu “{mention.number}” thiếu {', '.join(wanting)}",
            "hãy viết đủ loại, số, ngày, cơ quan ban hành và trích yếu, ví dụ “Kế hoạch số "
            "09/KH-UBND ngày 13 tháng 4 năm 2022 của Ủy ban nhân dân huyện Lai Vung về việc …”",
        )


def _type(cited: Cited) -> Iterator[tuple[str, str]]:
    """An act of parliament of which nobody tells whether it is a law or a resolution."""
    number, document = cited.mention.number, cited.document
    names = possible_types(symbols.groups_of(number))
    if len(names) > 1 and not (document.kind if document else cited.mention.kind):
        day, issuer = cited.mention.date or "…", cited.mention.issuer
        record = f"- {{number: {number}, date: {day}, issuer: {issuer}, type: {names[0]}}}"
        yield (
            unsure(number, names),
            f"hãy viết rõ loại ở mọi bài nêu nó, ví dụ “{names[0]} số {number}”, hoặc thêm dòng "
            f"“{record}” với loại đúng vào documents/van-ban.yml",
        )


def _date(mention: Mention, records: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    if mention.fault:
        yield f"ngày “{mention.fault}” không có trong lịch", "hãy xem lại ngày của văn bản"
        return
    if not (mention.date and mention.issuer):
        return  # without a body it means no document that has another day
    date = dt.date.fromisoformat(mention.date)
    year = year_of(mention.number, date)
    record = records.get(identity(mention.number, year, mention.issuer))
    if record and record.date and record.date != date:
        day = vietnamese.day_plain(record.date)
        yield (
            f"ngày của “{mention.number}” không khớp với danh mục văn bản ({day})",
            "hãy xem lại ngày trong bài hoặc trong danh mục",
        )


def _two_dates(mention: Mention, dates: dict[str, Mention]) -> Iterator[tuple[str, str]]:
    before = dates.get(mention.key)
    if before and mention.date and before.date != mention.date:
        first, second = (
            vietnamese.day_plain(dt.date.fromisoformat(cited.date)) for cited in (before, mention)
        )
        if not (before.issuer and mention.issuer and before.issuer != mention.issuer):
            yield (
                f"“{mention.number}” có hai ngày trong một bài: {first} và {second}",
                "hãy xem lại ngày nào đúng",
            )
