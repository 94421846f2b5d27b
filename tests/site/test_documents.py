"""What makes two documents one, and which address is whose."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from cchc_site.markdown.citing import mentions
from cchc_site.site.documents import Document
from cchc_site.site.meanings import Documents
from tests.support.rendering import News

APART = (
    (
        "12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Thành",
        "12/QĐ-UBND ngày 5/3/2026 của UBND xã Tân Thạnh",
    ),
    ("12/QĐ-UBND ngày 3/3/2026 của UBND xã Mỹ An", "12/QĐ-UBND ngày 3/3/2026 của UBND xã Mỹ Ân"),
    (
        "15/HD-UBND ngày 3/3/2026 của UBND xã Tân Hòa",
        "15/HĐ-UBND ngày 3/3/2026 của UBND xã Tân Hòa",
    ),
    ("7/DA-UBND ngày 3/3/2026 của UBND xã Tân Hòa", "7/ĐA-UBND ngày 3/3/2026 của UBND xã Tân Hòa"),
    (
        "12/QĐ-UBND ngày 3/3/2025 của UBND xã Tân Hòa",
        "12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Hòa",
    ),
    (
        "5/CV-SNN ngày 3/3/2026 của Sở Nội vụ tỉnh Sơn La",
        "5/CV-SNN ngày 3/3/2026 của Sở Nội vụ tỉnh Sơn Là",
    ),
)
ALIKE = (
    (
        "12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Hòa",
        "12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Hoà",
    ),
    (
        "12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Hòa",
        "12/QD-UBND ngày 3/3/2026 của Uỷ ban nhân dân xã Tân Hòa",
    ),
    (
        "12/QĐ-UBND ngày 3/3/2026 của UBND xã Tân Hòa",
        "12 / QĐ–UBND ngày 3/3/2026 của ỦY BAN NHÂN DÂN XÃ TÂN HÒA",
    ),
    (
        "1/TB-UBND ngày 3/3/2026 của UBND TP Cao Lãnh",
        "1/TB-UBND ngày 3/3/2026 của UBND thành phố Cao Lãnh",
    ),
    (
        "5/CV-SVH ngày 3/3/2026 của Sở Văn hóa, Thể thao và Du lịch tỉnh Đồng Tháp",
        "5/CV-SVH ngày 3/3/2026 của Sở Văn hoá, Thể thao và Du lịch tỉnh Đồng Tháp",
    ),
)


def register(*cited: str) -> dict[str, Document]:
    """The documents that texts cite, by what tells them apart."""
    texts = [mentions(f"<p>Văn bản số {text}.</p>") for text in cited]
    return dict(Documents([], texts).all)


@pytest.mark.parametrize("pair", APART, ids=lambda pair: pair[0])
def test_a_mark_makes_another_document(pair: tuple[str, str]) -> None:
    """Each has an address that is not the other's, whoever is there first."""
    (alone,) = register(pair[0]).values()
    for order in permutations(pair):
        known = register(*order)
        urls = {document.url for document in known.values()}

        assert len(urls) == len(known) == 2
        assert alone.identity in known
        other = next(known[key] for key in known if key != alone.identity)
        assert other.url != alone.url


@pytest.mark.parametrize("pair", ALIKE, ids=lambda pair: pair[1])
def test_another_spelling_makes_no_other_document(pair: tuple[str, str]) -> None:
    """Case, the place of a tone, dashes, abbreviations, a missing Đ that can mean nothing else."""
    assert len(register(*pair)) == 1


def test_who_has_no_namesake_stands_at_the_plain_address() -> None:
    """As before there were namesakes."""
    (known,) = register(APART[0][0]).values()

    assert known.url == "van-ban/12-qd-ubnd-2026-uy-ban-nhan-dan-xa-tan-thanh/"


LOOP = """\
- {number: 4/2021/NĐ-CP, date: 2021-01-05, issuer: Chính phủ, effective: 2021-03-01,
   replaces: Nghị định số 5/2022/NĐ-CP}
- {number: 5/2022/NĐ-CP, date: 2022-01-05, issuer: Chính phủ, effective: 2022-03-01,
   replaces: Nghị định số 4/2021/NĐ-CP}
- {number: 6/2023/NĐ-CP, date: 2023-01-05, issuer: Chính phủ,
   replaced_by: Nghị định số 5/2022/NĐ-CP}
"""


def test_nothing_takes_the_place_of_what_is_younger(tmp_path: Path) -> None:
    """Whatever records say, of their own document or of another."""
    known = News(tmp_path, {}, {"documents/vong.yml": LOOP}).news_site.register
    followed = {
        document.number: [other.short_name for other in known.replacing(document)]
        for document in known.documents.values()
    }
    replaced = {
        document.number: [other.short_name for other in known.replaced(document)]
        for document in known.documents.values()
    }

    assert followed["4/2021/NĐ-CP"] == ["Nghị định 5/2022/NĐ-CP"]
    assert followed["5/2022/NĐ-CP"] == followed["6/2023/NĐ-CP"] == []
    assert replaced["5/2022/NĐ-CP"] == ["Nghị định 4/2021/NĐ-CP"]
    assert replaced["4/2021/NĐ-CP"] == []
    assert [force.is_over for force in known.forces.values()] == [False, True]


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ("<td><b>Luật</b> Thanh niên</td><td>57/2020/QH14</td>", ["Luật"]),
        ("<td>64/2020/QH14</td><td>Bộ luật Lao động</td>", ["Bộ luật"]),
        ("<td>Nghị quyết thi hành</td><td>66/2020/QH14</td><td>Luật Đầu tư</td>", [""]),
        ("<td>Luật sư tư vấn</td><td>67/2020/QH14</td>", [""]),
        ("<td>Pháp lệnh</td><td>67/2020/QH14</td>", [""]),
        ("<td>Luật Đầu tư</td></tr><tr><td>68/2020/QH14</td>", [""]),
    ],
)
def test_a_cell_beside_a_number_may_name_the_act(row: str, kinds: list[str]) -> None:
    """Where it alone does, and the number may be that of such an act."""
    html = f"<table><tbody><tr>{row}</tr></tbody></table>"

    assert [mention.kind for mention in mentions(html)] == kinds
