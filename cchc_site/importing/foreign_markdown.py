"""A text of another Markdown → the text of a post, which says the same.

Pure. It stays as it is written where a page shows of it what CommonMark does; else it is written
anew from what CommonMark makes of it. What is neither, such as signs of templates, is taken out
first and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from markdown_it import MarkdownIt
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from cchc_site.importing import block_text, blocks, html_blocks, html_nodes, led_blocks
from cchc_site.importing.draft import ImportOptions, LeftOut, Refused
from cchc_site.importing.led_blocks import Targets

_FENCED = re.compile(r"^([ \t]*)(```+|~~~+)[^\n]*\n.*?(?:^[ \t]*\2[`~]*[ \t]*$|\Z)", re.M | re.S)
_CODE = re.compile(r"(?<!`)(`+)(?!`).{1,1000}?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ ]?(?:[.#:][A-Za-z]|[a-z-]+=)[^{}\n]{0,300}\}|\{:[a-z/]+\}")
_TOC = re.compile(r"^[ \t]*(?:[*+-]|1\.)[ \t]+TOC[ \t]*\n[ \t]*(?=\{:toc)", re.M | re.I)
_TAB = re.compile(
    r'^([ \t]*)===[!+]?[ \t]*"([^"\n]*)"[ \t]*\n((?:\1(?:    |\t)[^\n]*(?:\n|\Z)|[ \t]*\n)*)', re.M
)
_SNIPPET = re.compile(
    r'^[ \t]*--8<--[ \t]*"[^"\n]*"[ \t]*$|^[ \t]*--8<--[ \t]*\n.*?\n[ \t]*--8<--[ \t]*$',
    re.M | re.S,
)
_ICON = re.compile(r"[ ]?:(?:material|fontawesome|octicons|simple)-[a-z0-9-]+:(?:\{[^}\n]*\})?")
_NOTE = re.compile(
    r'^(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)[^\n"]*(?:"([^"\n]*)")?[ \t]*\n'
    r"((?:(?:    |\t)[^\n]*(?:\n|\Z)|[ \t]*\n)*)",
    re.M,
)
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<words>(?:[^\[\]\\\n]|\\.|!\[[^\]\n]{0,300}\]\([^)\n]{0,300}\)|\[[^\]\n]{0,300}\]){0,1000})\]"
    r"\((?P<lead>[ ]*)(?:<(?P<angled>[^<>\n]*)>|(?P<target>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ ]*\)"
)
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)(?P<words>[^\]\n]+)\]:[ \t]*<?(?P<target>[^\s<>]+)>?", re.M
)
_HEADING = re.compile(
    r"\A\s*(?:#[ \t]+(?P<hash>[^\n]+?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)"
    r"|(?P<line>[^\n]+)\n=+[ \t]*(?:\n|\Z))"
)
_H1 = re.compile(r"^#(?=[ \t])", re.M)
_TAG = re.compile(r"<[^>]*>")
_OWN = re.compile(r"\[\^|^(?:!!!|\?\?\?)", re.M)


class _CommonMark(MarkdownIt):
    """Links lead wherever they are written to: what may be led to is for `Targets` to say."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        """Whether a link may lead to `url`."""
        return True


_ENGINE = _CommonMark("commonmark", {"html": True}).enable(["table", "strikethrough"])
_TITLED = re.compile(r'<p>(<img [^<>]*?) title="([^"]*)" /></p>')
_MOST = 500_000
_MOST_SIGNS = {"<!--": 1000, "{%": 1000, "{{": 1000, "[": 20_000}


class ForeignBody(Struct, frozen=True):
    """The text of a post, and how many words it had and has."""

    text: str
    words_in: int
    words_out: int


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """`text` with what is no code changed."""
    out, at = [], 0
    for fence in _FENCED.finditer(text):
        out += [_outside_spans(text[at : fence.start()], change), fence[0]]
        at = fence.end()
    return "".join([*out, _outside_spans(text[at:], change)])


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    """`text` without spans of code changed, which stand in for themselves meanwhile."""
    spans: list[str] = []

    def keep(span: re.Match[str]) -> str:
        spans.append(span[0])
        return f"\ufdd2{len(spans) - 1}\ufdd3"

    changed = change(_CODE.sub(keep, text.replace("\ufdd2", "").replace("\ufdd3", "")))
    return re.sub("\ufdd2(\\d+)\ufdd3", lambda mark: spans[int(mark[1])], changed)


def taken_title(text: str) -> tuple[str, str]:
    """The heading of the first level that `text` begins with, "" for none, and the rest."""
    found = _HEADING.match(text)
    if not found:
        return "", text
    words = _ATTRIBUTES.sub("", found["hash"] or found["line"])
    html = _ENGINE.renderInline(words)
    return " ".join(unescape(_TAG.sub("", html)).split()), text[found.end() :]


def taken_excerpt(text: str, sign: str = "more") -> tuple[str, str]:
    r"""What stands before the comment that ends an excerpt, if that is one paragraph of plain
    words, and the rest; "" and `text` where it is not.

    >>> taken_excerpt("Lịch mới.\n\n<!-- more -->\n\nChi tiết.")
    ('Lịch mới.', '\n\nChi tiết.')
    """
    found = re.search(rf"<!--\s*{re.escape(sign)}\s*-->", text)
    lead = text[: found.start()].strip() if found else ""
    if not found or not lead or "\n\n" in lead or not text[found.end() :].strip():
        return "", text
    html = _ENGINE.render(lead).strip()
    words = html.removeprefix("<p>").removesuffix("</p>")
    if not html.startswith("<p>") or _TAG.search(words) or re.search(r"[{}]", words):
        return "", text
    return " ".join(unescape(words).split()), text[found.end() :]


def judge(text: str) -> None:
    """Raise `Refused` for a text that takes too long to be read."""
    if len(text) > _MOST:
        raise Refused("bài quá dài; hãy chia thành nhiều bài rồi nhập lại")
    # To look for the ends of these takes time with the square of their number.
    if any(text.count(sign) > most for sign, most in _MOST_SIGNS.items()):
        raise Refused("bài có quá nhiều ghi chú, lệnh mẫu trang hoặc ngoặc; hãy chia bài này")


def body(
    text: str, targets: Targets, options: ImportOptions, left_out: list[LeftOut]
) -> ForeignBody:
    """The text of a post that says what `text` says. Raises `Refused`."""
    judge(text)
    text = outside_code(text, lambda part: _plain(part, left_out)).strip()
    rendered = _ENGINE.render(text)
    led = outside_code(text, lambda part: _led(part, targets))
    shown = options.html(led)
    if (shown or not led) and (_OWN.search(text) or _said(shown) == _said(rendered)):
        count = len(_TAG.sub(" ", shown).split())
        return ForeignBody(led, count, count)
    return _anew(text, targets, options, left_out)


def _plain(text: str, left_out: list[LeftOut]) -> str:
    """`text` without what only Python-Markdown and kramdown know."""
    text = _COMMENT.sub("", text)
    for form, what in ((_SNIPPET, "đoạn chèn từ tệp khác"), (_ICON, "biểu tượng")):
        pieces = dict.fromkeys(found[0].strip() for found in form.finditer(text))
        left_out += (LeftOut(f"{what} “{piece[:80]}”", "bài không chèn được") for piece in pieces)
        text = form.sub("", text)
    text = _TAB.sub(lambda tab: f"{tab[1]}**{tab[2]}**\n\n{_dedented(tab[3])}\n", text)
    text = _ATTRIBUTES.sub("", _TOC.sub("", text))
    # The title of a post is the only heading of its level.
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", _H1.sub("##", text))


def _dedented(text: str) -> str:
    return re.sub(r"^(?:    |\t)", "", text, flags=re.M)


def _led(text: str, targets: Targets) -> str:
    """`text` whose links lead where `targets` says; one that leads nowhere is its words."""

    def link(found: re.Match[str]) -> str:
        target = found["angled"] if found["angled"] is not None else found["target"]
        words = found["words"]
        if found["image"]:
            name, alt = targets.image(target, words)
            return f"![{alt}]({name}{found['title'] or ''})" if name else ""
        words = _LINK.sub(link, words)
        leads = targets.link(target, words)
        return f"[{words}]({_bracketed(leads)}{found['title'] or ''})" if leads else words

    def definition(found: re.Match[str]) -> str:
        leads = targets.link(found["target"], found["words"])
        return f"[{found['words']}]: {_bracketed(leads)}" if leads else ""

    return _DEFINITION.sub(definition, _LINK.sub(link, text))


def _bracketed(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _said(html: str) -> str:
    return "".join(unescape(_TAG.sub("", html)).split())


def said_by(html: str) -> str:
    """What a piece of HTML says, on one line; a text without tags says itself.

    >>> said_by("Họp <b>báo</b> &amp; tin"), said_by("a < b")
    ('Họp báo & tin', 'a < b')
    """
    return " ".join(unescape(_TAG.sub("", html) if "</" in html or "&" in html else html).split())


def _anew(
    text: str, targets: Targets, options: ImportOptions, left_out: list[LeftOut]
) -> ForeignBody:
    """The text written from what CommonMark makes of it."""
    text = _NOTE.sub(_quoted, text)
    html = _TITLED.sub(r"<figure>\1><figcaption>\2</figcaption></figure>", _ENGINE.render(text))
    return of_html(html, targets, options, left_out)


def _quoted(note: re.Match[str]) -> str:
    """A note of MkDocs as a quotation with a bold title."""
    title = note[1].capitalize() if note[2] is None else note[2]
    inner = f"**{title}**\n\n{_dedented(note[3])}" if title else _dedented(note[3])
    return "\n".join(f"> {line}".rstrip() for line in inner.strip().split("\n")) + "\n\n"


def of_html(
    html: str, targets: Targets, options: ImportOptions, left_out: list[LeftOut]
) -> ForeignBody:
    """The text of a post that says what `html` says. Raises `Refused`."""
    page = LexborHTMLParser(f"<body>{html}</body>")
    if page.body is None:
        return ForeignBody("", 0, 0)
    if html_nodes.depth(page.body) > html_nodes.MAX_DEPTH:
        raise Refused(f"bài có hơn {html_nodes.MAX_DEPTH} phần lồng nhau; hãy viết lại bài này")
    read = html_blocks.read([page.body])
    led = led_blocks.led(blocks.settled(read), targets)
    written = block_text.write(led, options.html)
    left_out += (
        LeftOut(f"đoạn “{begin}” có thể hiện khác trang cũ", "hãy đối chiếu")
        for begin in written.faulty
    )
    words = blocks.words_of
    return ForeignBody(written.text, len(words(read).split()), len(words(led).split()))
