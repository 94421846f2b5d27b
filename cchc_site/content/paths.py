"""Paths in the project that editors write as targets of links.

Pure: whether a file is there is left to others.
"""

from __future__ import annotations

import posixpath
from unicodedata import normalize
from urllib.parse import unquote

from cchc_site.base import urls


def project_path(path: str, target: str) -> str:
    """The path in the project that `target`, written in the file `path`, leads to; "" for a mere
    anchor. A way out of the project keeps its leading "..".

    >>> project_path("posts/2022/a.md", "../../docs/lien-he.md#gio")
    'docs/lien-he.md'
    """
    name = normalize("NFC", unquote(urls.split(target).path))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else ""
