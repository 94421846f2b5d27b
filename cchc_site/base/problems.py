"""What is wrong with the editor's files, and how to mend it.

Every other module reports through this one; none decides how a problem is printed.
Texts are in Vietnamese, for editors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct

# Runners of CI take lines for commands: GitHub "::name::" at a line's start, GitHub and Azure also
# "##[name]" and "##vso[name]" anywhere in one.
_LINE_COMMAND = re.compile(r"^(\s*):(?=:)")
_INLINE_COMMAND = re.compile(r"##(?=\w*\[)")


class Level(IntEnum):
    """How grave a problem is: an error stops the build, advice does not."""

    ERROR = 0
    ADVICE = 1


class Problem(Struct, frozen=True, order=True):
    """One fault: `path` relative to the project, `line` from 1 (0: the file as a whole)."""

    path: str
    line: int
    what: str
    hint: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """`path:line: what is wrong; how to mend it`, the line left out when it is not known;
        advice is called that.

        >>> str(Problem("posts/a.md", 4, "thiếu “title”", "hãy thêm dòng “title: …”"))
        'posts/a.md:4: thiếu “title”; hãy thêm dòng “title: …”'
        """
        place = f"{self.path}:{self.line}" if self.line else self.path
        what = self.what if self.level is Level.ERROR else f"gợi ý: {self.what}"
        return one_line(f"{place}: {what}; {self.hint}")


def one_line(text: str) -> str:
    r"""`text` as one line that any terminal can show and no runner of CI takes for a command.

    Names of files and words of editors stand in messages. What cannot be printed (controls, marks
    that turn the direction, bytes of a name that are not UTF-8) is written as an escape.

    >>> print(one_line("posts/a\n::error::b.md"), one_line("::error::x"), one_line("##[group]"))
    posts/a\n::error::b.md \::error::x #\#[group]
    """
    if not text.isprintable():
        text = "".join(map(_shown, text))
    text = _LINE_COMMAND.sub(r"\1\\:", text) if text.lstrip().startswith("::") else text
    return _INLINE_COMMAND.sub(r"#\\#", text)


def _shown(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    if "\udc80" <= char <= "\udcff":  # a byte that is not UTF-8 (PEP 383)
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode()


def report(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems sorted by path and line, each once."""
    return tuple(sorted(set(problems)))


def as_text(problems: Iterable[Problem]) -> str:
    """One line a problem."""
    return "\n".join(map(str, problems))


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows beside the line of the commit.

    Source: GitHub Docs, "Workflow commands for GitHub Actions" (escaping of properties and data).
    """
    return "\n".join(_github_line(problem) for problem in problems)


def warning_as_github(text: str) -> str:
    """The same for a warning that names no file."""
    return f"::error::{_escape_data(text)}"


def _github_line(problem: Problem) -> str:
    kind = "error" if problem.level is Level.ERROR else "notice"
    place = f"file={_escape_property(problem.path)}"
    if problem.line:
        place += f",line={problem.line}"
    return f"::{kind} {place}::{_escape_data(f'{problem.what}; {problem.hint}')}"


def _escape_data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
