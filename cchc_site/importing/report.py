"""What an import tells of each document: on the screen, as a table, and as Markdown for a forge.

Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from cchc_site.base import vietnamese
from cchc_site.base.problems import Level, Problem, one_line
from cchc_site.base.progress import number
from cchc_site.content.fields import BY_NAME

_COLUMNS = (
    *("tệp", "bài", "mục có sẵn", "mục đoán, hãy xem lại", "mục để trống"),
    *("số từ của tệp", "số từ của bài", "đã bỏ lại", "còn lỗi"),
)
_LONGEST = 200
"""Characters of what was left out that a line shows; the table has all."""
_SHOWN = ("title", "date", "author", "category", "documents", "summary", "image")
"""The fields of which a report tells when a document does not have them."""


class ImportedDocument(Struct, frozen=True):
    """What became of one: its `post`; its fields by key, `sure`, `guessed` and `missing`; how many
    words came in and out; what was left out; what `cchc check` says of the post. Or why there is no
    post. `was_known` is one that an earlier import brought."""

    source: str
    post: str = ""
    sure: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    words_in: int = 0
    words_out: int = 0
    left_out: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    refusal: str = ""
    was_known: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys that the report names as not there."""
        return tuple(key for key in _SHOWN if key not in (*self.sure, *self.guessed))

    @property
    def is_good(self) -> bool:
        """Whether there is a post that passes."""
        return bool(self.post) and not self.problems


def judged(
    documents: Iterable[ImportedDocument], problems: Sequence[Problem]
) -> Iterator[ImportedDocument]:
    """The documents with the problems of their posts, advice left out."""
    by_path: dict[str, list[str]] = {}
    for problem in problems:
        if problem.level is Level.ERROR:
            by_path.setdefault(problem.path, []).append(str(problem))
    for each in documents:
        yield structs.replace(each, problems=tuple(by_path.get(each.post, ())))


def labels(keys: Iterable[str]) -> str:
    """What editors call the fields with these keys.

    >>> labels(["title", "date"])
    'tiêu đề, ngày đăng'
    """
    return ", ".join(BY_NAME[key].label.lower() if key in BY_NAME else key for key in keys)


def as_lines(documents: Iterable[ImportedDocument]) -> Iterator[str]:
    """A line a document, and below it one for each thing that somebody must look at."""
    for each in documents:
        if each.refusal:
            yield one_line(f"{each.source}: không nhập: {each.refusal}")
            continue
        if each.was_known:
            yield one_line(f"{each.source}: đã nhập từ trước, ở {each.post}")
            continue
        yield one_line(f"{each.source} → {each.post}{_counted(each)}")
        for line in _told(each):
            yield one_line(f"  {line}")


def _counted(each: ImportedDocument) -> str:
    if not each.words_in:
        return ""
    return f" ({number(each.words_in)} từ → {number(each.words_out)} từ)"


def _told(each: ImportedDocument) -> Iterator[str]:
    if each.guessed:
        yield f"đoán, hãy xem lại: {labels(each.guessed)}"
    if each.left_out:
        shown = (vietnamese.shorten(what, _LONGEST) for what in each.left_out)
        yield f"bỏ lại: {'; '.join(shown)}"
    yield from (f"còn lỗi: {problem}" for problem in each.problems)


def closing(documents: Sequence[ImportedDocument]) -> str:
    """The last line.

    >>> closing([ImportedDocument("a", "a.md"), ImportedDocument("b", refusal="hỏng")])
    'Đã nhập 1 bài; 1 tệp không nhập.'
    """
    new = sum(bool(each.post) and not each.was_known for each in documents)
    known = sum(each.was_known for each in documents)
    refused = sum(bool(each.refusal) for each in documents)
    faulty = sum(bool(each.problems) for each in documents)
    parts = [
        f"Đã nhập {number(new)} bài",
        *([f"{number(faulty)} bài còn lỗi"] if faulty else []),
        *([f"{number(known)} tệp đã nhập từ trước"] if known else []),
        *([f"{number(refused)} tệp không nhập"] if refused else []),
    ]
    return f"{'; '.join(parts)}."


def as_csv(documents: Iterable[ImportedDocument]) -> str:
    """A table for a spreadsheet, a row a document."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for each in documents:
        problems = (each.refusal,) if each.refusal else each.problems
        row = (
            *(each.source, each.post, labels(each.sure), labels(each.guessed)),
            *("" if each.refusal or each.was_known else labels(each.missing),),
            *(str(each.words_in or ""), str(each.words_out or "")),
            *("; ".join(each.left_out), "; ".join(problems)),
        )
        rows.writerow(map(_cell, row))
    return table.getvalue()


def _cell(text: str) -> str:
    """`text` as one that no spreadsheet takes for a formula (OWASP, "CSV Injection")."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_markdown(documents: Sequence[ImportedDocument]) -> str:
    """A comment for a forge, or a page of it."""
    lines = [f"**{closing(documents)}**", ""]
    for each in documents:
        if each.refusal:
            lines.append(f"- ❌ {_code(each.source)}: không nhập: {_plain(each.refusal)}")
        elif each.was_known:
            lines.append(f"- {_code(each.source)}: đã nhập từ trước, ở {_code(each.post)}")
        else:
            sign = "⚠️" if each.problems else "✅"
            lines.append(f"- {sign} {_code(each.source)} → {_code(each.post)}{_counted(each)}")
            lines += (f"    - {_plain(line)}" for line in _told(each))
    return "\n".join([*lines, ""])


def _code(text: str) -> str:
    return f"`{one_line(text).replace('`', chr(39))}`"


def _plain(text: str) -> str:
    """`text` in Markdown, as it is written: nobody is called, nothing is linked."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~@&" else sign for sign in one_line(text))
