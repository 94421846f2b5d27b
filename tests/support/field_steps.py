"""Each field of a post, with two values that differ by the smallest step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DOCUMENT = {
    "number": "7/QĐ-UBND",
    "date": "2024-05-10",
    "issuer": "UBND huyện Lai Vung",
    "title": "Về lịch tiếp dân",
    "type": "Quyết định",
    "effective": "2024-05-15",
    "expires": "2039-05-15",
    "status": "Còn hiệu lực",
    "replaces": "Quyết định số 6/QĐ-UBND",
    "replaced_by": "Quyết định số 8/QĐ-UBND",
    "field": "Tiếp dân",
    "signer": "An",
    "full_text": "https://vb.example.vn/7",
    "file": "lich.pdf",
}
# Each value, and another by the smallest step; `None` for none.
STEPS: Mapping[str, tuple[Any, Any]] = {
    "title": ("Họp giao ban", "Hợp giao ban"),
    "date": ("2024-05-13 08:00", "2024-05-14 08:00"),
    "author": ("[An, Bình]", "[Bình, An]"),
    "category": ("thong-bao", "tin-tuc"),
    "summary": ("Họp sáng thứ Hai.", "Họp sáng thứ hai."),
    "tags": ("[họp, lịch]", "[lịch, họp]"),
    "slug": ("hop-a", "hop-b"),
    "source": ("Báo Đồng Tháp", "Báo Đồng tháp"),
    "image": ("anh.png", "tranh.png"),
    "image_alt": ("Phòng họp", "Phòng hợp"),
    "updated": ("2024-05-20", "2024-05-21"),
    "correction": ("Sửa giờ.", "Sửa ngày."),
    "expires": ("2024-06-01", "2024-06-02"),
    "withdrawn": (None, "Sai số liệu."),
    "draft": (None, "true"),
    "pinned": (None, "true"),
    "documents": ([DOCUMENT], []),
    "procedures": ([{"name": "Khai sinh", "code": "1.001", "url": "https://dvc.gov.vn/a"}], []),
    "attachments": ([{"file": "lich.pdf", "title": "Lịch"}], []),
    "posted_from": ("2024-05-13", "2024-05-14"),
    "posted_to": ("2024-05-28", "2024-05-29"),
    "organization": ("huyen", "xa"),
    "aliases": ("[/tin/1.html]", "[/tin/2.html]"),
    "extra": ("{a: 1, b: 2}", "{b: 2, a: 1}"),
    "hide": (None, "[tags]"),
    "robots": (None, "noindex"),
    "search": (None, "{exclude: true}"),
}
PARTS: Mapping[str, Sequence[tuple[str, str]]] = {
    "documents": (
        ("number", "8/QĐ-UBND"),
        ("date", "2024-05-11"),
        ("issuer", "UBND xã Lai Vung"),
        ("title", "Về lịch tiếp công dân"),
        ("type", "Quy định"),
        ("effective", "2024-05-16"),
        ("expires", "2039-05-16"),
        ("status", "Hết hiệu lực một phần"),
        ("replaces", "Quyết định số 5/QĐ-UBND"),
        ("replaced_by", "Quyết định số 9/QĐ-UBND"),
        ("field", "Tiếp công dân"),
        ("signer", "Bình"),
        ("full_text", "https://vb.example.vn/8"),
        ("file", "lich-2.pdf"),
    ),
    "procedures": (("name", "Khai tử"), ("code", "1.002"), ("url", "https://dvc.gov.vn/b")),
    "attachments": (("file", "lich-2.pdf"), ("title", "Lịch họp")),
}
