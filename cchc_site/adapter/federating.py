"""`cchc federate`: what communes have published since it was asked last, then the portal.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import logging
from pathlib import Path

import click
import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from msgspec import Struct

from cchc_site.adapter import project, theme
from cchc_site.adapter.check import plugin_of
from cchc_site.adapter.options import CchcConfig
from cchc_site.base.problems import one_line
from cchc_site.federation import fetch, sources
from cchc_site.federation.download import Bounds
from cchc_site.storage import folders


class Wish(Struct, frozen=True):
    """What is wanted of `cchc federate`: whether a site is built then, whether its warnings stop
    that, whether every commune must have been read; and how many seconds a file may take."""

    builds: bool = True
    strict: bool = False
    wants_all: bool = False
    seconds: float = 30


def federate(config_file: str, path: str | None, wish: Wish) -> bool:
    """Ask the communes that the file at `path` names, else those of the option `federation`, and
    build the portal; whether all is as is wanted."""
    config = load_config(config_file, strict=wish.strict)
    plugin = plugin_of(config)
    options, root = plugin.config, project.project_root(config)
    named = sources.read(root, _named(path, options, root))
    if named.problems:
        for problem in named.problems:
            click.echo(str(problem))
        return False
    now = project.moment(options.timezone)
    agent = f"cchc-federate (+{theme.site_url(config)})"
    bounds = Bounds(wish.seconds)
    try:
        fetched = fetch.fetch(root, named, now, agent, bounds)
    except folders.Busy:
        said = "một lệnh “cchc federate” khác đang chạy; hãy đợi nó xong rồi chạy lại"
        raise click.ClickException(said) from None
    for problem in fetched.problems():
        click.echo(str(problem))
    for line in fetch.told(fetched, named.sources):
        click.echo(one_line(line))
    if not options.federation:
        click.echo(
            f"Để “mkdocs build” và “mkdocs serve” cũng hiện các xã, hãy thêm “federation: "
            f"{named.path}” vào plugin cchc trong mkdocs.yml."
        )
    options.federation = named.path
    if wish.builds:
        _build(config)
    return not (wish.wants_all and fetched.failed)


def _named(path: str | None, options: CchcConfig, root: Path) -> str:
    """The file of communes, from the project's folder."""
    if path is None:
        if not options.federation:
            hint = "hãy chỉ tệp ấy: cchc federate sites.yml"
            raise click.ClickException(f"mkdocs.yml chưa có mục “federation”; {hint}")
        return options.federation
    file = Path(path).absolute()
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)


def _build(config: MkDocsConfig) -> None:
    """What `mkdocs build` does."""
    logger, shown = logging.getLogger(mkdocs.__name__), logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    logger.setLevel(logging.INFO)
    logger.addHandler(shown)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
        logger.removeHandler(shown)
