"""The theme's side of a build: templates, stylesheet, menu and the frames around news pages.

Part of the MkDocs adapter, with options.py, news_files.py, checking.py and plugin.py.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape, unescape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import BytecodeCache, ChoiceLoader, FileSystemLoader, PrefixLoader
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from cchc_site import digests, frame, policy, slimming
from cchc_site.build import file_of
from cchc_site.catalogue import Category
from cchc_site.digests import digest
from cchc_site.news_files import NewsFile, plain_title
from cchc_site.options import CchcConfig
from cchc_site.organizations import ended, in_office, is_over, last_in_office
from cchc_site.pages import Page as NewsPage
from cchc_site.policy import Inline, Policies
from cchc_site.render import Renderer, base_of
from cchc_site.scopes import ListScope, PostScope
from cchc_site.shell import POLICY, SLOTS, Frame, is_whole, marker, valid
from cchc_site.views import MenuItem, Portal

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket

_THEME = Path(__file__).parent / "theme"
_MATERIAL = "assets/stylesheets/main.*.min.css"
_NOT_CSS = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)

# Comments that stand on lines of their own, and the space before a line's code.
_NOT_JS = re.compile(r"^\s*(?://[^\n]*\n|/\*\*.*?\*/\n)|^\s+", re.DOTALL | re.MULTILINE)
# As Python-Markdown writes a cell that has no other attribute.
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (left|center|right);">')
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_FROM = re.compile(r'from "\./(?:words|index|query|rank)\.js"')
_SCRIPTS = {
    "search": ("words", "index", "query", "rank"),
    "search-box": ("box",),
    "search-page": ("page",),
}


def add_templates(look: str, config: MkDocsConfig) -> None:
    """Put our templates behind the site's own and before Material's.

    Raises `PluginError` for a theme that the look cannot work with.
    """
    folders = [_THEME / "parts"]
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


class _Templates(FileSystemLoader):
    """The templates of a theme. MkDocs lists them all at every build to copy those that are assets,
    and then drops what lies in folders with a dot, such as Material's 14,500 icons."""

    def list_templates(self) -> list[str]:
        """All templates but those of such folders."""
        found: set[str] = set()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root):
                folders[:] = [name for name in folders if not name.startswith(".")]
                here = os.path.relpath(folder, root).replace(os.sep, "/")
                found.update(names if here == "." else (f"{here}/{name}" for name in names))
        return sorted(found)


def _without_icons(get_env: Callable[[], Environment]) -> Environment:
    env = get_env()
    if type(env.loader) is FileSystemLoader:
        env.loader = _Templates(env.loader.searchpath)
    return env


class Compiled(BytecodeCache):
    """Templates compiled by an earlier build, in `folder`; what was altered is compiled anew."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` when its template's code is kept."""
        try:
            content = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        if content[: digests.SIZE] == digest(content[digests.SIZE :]):
            bucket.bytecode_from_string(content[digests.SIZE :])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in `bucket`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        content = bucket.bytecode_to_string()
        (self._folder / bucket.key).write_bytes(digest(content) + content)


def prepare(env: Environment, config: MkDocsConfig, compiled: Path) -> None:
    """Let `env` find the portal's templates, and keep what it compiles in the folder `compiled`."""
    _add_loader(env, config)
    env.bytecode_cache = Compiled(compiled)


def layout(env: Environment, name: str) -> Callable[..., str]:
    """What renders the template `name` again and again: what all templates know is gathered once,
    where `Template.render` gathers it each time."""
    template = env.get_template(name)
    known = dict(template.globals)

    def render(**values: Any) -> str:
        context = template.new_context({**known, **values}, shared=True)
        try:
            return "".join(template.root_render_func(context))
        except Exception:
            env.handle_exception()  # shows the template's lines, and raises

    return render


def _add_loader(env: Environment, config: MkDocsConfig) -> None:
    """Let the portal's base.html extend Material's, of the same name, as `material/base.html`;
    so a site's main.html may extend “base.html” as Material's documentation has it."""
    ours = str(_THEME / "portal")
    if ours in config.theme.dirs:
        behind = config.theme.dirs[config.theme.dirs.index(ours) + 1 :]
        material = PrefixLoader({"material": FileSystemLoader(behind)})
        env.loader = ChoiceLoader([material, *filter(None, [env.loader])])


def _features(config: MkDocsConfig) -> Sequence[str]:
    return config.theme.get("features") or ()


def stylesheet(look: str) -> tuple[str, str]:
    """Address and content of the one stylesheet: its parts joined in the order of their names,
    without the frame's where the theme brings its own."""
    parts = sorted((_THEME / "css").glob("*.css"))
    if look == "theme":
        parts = [part for part in parts if part.name >= "5"]
    content = _NOT_CSS.sub("", "".join(part.read_text("utf-8") for part in parts))
    return f"assets/cchc/cchc.{digest(content.encode()).hex()[:8]}.css", content


class Slim(NamedTuple):
    """Material's stylesheet as news pages get it: the address of the whole one and of this, and
    what makes it."""

    whole: str
    part: str
    make: Callable[[], bytes]


def slim(look: str, config: MkDocsConfig, beside: str) -> Slim | None:
    """Material's stylesheet for news pages of the portal, which have that `beside` it; none where
    the site's own templates may hold anything."""
    if look != "portal" or config.theme.custom_dir:
        return None
    found = [sheet for folder in config.theme.dirs for sheet in Path(folder).glob(_MATERIAL)]
    if len(found) != 1:
        return None
    content = found[0].read_text("utf-8")
    made_of = digest(f"{content}{beside}{Path(slimming.__file__).read_text('utf-8')}".encode())
    return Slim(
        f"assets/stylesheets/{found[0].name}",
        f"assets/cchc/material.{made_of.hex()[:8]}.css",
        lambda: slimming.slim(content, beside).encode(),
    )


def scripts() -> Iterator[tuple[str, str]]:
    """Address and content of the search's scripts, which readers fetch when they use it: the parts
    of the engine as one file, then the box and the page that use it; without comments."""
    folder = _THEME / "search"
    for name, parts in _SCRIPTS.items():
        texts = ((folder / f"{part}.js").read_text("utf-8") for part in parts)
        content = _NOT_JS.sub("", "".join(texts))
        if len(parts) > 1:
            content = _IMPORT.sub("", content)
        yield f"assets/cchc/{name}.js", _FROM.sub('from "./search.js"', content)


def sources(options: CchcConfig, config: MkDocsConfig) -> policy.Sources | None:
    """What the content security policy allows beyond the site's own: what the options say, and the
    very files at other hosts that the configuration names; None where pages have none."""
    if options.look != "portal" or options.csp is None:
        return None
    found = {name: [*told] for name, told in options.csp.items()}
    for name, files in (
        ("script-src", config.extra_javascript),
        ("style-src", config.extra_css),
    ):
        told = filter(None, (policy.address(str(file)) for file in files))
        found[name] = list(dict.fromkeys([*found.get(name, ()), *told]))
    return found


def aligned(html: str) -> str:
    """The HTML of a page of docs/, its tables' cells aligned by class: a content security policy
    forbids to do so by style.

    >>> aligned('<td style="text-align: right;">7</td>')
    '<td class="right">7</td>'
    """
    return _ALIGNED.sub(r'\1 class="\2">', html)


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
    today: dt.date,
) -> Portal:
    """What the frame shows; the menu bar is `nav` where that is given."""
    standing = [
        MenuItem(page.url, plain_title(page.title), page.url, _language(page))
        for page in nav.pages
        if page.url and not isinstance(page.file, NewsFile)
    ]
    terms = options.terms()
    serving = in_office(terms, today)
    term = serving or last_in_office(terms)
    over = term if serving is None and is_over(term, today) else None
    given = config.nav is not None
    return Portal(
        name=config.site_name,
        organization=term.body if term else None,
        menu=tuple(_menu(nav.items)) if given else frame.menu(categories),
        footer=frame.footer(categories, standing),
        tasks=options.errands(),
        archive=ended(over, terms) if over else None,
        search=options.search,
    )


def _menu(items: Sequence[Any]) -> Iterator[MenuItem]:
    """The top of `nav` as menu entries; a section leads to its first page."""
    for item in items:
        first = item
        while isinstance(first, Section) and first.children:
            first = first.children[0]
        if isinstance(first, Page):
            title = plain_title(item.title or first.title)
            yield MenuItem(first.url or frame.HOME, title, first.url, _language(item))
        elif isinstance(first, Link):
            yield MenuItem(first.url, plain_title(item.title), first.url)


def _language(item: Any) -> str:
    """The language that a standing page names for itself."""
    return str((getattr(item, "meta", None) or {}).get("lang") or "")


def edit_urls(config: MkDocsConfig, files: Files, root: Path) -> Callable[[str], str]:
    """What gives the forge's address for changing a file of the project, "" without one."""
    editing = "content.action.edit" in _features(config)

    if not editing:
        return lambda path: ""

    def edit(path: str) -> str:
        file = files.get_file_from_path(os.path.relpath(root / path, config.docs_dir))
        page = file.page if file else None
        return (page.edit_url or "") if page else ""

    return edit


_Key = tuple[int, str, bool]
"""Depth, menu's entry and liveliness: what a frame is made for."""


class Frames:
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
        """Nothing is rendered yet; posts read by Python-Markdown may hold what Material's script
        brings to life; without `policies` pages have none."""
        self._config, self._nav, self._portal = config, nav, portal
        self._policies = policies
        pages = files.documentation_pages()
        self._files = [file for file in pages if not isinstance(file, NewsFile)]
        self._layout = env.get_template(template(options.look))
        self._lively = options.markdown == "mkdocs"
        self._made: dict[_Key, tuple[Frame, Inline, str]] = {}
        self._actives: dict[str, str] = {}
        self.pours = True
        """Whether pages can be poured; else each is rendered whole, at its own address."""

    def dress(self, page: NewsPage, slots: Mapping[str, str]) -> bytes:
        """The theme's page with its `slots` filled."""
        return self.pour(page, slots) if self.pours else self.whole(page, slots).encode()

    def pour(self, page: NewsPage, slots: Mapping[str, str]) -> bytes:
        """The frame of `page` with its `slots` filled, and its policy."""
        frame, found, told = self._frame(*self._key(page))
        if self._policies and slots["code"]:
            told = self._policy(found | policy.inline(slots["code"]))
        return frame.pour({**slots, POLICY: told})

    def of(self, page: NewsPage) -> bytes:
        """The digest of the frame of `page`, the same for all pages as deep and of the same menu's
        entry; posts may have one of their own."""
        return self._frame(*self._key(page))[0].digest

    def _key(self, page: NewsPage) -> _Key:
        return page.url.count("/"), self.active(page.active), self._is_lively(page)

    def _is_lively(self, page: NewsPage) -> bool:
        return self._lively and isinstance(page.scope, PostScope)

    def _frame(self, depth: int, active: str, lively: bool) -> tuple[Frame, Inline, str]:
        made = depth, active, lively
        if made not in self._made:
            html = self._render(*made)
            found = policy.inline(html) if self._policies else Inline()
            self._made[made] = Frame.cut(html), found, self._policy(found)
        return self._made[made]

    def _policy(self, found: Inline) -> str:
        return escape(self._policies.of(found), quote=False) if self._policies else ""

    def sealed(self, html: str, slots: Mapping[str, str] | None = None) -> str:
        """A page with the policy that follows from it; what a post says, in `slots`, has no part in
        that. One that is not made of our templates has none, but headers must let it run."""
        if not self._policies:
            return html
        found = policy.inline(html.replace(slots["main"], "") if slots else html)
        if slots:
            found |= policy.inline(slots["code"])
        return html.replace(marker(POLICY), self._policy(found))

    def make(self, pages: Iterable[NewsPage]) -> None:
        """Make the frames of `pages` now, rather than in every process that renders some."""
        for page in pages:
            if page.template:
                self.of(page)

    @property
    def used(self) -> tuple[tuple[_Key, bytes], ...]:
        """The keys of the frames that were asked for, and their digests."""
        return tuple((made, self._made[made][0].digest) for made in sorted(self._made))

    def are(self, used: Sequence[tuple[_Key, bytes]]) -> bool:
        """Whether the frames that an earlier build has `used` are the same now."""
        return all(self._frame(*made)[0].digest == digest for made, digest in used)

    def active(self, key: str) -> str:
        """The menu's entry for a page that belongs to `key`."""
        if key not in self._actives:
            self._actives[key] = frame.active(key, self._portal.menu)
        return self._actives[key]

    def _render(self, depth: int, active: str, lively: bool) -> str:
        slots = {slot: marker(slot) for slot in SLOTS}
        return self._layout.render(**self._context(_like("/" * depth), active, lively, slots))

    def whole(self, page: NewsPage, slots: Mapping[str, str]) -> str:
        """The page of the theme with its `slots` filled, without pouring."""
        html = titled(self._layout.render(**self.context_of(page, slots)), slots)
        return self.sealed(html, slots)

    def context_of(self, page: NewsPage, slots: Mapping[str, str]) -> dict[str, Any]:
        """What the theme's page is rendered with when its `slots` are filled, all but the title,
        which `titled` fills: Material unescapes titles and prints them as they are."""
        url = _like(page.url) if self.pours else page.url
        title = marker("title") if self.pours else _harmless(slots["title"])
        return self._of(page, url, {**slots, "title": title})

    def _of(self, page: NewsPage, url: str, slots: Mapping[str, str]) -> dict[str, Any]:
        return self._context(url, self.active(page.active), self._is_lively(page), slots)

    def guard(self, renderer: Renderer, pages: Sequence[NewsPage]) -> None:
        """Find out, by the first post and the first list of `pages`, whether pouring gives what
        rendering the whole page gives, and whether that depends on the page's own address."""
        for kind in (PostScope, ListScope):
            page = next((page for page in pages if isinstance(page.scope, kind)), None)
            if page and self.pours:
                slots = renderer.slots(page)
                whole = self.whole(page, slots)
                there = self._of(page, _like(page.url, "y"), slots)
                there["page"].title = there["cchc_title"] = marker("title")
                elsewhere = self.sealed(titled(self._layout.render(**there), slots), slots)
                poured = self.pour(page, slots)
                self.pours = whole == elsewhere and whole.encode() == poured and is_whole(whole)

    def _context(
        self, url: str, active: str, lively: bool, slots: Mapping[str, str]
    ) -> dict[str, Any]:
        file = File(f"{url}index.md", None, "", use_directory_urls=True, dest_uri=file_of(url))
        page = Page(slots["title"], file, self._config)
        page.content, page.meta = "", {"description": slots["description"]}
        page.canonical_url = slots["canonical"]
        page.edit_url = None
        base = base_of(url.count("/"))
        context = get_context(self._nav, self._files, self._config, page, base_url=base)
        parts = {f"cchc_{slot}": slots[slot] for slot in SLOTS}
        return {**context, **parts, "active": active, "cchc_lively": lively}


def titled(html: str, slots: Mapping[str, str]) -> str:
    """A page rendered with what `context_of` gives, valid, its title filled in."""
    return valid(html).replace(marker("title"), slots["title"])


_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def framed(html: str, language: str) -> str:
    """The text of a standing page, each table in a frame that scrolls and that keys can reach, as
    in posts; Material's own frame, made by its script, no key reaches."""
    word, numbers = "Bảng" if language == "vi" else "Table", count(1)

    def frame(table: re.Match[str]) -> str:
        label = f"{word} {next(numbers)}"
        return (
            f'<div class="cchc-table" role="region" tabindex="0" aria-label="{label}">'
            f"{table[0]}</div>"
        )

    return _TABLE.sub(frame, html)


def _harmless(title: str) -> str:
    """An escaped title as text that no template can make anything else of."""
    return unescape(title).translate({ord("<"): "(", ord(">"): ")", ord('"'): "”"})


def _like(url: str, name: str = "x") -> str:
    """An address as deep as `url`: links that lead from it lead from there."""
    return f"{name}/" * url.count("/")
