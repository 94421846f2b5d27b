"""What an import tells runs nothing and calls nobody where it is shown."""

from __future__ import annotations

import csv
import io

from cchc_site.base.problems import Level, Problem
from cchc_site.importing import report
from cchc_site.importing.report import ImportedDocument
from cchc_site.markdown.gfm import reader

EVIL = "=HYPERLINK(1) `x` @ai <b> [a](http://b) ::error::c\nd.docx"
DOCUMENTS = [
    ImportedDocument(EVIL, "posts/2024/a.md", ("title",), ("date",), 10, 9, (f"dòng “{EVIL}”",)),
    ImportedDocument("b.docx", refusal="tệp hỏng; hãy lưu lại"),
    ImportedDocument("c.docx", "posts/2024/c.md", was_known=True),
]


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    """OWASP, “CSV Injection”; a document has a row."""
    head, *rows = csv.reader(io.StringIO(report.as_csv(DOCUMENTS)))

    assert [row[0][:3] for row in rows] == ["'=H", "b.d", "c.d"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert len({len(row) for row in (head, *rows)}) == 1


def test_a_screen_shows_a_line_a_thing() -> None:
    """No name of a file begins a line of its own, or a command of a runner."""
    lines = [*report.as_lines(DOCUMENTS)]

    assert lines[0].endswith("d.docx → posts/2024/a.md (10 từ → 9 từ)")
    assert lines[1] == "  đoán, hãy xem lại: ngày đăng"
    assert lines[3:] == [
        "b.docx: không nhập: tệp hỏng; hãy lưu lại",
        "c.docx: đã nhập từ trước, ở posts/2024/c.md",
    ]
    assert all(line.isprintable() for line in lines)


def test_a_comment_on_a_forge_shows_what_was_told() -> None:
    """Nothing in it is markup: nobody is called, no words hide where they lead, nothing is HTML."""
    text = report.as_markdown(DOCUMENTS)
    html = reader.read(text, "a.md", 1).html

    assert text.startswith("**Đã nhập 1 bài; 1 tệp đã nhập từ trước; 1 tệp không nhập.**\n")
    assert ">a</a>" not in html
    assert "[a](" in html
    assert "<b>" not in html
    assert "\\@ai" in text


def test_only_errors_of_a_post_are_its() -> None:
    """Advice is no reason why a post does not pass."""
    problems = [
        Problem("posts/2024/a.md", 3, "sai", "hãy sửa"),
        Problem("posts/2024/a.md", 4, "dài", "hãy cắt", Level.ADVICE),
        Problem("posts/2024/khac.md", 1, "sai", "hãy sửa"),
    ]
    first, refused, known = report.judged(DOCUMENTS, problems)

    assert first.problems == ("posts/2024/a.md:3: sai; hãy sửa",)
    assert [each.is_good for each in (first, refused, known)] == [False, False, True]
