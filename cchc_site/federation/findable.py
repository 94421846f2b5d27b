"""What search finds of communes: their items in one segment, their documents behind them, or in
another where these are many.

Pure. Items stand by communes, in the order of sites.yml, the oldest first, so that news of one
commune moves those of no other; documents stand the oldest first, since most new ones are young. An
address of another site is none that the index may hold: an item is found at the page that leads on
to it, a document at its place in the list of its month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from cchc_site.base import vietnamese
from cchc_site.base.hashing import digest_of_texts
from cchc_site.federation.news import (
    Federation,
    SharedDocument,
    ToldItem,
    lead_url,
    month_url,
    paper_key,
)
from cchc_site.search import terms
from cchc_site.search.format import COMMUNES, PAPERS
from cchc_site.search.terms import SearchText
from cchc_site.site.search_items import (
    DOCUMENT,
    NEWS,
    DocValues,
    SearchItem,
    Segment,
    StoredFields,
    numbered,
)

FEW = 1_000
"""Fewer documents than this stand behind the news: a query asks for fewer files, and to make them
anew with the news costs little."""


def segments(federation: Federation, categories: Mapping[str, str]) -> Iterator[Segment]:
    """The segments of communes; `categories` are the keys of the portal's own by their slugs."""
    told = [
        ToldItem(commune, item)
        for commune in federation.communes
        for item in reversed(commune.items)
    ]
    documents = federation.documents[::-1]
    news = [_news(each, categories) for each in told]
    papers = [*map(_document, documents)]

    def search_text(place: int) -> SearchText:
        if place < len(told):
            return _text_of_news(told[place])
        return _text_of_document(documents[place - len(told)])

    behind = papers if len(papers) < FEW else []
    if news or behind:
        yield Segment(COMMUNES, [*news, *behind], search_text)
    if len(papers) >= FEW:
        yield Segment(PAPERS, papers, lambda place: search_text(len(told) + place))


def _news(told: ToldItem, categories: Mapping[str, str]) -> SearchItem:
    commune, item = told
    category = categories.get(vietnamese.slug(item.category), "")
    fields = StoredFields(
        kind=f"Tin · {commune.source.name}",
        url=lead_url(commune, item),
        title=item.title,
        day=item.day.isoformat(),
        day_in_words=vietnamese.day_full(item.day),
        category=category,
    )
    words = (item.title, item.summary, item.category, item.text, commune.source.name)
    return SearchItem(digest_of_texts(words), fields, DocValues(NEWS, item.day, category))


def _text_of_news(told: ToldItem) -> SearchText:
    item = told.item
    return terms.search_text(
        item.title,
        item.summary,
        (item.category,) if item.category else (),
        item.text,
        authors=(told.commune.source.name,),
    )


def _document(shared: SharedDocument) -> SearchItem:
    document, names = shared.document, _names(shared)
    date = dt.date.fromisoformat(document.date) if document.date else None
    url = f"{month_url(document.year, shared.month)}#{paper_key(document)}"
    fields = StoredFields(
        kind=f"Văn bản · {document.kind}" if document.kind else "Văn bản",
        url=url,
        title=f"{document.name}: {document.title}" if document.title else document.name,
        day=document.date,
        day_in_words=vietnamese.day_plain(date) if date else "",
    )
    words = (document.name, document.title, document.line, str(document.year), *names)
    return SearchItem(digest_of_texts(words), fields, DocValues(DOCUMENT, date))


def _text_of_document(shared: SharedDocument) -> SearchText:
    document = shared.document
    date = dt.date.fromisoformat(document.date) if document.date else None
    names = f"{document.name}\n{document.kind} {document.number} {document.year}"
    named = [*numbered(document.number), *terms.dated(date, document.year)]
    text = f"{document.line}. {', '.join(_names(shared))}."
    return terms.search_text(names, document.title, (), text, (), named)


def _names(shared: SharedDocument) -> Sequence[str]:
    return [commune.source.name for commune, _ in shared.holders]
