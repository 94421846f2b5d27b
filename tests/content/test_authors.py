"""One author or several in a text."""

from __future__ import annotations

import pytest

from cchc_site.content.authors import is_body, several

SEVERAL = {
    "Nguyễn Văn A, Trần Thị B": ["Nguyễn Văn A", "Trần Thị B"],
    "Nguyễn Văn A; Trần Thị B": ["Nguyễn Văn A", "Trần Thị B"],
    "Nguyễn Văn A và Trần Thị B": ["Nguyễn Văn A", "Trần Thị B"],
    "Nguyễn Văn A & Trần Thị B": ["Nguyễn Văn A", "Trần Thị B"],
    "Hoàng Kỳ - Mỹ Lý": ["Hoàng Kỳ", "Mỹ Lý"],
    "ThS. Nguyễn Văn A, bà Trần B": ["ThS. Nguyễn Văn A", "bà Trần B"],
    "A, B và C": ["A", "B", "C"],
    "ĐOÀN VĂN A/TRẦN THỊ B": ["ĐOÀN VĂN A", "TRẦN THỊ B"],
    "Sở Nội vụ, Ban biên tập": ["Sở Nội vụ", "Ban biên tập"],
    "Nguyễn Văn A, Phòng Nội vụ": ["Nguyễn Văn A", "Phòng Nội vụ"],
}
ONE = (
    "Nguyễn Văn A",
    "Ban biên tập",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Sở Nông nghiệp và Môi trường",
    "Văn phòng HĐND và UBND",
    "Văn phòng Đảng ủy, HĐND và UBND xã X",
    "Nguyễn Văn A - Phòng Nội vụ",
    "Nguyễn Văn A,",
    ", ;",
)


@pytest.mark.parametrize(("text", "names"), SEVERAL.items())
def test_names_beside_each_other_are_several(text: str, names: list[str]) -> None:
    """Persons, whose every word has a capital; bodies, which begin as such."""
    assert [*several(text)] == names


@pytest.mark.parametrize("text", ONE)
def test_a_name_may_have_commas(text: str) -> None:
    """As offices have; what is not sure is one name."""
    assert several(text) == ()


BODIES = (
    "Ban biên tập",
    "BAN BIÊN TẬP",
    "Tổ Một cửa",
    "UBND xã Hòa Long",
    "Uỷ ban nhân dân xã Hòa Long",
    "Trung tâm Phục vụ hành chính công",
    "Đoàn Thanh niên xã",
    "Huyện đoàn",
    "Cổng thông tin điện tử",
    "Văn phòng HĐND và UBND",
)
PERSONS = ("Hoàng Kỳ", "Đoàn Văn Hậu", "Ban Thị Hoa", "Trang Hạ", "Huyện Thanh", "Nguyễn Ban")


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_no_person(name: str) -> None:
    """Whatever the case."""
    assert is_body(name)


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_is_no_body(name: str) -> None:
    """Also one whose family name begins names of bodies."""
    assert not is_body(name)
