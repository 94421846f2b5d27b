"""What is wrong with the record of a document, and that the mend which is told works."""

from __future__ import annotations

import re

import pytest

from cchc_site.content import document_parts

BLANK = (
    *("/QĐ-UBND", "…/QĐ-UBND", "___/2022/QĐ-UBND", "../TB-VP", "Số: /KH-UBND", "-QĐ/TU"),
    *("XX/KH-UBND", "00/KH-UBND", "0/TB-VP", "không số", "( )/UBND-NC", "QĐ-UBND", "…", "A"),
)
WORDY = ("Kế hoạch số 09/KH-UBND", "Số 09/KH-UBND", "số: 30c/NQ-CP", "QĐ số 45/QĐ-UBND")
NUMBERS = (
    *("09/KH-UBND", "9/KH-UBND", "1500/UBND-KSTTHC", "42/2022/NĐ-CP", "20-NQ/ĐU", "57-CP"),
    *("30c/NQ-CP", "1663", "254 -BC/ĐU", "012/TB", "12B/2020/QĐ-UBND", "2022/QĐ-UBND"),
)
SHORT = (
    *("UBND tỉnh", "UBND", "Ủy ban nhân dân xã", "UBND xã ...", "Sở", "Phòng", "Văn phòng"),
    *("Chủ tịch UBND huyện", "HĐND và UBND huyện", "Sở Nội vụ tỉnh", "Công an huyện", "Đảng ủy"),
    *("ubnd tỉnh", "UBND TỈNH", "UBND Thị trấn", "UBND cấp xã", "Uỷ ban nhân dân thành phố"),
)
WHOLE = (
    *("UBND xã Tân Thành", "Chính phủ", "Bộ Công an", "Thủ tướng Chính phủ", "Quốc hội"),
    *("Tòa án nhân dân tối cao", "Ủy ban Thường vụ Quốc hội", "Huyện ủy Lai Vung", "UBND TP Huế"),
)


def example(hint: str) -> str:
    """The value that a hint says to write."""
    (found,) = re.findall("“[a-z]+: (.+)”", hint)
    return str(found)


@pytest.mark.parametrize("text", BLANK)
def test_a_blank_number_is_refused(text: str) -> None:
    """Whatever stands in the place of the digits; what the hint says is none."""
    wrong = document_parts.number(text)

    assert wrong
    assert wrong.what == f"văn bản chưa có số: “{text}”"
    assert document_parts.number(example(wrong.hint)) is None


@pytest.mark.parametrize("text", WORDY)
def test_words_before_a_number_are_told_apart(text: str) -> None:
    """The page of the document would say them twice."""
    wrong = document_parts.number(text)

    assert wrong
    assert text.endswith(example(wrong.hint))
    assert document_parts.number(example(wrong.hint)) is None


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_taken_as_offices_write_it(text: str) -> None:
    """Of today's form, the Party's and older ones."""
    assert document_parts.number(text) is None


@pytest.mark.parametrize("text", SHORT)
def test_a_body_that_could_be_many_is_refused(text: str) -> None:
    """What the hint says is one."""
    wrong = document_parts.issuer(text)

    assert wrong
    assert document_parts.issuer(example(wrong.hint)) is None


@pytest.mark.parametrize("text", WHOLE)
def test_a_body_of_a_name_is_taken(text: str) -> None:
    """Also one of small words alone."""
    assert document_parts.issuer(text) is None


@pytest.mark.parametrize(
    ("number", "fits", "other"),
    [
        ("148/2025/QH15", "Luật", "Công văn"),
        ("202/2025/QH15", "nghị quyết", "Quyết định"),
        ("02/2022/UBTVQH15", "Pháp lệnh", "Luật"),
        ("30/2020/NĐ-CP", "NĐ", "Công văn"),
        ("06/CT-TTg", "CHỈ THỊ", "Công văn"),
        ("37-QĐ/TW", "Quy định", "Nghị quyết"),
        ("12/KH-TC", "Công văn", "Kế hoach"),
    ],
)
def test_a_type_must_be_one_that_the_number_allows(number: str, fits: str, other: str) -> None:
    """In any case or abbreviated; letters that may be a unit's allow any type there is."""
    assert document_parts.type_fault(fits, number) is None
    assert document_parts.type_fault(other, number)
