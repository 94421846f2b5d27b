"""What the searches gave → SEARCH.md, with what this project asks of its own.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from benchmarks.report import table
from benchmarks.search_queries import (
    SHOWN,
    TYPO,
    UNMARKED,
    Answer,
    kinds,
    mrr,
    precision,
    recall,
)

OURS, PAGEFIND = "ours", "hugo-pagefind"
_HEAD = """\
# Search

Written by `make bench`; [README.md](README.md#search) tells how, and what is not equal. The first
query of a reader who was never here; bytes as transferred."""


@dataclass(frozen=True, slots=True)
class Cold:
    """What a first query transfers, bodies in bytes: `size` in `requests` for the search, of that
    `script` is code; `page` with all that the page around it needs."""

    size: int
    requests: int
    script: int
    page: int


@dataclass(frozen=True, slots=True)
class Found:
    """What one engine gave: its answers, what its first queries transferred, milliseconds until
    the first result from a host that is `near` or `far`, and its answers on `other` corpora, by
    what these are about. A search that loads everything at once has one such figure for all
    queries."""

    key: str
    label: str
    answers: tuple[Answer, ...]
    cold: tuple[Cold, ...]
    near: tuple[float, ...] = ()
    far: tuple[float, ...] = ()
    other: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and with what it was measured; `far` in seconds, `load` before and after."""

    date: str
    machine: str
    versions: Sequence[str]
    posts: int
    far: float
    load: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: `value` has to be at least or at most `limit`."""

    what: str
    value: float
    limit: float
    at_least: bool

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def targets(found: Sequence[Found]) -> Iterator[Target]:
    """The promises about our search that these results can judge."""
    ours = {one.key: one for one in found}.get(OURS)
    if not ours:
        return
    answers, sizes = ours.answers, [cold.size / 1000 for cold in ours.cold]
    for about, those in {"": answers, **ours.other}.items():
        of = f", {about}" if about else ""
        yield Target(f"Recall@10{of}", recall(those), 0.97, True)
        yield Target(f"MRR{of}", mrr(those), 0.95, True)
        for name, marked in (("with marks", True), ("without", False)):
            if any(answer.right for answer in those):
                share = precision(those, marked=marked)
                yield Target(f"Right of what is counted, {name}{of}", share, 0.9, True)
    yield Target("Recall@10, unmarked", recall(answers, UNMARKED), 0.95, True)
    yield Target("Recall@10, typo", recall(answers, TYPO), 0.8, True)
    yield Target("First query, median, KB", median(sizes), 75, False)
    yield Target("First query, most, KB", max(sizes), 180, False)
    yield Target("First query, most requests", max(cold.requests for cold in ours.cold), 30, False)
    scripts = [cold.script / 1000 for cold in ours.cold]
    yield Target("Script, median, KB", median(scripts), 12, False)
    yield Target("Script, most, with that for odd words, KB", max(scripts), 16.5, False)
    for theirs in found:
        if theirs.key == PAGEFIND:
            for where, mine, other in (
                ("near", ours.near, theirs.near),
                ("far", ours.far, theirs.far),
            ):
                if mine and other:
                    what = f"First result, host {where}, / Pagefind's"
                    yield Target(what, median(mine) / median(other), 1, False)


def report(found: Sequence[Found], setting: Setting) -> str:
    """The file SEARCH.md."""
    parts = [_HEAD, _setting(found, setting)]
    if judged := list(targets(found)):
        head = ("target", "measured", "asked", "met")
        parts.append(f"## Targets\n\n{table(head, map(_target, judged))}")
    parts.append(f"## All queries\n\n{_figures(found, setting)}")
    parts.append(f"## By kind: recall@10 / MRR\n\n{_kinds(found)}")
    for one in found:
        for about, answers in one.other.items():
            of_it = [replace(one, answers=answers)]
            parts.append(f"## Another corpus, {about}: recall@10 / MRR\n\n{_kinds(of_it)}")
    return "\n\n".join(parts) + "\n"


def _setting(found: Sequence[Found], setting: Setting) -> str:
    before, after = setting.load
    lines = (
        f"{setting.posts:,} posts, {len(found[0].answers)} queries",
        setting.machine,
        ", ".join(setting.versions),
        f"{setting.date}; load average {before:.1f} before, {after:.1f} after",
    )
    return "\n".join(f"- {line}" for line in lines)


def _target(one: Target) -> tuple[str, ...]:
    sign = "≥" if one.at_least else "≤"
    return one.what, f"{one.value:.3g}", f"{sign} {one.limit:g}", "yes" if one.met else "no"


def _figures(found: Sequence[Found], setting: Setting) -> str:
    rows = (
        ("recall@10", *(f"{recall(one.answers):.3f}" for one in found)),
        ("MRR", *(f"{mrr(one.answers):.3f}" for one in found)),
        ("recall@10, unmarked", *(f"{recall(one.answers, UNMARKED):.3f}" for one in found)),
        ("recall@10, typo", *(f"{recall(one.answers, TYPO):.3f}" for one in found)),
        ("right of the first ten", *(_right(one.answers) for one in found)),
        ("KB, median (most)", *(_spread([cold.size / 1000 for cold in one.cold]) for one in found)),
        ("of that code", *(_spread([cold.script / 1000 for cold in one.cold]) for one in found)),
        ("requests", *(_spread([cold.requests for cold in one.cold]) for one in found)),
        ("KB with the page", *(_spread([cold.page / 1000 for cold in one.cold]) for one in found)),
        ("first result, ms", *(_spread(one.near) for one in found)),
        (f"{setting.far * 1000:.0f} ms away", *(_spread(one.far) for one in found)),
    )
    return table(("", *(one.label for one in found)), rows)


def _right(answers: Sequence[Answer]) -> str:
    """With marks / without, where it was judged."""
    if not any(answer.right for answer in answers):
        return ""
    return " / ".join(f"{precision(answers, marked=marked):.3f}" for marked in (True, False))


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):,.0f} ({max(values):,.0f})" if values else ""


def _kinds(found: Sequence[Found]) -> str:
    answers = found[0].answers
    rows = (
        (
            kind,
            str(sum(answer.query.kind == kind for answer in answers)),
            *(f"{recall(one.answers, kind):.2f} / {mrr(one.answers, kind):.2f}" for one in found),
        )
        for kind in kinds(answers)
    )
    return table(("", "queries", *(one.label for one in found)), rows)


def line(found: Found) -> str:
    """The most important figures of one engine."""
    return f"{found.label}: recall@10 {recall(found.answers):.3f}, MRR {mrr(found.answers):.3f}"


def dump(label: str, answers: Sequence[Answer]) -> str:
    """Every query with what was expected and what was got, in order: + relevant, - not, and ? for
    what is missing; the worst first within a kind."""
    lines = []
    for kind in kinds(answers):
        lines.append(f"## {label}, {kind}")
        those = [answer for answer in answers if answer.query.kind == kind]
        for answer in sorted(those, key=lambda one: (one.recall, one.reciprocal_rank)):
            lines += _dumped(answer)
    return "\n".join(lines)


def _dumped(answer: Answer) -> Iterator[str]:
    query, got = answer.query, answer.got[:SHOWN]
    yield f"{query.text}\trecall {answer.recall:.2f}, 1/rank {answer.reciprocal_rank:.2f}"
    for rank, address in enumerate(got, 1):
        first = "!" if address == query.first else " "
        yield f"   {rank:2}{'+' if address in query.relevant else '-'}{first}{address}"
    yield from (f"    ? {address}" for address in sorted(query.relevant.difference(got)))
