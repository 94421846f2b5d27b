"""The frames around news pages: the theme's page, rendered once for all that share it.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cchc_site.adapter import environment, theme
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
from cchc_site.rendering.layout import POLICY, SLOTS, Layout, is_whole, marker, valid
from cchc_site.rendering.renderer import Rendered
from cchc_site.site.addresses import file_of

if TYPE_CHECKING:
    from jinja2 import Environment

_Key = tuple[int, str, bool]
"""Depth, menu's entry and liveliness: what a frame is made for."""


class Layouts:
    """The theme's page with slots, rendered once for each depth and menu entry."""

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
        self._files = [file for file in pages if not isinstance(file, NewsFile)]
        self._layout = env.get_template(theme.template(options.look))
        self._lively = DIALECTS[options.markdown].extensible
        self._made: dict[_Key, tuple[Layout, Inline, str]] = {}
        self._asked: set[_Key] = set()
        self._actives: dict[str, str] = {}
        self._sees_pages = self._asks(env, options)
        self.pours = not self._sees_pages
        """Whether pages can be poured; else each is rendered whole, at its own address. It follows
        from the environment alone: two builds must not differ in it."""

    def dress(self, page: NewsPage, slots: Mapping[str, str]) -> Rendered:
        """The theme's page with its `slots` filled."""
        if self.pours:
            return self.pour(page, slots)
        html, code = self.whole(page, slots)
        return Rendered(html.encode(), code)

    def pour(self, page: NewsPage, slots: Mapping[str, str]) -> Rendered:
        """The frame of `page` with its `slots` filled, and its policy."""
        frame, found, told = self._frame(*self._key(page))
        code = Inline()
        if self._policies and slots["code"]:
            code = csp.inline(slots["code"])
            told = self._policy(found | code)
        return Rendered(frame.pour({**slots, POLICY: told}), code)

    def of(self, page: NewsPage) -> bytes:
        """The digest of the frame of `page`, the same for all pages as deep and of the same menu's
        entry; posts may have one of their own."""
        key = self._key(page)
        self._asked.add(key)
        return self._frame(*key)[0].digest

    def _key(self, page: NewsPage) -> _Key:
        return page.url.count("/"), self.active(page.active), self._is_lively(page)

    def _is_lively(self, page: NewsPage) -> bool:
        return self._lively and isinstance(page, PostPage)

    def _frame(self, depth: int, active: str, lively: bool) -> tuple[Layout, Inline, str]:
        made = depth, active, lively
        if made not in self._made:
            html = self._render(*made)
            found = csp.inline(html) if self._policies else Inline()
            self._made[made] = Layout.cut(html), found, self._policy(found)
        return self._made[made]

    def _policy(self, found: Inline) -> str:
        return escape(self._policies.of(found), quote=False) if self._policies else ""

    def sealed(self, html: str, slots: Mapping[str, str] | None = None) -> tuple[str, Inline]:
        """A page with the policy that follows from it, and its inline code; what a post says, in
        `slots`, has no part in that. One that is not made of our templates has no policy, but
        headers must let it run."""
        if not self._policies:
            return html, Inline()
        found = csp.inline(html.replace(slots["main"], "") if slots else html)
        if slots:
            found |= csp.inline(slots["code"])
        return html.replace(marker(POLICY), self._policy(found)), found

    def make(self, pages: Iterable[NewsPage]) -> None:
        """Make the frames of `pages` now, rather than in every process that renders some."""
        for page in pages:
            if page.template:
                self.of(page)

    @property
    def used(self) -> tuple[tuple[_Key, bytes], ...]:
        """The keys of the frames that pages were asked for, and their digests."""
        return tuple((made, self._made[made][0].digest) for made in sorted(self._asked))

    def code(self, used: Sequence[tuple[_Key, bytes]]) -> Inline:
        """The inline code of the frames that are `used`."""
        return functools.reduce(or_, (self._frame(*made)[1] for made, _ in used), Inline())

    def are(self, used: Sequence[tuple[_Key, bytes]]) -> bool:
        """Whether the frames that an earlier build has `used` are the same now."""
        return all(self._frame(*made)[0].digest == digest for made, digest in used)

    def active(self, key: str) -> str:
        """The menu's entry for a page that belongs to `key`."""
        if key not in self._actives:
            self._actives[key] = menu.active(key, self._portal.menu)
        return self._actives[key]

    def _render(self, depth: int, active: str, lively: bool) -> str:
        slots = {slot: marker(slot) for slot in SLOTS}
        return self._layout.render(**self._context(_like("/" * depth), active, lively, slots))

    def whole(self, page: NewsPage, slots: Mapping[str, str]) -> tuple[str, Inline]:
        """The page of the theme with its `slots` filled, without pouring, and its inline code."""
        html = titled(self._layout.render(**self.context_of(page, slots)), slots)
        return self.sealed(html, slots)

    def context_of(self, page: NewsPage, slots: Mapping[str, str]) -> dict[str, Any]:
        """What the theme's page is rendered with when its `slots` are filled, all but the title,
        which `titled` fills: Material unescapes titles and prints them as they are."""
        url = _like(page.url) if self.pours else page.url
        title = marker("title") if self.pours else _harmless(slots["title"])
        return self._of(page, url, {**slots, "title": title})

    def beside(self, url: str, title: str, main: Callable[[Mapping[str, Any]], str]) -> str:
        """A page of the theme that is none of the site's, around what `main` makes of all that
        templates know at its address."""
        slots = dict.fromkeys(SLOTS, "") | {"title": title}
        context = self._context(url, "", True, slots)
        return valid(self._layout.render(**{**context, "cchc_main": main(context)}))

    def _of(self, page: NewsPage, url: str, slots: Mapping[str, str]) -> dict[str, Any]:
        return self._context(url, self.active(page.active), self._is_lively(page), slots)

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

    def guard(self) -> None:
        """Before pages are rendered, find out whether pouring gives, for a page that there is not,
        what rendering it whole gives."""
        self.pours = self.pours and self._is_poured_alike()

    def _is_poured_alike(self) -> bool:
        url, active, lively = _like("///"), "", self._lively
        frame = Layout.cut(self._render(3, active, lively))
        there = _like(url, "y")
        whole = self._layout.render(
            **self._context(there, active, lively, {**_PROBE, "title": marker("title")})
        )
        pouring = frame.pour({**_PROBE, POLICY: ""})
        html = titled(whole, _PROBE).replace(marker(POLICY), "")
        return html.encode() == pouring and is_whole(html)

    @property
    def around(self) -> bytes:
        """A digest of what pages may show beside what frames show, where templates ask for more of
        a page than is poured in: the standing pages and their order."""
        if not self._sees_pages:
            return b""
        pages = [(file.src_uri, file.url, file.page) for file in self._files]
        return digest_of(
            [(*told, page and (page.title, page.meta, page.content)) for *told, page in pages],
            str(self._nav),
        )

    def _context(
        self, url: str, active: str, lively: bool, slots: Mapping[str, str]
    ) -> dict[str, Any]:
        file = File(f"{url}index.md", None, "", use_directory_urls=True, dest_uri=file_of(url))
        file.edit_uri = None  # else MkDocs works out where it is changed, and may warn of that
        page = Page(slots["title"], file, self._config)
        page.content, page.meta = "", {"description": slots["description"]}
        page.canonical_url = slots["canonical"]
        page.edit_url = None
        base = base_of(url)
        context = get_context(self._nav, self._files, self._config, page, base_url=base)
        parts = {f"cchc_{slot}": slots[slot] for slot in SLOTS}
        return {**context, **parts, "active": active, "cchc_lively": lively}


_PROBE = {
    "title": "A &amp; &lt;b&gt;",
    "description": "Một &quot;hai&quot; &amp; ba",
    "canonical": "https://example.org/a/?b&amp;c",
    "head": '<meta name="a" content="&quot;&amp;">',
    "main": "<h1>A &amp; &lt;b&gt;</h1>",
    "code": "",
}
"""The parts of a page in which whatever a template does to them shows."""


def titled(html: str, slots: Mapping[str, str]) -> str:
    """A page rendered with what `context_of` gives, valid, its title filled in."""
    return valid(html).replace(marker("title"), slots["title"])


def _harmless(title: str) -> str:
    """An escaped title as text that no template can make anything else of."""
    return unescape(title).translate({ord("<"): "(", ord(">"): ")", ord('"'): "”"})


def _like(url: str, name: str = "x") -> str:
    """An address as deep as `url`: links that lead from it lead from there."""
    return f"{name}/" * url.count("/")
