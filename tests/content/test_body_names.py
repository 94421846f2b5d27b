"""Which bodies a post names."""

from __future__ import annotations

import pytest

from cchc_site.content.body_names import body_name, named
from cchc_site.search import synonyms

SHORT = synonyms.pairs({"LV": "Lai Vung"})
NAMES = (
    body_name("lai-vung", "Ủy ban nhân dân huyện Lai Vung", SHORT),
    body_name("hoa-an", "UBND xã Hòa An", SHORT),
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Theo Ủy ban nhân dân huyện Lai Vung, …", ["lai-vung"]),
        ("Uỷ ban nhân dân huyện Lai Vung", ["lai-vung"]),
        ("UBND HUYỆN LAI VUNG", ["lai-vung"]),
        ("ubnd huyen lai vung", ["lai-vung"]),
        ("Ủy ban nhân dân huyện\xa0Lai  Vung", ["lai-vung"]),
        ("(UBND huyện Lai Vung)", ["lai-vung"]),
        ("UBND xã Hoà An và UBND huyện Lai Vung", ["lai-vung", "hoa-an"]),
        ("Ủy ban nhân dân xã Hòa An", ["hoa-an"]),
        ("ỦY BAN NHÂN DÂN XÃ HÒA AN", ["hoa-an"]),
        ("UBND xa Hoa An", ["hoa-an"]),
        # The place is not its body, nor is another body of the place.
        ("trên địa bàn huyện Lai Vung", []),
        ("UBND xã Lai Vung", []),
        ("Công an huyện Lai Vung", []),
        ("UBND huyện Lai Vungs", []),
        ("UBND huyện", []),
        ("", []),
    ],
)
def test_a_body_is_named_by_its_full_name(text: str, keys: list[str]) -> None:
    """In any case, with or without marks, abbreviated as the site does; in any of the texts."""
    assert list(named(NAMES, "Tiêu đề", "", text)) == keys
    assert list(named(NAMES, text, "Tóm tắt.", "Nội dung.")) == keys


def test_a_sites_own_abbreviation_counts() -> None:
    """As do the common ones."""
    assert named(NAMES, "UBND huyện LV họp.", "Lai Vung") == ("lai-vung",)
