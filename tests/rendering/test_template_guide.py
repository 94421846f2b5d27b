"""docs/mau-trang.md tells writers of templates what they are handed, and nothing else."""

from __future__ import annotations

import re

from tests.support.paths import ROOT
from tests.support.views import component_rows, fields

GUIDE = (ROOT / "docs/mau-trang.md").read_text("utf-8")
PAGES = ROOT / "cchc_site" / "theme" / "pages"
# The frame of `look: theme`, and the page of `mkdocs serve`.
NOT_FOR_SITES = {"shell.html", "gallery.html"}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    section = re.split(r"\n#+ ", GUIDE.partition(f"# {heading}\n")[2])[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def templates() -> dict[str, str]:
    """The type of what each template is handed, by its name."""
    return {name.strip("`"): kind.strip("`") for name, _, _, kind in rows("Các mẫu trang")}


def test_every_page_template_is_told() -> None:
    """With those of the portal's own pages."""
    pages = {file.name for file in PAGES.glob("*.html")} - NOT_FOR_SITES
    assert templates().keys() == {f"cchc/{name}" for name in pages} | {"home.html", "404.html"}


def test_every_component_is_told() -> None:
    """As its own file tells of it."""
    lines = [f"| {' | '.join(cells)} |" for cells in rows("Các thành phần")]
    assert lines == [*component_rows()]


def test_every_field_is_told() -> None:
    """Of all that templates are handed, in the order of the classes, with its type and a
    meaning."""
    known = fields([*templates().values(), "Portal"])
    data = GUIDE.partition("## Dữ liệu của mẫu")[2]
    told = re.findall(r"^### (\w+)$", data, re.MULTILINE)
    assert sorted(told) == sorted(known)
    for name, spelt in known.items():
        assert [(field.strip("`"), kind) for field, kind, _ in rows(name)] == spelt, name
        assert all(meaning for *_, meaning in rows(name)), name
