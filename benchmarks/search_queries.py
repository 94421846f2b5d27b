"""The judged queries, and how good an engine's answers to them are.

Pure but for the reading of the queries. What is relevant follows from where the corpus hid
its topics: every post that holds one, and its document's own page where a site has such pages. A
site without them is judged by the posts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import yaml

from benchmarks.search_corpus import Corpus, topics
from cchc_site.base.vietnamese import fold

SHOWN = 10
UNMARKED, TYPO, PAGE_FIRST = "unmarked", "typo", "document's page first"
BY_DOCUMENT = ("number as written", "number in another spelling", PAGE_FIRST)
"""The kinds of queries that name a document."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a kind: `relevant` are the addresses that answer it, `first` is the one that
    has to come first, "" where any of them may."""

    text: str
    kind: str
    relevant: frozenset[str]
    first: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine shows for a query: addresses in their order, and whether each is `right`
    (search_judge.py), where that was judged."""

    query: Query
    got: tuple[str, ...]
    right: tuple[bool, ...] = ()

    @property
    def recall(self) -> float:
        """The share of what could be relevant among the first ten."""
        found = self.query.relevant.intersection(self.got[:SHOWN])
        return len(found) / min(SHOWN, len(self.query.relevant))

    @property
    def reciprocal_rank(self) -> float:
        """One divided by the rank of the first relevant address, or of the one that must be first;
        0 when it is not among the first ten."""
        wanted = {self.query.first} if self.query.first else self.query.relevant
        ranks = (rank for rank, one in enumerate(self.got[:SHOWN], 1) if one in wanted)
        return 1 / next(ranks, float("inf"))


def queries(corpus: Corpus, *, document_pages: bool) -> tuple[Query, ...]:
    """All queries, judged for a site with or without pages of documents."""
    found = yaml.safe_load(corpus.subject.queries.read_text("utf-8"))
    return tuple(
        _query(str(text), kind, keys, corpus, document_pages)
        for kind, asked in found.items()
        for text, keys in asked.items()
    )


def _query(text: str, kind: str, keys: Sequence[str], corpus: Corpus, pages: bool) -> Query:
    relevant = {post.address for key in keys for post in corpus.holding(key)}
    cited = [one for key in keys if (one := topics(corpus.subject)[key].document)]
    if not pages or not cited:
        return Query(text, kind, frozenset(relevant))
    first = cited[0].address if kind == PAGE_FIRST else ""
    return Query(text, kind, frozenset(relevant.union(one.address for one in cited)), first)


def kinds(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The kinds of the queries, each once."""
    return tuple(dict.fromkeys(answer.query.kind for answer in answers))


def recall(answers: Iterable[Answer], kind: str = "") -> float:
    """The mean recall@10, of one kind or of all queries."""
    return _mean(answers, kind, lambda answer: answer.recall)


def mrr(answers: Iterable[Answer], kind: str = "") -> float:
    """The mean reciprocal rank, of one kind or of all queries."""
    return _mean(answers, kind, lambda answer: answer.reciprocal_rank)


def precision(answers: Iterable[Answer], *, marked: bool) -> float:
    """The mean share of what is right among the first ten that are shown, of the judged answers to
    queries with marks or without; 1 where there are none."""
    shares = [
        fmean(answer.right[:SHOWN])
        for answer in answers
        if answer.right and marked == (answer.query.text.lower() != fold(answer.query.text))
    ]
    return fmean(shares) if shares else 1


def _mean(answers: Iterable[Answer], kind: str, figure: Callable[[Answer], float]) -> float:
    return fmean(figure(answer) for answer in answers if kind in ("", answer.query.kind))
