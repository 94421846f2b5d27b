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
        ("UBND TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("UBND TPHCM", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Thủ tướng", "Thủ tướng Chính phủ"),
        ("QUỐC HỘI", "Quốc hội"),
        ("BỘ KẾ HOẠCH VÀ ĐẦU TƯ", "Bộ Kế hoạch và Đầu tư"),
        ("SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        ("Chủ tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Chủ tịch nước"),
    ],
)
def test_an_abbreviation_is_written_out(written: str, whole: str) -> None:
    """As registers name the body; one that may mean several stays."""
    assert bodies.full_name(written) == whole


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Bộ trưởng Bộ Tư pháp", "Bộ Tư pháp"),
        ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "Văn phòng Chính phủ"),
        ("Thống đốc Ngân hàng Nhà nước Việt Nam", "Ngân hàng Nhà nước Việt Nam"),
        ("Tổng Thanh tra Chính phủ", "Thanh tra Chính phủ"),
        ("Chánh án Tòa án nhân dân tối cao", "Tòa án nhân dân tối cao"),
        ("Chủ tịch UBND xã Lai Vung", "Ủy ban nhân dân xã Lai Vung"),
        ("Phó Chủ tịch UBND xã Lai Vung", "UBND xã Lai Vung"),
        ("Giám đốc Sở Nội vụ tỉnh Đồng Tháp", "Sở Nội vụ tỉnh Đồng Tháp"),
        ("Chánh Văn phòng UBND tỉnh Đồng Tháp", "Văn phòng UBND tỉnh Đồng Tháp"),
        ("Trưởng phòng Nội vụ huyện Lai Vung", "Phòng Nội vụ huyện Lai Vung"),
    ],
)
def test_a_head_is_its_body(head: str, body: str) -> None:
    """What either issues is numbered in one row."""
    assert bodies.key(head) == bodies.key(body)


@pytest.mark.parametrize(
    ("office", "other"),
    [
        ("Thủ tướng Chính phủ", "Chính phủ"),
        ("Chủ tịch nước", "Chủ tịch Quốc hội"),
        ("Chủ tịch UBND xã Lai Vung", "Chủ tịch UBND xã Lai Vùng"),
        ("Thường trực HĐND xã Lai Vung", "HĐND xã Lai Vung"),
        ("Văn phòng UBND tỉnh Đồng Tháp", "UBND tỉnh Đồng Tháp"),
    ],
)
def test_another_office_is_another_body(office: str, other: str) -> None:
    """Each has a row of numbers of its own."""
    assert bodies.key(office) != bodies.key(other)


@pytest.mark.parametrize("issuer", ["Hội đồng", "BCH", "Ban Chấp hành", "UBND", "Sở"])
def test_what_could_be_many_is_short(issuer: str) -> None:
    """No document is published with such a body."""
    assert bodies.is_short(issuer)
