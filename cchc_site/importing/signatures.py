"""The line below a text that says who wrote it.

Pure.
"""

from __future__ import annotations

import re

from cchc_site.content import authors

_LONGEST = 60
_LEAD = re.compile(
    r"(?:(?:Tin|Bài|Ảnh|Tin, ảnh|Tin, bài|Bài, ảnh|Bài và ảnh|Tin và ảnh|Tin bài|Tin ảnh|"
    r"Tác giả|Người viết|Người đưa tin|Người đăng|Thực hiện|Theo)\s*:\s*)",
    re.IGNORECASE,
)
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
