"""What a portal shows of a commune at a moment, whatever the order of its files."""

from __future__ import annotations

import datetime as dt

from cchc_site.federation import news
from cchc_site.federation.sources import CommuneSite
from cchc_site.federation.values import CommuneDocument, KeptContents, KeptFile

BASE = "https://xa-mau.example.gov.vn/"
NOW = dt.datetime.fromisoformat("2026-11-29T08:00:00+07:00")


def test_the_newest_documents_come_first() -> None:
    """Also of a register that begins with the oldest; of a year those without a day come last."""
    days = {1: "2024-05-02", 2: "2026-01-02", 3: "", 4: "2026-11-05", 5: "2025-12-31"}
    papers = tuple(
        CommuneDocument(
            f"{n}",
            f"{n}/KH-UBND",
            "Ủy ban",
            int(day[:4] or 2026),
            "Kế hoạch",
            day,
            "",
            f"{BASE}{n}/",
        )
        for n, day in days.items()
    )
    register = KeptFile(BASE, contents=KeptContents(documents=papers))

    shown = news.commune(CommuneSite("Xã Mẫu", "xa-mau", "Xã", BASE), KeptFile(BASE), register, NOW)

    assert [document.identity for document in shown.documents] == ["4", "2", "3", "5", "1"]
