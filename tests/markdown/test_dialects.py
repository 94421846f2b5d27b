"""The table of dialects."""

from __future__ import annotations

import pytest

from cchc_site.markdown.dialects import DIALECTS


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_reads(name: str) -> None:
    """Of the same words the same text, at their line."""
    read = DIALECTS[name].reader(["tables"], {})

    parsed = read("Một đoạn.\n\n[Liên hệ](lien-he.md)", "posts/a.md", 5)

    assert parsed.lead == "Một đoạn."
    assert [(reference.target, reference.line) for reference in parsed.references] == [
        ("lien-he.md", 7)
    ]
