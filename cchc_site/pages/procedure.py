"""The pages of procedures that have a record: one to read, and one sheet of paper to print.

Pure. What a page says is what decree 63/2010/NĐ-CP, article 8, asks of a procedure; what is not
known is left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from msgspec import Struct

from cchc_site.base import urls, vietnamese
from cchc_site.pages import documents, facts
from cchc_site.pages.components import HOME, Card, Link, force_note
from cchc_site.pages.documents import Fact, Mentioned
from cchc_site.pages.facts import Facts, SiteIdentity
from cchc_site.pages.page import Content, Page, PageContext, last_change
from cchc_site.pages.procedures import TITLE, URL
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.procedures import Procedure, ProcedureForm, Procedures
from cchc_site.site.snapshot import PostSnapshot

_SHEET = "in/"
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


class FormLink(Struct, frozen=True):
    """A form to take away: `url` in this site, else `href` in another; `about` tells kind and size,
    or the other site."""

    label: str
    url: str = ""
    href: str = ""
    about: str = ""


class PaperLine(Struct, frozen=True):
    """A paper to bring: `copies` says how many, originals and copies."""

    name: str
    copies: str = ""
    note: str = ""
    form: FormLink | None = None


class ProcedureView(Struct, frozen=True):
    """A procedure's page: `answers` are what people ask first, `facts` the rest of what tells it;
    papers, steps, legal basis, forms, the national `portal`; `checked` says when somebody looked at
    it last; `sheet` is the page to print, and `cards` the news about it, under a `heading`."""

    title: str
    crumbs: tuple[Link, ...]
    answers: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    papers: tuple[PaperLine, ...]
    steps: tuple[str, ...]
    legal_basis: tuple[Mentioned, ...]
    forms: tuple[FormLink, ...]
    portal: str
    checked: str
    sheet: str
    heading: str
    cards: tuple[Card, ...]
    procedure: Procedure

    def head_facts(self, site: SiteIdentity, summary: str) -> Facts:
        """What machines are told of the procedure (schema.org's GovernmentService)."""
        procedure, body = self.procedure, site.organization
        place = {"@type": "Place", "name": procedure.place} if procedure.place else ""
        channel = {
            "@type": "ServiceChannel",
            **{
                name: value
                for name, value in (
                    ("serviceUrl", procedure.portal),
                    ("serviceLocation", place),
                )
                if value
            },
        }
        operator = facts.government(body) if body else ""
        optional = {
            "identifier": procedure.code,
            "serviceType": procedure.field,
            "description": summary,
            "serviceOperator": operator,
            "provider": operator,
            "audience": {"@type": "Audience", "audienceType": procedure.who}
            if procedure.who
            else "",
            "serviceOutput": {"@type": "Thing", "name": procedure.result}
            if procedure.result
            else "",
            "availableChannel": channel if len(channel) > 1 else "",
        }
        thing = {
            "@context": facts.CONTEXT,
            "@type": "GovernmentService",
            "name": procedure.name,
            "url": site.url + procedure.url,
            **{name: value for name, value in optional.items() if value},
        }
        return Facts(thing=thing)


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
class ProcedurePage(Page):
    """A procedure's page."""

    procedure: Procedure
    procedures: Procedures
    template: ClassVar[str] = "cchc/procedure.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """The news that name the procedure, newest first."""
        return self.procedures.news.get(self.procedure.key, ())

    @property
    def ways(self) -> tuple[WayIn, ...]:
        """Its name and its code."""
        code = (self.procedure.code,) if self.procedure.code else ()
        name, count = self.procedure.name, len(self.shown)
        return (WayIn(ways.PROCEDURE, name, self.url, count, code),)

    @property
    def lastmod(self) -> str:
        """The day on which it was looked at, or that of the newest of its news."""
        day = self.procedure.checked
        return max(day.isoformat() if day else "", last_change(self.shown))

    def content(self, context: PageContext) -> Content:
        """What is known of the procedure, and its news."""
        procedure, count = self.procedure, len(self.shown)
        view = ProcedureView(
            title=procedure.name,
            crumbs=(HOME, Link(TITLE, URL)),
            answers=tuple(_answers(procedure)),
            facts=tuple(_facts(procedure)),
            papers=tuple(_papers(procedure, context)),
            steps=procedure.steps,
            legal_basis=tuple(_legal_basis(procedure, context)),
            forms=tuple(_form_link(form, procedure, context) for form in procedure.forms),
            portal=procedure.portal,
            checked=_checked(procedure, context),
            sheet=self.url + _SHEET,
            heading=f"Tin về thủ tục này ({vietnamese.count(count)})" if count else "",
            cards=tuple(map(context.cards.card, self.shown)),
            procedure=procedure,
        )
        return self.made_of(context, view, _summary(procedure))


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
        answers, papers = tuple(_answers(procedure)), tuple(_papers(procedure, context))
        view = SheetView(
            title=procedure.name,
            crumbs=(HOME, Link(TITLE, URL), Link(procedure.name, procedure.url)),
            url=procedure.url,
            code=procedure.code,
            answers=answers,
            papers=papers,
            checked=_checked(procedure, context),
            address=context.site.url + procedure.url,
            size=_size(answers, papers),
        )
        summary = f"Phiếu giấy tờ cần mang khi làm thủ tục {procedure.name}."
        return self.made_of(context, view, summary)


def _summary(procedure: Procedure) -> str:
    parts = [f"{fact.label}: {fact.value}" for fact in _answers(procedure)]
    return vietnamese.shorten(". ".join((procedure.name, *parts)) + ".", 300)


def _answers(procedure: Procedure) -> Iterator[Fact]:
    """What people ask first: what they get, where, how long it takes, how much it costs."""
    if procedure.result:
        yield Fact("Kết quả", procedure.result)
    if procedure.place:
        yield Fact("Nơi nộp", procedure.place)
    if procedure.time:
        yield Fact("Thời hạn", procedure.time)
    if procedure.fee:
        yield Fact("Phí, lệ phí", procedure.fee)


def _facts(procedure: Procedure) -> Iterator[Fact]:
    if procedure.code:
        yield Fact("Mã thủ tục", procedure.code)
    if procedure.field:
        yield Fact("Lĩnh vực", procedure.field)
    if procedure.level:
        yield Fact("Cấp thực hiện", procedure.level)
    if procedure.who:
        yield Fact("Ai được làm", procedure.who)
    if procedure.online:
        yield Fact("Nộp trực tuyến", procedure.online)


def _papers(procedure: Procedure, context: PageContext) -> Iterator[PaperLine]:
    for paper in procedure.papers:
        counts = ((paper.original, "bản chính"), (paper.copy, "bản sao"))
        copies = ", ".join(f"{count} {kind}" for count, kind in counts if count.strip("0"))
        form = _form_link(paper.form, procedure, context) if paper.form else None
        yield PaperLine(paper.name, copies, paper.note, form)


def _form_link(form: ProcedureForm, procedure: Procedure, context: PageContext) -> FormLink:
    if not form.file:
        host = urls.split(form.href).netloc.removeprefix("www.")
        return FormLink(form.title, href=form.href, about=host)
    media = context.media.get(form.file)
    kind = posixpath.splitext(form.file)[1].removeprefix(".").upper()
    about = ", ".join(filter(None, (kind, vietnamese.file_size(media.size) if media else "")))
    return FormLink(form.title, url=procedure.address(form.file), about=about)


def _legal_basis(procedure: Procedure, context: PageContext) -> Iterator[Mentioned]:
    for written, document in context.procedures.legal_basis(procedure):
        if document is None:
            yield Mentioned(written, "")
        else:
            known = ". ".join(filter(None, (documents.line(document), document.title)))
            note = force_note(context.register.force(document))
            yield Mentioned(document.name, known, document.url, note)


def _checked(procedure: Procedure, context: PageContext) -> str:
    day, stale = procedure.checked, procedure.stale_from
    if day is None or stale is None:
        return ""
    text = f"Kiểm tra lần cuối ngày {vietnamese.day_plain(day)}"
    if stale <= context.catalogue.now.date():
        return f"{text}, đã hơn một năm. Hãy hỏi lại nơi nộp trước khi chuẩn bị hồ sơ."
    return f"{text}."


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
    """The page of each procedure with a record, and its sheet."""
    for procedure in procedures.recorded:
        url, title = procedure.url, procedure.name
        code = f" ({procedure.code})" if procedure.code else ""
        yield ProcedurePage(url, f"{title}{code}", procedure, procedures, active=URL)
        sheet = f"Phiếu giấy tờ: {title}{code}"
        yield SheetPage(url + _SHEET, sheet, procedure, active=URL, hidden=True)
