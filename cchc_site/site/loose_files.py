"""Files in posts/ that no post brings to the site: each is told.

Touches the disk, for reading only.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from cchc_site.base import filenames, vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.content import likeness
from cchc_site.site import file_kinds
from cchc_site.site.discover import Loose
from cchc_site.site.snapshot import PostSnapshot


def problems(
    root: Path, loose: Sequence[Loose], items: Iterable[PostSnapshot], broken: set[str]
) -> Iterator[Problem]:
    """What is wrong with those of the `loose` files that no post brings, and none that is broken
    could, since it does not write the name: grave where it is written like a post, else advice:
    a post may be deleted before its files are."""
    if not loose:
        return
    brought = {path for item in items for path in item.files}
    words = {path: _words(root, path) for path in broken}
    for path, has_post, is_text in loose:
        if path in brought or any(_could_bring(post, path, words[post]) for post in broken):
            continue
        if _is_written_like_a_post(root, path):
            yield Problem(path, 0, *file_kinds.misnamed(posixpath.basename(path)))
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


def _words(root: Path, path: str) -> str:
    """The letters of a post that could not be judged, by which it may name a file; "" for any."""
    try:
        text = filenames.located(root, path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return vietnamese.slug(unquote(text), "")


def _could_bring(post: str, path: str, words: str) -> bool:
    """Whether a broken `post` lies where it could bring the file at `path`, and may name it."""
    folder = posixpath.dirname(post)
    is_near = posixpath.dirname(path) == folder or (
        post.endswith("/index.md") and path.startswith(f"{folder}/")
    )
    stem = vietnamese.slug(posixpath.splitext(posixpath.basename(path))[0], "")
    return is_near and (not words or stem in words)


def _is_written_like_a_post(root: Path, path: str) -> bool:
    try:
        with filenames.located(root, path).open("rb") as file:
            return likeness.is_like_a_post(file.read(likeness.HEAD).decode("utf-8", "ignore"))
    except OSError:  # whoever names it is told
        return False
