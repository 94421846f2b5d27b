"""A build that is wanted for its problems only.

Part of the MkDocs adapter: runs MkDocs up to the verdict on the posts.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from pathlib import Path

import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from cchc_site.adapter import config_lines, project, reading
from cchc_site.adapter.options import CchcConfig
from cchc_site.adapter.plugin import CchcPlugin, Checked
from cchc_site.base.problems import Level, Problem, report
from cchc_site.editing.fix import ProjectFiles
from cchc_site.markdown.dialects import DIALECTS
from cchc_site.site import discover, snapshot
from cchc_site.site.loader import Loader
from cchc_site.storage.html_store import HtmlStore


class _Warnings(logging.Handler):
    """Collects what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def check(
    config_file: str, published: str | None = None
) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """The problems of the posts, with advice, and MkDocs' warnings, as a build with `--strict`
    would meet them; and which addresses of the site map `published` are gone. Nothing is written.

    Raises MkDocs' `ConfigurationError` for a configuration that cannot be read.
    """
    warnings = _Warnings()
    logger = logging.getLogger(mkdocs.__name__)
    logger.addHandler(warnings)
    try:
        config = load_config(config_file, strict=True)
    except ValueError:  # as YAML raises, without a line
        if impossible := tuple(config_lines.impossible_days(Path(config_file))):
            return impossible, ()
        raise
    except Abort:
        if warnings.messages:  # which say what is wrong, the exception does not
            return (), tuple(warnings.messages)
        raise
    finally:
        logger.removeHandler(warnings)
    plugin = plugin_of(config)
    plugin.only_check = True
    logger.addHandler(warnings)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Checked:
        pass
    except Abort:
        if not warnings.messages:
            raise
    finally:
        plugin.only_check = False  # MkDocs keeps the instance for the next build of this process
        config.plugins.on_shutdown()
        logger.removeHandler(warnings)
    lost: tuple[Problem, ...] = ()
    # Without a site a fault has come before any post was read.
    if published is not None and "news_site" in vars(plugin):
        from cchc_site.adapter import once_public

        lost = tuple(once_public.lost(published, plugin.news_site, config.site_url or ""))
    return report([*plugin.problems, *plugin.advice, *lost]), tuple(warnings.messages)


def plugin_of(config: MkDocsConfig) -> CchcPlugin:
    """The plugin of a site that has it.

    Raises `PluginError` where it has not.
    """
    for plugin in config.plugins.values():
        if isinstance(plugin, CchcPlugin):
            return plugin
    raise PluginError("mkdocs.yml chưa bật plugin “cchc”")


def options(config_file: str) -> CchcConfig:
    """The options of the plugin that `config_file` sets."""
    return plugin_of(load_config(config_file)).config


def project_files(config_file: str) -> ProjectFiles:
    """Where the files of the site lie that `config_file` describes."""
    config = load_config(config_file)
    plugin = plugin_of(config)
    root = project.project_root(config)
    return ProjectFiles(
        root,
        project.posts_dir(config, plugin.config.posts_dir),
        Path(os.path.relpath(config.docs_dir, root)).as_posix(),
        plugin.config.settings(),
        reading.reader(config, plugin.config),
        mends_text=not DIALECTS[plugin.config.markdown].extensible,
    )


def quick(config_file: str, changed: Collection[str] | None) -> tuple[Problem, ...]:
    """What is wrong with the files of posts by themselves, of those that have `changed` (all where
    that is None): what a moment suffices for, before each commit."""
    files = project_files(config_file)
    loader = Loader(files.root, files.settings, files.reader, HtmlStore(None))
    problems: list[Problem] = []
    sources = discover.walk(files.root, files.posts_dir, problems)
    wanted = [source for source in sources if changed is None or source.path in changed]
    for read in loader.read(wanted):
        problems += snapshot.problems(read.path, read.problems)
    return report(problem for problem in problems if problem.level is Level.ERROR)
