"""What a source calls a category → the site's.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_site.base import vietnamese
from cchc_site.importing.draft import ImportOptions, LeftOut


def known(named: Sequence[str], options: ImportOptions) -> str:
    """Of what a source calls the categories of a text, the key of the first that the site or the
    file after `--map` knows; else the first name, "" for none."""
    return _first(named, options)[1]


def unknown(named: Sequence[str], options: ImportOptions) -> list[LeftOut]:
    """What to tell of names of which the site knows none."""
    first, key = _first(named, options)
    if not first or key in options.settings.categories or not options.settings.categories:
        return []
    what = f"chuyên mục “{first}” không có ở trang này"
    return [LeftOut(what, "hãy ghi vào “categories” của tệp --map")]


def chosen(named: Sequence[str], options: ImportOptions) -> str:
    """Which of those names `known` goes by, "" for none."""
    return _first(named, options)[0]


def _first(named: Sequence[str], options: ImportOptions) -> tuple[str, str]:
    mapping = options.mapping.get("categories") or {}
    theirs = {str(name): str(key) for name, key in mapping.items()}
    ours = options.settings.category_names
    for name in named:
        meant = vietnamese.meant(name, theirs) if theirs else None
        if meant:
            return name, vietnamese.meant(meant, ours) or meant
        if ours and (found := vietnamese.meant(name, ours)):
            return name, found
    first = next(iter(named), "")
    return first, first
