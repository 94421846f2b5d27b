"""Which elements of a page are its article: by the systems' selectors, else by where its text is.

Pure. What is found is cut out of the page; what no reader takes for the article goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cchc_site.importing import html_nodes
from cchc_site.importing.html_nodes import Pruning
from cchc_site.importing.portals import PortalSystem

_AROUND = "nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo]"
_NOT_TEXT = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|sidebar|side-?bar|footer|header|banner|"
    r"top-?bar|related|lien-?quan|tin-?khac|share|social|comments?|binh-?luan|counter|truy-?cap|"
    r"luot-?xem|print|pagination|pager|ads|quang-?cao|widget|search|login|cookie|popup|modal|"
    r"copyright|weather|thoi-?tiet|lien-?ket|links?|col-?left|col-?right|left-?col|right-?col)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = "script, style, noscript, template"
_MOST, _NEARLY, _PART = 0.8, 0.7, 0.3


class ArticleParts:
    """The parts of one page."""

    def __init__(self, page: LexborHTMLParser, portals: Iterable[PortalSystem]) -> None:
        """Look at `page` with the selectors of the systems that it may be of."""
        self._page = page
        self.pruning = Pruning()
        self._portals = [portal for portal in portals if portal.matches(page)]
        self.system = next((portal.name for portal in self._portals if portal.name), "")

    def first(self, part: str) -> LexborNode | None:
        """The first element of a part that says anything."""
        return next(iter(self.all(part)), None)

    def all(self, part: str) -> Sequence[LexborNode]:
        """The elements of a part by the first selector that finds any that say something or are
        pictures."""
        for portal in self._portals:
            for nodes in portal.nodes(self._page, part):
                said = [node for node in nodes if node.tag == "img" or _text(node).strip()]
                if said:
                    return said
        return ()

    def body(self) -> tuple[LexborNode | None, bool]:
        """The element that holds the text, and whether a selector told so."""
        for portal in self._portals:
            for nodes in portal.nodes(self._page, "body"):
                best = max(nodes, key=_plain_length)
                if _plain_length(best) > 0 or best.css_first("img, table, a") is not None:
                    return best, True
        return None, False

    def drop(self, kept: LexborNode | None) -> None:
        """Take out of the page what its systems say is no text, but nothing that holds `kept`."""
        keep = {node.mem_id for node in html_nodes.above(kept)} if kept is not None else set()
        selectors = ", ".join(portal.drop for portal in self._portals if portal.drop)
        whole = _plain_length(self._page.body) if self._page.body is not None else 0
        for node in self._page.css(selectors) if selectors else ():
            if self.pruning.has(node) or node.mem_id in keep:
                continue
            if kept is None or _is_small(node, kept, whole):
                self.pruning.drop(node)

    def densest(self, title: str) -> LexborNode | None:
        """The smallest element with the title and a good part of the page's text, menus and the
        like aside; else the smallest that holds four fifths of it, or what of that readability
        takes for the article, if this is nearly all."""
        body = self._page.body
        if body is None:
            return None
        for node in self._page.css(_UNSEEN):
            self.pruning.drop(node)
        whole = _plain_length(body)
        for node in [*self._page.css(_AROUND), *self._called()]:
            if self.pruning.has(node) or node.tag == "body":
                continue
            if _plain_length(node) < 0.5 * whole:
                self.pruning.drop(node)
        if title and (around := _around(body, title)) is not None:
            return around
        smallest = _smallest(body)
        return _likeliest(smallest) if smallest is not None else None

    def _called(self) -> Iterator[LexborNode]:
        """The elements that are called after something else than text."""
        for node in self._page.css("div, section, ul, table, td, p, span"):
            attributes = node.attributes
            named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
            if _NOT_TEXT.search(named):
                yield node


def _around(body: LexborNode, title: str) -> LexborNode | None:
    """The smallest element in which the title stands with a good part of the text of a page, None
    for none that is smaller than the page."""
    wanted = _bare(title).casefold()
    whole = _plain_length(body)
    for node in body.css("h1, h2, h3, h4, div, td, p, span, b, strong, font"):
        if _bare(_text(node)).casefold() != wanted:
            continue
        above: LexborNode | None = node
        while above is not None and above.mem_id != body.mem_id:
            more = _plain_length(above) - len(wanted)
            if above.tag in _HOLDERS and more > max(_PART * (whole - len(wanted)), 40):
                return above
            above = above.parent
    return None


def _smallest(node: LexborNode) -> LexborNode | None:
    if _plain_length(node) == 0:
        return None
    while True:
        whole = _plain_length(node)
        inner = next(
            (
                child
                for child in html_nodes.children(node)
                if child.tag in _HOLDERS and _plain_length(child) >= _MOST * whole
            ),
            None,
        )
        if inner is None:
            return node
        node = inner


def _likeliest(node: LexborNode) -> LexborNode:
    """The element within `node` that holds all paragraphs that readability finds, if it holds most
    of the text; itself for none. What readability makes of it is not taken: it drops tables."""
    from readability import Document
    from readability.readability import Unparseable

    try:
        summary = LexborHTMLParser(Document(node.html or "").summary(html_partial=True))
    except (Unparseable, ValueError, AssertionError):
        return node
    wanted = {_bare(said) for each in summary.css("p, li, td") if (said := _text(each).strip())}
    places = [each for each in node.css("p, li, td") if _bare(_text(each)) in wanted]
    if not places:
        return node
    common = [each.mem_id for each in html_nodes.above(places[0])]
    for place in places[1:]:
        above = {each.mem_id for each in html_nodes.above(place)}
        common = [identity for identity in common if identity in above]
    found = next(each for each in html_nodes.above(places[0]) if each.mem_id in common)
    if found.tag in ("p", "li", "ul", "ol", "tr", "tbody") and found.parent is not None:
        found = found.parent
    is_within = any(each.mem_id == node.mem_id for each in html_nodes.above(found))
    return found if is_within and _plain_length(found) >= _NEARLY * _plain_length(node) else node


def _bare(text: str) -> str:
    return "".join(text.split())


_HOLDERS = frozenset("main article section div table tbody tr td center form span body".split())


def _is_small(node: LexborNode, kept: LexborNode, whole: int) -> bool:
    """Whether a node within the text may be none of it: not if it is most of it."""
    within = any(each.mem_id == kept.mem_id for each in html_nodes.above(node))
    return not within or _plain_length(node) < 0.5 * max(_plain_length(kept), 1) or whole == 0


def _text(node: LexborNode) -> str:
    return node.text(deep=True)


def _plain_length(node: LexborNode) -> int:
    """How many letters a node says that are no link's."""
    said = len("".join(node.text(deep=True).split()))
    links = sum(len("".join(link.text(deep=True).split())) for link in node.css("a"))
    return max(said - links, 0)
