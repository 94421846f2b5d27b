"""What a draft lacks of what every post must have: told by who imports, else guessed.

Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content import moments
from cchc_site.content.fields import BY_NAME, Settings
from cchc_site.importing.draft import Draft, Refused

AUTHOR = BY_NAME["author"].example
Ask = Callable[[str, Draft], str]
"""Asks a person for the value of a field of a draft; "" where nobody answers."""


class Given(Struct, frozen=True):
    """What who imports says of all documents: values of fields by key, whether posts are drafts and
    the day that a draft without one gets, the names that categories have elsewhere, and who is
    asked for what is missing."""

    values: Mapping[str, str] = {}
    categories: Mapping[str, str] = {}
    draft_day: dt.date | None = None
    ask: Ask = lambda name, draft: ""


class Filled(Struct, frozen=True):
    """The fields of a post and which of them are guesses."""

    fields: Mapping[str, Any]
    guessed: frozenset[str]


def filled(draft: Draft, given: Given, settings: Settings) -> Filled:
    """The fields of the post that comes of a draft. Raises `Refused` where nobody knows the day."""
    fields = {
        name: value for name, value in draft.fields.items() if value not in ("", (), [], None)
    }
    guessed = set(draft.guessed) & fields.keys()
    _category(fields, guessed, given, settings)
    if "author" not in fields:
        fields["author"] = given.values.get("author") or AUTHOR
        guessed |= set() if given.values.get("author") else {"author"}
    if not fields.get("title"):
        raise Refused("không thấy tiêu đề; hãy viết tiêu đề ở đầu văn bản rồi nhập lại")
    if given.draft_day:
        fields["draft"] = True
        if "date" not in fields and not given.values.get("date"):
            fields["date"] = given.draft_day.isoformat()
            guessed.add("date")
    if "date" not in fields:
        fields["date"] = given.values.get("date") or given.ask("date", draft)
    if not fields["date"]:
        raise Refused("không thấy ngày đăng; hãy nhập lại cùng --date, ví dụ --date 2024-05-13")
    return Filled(fields, frozenset(guessed))


def year_of(fields: Mapping[str, Any], settings: Settings) -> int:
    """The year in which a post is published. Raises `Refused` for a day that is none."""
    try:
        return moments.moment("date", str(fields["date"]), settings.timezone).at.year
    except moments.NoMoment as fault:
        raise Refused(f"{fault.what}; hãy nhập lại cùng --date, ví dụ --date 2024-05-13") from None


def _category(fields: dict[str, Any], guessed: set[str], given: Given, settings: Settings) -> None:
    """Put the key of the category in place: what the document says, if the site knows it, else what
    was given, else the first."""
    said = str(fields.pop("category", ""))
    names = settings.category_names
    mapped = given.categories.get(said, said)
    meant = vietnamese.meant(mapped, names) if said and names else mapped
    if meant:
        fields["category"] = meant
    elif given.values.get("category"):
        fields["category"] = given.values["category"]
        guessed.discard("category")
    else:
        fields["category"] = next(iter(settings.categories), said or "tin-tuc")
        guessed.add("category")
