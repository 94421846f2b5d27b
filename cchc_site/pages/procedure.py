"""The pages of procedures that have a record; their sheets to print are procedure_sheet.py's.

Pure. What a page says is what decree 63/2010/NĐ-CP, article 8, asks of a procedure; what is not
known is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct

from cchc_site.base import urls, vietnamese
from cchc_site.pages import documents, facts
from cchc_site.pages.components import HOME, Card, ExternalLink, Link, file_about, force_note
from cchc_site.pages.documents import Fact, Mentioned
from cchc_site.pages.facts import Facts, SiteIdentity
from cchc_site.pages.page import Content, Page, PageContext, last_change
from cchc_site.pages.procedures import (
    TITLE,
    URL,
    ProcedureField,
    ProcedureRow,
    ProceduresView,
    line,
)
from cchc_site.search import ways
from cchc_site.search.ways import WayIn
from cchc_site.site.procedures import Procedure, ProcedureForm, ProcedureGroup, Procedures
from cchc_site.site.snapshot import PostSnapshot

SHEET = "in/"
_OF_CITATIONS = frozenset(("so", "ngay", "thang", "nam", "cua", "ve", "viec"))
"""Words of a citation that a document's line needs not."""
_ALIKE = "Những thủ tục này có tên giống nhau; hãy xem mã và cấp thực hiện."


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
    it last; `sheet` is the page to print, "" where no papers are known, and `cards` the news about
    it, under a `heading`."""

    title: str
    crumbs: tuple[Link, ...]
    answers: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    papers: tuple[PaperLine, ...]
    steps: tuple[str, ...]
    legal_basis: tuple[Mentioned, ...]
    forms: tuple[FormLink, ...]
    portal: ExternalLink | None
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
        day = self.procedures.looked_at(self.procedure)
        return max(day.isoformat() if day else "", last_change(self.shown))

    def content(self, context: PageContext) -> Content:
        """What is known of the procedure, and its news."""
        procedure, count = self.procedure, len(self.shown)
        view = ProcedureView(
            title=procedure.name,
            crumbs=(HOME, Link(TITLE, URL)),
            answers=tuple(answers(procedure)),
            facts=tuple(_facts(procedure)),
            papers=tuple(required_papers(procedure, context)),
            steps=procedure.steps,
            legal_basis=tuple(_legal_basis(procedure, context)),
            forms=tuple(_form_link(form, procedure, context) for form in procedure.forms),
            portal=_portal(procedure),
            checked=checked(procedure, context),
            sheet=self.url + SHEET if procedure.papers else "",
            heading=f"Tin về thủ tục này ({vietnamese.count(count)})" if count else "",
            cards=tuple(map(context.cards.card, self.shown)),
            procedure=procedure,
        )
        return self.made_of(context, view, _summary(procedure))


@dataclass(frozen=True, slots=True)
class NamesakesPage(Page):
    """The procedures of one name, at the address that all would have."""

    group: ProcedureGroup
    template: ClassVar[str] = "cchc/procedures.html"

    @property
    def shown(self) -> tuple[PostSnapshot, ...]:
        """None: only procedures are shown."""
        return ()

    def content(self, context: PageContext) -> Content:
        """Each with its code and level."""
        crumbs = (HOME, Link(TITLE, URL), Link(self.title, ""))
        rows = tuple(
            ProcedureRow(each.name, each.url, line(each)) for each in self.group.procedures
        )
        field = ProcedureField("", "", "", rows)
        return self.made_of(context, ProceduresView(self.title, _ALIKE, crumbs, (), (field,)))


def _summary(procedure: Procedure) -> str:
    parts = [f"{fact.label}: {fact.value}" for fact in answers(procedure)]
    return vietnamese.shorten(". ".join((procedure.name, *parts)) + ".", 300)


def answers(procedure: Procedure) -> Iterator[Fact]:
    """What people ask first: what they get, where, how long it takes, how much it costs."""
    return _told(
        ("Kết quả", procedure.result),
        ("Nơi nộp", procedure.place),
        ("Thời hạn", procedure.time),
        ("Phí, lệ phí", procedure.fee),
    )


def _told(*known: tuple[str, str]) -> Iterator[Fact]:
    """Those facts that are known."""
    return (Fact(label, value) for label, value in known if value)


def _portal(procedure: Procedure) -> ExternalLink | None:
    """The national portal, to hand papers in only where that is known to be possible there."""
    if not procedure.portal:
        return None
    verb = "Nộp" if procedure.online in ("Toàn trình", "Một phần") else "Xem"
    return ExternalLink(f"{verb} trên Cổng Dịch vụ công quốc gia", procedure.portal)


def _facts(procedure: Procedure) -> Iterator[Fact]:
    return _told(
        ("Mã thủ tục", procedure.code),
        ("Lĩnh vực", procedure.field),
        ("Cấp thực hiện", procedure.level),
        ("Ai được làm", procedure.who),
        ("Nộp trực tuyến", procedure.online),
    )


def required_papers(procedure: Procedure, context: PageContext) -> Iterator[PaperLine]:
    """The papers that a procedure asks for."""
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
    about = file_about(form.file, media)
    return FormLink(form.title, url=procedure.address(form.file), about=about)


def _legal_basis(procedure: Procedure, context: PageContext) -> Iterator[Mentioned]:
    for written, document in context.procedures.legal_basis(procedure):
        if document is None:
            yield Mentioned(written, "")
        else:
            known = ". ".join(filter(None, (documents.line(document), document.title)))
            note = force_note(context.register.force(document))
            says_more = _words(written) - _words(f"{document.name} {known}") - _OF_CITATIONS
            name = written if says_more else document.name
            yield Mentioned(name, known, document.url, note)


def _words(text: str) -> set[str]:
    return {word.lstrip("0") for word in re.findall(r"\w+", vietnamese.fold(text))}


def checked(procedure: Procedure, context: PageContext) -> str:
    """When somebody looked at a procedure last; after a year, that this is long ago; nothing of a
    day that is still to come."""
    day, stale = context.procedures.looked_at(procedure), procedure.stale_from
    if day is None or stale is None:
        return ""
    text = f"Kiểm tra lần cuối ngày {vietnamese.day_plain(day)}"
    if stale <= context.catalogue.now.date():
        return f"{text}, đã hơn một năm. Hãy hỏi lại nơi nộp trước khi chuẩn bị hồ sơ."
    return f"{text}."


def pages(procedures: Procedures) -> Iterator[Page]:
    """The page of each procedure with a record, its sheet, and what stands at addresses that
    several would have."""
    for url, group in procedures.joint():
        yield NamesakesPage(url, f"Thủ tục “{group.label}”", group, active=URL)
    for procedure in procedures.recorded:
        url, title = procedure.url, procedure.name
        code = f" ({procedure.code})" if procedure.code else ""
        yield ProcedurePage(url, f"{title}{code}", procedure, procedures, active=URL)
