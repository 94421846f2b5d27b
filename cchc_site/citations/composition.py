"""Places of a text in NFC as places of the same text before it was composed.

Pure; depends on nothing of the project.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SEGMENT = re.compile(
    r"[\x00-\u02ff\u1e00-\u20cf\u2100-\u22ff][^\x00-\u02ff\u1e00-\u20cf\u2100-\u22ff]*"
    r"|[^\x00-\u02ff\u1e00-\u20cf\u2100-\u22ff]+"
)


def places(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of `text` in NFC as spans of `text`, which is not.

    Each begins and ends with a letter or digit of those that open a segment, where composition
    never reaches back.
    """
    spans = list(spans)
    wanted = {place for start, end in spans for place in (start, end - 1)}
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    composed_at = 0
    for segment in _SEGMENT.finditer(text) if spans else ():
        composed = unicodedata.normalize("NFC", segment[0])
        if composed_at in wanted:
            starts[composed_at] = segment.start()
            ends[composed_at] = segment.start() + _length_of_first(segment[0], composed)
        composed_at += len(composed)
    return [(starts[start], ends[end - 1]) for start, end in spans]


def _length_of_first(segment: str, composed: str) -> int:
    """How many characters of `segment` make the first of it in NFC."""
    lengths = range(1, min(len(segment), 8) + 1)
    same = (n for n in lengths if unicodedata.normalize("NFC", segment[:n]) == composed[0])
    return next(same, 1)
