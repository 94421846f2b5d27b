"""What a page shows: the posts and the few words that decide its view; and pagination.

Pure. Made by plan.py, turned into views by present.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cchc_site.pages.groups import Group
from cchc_site.pages.views import Filters, Link, Section
from cchc_site.site.documents import Document, File
from cchc_site.site.links import Resolution
from cchc_site.site.procedures import Procedure
from cchc_site.site.register import DocumentGroup
from cchc_site.site.snapshot import PostSnapshot

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class PostScope:
    """A post with its resolved targets and its neighbours in the category."""

    item: PostSnapshot
    resolution: Resolution
    older: PostSnapshot | None
    newer: PostSnapshot | None


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a list: its address and the span of months of its posts."""

    url: str
    span: str


@dataclass(frozen=True, slots=True)
class ListScope:
    """A page of a list. `number` counts archive pages from the oldest; the landing page is 0 and
    alone knows how many archive pages there are."""

    group: Group
    url: str
    number: int
    items: tuple[PostSnapshot, ...]
    newest: Step | None
    newer: Step | None
    older: Step | None
    oldest: Step | None
    archives: int = 0


@dataclass(frozen=True, slots=True)
class YearScope:
    """A year: posts per month (index 0 is January), its newest posts, neighbouring years."""

    year: int
    counts: tuple[int, ...]
    first: str
    last: str
    items: tuple[PostSnapshot, ...]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class MonthScope:
    """A whole month and the neighbouring months with posts, as (year, month)."""

    year: int
    month: int
    items: tuple[PostSnapshot, ...]
    newer: tuple[int, int] | None
    older: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class OverviewScope:
    """A page of ways on: its introduction and its sections, ready, and what a search there can be
    narrowed to."""

    intro: str
    sections: tuple[Section, ...]
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class AliasScope:
    """An address that leads on to a `target`: where that, a post, `moved` from, or another address
    of an author or a tag."""

    target: Link
    moved: bool


@dataclass(frozen=True, slots=True)
class FeedScope:
    """A group's newest posts with their resolved targets; `name` is the feed's file."""

    group: Group
    name: str
    items: tuple[PostSnapshot, ...]
    resolutions: tuple[Resolution, ...]


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """A document with its text to take away, the documents that it takes the place of and that
    took its own (label and address), and its news, newest first."""

    document: Document
    file: File | None
    before: tuple[Link, ...]
    after: tuple[Link, ...]
    items: tuple[PostSnapshot, ...]


@dataclass(frozen=True, slots=True)
class RegisterScope:
    """Documents of the register: those of `shelf`, or the newest of all with the `ways` to every
    shelf."""

    shelf: DocumentGroup | None
    documents: tuple[Document, ...]
    ways: tuple[tuple[str, tuple[DocumentGroup, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class DataScope:
    """The whole register for machines; `name` is its file."""

    name: str
    documents: tuple[tuple[Document, File | None], ...]


@dataclass(frozen=True, slots=True)
class ProceduresScope:
    """Administrative procedures, each with its news, newest first."""

    procedures: tuple[tuple[Procedure, tuple[PostSnapshot, ...]], ...]


Scope = (
    PostScope
    | ListScope
    | YearScope
    | MonthScope
    | OverviewScope
    | AliasScope
    | FeedScope
    | DocumentScope
    | RegisterScope
    | DataScope
    | ProceduresScope
)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some posts of a list: the landing page (number 0) or an archive page."""

    number: int
    items: tuple[PostSnapshot, ...]


def paginate(items: Sequence[PostSnapshot], per_page: int = PER_PAGE) -> tuple[Slice, ...]:
    """The pages of a list, newest first. Archive pages are full and numbered from the oldest, so
    that a newest post never renumbers them; the landing page holds what is left, from `per_page`
    to `2 * per_page - 1` posts (fewer when there are not more)."""
    archives = max(0, len(items) // per_page - 1)
    landing = len(items) - archives * per_page
    slices = [Slice(0, tuple(items[:landing]))]
    for number in range(archives, 0, -1):
        start = landing + (archives - number) * per_page
        slices.append(Slice(number, tuple(items[start : start + per_page])))
    return tuple(slices)
