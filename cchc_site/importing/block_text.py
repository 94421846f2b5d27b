"""Blocks → Markdown of posts, which says exactly what they say.

Pure. What is written is read again as a build reads it: where a page would say something else, or
the same in another form, the block is written as HTML instead, which nothing in it can change. So
no list of what Markdown's signs may do needs to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

from msgspec import Struct

from cchc_site.importing.block_html import by_mark, grouped, html
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
    without_bold,
)

_SIGNS = re.compile(r"[\\`*_\[\]<>&~|]")
_LEAD = re.compile(r"^(\s*)([#+\-=>:!]|\d{1,9}(?=[.)]))", re.MULTILINE)
_AROUND = {"strong": "**", "em": "*", "del": "~~"}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_COMPARED = frozenset(
    "strong em del sup sub code li ol ul tr td th h2 h3 h4 h5 h6 blockquote pre br "
    "img hr figcaption".split()
)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]*_`\\]+")
_CARD_HOST = re.compile(r'<span class="cchc-link-card__host">[^<]*</span>')
_SPANS = re.compile(r' (colspan|rowspan|start)="(\d+)"')


Read = Callable[[str], str]
"""The HTML of a text, "" for one with a fault."""


class WrittenText(Struct, frozen=True):
    """A text of Markdown, and the blocks of it, by the words they begin with, that a page would not
    say as they are: there are none, but for a fault of ours."""

    text: str
    faulty: tuple[str, ...] = ()


def write(blocks: Sequence[Block], read: Read) -> WrittenText:
    """`blocks` as Markdown, of which a page shows what `read` gives."""
    texts = [_markdown(block, escaped=False) for block in blocks]
    if _all_say(texts, blocks, read):
        return WrittenText(_joined(blocks, texts))
    faulty = list[str]()
    for place, block in enumerate(blocks):
        forms = (texts[place], _markdown(block, escaped=True), html(block))
        found = next((form for form in forms if _says(form, (block,), read)), None)
        texts[place] = forms[-1] if found is None else found
        if found is None:
            faulty.append(texts[place][:60])
    if not faulty and not _all_say(texts, blocks, read):
        # Blocks that are right alone change each other, as a definition does what it defines.
        texts = [*map(html, blocks)]
        if not _all_say(texts, blocks, read):
            faulty.append(_joined(blocks, texts)[:60])
    return WrittenText(_joined(blocks, texts), tuple(faulty))


def _all_say(texts: Sequence[str], blocks: Sequence[Block], read: Read) -> bool:
    """Whether a page says of all `texts` what `blocks` say; addresses, which cards say in words,
    are left aside."""
    places = [place for place, block in enumerate(blocks) if not _is_address(block)]
    compared = [blocks[place] for place in places]
    return _says(_joined(compared, [texts[place] for place in places]), compared, read)


def _says(markdown: str, blocks: Sequence[Block], read: Read) -> bool:
    """Whether a page says of `markdown` what `blocks` say, in the same form."""
    page = read(markdown)
    if not page:
        return not markdown
    if len(blocks) == 1 and _is_address(blocks[0]):
        return True  # its card says where it leads in words
    return _form(page) == _form("\n".join(map(html, blocks)))


def _is_address(block: Block) -> bool:
    if not isinstance(block, ParagraphBlock) or len(block.runs) != 1:
        return False
    run = block.runs[0]
    return bool(_ADDRESS.fullmatch(run.text)) and run.href in ("", run.text)


def _form(page: str) -> tuple[str, tuple[str, ...]]:
    """What HTML says without blanks, and the elements that a reader can tell."""
    page = _CARD_HOST.sub("", page)
    tags = tuple(
        f"{closing}{name}" + "".join(f"{key}{count}" for key, count in _SPANS.findall(attributes))
        for closing, name, attributes in _TAG.findall(page)
        if name in _COMPARED
    )
    return "".join(unescape(_TAG.sub("", page)).split()), tags


def _joined(blocks: Sequence[Block], texts: Sequence[str]) -> str:
    """The texts of `blocks`; between two lists a comment, without which they were one."""
    lines = list[str]()
    for place, text in enumerate(texts):
        if place and _are_lists(blocks[place - 1], blocks[place]):
            lines.append("<!-- -->")
        lines.append(text)
    return "\n\n".join(lines)


def _are_lists(first: Block, second: Block) -> bool:
    return isinstance(first, ListBlock) and isinstance(second, ListBlock)


def _markdown(block: Block, escaped: bool) -> str:
    match block:
        case ParagraphBlock(runs=runs):
            return _at_start(_inline(runs, escaped), escaped)
        case HeadingBlock(level=level, runs=runs):
            return f"{'#' * level} {_inline(runs, escaped)}"
        case ListBlock(items=items, start=start):
            return _list(items, start, escaped)
        case TableBlock():
            return _table(block, escaped)
        case QuoteBlock(blocks=inner):
            text = _joined(inner, [_markdown(each, escaped) for each in inner])
            return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        case CodeBlock(text=text, language=language):
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 0)
            return f"{fence}{language}\n{text}\n{fence}"
        case FigureBlock(image=image, alt=alt, caption=caption):
            words = text_of(caption)
            title = words.replace("\\", "\\\\").replace('"', '\\"') if escaped else words
            after = f' "{title}"' if words else ""
            return f"![{_escaped(alt) if escaped else alt}]({image}{after})"
        case RuleBlock():
            return "---"


def _list(items: Sequence[Sequence[Block]], start: int | None, escaped: bool) -> str:
    parts = list[str]()
    loose = any(sum(isinstance(block, ParagraphBlock) for block in item) > 1 for item in items)
    for number, item in enumerate(items, start or 0):
        lead = "- " if start is None else f"{number}. "
        texts = [_markdown(block, escaped) for block in item]
        is_tight = all(isinstance(block, ParagraphBlock | ListBlock) for block in item)
        text = "\n".join(texts) if is_tight and not loose else _joined(item, texts)
        lines = text.split("\n")
        indent = " " * len(lead)
        parts.append(
            "\n".join([lead + lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
        )
    return ("\n\n" if loose else "\n").join(parts)


def _table(table: TableBlock, escaped: bool) -> str:
    rows = [[_cell(cell, escaped) for cell in row] for row in table.rows]
    is_plain = (
        table.has_head
        and not table.caption
        and all(len(row) == len(table.rows[0]) for row in table.rows)
        and not any(cell.is_head for row in table.rows[1:] for cell in row)
        and all(cell is not None for row in rows for cell in row)
    )
    if not is_plain:
        return html(table)
    head, *lines = (f"| {' | '.join(cell or '' for cell in row)} |" for row in rows)
    return "\n".join([head, f"|{' --- |' * len(table.rows[0])}", *lines])


def _cell(cell: TableCell, escaped: bool) -> str | None:
    """A cell of a table of Markdown, None where it would not fit in one."""
    if cell.columns > 1 or cell.rows > 1 or len(cell.blocks) > 1:
        return None
    if not cell.blocks:
        return ""
    block = without_bold(cell.blocks[0]) if cell.is_head else cell.blocks[0]
    if not isinstance(block, ParagraphBlock) or any(run.image for run in block.runs):
        return None
    text = _inline(block.runs, escaped).replace("\n", "<br>")
    return text if escaped else text.replace("|", "\\|")


def _at_start(text: str, escaped: bool) -> str:
    """A paragraph whose lines do not begin as something else."""
    if not escaped:
        return text
    return _LEAD.sub(
        lambda lead: f"{lead[1]}{lead[2]}\\" if lead[2].isdigit() else f"{lead[1]}\\{lead[2]}", text
    )


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _inline(runs: Runs, escaped: bool) -> str:
    """`runs` with Markdown's marks, links outermost."""
    out = list[str]()
    for href, group in grouped(runs, lambda run: run.href):
        inner = _marked(group, 0, escaped)
        if not href:
            out.append(inner)
            continue
        words = inner.strip(" ")
        before, after = inner[: len(inner) - len(inner.lstrip(" "))], " " * inner.endswith(" ")
        if not words:
            out.append(inner)
        elif words == href and href.startswith(("http://", "https://")):
            out.append(f"{before}<{href}>{after}" if escaped else f"{before}{href}{after}")
        else:
            target = f"<{href}>" if re.search(r"[\s()<>]", href) else href
            out.append(f"{before}[{words}]({target}){after}")
    return "".join(out)


def _marked(runs: Sequence[TextRun], depth: int, escaped: bool) -> str:
    """`runs` with the marks from that of `depth` on."""
    if depth == len(MARKS):
        return "".join(_plain(run, escaped) for run in runs)
    mark = MARKS[depth]
    out = list[str]()
    for is_marked, group in by_mark(runs, mark):
        if is_marked and mark == "code":
            out.append(f"`{''.join(run.text for run in group)}`")
            continue
        inner = _marked(group, depth + 1, escaped)
        words = inner.strip(" \n")
        if not is_marked or not words:
            out.append(inner)
            continue
        start = inner.index(words[0]) if words else 0
        before, after = inner[:start], inner[start + len(words) :]
        sign = _AROUND.get(mark)
        out.append(
            f"{before}{sign}{words}{sign}{after}"
            if sign
            else f"{before}<{mark}>{words}</{mark}>{after}"
        )
    return "".join(out)


def _plain(run: TextRun, escaped: bool) -> str:
    if run.image:
        return f"![{_escaped(run.text) if escaped else run.text}]({run.image})"
    return _escaped(run.text) if escaped else run.text
