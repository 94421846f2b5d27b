"""News rendered without MkDocs: real files, real posts, real templates, no theme around them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from cchc_site.base.hashing import view_digest
from cchc_site.content.fields import Settings
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.pages import home as home_page
from cchc_site.pages.plan import Page
from cchc_site.pages.post import Articles
from cchc_site.pages.present import Presenter
from cchc_site.pages.views import Organization, Portal
from cchc_site.rendering import jinja
from cchc_site.rendering.components import Components
from cchc_site.rendering.head import Heads
from cchc_site.rendering.renderer import Rendered, Renderer
from cchc_site.site.catalogue import Category
from cchc_site.site.loader import Loader
from cchc_site.site.news_site import Docs, NewsSite, SiteInputs
from cchc_site.site.organizations import Term
from cchc_site.site.taxonomies import NameOptions
from cchc_site.storage.html_store import HtmlStore
from tests.support.paths import ROOT

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2030, 1, 1, tzinfo=ZONE)
URL = "https://example.org/"
THEME = ROOT / "cchc_site" / "theme"
# A site's own template of posts, which shows what is meant for it alone.
OWN = '{% include "packaged/post.html" %}{{ view.extra }}'

Fields = Mapping[str, Any]


@functools.cache
def environment() -> jinja2.Environment:
    """The package's own templates, with one of a site's own, compiled once."""
    pages = jinja2.FileSystemLoader(THEME / "pages")
    loaders = [
        jinja2.DictLoader({"cchc/post.html": OWN}),
        jinja2.PrefixLoader({"cchc": pages, "packaged": pages}),
        jinja2.FileSystemLoader(THEME),
    ]
    env = jinja2.Environment(loader=jinja2.ChoiceLoader(loaders), auto_reload=False)
    env.filters["url"] = str
    return env


@dataclass
class News:
    """The news of one build, whose sources lie under `root`: `posts` are texts by path."""

    root: Path
    posts: Mapping[str, str]
    records: Mapping[str, str] = field(default_factory=dict)
    categories: Sequence[Category] = ()
    names: NameOptions = field(default_factory=NameOptions)
    terms: Sequence[Term] = ()
    now: dt.datetime = NOW

    def __post_init__(self) -> None:
        """Write the sources, read them, follow the links."""
        for path, text in {**self.posts, **self.records}.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        known = {one.key: one.label for one in self.categories}
        settings = Settings(ZONE, known)
        loader = Loader(
            self.root, settings, gfm.read, HtmlStore(self.root / ".bodies"), searchable=True
        )
        self.edition = NewsSite(
            SiteInputs(
                "posts",
                tuple(self.categories),
                self.names,
                tuple(self.terms),
                self.now,
                False,
                loader,
            )
        )
        self.docs = Docs({}, {})
        self.problems = self.edition.resolve(self.docs)

    @functools.cached_property
    def pages(self) -> Mapping[str, Page]:
        """The record of every page, by address."""
        return {page.url: page for page in self.edition.pages(self.docs)}

    @functools.cached_property
    def presenter(self) -> Presenter:
        """What makes contents."""
        edition = self.edition
        articles = Articles(edition.catalogue, edition.register, edition.cards, URL, _edit)
        channel = functools.partial(self.heads.channel, description="Tin.")
        return Presenter(edition.cards, articles, URL, channel)

    @functools.cached_property
    def heads(self) -> Heads:
        """What makes heads."""
        return Heads("Trang tin", URL, Organization("xa", "UBND xã Lai Vung"))

    @functools.cached_property
    def renderer(self) -> Renderer:
        """What makes bytes, without the theme's page around them."""
        env = environment()
        portal = Portal("Trang tin", self.heads.organization, (), (), ())
        env.globals["portal"] = portal
        env.globals["c"] = components = Components(env)
        return Renderer(
            heads=self.heads,
            portal=portal,
            description="Tin.",
            components=components,
            layout=functools.cache(functools.partial(jinja.layout, env)),
            dress=lambda _, slots: Rendered(repr(sorted(slots.items())).encode()),
        )

    @functools.cached_property
    def fingerprints(self) -> Mapping[str, bytes]:
        """That of every page, by address."""
        content = self.presenter.content
        return {url: content(page).fingerprint for url, page in self.pages.items()}

    def content(self, url: str) -> bytes:
        """The bytes of a page."""
        page = self.pages[url]
        return self.renderer.render(page, self.presenter.content(page)).content

    @functools.cached_property
    def beside(self) -> bytes:
        """What else of the news the site shows: the home page, the sitemap, the search index."""
        edition = self.edition
        home = home_page.home(edition.catalogue, edition.cards)
        dates = [(url, page.lastmod, page.hidden) for url, page in self.pages.items()]
        marks = [(one.key, one.marks) for one in edition.segments(self.docs)]
        return view_digest((home, dates, repr(marks)))


def _edit(path: str) -> str:
    return f"https://forge.example.org/edit/{path}"


def post(text: str = "Lời đầu.", /, **fields: object) -> str:
    """The text of a post; each field as YAML in the flow style has it."""
    head = {
        "title": "Bài",
        "date": "2024-05-13",
        "author": "Ban biên tập",
        "category": "thong-bao",
    } | fields
    lines = "\n".join(f"{name}: {value}" for name, value in head.items() if value is not None)
    return f"---\n{lines}\n---\n\n{text}\n"
