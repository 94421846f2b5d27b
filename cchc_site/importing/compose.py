"""A document as pandoc tells it → the Markdown of a post.

Pure. Blocks are those of pandoc's document, as its JSON has them. What Markdown cannot write, such
as a table with merged cells, becomes the HTML that posts may hold. Other readers than Word's make
such blocks too: `paragraph` is one of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cchc_site.importing.inline_text import (
    PARAS,
    InlineWriter,
    Read,
    inside,
    merged,
    normal,
    pictures_in,
    those_in,
    words_of,
)
from cchc_site.importing.list_marks import numbered

Block = Any
Blocks = Sequence[Block]
_LISTS = ("BulletList", "OrderedList")


def paragraph(text: str) -> Block:
    """A paragraph that says `text`."""
    lines = [[{"t": "Str", "c": line}] for line in text.split("\n")]
    inlines = lines[0]
    for line in lines[1:]:
        inlines = [*inlines, {"t": "LineBreak"}, *line]
    return {"t": "Para", "c": inlines}


def says(block: Block) -> str:
    """What a block says, notes and pictures left out, its parts parted by line ends.

    >>> says(paragraph("Một"))
    'Một'
    """
    return "\n".join(words for inlines in texts(block) if (words := words_of(inlines).strip()))


def texts(block: Block) -> Iterator[Sequence[Any]]:
    """The inlines of every paragraph, cell, heading and caption in a block, in their order."""
    kind, content = block["t"], block.get("c")
    if kind in _INLINES:
        yield from _INLINES[kind](content)
    for blocks in _BLOCKS[kind](content) if kind in _BLOCKS else ():
        for inner in blocks:
            yield from texts(inner)


def texts_of(blocks: Blocks) -> list[Sequence[Any]]:
    """The inlines of every paragraph in `blocks`."""
    return [inlines for block in blocks for inlines in texts(block)]


def everything(blocks: Blocks) -> str:
    """What `blocks` say, their notes among it."""
    parts: list[str] = []
    for inlines in texts_of(blocks):
        parts.append(words_of(inlines))
        parts += (everything(note["c"]) for note in those_in(inlines, "Note"))
    return "\n".join(parts)


def _defined(content: Any) -> list[Blocks]:
    """The blocks of a list of terms."""
    return [part for term, lines in content for part in ([{"t": "Para", "c": term}], *lines)]


_INLINES: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "Para": lambda content: [content],
    "Plain": lambda content: [content],
    "Header": lambda content: [content[2]],
    "LineBlock": lambda content: content,
    "CodeBlock": lambda content: [[{"t": "Str", "c": content[1]}]],
}
_BLOCKS: Mapping[str, Callable[[Any], Sequence[Blocks]]] = {
    "BulletList": lambda content: content,
    "OrderedList": lambda content: content[1],
    "BlockQuote": lambda content: [content],
    "Div": lambda content: [content[1]],
    "Figure": lambda content: [content[2], content[1][1]],
    "Table": lambda content: [
        content[1][1],
        *(cell[4] for row in rows_of({"c": content}) for cell in row),
    ],
    "DefinitionList": _defined,
}


def rows_of(table: Block) -> list[Any]:
    """The cells of every row of a table, its head first. A cell is [attributes, alignment, rows
    that it spans, columns that it spans, blocks]."""
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1]]
    for body in bodies:
        rows += [*body[2], *body[3]]
    return [row[1] for row in (*rows, *foot[1])]


def is_bold(inlines: Sequence[Any]) -> bool:
    """Whether all words of inlines are bold."""
    parts = [inline for inline in merged(inlines) if words_of([inline]).strip()]
    return bool(parts) and all(_is_strong(inline) for inline in parts)


def _is_strong(inline: Any) -> bool:
    if inline["t"] == "Strong":
        return True
    within = [part for part in inside(inline) if words_of([part]).strip()]
    return inline["t"] in ("Emph", "Underline", "Span") and bool(within) and is_bold(within)


class Composer:
    """Writes one document."""

    def __init__(self, read: Read, picture: Callable[[str], str]) -> None:
        """Write nothing yet. `read` gives the HTML of a text, `picture` the name of the file beside
        the post that a picture leads to."""
        self._inlines = InlineWriter(read, self._note, texts_of, picture)
        self._notes: list[str] = []

    def body(self, blocks: Blocks) -> str:
        """The text of a post that says what `blocks` say."""
        text = self._blocks(blocks)
        notes = [f"[^{number}]: {note}" for number, note in enumerate(self._notes, 1)]
        return "\n\n".join(filter(None, [text, *notes]))

    def _note(self, blocks: Blocks) -> str:
        place = len(self._notes)
        self._notes.append("")
        said = self._blocks(blocks)
        self._notes[place] = said.replace("\n", "\n    ").replace("\n    \n", "\n\n")
        return f"[^{place + 1}]"

    def _blocks(self, blocks: Blocks) -> str:
        text, before = "", ""
        for block in blocks:
            written = self._block(block)
            if not written.strip():
                continue
            kind = block["t"]
            if kind == before and kind in _LISTS:
                text += "\n\n<!-- -->"  # parts two lists
            is_tight = before == "Plain" and kind in _LISTS
            text += f"{chr(10) if is_tight else chr(10) * 2 if text else ''}{written}"
            before = kind
        return text

    def _block(self, block: Block) -> str:
        kind, content = block["t"], block.get("c")
        match kind:
            case "BulletList":
                return "\n".join(self._item("- ", item) for item in content)
            case "OrderedList":
                return self._ordered(content)
            case "BlockQuote":
                return _led("> ", "> ", self._blocks(content))
            case "Div":
                return self._blocks(content[1])
            case "Figure":
                return self._figure(content)
            case "Table":
                return self._table(block)
            case "DefinitionList":
                return self._blocks([part for blocks in _defined(content) for part in blocks])
        lead = f"{'#' * min(6, max(2, content[0]))} " if kind == "Header" else ""
        lines = [self._inlines.markdown(inlines, lead) for inlines in texts(block)]
        words = "\n".join(filter(None, lines))
        return f"{lead}{' '.join(words.split())}" if lead and words else words

    def _item(self, mark: str, blocks: Blocks) -> str:
        return _led(mark, " " * len(mark), self._blocks(blocks))

    def _ordered(self, content: Any) -> str:
        (start, style, sign), items = content
        if style["t"] not in ("Decimal", "DefaultStyle"):
            return "\n\n".join(
                self._blocks(_lettered(item, numbered(start + place, style["t"], sign["t"])))
                for place, item in enumerate(items)
            )
        close = ")" if sign["t"] in ("OneParen", "TwoParens") else "."
        return "\n".join(
            self._item(f"{start + place}{close} ", item) for place, item in enumerate(items)
        )

    def _figure(self, content: Any) -> str:
        """A picture, whose caption stands in its title."""
        _, caption, blocks = content
        words = normal(" ".join(says(block) for block in caption[1]))
        inlines = [part for block in blocks if block["t"] in PARAS for part in block["c"]]
        pictures = [part for part in inlines if part["t"] == "Image"]
        if len(pictures) != 1 or len(inlines) != 1 or not words:
            return self._blocks([*blocks, *caption[1]])
        attributes, said, target = pictures[0]["c"]
        alt = said or [{"t": "Str", "c": words}]
        written = self._inlines.markdown([{"t": "Image", "c": [attributes, alt, target]}])
        if not written:
            return self._blocks(caption[1])
        title = re.sub(r'([\\"`*_<&])', r"\\\1", words)
        return f'{written[:-1]} "{title}")'

    def _table(self, table: Block) -> str:
        """A table, as Markdown where that can write it."""
        caption = self._blocks(table["c"][1][1])
        rows = rows_of(table)
        if not any(says_cell(cell) or _has_picture(cell) for row in rows for cell in row):
            return caption
        heads = len(table["c"][3][1])
        if not heads and all(_is_head(cell) for cell in rows[0]) and len(rows) > 1:
            heads = 1
        written = self._pipes(rows) if heads == 1 and _is_simple(rows) else self._html(rows, heads)
        return "\n\n".join(filter(None, [caption, written]))

    def _pipes(self, rows: list[Any]) -> str:
        lines = [self._row(row, is_head=not number) for number, row in enumerate(rows)]
        lines.insert(1, f"|{' --- |' * len(rows[0])}")
        return "\n".join(lines)

    def _row(self, row: Any, is_head: bool) -> str:
        cells: list[str] = []
        for cell in row:
            inlines = [part for block in cell[4] for part in block["c"]]
            bare = _unbold(inlines) if is_head else inlines
            cells.append(self._inlines.markdown(bare, of_table=True))
        return f"| {' | '.join(cells)} |"

    def _html(self, rows: list[Any], heads: int) -> str:
        lines = ["<table>"]
        for part, those in (("thead", rows[:heads]), ("tbody", rows[heads:])):
            if those:
                cells = (self._html_row(row, is_head=part == "thead") for row in those)
                lines += [f"<{part}>", *cells, f"</{part}>"]
        return "\n".join([*lines, "</table>"])

    def _html_row(self, row: Any, is_head: bool) -> str:
        tag = "th" if is_head else "td"
        cells: list[str] = []
        for _, _, down, across, blocks in row:
            spans = f' rowspan="{down}"' if down > 1 else ""
            spans += f' colspan="{across}"' if across > 1 else ""
            scope = ' scope="col"' if is_head else ""
            cells.append(f"<{tag}{scope}{spans}>{self._html_blocks(blocks, is_head)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _html_blocks(self, blocks: Blocks, is_head: bool = False) -> str:
        """Blocks within a cell."""
        parts: list[str] = []
        for block in blocks:
            kind, content = block["t"], block.get("c")
            match kind:
                case "BulletList" | "OrderedList":
                    items = content if kind == "BulletList" else content[1]
                    tag = "ul" if kind == "BulletList" else "ol"
                    inner = "".join(f"<li>{self._html_blocks(item)}</li>" for item in items)
                    parts.append(f"<{tag}>{inner}</{tag}>")
                case "Table":
                    rows = rows_of(block)
                    lines = [self._html_row(row, is_head=False) for row in rows]
                    parts.append(f"<table><tbody>{''.join(lines)}</tbody></table>")
                case _:
                    for inlines in texts(block):
                        bare = _unbold(inlines) if is_head else inlines
                        if written := self._inlines.html(bare).strip():
                            parts.append(written)
        return "<br>".join(parts)


def says_cell(cell: Any) -> str:
    """What a cell says."""
    return normal(" ".join(says(block) for block in cell[4]))


def _has_picture(cell: Any) -> bool:
    return any(map(pictures_in, (text for block in cell[4] for text in texts(block))))


def _is_head(cell: Any) -> bool:
    """Whether a cell may stand over a column: bold, or empty."""
    words = [text for block in cell[4] for text in texts(block) if words_of(text).strip()]
    return all(is_bold(text) for text in words)


def _is_simple(rows: list[Any]) -> bool:
    """Whether Markdown can write these rows: a line a cell, none merged."""
    cells = [cell for row in rows for cell in row]
    return len({len(row) for row in rows}) == 1 and all(
        cell[2] == cell[3] == 1
        and len(cell[4]) <= 1
        and all(
            block["t"] in PARAS and not any(part["t"] == "LineBreak" for part in block["c"])
            for block in cell[4]
        )
        for cell in cells
    )


def _unbold(inlines: Sequence[Any]) -> list[Any]:
    """Inlines whose bold ones are plain: a heading is bold by itself."""
    out: list[Any] = []
    for inline in inlines:
        out += _unbold(inline["c"]) if inline["t"] == "Strong" else [inline]
    return out


def _led(first: str, others: str, text: str) -> str:
    """`text` with what stands before its first line and before the others that are not empty."""
    lines = text.split("\n")
    led = [f"{first}{lines[0]}"]
    led += (f"{others}{line}".rstrip() for line in lines[1:])
    return "\n".join(led)


def _lettered(item: Blocks, mark: str) -> list[Block]:
    """An item of a list that Markdown does not have, its mark typed before it."""
    typed = {"t": "Str", "c": f"{mark} "}
    if item and item[0]["t"] in PARAS:
        return [{"t": "Para", "c": [typed, *item[0]["c"]]}, *item[1:]]
    return list(item)  # only holds the list below it
