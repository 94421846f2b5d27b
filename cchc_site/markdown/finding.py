"""What is found in a text.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: `line` from 0 within the text, what it is and how to mend it."""

    line: int
    what: str
    hint: str
