"""A report on how many items were published, as words, for a spreadsheet, as a picture.

Pure.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from cchc_site.base import vietnamese
from cchc_site.base.progress import number
from cchc_site.base.spreadsheets import csv_file
from cchc_site.site.tally import MONTHS, CountTable, Tally

_WIDTH, _LABELS, _BAR, _LINE, _GAP = 900, 300, 18, 18, 12
_LETTERS = 38
"""How many letters of a name stand in a line beside its bar."""
_MOST = 24
"""Months that are more than these are in the table alone: years are drawn in their place."""


def period(tally: Tally) -> str:
    """The days of the report in words."""
    first, last = vietnamese.day_numeric(tally.first), vietnamese.day_numeric(tally.last)
    return f"Từ {first} đến {last}"


def as_lines(tally: Tally) -> Iterator[str]:
    """The report for a terminal."""
    yield f"{period(tally)}: {number(tally.total)} tin đã đăng{_withdrawn(tally)}."
    for table in tally.tables:
        yield ""
        yield table.title
        width = max((len(name) for name, _ in table.rows), default=0)
        for name, count in table.rows:
            yield f"  {name:<{width}}  {number(count):>6}"
        if table.about:
            yield f"  ({table.about})"


def _withdrawn(tally: Tally) -> str:
    return f", chưa kể {number(tally.withdrawn)} tin đã rút" if tally.withdrawn else ""


def as_csv(tally: Tally) -> bytes:
    """The report for a spreadsheet: a row for each name of each table, after those of all items."""
    rows: list[tuple[str, str, object]] = [("Nhóm", "Tên", "Số tin")]
    rows.append(("Tất cả", period(tally), tally.total))
    if tally.withdrawn:
        rows.append(("Đã rút", period(tally), tally.withdrawn))
    rows += ((table.title, name, count) for table in tally.tables for name, count in table.rows)
    return csv_file(rows)


def as_svg(tally: Tally) -> str:
    """The report as a picture with a bar for each name, which Word and browsers show; its numbers
    stand in it as text."""
    parts, top = list[str](), 64
    for table in tally.tables:
        if table.title == MONTHS and len(table.rows) > _MOST:
            continue
        drawn, top = _drawn(table, top)
        parts += drawn
    title = f"Số tin đã đăng: {number(tally.total)}{_withdrawn(tally)}"
    head = _text(24, 34, title, 'font-size="20" font-weight="bold"')
    days = _text(24, 56, period(tally), 'font-size="14"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" '
        f'viewBox="0 0 {_WIDTH} {top}" role="img" aria-label="{escape(title)}" '
        "font-family=\"'Be Vietnam Pro', 'Segoe UI', Arial, sans-serif\" fill=\"#1a1a1a\">"
        f'<rect width="100%" height="100%" fill="#fff"/>{head}{days}{"".join(parts)}</svg>\n'
    )


def _drawn(table: CountTable, top: int) -> tuple[list[str], int]:
    """The bars of a table below `top`, and where they end."""
    parts = [_text(24, top + 32, table.title, 'font-size="16" font-weight="bold"')]
    y, most = top + 48, max((count for _, count in table.rows), default=0) or 1
    for name, count in table.rows:
        lines = textwrap.wrap(name, _LETTERS) or [""]
        spans = "".join(
            f'<tspan x="{_LABELS}" y="{y + 14 + _LINE * at}">{escape(line)}</tspan>'
            for at, line in enumerate(lines)
        )
        parts.append(f'<text font-size="14" text-anchor="end">{spans}</text>')
        width = round((_WIDTH - _LABELS - 100) * count / most, 1)
        x = _LABELS + 12
        parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{_BAR}" fill="#0b5cad"/>')
        parts.append(
            f'<text x="{x + 8 + width}" y="{y + 14}" font-size="14">{number(count)}</text>'
        )
        y += _LINE * len(lines) + _GAP
    if table.about:
        parts.append(_text(24, y + 12, table.about, 'font-size="13"'))
        y += 24
    return parts, y + _GAP


def _text(x: float, y: int, words: str, style: str) -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'
