"""The layouts around news pages: the theme's page, rendered once for all that share it.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cchc_site.adapter import docs_pages, environment, theme
from cchc_site.adapter.files import NewsFile
from cchc_site.adapter.options import CchcConfig
from cchc_site.base.hashing import digest_of
from cchc_site.markdown.dialects import DIALECTS
from cchc_site.pages import menu
from cchc_site.pages.menu import Portal
from cchc_site.pages.page import Page as NewsPage
from cchc_site.pages.page import base_of
from cchc_site.pages.post import PostPage
from cchc_site.rendering import csp, page_use
from cchc_site.rendering.csp import Inline, Policies
from cchc_site.rendering.layout import (
    PLACEHOLDERS,
    POLICY,
    Layout,
    LayoutKey,
    UsedLayouts,
    is_whole,
    marker,
    valid,
)
from cchc_site.rendering.renderer import Rendered
from cchc_site.site.addresses import file_of

if TYPE_CHECKING:
    from jinja2 import Environment


class MadeLayout(NamedTuple):
    """A layout with the inline code in it, and the policy of a page that holds no other."""

    layout: Layout
    code: Inline
    policy: str


class Layouts:
    """Puts the theme's page around news pages; it is rendered once for each depth and menu entry,
    or once for each page where a site's own templates ask for more of a page."""

    def __init__(
        self,
        options: CchcConfig,
        env: Environment,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        portal: Portal,
        policies: Policies | None = None,
    ) -> None:
        """Nothing is rendered yet; posts in an extensible dialect may hold what Material's script
        brings to life; without `policies` pages have none."""
        self._config, self._nav, self._portal = config, nav, portal
        self._policies = policies
        pages = files.documentation_pages()
        self._beside = docs_pages.beside(None, nav)
        self._files = [file for file in pages if not isinstance(file, NewsFile)]
        self._template = env.get_template(theme.template(options.look))
        self._lively = DIALECTS[options.markdown].extensible
        self._made: dict[LayoutKey, MadeLayout] = {}
        self._asked: set[LayoutKey] = set()
        self._actives: dict[str, str] = {}
        self._sees_pages = self._asks(env, options)
        self.are_shared = not self._sees_pages
        """Whether pages fill a layout that they share; else each is rendered whole, at its own
        address. It follows from the environment alone: two builds must not differ in it."""

    def lay_out(self, page: NewsPage, parts: Mapping[str, str]) -> Rendered:
        """The theme's page around the `parts` of `page`, with its policy."""
        if self.are_shared:
            return self._fill(page, parts)
        html, code = self.whole(page, parts)
        return Rendered(html.encode(), code)

    def _fill(self, page: NewsPage, parts: Mapping[str, str]) -> Rendered:
        layout, layout_code, policy = self._layout(self._key(page))
        code = Inline()
        if self._policies and parts["code"]:
            code = csp.inline(parts["code"])
            policy = self._policy(layout_code | code)
        return Rendered(layout.fill({**parts, POLICY: policy}), code)

    def digest(self, page: NewsPage) -> bytes:
        """The digest of the layout of `page`, the same for all pages as deep and of the same menu's
        entry; posts may have one of their own."""
        key = self._key(page)
        self._asked.add(key)
        return self._layout(key).layout.digest

    def _key(self, page: NewsPage) -> LayoutKey:
        return LayoutKey(page.url.count("/"), self.active(page.active), self._is_lively(page))

    def _is_lively(self, page: NewsPage) -> bool:
        return self._lively and isinstance(page, PostPage)

    def _layout(self, key: LayoutKey) -> MadeLayout:
        if key not in self._made:
            html = self._render(key)
            code = csp.inline(html) if self._policies else Inline()
            self._made[key] = MadeLayout(Layout.cut(html), code, self._policy(code))
        return self._made[key]

    def _policy(self, code: Inline) -> str:
        return escape(self._policies.of(code), quote=False) if self._policies else ""

    def with_policy(self, html: str, parts: Mapping[str, str] | None = None) -> tuple[str, Inline]:
        """A page with the policy that follows from it, and its inline code; what a post says, in
        `parts`, has no part in that. One that is not made of our templates has no policy, but
        headers must let it run."""
        if not self._policies:
            return html, Inline()
        code = csp.inline(html.replace(parts["main"], "") if parts else html)
        if parts:
            code |= csp.inline(parts["code"])
        return html.replace(marker(POLICY), self._policy(code)), code

    def make(self, pages: Iterable[NewsPage]) -> None:
        """Make the layouts of `pages` now, rather than in every process that renders some."""
        for page in pages:
            if page.template:
                self.digest(page)

    @property
    def used(self) -> UsedLayouts:
        """The keys of the layouts that pages were asked for, and their digests."""
        return tuple((key, self._made[key].layout.digest) for key in sorted(self._asked))

    def code(self, used: UsedLayouts) -> Inline:
        """The inline code of the layouts that are `used`."""
        return functools.reduce(or_, (self._layout(key).code for key, _ in used), Inline())

    def are_as_used(self, used: UsedLayouts) -> bool:
        """Whether the layouts that an earlier build has `used` are the same now."""
        return all(self._layout(key).layout.digest == digest for key, digest in used)

    def active(self, key: str) -> str:
        """The menu's entry for a page that belongs to `key`."""
        if key not in self._actives:
            self._actives[key] = menu.active(key, self._portal.menu)
        return self._actives[key]

    def _render(self, key: LayoutKey) -> str:
        markers = {name: marker(name) for name in PLACEHOLDERS}
        url = _like("/" * key.depth)
        return self._template.render(**self._context(url, key.active, key.lively, markers))

    def whole(self, page: NewsPage, parts: Mapping[str, str]) -> tuple[str, Inline]:
        """The theme's page rendered around the `parts` of `page` alone, and its inline code."""
        html = titled(self._template.render(**self.context_of(page, parts)), parts)
        return self.with_policy(html, parts)

    def context_of(self, page: NewsPage, parts: Mapping[str, str]) -> dict[str, Any]:
        """What the theme's page is rendered with around the `parts` of `page`, all but the title,
        which `titled` fills in: Material unescapes titles and prints them as they are."""
        url = _like(page.url) if self.are_shared else page.url
        title = marker("title") if self.are_shared else _harmless(parts["title"])
        active, lively = self.active(page.active), self._is_lively(page)
        return self._context(url, active, lively, {**parts, "title": title})

    def extra_page(self, url: str, title: str, main: Callable[[Mapping[str, Any]], str]) -> str:
        """A page of the theme that is none of the site's, around what `main` makes of all that
        templates know at its address."""
        parts = dict.fromkeys(PLACEHOLDERS, "") | {"title": title}
        context = self._context(url, "", True, parts)
        return valid(self._template.render(**{**context, "cchc_main": main(context)}))

    def _asks(self, env: Environment, options: CchcConfig) -> bool:
        """Whether a template of the site's own, or what a hook offers to templates, may make of one
        page what it does not make of another."""
        own = environment.own_templates(env, self._config.theme)
        folders = map(Path, self._config.theme.dirs)
        packaged = [folder for folder in folders if environment.is_packaged(folder)]
        alone = {*self._config.theme.static_templates, "home.html"}
        roots = [
            name
            for name in own
            if name not in alone and any((folder / name).is_file() for folder in packaged)
        ]
        layout = theme.template(options.look)
        return environment.sees_pages(env) or page_use.asks(env, own, [layout, *roots])

    def check_filling(self) -> None:
        """Before pages are rendered, find out whether filling a layout gives, for a page that there
        is not, what rendering it whole gives; else pages share no layout."""
        self.are_shared = self.are_shared and self._fills_alike()

    def _fills_alike(self) -> bool:
        key = LayoutKey(3, "", self._lively)
        filled = Layout.cut(self._render(key)).fill({**_PROBE, POLICY: ""})
        url, parts = _like("/" * key.depth, "y"), {**_PROBE, "title": marker("title")}
        whole = self._template.render(**self._context(url, key.active, key.lively, parts))
        html = titled(whole, _PROBE).replace(marker(POLICY), "")
        return html.encode() == filled and is_whole(html)

    @property
    def seen_docs(self) -> bytes:
        """A digest of what pages may show beside what layouts show, where templates ask for more of
        a page than what fills a layout: the docs pages and their order."""
        if not self._sees_pages:
            return b""
        pages = [(file.src_uri, file.url, file.page) for file in self._files]
        return digest_of(
            [
                (src_uri, url, page and (page.title, page.meta, page.content))
                for src_uri, url, page in pages
            ],
            str(self._nav),
        )

    def _context(
        self, url: str, active: str, lively: bool, parts: Mapping[str, str]
    ) -> dict[str, Any]:
        file = File(f"{url}index.md", None, "", use_directory_urls=True, dest_uri=file_of(url))
        file.edit_uri = None  # else MkDocs works out where it is changed, and may warn of that
        page = Page(parts["title"], file, self._config)
        page.content, page.meta = "", {"description": parts["description"]}
        page.canonical_url = parts["canonical"]
        page.edit_url = None
        base = base_of(url)
        context = get_context(self._nav, self._files, self._config, page, base_url=base)
        ours: dict[str, Any] = {f"cchc_{name}": parts[name] for name in PLACEHOLDERS}
        ours |= {"cchc_lively": lively, "cchc_pages": self._beside}
        return {**context, **ours, "active": active}


_PROBE = {
    "title": "A &amp; &lt;b&gt;",
    "description": "Một &quot;hai&quot; &amp; ba",
    "canonical": "https://example.org/a/?b&amp;c",
    "needs": '<link rel="preload" href="a">',
    "head": '<meta name="a" content="&quot;&amp;">',
    "main": "<h1>A &amp; &lt;b&gt;</h1>",
    "code": "",
}
"""The parts of a page in which whatever a template does to them shows."""


def titled(html: str, parts: Mapping[str, str]) -> str:
    """A page rendered with what `context_of` gives, valid, its title filled in."""
    return valid(html).replace(marker("title"), parts["title"])


def _harmless(title: str) -> str:
    """An escaped title as text that no template can make anything else of."""
    return unescape(title).translate({ord("<"): "(", ord(">"): ")", ord('"'): "”"})


def _like(url: str, name: str = "x") -> str:
    """An address as deep as `url`: links that lead from it lead from there."""
    return f"{name}/" * url.count("/")
