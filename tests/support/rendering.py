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
from cchc_site.pages.facts import SiteIdentity
from cchc_site.pages.menu import Portal
from cchc_site.pages.page import Content, Page, PageContext
from cchc_site.pages.plan import SitePlan
from cchc_site.rendering.components import Components
from cchc_site.rendering.head import Heads
from cchc_site.rendering.renderer import PageOrder, Renderer
from cchc_site.site.catalogue import Category
from cchc_site.site.inputs import Docs, SiteInputs
from cchc_site.site.loader import Loader
from cchc_site.site.news_site import NewsSite
from cchc_site.site.organizations import Organization, Term
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
    per_page: int = 20

    def __post_init__(self) -> None:
        """Write the sources, read them, follow the links."""
        for path, text in {**self.posts, **self.records}.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        known = {category.key: category.label for category in self.categories}
        settings = Settings(ZONE, known)
        loader = Loader(
            self.root, settings, gfm.read, HtmlStore(self.root / ".bodies"), searchable=True
        )
        self.news_site = NewsSite(
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
        self.plan = SitePlan(
            self.news_site.catalogue,
            self.news_site.register,
            self.news_site.procedures,
            self.per_page,
        )
        self.problems = self.news_site.resolve(self.docs, self.plan.addresses)

    @functools.cached_property
    def pages(self) -> Mapping[str, Page]:
        """The record of every page, by address."""
        return {page.url: page for page in self.plan.pages(self.docs.titles)}

    @functools.cached_property
    def context(self) -> PageContext:
        """What contents are made of beside their pages."""
        news_site = self.news_site
        return PageContext(
            catalogue=news_site.catalogue,
            register=news_site.register,
            procedures=news_site.procedures,
            resolutions=news_site.resolutions,
            site=SiteIdentity("Trang tin", URL, Organization("xa", "UBND xã Lai Vung")),
            media=news_site.loaded.media,
            description="Tin.",
            edit=_edit,
        )

    @functools.cached_property
    def renderer(self) -> Renderer:
        """What makes bytes, without the theme's page around them."""
        env = environment()
        site = self.context.site
        portal = Portal(site.name, site.organization, (), (), ())
        env.globals["portal"] = portal
        env.globals["c"] = Components(env)
        return Renderer(Heads(site), portal, env)

    @functools.cached_property
    def fingerprints(self) -> Mapping[str, bytes]:
        """That of every page, by address."""
        return {url: self.content(url).fingerprint for url in self.pages}

    def content(self, url: str) -> Content:
        """What the bytes of a page are made of."""
        return self.pages[url].content(self.context)

    def rendered(self, url: str) -> bytes:
        """What the bytes of a page are made of but for the theme's page around it."""
        (made,) = self.renderer.render([PageOrder.of(self.content(url), b"")])
        return made.data or repr(sorted(made.parts.items())).encode()

    @functools.cached_property
    def beside(self) -> bytes:
        """What else of the news the site shows: the home page, the sitemap, the search index."""
        news_site = self.news_site
        home = home_page.home(self.context)
        dates = [(url, page.lastmod, page.hidden) for url, page in self.pages.items()]
        marks = [(segment.key, segment.marks) for segment in news_site.segments(self.docs)]
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
