"""Which document a citation means."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from msgspec.structs import replace

from cchc_site.content.text import Mention, ParsedText, fill_placeholders
from cchc_site.markdown.citing import mentions
from cchc_site.site import documents
from cchc_site.site.documents import Document
from cchc_site.site.meanings import Documents

PLAN = "Kế hoạch số 09/KH-UBND ngày 13/4/2022 của Ủy ban nhân dân huyện Lai Vung"
LAI_VUNG = "Ủy ban nhân dân huyện Lai Vung"


def cited(text: str) -> tuple[Mention, ...]:
    """The citations of a paragraph."""
    return mentions(f"<p>{text}</p>")


def record(number: str, issuer: str = LAI_VUNG, date: str = "2022-04-13") -> Document:
    """A record as documents/ holds it."""
    return documents.of_record({"number": number, "issuer": issuer, "date": date})


def meant(text: str, *records: Document, others: tuple[str, ...] = ()) -> list[str]:
    """The address of the document that each citation of `text` means, else the reason why none."""
    texts = [cited(one) for one in (*others, text)]
    found = Documents(records, texts).cited(cited(text))
    return [place(one.document) if one.document else one.reason for one in found]


def place(document: Document) -> str:
    """The address of a document, below that of the register."""
    return document.url.removeprefix("van-ban/").removesuffix("/")


UNKNOWN = "chưa rõ ngày ban hành và cơ quan ban hành"
SLUG = "09-kh-ubnd-2022-uy-ban-nhan-dan-huyen-lai-vung"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PLAN, [SLUG]),
        (PLAN.replace("Ủy ban nhân dân", "UBND"), [SLUG]),
        (PLAN.replace("Ủy", "Uỷ").replace("09/KH-UBND", "09 / KH–UBND"), [SLUG]),
        (f"{PLAN}. Theo Kế hoạch số 09/KH-UBND, …", [SLUG, SLUG]),
        (f"Theo Kế hoạch số 09/KH-UBND. {PLAN}.", [SLUG, SLUG]),
        ("Nghị định số 30/2020/NĐ-CP", ["30-2020-nd-cp-2020-chinh-phu"]),
        ("Kế hoạch số 09/KH-UBND", [UNKNOWN]),
        ("Kế hoạch số 09/KH-UBND ngày 13/4/2022", ["chưa rõ cơ quan ban hành"]),
        (
            "Kế hoạch số 09/KH-UBND ngày 13/4/2022 của UBND huyện",
            ["chưa rõ tên đầy đủ của “Ủy ban nhân dân huyện”"],
        ),
    ],
)
def test_a_citation_means_the_document_that_it_identifies(text: str, found: list[str]) -> None:
    """Number, year and body, in any spelling; one that tells less means the one that the text
    names."""
    assert meant(text) == found


def test_one_record_with_the_number_is_enough() -> None:
    """Unless it does not agree with what is said, or there are two."""
    one, other = record("09/KH-UBND"), record("09/KH-UBND", "Ủy ban nhân dân xã Hòa Long")

    assert meant("Kế hoạch số 09/KH-UBND", one) == [place(one)]
    assert meant("Kế hoạch số 09/KH-UBND ngày 14/4/2022", one) == ["chưa rõ cơ quan ban hành"]
    assert meant("Kế hoạch số 09/KH-UBND", one, other) == ["có 2 văn bản cùng số"]
    assert meant("Kế hoạch số 09/KH-UBND của UBND xã Hòa Long", one, other) == [place(other)]


def test_another_text_is_no_record() -> None:
    """What one office cites whole tells nothing of another's bare number."""
    assert meant("Kế hoạch số 09/KH-UBND", others=(PLAN,))[0].startswith("chưa rõ")


def test_the_province_after_a_comma_is_no_part_of_the_name() -> None:
    """The body is the same."""
    assert meant(f"{PLAN}, tỉnh Đồng Tháp", record("09/KH-UBND")) == [SLUG]


def test_a_later_record_changes_no_address() -> None:
    """What is cited whole keeps its own, whatever record of another name is made."""
    text = "Kế hoạch số 09/KH-UBND ngày 13/4/2022 của Văn phòng Ủy ban nhân dân tỉnh Đồng Tháp"
    (before,) = meant(text)

    assert meant(text, record("09/KH-UBND", "Văn phòng Ủy ban nhân dân tỉnh")) == [before]


def test_records_of_one_document_are_joined() -> None:
    """What the first leaves open, the second tells; what it tells stands."""
    first = documents.of_record(
        {"number": "09/KH-UBND", "issuer": LAI_VUNG, "date": "2022-04-13", "status": "Hết hiệu lực"}
    )
    second = documents.of_record(
        {"number": "09/KH-UBND", "issuer": "UBND huyện Lai Vung", "date": "2022-04-13"}
        | {"title": "Kiểm tra", "status": "Còn hiệu lực"}
    )

    (known,) = Documents([first, second], []).all.values()

    assert (known.title, known.status, known.kind) == ("Kiểm tra", "Hết hiệu lực", "Kế hoạch")


def test_the_abstract_comes_from_the_citation_that_gives_it() -> None:
    """As “về việc …” right after day and body; a record's own counts more."""
    text = f"{PLAN}, về việc kiểm tra cải cách hành chính; ngày 19/4/2022 Đoàn kiểm tra."

    (known,) = Documents([], [cited(text)]).all.values()
    (recorded,) = Documents(
        [replace(record("09/KH-UBND"), title="Kiểm tra")], [cited(text)]
    ).all.values()

    assert known.title == "Về việc kiểm tra cải cách hành chính"
    assert recorded.title == "Kiểm tra"


def test_a_later_citation_tells_the_day() -> None:
    """A decree bears its year; whoever writes the day completes what is known."""
    texts = ["Nghị định số 42/2022/NĐ-CP", "Nghị định số 42/2022/NĐ-CP ngày 24/6/2022"]

    (known,) = Documents([], map(cited, texts)).all.values()

    assert known.date == dt.date(2022, 6, 24)


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>Kế hoạch số 09/KH-UBND.</p>", "<p>[Kế hoạch số 09/KH-UBND].</p>"),
        ("<p>Số <strong>09/KH-UBND</strong></p>", "<p>Số <strong>[09/KH-UBND]</strong></p>"),
        ("<p>A &amp; B số 09/KH-UBND</p>", "<p>A &amp; B [số 09/KH-UBND]</p>"),
        ("<p>số 1/TT-BNN&amp;PTNT</p>", "<p>[số 1/TT-BNN&amp;PTNT]</p>"),
        ('<p><a href="x">số 09/KH-UBND</a></p>', '<p><a href="x">số 09/KH-UBND</a></p>'),
        ("<h2>Số 09/KH-UBND</h2>", "<h2>Số 09/KH-UBND</h2>"),
        ("<p><code>số 09/KH-UBND</code></p>", "<p><code>số 09/KH-UBND</code></p>"),
        ("<p>số 09/KH-UBND<sup><a>1</a></sup></p>", "<p>[số 09/KH-UBND]<sup><a>1</a></sup></p>"),
        (
            "<ul><li>số 09/</li>\n<li>KH-UBND</li></ul>",
            "<ul><li>số 09/</li>\n<li>KH-UBND</li></ul>",
        ),
    ],
)
def test_links_are_laid_over_text_alone(html: str, linked: str) -> None:
    """Never in a link, a heading or code, never across blocks; entities are counted right."""
    found = mentions(html)
    links = [(one.start, one.end, "u") for one in found if one.end]
    parsed = ParsedText(html, (), (), (), "", "", (), found)

    poured = fill_placeholders(parsed, (), links)

    assert re.sub('<a class="cchc-cited" href="u">(.*?)</a>', r"[\1]", poured) == linked
