"""Administrative procedures: those that have a record in procedures/, and those that posts name.

Pure. One that posts name is the one of a record with its code, else with its name; without a record
it is one for each code, else for each name.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.media.files import Media
from cchc_site.site import namesakes
from cchc_site.site.catalogue import Catalogue
from cchc_site.site.documents import Document, folder_name
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot

ROOT = "thu-tuc/"
NO_FIELD = "Lĩnh vực khác"


class ProcedureForm(Struct, frozen=True):
    """A form to fill in: `file` is its path in the project, else `href` its address elsewhere."""

    title: str
    file: str = ""
    href: str = ""


class RequiredPaper(Struct, frozen=True):
    """A paper that a procedure asks for; `original` and `copy` count, "" where nobody says so."""

    name: str
    original: str = ""
    copy: str = ""
    note: str = ""
    form: ProcedureForm | None = None


class Procedure(Struct, frozen=True):
    """What is known of a procedure, "" and () for what is not; `portal` is its page on the national
    portal, `url` that of its own page here, which only one with a record has."""

    name: str
    code: str = ""
    portal: str = ""
    field: str = ""
    level: str = ""
    who: str = ""
    result: str = ""
    place: str = ""
    time: str = ""
    fee: str = ""
    online: str = ""
    papers: tuple[RequiredPaper, ...] = ()
    steps: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    forms: tuple[ProcedureForm, ...] = ()
    checked: dt.date | None = None
    url: str = ""

    @property
    def key(self) -> str:
        """Its code, else its name, fit for an address.

        >>> Procedure("Đăng ký khai sinh", "1.001193").key, Procedure("Đăng ký khai sinh").key
        ('1-001193', 'dang-ky-khai-sinh')
        """
        return vietnamese.slug(self.code or self.name)

    @property
    def label(self) -> str:
        """Its name, with the code."""
        return f"{self.name} ({self.code})" if self.code else self.name

    @property
    def identity(self) -> str:
        """What tells it from all others."""
        return self.code or vietnamese.spoken(self.name)

    @property
    def stale_from(self) -> dt.date | None:
        """The day from which on nobody has looked at it for a year."""
        day = self.checked
        if day is None:
            return None
        return (
            day.replace(year=day.year + 1)
            if (day.month, day.day) != (2, 29)
            else dt.date(day.year + 1, 3, 1)
        )

    @property
    def brought(self) -> Iterator[ProcedureForm]:
        """The forms whose files come with it, each once."""
        named = (*self.forms, *(paper.form for paper in self.papers if paper.form))
        yield from {form.file: form for form in named if form.file}.values()

    def address(self, file: str) -> str:
        """Where a file that comes with it is published."""
        return self.url + quote(posixpath.basename(file))


class ProcedureRecord(Struct, frozen=True):
    """A procedure with the place of its record: path in the project, line, and the line of each
    of its keys."""

    procedure: Procedure
    path: str
    line: int
    lines: Mapping[str, int]

    def line_of(self, key: str) -> int:
        """The line of a key, that of the record where it has none."""
        return self.lines.get(key, self.line)


class RecordedFile(NamedTuple):
    """A file that a record names: path and line of the record, the file's path in the project."""

    path: str
    line: int
    file: str


class LegalBasis(NamedTuple):
    """A document that a procedure rests on, as written, and as the register knows it; of a text
    that names several, those after the first are not written again."""

    written: str
    document: Document | None


class ProcedureGroup(NamedTuple):
    """The procedures of a field in alphabetical order."""

    label: str
    procedures: tuple[Procedure, ...]


class Procedures:
    """The procedures of `records`, and those that the published posts of a catalogue name."""

    def __init__(
        self, catalogue: Catalogue, records: Sequence[ProcedureRecord], register: Register
    ) -> None:
        """Find out where each has its page."""
        self._catalogue, self._register = catalogue, register
        self._by_identity: dict[str, Procedure] = {}
        for record in records:
            self._by_identity.setdefault(record.procedure.identity, record.procedure)
        plain = {key: f"{ROOT}{folder_name(p.name)}/" for key, p in self._by_identity.items()}
        self._addresses = namesakes.addresses(plain)
        for identity, url in self._addresses.urls.items():
            self._by_identity[identity] = replace(self._by_identity[identity], url=url)
        self.records = tuple(
            replace(record, procedure=self._by_identity[record.procedure.identity])
            for record in records
        )
        names: defaultdict[str, list[Procedure]] = defaultdict(list)
        for procedure in self._by_identity.values():
            names[vietnamese.spoken(procedure.name)].append(procedure)
        self._by_name = {name: those[0] for name, those in names.items() if len(those) == 1}
        self._by_code = {_national(p.code): p for p in self._by_identity.values() if p.code}

    def named(self, written: Mapping[str, str]) -> Procedure:
        """The procedure that a post names."""
        name, code, portal = (written.get(part, "") for part in ("name", "code", "url"))
        known = self._by_code.get(_national(code)) if code else None
        if known is None:
            alike = self._by_name.get(vietnamese.spoken(name))
            known = alike if alike and not (code and alike.code) else None
        return known or Procedure(name, code, portal)

    @property
    def recorded(self) -> tuple[Procedure, ...]:
        """Those with a record in alphabetical order."""
        return tuple(sorted(self._by_identity.values(), key=_order))

    @cached_property
    def news(self) -> Mapping[str, tuple[PostSnapshot, ...]]:
        """The posts that name a procedure, newest first, by its key."""
        posts: defaultdict[str, dict[str, PostSnapshot]] = defaultdict(dict)
        for item in naming(self._catalogue):
            for written in item.post.procedures:
                posts[self.named(written).key][item.post.path] = item
        return {key: tuple(items.values()) for key, items in posts.items()}

    @cached_property
    def others(self) -> tuple[Procedure, ...]:
        """Those that posts name and that have no record, in alphabetical order; of two posts the
        newer one's words count."""
        known: dict[str, Procedure] = {}
        for item in naming(self._catalogue):
            for written in item.post.procedures:
                procedure = self.named(written)
                if not procedure.url:
                    newest = known.setdefault(procedure.key, procedure)
                    if not newest.portal:
                        known[procedure.key] = replace(newest, portal=procedure.portal)
        return tuple(sorted(known.values(), key=_order))

    @cached_property
    def groups(self) -> tuple[ProcedureGroup, ...]:
        """Those with a record by field, in alphabetical order; those without a field come last."""
        fields: defaultdict[str, list[Procedure]] = defaultdict(list)
        for procedure in self.recorded:
            fields[vietnamese.spoken(procedure.field)].append(procedure)
        groups = [
            ProcedureGroup(min(each.field for each in those), tuple(those))
            for those in fields.values()
        ]
        groups.sort(key=lambda group: (not group.label, vietnamese.collation_key(group.label)))
        return tuple(group._replace(label=group.label or NO_FIELD) for group in groups)

    def joint(self) -> Iterator[tuple[str, ProcedureGroup]]:
        """What stands at addresses that several procedures of one name would have."""
        for url, identities in self._addresses.shared.items():
            those = tuple(self._by_identity[identity] for identity in identities)
            yield url, ProcedureGroup(those[0].name, those)

    def legal_basis(self, procedure: Procedure) -> tuple[LegalBasis, ...]:
        """The documents that a procedure rests on."""
        known: list[LegalBasis] = []
        for written in procedure.legal_basis:
            first, *others = self._register.numbered_in(written) or (None,)
            known += (LegalBasis(written, first), *(LegalBasis("", other) for other in others))
        return tuple(known)

    def looked_at(self, procedure: Procedure) -> dt.date | None:
        """When somebody compared a procedure with the national portal, None for a day to come."""
        day = procedure.checked
        return day if day and day <= self._catalogue.now.date() else None

    @property
    def state(self) -> tuple[object, ...]:
        """All that pages show of records, and which of their days are past."""
        today = self._catalogue.now.date()
        return (*self.records, *(day <= today for day in self.days))

    @property
    def days(self) -> Iterator[dt.date]:
        """The days on which a procedure is looked at, and those on which that is a year ago."""
        for each in self._by_identity.values():
            yield from filter(None, (each.checked, each.stale_from))

    @property
    def files(self) -> Iterator[tuple[RecordedFile, str]]:
        """The files that records name, each with its address."""
        for record in self.records:
            for form in record.procedure.brought:
                named = RecordedFile(record.path, record.line, form.file)
                yield named, record.procedure.address(form.file)

    def problems(self, media: Mapping[str, Media], tell: Callable[[str], str]) -> Iterator[Problem]:
        """Procedures that are recorded twice, and records whose file is not there; `tell` gives
        what the disk says of its path, "" for nothing."""
        firsts: dict[str, ProcedureRecord] = {}
        for record in self.records:
            procedure = record.procedure
            first = firsts.setdefault(procedure.identity, record)
            if first is not record:
                what = f"thủ tục “{procedure.label}” đã ghi ở {first.path}:{first.line}"
                hint = "hãy giữ một chỗ và xóa thủ tục ở chỗ kia, hoặc sửa “code” cho đúng"
                yield Problem(record.path, record.line, what, hint)
        for (path, line, file), _ in self.files:
            if file not in media:
                hint = tell(file) or "hãy đặt tệp cạnh tệp này trong procedures/ và viết đúng tên"
                yield Problem(path, line, f"không có tệp “{file}”", hint)


def naming(catalogue: Catalogue) -> Iterator[PostSnapshot]:
    """The posts that name a procedure, but those that are withdrawn."""
    items: Iterable[PostSnapshot] = catalogue.items
    return (item for item in items if item.post.procedures and not item.post.withdrawn)


def _national(code: str) -> str:
    """A code without the ending that a province gives it.

    >>> _national("1.001193.000.00.00.H20")
    '1-001193'
    """
    return vietnamese.slug(".".join(code.split(".")[:2]))


def _order(procedure: Procedure) -> tuple[str, str, str]:
    return vietnamese.collation_key(procedure.name)
