"""What search finds of communes, in how many segments."""

from __future__ import annotations

import pytest

from cchc_site.federation import findable
from cchc_site.federation.news import Commune, Federation
from cchc_site.federation.sources import CommuneSite
from cchc_site.federation.values import CommuneDocument, CommuneItem

BASE = "https://xa-mau.example.gov.vn/"


def federation(documents: int) -> Federation:
    """A commune with two items and so many documents."""
    items = tuple(
        CommuneItem(f"{BASE}{day}/", f"Tin ngày {day}", f"2026-11-0{day}T08:00:00+07:00")
        for day in (2, 1)
    )
    papers = tuple(
        CommuneDocument(f"{n}", f"{n}/KH-UBND", "Ủy ban", 2026, "Kế hoạch", "", "", f"{BASE}{n}/")
        for n in range(documents)
    )
    return Federation([Commune(CommuneSite("Xã Mẫu", "xa-mau", "Xã", BASE), items, papers)])


@pytest.mark.parametrize(
    ("documents", "sizes"),
    [
        (0, {"x": 2}),
        (findable.FEW - 1, {"x": 1 + findable.FEW}),
        (findable.FEW, {"x": 2, "y": findable.FEW}),
    ],
)
def test_many_documents_have_a_segment_of_their_own(documents: int, sizes: dict[str, int]) -> None:
    """Wherever it stands, each item is found by its own words; the older before the newer."""
    segments = [*findable.segments(federation(documents), {})]

    assert {segment.key: len(segment.items) for segment in segments} == sizes
    for segment in segments:
        for place, item in enumerate(segment.items):
            text = segment.search_text(place)
            first = item.fields.title.lower().replace("/", " ").replace("-", " ").split()[-1]
            assert first in text.title.lower(), item.fields.title
    assert [item.fields.title for item in segments[0].items[:2]] == ["Tin ngày 1", "Tin ngày 2"]
