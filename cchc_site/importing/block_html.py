"""Blocks → HTML that posts may hold.

Pure. It stands in a text of Markdown as one piece: no line of it is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from cchc_site.content.text import escape, quote
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
    without_bold,
)

_Key = TypeVar("_Key")


def html(block: Block) -> str:
    """`block` as HTML."""
    match block:
        case ParagraphBlock(runs=runs):
            return f"<p>{inline(runs)}</p>"
        case HeadingBlock(level=level, runs=runs):
            return f"<h{level}>{inline(runs)}</h{level}>"
        case ListBlock(items=items, start=start):
            return _list(items, start)
        case TableBlock():
            return _table(block)
        case QuoteBlock(blocks=inner):
            return f"<blockquote>{_all(inner)}</blockquote>"
        case CodeBlock(text=text):
            return f"<pre><code>{_on_a_line(escape(text))}</code></pre>"
        case FigureBlock(image=image, alt=alt, caption=caption):
            below = f"<figcaption>{inline(caption)}</figcaption>" if caption else ""
            return f"<figure>{_image(image, alt)}{below}</figure>"
        case RuleBlock():
            return "<hr>"


def inline(runs: Runs) -> str:
    """`runs` as HTML, links outermost."""
    out = list[str]()
    for href, group in grouped(runs, lambda run: run.href):
        inner = _marked(group, 0)
        out.append(f'<a href="{quote(href)}">{inner}</a>' if href and inner.strip() else inner)
    return "".join(out)


def grouped(
    runs: Sequence[TextRun], key: Callable[[TextRun], _Key]
) -> Iterator[tuple[_Key, tuple[TextRun, ...]]]:
    """Neighbours among `runs` that have the same `key`."""
    for value, group in groupby(runs, key):
        yield value, tuple(group)


def by_mark(runs: Sequence[TextRun], mark: str) -> Iterator[tuple[bool, tuple[TextRun, ...]]]:
    """`runs` in groups that have a mark and that have it not; breaks belong to what they stand
    in."""
    for has, group in grouped(runs, lambda run: mark in run.marks or run.text == "\n"):
        marked = [place for place, run in enumerate(group) if mark in run.marks]
        if not has or not marked:
            yield False, group
            continue
        first, last = marked[0], marked[-1] + 1
        parts = ((False, group[:first]), (True, group[first:last]), (False, group[last:]))
        yield from (part for part in parts if part[1])


def _marked(runs: Sequence[TextRun], depth: int) -> str:
    if depth == len(MARKS):
        return "".join(
            _image(run.image, run.text) if run.image else escape(run.text).replace("\n", "<br>")
            for run in runs
        )
    out = list[str]()
    for has, group in by_mark(runs, MARKS[depth]):
        inner = _marked(group, depth + 1)
        out.append(f"<{MARKS[depth]}>{inner}</{MARKS[depth]}>" if has and inner.strip() else inner)
    return "".join(out)


def _image(image: str, alt: str) -> str:
    return f'<img src="{quote(image)}" alt="{quote(alt)}">'


def _all(blocks: Iterable[Block]) -> str:
    return "".join(map(html, blocks))


def _inner(blocks: Sequence[Block]) -> str:
    """What stands in a cell or an item: one paragraph needs no element of its own."""
    if len(blocks) == 1 and isinstance(blocks[0], ParagraphBlock):
        return inline(blocks[0].runs)
    return _all(blocks)


def _list(items: Sequence[Sequence[Block]], start: int | None) -> str:
    name = "ul" if start is None else "ol"
    attribute = f' start="{start}"' if start not in (None, 1) else ""
    inner = "".join(f"<li>{_inner(item)}</li>" for item in items)
    return f"<{name}{attribute}>{inner}</{name}>"


def _table(table: TableBlock) -> str:
    lines = ["<table>"]
    if table.caption:
        lines.append(f"<caption>{inline(table.caption)}</caption>")
    rows = [*table.rows]
    if table.has_head:
        lines += ["<thead>", _row(rows.pop(0)), "</thead>"]
    if rows:
        lines += ["<tbody>", *map(_row, rows), "</tbody>"]
    return "\n".join([*lines, "</table>"])


def _row(row: Sequence[TableCell]) -> str:
    scope = "col" if all(cell.is_head for cell in row) else "row"
    return f"<tr>{''.join(_cell(cell, scope) for cell in row)}</tr>"


def _cell(cell: TableCell, scope: str) -> str:
    name = "th" if cell.is_head else "td"
    attributes = f' scope="{scope}"' if cell.is_head else ""
    attributes += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    attributes += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    blocks = cell.blocks
    if cell.is_head:
        blocks = tuple(without_bold(block) for block in blocks)
    return f"<{name}{attributes}>{_inner(blocks)}</{name}>"


def _on_a_line(text: str) -> str:
    """An empty line would end the HTML."""
    return text.replace("\n", "&#10;")
