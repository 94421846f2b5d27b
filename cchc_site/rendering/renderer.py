"""Renders a page: from its content to its bytes.

Pure: given the same content, environment and layout it returns the same bytes, in any process.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_site.pages.board import BoardNotice
from cchc_site.pages.components import Card, Date, Link
from cchc_site.pages.menu import Portal
from cchc_site.pages.page import Content, DataView
from cchc_site.pages.post import PostView
from cchc_site.rendering import csp, jinja
from cchc_site.rendering.components import Components
from cchc_site.rendering.csp import Inline
from cchc_site.rendering.head import Heads, search_files
from cchc_site.rendering.layout import marker
from cchc_site.rendering.qr import qr_svg
from cchc_site.rendering.quick_qr import quick_qr
from cchc_site.site.organizations import Organization

if TYPE_CHECKING:
    from jinja2 import Environment

TemplateFunction = Callable[..., str]
Component = Callable[..., str]

_BASE = marker("base")
_ADDRESS, _CODE = marker("board-address"), marker("board-code")
_MOST_CARDS = 20_000
"""How many cards a process keeps as HTML, of 1.3 KB each: of 200,000 posts it would be 800,000.
Pages come by the time of their posts, so that those which show a post are rendered together."""


class ComponentCache:
    """What components of the templates make of cards and of ways up, each rendered once.

    A post stands in the lists of its category, year, author and tags, which differ in their depth
    only: a marker stands for `base` until the page is known. A page that shows another card of the
    same post has it rendered anew: nothing but its content may decide its bytes.
    """

    def __init__(self) -> None:
        """Nothing is rendered yet."""
        self._made: dict[tuple[object, ...], str] = {}
        self._cards: dict[tuple[object, ...], tuple[Card, str]] = {}

    def items(
        self, item: Component, cards: Sequence[Card], base: str, crumbs: Sequence[Link]
    ) -> Iterator[str]:
        """The HTML of each card of a list by the component `item`; the picture of the first is
        loaded at once, and the category is shown where none of the `crumbs` names it."""
        above = {link.label for link in crumbs}
        for index, card in enumerate(cards):
            eager = index == 0 and card.image is not None
            category = card.category.label not in above
            key = (item, card.url, eager, category)
            html = self._known(key, card)
            if html is None:
                html = item(card=card, base=_BASE, level=2, eager=eager, category=category)
                self._keep(key, card, html)
            yield html.replace(_BASE, base)

    def each(self, component: Component, cards: Sequence[Card], base: str) -> Iterator[str]:
        """The HTML of each card by a `component` that needs nothing else."""
        for card in cards:
            key = (component, card.url)
            html = self._known(key, card)
            if html is None:
                html = component(card=card, base=_BASE)
                self._keep(key, card, html)
            yield html.replace(_BASE, base)

    def _known(self, key: tuple[object, ...], card: Card) -> str | None:
        """What was made of this very `card`."""
        known = self._cards.get(key)
        return known[1] if known and (known[0] is card or known[0] == card) else None

    def _keep(self, key: tuple[object, ...], card: Card, html: str) -> None:
        if len(self._cards) >= _MOST_CARDS:
            self._cards.clear()
        self._cards[key] = card, html

    def date(self, component: Component, value: Date) -> str:
        """The HTML of a day, also in words; a day has several posts."""
        key = (component, value.iso)
        if key not in self._made:
            self._made[key] = component(value=value, words=True)
        return self._made[key]

    def head(self, component: Component, body: Organization | None, name: str) -> str:
        """The HTML of the head of a notice for the board; most posts have the same."""
        key = (component, body and body.key, name)
        if key not in self._made:
            self._made[key] = component(body=body, name=name)
        return self._made[key]

    def foot(self, component: Component, notice: BoardNotice, address: str) -> str:
        """The HTML of the foot of a notice for the board with its QR code; most posts leave the
        days to fill in by hand."""
        key = (component, notice)
        if key not in self._made:
            self._made[key] = component(notice=notice, address=_ADDRESS, code=_CODE)
        return self._made[key].replace(_CODE, quick_qr(address)).replace(_ADDRESS, escape(address))

    def crumbs(self, component: Component, links: tuple[Link, ...], base: str) -> str:
        """The HTML of the way to a page; all posts of a category share it."""
        return self.links(component, links, base)

    def links(self, component: Component, links: tuple[Link, ...], base: str) -> str:
        """The HTML of links that many pages show alike."""
        key = (component, links)
        if key not in self._made:
            self._made[key] = component(links=links, base=_BASE)
        return self._made[key].replace(_BASE, base)


class Rendered(NamedTuple):
    """The bytes of a page, and the inline code that it holds beside that of its layout."""

    content: bytes
    code: Inline = Inline()


class PageOrder(NamedTuple):
    """A page to render: its `content` without the text, whose HTML is in `written`; where it is
    data for machines, no more than its bytes."""

    url: str
    fingerprint: bytes
    content: Content | None
    written: str = ""
    data: bytes = b""

    @classmethod
    def of(cls, content: Content, fingerprint: bytes) -> PageOrder:
        """What makes the page with this `content`."""
        if isinstance(content.view, DataView):
            return cls(content.url, fingerprint, None, "", content.view.written())
        written = content.text.html if content.text else ""
        return cls(content.url, fingerprint, content._replace(text=None), written)


class PageParts(NamedTuple):
    """A page that has been rendered for an order: its parts by the placeholders that they fill, or
    its bytes."""

    url: str
    fingerprint: bytes
    parts: Mapping[str, str]
    data: bytes


@dataclass(frozen=True)
class Renderer:
    """What rendering a page needs besides its content: the same for the whole site.

    `env` knows the templates, which know `portal` and, as `c`, the components; `templates` names
    those that pages may have. It can be pickled, for a machine without the site's files.
    """

    heads: Heads
    portal: Portal
    env: Environment
    templates: Callable[[], Iterable[str]] = tuple
    _kept: ComponentCache = field(default_factory=ComponentCache, init=False)

    @cached_property
    def template(self) -> Callable[[str], TemplateFunction]:
        """The render function of a template, by name."""
        return functools.cache(functools.partial(jinja.layout, self.env))

    def __reduce__(self) -> tuple[Callable[..., Renderer], tuple[object, ...]]:
        """What makes another like this one, without anything of this machine."""
        return _rebuilt, (self.heads, self.portal, jinja.portable(self.env, self.templates()))

    def render(self, orders: Iterable[PageOrder]) -> list[PageParts]:
        """The parts of each page that is ordered."""
        return [self._rendered(order) for order in orders]

    def _rendered(self, order: PageOrder) -> PageParts:
        url, fingerprint, content, written, data = order
        return PageParts(url, fingerprint, self.parts(content, written) if content else {}, data)

    def parts(self, content: Content, body: str | None = None) -> dict[str, str]:
        """The parts of a page as HTML, by the name of the placeholder that each fills; `body` is
        shown in the place of a post's own. `code` is what may hold inline code of a template: never
        the words of a post, which no policy must allow to run."""
        view, written = content.view, ""
        if isinstance(view, PostView):
            written = body if body is not None else content.text.html if content.text else ""
            view = view.filled(written)
        context: dict[str, Any] = {
            "view": view,
            "base": content.base,
            "portal": self.portal,
            "c": self.env.globals["c"],
            "kept": self._kept,
            "qr_svg": qr_svg,
        }
        main = self.template(content.template)(**context)
        code = main if csp.may_hold(main) else ""
        if code and written:
            code = main.replace(written, "")
        return {
            "title": escape(content.title),
            "description": escape(content.description),
            "canonical": escape(self.heads.site.url + content.canonical),
            "needs": search_files(content.base) if content.searches and self.portal.search else "",
            "head": self.heads.news(content),
            "main": main,
            "code": code,
        }


def _rebuilt(heads: Heads, portal: Portal, env: Environment) -> Renderer:
    """A renderer in another process, by what `Renderer.__reduce__` gives."""
    env.globals["portal"] = portal
    env.globals["c"] = Components(env)
    return Renderer(heads, portal, env)
