"""Digests of everything beside posts that bytes depend on.

Part of the MkDocs adapter. Whatever a site can change without touching a post is in here: options,
configuration, templates, extensions, hooks, plugins, versions, the code of this package. Nothing
that differs between two machines is: no absolute path, no time. Nothing is listed by hand but what
is left out: a value counts as canonical.py writes it, a template's folder with all its files, code
as codes.py finds it.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

import jinja2
from markdown import Markdown  # type: ignore[import-untyped]
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from cchc_site.adapter import project
from cchc_site.adapter.options import CchcConfig
from cchc_site.base import codes
from cchc_site.base.canonical import Canonical
from cchc_site.base.hashing import digest, digest_of
from cchc_site.base.opened import Opened
from cchc_site.markdown.dialects import DIALECTS
from cchc_site.rendering.components import Components

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = Path(__file__).parent.parent
_VERSIONED = tuple((host, "templates") for host in ("material", "mkdocs", "properdocs"))
# Where things lie, and what only `serve` and the command line decide: a site whose own templates
# name one of these shows it.
_NOT_SHOWN = frozenset(
    ("config_file_path", "docs_dir", "site_dir", "dev_addr", "strict", "watch", "hooks")
)
# Digested for themselves, or by the layouts of pages, which are compared at each build.
_APART = frozenset(("plugins", "theme"))
_LIVE = (File, Files, Navigation, Page, jinja2.Environment, logging.Logger, Components)

_ON_DISK = (jinja2.FileSystemLoader, jinja2.PackageLoader)


def reading(config: MkDocsConfig, options: CchcConfig) -> bytes:
    """What decides how posts are read."""
    root = project.project_root(config)
    canonical = Canonical(root, _stand_in)
    chosen = options.settings(), options.markdown, options.search
    parts: list[object] = [*_code(), codes.installed(), canonical.digest(chosen)]
    if DIALECTS[options.markdown].extensible:
        parts += (
            canonical.digest(config.markdown_extensions),
            canonical.digest(config.mdx_configs),
        )
        parts += (*_extensions(config, root, canonical), *codes.loaded(root))
    return digest_of(*parts)


def _extensions(config: MkDocsConfig, root: Path, canonical: Canonical) -> Iterator[object]:
    """The modules of extensions, of the site's own with all that they hold, and the files that they
    ask for before there is a text."""
    named, configs = config.markdown_extensions, config.mdx_configs
    for name in (str(extension).partition(":")[0] for extension in named):
        yield codes.of_module(name)
        if codes.is_own(name):
            held = vars(sys.modules[name])
            yield canonical.digest({key: held[key] for key in held if not key.startswith("__")})
    opened = Opened(root)
    with opened.during() as names:
        Markdown(extensions=list(named), extension_configs={**configs})
    yield opened.asked(names)


def rendering(config: MkDocsConfig, env: Environment) -> bytes:
    """What decides how a page is made of its record: all that templates may ask for is in `config`
    and in the globals of `env`."""
    root = project.project_root(config)
    canonical = Canonical(root, _stand_in)
    templates = dict(_templates(env, config.theme))
    shown = {
        name: value
        for name, value in config.items()
        if name not in _APART and (name not in _NOT_SHOWN or _is_named(name, templates.values()))
    }
    around = config.theme.name, dict(config.theme), [*config.plugins.items()]
    offered = env.globals, env.filters, env.tests, env.policies, env.extensions, env.finalize
    loaders = [loader for loader in _loaders(env.loader) if not isinstance(loader, _ON_DISK)]
    parts = [canonical.digest(value) for value in (shown, *around, *offered, loaders)]
    sources = [(name, digest(content)) for name, content in templates.items()]
    return digest_of(*_code(), codes.installed(), *parts, sources, *codes.loaded(root))


def code() -> bytes:
    """The code of this package."""
    return digest_of(*_code())


def is_packaged(folder: Path) -> bool:
    """Whether the templates in `folder` came with this package, Material or MkDocs."""
    return folder.parts[-2:] in _VERSIONED or folder.is_relative_to(_PACKAGE)


def own_templates(env: Environment, theme: Theme) -> dict[str, str]:
    """The templates of the site's own and of plugins, by the name under which each is found."""
    templates: dict[str, str] = {}
    for place, content in _templates(env, theme):
        with suppress(UnicodeDecodeError):  # a picture
            templates.setdefault(place.partition("/")[2], content.decode())
    return templates


def sees_pages(env: Environment) -> bool:
    """Whether a function that neither MkDocs nor Material offers to templates is handed all that a
    template knows, as Jinja's `pass_context` does."""
    offered = (*env.globals.values(), *env.filters.values(), *env.tests.values())
    handed = (function for function in offered if hasattr(function, "jinja_pass_arg"))
    return any(not _is_hosts(getattr(function, "__code__", None)) for function in handed)


def _is_hosts(code: CodeType | None) -> bool:
    hosts = (sys.modules.get(name) for name in ("jinja2", "mkdocs", "material"))
    folders = tuple(str(Path(host.__file__ or "").parent) for host in hosts if host)
    return code is not None and code.co_filename.startswith(folders)


def pictures() -> bytes:
    """What decides how pictures are made."""
    files = (_PACKAGE / "media" / f"{name}.py" for name in ("renditions", "imaging", "store"))
    return digest_of(*_contents(files), *_versions(("Pillow",)))


def _stand_in(value: object) -> object:
    """What stands for a value that holds the whole build."""
    match value:
        case BasePlugin():
            shown = {key: chosen for key, chosen in value.config.items() if key != "executor"}
            return type(value), shown
        case Config() if isinstance(value, MkDocsConfig):
            return "config"
        case Config():
            return dict(value)
        case Theme():
            return "theme"
    return type(value).__qualname__ if isinstance(value, _LIVE) else Canonical.MISSING


@cache
def _code() -> tuple[bytes, ...]:
    files = (path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".css"))
    return tuple(_contents(sorted(files)))


def _versions(distributions: Sequence[str]) -> Iterator[str]:
    return map(metadata.version, distributions)


def _is_named(name: str, contents: Iterable[bytes]) -> bool:
    return any(name.encode() in content for content in contents)


def _templates(env: Environment, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file that may be a template of the site's own or of a plugin's, or
    be included by one, in the order in which folders are searched."""
    folders = dict.fromkeys([*map(str, theme.dirs), *_folders(env)])
    for place, folder in enumerate(folders):
        if not is_packaged(Path(folder)):
            for name in _files(folder):
                yield f"{place}/{name}", Path(folder, name).read_bytes()


def _folders(env: Environment) -> Iterator[str]:
    for loader in _loaders(env.loader):
        if isinstance(loader, jinja2.FileSystemLoader):
            yield from loader.searchpath
        elif isinstance(loader, jinja2.PackageLoader):
            yield loader._template_root


def _loaders(loader: jinja2.BaseLoader | None) -> Iterator[jinja2.BaseLoader]:
    """The loaders that `loader` is made of."""
    match loader:
        case jinja2.ChoiceLoader():
            for part in loader.loaders:
                yield from _loaders(part)
        case jinja2.PrefixLoader():
            for part in loader.mapping.values():
                yield from _loaders(part)
        case jinja2.BaseLoader():
            yield loader


def _files(folder: str) -> Iterator[str]:
    """The paths of all files below `folder`, links followed as Jinja follows them, but no folder
    twice."""
    met: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        if (real := os.path.realpath(here)) in met:
            folders.clear()
            continue
        met.add(real)
        folders.sort()
        way = Path(os.path.relpath(here, folder))
        yield from ((way / name).as_posix() for name in sorted(names))


def _contents(files: Iterable[Path]) -> Iterator[bytes]:
    for file in files:
        yield file.name.encode()
        yield digest(file.read_bytes())
