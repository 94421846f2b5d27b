"""The records of the register's pages: each document, the lists, the files for machines.

Pure. What a list shows is what identifies a document and what its record says, never its news: a
post that cites a known document changes that document's page alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc_site.pages.plan import Page
from cchc_site.pages.scopes import DataScope, DocumentScope, ProceduresScope, RegisterScope
from cchc_site.site import procedures
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.changes import Edits
from cchc_site.site.documents import Document, File
from cchc_site.site.register import ROOT, DocumentGroup, Register, head_title
from cchc_site.site.snapshot import PostSnapshot

NEWEST = 20
DATA = ("van-ban.json", "van-ban.csv")


def plan(
    catalogue: Catalogue, register: Register, files: Mapping[str, File], edits: Edits
) -> Iterator[Page]:
    """Every page of the register and that of procedures, so far as `edits` may reach them; `files`
    by the slug of their document."""
    for document in register.documents.values():
        items = register.news.get(document.slug, ())
        if edits.reach(items):
            yield _document(document, register, items, files.get(document.slug))
    if not edits.are_words:
        yield from _lists(register, files)
    yield _procedures(catalogue)


def _lists(register: Register, files: Mapping[str, File]) -> Iterator[Page]:
    every = tuple(register.documents.values())
    scope = RegisterScope(None, every[:NEWEST], register.shelves)
    yield _page(ROOT, "Văn bản", scope)
    for _, shelves in register.shelves:
        for shelf in shelves:
            yield _shelf(shelf)
    for name in DATA:
        data = DataScope(name, tuple((one, files.get(one.slug)) for one in every))
        yield Page(name, "", name, "", "", data, hidden=True)


def _document(
    document: Document,
    register: Register,
    items: tuple[PostSnapshot, ...],
    file: File | None,
) -> Page:
    before, after = register.replaced(document), register.replacing(document)
    scope = DocumentScope(document, file, before, after, items)
    lastmod = max((item.post.modified for item in items), default="")
    title = head_title(document)
    return Page(document.url, "cchc/document.html", title, ROOT, lastmod, scope)


def _shelf(shelf: DocumentGroup) -> Page:
    scope = RegisterScope(shelf, shelf.documents)
    return _page(shelf.url, shelf.name, scope)


def _page(url: str, title: str, scope: RegisterScope) -> Page:
    return Page(url, "cchc/register.html", title, ROOT, "", scope)


def _procedures(catalogue: Catalogue) -> Page:
    shown = (item for item in catalogue.items if not item.post.withdrawn)
    scope = ProceduresScope(procedures.procedures(shown))
    root, title = procedures.ROOT, procedures.TITLE
    return Page(root, "cchc/procedures.html", title, root, "", scope)
