"""Digests of everything beside posts and templates' own pages that bytes depend on.

Part of the MkDocs adapter. Whatever a site can change without touching a post is in here: options,
configuration, templates, hooks, plugins, versions, the code of this package. Nothing that differs
between two machines is: no absolute path, no time.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.theme import Theme

_PACKAGE = Path(__file__).parent
_DISTRIBUTIONS = ("mkdocs-material", "mkdocs", "jinja2", "markdown-it-py", "mdit-py-plugins", "nh3")
_VERSIONED = tuple((host, "templates") for host in ("material", "mkdocs", "properdocs"))
_MARKDOWN = ("Markdown", "pymdown-extensions")
# Where things lie, and what only `serve` and the command line decide.
_NOT_SHOWN = frozenset(
    ("config_file_path", "docs_dir", "site_dir", "dev_addr", "strict", "watch", "hooks", "theme")
)


def reading(config: MkDocsConfig, options: Config) -> bytes:
    """What decides how posts are read."""
    chosen = {name: options[name] for name in ("timezone", "categories", "markdown", "search")}
    versions = _versions(_DISTRIBUTIONS)
    if chosen["markdown"] == "mkdocs":
        chosen |= {name: config[name] for name in ("markdown_extensions", "mdx_configs")}
        versions = _versions((*_DISTRIBUTIONS, *_MARKDOWN))
    return _digest((*_code(), versions, _plain(chosen)))


def rendering(config: MkDocsConfig) -> bytes:
    """What decides how a page is made of its record."""
    shown = {name: value for name, value in config.items() if name not in _NOT_SHOWN}
    theme = {name: config.theme[name] for name in config.theme}
    plugins = {name: _of_plugin(plugin) for name, plugin in config.plugins.items()}
    sources = [*_contents(_templates(config.theme)), *_contents(_hooks(config))]
    parts = (_plain(shown | {"plugins": None}), _plain(theme), _plain(plugins))
    return _digest((*_code(), _versions(_DISTRIBUTIONS), *parts, *sources))


def code() -> bytes:
    """The code of this package."""
    return _digest(_code())


def is_packaged(folder: Path) -> bool:
    """Whether the templates in `folder` came with this package, Material or MkDocs."""
    return folder.parts[-2:] in _VERSIONED or folder.is_relative_to(_PACKAGE)


def pictures() -> bytes:
    """What decides how pictures are made."""
    files = (_PACKAGE / f"{room}.py" for room in ("pictures", "darkroom", "negatives"))
    return _digest((*_contents(files), *_versions(("Pillow",))))


def _of_plugin(plugin: BasePlugin[Any] | ModuleType) -> tuple[object, ...]:
    if isinstance(plugin, ModuleType):  # a hook, whose file is hashed with the templates
        return (plugin.__name__,)
    kind = type(plugin)
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    code = hashlib.blake2b(Path(file).read_bytes()).hexdigest() if file else ""
    return f"{kind.__module__}.{kind.__qualname__}", code, _plain(dict(plugin.config))


@cache
def _code() -> tuple[bytes, ...]:
    files = (path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".css"))
    return tuple(_contents(sorted(files)))


@cache
def _versions(distributions: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_version, distributions))


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:  # such as mkdocs where ProperDocs is the host
        return ""


def _templates(theme: Theme) -> Iterator[Path]:
    """The site's own templates and plugins'; this package, Material and MkDocs have versions."""
    for folder in map(Path, theme.dirs):
        if not is_packaged(folder):
            yield from sorted(folder.rglob("*.html"))


def _hooks(config: MkDocsConfig) -> Iterator[Path]:
    yield from (Path(path) for path in config.hooks)


def _contents(files: Iterable[Path]) -> Iterator[bytes]:
    for file in files:
        yield file.name.encode()
        yield hashlib.blake2b(file.read_bytes()).digest()


def _plain(value: object) -> object:
    """`value` as something whose `repr` tells it and nothing of this machine or moment."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return sorted((str(key), _plain(item)) for key, item in value.items())
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case _ if hasattr(value, "__qualname__"):
            return f"{value.__module__}.{value.__qualname__}"
    text = repr(value)
    return type(value).__qualname__ if " at 0x" in text else text


def _digest(parts: Iterable[object]) -> bytes:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(part if isinstance(part, bytes) else repr(part).encode())
    return found.digest()
