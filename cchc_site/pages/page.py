"""A page: one record for each address, and the content that its bytes are made of.

Pure. Each type of page is a subclass of `Page` in a module of its own, which says what the template
is handed, how that is made, and which pages of the type there are. What makes the bytes
(rendering/) is handed the content alone, so that its digest tells whether they differ.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from cchc_site.base.hashing import view_digest
from cchc_site.media.files import Media
from cchc_site.pages import contact, sharing
from cchc_site.pages.components import Cards, ExternalLink, Link
from cchc_site.pages.contact import ContactView
from cchc_site.pages.facts import NONE, Facts, SiteIdentity
from cchc_site.pages.feed_formats import FeedEntry
from cchc_site.pages.post_text import Text
from cchc_site.search.ways import WayIn
from cchc_site.site import documents
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.links import Resolution
from cchc_site.site.procedures import Procedures
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot

if TYPE_CHECKING:
    from cchc_site.federation.news import Federation
    from cchc_site.site.schedule import Schedule


class View(Protocol):
    """What a template is handed."""

    @property
    def crumbs(self) -> tuple[Link, ...]:
        """The links to the pages above, from the home page on; machines are told them too."""

    def head_facts(self, site: SiteIdentity, summary: str) -> Facts:
        """What else machines are told, of a page that is described by `summary`."""


class PlainView:
    """A view that shows nothing that machines have words for."""

    __slots__ = ()

    def head_facts(self, site: SiteIdentity, summary: str) -> Facts:
        """Nothing."""
        return NONE


class DataView(PlainView, ABC):
    """What a file for machines holds: it writes itself, where no template lays it out."""

    __slots__ = ()
    crumbs: ClassVar[tuple[Link, ...]] = ()

    @abstractmethod
    def written(self) -> bytes:
        """The file."""


class Content(NamedTuple):
    """Everything that the bytes of a page are made of, but the theme's page around it and what is
    the same for the whole site.

    `base` leads from the page to the site's root, without trailing slash. `description` is plain
    text for machines, `canonical` the address that the page stands for, to which a `redirect` leads
    on by itself; `feed` is the category (label, address) whose feeds are named; `robots` is for
    search engines, and `text` is filled into the view of a post; a page that `searches` needs the
    files of the search at once.
    """

    url: str
    base: str
    template: str
    title: str
    view: View
    description: str = ""
    canonical: str = ""
    feed: Link | None = None
    robots: str = ""
    text: Text | None = None
    redirect: bool = False
    searches: bool = False

    @property
    def fingerprint(self) -> bytes:
        """A digest of all this."""
        return view_digest(self)


@dataclass(frozen=True)
class PageContext:
    """What contents are made of beside the page itself: the same for all pages of a build.

    `resolutions` tell by the path of a post where its links lead, `media` are the files that posts
    and records name; `docs` are the titles of the pages of docs/ by their addresses. `description`
    stands where a page has none of its own, and `edit` gives the forge's address for changing a
    file, "" where the site has none; `contact_page` is the page of docs/ that tells how citizens
    reach the body in office, and `federation` what communes tell, where the site shows that.
    """

    catalogue: Catalogue
    register: Register
    procedures: Procedures
    resolutions: Mapping[str, Resolution]
    site: SiteIdentity
    media: Mapping[str, Media] = field(default_factory=dict)
    docs: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    contact_page: str = ""
    federation: Federation | None = None
    edit: Callable[[str], str] = lambda path: ""
    feed_entries: dict[str, FeedEntry] = field(default_factory=dict, init=False)
    """The entries of feeds by the paths of their posts, each made when first asked for."""

    @cached_property
    def cards(self) -> Cards:
        """The cards of posts."""
        return Cards(self.catalogue, self.resolutions)

    @cached_property
    def schedule(self) -> Schedule | None:
        """The days of the body in office, None where nothing is known of them."""
        return contact.schedule(self.catalogue)

    @cached_property
    def contact(self) -> ContactView | None:
        """How citizens reach the body in office, None where nothing is known."""
        return contact.view(self.catalogue, self.schedule, self.contact_page)

    @cached_property
    def categories(self) -> tuple[Link, ...]:
        """The links to all categories."""
        return tuple(Link(category.label, category.url) for category in self.catalogue.categories)

    @cached_property
    def years(self) -> tuple[Link, ...]:
        """The links to the years with posts, the newest first."""
        return tuple(Link(str(year), f"nam/{year}/") for year in self.catalogue.by_year)

    @cached_property
    def document_files(self) -> Mapping[str, documents.File]:
        """The text of each document to take away, by its identity."""
        return self.register.files(self.media, self.resolutions)

    @cached_property
    def share(self) -> Callable[[str], tuple[ExternalLink, ...]]:
        """The links that pass on an item, by its address in the site."""
        return sharing.share(self.site.url)

    @cached_property
    def report(self) -> sharing.Report | None:
        """The link by which a fault in an item is reported."""
        body = self.site.organization
        return sharing.report(body.feedback if body else "")

    @cached_property
    def letter(self) -> sharing.Report | None:
        """The letter by which a fault is reported where the link leads to a page."""
        body = self.site.organization
        return sharing.letter(body.feedback, body.email) if body else None


@dataclass(frozen=True, slots=True)
class Page(ABC):
    """An address, relative to the site's root, and what stands there.

    `template` lays out what the page shows; a file for machines has none. `active` is the key of
    the menu's entry to mark; `hidden` keeps the page out of the sitemap and asks search engines not
    to keep it.
    """

    url: str
    title: str
    active: str = field(default="", kw_only=True)
    hidden: bool = field(default=False, kw_only=True)
    template: ClassVar[str] = ""

    @property
    def label(self) -> str:
        """What a link to the page is called where it has no words of its own."""
        return self.title

    @property
    def lastmod(self) -> str:
        """The day of the last change (ISO 8601), "" when no true one is known."""
        return ""

    @property
    def shown(self) -> Iterable[PostSnapshot] | None:
        """The posts of which the page shows a word (title, summary, text and the like): where only
        words of other posts differ, the page is not made again. None says that it may show any."""
        return None

    @property
    def newest(self) -> PostSnapshot | None:
        """The newest of the posts that the page is about, None where these are not certain."""
        return None if self.shown is None else next(iter(self.shown), None)

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """By which names search leads straight to the page, or to parts of it."""
        return ()

    @property
    def base(self) -> str:
        """The way to the site's root."""
        return base_of(self.url)

    @abstractmethod
    def content(self, context: PageContext) -> Content:
        """Everything that the bytes of the page are made of."""

    def made_of(
        self,
        context: PageContext,
        view: View,
        description: str = "",
        *,
        canonical: str | None = None,
        feed: Link | None = None,
        robots: str = "",
        text: Text | None = None,
        redirect: bool = False,
        searches: bool = False,
    ) -> Content:
        """The content of this page with such a `view`; the page stands for its own address unless
        another is given, and has the site's description unless it has its own."""
        return Content(
            self.url,
            self.base,
            self.template,
            self.title,
            view,
            description or context.description or self.title,
            self.url if canonical is None else canonical,
            feed,
            robots or ("noindex" if self.hidden else ""),
            text,
            redirect,
            searches,
        )


def base_of(url: str) -> str:
    """The way from the page at `url` to the site's root, without trailing slash.

    >>> base_of("feed.xml"), base_of("nam/2024/05/")
    ('.', '../../..')
    """
    return "/".join([".."] * url.count("/")) or "."


def last_change(items: Iterable[PostSnapshot]) -> str:
    """The day of the last change of any of `items` (ISO 8601), "" without any."""
    return max((item.post.modified for item in items), default="")
