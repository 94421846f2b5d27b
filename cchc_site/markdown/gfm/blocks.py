"""The blocks of a post: paragraphs, headings, lists, tables, figures, notes → HTML and words.

Pure. The order of writing is the order of the text, footnotes last; so are references numbered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from cchc_site.content.text import Heading, escape, quote
from cchc_site.markdown import destinations
from cchc_site.markdown.destinations import LinkCard
from cchc_site.markdown.gfm.engine import MAX_DEPTH, TITLES, Tokens, first_line
from cchc_site.markdown.gfm.inlines import Inlines, footnote_anchor_id, plain
from cchc_site.markdown.output import Output
from cchc_site.markdown.raw_html import RawHtml

_CONTAINERS = frozenset({"blockquote", "details", "div", "li"})
_CHECKBOX = '<input class="task-list-item-checkbox" type="checkbox" disabled=""'


class Blocks:
    """Writes the blocks of one document."""

    def __init__(self, document: Tokens, output: Output) -> None:
        """Write into `output`."""
        self._tokens = iter(document.tokens)
        self._output = output
        self._raw = RawHtml(output)
        self._inlines = Inlines(document, output, self._raw)
        # The page's only h1 is the post's title.
        self._shift = int(any(token.tag == "h1" for token in document.tokens))
        self._numbers: list[int] = []

    def write(self) -> None:
        """Write them all."""
        for token in self._tokens:
            self._write_block(token)
        self._raw.finish()

    def _write_block(self, token: Token) -> None:
        special = _SPECIAL.get(token.type)
        if special:
            special(self, token)
        elif token.nesting == 1:
            self._open(token.tag, token)
        else:
            self._close(token.tag)

    def _open(self, element: str, token: Token, attributes: str = "") -> None:
        if token.level >= MAX_DEPTH - 1 and element in _CONTAINERS:
            hint = "hãy bớt các tầng danh sách và trích dẫn"
            self._output.problem(first_line(token), "nội dung lồng quá sâu nên bị bỏ", hint)
        self._raw.enter(element, first_line(token))
        self._output.html.append(f"<{element}{attributes}>")

    def _close(self, element: str) -> None:
        self._raw.leave()
        self._output.html.append(f"</{element}>\n")

    def _inline(self, inline: Token) -> str:
        self._inlines.check(inline)
        self._inlines.write_all(inline)
        return self._output.end_text()

    def _rest_until(self, closing: str) -> None:
        """Write what else stands before `closing`: in a paragraph, the way back from a footnote."""
        for token in self._tokens:
            if token.type == closing:
                return
            self._write_block(token)

    def _paragraph(self, opening: Token) -> None:
        inline = next(self._tokens)
        children = inline.children or []
        if opening.hidden:
            self._tight_paragraph(opening, inline)
        elif len(children) == 1 and children[0].type == "image":
            self._figure(opening, inline, children[0])
        elif card := _card(children):
            self._link_card(opening, inline, card)
        else:
            self._open("p", opening)
            said = self._inline(inline)
            if opening.level == 0:
                self._output.lead = self._output.lead or said
            self._rest_until("paragraph_close")
            self._close("p")

    def _tight_paragraph(self, opening: Token, inline: Token) -> None:
        self._raw.enter("p", first_line(opening))
        self._inline(inline)
        self._rest_until("paragraph_close")
        self._raw.leave()

    def _figure(self, opening: Token, inline: Token, image: Token) -> None:
        self._open("figure", opening)
        self._inlines.write_picture(image, inline, captioned=True)
        caption = str(image.attrs.get("title", ""))
        if caption and self._output.affords(caption, first_line(opening)):
            self._output.html.append(f"<figcaption>{escape(caption)}</figcaption>")
            self._output.words.append(caption)
            self._output.end_text()
        self._rest_until("paragraph_close")
        self._close("figure")

    def _link_card(self, opening: Token, inline: Token, card: LinkCard) -> None:
        children = inline.children or []
        link, label = children[0], children[1:-1]
        self._open("p", opening, f' class="cchc-link-card cchc-link-card--{card.kind}"')
        self._inlines.open_link(link, inline)
        if link.info == "auto" or plain(label) == link.attrs["href"]:
            self._output.html.append(escape(card.label))
        else:
            self._inlines.write(label, inline)
        self._inlines.close_link()
        self._output.end_text()
        here = not destinations.is_external(str(link.attrs["href"]))
        weight = self._output.weight() if here else ""
        host = f' <span class="cchc-link-card__host">{escape(card.host)}{weight}</span>'
        self._output.html.append(host)
        self._rest_until("paragraph_close")
        self._close("p")

    def _heading(self, opening: Token) -> None:
        element = f"h{min(6, int(opening.tag[1]) + self._shift)}"
        place = len(self._output.html)
        self._open(element, opening)
        text = self._inline(next(self._tokens))
        anchor = self._output.anchor(text)
        self._output.html[place] = f'<{element} id="{anchor}">'
        self._output.headings.append(Heading(int(element[1]), anchor, text))
        self._rest_until("heading_close")
        self._close(element)

    def _code(self, token: Token) -> None:
        language = unescapeAll(token.info).split(maxsplit=1)[:1]
        attributes = f' class="language-{quote(language[0])}"' if language else ""
        self._open("pre", token)
        self._output.html.append(f"<code{attributes}>{escape(token.content)}</code>")
        self._output.words.append(token.content)
        self._output.end_text()
        self._close("pre")

    def _rule(self, token: Token) -> None:
        self._raw.enter("hr", first_line(token))
        self._raw.leave()
        self._output.html.append("<hr>\n")

    def _html(self, token: Token) -> None:
        self._raw.feed(token.content, first_line(token))
        self._output.end_text()

    def _ordered_list(self, opening: Token) -> None:
        start = opening.attrs.get("start")
        self._open("ol", opening, "" if start is None else f' start="{start}"')
        self._numbers.append(1 if start is None else int(start))

    def _ordered_list_close(self, _: Token) -> None:
        self._numbers.pop()
        self._close("ol")

    def _number(self, item: Token) -> str:
        """The attribute of an item whose typed number is not the one after the last."""
        if not item.info:
            return ""
        number, awaited = int(item.info), self._numbers[-1]
        self._numbers[-1] = number + 1
        return "" if number == awaited else f' value="{number}"'

    def _list_item(self, opening: Token) -> None:
        done, number = opening.meta.get("checked"), self._number(opening)
        if done is None:
            self._open("li", opening, number)
            return
        self._open("li", opening, f' class="task-list-item"{number}')
        state = ' checked="" aria-label="Đã xong"' if done else ' aria-label="Chưa xong"'
        self._output.html.append(f"{_CHECKBOX}{state}> ")

    def _table(self, opening: Token) -> None:
        self._output.html.append(self._output.table())
        self._open("table", opening)

    def _table_close(self, _: Token) -> None:
        self._close("table")
        self._output.html.append("</div>\n")

    def _cell(self, opening: Token) -> None:
        # The engine aligns by style, which a strict content security policy forbids.
        align = str(opening.attrs.get("style", "")).removeprefix("text-align:")
        scope = ' scope="col"' if opening.tag == "th" else ""
        self._open(opening.tag, opening, scope + (f' class="{align}"' if align else ""))

    def _alert(self, opening: Token) -> None:
        kind = str(opening.meta["kind"]).lower()
        self._open("div", opening, f' class="admonition {kind}"')
        self._title_tokens()
        self._admonition_title(kind)

    def _admonition(self, opening: Token) -> None:
        kind, written = str(opening.meta["tag"]), len(opening.info.split()) > 1
        title = self._title_tokens() if opening.content else None
        if opening.markup == "!!!":
            self._open("div", opening, f' class="admonition {kind}"')
            if title:
                self._admonition_title(kind, title if written else None)
        else:
            state = ' open=""' if opening.markup.endswith("+") else ""
            self._open("details", opening, f' class="{kind}"{state}')
            self._admonition_title(kind, title if written else None, folded=True)

    def _admonition_close(self, closing: Token) -> None:
        self._close("div" if closing.markup == "!!!" else "details")

    def _title_tokens(self) -> Token:
        _, inline, _ = next(self._tokens), next(self._tokens), next(self._tokens)
        return inline

    def _admonition_title(
        self, kind: str, written: Token | None = None, folded: bool = False
    ) -> None:
        element, attributes = ("summary", "") if folded else ("p", ' class="admonition-title"')
        self._output.html.append(f"<{element}{attributes}>")
        self._raw.enter(element)
        if written:
            self._inline(written)
        else:
            self._output.html.append(TITLES.get(kind, TITLES["note"]))
        self._close(element)

    def _footnotes(self, opening: Token) -> None:
        self._output.html.append('<div class="footnote">\n<hr>\n')
        self._open("ol", opening)

    def _footnotes_close(self, _: Token) -> None:
        self._close("ol")
        self._output.html.append("</div>\n")

    def _footnote(self, opening: Token) -> None:
        anchor = f"fn:{opening.meta['id'] + 1}"
        self._output.claim(anchor)
        self._open("li", opening, f' id="{anchor}"')

    def _footnote_close(self, _: Token) -> None:
        self._close("li")

    def _way_back(self, token: Token) -> None:
        times, number = token.meta["subId"], token.meta["id"] + 1
        label = f"Về chỗ dẫn cước chú {number}{f', lần {times + 1}' if times else ''}"
        self._output.html.append(
            f' <a class="footnote-backref" href="#{footnote_anchor_id(token)}" '
            f'aria-label="{label}">\u21a9\ufe0e</a>'
        )


def _card(children: Sequence[Token]) -> LinkCard | None:
    """What kind of thing a paragraph leads to that is one link and nothing else."""
    if len(children) < 3 or children[0].type != "link_open":
        return None
    if [token.type for token in children].index("link_close") != len(children) - 1:
        return None
    return destinations.link_card(str(children[0].attrs["href"]))


_SPECIAL: Mapping[str, Callable[[Blocks, Token], object]] = {
    "admonition_close": Blocks._admonition_close,
    "admonition_open": Blocks._admonition,
    "alert_open": Blocks._alert,
    "code_block": Blocks._code,
    "fence": Blocks._code,
    "footnote_anchor": Blocks._way_back,
    "footnote_block_close": Blocks._footnotes_close,
    "footnote_block_open": Blocks._footnotes,
    "footnote_close": Blocks._footnote_close,
    "footnote_open": Blocks._footnote,
    "heading_open": Blocks._heading,
    "hr": Blocks._rule,
    "html_block": Blocks._html,
    "inline": Blocks._inline,
    "list_item_open": Blocks._list_item,
    "ordered_list_close": Blocks._ordered_list_close,
    "ordered_list_open": Blocks._ordered_list,
    "paragraph_open": Blocks._paragraph,
    "table_close": Blocks._table_close,
    "table_open": Blocks._table,
    "td_open": Blocks._cell,
    "th_open": Blocks._cell,
}
