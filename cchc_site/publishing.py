"""The news of one build: what renders them, which pages differ, and what goes with them.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from cchc_site import (
    abbreviations,
    assets,
    environment,
    grounds,
    headers,
    native,
    policy,
    search_index,
    search_words,
    sitemap,
    templating,
    theming,
)
from cchc_site.articles import Articles
from cchc_site.build import Build, file_of
from cchc_site.digests import cut, digest, digest_of
from cchc_site.edition import Docs, Edition
from cchc_site.frames import Frames
from cchc_site.heads import Heads
from cchc_site.indexing import Indexer, Known
from cchc_site.options import CchcConfig
from cchc_site.pages import Page
from cchc_site.pictures import Variant
from cchc_site.policy import Policies, Sources
from cchc_site.present import Presenter
from cchc_site.render import Renderer
from cchc_site.session import Session
from cchc_site.shell import POLICY, marker

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Site:
    """MkDocs' side: options, configuration, templates, files, menu; the day of the build, address
    and content of the stylesheet; what a content security policy allows beside the site's own,
    None without one."""

    options: CchcConfig
    config: MkDocsConfig
    env: Environment
    files: Files
    nav: Navigation
    today: dt.date
    css: tuple[str, str]
    sources: Sources | None


class Publisher:
    """Puts the news of an edition into the stage of a build."""

    def __init__(self, site: Site, edition: Edition, build: Build, session: Session) -> None:
        """Make what renders news pages; `heads` are for MkDocs' own pages too."""
        self.build = build
        self._session, self.index = session, session.index
        self._site, self._edition = site, edition
        self._root = grounds.project_root(site.config)
        catalogue, config, env = edition.catalogue, site.config, site.env
        portal = theming.portal(site.options, config, site.nav, catalogue.categories, site.today)
        self._policies = Policies(site.sources) if site.sources is not None else None
        whole = site.options.look != "portal" or config.theme.custom_dir
        self._slim = None if whole else assets.slim(config.theme.dirs, site.css[1])
        env.globals.update(config=config, portal=portal, portal_css=site.css[0], slim=self._slim)
        env.globals["cchc_policy"] = marker(POLICY) if self._policies else ""
        self._url = theming.site_url(config)
        self.heads = Heads(config.site_name, self._url, portal.organization, catalogue)
        self._frames = Frames(
            site.options, env, config, site.files, site.nav, portal, self._policies
        )
        self.sealed = self._frames.sealed
        edit = theming.edit_urls(config, site.files, self._root)
        cards = edition.cards
        feedback = portal.organization.feedback if portal.organization else ""
        articles = Articles(catalogue, edition.register, cards, self._url, edit, feedback)
        self._renderer = Renderer(
            presenter=Presenter(cards, articles),
            heads=self.heads,
            portal=portal,
            description=config.site_description or "",
            components=env.get_template("cchc/components.html").module,
            layout=functools.cache(functools.partial(templating.layout, env)),
            dress=self._frames.dress,
        )
        self._around = environment.rendering(config, env) + digest_of(portal)
        self._around += self._frames.around
        self._native: dict[str, Page] = {}
        self.rendered = self.kept = 0
        """How many pages were rendered, and how many stand as they should."""
        self.plan: tuple[Any, ...] = ()
        """What the next build is to know of this one's plan."""

    @property
    def pours(self) -> bool:
        """Whether pages are poured into the theme's page; else each is rendered whole."""
        return self._frames.pours

    def amend(self, known: Docs, plan: tuple[Any, ...]) -> bool:
        """Keep all that stands as it was made by the `plan` of the last build, of whose inputs only
        words have been edited, and stage the pages that differ by that; False when this build would
        make something else of what is the same."""
        if plan[1] != self._around or not self._frames.are(plan[2]):
            return False
        outputs, edits = self.build.standing.untouched(), self._edition.edits
        if outputs is None:
            return False
        pages = self._edition.pages(known, edits) if edits.titles else ()
        wanted = self.build.wanted(pages, self._fingerprint)
        searched = bool(edits.titles) and self._site.options.search
        others = {file_of(page.url) for page in wanted}
        if searched:
            others |= {path for path in outputs if path.startswith(search_index.ROOT)}
        for path in others:
            del outputs[path]
        self.build.kept.update(outputs)
        self._render(wanted, self._stage_robots)
        if searched:
            self.index = self._indexed(known)
        self.kept, self.plan = plan[3] - self.rendered, plan
        return True

    def publish(self, known: Docs, inputs: bytes) -> None:
        """Stage the pages that differ, with the files they bring, the sitemap and robots.txt; with
        `engine: native` MkDocs renders all but feeds and old addresses."""
        pages = self._edition.pages(known)
        if self._site.options.engine == "native":
            self._native = {page.url: page for page in pages if native.takes(page)}
        ours = (page for page in pages if page.url not in self._native)
        wanted = self.build.wanted(ours, self._fingerprint)

        def others() -> None:
            self._stage_slim()
            self._stage_files()
            self._stage_robots()
            self._stage_sitemap(known, pages)

        self._render(wanted, others)
        self.index = self._indexed(known) if self._site.options.search else {}
        self.kept = len(pages) - self.rendered
        if not self._native:
            self.plan = inputs, self._around, self._frames.used, len(pages)

    def _indexed(self, known: Docs) -> Mapping[str, Known]:
        indexer = Indexer(self.build, self._session.index, self._session.former)
        categories = [category.label for category in self._edition.catalogue.categories]
        about = {
            "abbreviations": abbreviations.pairs(self._site.options.abbreviations),
            "stops": [search_words.exact(word) for word in search_words.STOPS],
            "categories": categories,
        }
        return indexer.index(self._edition.segments(known), about)

    def _render(self, wanted: Sequence[Page], others: Callable[[], None]) -> None:
        """Stage `wanted`, and meanwhile what `others` stages."""
        if wanted or self._native:
            self._frames.guard()
        self._frames.make(wanted)
        self.build.render(wanted, self._fingerprint, self._renderer.render, others)
        self.rendered = len(wanted) + len(self._native)

    def _fingerprint(self, page: Page) -> bytes:
        frame = self._frames.of(page) if page.template else b""
        return page.fingerprint + self._around + frame

    @property
    def _sheets(self) -> list[str]:
        return [self._slim.part] if self._slim else []

    def _stage_slim(self) -> None:
        if slim := self._slim:
            self.build.offer([slim.part], slim.part.encode(), lambda: {slim.part: slim.make()})

    def _stage_files(self) -> None:
        self.build.bring(
            (unquote(resolved.url), self._root / resolved.media.path, cut(resolved.media.digest))
            for resolved in self._edition.media()
            if resolved.media
        )
        for media in self._edition.pictures():
            made = functools.cache(functools.partial(self._edition.contents, media))
            for one in media.variants:
                content = functools.partial(_taken, made, one)
                self.build.fill(one.url, one.digest, content)

    def _stage_robots(self) -> None:
        if self._site.files.get_file_from_path("robots.txt") is None:
            self.build.write("robots.txt", sitemap.robots(self._url).encode())

    def blocked(self, html: str) -> Iterator[str]:
        """What of a standing page's HTML its policy blocks, in words, with what to do."""
        extra = self._site.sources
        found = policy.blocked(html, self._url, extra) if extra is not None else ()
        for directive, what in dict.fromkeys(found):
            told = f"thuộc tính “{what}”" if not directive else f"“{what}”"
            mend = "hãy xóa nó, và gắn việc ấy bằng một tệp trong extra_javascript"
            if directive:
                parts = urlsplit(what)
                host = f"https://{parts.netloc}"
                mend = f"hãy chép tệp vào docs/, hoặc thêm “{directive}: {host}” vào “csp” trong "
                mend += "mkdocs.yml"
            yield f"{told} bị chính sách bảo mật của trang chặn; {mend}"

    def stage_headers(self) -> None:
        """Stage what servers send with the site, once all of its pages are rendered; a file of that
        name in docs/ is the site's own."""
        if self._site.options.look != "portal":
            return
        served = headers.Served(
            url=self._url,
            files=[file.dest_uri for file in self._site.files] + self._sheets,
            code=None if self._policies is None or self._own_code() else self._policies.seen,
            extra=self._site.sources,
            forge=self._site.config.repo_url or "",
        )
        for path, content in headers.files(served):
            if self._site.files.get_file_from_path(path) is None:
                self.build.write(path, content.encode())

    def _own_code(self) -> bool:
        """Whether a template of the site's own puts inline code among the words of news pages: that
        of pages that are kept is not known."""
        folder = self._site.config.theme.custom_dir
        own = Path(folder, "cchc").rglob("*.html") if folder else ()
        return any(policy.may_hold(path.read_text("utf-8")) for path in own)

    def _stage_sitemap(self, known: Docs, pages: tuple[Page, ...]) -> None:
        """In the place of MkDocs', whose dates are those of the build."""
        dates = [(url, "") for url in known.pages]
        dates += [(page.url, page.lastmod) for page in pages if not page.hidden]
        lines = "\n".join([self._url, *(f"{url} {date}" for url, date in dates)])
        self.build.offer(
            sitemap.names(len(dates)),
            digest(lines.encode()),
            lambda: sitemap.files(self._url, dates),
        )

    def native_page(self, url: str, body: str | None) -> tuple[Mapping[str, str], dict[str, Any]]:
        """The slots of a page that MkDocs renders, with the `body` that plugins have made of it,
        and what to render it with."""
        slots = self._renderer.slots(self._native[url], body)
        return slots, self._frames.context_of(self._native[url], slots)


def _taken(made: Callable[[], Mapping[Variant, bytes]], one: Variant) -> bytes:
    return made()[one]
