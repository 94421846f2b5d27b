"""Public bodies as a timeline: who is in office on a day.

Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cchc_site.views import Organization


@dataclass(frozen=True, slots=True)
class Term:
    """A body and its days in office, both included; None means without limit."""

    body: Organization
    first: dt.date | None
    last: dt.date | None
    successors: tuple[str, ...] = ()


def in_office(terms: Iterable[Term], day: dt.date) -> Organization | None:
    """The body in office on `day`; where two are, the one that began later."""
    serving = [
        term
        for term in terms
        if (term.first is None or term.first <= day) and (term.last is None or day <= term.last)
    ]
    serving.sort(key=lambda term: term.first or dt.date.min)
    return serving[-1].body if serving else None
