"""What is found in a text.

Pure.
"""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """A fault: `line` from 0 within the text, what it is and how to mend it."""

    line: int
    what: str
    hint: str
