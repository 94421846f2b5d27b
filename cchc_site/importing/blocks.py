"""A text as blocks, which HTML is read into and Markdown is written from.

Pure. Blocks hold words, marks, links and pictures and no layout: what a reader sees in a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

MARKS = ("strong", "em", "del", "sup", "sub", "code")
"""What a run of text may be marked as, the outermost first."""


class TextRun(Struct, frozen=True):
    """Words of one kind: their marks, in the order of `MARKS`, and where they lead; a line feed is
    a break. With `image` it is a picture within a line, the text its description."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""
    image: str = ""


Runs = tuple[TextRun, ...]


class ParagraphBlock(Struct, frozen=True):
    """A paragraph; `right` tells of one that stands at the right, as signatures do."""

    runs: Runs
    right: bool = False


class HeadingBlock(Struct, frozen=True):
    """A heading of a level from 1 to 6."""

    level: int
    runs: Runs


class ListBlock(Struct, frozen=True):
    """A list whose items are blocks; numbered from `start` unless that is None."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


class TableCell(Struct, frozen=True):
    """A cell of a table."""

    blocks: tuple[Block, ...]
    is_head: bool = False
    columns: int = 1
    rows: int = 1


class TableBlock(Struct, frozen=True):
    """A table by its rows, and its caption."""

    rows: tuple[tuple[TableCell, ...], ...]
    caption: Runs = ()

    @property
    def has_head(self) -> bool:
        """Whether the first row tells what the columns are, and no cell of it reaches below: the
        head of a table is cut off there."""
        return len(self.rows) > 1 and all(cell.is_head and cell.rows == 1 for cell in self.rows[0])


class QuoteBlock(Struct, frozen=True):
    """A quotation."""

    blocks: tuple[Block, ...]


class CodeBlock(Struct, frozen=True):
    """Text that keeps its blanks, and the language that it says it is in."""

    text: str
    language: str = ""


class FigureBlock(Struct, frozen=True):
    """A picture alone, and its caption."""

    image: str
    alt: str
    caption: Runs = ()


class RuleBlock(Struct, frozen=True):
    """A line across."""


Block = (
    ParagraphBlock
    | HeadingBlock
    | ListBlock
    | TableBlock
    | QuoteBlock
    | CodeBlock
    | FigureBlock
    | RuleBlock
)


def text_of(runs: Iterable[TextRun]) -> str:
    """The words of `runs`, pictures aside."""
    return "".join(run.text for run in runs if not run.image)


def words_of(blocks: Iterable[Block]) -> str:
    """What `blocks` say, a line a block, without descriptions of pictures."""
    return "\n".join(filter(None, _said(blocks)))


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, CodeBlock):
            yield block.text
        else:
            yield text_of(_own_runs(block))
        for inner in _inner(block):
            yield from _said(inner)


def _own_runs(block: Block) -> Runs:
    match block:
        case ParagraphBlock(runs=runs) | HeadingBlock(runs=runs):
            return runs
        case TableBlock(caption=runs) | FigureBlock(caption=runs):
            return runs
    return ()


def _inner(block: Block) -> Iterator[Sequence[Block]]:
    match block:
        case ListBlock(items=items):
            yield from items
        case QuoteBlock(blocks=blocks):
            yield blocks
        case TableBlock(rows=rows):
            yield from (cell.blocks for row in rows for cell in row)


def without_bold(block: Block) -> Block:
    """`block` without what headings say by themselves."""
    if not isinstance(block, ParagraphBlock):
        return block
    runs = tuple(
        replace(run, marks=tuple(mark for mark in run.marks if mark != "strong"))
        for run in block.runs
    )
    return replace(block, runs=runs)


def is_bold(block: Block) -> bool:
    """Whether all words of a paragraph are bold."""
    return isinstance(block, ParagraphBlock) and all(
        "strong" in run.marks or run.image or not run.text.strip() for run in block.runs
    )


def settled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with headings that go down from the second level by single steps, as those of a post
    below its title do."""
    used = sorted({block.level for block in blocks if isinstance(block, HeadingBlock)})
    levels = {level: min(place, 6) for place, level in enumerate(used, 2)}
    return tuple(
        HeadingBlock(levels[block.level], block.runs) if isinstance(block, HeadingBlock) else block
        for block in blocks
    )
