"""The MkDocs adapter: options and events, no logic of the news themselves.

With options.py, news_files.py, theming.py and checking.py the only room that imports `mkdocs`:
the day the site moves to another host, these move.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from cchc_site import (
    cache,
    environment,
    front_page,
    markdown,
    preview,
    sitemap,
    theming,
    vietnamese,
)
from cchc_site.build import Applied
from cchc_site.cards import digest
from cchc_site.docs_links import DocsLinks
from cchc_site.edition import Edition, Plan
from cchc_site.heads import Heads
from cchc_site.load import Loader, Reader, quiet
from cchc_site.news_files import Shelf, docs, lost_anchors, news_files, plain_title, source
from cchc_site.options import CchcConfig
from cchc_site.pages import Page as NewsPage
from cchc_site.present import Presenter
from cchc_site.problems import Problem, as_text, report
from cchc_site.pymarkdown import PythonMarkdown
from cchc_site.render import Renderer
from cchc_site.session import Session
from cchc_site.views import Portal

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.cchc")
# ProperDocs, a fork of MkDocs 1.6, answers `mkdocs` with packages and loggers of its own name.
_host_log = logging.getLogger(mkdocs.__name__)
_docs_log = _host_log.getChild("structure.pages")

_POSTS_DIR = CchcConfig().posts_dir
_POST_FILE = re.compile(r"tin-tuc/\d{4}/\d{2}/[^/]+/index\.html")


class Checked(Exception):
    """Raised to end a build that was wanted for its problems only."""


class CchcPlugin(BasePlugin[CchcConfig]):
    """News pages, indexes and the portal around them."""

    only_check = False
    """Set by checking.py: stop before anything is written."""

    def __init__(self) -> None:
        """Nothing is known before the first event."""
        self.problems: tuple[Problem, ...] = ()
        self._serving = False
        self._config: MkDocsConfig | None = None
        self._site_dir = ""
        self._docs_links: DocsLinks | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep this instance for every build of a `serve`."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Refuse what cannot work, add the templates, and point MkDocs at a stage."""
        if not config.site_url:
            raise PluginError("mkdocs.yml thiếu “site_url”; hãy thêm ví dụ site_url: https://…/")
        if not config.use_directory_urls:
            raise PluginError(
                "“use_directory_urls: false” không dùng được với tin; hãy xóa dòng này"
            )
        self.problems = ()
        self._root = project_root(config)
        self._posts_dir = self.posts_dir(config)
        self._now = _now(self.config.timezone)
        self._css = theming.stylesheet(self.config.look)
        theming.add_templates(self.config.look, config)
        self._open_stage(config)
        return config

    def posts_dir(self, config: MkDocsConfig) -> str:
        """The folder of the posts, relative to the project.

        Raises `PluginError` for one that is missing or out of place: it would empty the site.
        """
        written, root = self.config.posts_dir, project_root(config).resolve()
        folder, docs_dir = (root / written).resolve(), Path(config.docs_dir).resolve()
        inside = folder != root and folder.is_relative_to(root)
        if not inside or folder.is_relative_to(docs_dir):
            raise PluginError(
                f"“posts_dir: {written}” phải là một thư mục của dự án, ngoài docs_dir"
            )
        published = any(Path(config.site_dir).glob("tin-tuc/*/*/*/index.html"))
        if not folder.is_dir() and (written != _POSTS_DIR or published):
            raise PluginError(f"không có thư mục bài “{written}”; hãy tạo, hoặc sửa “posts_dir”")
        return folder.relative_to(root).as_posix()

    def _open_stage(self, config: MkDocsConfig) -> None:
        site_dir = Path(config.site_dir).resolve()
        for kept in (self._root / self._posts_dir, self._root / cache.CACHE):
            place = kept.resolve()
            if place.is_relative_to(site_dir) or site_dir.is_relative_to(place):
                raise PluginError(
                    f"“site_dir: {config.site_dir}” trùng với {kept.name}; hãy chọn thư mục khác"
                )
        self._site_dir = config.site_dir
        self._previews = self._serving or os.environ.get("CCHC_DRAFTS") == "1"
        # What `serve` builds outlives it, so that the next one starts from there.
        target = self._root / cache.CACHE / "serve" if self._serving else site_dir
        try:
            self._session = Session(
                self._root, target, self._now, self._previews, writing=not self.only_check
            )
        except cache.Busy:
            raise PluginError(
                "một lần dựng khác của trang này đang chạy; hãy đợi nó xong rồi chạy lại"
            ) from None
        config.site_dir = str(self._session.folders.host)
        self._config = config

    def _close_stage(self) -> None:
        """Drop the stage and give site_dir back; nothing to do when no build is under way."""
        if not self._config:
            return
        self._session.close()
        self._config.site_dir = self._site_dir
        self._config = None
        if self._docs_links:
            _docs_log.removeFilter(self._docs_links)
            self._docs_links = None

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Read the posts and make them, and the indexes, known to MkDocs."""
        self._known = self._session.recall(environment.reading(config, self.config))
        loader = Loader(
            root=self._root,
            settings=self.config.settings(),
            reader=self.reader(config),
            bodies=self._session.bodies,
            memory=self._known,
            workers=self._session.workers,
        )
        plan = Plan(
            posts_dir=self._posts_dir,
            categories=self.config.categories,
            units=self.config.units(),
            terms=self.config.terms(),
            now=self._now,
            previews=self._previews,
            loader=loader,
        )
        self._edition = Edition(plan)
        self._shelf = Shelf()
        for file in news_files(self._edition, self._root, config, self._shelf):
            # A docs page at this address is a problem of its own, reported by addresses.py.
            if file.src_uri not in files.src_uris:
                files.append(file)
        address, content = self._css
        files.append(File.generated(config, address, content=content))

        def read(src_uri: str) -> tuple[str, str]:
            file = files.get_file_from_path(src_uri)
            return source(src_uri, self._root, config), file.content_string if file else ""

        self._docs_links = DocsLinks(self._posts_dir, read)
        _docs_log.addFilter(self._docs_links)
        return files

    def reader(self, config: MkDocsConfig) -> Reader:
        """What reads the Markdown of posts, as the option `markdown` says."""
        if self.config.markdown == "gfm":
            return markdown.read
        return PythonMarkdown(config.markdown_extensions, config.mdx_configs).read

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which `on_env` is not given, and complete what it points to."""
        self._shelf.config = config
        self._nav = nav
        return nav

    @event_priority(-100)  # after every plugin that adds files or changes the environment
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Judge the posts; if they are right, render every news page into the stage."""
        known = docs(files, self._edition, self._root, config)
        problems = [*self._edition.resolve(known), *lost_anchors(files, self._root, config)]
        problems += self._docs_links.problems if self._docs_links else []
        self.problems = report(problems)
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
        pages = self._edition.pages(known)
        self._dates = [(url, "") for url in known.pages]
        self._dates += ((page.url, page.lastmod) for page in pages if not page.hidden)
        portal = theming.portal(
            self.config, config, self._nav, self._edition.catalogue.categories, self._now.date()
        )
        theming.add_loader(env, config)
        env.bytecode_cache = theming.Compiled(self._session.folders.templates)
        env.globals.update(config=config, portal=portal, portal_css=self._css[0])
        renderer = self._renderer(env, config, files, portal)
        around = environment.rendering(config) + digest(portal)

        def fingerprint(page: NewsPage) -> bytes:
            frame = renderer.frame_of(page)
            return page.fingerprint + around + (frame.digest if frame else b"")

        self._build = self._session.build(quiet)
        fingerprinted = ((page, fingerprint(page)) for page in pages)
        self._rendered = self._build.render(fingerprinted, renderer.render)
        self._stage_files(config, files)
        return env

    def _renderer(
        self, env: Environment, config: MkDocsConfig, files: Files, portal: Portal
    ) -> Renderer:
        """What renders every news page; the heads are kept for MkDocs' own pages."""
        edition, site_url = self._edition, theming.site_url(config)
        self._heads = Heads(config.site_name, site_url, portal.organization, edition.catalogue)
        edit = theming.edit_urls(config, files, self._root)
        return Renderer(
            presenter=Presenter(edition.catalogue, edition.cards, site_url, edit),
            heads=self._heads,
            portal=portal,
            description=config.site_description or "",
            layout=lambda name: env.get_template(name).render,
            frame=theming.Frames(self.config.look, env, config, files, self._nav, portal),
        )

    def _stage_files(self, config: MkDocsConfig, files: Files) -> None:
        """Stage what posts bring with them, and robots.txt unless docs/ has one."""
        self._build.bring(
            (unquote(resolved.url), self._root / resolved.media.path, resolved.media.digest)
            for resolved in self._edition.media()
            if resolved.media
        )
        if files.get_file_from_path("robots.txt") is None:
            robots = sitemap.robots(theming.site_url(config))
            self._build.write("robots.txt", robots.encode())

    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the home page its news, and standing pages what machines read in their head."""
        values: dict[str, Any] = {}
        if self.config.look == "portal":
            summary = str(page.meta.get("description") or config.site_description or "")
            values["cchc_head"] = self._heads.standing(
                plain_title(page.title), page.url, summary, context["base_url"].rstrip("/")
            )
        if page.meta.get("template") == "home.html":
            values["home"] = front_page.home(self._edition.catalogue, self._edition.cards)
        return {**context, **values}  # type: ignore[typeddict-item]

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Hand the 404 page what helps a reader on."""
        values: dict[str, Any] = {}
        if template_name == "404.html":
            values["not_found"] = front_page.not_found(self._edition.catalogue, self._edition.cards)
            if self.config.look == "portal":
                values["cchc_head"] = self._heads.lost(context["base_url"].rstrip("/"))
        return {**context, **values}  # type: ignore[typeddict-item]

    def on_post_template(
        self, output_content: str, template_name: str, config: MkDocsConfig
    ) -> str:
        """Put our sitemap in the place of MkDocs', whose dates are those of the build."""
        if template_name != "sitemap.xml":
            return output_content
        found = sitemap.sitemaps(theming.site_url(config), self._dates)
        for name, content in found.items():
            self._build.write(name, content.encode())
        return found["sitemap.xml"]

    @event_priority(-100)  # after every plugin that writes into the site
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Apply the stage to the site, unless `--strict` has counted a warning."""
        compressed = self._session.folders.host / "sitemap.xml.gz"
        if compressed.is_file():
            self._build.write("sitemap.xml.gz", sitemap.undated(compressed.read_bytes()))
        if not (config.strict and _warned()):
            applied, outputs = self._build.apply()
            self._session.remember(self._edition.loaded, outputs)
            log.info(
                f"{vietnamese.count(len(self._edition.catalogue.items))} bài: "
                f"{vietnamese.count(applied.changed)} tệp mới hoặc thay đổi, "
                f"{vietnamese.count(len(applied.gone))} tệp bỏ đi, "
                f"{vietnamese.count(applied.kept)} tệp giữ nguyên"
            )
            self._tell(applied)
        self._close_stage()

    def _tell(self, applied: Applied) -> None:
        """Say which addresses of posts are gone, and when the site must be built again."""
        held_back = {item.post.url for item in self._edition.held_back()}
        for path in applied.gone:
            url = path.parent.as_posix()
            if _POST_FILE.fullmatch(path.as_posix()) and f"{url}/" not in held_back:
                log.info(
                    f"Địa chỉ /{url}/ không còn; nếu bài đã chuyển, hãy thêm vào bài dòng "
                    f"“aliases: [/{url}/]”"
                )
        if moment := self._edition.next_change():
            log.info(f"Trang đổi trạng thái vào {moment:%Y-%m-%d %H:%M}; hãy dựng lại sau lúc đó")

    def on_build_error(self, error: Exception, **kwargs: object) -> None:
        """Drop the stage: the site stays as it was."""
        self._close_stage()

    def on_shutdown(self) -> None:
        """Leave no stage behind when somebody interrupts the build."""
        self._close_stage()

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the posts; after a build with problems go on serving, and show them."""
        if (self._root / self._posts_dir).is_dir():
            server.watch(str(self._root / self._posts_dir))

        def rebuild() -> None:
            try:
                builder()
            except Abort:
                if not self.problems:
                    raise

        server.builder = rebuild
        if app := server.get_app():
            server.set_app(preview.with_banner(app, lambda: self.problems))
        return server


def project_root(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml, links not followed, as MkDocs names docs_dir."""
    return Path(config.config_file_path or "mkdocs.yml").absolute().parent


def _warned() -> bool:
    """Whether the counter that `--strict` judges by has counted anything."""
    counters = (handler for handler in _host_log.handlers if isinstance(handler, CountHandler))
    return any(counter.get_counts() for counter in counters)


def _now(timezone: dt.tzinfo) -> dt.datetime:
    """The moment of the build: `CCHC_NOW` (ISO 8601), else `SOURCE_DATE_EPOCH` (seconds), else
    the clock."""
    if written := os.environ.get("CCHC_NOW"):
        try:
            moment = dt.datetime.fromisoformat(written)
        except ValueError:
            raise PluginError(f"CCHC_NOW={written} không phải thời điểm ISO 8601") from None
        return moment.astimezone(timezone) if moment.tzinfo else moment.replace(tzinfo=timezone)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return dt.datetime.fromtimestamp(int(epoch), timezone)
        except (ValueError, OverflowError):
            raise PluginError(f"SOURCE_DATE_EPOCH={epoch} không phải số giây") from None
    return dt.datetime.now(timezone)
