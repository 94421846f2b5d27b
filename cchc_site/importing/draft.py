"""What a reader of other programs' documents hands on: a draft of a post, or why there is none.

Pure, but for the paths that readers are given. A reader keeps one document in memory at a time and
writes nothing; place.py does, in one way for all formats.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content.fields import Settings
from cchc_site.markdown import dialects

_LONGEST_STEM = 80


class DraftFile(Struct, frozen=True):
    """A picture or file that goes beside the post, under a name that `clean_name` gave."""

    name: str
    content: bytes


class LeftOut(Struct, frozen=True):
    """What of a document is not in its post, and where it stood, in Vietnamese words."""

    what: str
    where: str = ""

    def __str__(self) -> str:
        """Both.

        >>> str(LeftOut("phần “Nơi nhận”", "cuối văn bản"))
        'phần “Nơi nhận” (cuối văn bản)'
        """
        return f"{self.what} ({self.where})" if self.where else self.what


class Draft(Struct, frozen=True, kw_only=True):
    """A document as a post: `source`, where it was read, as the report names it; `fields`, its
    front matter by key (`aliases` hold its old addresses), of which the keys in `guessed` may be
    wrong; its `body` in Markdown, which names `files` by their names; and how many words the
    document had and the post has, where the reader counted them."""

    source: str
    fields: Mapping[str, Any]
    body: str
    guessed: frozenset[str] = frozenset()
    files: tuple[DraftFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    words_in: int = 0
    words_out: int = 0


class Refusal(Struct, frozen=True):
    """A document that is not imported: `why`, on one line, with what to do."""

    source: str
    why: str


class Refused(Exception):
    """A document that cannot be imported; the message is a line for the editor. Whoever runs a
    reader makes a `Refusal` of it."""


class ImportOptions(Struct, frozen=True):
    """What readers are told: the site's settings; the sections of the file after `--map`, such as
    `categories`, what the source calls a category → its key or label here; and what reads the text
    of a post."""

    settings: Settings
    mapping: Mapping[str, Any] = {}
    reader: dialects.Reader | None = None

    def html(self, text: str) -> str:
        """What a page shows of a text, "" where the text has a fault."""
        if not self.reader:
            return ""
        parsed = self.reader(text, "bai.md", 1)
        return "" if parsed.problems else parsed.html


Reader = Callable[[Path, ImportOptions], Iterator[Draft | Refusal]]
"""Reads a file, or the folder of a whole site; may raise `Refused` or `OSError` instead."""


def words(text: str) -> int:
    """How many words `text` has.

    >>> words("Một  hai ba")
    3
    """
    return len(text.split())


def clean_name(name: str, taken: Container[str] = ()) -> str:
    """The name under which a file called `name` goes beside a post: letters without marks, digits
    and hyphens, another than those `taken`.

    >>> clean_name("Quyết định số 5.PDF"), clean_name("../../a b.png", {"a-b.png"})
    ('quyet-dinh-so-5.pdf', 'a-b-2.png')
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    if not dot:
        stem, ending = last, ""
    plain = vietnamese.slug(stem)[:_LONGEST_STEM].strip("-") or "tep"
    plain = "tep-index" if plain == "index" else plain
    ending = vietnamese.slug(ending, "")
    number, clean = 1, f"{plain}.{ending}" if ending else plain
    while clean in taken:
        number += 1
        clean = f"{plain}-{number}.{ending}" if ending else f"{plain}-{number}"
    return clean
