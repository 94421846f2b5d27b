"""Which document a citation means.

Pure. A citation that gives number, year and body means the document of that identity, also when
nobody has a record of it; what it leaves open, another one in the same text may tell. One that does
not stays text, with the reason, unless the same text names one such document, or exactly one record
bears the number and agrees with what is said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.citations import bodies, symbols
from cchc_site.content.text import Mention
from cchc_site.site import namesakes
from cchc_site.site.documents import Document, kind_of, merged, year_of


class Cited(Struct, frozen=True):
    """A citation with the document that it means; else why none."""

    mention: Mention
    document: Document | None
    reason: str = ""


class Documents:
    """A register: documents by identity, and what citations mean."""

    def __init__(self, records: Iterable[Document], texts: Iterable[Sequence[Mention]]) -> None:
        """Take `records`, those that count most first, and the citations of all published
        `texts`, oldest first: a document that is cited whole is known from then on."""
        self._known: dict[str, Document] = {}
        self._wholes: dict[tuple[str, ...], Document | None] = {}
        for record in records:
            self._add(record)
        recorded = {identity for identity, record in self._known.items() if record.kind}
        wholes = (self._whole(mention) for text in texts for mention in completed(text))
        kinds: defaultdict[str, set[str]] = defaultdict(set)
        for whole in dict.fromkeys(wholes):  # most are cited many times
            if whole:
                self._add(whole)
                if whole.kind:
                    kinds[whole.identity].add(whole.kind)
        for identity, said in kinds.items():
            if len(said) > 1 and identity not in recorded:  # texts are at odds: none is believed
                self._known[identity] = replace(self._known[identity], kind="")
        urls = {identity: document.plain_url for identity, document in self._known.items()}
        self.shared = namesakes.addresses(urls).shared
        """The identities of documents that share a plain address, by that."""
        for alike in self.shared.values():
            for identity in alike:
                self._known[identity] = replace(self._known[identity], has_namesakes=True)
        self._by_number: defaultdict[str, list[Document]] = defaultdict(list)
        for document in self._known.values():
            self._by_number[symbols.key(document.number)].append(document)

    def _add(self, document: Document) -> None:
        """Let a document be known, or what it tells of a known one."""
        identity = document.identity
        known = self._known.get(identity)
        self._known[identity] = merged(known, document) if known else document

    def _whole(self, mention: Mention) -> Document | None:
        """The document that a citation identifies by itself."""
        if not mention.issuer:
            return None
        said = (*mention[:5], mention.abstract)
        if said not in self._wholes:
            self._wholes[said] = _whole(mention)
        return self._wholes[said]

    @property
    def all(self) -> Mapping[str, Document]:
        """Every document by identity, the newest first."""
        ordered = sorted(self._known.items())
        ordered.sort(key=lambda known: (known[1].year, known[1].date or _FIRST), reverse=True)
        return dict(ordered)

    def numbered(self, number: str) -> Sequence[Document]:
        """The documents that have a number."""
        return self._by_number.get(symbols.key(number), ())

    def know(self, text: Iterable[Mention]) -> bool:
        """Whether any number that a text cites is known."""
        return any(mention.key in self._by_number for mention in text)

    def cited(self, text: Sequence[Mention]) -> tuple[Cited, ...]:
        """What each citation of a text means."""
        wholes = [self._known_whole(mention) for mention in completed(text)]
        named: defaultdict[str, dict[str, Document]] = defaultdict(dict)
        for mention, whole in zip(text, wholes, strict=True):
            if whole:
                named[mention.key][whole.identity] = whole
        return tuple(
            Cited(mention, whole) if whole else self._cited(mention, named[mention.key].values())
            for mention, whole in zip(text, wholes, strict=True)
        )

    def _known_whole(self, mention: Mention) -> Document | None:
        whole = self._whole(mention)
        return self._known.get(whole.identity) if whole else None

    def _cited(self, mention: Mention, named: Iterable[Document]) -> Cited:
        """What a citation means that does not tell it by itself, in a text that names these
        documents of its number."""
        records = (known for known in self._by_number.get(mention.key, ()) if known.recorded)
        for those in (named, records):
            agreeing = [document for document in those if _agrees(document, mention)]
            if len(agreeing) == 1:
                return Cited(mention, agreeing[0])
            if agreeing:
                return Cited(mention, None, f"có {len(agreeing)} văn bản cùng số")
        return Cited(mention, None, _wanting(mention))


def completed(text: Sequence[Mention]) -> Iterable[Mention]:
    """The citations of a text, each with the day and the body that others of its number tell, where
    all that they tell is of one document."""
    if len(text) < 2 or len({mention.key for mention in text}) == len(text):
        return text  # each number once, as in nearly all posts, which every build asks
    return _completed(text)


def _completed(text: Sequence[Mention]) -> Iterator[Mention]:
    partial = [mention for mention in text if not _is_whole(mention)]
    keys = {mention.key for mention in partial}
    alike: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in text:
        if mention.key in keys:
            alike[mention.key].append(mention)
    known = {key: _together(mentions) for key, mentions in alike.items() if len(mentions) > 1}
    for mention in text:
        date, issuer = known.get(mention.key, ("", ""))
        if mention.fault or _is_whole(mention):
            yield mention
        else:
            yield mention._replace(date=mention.date or date, issuer=issuer or mention.issuer)


def _is_whole(mention: Mention) -> bool:
    return bool(mention.date and mention.issuer) and not bodies.is_short(mention.issuer)


def _together(mentions: Sequence[Mention]) -> tuple[str, str]:
    """The day and the body of these citations of one number, "" for what they do not agree on."""
    dates = {mention.date for mention in mentions if mention.date}
    named = {bodies.key(mention.issuer): mention.issuer for mention in mentions if mention.issuer}
    longest = max(named, key=len, default="")
    if len(dates) > 1 or not all(bodies.is_part(body, longest) for body in named):
        return "", ""
    return next(iter(dates), ""), named.get(longest, "")


_FIRST = dt.date(1, 1, 1)


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _whole(mention: Mention) -> Document | None:
    """The document that a citation identifies by itself."""
    date, issuer = _day(mention.date), bodies.full_name(mention.issuer)
    year = year_of(mention.number, date)
    if not year or not issuer or bodies.is_short(issuer):
        return None
    kind = kind_of(mention.number, mention.kind)
    return Document(mention.number, issuer, year, kind, date, mention.abstract)


def _agrees(document: Document, mention: Mention) -> bool:
    """Whether nothing that a citation says is against its meaning `document`."""
    date, year = _day(mention.date), year_of(mention.number, _day(mention.date))
    if date and document.date and date != document.date:
        return False
    if year and year != document.year:
        return False
    return not mention.issuer or bodies.is_part(
        bodies.key(mention.issuer), bodies.key(document.issuer)
    )


def _wanting(mention: Mention) -> str:
    """What keeps a citation from meaning one document."""
    issuer = bodies.full_name(mention.issuer)
    parts = [] if year_of(mention.number, _day(mention.date)) else ["ngày ban hành"]
    if not issuer:
        parts.append("cơ quan ban hành")
    elif bodies.is_short(issuer):
        parts.append(f"tên đầy đủ của “{issuer}”")
    return f"chưa rõ {' và '.join(parts)}"
