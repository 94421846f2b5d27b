"""What `cchc check` says in the end: advice first and short, then every error, last their count.

Pure. Texts are in Vietnamese, for editors; base/problems.py has the form of one line.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.hashing import sha256
from cchc_site.base.problems import Level, Problem, as_github, one_line, warning_as_github

_DUE = ".well-known/security.txt"
"""The file whose advice comes by the clock, and not by an edit."""
_SHOWN = 15  # lines of advice that stand above the errors
_LISTED = 200  # problems that a summary lists: a forge takes one of 1 MB at most
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~:@$^])")
GOOD = "Không có lỗi."


class Verdict(Struct, frozen=True):
    """The outcome of a check: errors, the warnings of MkDocs, and the advice to be shown; `left`
    is how many others there are, of posts that have not changed or more than a screen holds."""

    errors: Sequence[Problem]
    warnings: Sequence[str]
    advice: Sequence[Problem]
    left: int

    @property
    def is_good(self) -> bool:
        """Whether nothing stands against publishing."""
        return not (self.errors or self.warnings)

    @property
    def count(self) -> str:
        """How many errors there are, and what to do about them."""
        if self.is_good:
            return GOOD
        number = vietnamese.count(len(self.errors) + len(self.warnings))
        files = {problem.path for problem in self.errors}
        place = f" ở {vietnamese.count(len(files))} tệp" if files else ""
        return (
            f"Có {number} lỗi{place}. Hãy sửa hết rồi lưu lại một lần; trang đang chạy vẫn như cũ."
        )

    @property
    def remainder(self) -> str:
        """That there is more advice than is shown, "" where there is none."""
        if not self.left:
            return ""
        number = vietnamese.count(self.left)
        return f"Còn {number} gợi ý khác, không chặn việc đăng; xem tất cả: cchc check --advice"


def verdict(
    problems: Sequence[Problem],
    warnings: Sequence[str],
    changed: Collection[str] | None,
    everything: bool,
) -> Verdict:
    """What to say of `problems`: all errors, and the advice on files that have `changed` (None
    where that is not known), no more than a screen holds, unless `everything` is wanted."""
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    advice = [problem for problem in problems if problem.level is Level.ADVICE]
    shown = advice
    if not everything:
        due = [one for one in advice if one.path.endswith(_DUE)]
        others = [one for one in advice if changed is None or one.path in changed]
        shown = [*dict.fromkeys((*due, *others))][:_SHOWN]
    return Verdict(errors, warnings, shown, len(advice) - len(shown))


def as_lines(outcome: Verdict) -> Iterator[str]:
    """The lines for a terminal, and for the page of a forge that shows what a job prints."""
    yield from _advice(outcome.advice)
    yield from map(str, outcome.errors)
    yield from map(one_line, outcome.warnings)
    if outcome.remainder:
        yield outcome.remainder
    yield outcome.count


def _advice(advice: Sequence[Problem]) -> Iterator[str]:
    """A line for each piece of advice; how to mend what several have in common is said once."""
    groups = defaultdict[str, list[Problem]](list)
    for problem in advice:
        groups[problem.hint].append(problem)
    for hint, group in groups.items():
        if len(group) == 1:
            yield str(group[0])
            continue
        for problem in group:
            yield str(problem).removesuffix(one_line(f"; {hint}"))
        yield one_line(f"  → cả {len(group)} chỗ trên: {hint}")


def as_commands(outcome: Verdict) -> Iterator[str]:
    """The workflow commands by which GitHub shows each problem beside its line, and the count."""
    for problems in (outcome.advice, outcome.errors):
        if problems:
            yield as_github(problems)
    yield from map(warning_as_github, outcome.warnings)
    if not outcome.is_good:
        yield outcome.count


def as_json(outcome: Verdict) -> str:
    """Everything as data, for programs: path, line, level, what is wrong, how to mend it."""
    told = [
        {
            "path": problem.path,
            "line": problem.line,
            "level": problem.level.name.lower(),
            "what": problem.what,
            "hint": problem.hint,
        }
        for problem in (*outcome.errors, *outcome.advice)
    ]
    whole = {"problems": told, "warnings": [*outcome.warnings], "left": outcome.left}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_code_quality(outcome: Verdict) -> str:
    """The report that GitLab shows beside the lines of a merge request.

    Source: GitLab Docs, "Code Quality report format": description, check_name, fingerprint,
    severity, location.path, location.lines.begin.
    """
    told = [
        {
            "description": one_line(f"{problem.what}; {problem.hint}"),
            "check_name": "cchc",
            "fingerprint": sha256(str(problem).encode("utf-8", "surrogateescape")).hex(),
            "severity": "major" if problem.level is Level.ERROR else "info",
            "location": {"path": problem.path, "lines": {"begin": max(problem.line, 1)}},
        }
        for problem in (*outcome.errors, *outcome.advice)
    ]
    return json.dumps(told, ensure_ascii=False, indent=1)


WHOLE: Mapping[str, Callable[[Verdict], str]] = {"gitlab": as_code_quality, "json": as_json}
"""Forms that are one text of data, by their names."""


class Forge(Struct, frozen=True):
    """Where a forge shows the files of the commit that is checked: the address before their paths
    to look at one, and to edit one, "" where that cannot be known."""

    view: str = ""
    edit: str = ""


def forge(environ: Mapping[str, str]) -> Forge:
    """The forge whose runner has set `environ`."""
    server, repository = environ.get("GITHUB_SERVER_URL"), environ.get("GITHUB_REPOSITORY")
    if not server or not repository:
        return Forge()
    base, branch = f"{server}/{repository}", environ.get("GITHUB_REF", "")
    edit = f"{base}/edit/{quote(branch.removeprefix('refs/heads/'))}/"
    view = f"{base}/blob/{environ.get('GITHUB_SHA', 'HEAD')}/"
    return Forge(view, edit if branch.startswith("refs/heads/") else "")


def as_markdown(outcome: Verdict, place: Forge) -> str:
    """The summary for the page of a run: what it means, every problem below its file, with links
    to where it is mended."""
    mark = "✅" if outcome.is_good else "❌"
    parts = [f"## {mark} Kiểm tra tin", outcome.count]
    if outcome.errors:
        parts += _files(outcome.errors, place)
    parts += [f"- {_plain(warning)}" for warning in outcome.warnings]
    if outcome.advice:
        number = vietnamese.count(len(outcome.advice))
        parts.append(f"<details><summary>{number} gợi ý, không chặn việc đăng</summary>")
        parts += [*_files(outcome.advice, place), "</details>"]
    if outcome.remainder:
        parts.append(_plain(outcome.remainder))
    return "\n\n".join(parts) + "\n"


def _files(problems: Sequence[Problem], place: Forge) -> Iterator[str]:
    files = defaultdict[str, list[Problem]](list)
    for problem in problems[:_LISTED]:
        files[problem.path].append(problem)
    for path, group in files.items():
        name = _plain(path)
        edit = f" ([mở để sửa]({place.edit}{_quoted(path)}))" if place.edit else ""
        yield f"### {name}{edit}"
        yield "\n".join(_item(problem, place) for problem in group)
    if len(problems) > _LISTED:
        yield f"… và {vietnamese.count(len(problems) - _LISTED)} chỗ khác."


def _item(problem: Problem, place: Forge) -> str:
    where = f"Dòng {problem.line}" if problem.line else "Cả tệp"
    if place.view:
        line = f"?plain=1#L{problem.line}" if problem.line else ""
        where = f"[{where}]({place.view}{_quoted(problem.path)}{line})"
    return f"- {where}: {_plain(problem.what)}. **Cách sửa:** {_plain(problem.hint)}"


def _plain(text: str) -> str:
    """`text`, which may hold anything, as Markdown that shows it as it is."""
    text = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", text)


def _quoted(path: str) -> str:
    return quote(path, errors="surrogateescape")
