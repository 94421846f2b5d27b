"""HTML that anybody wrote → the blocks that a reader sees in it.

Pure. Nothing of layout comes along: tables that only place things are opened, what is hidden, runs
or is to be filled in is left aside. Links and pictures lead where the page has them lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from cchc_site.importing import html_nodes, text_runs
from cchc_site.importing.blocks import (
    MARKS,
    Block,
    CodeBlock,
    FigureBlock,
    HeadingBlock,
    ListBlock,
    ParagraphBlock,
    QuoteBlock,
    RuleBlock,
    Runs,
    TableBlock,
    TableCell,
    TextRun,
    text_of,
    words_of,
)

_SKIPPED = frozenset(
    "script style noscript template svg math object embed canvas map input button select textarea "
    "option head title meta link base nav dialog noembed noframes applet audio video".split()
)
_MARKED = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "strike", "del"), "del"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
    "sup": "sup",
    "sub": "sub",
    "dt": "strong",
}
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_STYLED = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I), "strong"),
    (re.compile(r"font-style\s*:\s*italic", re.I), "em"),
    (re.compile(r"text-decoration[^;]*line-through", re.I), "del"),
    (re.compile(r"vertical-align\s*:\s*super", re.I), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b", re.I), "sub"),
)
_UNBOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.I)
_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.I)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.I)
_RIGHT_CLASS = re.compile(
    r"(?:^|\s)(?:text-right|text-end|rtejustifyright|rteright|align-right)\b", re.I
)


Letters = Callable[[str, str], str]
"""The letters that a text stands for in a font."""


class _Context(Struct, frozen=True):
    """What the elements around a text make of it."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    font: str = ""
    right: bool = False


def read(
    nodes: Iterable[LexborNode], letters: Letters = lambda text, font: text
) -> tuple[Block, ...]:
    """The blocks that `nodes` show, in their order."""
    reader = _BlockReader(letters)
    for node in nodes:
        reader.node(node, _Context())
    return reader.finished()


class _BlockReader:
    """Reads nodes in their order: runs gather until a block begins or ends."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._blocks: list[Block] = []
        self._runs: list[TextRun] = []
        self._right = False

    def finished(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._blocks)

    def node(self, node: LexborNode, context: _Context) -> None:
        tag = node.tag or ""
        if tag == "-text":
            text = self._letters(node.text_content or "", context.font)
            marks = tuple(mark for mark in MARKS if mark in context.marks)
            self._runs.append(TextRun(text.replace("\n", " "), marks, context.href))
            self._right = self._right or context.right
        elif tag.startswith("-") or tag in _SKIPPED or html_nodes.is_hidden(node):
            pass
        elif tag == "br":
            self._runs.append(TextRun("\n", (), context.href))
        elif tag == "img":
            if image := html_nodes.source(node):
                alt = " ".join((node.attributes.get("alt") or "").split())
                self._runs.append(TextRun(alt, (), context.href, image))
        elif tag == "iframe":
            self._frame(node)
        elif tag in html_nodes.BLOCKS:
            self._flush()
            self._block(node, tag, self._within(node, tag, context))
            self._flush()
        else:
            self._inside(node, self._within(node, tag, context))

    def _inside(self, node: LexborNode, context: _Context) -> None:
        for child in html_nodes.children(node):
            self.node(child, context)

    def _read(self, node: LexborNode, context: _Context) -> tuple[Block, ...]:
        """What stands in `node`, by itself."""
        reader = _BlockReader(self._letters)
        reader._inside(node, context)
        return reader.finished()

    def _runs_of(self, node: LexborNode, context: _Context) -> Runs:
        """All words of `node` as one line or more."""
        blocks = self._read(node, context)
        runs: list[TextRun] = []
        for block in blocks:
            inner = block.runs if isinstance(block, ParagraphBlock | HeadingBlock) else ()
            inner = inner or (TextRun(words_of([block])),)
            runs += ([TextRun("\n")] if runs else []) + [*inner]
        return tuple(runs)

    def _within(self, node: LexborNode, tag: str, context: _Context) -> _Context:
        """The context of what stands in an element."""
        attributes = node.attributes
        style = attributes.get("style") or ""
        marks = set(context.marks)
        if tag in _MARKED:
            marks.add(_MARKED[tag])
        if style:
            marks |= {mark for form, mark in _STYLED if form.search(style)}
            if _UNBOLD.search(style):
                marks.discard("strong")
        href = context.href
        if tag == "a" and (target := attributes.get("href")):
            href = target.strip()
        right = context.right or (
            (attributes.get("align") or "").lower() == "right"
            or bool(_RIGHT.search(style))
            or bool(_RIGHT_CLASS.search(attributes.get("class") or ""))
        )
        found = _FAMILY.search(style)
        font = (attributes.get("face") if tag == "font" else "") or (found[1] if found else "")
        return replace(
            context, marks=frozenset(marks), href=href, right=right, font=font or context.font
        )

    def _block(self, node: LexborNode, tag: str, context: _Context) -> None:
        if tag in ("ul", "ol", "menu", "dir"):
            self._list(node, tag, context)
        elif tag == "table":
            self._table(node, context)
        elif tag == "hr":
            self._blocks.append(RuleBlock())
        elif tag == "blockquote":
            if inner := self._read(node, context):
                self._blocks.append(QuoteBlock(inner))
        elif tag == "pre":
            text = self._letters(node.text(deep=True), context.font)
            if text.strip():
                language = html_nodes.language(node)
                self._blocks.append(CodeBlock(text_runs.clean(text).strip("\n"), language))
        elif tag in _HEADINGS:
            self._heading(node, int(tag[1]), context)
        elif tag == "figure" or html_nodes.is_caption(node):
            self._figure(node, context)
        else:
            self._inside(node, context)

    def _heading(self, node: LexborNode, level: int, context: _Context) -> None:
        marks = context.marks - {"strong"}
        for block in self._read(node, replace(context, marks=marks)):
            if isinstance(block, ParagraphBlock):
                runs = tuple(
                    replace(run, marks=tuple(mark for mark in run.marks if mark != "strong"))
                    for run in block.runs
                )
                self._blocks.append(HeadingBlock(level, text_runs.on_a_line(runs)))
            else:
                self._blocks.append(block)

    def _figure(self, node: LexborNode, context: _Context) -> None:
        """A picture with what is written below it; a caption alone belongs to what comes before."""
        if node.tag == "figure":
            captions = [
                child for child in node.css("figcaption") if not html_nodes.is_hidden(child)
            ]
            others = _BlockReader(self._letters)
            for child in html_nodes.children(node):
                if child.tag != "figcaption":
                    others.node(child, context)
            self._blocks += others.finished()
            for caption in captions:
                self._caption(caption, context)
        else:
            self._caption(node, context)

    def _caption(self, node: LexborNode, context: _Context) -> None:
        last = self._blocks[-1] if self._blocks else None
        if node.css_first("img, table, ul, ol") or not isinstance(last, FigureBlock):
            self._inside(node, context)
            return
        runs = self._runs_of(node, context)
        if last.caption or not text_of(runs).strip():
            self._inside(node, context)
        else:
            self._blocks[-1] = replace(last, caption=text_runs.on_a_line(runs))

    def _frame(self, node: LexborNode) -> None:
        attributes = node.attributes
        address = (attributes.get("src") or attributes.get("data-src") or "").strip()
        if re.match("(?:https?:)?//", address):
            self._flush()
            self._blocks.append(ParagraphBlock((TextRun(address, (), address),)))

    def _list(self, node: LexborNode, tag: str, context: _Context) -> None:
        items = [
            inner
            for child in html_nodes.children(node)
            if (child.tag not in ("-text", "-comment") or (child.text_content or "").strip())
            and not html_nodes.is_hidden(child)
            and (
                inner := self._read(child, self._within(child, child.tag or "", context))
                if child.tag == "li"
                else read((child,), self._letters)
            )
        ]
        if not items:
            return
        attributes = node.attributes
        first = attributes.get("start") or "1"
        start = int(first) if first.isascii() and first.isdigit() and len(first) < 7 else 1
        kind = attributes.get("type") or ""
        if tag == "ol" and kind in ("a", "A", "i", "I"):
            for number, inner in enumerate(items, start):
                self._blocks += html_nodes.lettered(inner, html_nodes.letter(kind, number))
        else:
            self._blocks.append(ListBlock(tuple(items), start if tag == "ol" else None))

    def _table(self, node: LexborNode, context: _Context) -> None:
        rows = [row for row in html_nodes.rows(node) if not html_nodes.is_hidden(row)]
        cells = [
            [
                cell
                for cell in html_nodes.children(row)
                if cell.tag in ("td", "th") and not html_nodes.is_hidden(cell)
            ]
            for row in rows
        ]
        caption = next(
            (child for child in html_nodes.children(node) if child.tag == "caption"), None
        )
        if html_nodes.only_places(node, cells):
            if caption is not None:
                self._inside(caption, context)
            for row in cells:
                for cell in row:
                    inner = self._within(cell, "td", context)
                    self._flush()
                    if html_nodes.is_caption(cell):
                        self._caption(cell, inner)
                    else:
                        self._inside(cell, inner)
                    self._flush()
                    self._below_picture(cell)
            return
        read_rows = [
            tuple(self._cell(cell, self._within(row, "tr", context)) for cell in those)
            for row, those in zip(rows, cells, strict=True)
            if those
        ]
        if any(cell.blocks for row in read_rows for cell in row):
            runs = self._runs_of(caption, context) if caption is not None else ()
            read_rows[0] = html_nodes.as_head(read_rows[0])
            self._blocks.append(TableBlock(tuple(read_rows), text_runs.on_a_line(runs)))

    def _below_picture(self, cell: LexborNode) -> None:
        """What stands alone in the row below a picture in a table is its caption."""
        if len(self._blocks) < 2 or cell.css_first("img"):
            return
        figure, text = self._blocks[-2:]
        if not isinstance(figure, FigureBlock) or not isinstance(text, ParagraphBlock):
            return
        if not figure.caption and len(text_of(text.runs)) <= 300:
            self._blocks[-2:] = [replace(figure, caption=text_runs.on_a_line(text.runs))]

    def _cell(self, node: LexborNode, context: _Context) -> TableCell:
        attributes = node.attributes
        return TableCell(
            self._read(node, self._within(node, node.tag or "", context)),
            node.tag == "th",
            html_nodes.count(attributes.get("colspan")),
            html_nodes.count(attributes.get("rowspan")),
        )

    def _flush(self) -> None:
        """End the paragraph."""
        runs, right = self._runs, self._right
        self._runs, self._right = [], False
        for part in text_runs.parted(text_runs.merged(runs)):
            pictures = [run for run in part if run.image]
            if pictures and not text_of(part).strip():
                self._blocks += (FigureBlock(run.image, run.text) for run in pictures)
            elif part:
                self._blocks.append(ParagraphBlock(part, right))
