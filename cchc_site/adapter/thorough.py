"""What only a check looks for, since it takes long or stops nothing.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from cchc_site.adapter import hidden, misplaced, option_checks
from cchc_site.base.problems import Problem
from cchc_site.site.news_site import NewsSite


def problems(posts_dir: str, config: MkDocsConfig) -> Iterator[Problem]:
    """What is wrong with the rest of the project."""
    yield from misplaced.elsewhere(posts_dir, config)


def advice(
    files: Files, root: Path, config: MkDocsConfig, news_site: NewsSite
) -> Iterator[Problem]:
    """What may be mended, but in the citations of posts."""
    yield from news_site.text_advice()
    yield from news_site.remarks()
    yield from hidden.advice(files, root, config)
    yield from hidden.expiry(files, root, config, news_site.catalogue.now)
    yield from option_checks.advice(config, files, news_site)
