"""Advice to editors on documents: those whose type nobody tells, and posts that name one which is
no longer in force.

Pure. Where a citation leaves the type open is citation_advice.py's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cchc_site.base import vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.citations import symbols
from cchc_site.citations.types import possible_types
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.documents import Document
from cchc_site.site.force import IN_FORCE, TO_COME, Force
from cchc_site.site.records import Record
from cchc_site.site.register import Register, is_later
from cchc_site.site.snapshot import PostSnapshot

_LISTED = 20


class _RecordLine(NamedTuple):
    path: str
    line: int


def advice(register: Register, catalogue: Catalogue) -> Iterator[Problem]:
    """What may be mended in the records of documents, and in the posts that name these."""
    yield from _types(register)
    for record in register.records:
        yield from _at_odds(record, register)
    places = _places(register, catalogue)
    for identity, force in register.forces.items():
        document = register.documents[identity]
        if not force.is_over:
            continue
        urls = (document.url, *(successor.url for successor in force.successors))
        place = next((places[url] for url in urls if url in places), None)
        posts = [
            item.post.path
            for item in register.news.get(identity, ())
            if not _is_settled(item, force, register, catalogue)
        ]
        if place and posts:
            yield _outdated(place, document, force, posts, catalogue.now.date())


def _places(register: Register, catalogue: Catalogue) -> Mapping[str, _RecordLine]:
    """Where a document is written down, by the address of its page: in its record, else in a
    post."""
    places: dict[str, _RecordLine] = {}
    for record in register.records:
        url = register.documents[record.document.identity].url
        places.setdefault(url, _RecordLine(record.path, record.line))
    for item in catalogue.items:
        for document in register.published(item):
            places.setdefault(
                document.url, _RecordLine(item.post.path, item.post.line("documents"))
            )
    return places


def _is_settled(item: PostSnapshot, force: Force, register: Register, catalogue: Catalogue) -> bool:
    """Whether the writer of a post knows that a document of it is over: the post was looked through
    since, is over itself, or names what took the document's place."""
    updated = item.post.updated
    if catalogue.is_expired(item):
        return True
    if force.day and updated and updated.at.date() >= force.day:
        return True
    cited = (citation.document for citation in register.cited(item) if citation.document)
    named = {document.url for document in (*register.published(item), *cited)}
    return any(successor.url in named for successor in force.successors)


def _outdated(
    place: _RecordLine, document: Document, force: Force, posts: list[str], today: dt.date
) -> Problem:
    listed = ", ".join(posts[:_LISTED])
    if len(posts) > _LISTED:
        listed += f" và {len(posts) - _LISTED} bài nữa"
    over = _small(force.text) or "được thay bằng văn bản khác"
    what = f"{document.short_name} đã {over}, {len(posts)} bài nêu nó chưa được xem lại: {listed}"
    if force.day:
        hint = (
            f"hãy xem lại từng bài rồi thêm dòng “updated: {today}” vào bài ấy, hoặc "
            f"“expires: {force.day}” nếu bài không còn áp dụng"
        )
    else:
        hint = (
            "hãy thêm dòng “expires: …” với ngày hết hiệu lực vào văn bản này, rồi thêm dòng "
            f"“updated: {today}” vào từng bài đã xem lại"
        )
    return Problem(*place, what, hint, Level.ADVICE)


def _at_odds(record: Record, register: Register) -> Iterator[Problem]:
    """What of a record cannot be beside what else is known: the pages go by the days."""

    def told(what: str, hint: str) -> Problem:
        return Problem(record.path, record.line, what, hint, Level.ADVICE)

    document = register.documents[record.document.identity]
    later = [other for other in register.cited_in(document.replaces) if is_later(other, document)]
    earlier = [
        other for other in register.cited_in(document.replaced_by) if is_later(document, other)
    ]
    for name, others, order in (("replaces", later, "sau"), ("replaced_by", earlier, "trước")):
        for other in others:
            what = f"“{name}” nêu {other.short_name}, ban hành {order} {document.short_name}"
            yield told(what, f"hãy sửa ngày ban hành, hoặc xóa dòng “{name}”")
    first, last = document.effective, document.expires
    if first and last and last <= first:
        days = (vietnamese.day_plain(last), vietnamese.day_plain(first))
        what = "ngày hết hiệu lực {} (“expires”) không sau ngày có hiệu lực {} (“effective”)"
        yield told(what.format(*days), "hãy sửa một trong hai ngày")
    written, force = document.status, register.force(document)
    if (force.is_over and written in (IN_FORCE, TO_COME)) or (
        written == TO_COME and force.status == IN_FORCE
    ):
        is_so = force.text if force.is_over else "đã có hiệu lực"
        what = f"“status: {written}” không còn đúng: {document.short_name} {_small(is_so)}"
        yield told(what, "hãy xóa dòng “status”, trang theo ngày")


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _types(register: Register) -> Iterator[Problem]:
    """Records of documents whose type neither the number, nor the title, nor any text tells."""
    for record in register.records:
        document = register.documents[record.document.identity]
        if not document.kind and not record.document.kind:
            names = possible_types(symbols.groups_of(document.number)) or ("Quyết định",)
            what = f"chưa rõ “{document.number}” là loại văn bản nào"
            hint = f"hãy thêm dòng “type: {names[0]}” vào văn bản này, hay loại đúng của nó"
            if len(names) > 1:
                what = unsure(document.number, names)
                hint = f"hãy thêm dòng “type: {names[0]}” hoặc “type: {names[-1]}” vào văn bản này"
            yield Problem(record.path, record.line, what, hint, Level.ADVICE)


def unsure(number: str, names: tuple[str, ...]) -> str:
    """That a document may be of any of these types."""
    *others, last = names
    return f"chưa rõ “{number}” là {', '.join(others)} hay {last}"
