"""Files in posts/ that no post brings to the site: each is told.

Touches the disk, for reading only.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cchc_site.base import filenames
from cchc_site.base.problems import Level, Problem
from cchc_site.content import likeness
from cchc_site.site import file_kinds
from cchc_site.site.discover import Loose
from cchc_site.site.snapshot import PostSnapshot


def problems(
    root: Path, loose: Sequence[Loose], items: Iterable[PostSnapshot], broken: set[str]
) -> Iterator[Problem]:
    """What is wrong with those of the `loose` files that no post brings, and none that is broken
    could: grave where it is written like a post, else advice: a post may be deleted before its
    files are."""
    if not loose:
        return
    brought = {path for item in items for path in item.files}
    unread = {posixpath.dirname(path) for path in broken}
    below = tuple(f"{posixpath.dirname(path)}/" for path in broken if path.endswith("/index.md"))
    for path, has_post, is_text in loose:
        folder, name = posixpath.split(path)
        if path in brought or folder in unread or path.startswith(below):
            continue
        if _is_written_like_a_post(root, path):
            yield Problem(path, 0, *file_kinds.misnamed(name))
        elif is_text:
            what = "tệp này không thành bài, và không bài nào dẫn tới nó"
            hint = "hãy chép nội dung vào một tệp đuôi “.md”, hoặc dẫn tới tệp này từ một bài"
            yield Problem(path, 0, what, hint)
        elif has_post:
            what = "không bài nào dẫn tới tệp này nên nó không được đăng"
            hint = "hãy dẫn tới tệp từ một bài cùng thư mục, hoặc xóa nó"
            yield Problem(path, 0, what, hint, Level.ADVICE)
        else:
            what = "thư mục của tệp này không có bài nào nên nó không được đăng"
            hint = (
                "hãy viết bài “index.md” cạnh nó, chuyển nó vào thư mục của một bài, "
                "hoặc thêm “_” vào đầu tên tệp nếu không phải để đăng"
            )
            yield Problem(path, 0, what, hint, Level.ADVICE)


def _is_written_like_a_post(root: Path, path: str) -> bool:
    try:
        with filenames.located(root, path).open("rb") as file:
            return likeness.is_like_a_post(file.read(likeness.HEAD).decode("utf-8", "ignore"))
    except OSError:  # whoever names it is told
        return False
