"""Rows as a file that spreadsheets open.

Pure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from types import SimpleNamespace

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(rows: Iterable[Iterable[object]]) -> bytes:
    """The `rows` as comma-separated values; Excel knows by the mark at the beginning that they are
    UTF-8."""
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append))
    writer.writerows(map(_harmless, rows))
    return b"\xef\xbb\xbf" + "".join(lines).encode()


def _harmless(row: Iterable[object]) -> list[object]:
    """The cells of a row, none of which a spreadsheet takes for a formula (OWASP, "CSV
    Injection")."""
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row
    ]
