"""The MkDocs adapter: options and events, no logic of the news themselves.

With options.py, project.py, adapter/files.py, theme.py, environment.py, native.py, serve.py and
check.py the only rooms that import `mkdocs`: the day the site moves to another host, these move.
"""

from __future__ import annotations

import functools
import logging
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from cchc_site.adapter import docs_tables, environment, native, project, serve, theme
from cchc_site.adapter import files as news_files
from cchc_site.adapter.docs_links import DocsLinks
from cchc_site.adapter.files import (
    FileContext,
    NewsFile,
    lost_anchors,
    lost_templates,
    plain_title,
    source,
)
from cchc_site.adapter.layouts import titled
from cchc_site.adapter.native import NativeContext, NativeFile, NativePage
from cchc_site.adapter.options import CchcConfig
from cchc_site.adapter.publisher import Publisher, Site
from cchc_site.adapter.summary import tell_applied, tell_slow_and_unmet
from cchc_site.base import failures, signals, vietnamese
from cchc_site.base.opened import Opened
from cchc_site.base.problems import Level, Problem, as_text, one_line, report
from cchc_site.base.progress import Progress
from cchc_site.build.session import Session
from cchc_site.build.stage import Clash
from cchc_site.content.text import ParsedText
from cchc_site.pages import home
from cchc_site.rendering import stylesheets
from cchc_site.rendering.layout import valid
from cchc_site.site.loader import Loader, Reader
from cchc_site.site.news_site import Docs, NewsSite, SiteInputs
from cchc_site.storage import folders

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer

    from cchc_site.markdown.python_markdown.reader import PythonMarkdown

log = logging.getLogger("mkdocs.plugins.cchc")
_docs_log = project.host_log.getChild("structure.pages")


def _read_gfm(text: str, path: str, first_line: int) -> ParsedText:
    from cchc_site.markdown.gfm import reader as gfm

    return gfm.read(text, path, first_line)


class Checked(Exception):
    """Raised to end a build that was wanted for its problems only."""


class CchcPlugin(BasePlugin[CchcConfig]):
    """News pages, indexes and the portal around them."""

    only_check = False
    """Set by check.py: stop before anything is written."""

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
        """Refuse what cannot work, add the templates, and point MkDocs at a stage."""
        self._began = time.monotonic()
        self._root = project.project_root(config)
        project.refuse(config)
        self.problems = ()
        self._posts_dir = project.posts_dir(config, self.config.posts_dir)
        self._now = project.moment(self.config.timezone)
        self._css = stylesheets.stylesheet(self.config.look)
        theme.add_templates(self.config.look, config)
        self._open_stage(config)
        return config

    def _open_stage(self, config: MkDocsConfig) -> None:
        target = project.site_dir(config, self._posts_dir)
        if self._serving:
            target = serve.folder(self._root)
        self._previews = self._serving or os.environ.get("CCHC_DRAFTS") == "1"
        try:
            self._session = Session(
                self._root, target, self._now, self._previews, writing=not self.only_check
            )
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
            _docs_log.removeFilter(self._docs_links)
            self._docs_links = None

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Read the posts and make them, and the indexes, known to MkDocs."""
        self._files = files
        self._of_files = [*news_files.compose(files, self._root, config)]
        self._of_files += news_files.unpublishable(files, self._root, config)
        self._loader = Loader(
            root=self._root,
            settings=self.config.settings(),
            reader=self.reader(config),
            bodies=self._session.bodies,
            searchable=self.config.search,
            memory=self._session.recall(
                environment.code(),
                environment.reading(config, self.config),
                environment.pictures(),
            ),
            workers=self._session.workers,
            negatives=self._session.negatives,
            progress=self._progress,
            opened=Opened(self._root) if self.config.markdown == "mkdocs" else None,
        )
        self._edition = NewsSite(self._plan())
        self._shelf = FileContext(config)
        kind = NativeFile if self._is_native else NewsFile
        for file in news_files.news_files(self._edition, self._root, self._shelf, kind):
            # A docs page at this address is a problem of its own, reported by addresses.py.
            if file.src_uri not in files.src_uris:
                files.append(file)
        scripts = stylesheets.scripts() if self.config.search else ()
        for address, content in (self._css, *scripts):
            if address not in files.src_uris:  # as above
                files.append(File.generated(config, address, content=content))

        def read(src_uri: str) -> tuple[str, str]:
            file = files.get_file_from_path(src_uri)
            return source(src_uri, self._root, config), file.content_string if file else ""

        self._docs_links = DocsLinks(self._posts_dir, read)
        _docs_log.addFilter(self._docs_links)
        return files

    def _plan(self) -> SiteInputs:
        return SiteInputs(
            posts_dir=self._posts_dir,
            categories=self.config.categories,
            names=self.config.names(),
            terms=self.config.terms(),
            now=self._now,
            previews=self._previews,
            loader=self._loader,
        )

    @property
    def _is_native(self) -> bool:
        return self.config.engine == "native"

    def reader(self, config: MkDocsConfig) -> Reader:
        """What reads the Markdown of posts, as the option `markdown` says; the engine is loaded
        with the first text."""
        if self.config.markdown == "gfm":
            return _read_gfm

        @functools.cache
        def converter() -> PythonMarkdown:
            from cchc_site.markdown.python_markdown import reader as python_markdown

            return python_markdown.PythonMarkdown(config.markdown_extensions, config.mdx_configs)

        return lambda text, path, line: converter().read(text, path, line)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which `on_env` is not given, and complete what it points to."""
        self._shelf.open(nav, config)
        self._nav = nav
        self._early: Docs | None = None
        if self._is_native:
            desk = NativeContext(
                self._edition, self._loader, theme.template(self.config.look), self._resolve_early
            )
            native.adopt(files, desk)
        return nav

    def _resolve_early(self, files: Files) -> None:
        """Follow the links of posts as soon as MkDocs has read the pages of docs/."""
        if self._early is None and self._config:
            self._early = news_files.docs(files, self._edition, self._root, self._config, False)
            self._edition.resolve(self._early)

    @event_priority(-100)  # after every plugin that adds files or changes the environment
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Judge the posts; if they are right, render every news page into the stage."""
        known = news_files.docs(files, self._edition, self._root, config, self.config.search)
        inputs = b"" if self._is_native else self._edition.inputs(known)
        plan = self._session.plan
        same = bool(inputs) and plan[:1] == (inputs,) and self._edition.edits.are_words
        problems = [*self._edition.resolve(known, trusting=same), *self._of_files]
        problems += project.unreadable(config)
        problems += lost_anchors(files, self._root, config)
        problems += lost_templates(env, files, self._root, config)
        problems += self._docs_links.problems if self._docs_links else []
        strict = self.config.strict_citations
        advice = [*self._edition.advice()] if strict or self.only_check else []
        if strict:
            problems += (replace(one, level=Level.ERROR) for one in advice)
            advice = []
        if self.only_check:
            advice += (*self._edition.exposed(), *self._edition.shared())
        self.problems, self.advice = report(problems), tuple(advice)
        if self.only_check:
            # MkDocs does this last, when everything is built.
            for file in files.documentation_pages():
                if file.page:
                    level = config.validation.links.anchors
                    file.page.validate_anchor_links(files=files, log_level=level)
            raise Checked
        if self.problems:
            count = vietnamese.count(len(self.problems))
            said = f"Có {count} lỗi, trang chưa được dựng lại:"
            raise PluginError(f"{said}\n{as_text(self.problems)}")
        theme.prepare(env, config)
        # Ours is written with the news, and only when it differs.
        config.theme.static_templates.discard("sitemap.xml")
        self._publisher = Publisher(
            self._site(env, config, files),
            self._edition,
            self._session.build(self._progress),
            self._session,
        )
        if not (same and self._publisher.amend(known, plan)):
            self._publisher.publish(known, inputs)
        unmet = () if self._is_native else tuple(native.foreign(config.plugins))
        tell_slow_and_unmet(self._publisher.pours, unmet)
        return env

    def _site(self, env: Environment, config: MkDocsConfig, files: Files) -> Site:
        return Site(
            self.config,
            config,
            env,
            files,
            self._nav,
            self._now.date(),
            self._css,
            # MkDocs puts a script of its own, another each time, into what `serve` shows.
            None if self._serving else theme.sources(self.config, config),
        )

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the tables of standing pages in frames, without inline styles."""
        if isinstance(page, NativePage) or self.config.look != "portal":
            return html
        return docs_tables.framed(docs_tables.aligned(html), str(page.meta.get("lang") or "vi"))

    @event_priority(-100)  # after every plugin that changes what pages are rendered with
    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the home page its news, and standing pages what machines read in their head."""
        if isinstance(page, NativePage):
            # As with `engine: fast`, the page is marked in the menu, not in Material's own.
            page.active = False
            self._slots, whole = self._publisher.native_page(page.url, page.content)
            return {**context, **whole}  # type: ignore[typeddict-item]
        values: dict[str, Any] = {}
        if self.config.look == "portal":
            summary = str(page.meta.get("description") or config.site_description or "")
            values["cchc_head"] = self._publisher.heads.standing(
                plain_title(page.title), page.url, summary, context["base_url"].rstrip("/")
            )
        if page.meta.get("template") == "home.html":
            values["home"] = home.home(self._edition.catalogue, self._edition.cards)
        return {**context, **values}  # type: ignore[typeddict-item]

    @event_priority(100)  # before any plugin that changes what was rendered
    def _make_valid(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Fill in the title of a page that MkDocs has rendered for us; make every page valid."""
        if isinstance(page, NativePage):
            return titled(output, self._slots)
        return valid(output) if self.config.look == "portal" else output

    @event_priority(-100)  # after every plugin that changes what was rendered
    def _seal(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Let the page run only the scripts that it holds now."""
        if isinstance(page, NativePage):
            return self._publisher.sealed(output, self._slots)
        for told in self._publisher.blocked(page.content or ""):
            log.warning(f"{source(page.file.src_uri, self._root, config)}: {told}")
        return self._publisher.sealed(output)

    on_post_page = CombinedEvent(_make_valid, _seal)

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, template_name: str, config: MkDocsConfig
    ) -> str:
        """The same for pages that are rendered without Markdown, such as 404.html."""
        if not template_name.endswith(".html"):
            return output_content
        output = valid(output_content) if self.config.look == "portal" else output_content
        return self._publisher.sealed(output)

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Hand the 404 page what helps a reader on."""
        values: dict[str, Any] = {}
        if template_name == "404.html":
            values["not_found"] = home.not_found(self._edition.catalogue)
            if self.config.look == "portal":
                values["cchc_head"] = self._publisher.heads.lost(context["base_url"].rstrip("/"))
        return {**context, **values}  # type: ignore[typeddict-item]

    @event_priority(-100)  # after every plugin that writes into the site
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Apply the stage to the site, unless `--strict` has counted a warning."""
        if not (config.strict and project.warned()):
            self._publisher.stage_headers()
            try:
                with signals.held():
                    applied, outputs = self._publisher.build.apply()
                    known = self._publisher.plan, self._publisher.index
                    self._session.remember(self._edition.loaded, outputs, *known)
            except Clash as clash:
                raise PluginError(
                    f"hai nơi cùng tạo tệp “{one_line(str(clash))}” của trang, ví dụ một plugin và "
                    "tin; trang chưa thay đổi, hãy đổi tên một tệp hoặc tắt plugin ấy"
                ) from None
            tell_applied(applied, self._edition, self._publisher, self._began)
        self._close_stage()

    def on_build_error(self, error: Exception, **kwargs: object) -> None:
        """Drop the stage, so that the site stays as it was; say in words what the machine lacks."""
        config = self._config
        self._close_stage()
        if isinstance(error, ValueError) and config:  # as `urlsplit` raises, in MkDocs' own code
            problems = news_files.broken_links(self._files, self._root, config)
            if problems:
                said = f"Trang chưa được dựng lại:\n{as_text(report(problems))}"
                raise PluginError(said) from error
        if said := failures.words(error, str(self._root)):
            raise PluginError(said) from error

    def on_shutdown(self) -> None:
        """Leave no stage behind when somebody interrupts the build."""
        self._close_stage()

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the posts; after a build with problems go on serving, and show them."""
        serve.prepare(server, self._root, self._posts_dir, builder, lambda: self.problems)
        return server
