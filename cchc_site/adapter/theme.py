"""The theme's side of a build: templates, menu, what the layout around every page shows.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from cchc_site.adapter import admin, docs_pages
from cchc_site.adapter.docs_meta import is_for_office, language
from cchc_site.adapter.files import NewsFile, plain_title
from cchc_site.adapter.options import CchcConfig
from cchc_site.base import urls
from cchc_site.pages import contact, menu, wording
from cchc_site.pages.components import ended_notice
from cchc_site.pages.menu import Alert, MenuItem, Portal
from cchc_site.rendering import csp, jinja
from cchc_site.site.catalogue import Category
from cchc_site.site.organizations import ended, in_office, is_over, last_in_office

if TYPE_CHECKING:
    from jinja2 import Environment

_THEME = Path(__file__).parent.parent / "theme"
_ASSETS = "assets"
_PAGES = "cchc"
"""The folder of page templates, by the name under which templates and sites know it."""


def add_templates(look: str, config: MkDocsConfig) -> None:
    """Put our templates behind the site's own and before Material's.

    Raises `PluginError` for a theme that the look cannot work with.
    """
    folders = [_THEME]
    if look == "portal":
        if config.theme.name != "material":
            raise PluginError("“look: portal” cần “theme: {name: material}”")
        if "navigation.instant" in _features(config):
            raise PluginError(
                "“look: portal” không đi cùng “navigation.instant”; hãy bỏ mục này khỏi “features”"
            )
        folders.insert(0, _THEME / "portal")
    place = 1 if config.theme.custom_dir else 0
    config.theme.dirs[place:place] = map(str, folders)
    config.theme.get_env = partial(_without_icons, config.theme.get_env)  # type: ignore[method-assign]


def page_templates() -> Iterator[str]:
    """The names of the templates of pages and of their components."""
    for folder, named in ("pages", _PAGES), ("components", "components"):
        yield from (f"{named}/{path.name}" for path in (_THEME / folder).glob("*.html"))


class _Templates(FileSystemLoader):
    """The templates of a theme. MkDocs lists them all at every build to copy those that are assets,
    and then drops what lies in folders with a dot, such as Material's 14,500 icons. Of ours only
    assets/ is for readers: stylesheets lie beside templates and are joined into one.

    MkDocs offers no event between making its environment and listing, so `get_env` is wrapped. That
    saves 0.054 s of CPU, a twentieth of an edit among 10,000 posts.
    """

    def list_templates(self) -> list[str]:
        """All templates but those of such folders."""
        templates: set[str] = set()
        for root in self.searchpath:
            ours = Path(root).is_relative_to(_THEME)
            for folder, folders, names in os.walk(Path(root, _ASSETS) if ours else root):
                folders[:] = [name for name in folders if not name.startswith(".")]
                here = os.path.relpath(folder, root).replace(os.sep, "/")
                templates.update(names if here == "." else (f"{here}/{name}" for name in names))
        return sorted(templates)


def _without_icons(get_env: Callable[[], Environment]) -> Environment:
    env = get_env()
    if type(env.loader) is FileSystemLoader:
        env.loader = _Templates(env.loader.searchpath)
    return env


def prepare(env: Environment, config: MkDocsConfig) -> None:
    """Let `env` find the portal's templates, and keep what it compiles."""
    _add_loader(env, config)
    jinja.prepare(env)


def _add_loader(env: Environment, config: MkDocsConfig) -> None:
    """Let page templates be found behind the site's own, and the portal's base.html extend
    Material's, of the same name, as `material/base.html`; so a site's main.html may extend
    “base.html” as Material's documentation has it."""
    pages = PrefixLoader({_PAGES: FileSystemLoader(_THEME / "pages")})
    loaders: list[BaseLoader] = [*filter(None, [env.loader]), pages]
    ours = str(_THEME / "portal")
    if ours in config.theme.dirs:
        behind = config.theme.dirs[config.theme.dirs.index(ours) + 1 :]
        loaders.insert(0, PrefixLoader({"material": FileSystemLoader(behind)}))
    env.loader = ChoiceLoader(loaders)


def _features(config: MkDocsConfig) -> Sequence[str]:
    return config.theme.get("features") or ()


def sources(options: CchcConfig, config: MkDocsConfig) -> csp.Sources | None:
    """What the content security policy allows beyond the site's own: what the options say, and the
    very files at other hosts that the configuration names; None where pages have none."""
    if options.look != "portal" or options.csp is None:
        return None
    allowed = {
        directive: [csp.address(source) or source for source in sources]
        for directive, sources in options.csp.items()
    }
    for directive, files in (
        ("script-src", config.extra_javascript),
        ("style-src", config.extra_css),
    ):
        hosts = filter(None, (csp.address(str(file)) for file in files))
        allowed[directive] = list(dict.fromkeys([*allowed.get(directive, ()), *hosts]))
    return allowed


def template(look: str) -> str:
    """The template of the theme's page around an item."""
    return "main.html" if look == "portal" else "cchc/shell.html"


def site_url(config: MkDocsConfig) -> str:
    """The site's address, ending with a slash."""
    return f"{(config.site_url or '').rstrip('/')}/"


def portal(
    options: CchcConfig,
    config: MkDocsConfig,
    nav: Navigation,
    categories: Sequence[Category],
    now: dt.datetime,
) -> Portal:
    """What stands around every page; the menu bar is `nav` where that is given."""
    today = now.date()
    terms = options.terms()
    serving = in_office(terms, today)
    term = serving or last_in_office(terms)
    over = term if serving is None and is_over(term, today) else None
    given, shows_communes = config.nav is not None, bool(options.federation)
    return Portal(
        name=config.site_name,
        organization=term.body if term else None,
        menu=tuple(_menu(nav.items)) if given else menu.menu(categories, shows_communes),
        footer=menu.footer(categories, tuple(_standing(nav)), shows_communes),
        tasks=options.errands(),
        archive=ended_notice(ended(over, terms)) if over else None,
        search=options.search,
        alert=_alert(options, now),
        contact=contact.ways(serving.office, contact_page(nav)) if serving else None,
    )


def contact_page(nav: Navigation) -> str:
    """The address of the page of docs/ that shows how citizens reach the body, "" without one."""
    pages = (page for page in nav.pages if page.meta.get("template") == contact.TEMPLATE)
    return next((page.url for page in pages), "")


def _alert(options: CchcConfig, now: dt.datetime) -> Alert | None:
    """What every page is to tell first, until that is over."""
    alert, end = options.alert, options.alert.end(options.timezone)
    if not alert.text or (end and end <= now):
        return None
    until = alert.until_in_words(options.timezone)
    return Alert(alert.text, alert.level, alert.label or "Xem chi tiết", alert.url, until)


def _standing(nav: Navigation) -> Iterator[MenuItem]:
    """The pages of docs/ for citizens; a way to those in each other language, and to those that are
    for the office."""
    others: dict[str, MenuItem] = {}
    office: list[MenuItem] = []
    for page in docs_pages.standing(nav):
        code = language(page)
        if is_for_office(page):
            office.append(MenuItem(page.url, "Dành cho cán bộ", page.url))
        elif code == wording.OWN:
            yield MenuItem(page.url, plain_title(page.title), page.url)
        elif code not in others or page.url == f"{code}/":
            others[code] = MenuItem(page.url, wording.name(code), page.url, code)
    yield from others.values()
    yield from office[:1]


def _menu(items: Sequence[Any]) -> Iterator[MenuItem]:
    """The top of `nav` as menu entries; a section leads to its first page, none to one that is for
    the office."""
    for item in items:
        first = _first(item)
        if isinstance(first, Page):
            title = plain_title(item.title or first.title)
            yield MenuItem(first.url or menu.HOME, title, first.url, _other_language(first))
        elif isinstance(first, Link):
            yield MenuItem(first.url, plain_title(item.title), first.url)


def _first(item: Any) -> Any:
    """The first page or link of an item that is for citizens, None without any."""
    if isinstance(item, Section):
        return next(filter(None, map(_first, item.children)), None)
    return None if isinstance(item, Page) and is_for_office(item) else item


def _other_language(page: Page) -> str:
    """The language of a page where it is not that of the news."""
    code = wording.OWN if isinstance(page.file, NewsFile) else language(page)
    return "" if code == wording.OWN else code


def edit_urls(
    options: CchcConfig, config: MkDocsConfig, files: Files, root: Path
) -> Callable[[str], str]:
    """What gives the address for changing a file of the project: of a post in the editors' form,
    else at the forge; "" without one."""
    if options.admin:
        return partial(admin.edit_url, options, site_url(config))
    editing = "content.action.edit" in _features(config)
    forge = config.repo_url or urls.split(config.edit_uri_template or config.edit_uri or "").netloc

    if not (editing and forge):  # of an address without a host MkDocs warns, once a page made
        return lambda path: ""

    def edit(path: str) -> str:
        file = files.get_file_from_path(os.path.relpath(root / path, config.docs_dir))
        page = file.page if file else None
        return (page.edit_url or "") if page else ""

    return edit
