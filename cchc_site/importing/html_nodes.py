"""What elements of a page are to a reader: hidden, captions, tables that only place things.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from cchc_site.importing.blocks import Block, ParagraphBlock, TableCell, TextRun, is_bold

MAX_DEPTH = 250
"""Elements within each other; no page that people read has more."""
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre "
    "section summary table tbody td tfoot th thead tr ul caption".split()
)
"""Elements that begin a line and end one."""
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hide|hidden|d-none|sr-only|visually-hidden|screen-reader-text|"
    r"helper-hidden-accessible|helper-hidden|aui-helper-hidden(?:-accessible)?|"
    r"ms-hidden|ms-accessible)(?:\s|$)",
    re.I,
)
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|pic-?note|img-?note|image-?desc|desc-?img|photo-?desc|pcaption", re.I
)
_LETTERED = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def children(node: LexborNode) -> Iterator[LexborNode]:
    """What stands in `node`, texts too."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def below(node: LexborNode) -> Iterator[LexborNode]:
    """All that stands in `node`."""
    waiting = [*children(node)]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += children(each)


def above(node: LexborNode | None) -> Iterator[LexborNode]:
    """`node` and what it stands in."""
    while node is not None:
        yield node
        node = node.parent


def is_in(node: LexborNode, tags: tuple[str, ...]) -> bool:
    """Whether `node` is or stands in an element of one of those `tags`."""
    return any(each.tag in tags for each in above(node))


def said(node: LexborNode) -> str:
    """What a node says, on one line, its parts with blanks between them."""
    return " ".join(node.text(deep=True, separator=" ").split())


class Pruning:
    """Takes elements out of a page. What has gone, and all in it, must not be looked at again: the
    parser gives its memory to others."""

    def __init__(self) -> None:
        """Nothing has gone."""
        self._gone: set[int] = set()

    def has(self, node: LexborNode) -> bool:
        """Whether a node has gone."""
        return node.mem_id in self._gone

    def drop(self, node: LexborNode) -> None:
        """Take a node out, if it has not gone with another."""
        if self.has(node):
            return
        self._gone.add(node.mem_id)
        self._gone.update(each.mem_id for each in below(node))
        node.decompose()


def is_hidden(node: LexborNode) -> bool:
    """Whether a browser shows nothing of an element."""
    attributes = node.attributes
    return (
        "hidden" in attributes
        or bool(_HIDDEN_CLASS.search(attributes.get("class") or ""))
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


def is_caption(node: LexborNode) -> bool:
    """Whether an element says of itself that it is what stands below a picture."""
    return node.tag == "figcaption" or bool(
        _CAPTION_CLASS.search(node.attributes.get("class") or "")
    )


def source(image: LexborNode) -> str:
    """Where a picture comes from, "" for one that only takes up room. Pages that load it late name
    it elsewhere."""
    attributes = image.attributes
    sizes = [attributes.get(name) or "" for name in ("width", "height")]
    if any(re.fullmatch("[0-3](?:px)?", size.strip()) for size in sizes):
        return ""
    named = [attributes.get(name) or "" for name in ("data-src", "data-original", "data-lazy-src")]
    sources = [source.strip() for source in (*named, attributes.get("src") or "")]
    # A browser that has saved a page has the picture where its `src` says, if it had come.
    local = [each for each in sources if each and not each.startswith(("http", "//", "data:"))]
    return next(filter(None, (*local, *sources)), "")


def language(pre: LexborNode) -> str:
    """The language of code, as programs that write Markdown tell it, "" for none."""
    code = pre.css_first("code[class]")
    found = re.search(
        r"language-([\w+-]{1,20})", (code.attributes.get("class") or "") if code else ""
    )
    return found[1] if found else ""


def depth(root: LexborNode) -> int:
    """How many elements stand within each other, counted no further than `MAX_DEPTH` + 1."""
    level = deepest = 1
    node: LexborNode | None = root
    while node is not None and deepest <= MAX_DEPTH:
        if node.child is not None:
            node, level = node.child, level + 1
            deepest = max(deepest, level)
            continue
        while node is not None and node.next is None and level > 1:
            node, level = node.parent, level - 1
        node = node.next if node is not None and level > 1 else None
    return deepest


def rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table, not those of tables in it."""
    for child in children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in children(child) if row.tag == "tr")


def only_places(table: LexborNode, rows: list[list[LexborNode]]) -> bool:
    """Whether a table has no rows and columns to be read: it places what stands in it."""
    if (table.attributes.get("role") or "") in ("presentation", "none"):
        return True
    widest = max(map(len, rows), default=0)
    is_framed = (table.attributes.get("border") or "0") != "0"
    if widest == 0 or (len(rows) == 1 and not is_framed) or sum(map(len, rows)) == 1:
        return True
    if widest == 1 and not is_framed and table.css_first("p, div, br, ul") is not None:
        return True
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return True
    if table.css_first("h1, h2, h3, h4, hr, iframe") is not None:
        return True
    cells = [cell for row in rows for cell in row]
    if any(cell.tag == "th" for cell in cells):
        return False
    pictures = sum(cell.css_first("img") is not None for cell in cells)
    if widest == 1:
        return pictures > 0
    return any(len(cell.css("p, div")) > 6 for cell in cells)


def as_head(row: tuple[TableCell, ...]) -> tuple[TableCell, ...]:
    """A first row of bold cells tells what the columns are."""
    is_head = len(row) > 1 and all(
        cell.blocks and all(map(is_bold, cell.blocks)) for cell in row if not cell.is_head
    )
    return tuple(replace(cell, is_head=True) for cell in row) if is_head else row


def count(value: str | None) -> int:
    """How many columns or rows a cell takes, by its attribute."""
    number = (value or "").strip()
    return min(int(number), 999) if re.fullmatch("[1-9][0-9]{0,5}", number) else 1


def letter(kind: str, number: int) -> str:
    """The number of an item in letters."""
    if kind in _LETTERED:
        return _LETTERED[kind][(number - 1) % 26]
    roman = _ROMAN[(number - 1) % len(_ROMAN)]
    return roman.upper() if kind == "I" else roman


def lettered(blocks: tuple[Block, ...], letter: str) -> tuple[Block, ...]:
    """`blocks` with a letter before them, which Markdown's lists cannot count with."""
    first, *rest = blocks
    if not isinstance(first, ParagraphBlock):
        return (ParagraphBlock((TextRun(f"{letter}."),)), *blocks)
    return (replace(first, runs=(TextRun(f"{letter}. "), *first.runs)), *rest)
