"""Builds the site that `cchc desk` shows, in a process of its own: folder of the project, folder of
the site, address.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from cchc_site.adapter import desk
from cchc_site.adapter.plugin import CchcPlugin


def main(root: str, site_dir: str, address: str) -> None:
    """Build the project at `root` for `address`, with the form for the desk."""
    Path(site_dir).mkdir(parents=True, exist_ok=True)
    config = load_config(f"{root}/mkdocs.yml", site_url=f"{address}/", site_dir=site_dir)
    for plugin in config.plugins.values():
        if isinstance(plugin, CchcPlugin):
            plugin.config.admin = desk.backend(address)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MkDocsException as error:
        sys.exit(str(error))
