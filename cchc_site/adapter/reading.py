"""How the posts of a site are read, as its configuration says.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from cchc_site.adapter import environment, project
from cchc_site.adapter.options import CchcConfig
from cchc_site.base.opened import Opened
from cchc_site.base.progress import Progress
from cchc_site.build.session import Session
from cchc_site.markdown.dialects import DIALECTS, Reader
from cchc_site.site.loader import Loader


def reader(config: MkDocsConfig, options: CchcConfig) -> Reader:
    """What reads the Markdown of posts, as the option `markdown` says."""
    dialect = DIALECTS[options.markdown]
    return dialect.reader(config.markdown_extensions, config.mdx_configs)


def loader(
    config: MkDocsConfig, options: CchcConfig, session: Session, progress: Progress
) -> Loader:
    """What reads the posts in a build: those that are not known from the last one."""
    root = project.project_root(config)
    return Loader(
        root=root,
        settings=options.settings(),
        reader=reader(config, options),
        html_store=session.html_store,
        searchable=options.search,
        memory=session.load_memory(
            environment.code(), environment.reading(config, options), environment.pictures()
        ),
        workers=session.workers,
        rendition_store=session.rendition_store,
        progress=progress,
        opened=Opened(root) if DIALECTS[options.markdown].extensible else None,
        adviser=DIALECTS[options.markdown].advice,
    )
