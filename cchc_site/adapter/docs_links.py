"""MkDocs' own findings about links of docs pages, said as every other problem is said.

MkDocs reports them as English log records without a line. Here such a record is recognised, its
line is looked up, and it is said in the editor's words. The record's level stays MkDocs' decision
(`validation:`), but a link into posts/ that leads nowhere is an error like any other of ours.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable

from cchc_site.base.problems import Problem, one_line
from cchc_site.content.paths import project_path

# mkdocs/structure/pages.py of MkDocs 1.6, the messages of `path_to_url` and
# `validate_anchor_links`.
_RECORD = re.compile(
    r"Doc file '(?P<page>.+?)' contains an?(?: absolute| unrecognized relative)? link "
    r"(?:to )?'(?P<url>.*?)'[,.]? (?P<said>.*)",
    re.DOTALL,  # an address may hold a line's end
)
_GUESS = re.compile(r"Did you mean '(?P<guess>.+?)'\?")


class DocsLinks(logging.Filter):
    """A filter for the logger `mkdocs.structure.pages`.

    Rewrites each finding about a link; swallows those that lead into posts/ and keeps them in
    `problems`. `source` gives the path in the project and the text of a docs page by its URI.
    """

    def __init__(self, posts_dir: str, source: Callable[[str], tuple[str, str]]) -> None:
        """Start with no findings."""
        super().__init__()
        self.problems: list[Problem] = []
        self._posts_dir = posts_dir
        self._source = source
        self._seen: Counter[tuple[str, str]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a record that is reported as a problem of ours."""
        match = _RECORD.match(record.getMessage())
        if not match or record.levelno < logging.WARNING:
            record.msg, record.args = one_line(record.getMessage()), ()
            return True
        problem = self._problem(match)
        target = project_path(problem.path, match["url"])
        if target == self._posts_dir or target.startswith(f"{self._posts_dir}/"):
            self.problems.append(problem)
            return False
        record.msg, record.args = str(problem), ()
        return True

    def _problem(self, match: re.Match[str]) -> Problem:
        path, text = self._source(match["page"])
        url = match["url"]
        self._seen[path, url] += 1
        line = line_of(text, url, self._seen[path, url])
        what = f"liên kết “{url}” không dẫn tới trang nào"
        hint = "hãy kiểm tra lại đường dẫn, tính từ thư mục chứa trang"
        if url.startswith("/"):
            what = f"liên kết “{url}” bắt đầu bằng “/”, không kiểm tra được"
            hint = "hãy viết đường dẫn tới tệp, ví dụ “tin-tuc/index.md”"
        elif "anchor" in match["said"]:
            what = f"liên kết “{url}”: trang đích không có mục “#{url.partition('#')[2]}”"
            hint = "hãy sửa hoặc bỏ phần sau dấu “#”"
        if guess := _GUESS.search(match["said"]):
            hint = f"có phải “{guess['guess']}” không?"
        return Problem(path, line, what, hint)


def line_of(text: str, target: str, occurrence: int = 1) -> int:
    r"""The line on which `target` is written as a link's target for the n-th time, 0 if nowhere.

    >>> line_of("a\n[x](y.md) [z](y.md)\n[w]: y.md\n", "y.md", 3)
    3
    """
    pattern = re.compile(
        r"(?:\(<?|\]:\s*<?|(?:href|src)=[\"']?)" + re.escape(target) + r"(?=[\s)>\"']|$)"
    )
    places = [match.start() for match in pattern.finditer(text)]
    if not places:
        return 0
    start = places[min(occurrence, len(places)) - 1]
    return text.count("\n", 0, start) + 1
