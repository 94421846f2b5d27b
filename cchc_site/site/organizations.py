"""Public bodies as a timeline: who is in office on a day, and who came after.

Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content.post import Post
from cchc_site.site.contact import NO_OFFICE, Office


class Organization(NamedTuple):
    """A public body as masthead and footer show it; empty fields are not shown."""

    key: str
    name: str
    parent: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    responsible: str = ""
    feedback: str = ""
    zalo: str = ""


class Term(Struct, frozen=True):
    """A body and its days in office, both included; None means without limit. `successors` are
    keys of other bodies, or names of bodies that do not publish here; `office` tells how citizens
    reach it."""

    body: Organization
    first: dt.date | None
    last: dt.date | None
    successors: tuple[str, ...] = ()
    office: Office = NO_OFFICE


def in_office(terms: Iterable[Term], day: dt.date) -> Term | None:
    """The term in office on `day`; where two are, the one that began later."""
    serving = [
        term
        for term in terms
        if (term.first is None or term.first <= day) and (term.last is None or day <= term.last)
    ]
    serving.sort(key=lambda term: term.first or dt.date.min)
    return serving[-1] if serving else None


def last_in_office(terms: Sequence[Term]) -> Term | None:
    """The term that ended last."""
    over = [term for term in terms if term.last is not None]
    return max(over, key=lambda term: term.last or dt.date.min, default=None)


def term_of(post: Post, terms: Sequence[Term]) -> Term | None:
    """The term that a post belongs to: the body it names, else the one in office on its day."""
    if post.organization:
        return _named(post.organization, terms)
    return in_office(terms, post.day)


def _named(written: str, terms: Sequence[Term]) -> Term | None:
    """The term of the body that `written` can only mean, by key or by name."""
    terms_by_key = {term.body.key: term for term in terms}
    if written in terms_by_key:
        return terms_by_key[written]
    words = {term.body.name: term.body.key for term in terms}
    key = vietnamese.meant(written, words | {key: key for key in terms_by_key})
    return terms_by_key[key] if key else None


def is_over(term: Term | None, today: dt.date) -> bool:
    """Whether a body's last day has passed."""
    return term is not None and term.last is not None and term.last < today


class Successor(NamedTuple):
    """A body that came after another: its name, and its page of this site, "" without one."""

    name: str
    url: str = ""


class Ended(NamedTuple):
    """That a body is over: its name, the first day without it, its successors; of a post of it,
    whether it `speaks` there."""

    name: str
    since: dt.date
    successors: tuple[Successor, ...]
    speaks: bool = True

    @property
    def sentence(self) -> str:
        """The same in words, without the successors."""
        return f"{self.name} đã kết thúc hoạt động từ {vietnamese.day_numeric(self.since)}."


def ended(term: Term, terms: Sequence[Term], speaks: bool = True) -> Ended:
    """The end of a body whose last day has passed; its successors may be among `terms`."""
    after = (term.last or dt.date.min) + dt.timedelta(days=1)
    known = {other.body.key: Successor(other.body.name, _page(other.body)) for other in terms}
    successors = tuple(known.get(key, Successor(key)) for key in term.successors)
    return Ended(term.body.name, after, successors, speaks)


def speaks(post: Post, named: Iterable[str], term: Term) -> bool:
    """Whether the body of a post speaks in it: the post is said to be its, or names it; `named` are
    the keys of the bodies that title, summary, source, authors and text name."""
    return bool(post.organization) or term.body.key in named


def _page(body: Organization) -> str:
    """The page of this site that tells of a body: where it takes what readers have to say."""
    is_page = ":" not in body.feedback and "@" not in body.feedback
    return body.feedback.lstrip("/") if is_page and not body.feedback.startswith("//") else ""


def misplaced(post: Post, terms: Sequence[Term]) -> Iterator[Problem]:
    """A post of an unknown body, or dated after its body's end."""
    if not terms:
        return
    keys = [term.body.key for term in terms]
    if post.organization and not _named(post.organization, terms):
        nearest = vietnamese.nearest(post.organization, keys)
        yield Problem(
            post.path,
            post.line("organization"),
            f"không có cơ quan “{post.organization}”",
            f"có phải “{nearest}” không?" if nearest else f"hãy chọn một trong: {', '.join(keys)}",
        )
        return
    term = term_of(post, terms)
    last = term or last_in_office(terms)
    if last and last.last and last.last < post.day:
        yield Problem(
            post.path,
            post.line("date"),
            f"{last.body.name} đã kết thúc hoạt động sau ngày "
            f"{vietnamese.day_numeric(last.last)}, bài lại đề ngày "
            f"{vietnamese.day_numeric(post.day)}",
            "hãy sửa ngày, hoặc sửa “organization”",
        )


def changes(terms: Iterable[Term]) -> Iterator[dt.date]:
    """The days on which another body is in office, or none."""
    for term in terms:
        if term.first:
            yield term.first
        if term.last and term.last < dt.date.max:
            yield term.last + dt.timedelta(days=1)
