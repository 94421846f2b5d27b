"""The pictures that stand for the site as a whole: what they are made of, and where they stand.

Part of the MkDocs adapter. media/site_pictures.py draws them, once: they are kept as long as that
is the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from msgspec import Struct

from cchc_site.adapter.options import CchcConfig
from cchc_site.base import urls
from cchc_site.base.hashing import digest, digest_of
from cchc_site.build.stage import Build
from cchc_site.pages.menu import Portal

_PACKAGE = Path(__file__).parent.parent
_FONT = _PACKAGE / "theme/portal/assets/cchc/fonts/be-vietnam-pro-700.woff2"
_DRAWING = (_PACKAGE / "media/site_pictures.py", _PACKAGE / "media/marks.py")
_COLOUR = re.compile(r"--md-primary-fg-color:\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b")
_OWN_COLOUR = "#24313f"
"""That of portal/tokens.css."""
TOUCH, FAVICON = "apple-touch-icon.png", "favicon.ico"


class SitePictures(Struct, frozen=True):
    """What the pictures are made of: words, the files that hold logo and icon, the colour; the
    digest of all that is `made_of`, empty for a site that has none."""

    name: str = ""
    body: str = ""
    host: str = ""
    logo: bytes = b""
    icon: bytes = b""
    colour: str = ""
    made_of: bytes = b""

    @property
    def shared(self) -> str:
        """The address of the picture that is shown with a link, named by what it is made of."""
        if not self.made_of:
            return ""
        return f"assets/cchc/chia-se.{self.made_of.hex()[:8]}.png"

    def stage(self, build: Build, files: Files) -> None:
        """Stage those that docs/ does not hold itself."""
        if not self.made_of:
            return
        addresses = (self.shared, TOUCH, FAVICON)
        wanted = [each for each in addresses if files.get_file_from_path(each) is None]
        build.offer(wanted, self.made_of, lambda: self._made(wanted))

    def _made(self, wanted: list[str]) -> Mapping[str, bytes]:
        from cchc_site.media import site_pictures

        site = site_pictures.SiteMark(
            self.name,
            self.body,
            self.host,
            self.logo,
            self.icon,
            _FONT.read_bytes(),
            self.colour,
        )
        make = {
            self.shared: site_pictures.shared,
            TOUCH: site_pictures.touch_icon,
            FAVICON: site_pictures.favicon,
        }
        return {address: make[address](site) for address in wanted}


def pictures(
    options: CchcConfig, config: MkDocsConfig, files: Files, portal: Portal
) -> SitePictures:
    """The pictures of a site in the portal's look, as its configuration and its own files have
    them."""
    if options.look != "portal":
        return SitePictures()
    body = portal.organization.name if portal.organization else ""
    host = urls.split(config.site_url or "").netloc
    logo, icon = (_content(files, config.theme.get(name)) for name in ("logo", "favicon"))
    styles = (_content(files, str(sheet)).decode("utf-8", "replace") for sheet in config.extra_css)
    colours = (found[1] for sheet in styles if (found := _COLOUR.search(sheet)))
    colour = next(colours, _OWN_COLOUR)
    code = b"".join(file.read_bytes() for file in _DRAWING)
    said = (config.site_name, body, host, colour)
    made_of = digest_of(*said, digest(logo), digest(icon or logo), digest(code))
    return SitePictures(config.site_name, body, host, logo, icon or logo, colour, made_of)


def _content(files: Files, path: object) -> bytes:
    """The bytes of a file of docs/ that the configuration names, none where it is not there."""
    file = files.get_file_from_path(str(path)) if path else None
    try:
        return file.content_bytes if file else b""
    except OSError:
        return b""
