"""Blocks whose links and pictures lead where a page has them lead → blocks of a post.

Pure: what there is to be led to is known to `Targets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec.structs import replace

from cchc_site.importing import text_runs
from cchc_site.importing.blocks import (
    Block,
    FigureBlock,
    HeadingBlock,
    ListBlock,
    ParagraphBlock,
    QuoteBlock,
    Runs,
    TableBlock,
    TextRun,
    text_of,
)


class Targets(Protocol):
    """What is known of where a page leads."""

    def link(self, address: str, words: str) -> str:
        """Where the post's link leads, "" for nowhere: then its words stay."""

    def image(self, address: str, alt: str) -> tuple[str, str]:
        """The file of a picture and its description, "" where there is none."""


def led(blocks: Iterable[Block], targets: Targets) -> tuple[Block, ...]:
    """`blocks` with links and pictures as `targets` knows them. Of a picture that there is not its
    caption stays."""
    return tuple(each for block in blocks for each in _led(block, targets))


def _led(block: Block, targets: Targets) -> Iterator[Block]:
    match block:
        case ParagraphBlock(runs=runs) | HeadingBlock(runs=runs):
            if kept := _runs(runs, targets):
                yield replace(block, runs=kept)
        case ListBlock(items=items):
            if kept_items := tuple(filter(None, (led(item, targets) for item in items))):
                yield replace(block, items=kept_items)
        case QuoteBlock(blocks=inner):
            yield QuoteBlock(led(inner, targets))
        case TableBlock():
            yield _table(block, targets)
        case FigureBlock():
            yield from _figure(block, targets)
        case _:
            yield block


def _table(table: TableBlock, targets: Targets) -> TableBlock:
    rows = (
        tuple(replace(cell, blocks=led(cell.blocks, targets)) for cell in row) for row in table.rows
    )
    return TableBlock(tuple(rows), _runs(table.caption, targets))


def _figure(figure: FigureBlock, targets: Targets) -> Iterator[Block]:
    words = _runs(figure.caption, targets)
    name, said = targets.image(figure.image, figure.alt or text_of(figure.caption))
    if name:
        yield FigureBlock(name, said, words)
    elif words:
        yield ParagraphBlock(words)


def _runs(runs: Runs, targets: Targets) -> Runs:
    """`runs` led; those that one link holds are asked for once."""
    out: list[TextRun] = []
    known: dict[str, str] = {}
    for run in runs:
        if run.href and run.href not in known:
            words = text_of(each for each in runs if each.href == run.href)
            known[run.href] = targets.link(run.href, words)
        href = known.get(run.href, "")
        if run.image:
            name, alt = targets.image(run.image, run.text)
            if name:
                out.append(TextRun(alt, (), href, name))
        else:
            words = href if href and run.text == run.href else run.text
            out.append(replace(run, text=words, href=href))
    return text_runs.trimmed(text_runs.merged(out))
