"""What a source calls a category → the site's.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_site.base import vietnamese
from cchc_site.importing.draft import ImportOptions


def known(named: Sequence[str], options: ImportOptions) -> str:
    """Of what a source calls the categories of a text, the key of the first that the site or the
    file after `--map` knows; else the first name, "" for none."""
    mapping = options.mapping.get("categories") or {}
    known = {str(theirs): str(ours) for theirs, ours in mapping.items()}
    ours = options.settings.category_names
    for name in named:
        meant = vietnamese.meant(name, known) if known else None
        if meant:
            return vietnamese.meant(meant, ours) or meant
        if ours and (found := vietnamese.meant(name, ours)):
            return found
    return next(iter(named), "")
