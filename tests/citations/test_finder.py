"""Citations of documents: found, read and told apart from everything that looks like one."""

from __future__ import annotations

import csv
import unicodedata
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cchc_site.citations.finder import Citation, blank_numbers, find_citations
from tests.support.paths import TESTS
from tests.support.timing import fill, quickest

FOLDER = TESTS / "cases/citations"
TABLES = ("administrative", "laws", "party", "writing", "dates", "bodies", "lists", "openings")
CASES = [
    case for name in TABLES for case in yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
]
OTHERS = yaml.safe_load((FOLDER / "others.yml").read_text("utf-8"))
ABSTRACTS = yaml.safe_load((FOLDER / "abstracts.yml").read_text("utf-8"))
BLANKS = yaml.safe_load((FOLDER / "blanks.yml").read_text("utf-8"))
ROWS = list(
    csv.DictReader(
        (TESTS / "data/citations.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)
# Text torn apart by a broken encoding is no citation; the importer warns of it.
READABLE = [row for row in ROWS if "broken-encoding" not in row["flags"]]
# The date of a head, or of a document cited in English, stands elsewhere on the page.
DATED_ELSEWHERE = [row for row in ROWS if {"header-form", "english"} & {*row["flags"].split(",")}]
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")

SEED = (
    "Thực hiện Kế hoạch số 09/KH-UBND, ngày 13 tháng 4 năm 2022 của Uỷ ban nhân dân huyện Lai "
    "Vung, về việc kiểm tra công tác cải cách hành chính năm 2021; Quyết định số 45/QĐ-UBND-TL, "
    "ngày 16/3/2022 của Uỷ ban nhân dân huyện Lai Vung dân huyện Lai Vung về việc thành lập Tổ "
    "Kiểm tra cải cách hành chính năm 2022. Ngày 19/4/2022 Đoàn tiến hành kiểm tra công tác CCHC "
    "tại 06 cơ quan chuyên môn và 12 UBND cấp xã.\n\nQua kiểm tra thực tế công tác CCHC tại các cơ "
    "quan, đơn vị và địa phương cho thấy, công tác chỉ đạo, điều hành và tổ chức thực hiện hoạt "
    "động kiểm soát thủ tục hành chính được thực hiện nghiêm túc; hoạt động của Bộ phận tiếp nhận "
    "và trả kết quả theo cơ chế một cửa tiếp tục tạo điều kiện thuận lợi cho người dân và tổ chức."
)


def shown(text: str, one: Citation) -> str:
    """A citation as the tables have it: span | type | number | date | body."""
    span = text[one.start : one.end].replace("\n", r"\n")
    date = f"? {one.date_text}" if one.date_text else str(one.date or "")
    return " | ".join((span, one.kind, one.number, date, one.issuer or ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_citations(case: dict[str, Any]) -> None:
    """A text holds the citations of the table, each with its span, type, number, date and body."""
    assert [shown(case["text"], one) for one in find_citations(case["text"])] == case["found"]


@pytest.mark.parametrize("case", ABSTRACTS, ids=lambda case: case["text"])
def test_an_abstract_is_whole_or_none(case: dict[str, str]) -> None:
    """It ends where the words after a comma leave no doubt; nothing is cut, nothing added."""
    whole = "Quyết định số 1/QĐ-UBND ngày 5/1/2026 của UBND tỉnh Đồng Tháp"
    text = whole + case["text"] if case["text"][0] == "," else f"{whole} {case['text']}"

    for form in FORMS:
        assert find_citations(unicodedata.normalize(form, text))[0].abstract == case["found"]


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_looks_like_a_citation(text: str) -> None:
    """Fractions, dates, plots, standards, addresses and the like are no documents."""
    assert find_citations(text) == ()


@pytest.mark.parametrize("case", BLANKS, ids=lambda case: case["text"])
def test_blank_numbers(case: dict[str, Any]) -> None:
    """A number left blank is found for what it is, and is no citation."""
    for text in (case["text"], unicodedata.normalize("NFD", case["text"])):
        found = [
            unicodedata.normalize("NFC", text[start:end]) for start, end in blank_numbers(text)
        ]

        assert found == case["found"]
        assert find_citations(text) == ()


def test_the_seed() -> None:
    """Both documents of the page that the project started from, with date and body."""
    body = "Ủy ban nhân dân huyện Lai Vung"

    assert [shown(SEED, one) for one in find_citations(SEED)] == [
        f"Kế hoạch số 09/KH-UBND | Kế hoạch | 09/KH-UBND | 2022-04-13 | {body}",
        f"Quyết định số 45/QĐ-UBND-TL | Quyết định | 45/QĐ-UBND-TL | 2022-03-16 | {body}",
    ]


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row["surface"])
@pytest.mark.parametrize("form", FORMS)
def test_real_citations(row: dict[str, str], form: Literal["NFC", "NFD"]) -> None:
    """Every readable citation gives its number, and its date if it has one; the rest give none."""
    found = find_citations(unicodedata.normalize(form, row["surface"].replace(r"\n", "\n")))

    assert [one.number for one in found] == [row["number"]] * bool(row["number"])
    for one in found:
        assert str(one.date or "") == (row["date"] if row not in DATED_ELSEWHERE else "")


def test_the_number_of_an_unreadable_citation_is_not_guessed() -> None:
    """What a broken encoding has torn apart is left to the importer."""
    (row,) = (row for row in ROWS if row not in READABLE)

    assert find_citations(row["surface"]) == ()


PIECES = (
    *(
        "số ",
        "Số: ",
        "Quyết định ",
        "Kế hoạch ",
        "Luật ",
        "các ",
        "và ",
        ", ",
        "; ",
        ". ",
        "(",
        ")",
    ),
    *(
        "12",
        "30c",
        "1 ",
        "2022",
        "/",
        "-",
        "–",
        " / ",
        "QĐ",
        "KH",
        "UBND",
        "NĐ-CP",
        "QH15",
        "TTr.TN",
    ),
    *(" ngày ", "5/3/2020", "31/2/2022", "13 tháng 4 năm 2022", "cùng ", "của ", "UBND tỉnh "),
    *("Uỷ ban nhân dân huyện Lai Vung", "Sở Nội vụ", "\n", " ", "**", "Mẫu ", "http://a.vn/", "Ð"),
)
TEXTS = st.lists(
    st.sampled_from(PIECES)
    | st.sampled_from([f" {case['text']} " for case in CASES])
    | st.sampled_from(OTHERS)
    | st.text(max_size=4)
    | st.text("\u0301\u0323\u031b\u0302ơ1/Đ-", max_size=3),
    max_size=14,
).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text_and_never_overlap(text: str) -> None:
    """Citations come in their order, each within the text and after the one before it."""
    places = [place for one in find_citations(text) for place in (one.start, one.end)]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(one.start < one.end for one in find_citations(text))


@settings(deadline=None)
@given(TEXTS)
def test_letters_composed_and_decomposed_are_read_alike(text: str) -> None:
    """The same citations in the same words, however letters are encoded."""
    composed, *others = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    wanted = find_citations(composed)
    for other in (*others, text):
        found = find_citations(other)

        assert [replace(one, start=0, end=0) for one in found] == [
            replace(one, start=0, end=0) for one in wanted
        ]
        for one, twin in zip(found, wanted, strict=True):
            words = unicodedata.normalize("NFC", other[one.start : one.end])
            assert words == composed[twin.start : twin.end]


HOSTILE = (
    *(
        "1",
        "/",
        "-",
        " ",
        "1/",
        "1-",
        "12345678/",
        "1.",
        "1 /",
        "số ",
        "Số ",
        "số:",
        "số 1/",
        "số 1 ",
    ),
    *("số ..../", "ngày ", "ngày 1/1/2022 ", "1/2022 ", "của ", "1/QĐ-", "số 1/QĐ- ", "1/1/QĐ-1/"),
    *(
        "quyết định số ",
        "nghị định 1/",
        "/A",
        "A/",
        "1a/",
        "SỐ ",
        "Quyết định số 1/QĐ-1/",
        "của Sở ",
    ),
)


def test_hostile_texts_take_no_longer_than_prose() -> None:
    """A byte of digits, slashes or "số" takes at most twice the time of a byte of prose."""
    texts = [fill(piece, 60_000) for piece in (SEED, *HOSTILE)]
    prose, *others = quickest(find_citations, texts, lambda best: max(best[1:]) <= 2 * best[0])
    slow = {piece: other / prose for piece, other in zip(HOSTILE, others, strict=True)}

    assert {piece: times for piece, times in slow.items() if times > 2} == {}
