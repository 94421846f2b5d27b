"""Kind and size of the files that a text links to."""

from __future__ import annotations

import pytest

from cchc_site.content.text import WEIGHED, ParsedText, Reference, Target, fill_placeholders

PDF = Target("a.pdf", weight="1,2 MB", kind="PDF")
SHEET = Target("b.xlsx", weight="9 KB", kind="XLSX")
PAGE = Target("../tin/")
TOLD = {
    "[Mẫu đơn]": "[Mẫu đơn] (PDF, 1,2 MB)",
    "[<strong>Mẫu</strong> đơn].": "[<strong>Mẫu</strong> đơn] (PDF, 1,2 MB).",
    "[Mẫu đơn (PDF)]": "[Mẫu đơn (PDF)] (1,2 MB)",
    "[mau-don.pdf]": "[mau-don.pdf] (1,2 MB)",
    "[Mẫu đơn] (bản PDF)": "[Mẫu đơn] (1,2 MB) (bản PDF)",
    "[Mẫu đơn] (PDF, 1,2 MB)": "[Mẫu đơn] (PDF, 1,2 MB)",
    "[Mẫu đơn, 1.2MB]": "[Mẫu đơn, 1.2MB]",
    "[Mẫu đơn] (trang 3)": "[Mẫu đơn] (PDF, 1,2 MB) (trang 3)",
    "[Mẫu đơn], nặng 3 MB": "[Mẫu đơn] (PDF, 1,2 MB), nặng 3 MB",
}


def filled(text: str, *targets: Target) -> str:
    """A text whose n-th link, in brackets, leads to the n-th target."""
    parts = text.split("[")
    html = parts[0]
    for number, part in enumerate(parts[1:]):
        html += f'<a href="\ufdd0{number}\ufdd1">{part.replace("]", "</a>")}'
    references = tuple(Reference(target.url, 1, "link") for target in targets)
    parsed = ParsedText(html, (), (), references, "", "", ())
    made = fill_placeholders(parsed, targets)
    for target in targets:
        made = made.replace(f'<a href="{target.url}">', "[", 1)
    return made.replace("</a>", "]")


@pytest.mark.parametrize(("text", "told"), TOLD.items())
def test_a_link_to_a_file_tells_kind_and_size_once(text: str, told: str) -> None:
    """Whatever of it the writer has told, in the link or in brackets behind it, is not repeated."""
    assert filled(text, PDF) == told


def test_each_link_tells_of_its_own_file() -> None:
    """Also beside one whose writer has told; a link to a page tells nothing."""
    assert filled("[Tin], [A] và [B (tệp Excel)]", PAGE, PDF, SHEET) == (
        "[Tin], [A] (PDF, 1,2 MB) và [B (tệp Excel)] (9 KB)"
    )


def test_a_link_that_stands_alone_tells_the_size_below() -> None:
    """Where its host stands."""
    parsed = ParsedText(
        f'<a href="\ufdd00\ufdd1">Mẫu</a> <span>PDF\ufdd00\ufdd1{WEIGHED}</span>',
        *((), (), (Reference("a.pdf", 1, "link"),), "", "", ()),
    )
    assert fill_placeholders(parsed, [PDF]) == '<a href="a.pdf">Mẫu</a> <span>PDF, 1,2 MB</span>'
