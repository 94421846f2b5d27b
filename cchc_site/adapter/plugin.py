"""The plugin: its options and what it does at each event of MkDocs, in the order of a build.

Part of the MkDocs adapter, the only package that imports `mkdocs`: the day the site moves to
another host, this package is what changes.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from msgspec.structs import replace

from cchc_site.adapter import (
    admin,
    docs_checks,
    docs_texts,
    docs_views,
    executor,
    federated,
    finish,
    hidden,
    native,
    option_checks,
    project,
    reading,
    serve,
    theme,
)
from cchc_site.adapter import files as news_files
from cchc_site.adapter.docs_links import DocsLinks
from cchc_site.adapter.files import FileContext, NewsFile, source
from cchc_site.adapter.layouts import titled
from cchc_site.adapter.native import NativeContext, NativeFile, NativePage
from cchc_site.adapter.options import CchcConfig
from cchc_site.adapter.project import log
from cchc_site.adapter.publisher import Publisher
from cchc_site.adapter.servers import Site
from cchc_site.base import failures, signals
from cchc_site.base.problems import Level, Problem, as_text, report
from cchc_site.base.progress import Progress
from cchc_site.build.session import Session
from cchc_site.pages import home
from cchc_site.rendering import stylesheets
from cchc_site.rendering.layout import valid
from cchc_site.site.inputs import Docs, SiteInputs
from cchc_site.site.news_site import NewsSite
from cchc_site.storage import folders

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer


class Checked(Exception):
    """Ends a build that is wanted for its problems only."""


class CchcPlugin(BasePlugin[CchcConfig]):
    """Adds news pages, indexes and the portal around them to a site."""

    only_check = False
    """Whether to stop before anything is written, as check.py wants it."""

    def __init__(self) -> None:
        """Nothing is known before the first event."""
        self.problems: tuple[Problem, ...] = ()
        self.advice: tuple[Problem, ...] = ()
        self._serving = False
        self._config: MkDocsConfig | None = None
        self._root = Path()
        self._docs_links: DocsLinks | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep this instance for every build of a `serve`."""
        self._serving = command == "serve"
        project.open_streams()
        signals.unwind()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Refuse what cannot work, add the templates, and let MkDocs write into a stage."""
        self._began = time.monotonic()
        self._root = project.project_root(config)
        project.refuse(config)
        self.problems = ()
        self._posts_dir = project.posts_dir(config, self.config.posts_dir)
        self._now = project.moment(self.config.timezone)
        self._language = config.theme.get("language")
        self._css = stylesheets.stylesheet(self.config.look)
        theme.add_templates(self.config.look, config)
        self._open_stage(config)
        return config

    def _open_stage(self, config: MkDocsConfig) -> None:
        target = project.site_dir(config, self._posts_dir)
        if self._serving:
            target = serve.folder(self._root)
        self._previews = self._serving or os.environ.get("CCHC_DRAFTS") == "1"
        writing, cluster = not self.only_check, executor.cluster(self.config)
        try:
            self._session = Session(self._root, target, self._now, self._previews, writing, cluster)
        except folders.Busy:
            raise PluginError(
                "một lần dựng khác của trang này đang chạy; hãy đợi nó xong rồi chạy lại"
            ) from None
        self._progress = Progress(log.info)
        self._site_dir = config.site_dir
        config.site_dir = str(self._session.folders.host)
        self._config = config

    def _close_stage(self) -> None:
        """Drop the stage and give site_dir back; nothing to do when no build is under way."""
        if not self._config:
            return
        self._progress.close()
        self._session.close()
        self._config.site_dir = self._site_dir
        self._config = None
        if self._docs_links:
            docs_checks.unwatch_links(self._docs_links)
            self._docs_links = None

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Read the posts, and add them and the indexes to the files that MkDocs knows."""
        self._files = files
        hidden.publish_well_known(files, config)
        self._file_problems = news_files.prepare(files, self._root, config, self.config.originals)
        self._loader = reading.loader(config, self.config, self._session, self._progress)
        self.news_site = NewsSite(self._inputs())
        site = self.news_site
        self._communes = federated.shown(self._root, self.config, self._now)
        self._plan = federated.plan(site, self.config, self._communes)
        self._file_context = FileContext(config)
        kind = NativeFile if self._is_native else NewsFile
        ours: list[File] = [
            *news_files.news_files(self.news_site, self._plan, self._root, self._file_context, kind)
        ]
        scripts = stylesheets.scripts(search=self.config.search)
        ours += (
            File.generated(config, address, content=content)
            for address, content in (self._css, stylesheets.feed_sheet(), *scripts)
        )
        posts = (item.post.path for item in site.loaded.items)
        ours += admin.files(self.config, config, posts, not (self._serving or self.only_check))
        for file in ours:
            # A docs page at this address is a problem of its own, reported by addresses.py.
            if file.src_uri not in files.src_uris:
                files.append(file)
        self._docs_links = docs_checks.watch_links(files, self._posts_dir, self._root, config)
        return files

    def _inputs(self) -> SiteInputs:
        return SiteInputs(
            posts_dir=self._posts_dir,
            categories=self.config.categories,
            names=self.config.names(),
            terms=self.config.terms(),
            now=self._now,
            previews=self._previews,
            loader=self._loader,
            keeps_originals=self.config.originals == "keep",
        )

    @property
    def _is_native(self) -> bool:
        return self.config.engine == "native"

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which `on_env` is not given, and complete what it points to."""
        self._file_context.open(nav, config)
        self._nav = nav
        self._early: Docs | None = None
        if self._is_native:
            template = theme.template(self.config.look)
            shared = NativeContext(self.news_site, self._loader, template, self._resolve_early)
            native.adopt(files, shared)
        return nav

    def _resolve_early(self, files: Files) -> None:
        """Follow the links of posts as soon as MkDocs has read the pages of docs/."""
        if self._early is None and self._config:
            self._early = news_files.docs(files, self._plan, self._root, self._config, False)
            self.news_site.resolve(self._early, self._plan.addresses)

    @event_priority(-100)  # after every plugin that adds files or changes the environment
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Judge the posts; if they are right, render every news page into the stage."""
        docs = news_files.docs(files, self._plan, self._root, config, self.config.search)
        inputs = b"" if self._is_native else self._communes.inputs(self.news_site.inputs(docs))
        last = self._session.provenance
        if not (inputs and last and last.inputs == inputs and self.news_site.edits.are_words):
            last = None
        addresses, same = self._plan.addresses, last is not None
        problems = [*self.news_site.resolve(docs, addresses, incremental=same)]
        problems += (*self._file_problems, *self._communes.problems)
        problems += docs_checks.problems(env, files, self._posts_dir, self._root, config)
        problems += self._docs_links.problems if self._docs_links else []
        problems += option_checks.problems(self.config, config, docs, self.news_site)
        self._judge(problems, files, config)
        theme.prepare(env, config)
        # Ours is written with the news, and only when it differs.
        config.theme.static_templates.discard("sitemap.xml")
        self._publisher = Publisher(
            self._site(env, config, files),
            self.news_site,
            self._plan,
            docs,
            self._session.build(self._progress),
            self._session,
        )
        if last is None or not self._publisher.publish_incremental(last):
            self._publisher.publish_full(inputs)
        finish.say_what_is_left_out(self._publisher, None if self._is_native else config.plugins)
        return env

    def _judge(self, problems: list[Problem], files: Files, config: MkDocsConfig) -> None:
        """Stop the build where there are `problems`, or where nothing else is wanted of it."""
        strict = self.config.strict_citations
        advice = [*self.news_site.advice()] if strict or self.only_check else []
        if strict:
            problems += (replace(problem, level=Level.ERROR) for problem in advice)
            advice = []
        if self.only_check:
            from cchc_site.adapter import thorough  # which no build needs

            problems += thorough.problems(self._posts_dir, config)
            advice += thorough.advice(files, self._root, config, self.news_site)
        self.problems, self.advice = report(problems), tuple(advice)
        if self.only_check:
            docs_checks.validate_anchors(files, config)
            raise Checked
        if self.problems:
            raise project.refused(self.problems)

    def _site(self, env: Environment, config: MkDocsConfig, files: Files) -> Site:
        # MkDocs puts a script of its own, another each time, into what `serve` shows.
        sources = None if self._serving else theme.sources(self.config, config)
        return Site(self.config, config, env, files, self._nav, self._css, sources)

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make the texts of docs pages like those of posts."""
        if isinstance(page, NativePage) or self.config.look != "portal":
            return html
        return docs_texts.text_of(html, page, files)

    @event_priority(-100)  # after every plugin that changes what pages are rendered with
    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the home page its news, and docs pages what machines read in their head."""
        if isinstance(page, NativePage):
            # As with `engine: fast`, the page is marked in the menu, not in Material's own.
            page.active = False
            self._parts, values = self._publisher.native_page(page.url, page.content)
            return {**context, **values}  # type: ignore[typeddict-item]
        docs_views.speak(config, page, self._language)
        values = {}
        if self.config.look == "portal":
            base = context["base_url"].rstrip("/")
            values = docs_views.of_page(self._publisher, page, nav, self._files, config, base)
        values |= home.handed(page.meta.get("template"), self._publisher.context)
        return {**context, **values}  # type: ignore[typeddict-item]

    @event_priority(100)  # before any plugin that changes what was rendered
    def _make_valid(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Fill in the title of a page that MkDocs has rendered for us; make every page valid."""
        config.theme["language"] = self._language
        if isinstance(page, NativePage):
            return titled(output, self._parts)
        return valid(output) if self.config.look == "portal" else output

    @event_priority(-100)  # after every plugin that changes what was rendered
    def _add_policy(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Let the page run only the scripts that it holds now."""
        if isinstance(page, NativePage):
            return self._publisher.with_policy(output, self._parts)
        for warning in self._publisher.blocked(page.content or ""):
            log.warning(f"{source(page.file.src_uri, self._root, config)}: {warning}")
        return self._publisher.with_policy(output)

    on_post_page = CombinedEvent(_make_valid, _add_policy)

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, template_name: str, config: MkDocsConfig
    ) -> str:
        """The same for pages that are rendered without Markdown, such as 404.html."""
        if not template_name.endswith(".html"):
            return output_content
        output = valid(output_content) if self.config.look == "portal" else output_content
        return self._publisher.with_policy(output)

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Hand the 404 page what helps a reader on."""
        values: dict[str, Any] = {}
        if template_name == "404.html":
            values["not_found"] = home.not_found(self.news_site.catalogue)
            if self.config.look == "portal":
                base = context["base_url"].rstrip("/")
                values |= docs_views.of_lost(self._publisher, self._nav, base)
        return {**context, **values}  # type: ignore[typeddict-item]

    @event_priority(-100)  # after every plugin that writes into the site
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Apply the stage to the site, unless `--strict` has counted a warning."""
        if not (config.strict and project.warned()):
            finish.finish(self._publisher, self.news_site, self._session, self._began)
        self._close_stage()

    def on_build_error(self, error: Exception, **kwargs: object) -> None:
        """Drop the stage, so that the site stays as it was; say in words what the machine lacks."""
        config = self._config
        self._close_stage()
        if isinstance(error, ValueError) and config:  # as `urlsplit` raises, in MkDocs' own code
            problems = report(docs_checks.wrong_addresses(self._files, self._root, config))
            if problems:
                raise PluginError(f"Trang chưa được dựng lại:\n{as_text(problems)}") from error
        if words := failures.words(error, str(self._root)):
            raise PluginError(words) from error

    def on_shutdown(self) -> None:
        """Leave no stage behind when somebody interrupts the build."""
        self._close_stage()

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the posts; after a build with problems go on serving, and show them."""
        serve.prepare(
            server,
            self._root,
            self._posts_dir,
            builder,
            lambda: self.problems,
            lambda: self._publisher.for_maintainers(),
        )
        return server
