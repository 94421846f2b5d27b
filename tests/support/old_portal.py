"""A page of the old portal as somebody has copied it: as plain text, with its frame."""

from __future__ import annotations

from collections.abc import Sequence

_BLANK = "\n\n\u00a0\n\n"


def copied(title: str, category: str, paragraphs: Sequence[str], author: str) -> str:
    """Its frame above, the title twice, blanks that are none, and who wrote it at the right."""
    lead = f"Xuất bản thông tin\n\nnull {title}\n\n{category.upper()} Tin tức\n\n{title}"
    first, *others = paragraphs
    text = _BLANK.join([first, *(f" {other}" for other in others)])
    return f"{lead}\n\n{text}\n\n{' ' * 127}{author}"
