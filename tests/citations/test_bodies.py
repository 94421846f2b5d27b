"""The names of public bodies: abbreviated or whole, they are one body."""

from __future__ import annotations

import pytest

from cchc_site.citations import bodies


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("CP", "Chính phủ"),
        ("UBTVQH", "Ủy ban Thường vụ Quốc hội"),
        ("Công ty CP Cấp nước", "Công ty CP Cấp nước"),
        ("Sở GD&ĐT tỉnh Đồng Tháp", "Sở Giáo dục và Đào tạo tỉnh Đồng Tháp"),
        ("Phòng GDĐT huyện Lai Vung", "Phòng Giáo dục và Đào tạo huyện Lai Vung"),
        ("Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ LĐ - TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ TN và MT", "Bộ TN và MT"),
        ("Bộ XYZ", "Bộ XYZ"),
        ("Sở TP Đồng Tháp", "Sở Tư pháp Đồng Tháp"),
        ("UBMTTQVN xã Lai Vung", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Lai Vung"),
        ("Ủy ban MTTQ Việt Nam xã Lai Vung", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Lai Vung"),
        ("Ủy ban MTTQ xã Lai Vung", "Ủy ban Mặt trận Tổ quốc xã Lai Vung"),
        ("BCH Đảng bộ xã Lai Vung", "Ban Chấp hành Đảng bộ xã Lai Vung"),
        ("BTV Đảng ủy xã Lai Vung", "Ban Thường vụ Đảng ủy xã Lai Vung"),
        ("UBND TP. Cao Lãnh", "Ủy ban nhân dân thành phố Cao Lãnh"),
    ],
)
def test_an_abbreviation_is_written_out(written: str, whole: str) -> None:
    """As registers name the body; one that may mean several stays."""
    assert bodies.full_name(written) == whole


@pytest.mark.parametrize("issuer", ["Hội đồng", "BCH", "Ban Chấp hành", "UBND", "Sở"])
def test_what_could_be_many_is_short(issuer: str) -> None:
    """No document is published with such a body."""
    assert bodies.is_short(issuer)
