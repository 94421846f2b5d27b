"""Days as they are written beside the numbers of documents: "13/4/2022", "13 tháng 4 năm 2022".

Pure; depends on nothing of the project.
"""

from __future__ import annotations

import datetime as dt
import re

WRITTEN = r"""
    (?P<written>
        (?P<day> [0-9]{1,2} )
        (?: \s?[./–-]\s? | \s{0,3}tháng\s{1,3} ) (?P<month> [0-9]{1,2} )
        (?: \s?[./–-]\s? | \s{0,3},?\s{0,3}năm\s{1,3} )
        (?P<year> [0-9]{4,6} )
    ) (?! [^\W_] | / )
"""
"""The pattern of a day with its year, verbose; `written` is all of it."""
_YEARS = range(1900, 2100)


def day(match: re.Match[str]) -> dt.date | None:
    """The day that a match of `WRITTEN` names, None for one that no calendar has."""
    year, month = int(match["year"]), int(match["month"])
    try:
        return dt.date(year, month, int(match["day"])) if year in _YEARS else None
    except ValueError:
        return None
