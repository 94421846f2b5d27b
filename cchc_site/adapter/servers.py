"""What servers send with the site, staged beside it.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from msgspec import Struct

from cchc_site.adapter import admin, theme
from cchc_site.adapter.options import CchcConfig
from cchc_site.build.stage import Build
from cchc_site.rendering import redirect_files, server_files, server_recipes
from cchc_site.rendering.csp import Inline, Sources
from cchc_site.site import redirects
from cchc_site.site.news_site import NewsSite

if TYPE_CHECKING:
    from jinja2 import Environment


class Site(Struct, frozen=True):
    """MkDocs' side: options, configuration, templates, files, menu; address and content of
    the stylesheet; what a content security policy allows beside the site's own,
    None without one."""

    options: CchcConfig
    config: MkDocsConfig
    env: Environment
    files: Files
    nav: Navigation
    css: tuple[str, str]
    sources: Sources | None


def stage(
    build: Build, site: Site, news_site: NewsSite, sheets: Sequence[str], code: Inline
) -> None:
    """Stage the files for servers of a site with more style `sheets` than MkDocs knows, and with
    the inline `code`; a file of that name in docs/ is the site's own."""
    if site.options.look != "portal":
        return
    url = theme.site_url(site.config)
    served = server_files.Served(
        url=url,
        files=[*(file.dest_uri for file in site.files), *sheets],
        code=code,
        extra=site.sources,
        forge=admin.address(site.options, site.config),
    )
    moved = (*redirects.of_posts(news_site.catalogue.items), *news_site.redirects)
    told = redirect_files.files(url, moved)
    files = (*server_files.files(served), *told, *server_recipes.files(url))
    for path, content in files:
        if site.files.get_file_from_path(path) is None:
            build.write(path, content.encode())
