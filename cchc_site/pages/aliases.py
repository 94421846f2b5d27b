"""The pages that lead on to another address by themselves.

Pure. Old addresses of posts, and addresses of authors and tags whose page is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct

from cchc_site.pages import lists
from cchc_site.pages.components import Link
from cchc_site.pages.page import Content, Page, PageContext, PlainView
from cchc_site.site.addresses import address
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.changes import Edits
from cchc_site.site.redirects import Forwarding
from cchc_site.site.snapshot import PostSnapshot


class AliasView(PlainView, Struct, frozen=True):
    """A page that leads on to another address: an old one of a post that has `moved`, or one of an
    author or a tag whose page is elsewhere."""

    title: str
    target: Link
    moved: bool
    crumbs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasPage(Page):
    """An address that leads on to a `target`: to that of an `item`, or to the page of an author or
    a tag."""

    target: Link
    item: PostSnapshot | None = None
    template: ClassVar[str] = "cchc/alias.html"

    @property
    def label(self) -> str:
        """That of the target."""
        return self.target.label

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """The post whose title it tells."""
        return (self.item,) if self.item else ()

    def content(self, context: PageContext) -> Content:
        """The target, for which the page stands."""
        view = AliasView(self.target.label, self.target, moved=self.item is not None)
        return self.made_of(context, view, canonical=self.target.url, redirect=True)


def of_terms(catalogue: Catalogue) -> Iterator[AliasPage]:
    """The addresses of authors and tags that have no page of their own."""
    for url, target in lists.redirects(catalogue):
        title = f"{target.label}: địa chỉ khác /{url}"
        yield AliasPage(url, title, target, hidden=True)


def of_redirects(redirects: Sequence[Forwarding], edits: Edits) -> Iterator[AliasPage]:
    """The addresses of an old portal that lead to a page of this site, so far as `edits` reach
    them."""
    for redirect in redirects:
        url, item = redirect.old.url, redirect.item
        if url is not None and redirect.is_inside and (item is None or edits.reach((item,))):
            title = f"{redirect.label}: địa chỉ cũ /{url}"
            target = Link(redirect.label, redirect.url)
            yield AliasPage(url, title, target, item, hidden=True)


def of_posts(catalogue: Catalogue, edits: Edits) -> Iterator[AliasPage]:
    """The old addresses of posts, so far as `edits` reach them."""
    for item in catalogue.items:
        if item.post.aliases and edits.reach((item,)):
            yield from _of_post(item)


def _of_post(item: PostSnapshot) -> Iterator[AliasPage]:
    post = item.post
    for alias in post.aliases:
        url = address(alias)
        if url is not None:
            title = f"{post.title}: địa chỉ cũ /{url}"
            yield AliasPage(url, title, Link(post.title, post.url), item, hidden=True)
