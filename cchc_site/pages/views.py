"""What a template is handed: ready values, one class per component or page type.

Place in the flow: made by plan.py from the catalogue, laid out by theme/cchc/*.html. Nothing here
computes, sorts or formats; text is plain (templates escape it) unless the field says HTML. Every
`url` is relative to the site's root, without a leading slash (`tin-tuc/2022/04/x/`); a template
writes `{{ base }}/{{ url }}`. Only fields called `href` may hold an address of another site.
They are named tuples, as a page takes dozens; but those with a `count`, which tuples have already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Link(NamedTuple):
    """A label and where it leads; an empty `url` means plain text."""

    label: str
    url: str


class Chip(NamedTuple):
    """A way to a part of a list; `current` marks the part that is shown."""

    label: str
    url: str
    current: bool


class MenuItem(NamedTuple):
    """An entry of the menu bar; `key` is what a page names as its active entry.

    `href` is relative to the site's root, or a whole address of another site; `lang` is the
    language of the label where it is not the site's.
    """

    key: str
    label: str
    href: str
    lang: str = ""


class Task(NamedTuple):
    """An errand a citizen often comes for; `icon` is submit, track, document, meet or link."""

    label: str
    href: str
    icon: str


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


class Notice(NamedTuple):
    """A message above the title; `kind` is ended, draft, expired, withdrawn or corrected."""

    kind: str
    lead: str
    text: str
    links: tuple[Link, ...] = ()


class Portal(NamedTuple):
    """What the frame around every page shows: name, body in office, menu, footer, tasks.

    `archive` is told on every page when no body is in office any more; `search` tells whether the
    site has an index to search in.
    """

    name: str
    organization: Organization | None
    menu: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]
    tasks: tuple[Task, ...]
    archive: Notice | None = None
    search: bool = True


class Date(NamedTuple):
    """A day: `iso` 2022-04-19, `full` "Thứ Ba, 19/04/2022", `short` "19/04",
    `words` "ngày 19 tháng 4 năm 2022"."""

    iso: str
    full: str
    short: str
    words: str


class Candidate(NamedTuple):
    """One of the widths, in pixels, in which a picture can be had."""

    url: str
    width: int


class Picture(NamedTuple):
    """An image of this site; width and height in pixels, 0 when they are not known.

    `shared` is what is shown where somebody passes on a link; `candidates` are what a browser
    chooses from, `thumbnails` those for a small place, and `sizes` tells by the place (article,
    lead, narrow, first, item, block) how wide it is there. These are empty when there is no choice.
    """

    url: str
    alt: str
    width: int = 0
    height: int = 0
    shared: str = ""
    candidates: tuple[Candidate, ...] = ()
    thumbnails: tuple[Candidate, ...] = ()
    sizes: Mapping[str, str] = MappingProxyType({})


class Card(NamedTuple):
    """A post as lists show it; `summary` is the written one or the first paragraph, cut."""

    url: str
    title: str
    summary: str
    date: Date
    category: Link
    image: Picture | None = None


class PagerNumber(NamedTuple):
    """An archive page on a landing page's pager; a gap is `number` 0."""

    number: int
    url: str


class Pager(NamedTuple):
    """Ways between the pages of a list.

    Each link's label is the span of dates behind it ("03/2021 – 11/2021"), or "Mới nhất".
    `numbers` (newest first, ending with 1) is filled on landing pages only.
    """

    newest: Link | None
    newer: Link | None
    older: Link | None
    oldest: Link | None
    numbers: tuple[PagerNumber, ...] = ()


class Attachment(NamedTuple):
    """A file to take away; `kind` "PDF", `size` "182 KB"."""

    url: str
    label: str
    kind: str
    size: str


class ExternalLink(NamedTuple):
    """Where an item was taken from; an empty `href` means plain text."""

    label: str
    href: str


class IssuedDocument(NamedTuple):
    """A document that an item publishes; `url` leads to its page, `file` to its text, "" when
    there is none."""

    name: str
    title: str
    line: str
    url: str
    file: str = ""


class Mentioned(NamedTuple):
    """A document that an item cites; `url` leads to its page, "" when nobody can tell which
    document is meant: `line` tells why."""

    name: str
    line: str
    url: str = ""


class AliasView(NamedTuple):
    """A page that leads on to another address: an old one of a post that has `moved`, or one of an
    author or a tag whose page is elsewhere."""

    title: str
    target: Link
    moved: bool


class PostView(NamedTuple):
    """A post page. `body` is safe HTML, filled in with `contents` when the page is rendered;
    everything else plain text. `listed` tells that it stands in lists, `edit` is the forge's way
    to change it, `report` the way to tell of a fault. `contents` are the headings of a long
    text, addresses within the page, and `share` the ways to pass it on. `hide` names parts that
    the post leaves out, and `extra` is what it holds for a site's own templates."""

    title: str
    date: Date
    updated: Date | None
    correction: str
    crumbs: tuple[Link, ...]
    category: Link
    authors: tuple[Link, ...]
    byline: str
    source: ExternalLink | None
    summary: str
    image: Picture | None
    body: str
    attachments: tuple[Attachment, ...]
    notices: tuple[Notice, ...]
    older: Link | None
    newer: Link | None
    related: tuple[Card, ...]
    canonical: str
    tags: tuple[Link, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    cited: tuple[Mentioned, ...] = ()
    procedures: tuple[ExternalLink, ...] = ()
    organization: str = ""
    edit: str = ""
    listed: bool = True
    contents: tuple[Link, ...] = ()
    share: tuple[ExternalLink, ...] = ()
    report: str = ""
    hide: tuple[str, ...] = ()
    extra: object = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list (all news, a category, an author). `intro` and `count` are empty on
    archive pages, whose `title` holds the span of dates."""

    title: str
    intro: str
    count: str
    crumbs: tuple[Link, ...]
    cards: tuple[Card, ...]
    pager: Pager
    chips: tuple[Chip, ...] = ()
    chips_title: str = ""
    feed: Link | None = None


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One of the twelve months of a year page; an empty `url` means a month without news."""

    label: str
    url: str
    count: str


@dataclass(frozen=True, slots=True)
class DayGroup:
    """News of one month as rows; `url` leads to the whole month (empty on the month's own page)."""

    label: str
    key: str
    url: str
    count: str
    rows: tuple[Card, ...]


class ArchiveView(NamedTuple):
    """A year (twelve `months`, newest posts) or a month (no `months`, all its posts)."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    months: tuple[MonthCell, ...]
    groups: tuple[DayGroup, ...]
    newer: Link | None
    older: Link | None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of an overview: a category, a year, an author."""

    label: str
    url: str
    count: str
    text: str = ""


class Section(NamedTuple):
    """A headed group of entries."""

    title: str
    key: str
    entries: tuple[IndexEntry, ...]


class Choice(NamedTuple):
    """An option of a list to choose from."""

    value: str
    label: str


class Filters(NamedTuple):
    """What results of a search can be narrowed to."""

    categories: tuple[Choice, ...]
    years: tuple[Choice, ...]


class OverviewView(NamedTuple):
    """An overview page (`/chuyen-muc/`, `/nam/`, `/tac-gia/`, `/tim-kiem/`); only the last has
    `filters`."""

    title: str
    intro: str
    crumbs: tuple[Link, ...]
    sections: tuple[Section, ...]
    filters: Filters | None = None


class CategoryBlock(NamedTuple):
    """A category on the home page: its newest item whole, the next ones as lines."""

    title: str
    url: str
    first: Card
    rest: tuple[Card, ...]


class HomeView(NamedTuple):
    """The home page; a story shows once above the blocks."""

    lead: Card | None
    pinned: tuple[Card, ...]
    latest: tuple[Card, ...]
    blocks: tuple[CategoryBlock, ...]
    years: tuple[Link, ...]


class NotFoundView(NamedTuple):
    """What the 404 page offers."""

    categories: tuple[IndexEntry, ...]
    years: tuple[Link, ...]
