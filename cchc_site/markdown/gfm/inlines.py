"""A line of text: emphasis, links, images, code, raw tags → HTML and words.

Pure. Blocks are blocks.py's; what a link may lead to is known by `Output`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from cchc_site.content.text import escape, quote
from cchc_site.markdown import unsupported
from cchc_site.markdown.gfm.engine import Tokens, first_line
from cchc_site.markdown.output import Output
from cchc_site.markdown.raw_html import RawHtml

_ELEMENTS = {"em": "em", "strong": "strong", "s": "del"}
_NOT_PROSE = frozenset({"code_inline", "html_inline", "image", "footnote_ref"})


class Inlines:
    """Writes the inline tokens of one document."""

    def __init__(self, document: Tokens, output: Output, raw: RawHtml) -> None:
        """Write into `output`."""
        self._document, self._output, self._raw = document, output, raw

    def check(self, inline: Token) -> None:
        """Note syntax in `inline` that only other dialects of Markdown know."""
        if not unsupported.is_hinted(inline.content):
            return
        known = (
            token.meta["span"]
            for token in inline.children or ()
            if token.type in _NOT_PROSE or (token.info == "auto" and token.nesting == 1)
        )
        for finding in unsupported.findings(inline.content, known):
            self._output.problem(first_line(inline) + finding.line, finding.what, finding.hint)

    def write_all(self, inline: Token) -> None:
        """Write what `inline` holds."""
        self.write(inline.children or (), inline)

    def write(self, tokens: Iterable[Token], inline: Token) -> None:
        """Write `tokens`, which are all or some of what `inline` holds."""
        html, words = self._output.html, self._output.words
        for token in tokens:
            if token.type == "text":
                written = escape(token.content)
                if "\u2028" in written:
                    written = written.replace("\u2028", "<br>\n")
                html.append(written)
                words.append(token.content)
            else:
                self._write_other(token, inline)

    def _write_other(self, token: Token, inline: Token) -> None:
        html, words = self._output.html, self._output.words
        match token.type:
            case "softbreak" | "hardbreak":
                # The author may have written the break before the end of the line too.
                html.append("\n" if html[-1] == "<br>" else "<br>\n")
                words.append(" ")
            case "code_inline":
                html.append(f"<code>{escape(token.content)}</code>")
                words.append(token.content)
            case "html_inline":
                self._raw.feed(token.content, self._document.line(token, inline))
            case "image":
                self.write_picture(token, inline)
            case "footnote_ref":
                self._write_footnote_mark(token)
            case "link_open":
                self.open_link(token, inline)
            case _:
                self._write_element(token)

    def _write_footnote_mark(self, token: Token) -> None:
        anchor, number = footnote_anchor_id(token), token.meta["id"] + 1
        self._output.claim(anchor)
        self._output.html.append(
            f'<sup id="{anchor}"><a class="footnote-ref" href="#fn:{number}">{number}</a></sup>'
        )

    def _write_element(self, token: Token) -> None:
        element = _ELEMENTS.get(token.tag, token.tag)
        if token.nesting == 1:
            self._raw.enter(element)
            self._output.html.append(f"<{element}>")
        else:
            self._raw.leave()
            self._output.html.append(f"</{element}>")

    def open_link(self, token: Token, inline: Token) -> None:
        """Write the opening tag of a link."""
        self._raw.refuses_link(self._document.line(token, inline))
        self._raw.enter("a")
        href = self._output.link(
            str(token.attrs["href"]), self._document.address_line(token, inline)
        )
        self._output.html.append(f"<a{href}{self._title(token, inline)}>")

    def close_link(self) -> None:
        """Write the closing tag of a link."""
        self._raw.leave()
        self._output.html.append("</a>")

    def write_picture(self, token: Token, inline: Token, captioned: bool = False) -> None:
        """Write an image, without its title when that stands in a caption."""
        source = self._output.image(
            str(token.attrs["src"]), self._document.address_line(token, inline)
        )
        alt = plain(token.children or ()).strip()
        if not alt:
            self._output.missing_alt(self._document.line(token, inline))
        title = "" if captioned else self._title(token, inline)
        self._output.html.append(
            f'<img{source} alt="{quote(alt)}"{title} loading="lazy" decoding="async">'
        )

    def _title(self, token: Token, inline: Token) -> str:
        title = str(token.attrs.get("title", ""))
        if not title or not self._output.affords(title, self._document.line(token, inline)):
            return ""
        return f' title="{quote(title)}"'


def plain(tokens: Iterable[Token]) -> str:
    """The words of inline tokens, such as the description of an image."""
    return "".join(_words(tokens))


def footnote_anchor_id(token: Token) -> str:
    """The id of the place that refers to a footnote, as Python-Markdown and Material have it."""
    times = token.meta["subId"]
    return f"fnref{times + 1 if times else ''}:{token.meta['id'] + 1}"


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield from _words(token.children or ())
