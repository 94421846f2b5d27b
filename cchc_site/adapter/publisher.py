"""Publishes the news of one build: renders the pages that differ, and stages what goes with them.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter, or_
from typing import Any

from cchc_site.adapter import (
    brought,
    components,
    environment,
    explained,
    federated,
    native,
    project,
    servers,
    site_identity,
    theme,
)
from cchc_site.adapter.layouts import Layouts
from cchc_site.adapter.making import Making
from cchc_site.adapter.options import CchcConfig
from cchc_site.adapter.servers import Site
from cchc_site.base import urls
from cchc_site.base.hashing import digest, digest_of
from cchc_site.build.search_index import Indexer, SegmentEntry
from cchc_site.build.session import Provenance, Session
from cchc_site.build.stage import Build
from cchc_site.pages import contact
from cchc_site.pages.facts import SiteIdentity
from cchc_site.pages.page import Content, Page, PageContext
from cchc_site.pages.plan import SitePlan
from cchc_site.rendering import csp, jinja, sitemap, stylesheets
from cchc_site.rendering.components import Components
from cchc_site.rendering.csp import Inline, Policies
from cchc_site.rendering.head import Heads
from cchc_site.rendering.layout import POLICY, UsedLayouts, marker
from cchc_site.rendering.renderer import Renderer
from cchc_site.search import format as index_format
from cchc_site.search import questions, synonyms, words
from cchc_site.site.addresses import file_of
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.changes import EVERYTHING
from cchc_site.site.inputs import Docs
from cchc_site.site.news_site import NewsSite


def search_about(options: CchcConfig, catalogue: Catalogue) -> dict[str, object]:
    """What the manifest of the search index tells a browser beside the segments."""
    return {
        "same": synonyms.rows(options.abbreviations),
        "types": synonyms.types(),
        "questions": questions.for_browser(),
        "stops": [words.exact(word) for word in words.STOPS],
        "categories": {category.key: category.label for category in catalogue.categories},
    }


class Publisher:
    """Puts the pages of a `plan`, made of a `news_site`, into the stage of a build."""

    def __init__(
        self,
        site: Site,
        news_site: NewsSite,
        plan: SitePlan,
        docs: Docs,
        build: Build,
        session: Session,
    ) -> None:
        """Make what renders news pages; `heads` serves MkDocs' own pages too."""
        self.build = build
        self._session, self.index = session, session.index
        self._site, self._news_site, self._plan, self._docs = site, news_site, plan, docs
        self._root = project.project_root(site.config)
        catalogue, config, env = news_site.catalogue, site.config, site.env
        portal = theme.portal(site.options, config, site.nav, catalogue.categories, catalogue.now)
        self.portal = portal
        self._policies = Policies(site.sources) if site.sources is not None else None
        others = site.options.look != "portal" or config.theme.custom_dir
        self._slim = None if others else stylesheets.slim(config.theme.dirs, site.css[1])
        env.globals.update(config=config, portal=portal, portal_css=site.css[0], slim=self._slim)
        env.globals["c"] = Components(env)
        env.globals["cchc_policy"] = marker(POLICY) if self._policies else ""
        self._url = theme.site_url(config)
        self._pictures = site_identity.pictures(site.options, config, site.files, portal)
        body, shared = portal.organization, self._pictures.shared
        identity = SiteIdentity(config.site_name, self._url, body, shared)
        self._layouts = Layouts(
            site.options, env, config, site.files, site.nav, portal, self._policies
        )
        self._host_code = Inline()
        self.context = PageContext(
            catalogue=catalogue,
            register=news_site.register,
            procedures=news_site.procedures,
            resolutions=news_site.resolutions,
            site=identity,
            media=news_site.loaded.media,
            docs=docs.for_citizens,
            description=config.site_description or "",
            edit=theme.edit_urls(site.options, config, site.files, self._root),
            contact_page=theme.contact_page(site.nav),
            federation=plan.federation,
        )
        self.heads = Heads(identity, contact.facts(catalogue, self.context.schedule))
        self._renderer = Renderer(
            heads=self.heads, portal=portal, env=env, templates=theme.page_templates
        )
        seen = self._layouts.seen_docs
        self._around = environment.rendering(config, env) + digest_of(portal, shared) + seen
        self._native: dict[str, Page] = {}
        self.rendered = self.kept = 0
        """How many pages were rendered, and how many stand as they should."""
        self.provenance: Provenance
        """What the published pages follow from, for the next build to know."""

    @property
    def alert_end(self) -> dt.datetime | None:
        """When what every page tells first is over, or was; None where that is not said."""
        alert = self._site.options.alert
        return alert.end(self._site.options.timezone) if alert.text else None

    @property
    def shares_layouts(self) -> bool:
        """Whether pages fill a layout that they share; else each is rendered whole."""
        return self._layouts.are_shared

    def publish_incremental(self, last: Provenance) -> bool:
        """Keep all that is published as the `last` build made it, of whose inputs only
        words have been edited, and stage the pages that differ by that; False when this build would
        make something else of what is the same."""
        if last.around != self._around or not self._layouts.are_as_used(last.layouts):
            return False
        outputs, edits = self.build.published.untouched(), self._news_site.edits
        if outputs is None:
            return False
        redirects = self._news_site.redirects
        pages = self._plan.pages(self._docs.titles, edits, redirects) if edits.titles else ()
        wanted = self.build.wanted(pages, self._fingerprint)
        searched = bool(edits.titles) and self._site.options.search
        others = {file_of(page.url) for page in wanted}
        if searched:
            others |= {path for path in outputs if path.startswith(index_format.ROOT)}
        for path in others:
            del outputs[path]
        self.build.kept.update(outputs)
        self._render(wanted, self._stage_robots)
        if searched:
            self.index = self._indexed()
        self._remember(last.inputs, last.around, last.layouts, last.pages)
        return True

    def publish_full(self, inputs: bytes) -> None:
        """Stage the pages that differ, with the files they bring, the sitemap and robots.txt; with
        `engine: native` MkDocs renders all but feeds and old addresses."""
        redirects = self._news_site.redirects
        pages = self._plan.pages(self._docs.titles, EVERYTHING, redirects)
        if self._site.options.engine == "native":
            self._native = {page.url: page for page in pages if native.is_rendered_by_mkdocs(page)}
        ours = (page for page in pages if page.url not in self._native)
        wanted = self.build.wanted(ours, self._fingerprint)

        def others() -> None:
            self._stage_slim()
            self._pictures.stage(self.build, self._site.files)
            brought.stage(self.build, self._news_site, self._root)
            self._stage_robots()
            self._stage_sitemap(pages)

        self._render(wanted, others)
        self.index = self._indexed() if self._site.options.search else {}
        self._remember(inputs, self._around, self._layouts.used, len(pages))

    def _remember(self, inputs: bytes, around: bytes, used: UsedLayouts, count: int) -> None:
        """Keep what the pages followed from, how many there are, and which of them hold inline code
        beside that of the layouts that are `used`: rendered now, in any process, or kept."""
        self.kept = count - self.rendered
        last = self._session.provenance
        codes = {
            path: code
            for code, paths in (last.inline if last else ())
            for path in paths
            if path in self.build.kept
        }
        codes |= {path: code.plain for path, code in self.build.code.items()}
        paths = sorted(codes, key=lambda path: (codes[path], path))
        by_code = itertools.groupby(paths, key=codes.__getitem__)
        inline = tuple((code, (*holding,)) for code, holding in by_code)
        self.provenance = Provenance(inputs, around, used, count, inline)

    def with_policy(self, html: str, parts: Mapping[str, str] | None = None) -> str:
        """A page that MkDocs has rendered, with the policy that follows from it (layouts.py)."""
        html, code = self._layouts.with_policy(html, parts)
        self._host_code |= code
        return html

    @property
    def _code(self) -> Inline:
        """The inline code of all pages: of the layouts, of news pages, and of MkDocs' own."""
        provenance = self.provenance
        codes = [self._layouts.code(provenance.layouts)]
        codes += (Inline.of(code) for code, _ in provenance.inline)
        return functools.reduce(or_, codes, self._host_code)

    def _indexed(self) -> Mapping[str, SegmentEntry]:
        indexer = Indexer(self.build, self._session.index, self._session.former)
        about = search_about(self._site.options, self._news_site.catalogue)
        ways = self._plan.ways(self._docs.texts)
        labels = {each.key: each.label for each in self._news_site.catalogue.categories}
        segments = *self._news_site.segments(self._docs), *federated.segments(self._plan, labels)
        return indexer.index(segments, ways, about)

    def _render(self, wanted: Sequence[Page], others: Callable[[], None]) -> None:
        """Stage `wanted`, and meanwhile what `others` stages."""
        if wanted or self._native:
            self._layouts.check_filling()
        self._layouts.make(wanted)
        making = Making(self.context, self._renderer, self._layouts, self._fingerprint_with)
        steps = making.steps(wanted, self._is_portable)
        self.build.render(_by_time(wanted), steps, others)
        self.rendered = len(wanted) + len(self._native)

    def _fingerprint(self, page: Page) -> bytes:
        return self._fingerprint_with(page, page.content(self.context))

    def _fingerprint_with(self, page: Page, content: Content) -> bytes:
        """The fingerprint of `page`: that of its content, the environment, that of its layout."""
        layout = self._layouts.digest(page) if page.template else b""
        return content.fingerprint + self._around + layout

    @property
    def _is_portable(self) -> bool:
        """Whether pages can be rendered where there are none of the site's own templates, nor what
        its hooks and plugins offer to templates."""
        site = self._site
        return not environment.own_templates(site.env, site.config.theme) and not jinja.offered(
            site.env
        )

    @property
    def _sheets(self) -> list[str]:
        return [self._slim.part] if self._slim else []

    def _stage_slim(self) -> None:
        if slim := self._slim:
            self.build.offer([slim.part], slim.part.encode(), lambda: {slim.part: slim.make()})

    def _stage_robots(self) -> None:
        if self._site.files.get_file_from_path("robots.txt") is None:
            self.build.write("robots.txt", sitemap.robots(self._url).encode())

    def blocked(self, html: str) -> Iterator[str]:
        """What of a docs page's HTML its policy blocks, in words, with what to do."""
        extra = self._site.sources
        blocked = csp.blocked(html, self._url, extra) if extra is not None else ()
        for directive, what in dict.fromkeys(blocked):
            subject = f"thuộc tính “{what}”" if not directive else f"“{what}”"
            hint = "hãy xóa nó, và gắn việc ấy bằng một tệp trong extra_javascript"
            if directive:
                host = urls.split(what).netloc
                hint = "hãy sửa địa chỉ cho đúng"
                if host:
                    hint = f"hãy chép tệp vào docs/, hoặc thêm “{directive}: https://{host}” vào "
                    hint += "“csp” trong mkdocs.yml"
            yield f"{subject} bị chính sách bảo mật của trang chặn; {hint}"

    def stage_headers(self) -> None:
        """Stage what servers send with the site, once all of its pages are rendered."""
        servers.stage(self.build, self._site, self._news_site, self._sheets, self._code)

    def _stage_sitemap(self, pages: tuple[Page, ...]) -> None:
        """In the place of MkDocs', whose dates are those of the build."""
        dates = [(url, "") for url in self._docs.pages]
        dates += [(page.url, page.lastmod) for page in pages if not page.hidden]
        lines = "\n".join([self._url, *(f"{url} {date}" for url, date in dates)])
        names, told = sitemap.names(len(dates)), digest(lines.encode())
        self.build.offer(names, told, lambda: sitemap.files(self._url, dates))

    def native_page(self, url: str, body: str | None) -> tuple[Mapping[str, str], dict[str, Any]]:
        """The parts of a page that MkDocs renders, with the `body` that plugins have made of it,
        and what to render it with."""
        page = self._native[url]
        parts = self._renderer.parts(page.content(self.context), body)
        return parts, self._layouts.context_of(page, parts)

    def for_maintainers(self) -> Mapping[str, Callable[[], tuple[str, str]]]:
        """What `mkdocs serve` shows beside the site: what makes each, by its address."""
        html = "text/html; charset=utf-8"
        return {
            components.GALLERY: lambda: (html, self._gallery()),
            components.PICTURE: lambda: ("image/svg+xml", components.DRAWING),
            explained.PAGE: lambda: (html, self._explained()),
            explained.SCRIPT: lambda: ("text/javascript", stylesheets.explaining()),
        }

    def _gallery(self) -> str:
        """The page that shows all components of templates, which no build stages."""
        env, look = self._site.env, self._site.options.look
        return self._layouts.extra_page(
            components.GALLERY,
            "Thành phần của mẫu trang",
            lambda context: components.gallery(env, look, context),
        )

    def _explained(self) -> str:
        """The page that shows why search answers as it does, which no build stages."""
        env = self._site.env
        return self._layouts.extra_page(
            explained.PAGE,
            "Vì sao tìm ra như vậy",
            lambda context: explained.content(env, context),
        )


def _by_time(pages: Iterable[Page]) -> list[Page]:
    """The pages in the order in which they are made: by the time of their posts, the newest first,
    since pages of one time show the same cards; before these, what is about no certain posts."""
    others, dated = list[Page](), list[tuple[dt.datetime, Page]]()
    for page in pages:
        newest = page.newest
        if newest:
            dated.append((newest.post.date.at, page))
        else:
            others.append(page)
    dated.sort(key=itemgetter(0), reverse=True)
    return [*others, *(page for _, page in dated)]
