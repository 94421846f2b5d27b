"""The page on costs in docs/: its tables and its picture, and what is measured for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from benchmarks import scale, scale_report
from benchmarks.bench import Place
from benchmarks.scale_report import Federated, Figures, Scale, Size, Spread


def size(posts: int, seconds: float) -> Size:
    """A size all of whose builds take `seconds`, but for the cold one, which takes ten times as
    many."""
    figures = Figures(seconds, 2 * seconds, 10**6 * posts, 40)
    cold = Figures(10 * seconds, 20 * seconds, 10**6 * posts, posts)
    return Size(posts, cold, figures, figures, figures)


def worded(measured: Scale) -> dict[str, str]:
    """The parts of the page, without regard to where lines may break."""
    parts = scale_report.parts(measured)
    return {mark: part.replace("\N{NO-BREAK SPACE}", " ") for mark, part in parts.items()}


def test_the_page_holds_what_is_kept() -> None:
    """`python -m benchmarks.scale --posts "" --write` writes it again."""
    page = scale.PAGE.read_text("utf-8")

    assert scale.written(page, scale.known()) == page


def test_what_nobody_measured_says_so() -> None:
    """In the table, in the picture, and in the words for who does not see it."""
    sizes = (size(10_000, 1), size(100_000, 4))
    parts = worded(Scale("hôm nay", sizes))

    table, picture = parts["scale"], parts["picture"]
    rows = [row.split(" | ") for row in table.splitlines() if row.startswith("| ")][2:]
    assert [row[0] for row in rows] == [
        "| 10 000",
        "| 100 000",
        "| 500 000, ước tính: một tỉnh 100 xã, mười năm",
        "| 16 605 000, ước tính: cả nước 3 321 xã, mười năm",
    ]
    assert rows[0][1] == "10 giây / 20 giây"
    assert [all("≈" in cell for cell in row[1:]) for row in rows] == [False, False, True, True]
    drawing = etree.fromstring(picture)
    dashed = drawing.findall("{*}path[@stroke-dasharray='7 5']")
    assert len(dashed) == len(drawing.findall("{*}path[@stroke-width='2']")) / 2 == 2
    hollow = drawing.findall("{*}circle[@fill='none']")
    assert len(hollow) == 2 * len({"the province", "the country"})
    said = drawing.attrib["aria-label"]
    assert "Sửa một tin: 10 000 tin 2,0 giây, 100 000 tin 8,0 giây, ước tính 500 000 tin" in said
    assert re.search("Dựng từ đầu: .* ước tính 16 605 000 tin .*; Sửa", said)


def test_an_estimate_goes_on_as_the_last_sizes_do() -> None:
    """Ten times the posts took four times as long, and will again; a lone size grows evenly."""
    two = scale_report.estimated((size(10_000, 1), size(100_000, 4)), 1_000_000)
    lone = scale_report.estimated((size(100_000, 4),), 1_000_000)

    assert two.edited.wall == pytest.approx(16)
    assert two.cold.memory == pytest.approx(10**12)
    assert lone.edited.wall == pytest.approx(40)


def test_every_size_is_kept_once() -> None:
    """One measured again takes the place of what was known."""
    known = scale_report.with_size(Scale(), size(50, 1), "then")
    known = scale_report.with_size(known, size(10, 1), "then")
    known = scale_report.with_size(known, size(50, 3), "now")

    assert (known.setting, [(one.posts, one.edited.wall) for one in known.sizes]) == (
        "now",
        [(10, 1), (50, 3)],
    )


def test_clusters_and_federations_have_rows_of_their_own() -> None:
    """Ratios as times, bytes and seconds in words."""
    figures = Figures(1.5, 2, 2 * 10**8, 9)
    measured = Scale(
        "",
        (size(10, 1),),
        (Federated(100, figures, figures, figures),),
        (Spread(10_000, 2, 1.5, 1.25, 10**8, 2 * 10**9),),
    )
    parts = worded(measured)

    assert parts["dask"].splitlines()[-1] == (
        "| 10 000 | 2 | 1,5 lần | 1,2 lần | 100 MB | 2,0 GB |"
    )
    assert parts["federation"].splitlines()[-1] == (
        "| 100 | 1,5 giây / 2,0 giây | 1,5 giây / 2,0 giây | 1,5 giây / 2,0 giây | 200 MB |"
    )


@pytest.mark.site
def test_a_size_is_built_four_times(tmp_path: Path) -> None:
    """From nothing; as it is, when nothing is written; after a correction and with a newer post,
    when little is."""
    measured = scale.measured(Place(tmp_path, memory=False), 40)

    assert measured.cold.files > 100
    assert measured.unchanged.files == 0
    assert 0 < measured.newest.files < measured.cold.files
    assert 0 < measured.edited.files < measured.cold.files
    assert measured.cold.memory > 50 * 2**20
    assert measured.cold.cpu > 0
