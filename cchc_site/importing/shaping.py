"""What the paragraphs of a document are: its title, its headings, the line of who wrote it.

Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from cchc_site.importing.compose import Block, Blocks, is_bold, says, texts, texts_of
from cchc_site.importing.inline_text import PARAS, normal, pictures_in, those_in
from cchc_site.importing.typed_lists import is_rule

_LONGEST_TITLE = 250
_LONGEST_HEADING = 150
_TITLE_PARTS = 4
_DATE = re.compile(
    r"(?:ngày\s*)?(?P<day>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<month>\d{1,2})\s*(?:năm|[/.-])\s*"
    r"(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)


def without_empty(blocks: Blocks) -> list[Block]:
    """`blocks` without those that say and show nothing, and without lines that are only drawn."""
    return [
        block
        for block in blocks
        if block["t"] == "HorizontalRule"
        or _has_picture(block)
        or (says(block).strip() and not (block["t"] in PARAS and is_rule(says(block))))
    ]


def _has_picture(block: Block) -> bool:
    return block["t"] == "Figure" or any(map(pictures_in, texts(block)))


def titled(blocks: Blocks) -> tuple[str, list[Block]]:
    """The title and the other blocks: a heading at the begin, else the paragraphs there that are
    bold, else a first line that is no sentence; "" where there is none. Pictures may stand above
    it."""
    start = next((at for at, block in enumerate(blocks) if says(block).strip()), len(blocks))
    above, below = list(blocks[:start]), list(blocks[start:])
    if not below or below[0]["t"] not in (*PARAS, "Header"):
        return "", list(blocks)
    first = normal(says(below[0]))
    if len(first) > _LONGEST_TITLE:
        return "", list(blocks)
    if below[0]["t"] == "Header" and not _has_picture(below[0]):
        return first, [*above, *_notes_of(below[:1]), *below[1:]]
    count = 0
    while count < min(_TITLE_PARTS, len(below) - 1) and _is_title_part(below[count], first):
        count += 1
    title = normal(" ".join(says(block) for block in below[:count]))
    if count and len(title) <= _LONGEST_TITLE:
        return title, [*above, *_notes_of(below[:count]), *below[count:]]
    if not first.endswith((".", ";", ":", ",")) and len(below) > 1 and not _has_picture(below[0]):
        return first, [*above, *_notes_of(below[:1]), *below[1:]]
    return "", list(blocks)


def _notes_of(blocks: Blocks) -> list[Block]:
    """The notes of a title, which has no place for them, as paragraphs."""
    notes = (note for inlines in texts_of(blocks) for note in those_in(inlines, "Note"))
    return [block for note in notes for block in note["c"]]


def _is_title_part(block: Block, first: str) -> bool:
    """Whether a paragraph is a line of a title in bold: all of it in capitals, or none."""
    words = normal(says(block))
    if block["t"] not in PARAS or _has_picture(block) or not is_bold(next(iter(texts(block)))):
        return False
    return bool(words) and (words.upper() == words) == (first.upper() == first)


def line(block: Block) -> str:
    """What a paragraph says, "" for a block of another kind and one that shows a picture."""
    is_line = block["t"] in (*PARAS, "Header", "BlockQuote") and not _has_picture(block)
    return says(block) if is_line else ""


def dated(blocks: Blocks) -> str:
    """The day (ISO 8601) that stands alone in a line at the begin or the end, "" for none."""
    for block in [*blocks[:3], *blocks[-3:]]:
        line = normal(says(block))
        match = _DATE.search(line) if block["t"] in PARAS else None
        if match and len(line) < len(match[0]) + 40 and line.endswith(match[0]):
            try:
                day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
            return day.isoformat()
    return ""


def shaped(blocks: Blocks) -> list[Block]:
    """`blocks` with lines in bold as headings, each one level below the one that it belongs to."""
    out = [_heading(block, last=at == len(blocks) - 1) for at, block in enumerate(blocks)]
    around: list[Rank] = []
    for at, rank in enumerate([*_ranks(out)]):
        if rank:
            around = [*(each for each in around if each < rank), rank]
            level = min(len(around) + 1, 6)
            out[at] = {"t": "Header", "c": [level, ["", [], []], _plain(out[at]["c"][2])]}
    return out


Rank = tuple[int, int]
"""How high a heading stands, the least the highest."""


def _ranks(blocks: Blocks) -> Iterator[Rank | None]:
    """The ranks of headings, None for what is none. The name of a chapter stands as high as its
    number above it."""
    above: Rank | None = None
    for block in blocks:
        if block["t"] != "Header":
            above = None
            yield None
            continue
        words = normal(says(block))
        rank = _rank(words, block["c"][0])
        yield above if above and rank[0] in (_STYLED, _BOLD) else rank
        above = rank if _IS_NUMBER.fullmatch(words) else None


def _rank(words: str, level: int) -> Rank:
    """The parts of a law stand as their names say, whatever they look like; then what has a style
    of headings; then lines in bold, by what they are numbered with."""
    for place, part in enumerate(_PARTS):
        if part.match(words):
            return _LAW, place
    if _ARTICLE.match(words):
        return _ARTICLES, 0
    if level != _BOLD_LEVEL:
        return _STYLED, level
    return next(
        ((_NUMBERED, place) for place, lead in enumerate(_NUMBERS) if lead.match(words)), (_BOLD, 0)
    )


def _heading(block: Block, last: bool) -> Block:
    if block["t"] not in PARAS or last or _has_picture(block):
        return block
    words = normal(says(block))
    if not words or len(words) > _LONGEST_HEADING or words.endswith((".", ";", ",", "!", "?")):
        return block
    if words.startswith(("(", "*", "“")) or not any(map(str.isalpha, words)):
        return block
    if "\n" in says(block) or not is_bold(block["c"]):
        return block
    return {"t": "Header", "c": [_BOLD_LEVEL, ["", [], []], _plain(block["c"])]}


_BOLD_LEVEL = 9
_LAW, _STYLED, _ARTICLES, _NUMBERED, _BOLD = range(5)
_PARTS = tuple(
    re.compile(rf"{name}\s+(?:thứ\b|[IVXLC\d]+\b)", re.IGNORECASE)
    for name in ("Phần", "Chương", "Mục", "Tiểu mục")
)
_ARTICLE = re.compile(r"Điều\s+\d+", re.IGNORECASE)
_NUMBERS = tuple(map(re.compile, (r"(?:[IVX]+|[A-H])[.)/]\s", r"\d+[.)/]\s", r"\d+\.\d")))
_IS_NUMBER = re.compile(r"(?:Phần|Chương|Mục|Tiểu mục)\s+(?:thứ\s+\w+|[IVXLC\d]+)[.:]?", re.I)


def _plain(inlines: Sequence[Block]) -> list[Block]:
    """Inlines without what makes them bold."""
    out: list[Block] = []
    for inline in inlines:
        if inline["t"] in ("Strong", "Underline"):
            out += _plain(inline["c"])
        elif inline["t"] == "Emph":
            out.append({"t": "Emph", "c": _plain(inline["c"])})
        elif inline["t"] == "Span":
            out += _plain(inline["c"][1])
        else:
            out.append(inline)
    return out
