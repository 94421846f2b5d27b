"""The line below a text that says who wrote it.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cchc_site.content import authors

_LONGEST = 60
_LEAD = re.compile(
    r"(?:(?:Tin|Bài|Ảnh|Tin, ảnh|Tin, bài|Bài, ảnh|Bài và ảnh|Tin và ảnh|Tin bài|Tin ảnh|"
    r"Tác giả|Người viết|Người đưa tin|Người đăng|Thực hiện|Theo)\s*:\s*)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\(?\s*Nguồn(?: tin)?\s*:\s*(?P<source>[^()]{2,120}?)\s*\)?\.?", re.IGNORECASE
)
_MOST = 2
_AROUND = " \t\u00a0()[]/*-–—.,;:"


def signed(line: str) -> tuple[str, ...]:
    """The authors whom a line names that says nothing else, () for another line.

    >>> signed("      Hoàng Kỳ"), signed("Tin, ảnh: Hoàng Kỳ - Lê Lan"), signed("(Ban biên tập)")
    (('Hoàng Kỳ',), ('Hoàng Kỳ', 'Lê Lan'), ('Ban biên tập',))
    >>> signed("Kính mời dự họp"), signed("Hà Nội"), signed("TM. ỦY BAN NHÂN DÂN")
    ((), ('Hà Nội',), ())
    """
    lead = _LEAD.match(line.strip(_AROUND))
    words = line.strip(_AROUND)[lead.end() if lead else 0 :].strip(_AROUND)
    words = " ".join(words.split())
    if not words or len(words) > _LONGEST or any(sign in words for sign in ":!?…"):
        return ()
    if names := authors.several(words):
        return names
    if authors.is_person(words) or (authors.is_body(words) and words != words.upper()):
        return (words,)
    return (words,) if lead and len(words.split()) <= 4 else ()


def ending(lines: Sequence[str]) -> tuple[int, dict[str, Any]]:
    """How many of the last lines of a text say who wrote it, or where it was taken from; and these
    as fields. The first line is none of them.

    >>> ending(["Xã họp dân.", "Nguồn: Báo Đồng Tháp", "Hoàng Kỳ"])
    (2, {'author': 'Hoàng Kỳ', 'source': 'Báo Đồng Tháp'})
    """
    values: dict[str, Any] = {}
    for count, line in enumerate([*reversed(lines[1:])][:_MOST]):
        source = _SOURCE.fullmatch(line.strip())
        if source and "source" not in values:
            values["source"] = source["source"]
        elif (names := signed(line)) and "author" not in values:
            values["author"] = names[0] if len(names) == 1 else list(names)
        else:
            return count, values
    return min(_MOST, max(0, len(lines) - 1)), values
