"""One sheet of paper for each procedure that has a record: what is asked first, and its papers to
tick off, with a QR code of its page.

Pure. The letters are chosen so that what there is fits; how large they are is procedure.css's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.pages import facts
from cchc_site.pages.components import HOME, Link
from cchc_site.pages.documents import Fact
from cchc_site.pages.facts import Facts, SiteIdentity
from cchc_site.pages.page import Content, Page, PageContext
from cchc_site.pages.procedure import SHEET, PaperLine, answers, checked, required_papers
from cchc_site.pages.procedures import TITLE, URL
from cchc_site.site.procedures import Procedure, Procedures
from cchc_site.site.snapshot import PostSnapshot

_ROOM = 490
"""Points of an A4 sheet below its head, about (procedure.css)."""
_WIDTH = 65
"""Characters of a line of answers."""


class _Letters(NamedTuple):
    """Letters by which a sheet holds its papers: their name, the characters of a line, the heights
    of a line of a paper, of its note and around both, in points, and the columns."""

    name: str
    width: int
    line: float
    note: float
    around: float
    columns: int


_LETTERS = (
    _Letters("", 75, 16.5, 15, 10, 1),
    _Letters("dense", 38, 13, 12, 6, 2),
    _Letters("densest", 48, 10, 9, 4, 2),
)


class SheetView(Struct, frozen=True):
    """A procedure on one sheet: what is asked first, and a list of papers to tick off; `address` is
    that of its page, whole, and `size` the letters by which it fits."""

    title: str
    crumbs: tuple[Link, ...]
    url: str
    code: str
    answers: tuple[Fact, ...]
    papers: tuple[PaperLine, ...]
    checked: str
    address: str
    size: str

    def head_facts(self, site: SiteIdentity, summary: str) -> Facts:
        """Nothing: the page that it is a sheet of says all."""
        return facts.NONE


@dataclass(frozen=True, slots=True)
class SheetPage(Page):
    """A procedure's sheet to print."""

    procedure: Procedure
    template: ClassVar[str] = "cchc/procedure_sheet.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only the procedure is shown."""
        return ()

    def content(self, context: PageContext) -> Content:
        """What is asked first, and the papers."""
        procedure = self.procedure
        said, papers = tuple(answers(procedure)), tuple(required_papers(procedure, context))
        view = SheetView(
            title=procedure.name,
            crumbs=(HOME, Link(TITLE, URL), Link(procedure.name, procedure.url)),
            url=procedure.url,
            code=procedure.code,
            answers=said,
            papers=papers,
            checked=checked(procedure, context),
            address=context.site.url + procedure.url,
            size=_size(said, papers),
        )
        summary = f"Phiếu giấy tờ cần mang khi làm thủ tục {procedure.name}."
        return self.made_of(context, view, summary)


def _size(answers: tuple[Fact, ...], papers: tuple[PaperLine, ...]) -> str:
    """The largest letters by which a sheet holds all this."""
    taken = sum(8 + 17 * _lines(fact.value, _WIDTH) for fact in answers)
    for letters in _LETTERS:
        height = sum(
            letters.around
            + letters.line * _lines(f"{paper.name} – {paper.copies}", letters.width)
            + (letters.note * _lines(paper.note, letters.width) if paper.note else 0)
            for paper in papers
        )
        if height / letters.columns + taken <= _ROOM:
            return letters.name
    return _LETTERS[-1].name


def _lines(text: str, width: int) -> int:
    return -(-len(text) // width)


def pages(procedures: Procedures) -> Iterator[Page]:
    """The sheet of each procedure whose record has papers: one without would say that none are
    needed."""
    for procedure in filter(lambda each: each.papers, procedures.recorded):
        title = f"Phiếu giấy tờ: {procedure.label}"
        yield SheetPage(procedure.url + SHEET, title, procedure, active=URL, hidden=True)
