"""What a page of docs/ says of itself: whom it is for, and its language.

Part of the MkDocs adapter. `audience: office` is for the office's own people: such a page stands in
no menu of citizens, and search does not find it. A page's language is what `lang` says, else the
folder of docs/ that it lies in (`docs/en/`), where pages/wording.py knows that.
"""

from __future__ import annotations

from mkdocs.structure.pages import Page

from cchc_site.pages import wording

AUDIENCES = ("office", "citizens")


def language(page: Page) -> str:
    """The language of a page of docs/."""
    said = str(page.meta.get("lang") or "")
    folder = page.file.src_uri.partition("/")[0]
    return said or (folder if folder in wording.WORDS else wording.OWN)


def is_for_office(page: Page) -> bool:
    """Whether a page is for the office's own people."""
    return page.meta.get("audience") == AUDIENCES[0]
