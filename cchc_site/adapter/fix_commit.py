"""One commit of what `cchc check --fix` has changed, which CI makes after that of a clerk.

Part of the MkDocs adapter: asks git. Such a commit holds what the machine has changed and nothing
else, so that it begins where all is committed. Where there is nothing to mend none is made: a run
of CI that such a commit starts makes no other.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.editing.fix import Fixes, ProjectFiles

# Where git knows no name, as in a fresh container.
_MACHINE = ("-c", "user.name=cchc check --fix", "-c", "user.email=cchc@localhost")
_NAMED = 20
"""How many files the message of a commit names."""


class CannotCommit(Exception):
    """What hinders a commit, and how to mend that."""


class _GitAnswer(NamedTuple):
    """How git has ended, and what it has said."""

    is_done: bool
    output: str
    error: str


def begin(project: ProjectFiles) -> None:
    """Raises `CannotCommit` where a file that may be mended is not committed as it is."""
    status = _git(project.root, "status", "--porcelain", "-z", "--", *_places(project))
    if not status.is_done:
        hint = "hãy chạy trong một kho git, hoặc bỏ --commit và --push"
        raise CannotCommit(f"git không đọc được thư mục này; {hint}\n{status.error}")
    if status.output:
        path = one_line(status.output.split("\0")[0][3:])
        hint = "hãy commit trước rồi chạy lại, hoặc bỏ --commit và --push"
        raise CannotCommit(f"“{path}” có chỗ chưa commit; {hint}")


def commit(project: ProjectFiles, fixes: Fixes) -> bool:
    """Commit what has been mended; whether that was anything.

    Raises `CannotCommit` where git refuses.
    """
    if not fixes.posts and not fixes.names:
        return False
    root, places = project.root, _places(project)
    added = _git(root, "add", "--all", "--", *places)
    listed = _git(root, "diff", "--cached", "--name-only", "--no-renames", "-z", "--", *places)
    changed = [f":(top,literal){path}" for path in listed.output.split("\0") if path]
    who = () if _git(root, "config", "user.email").is_done else _MACHINE
    command = (*who, "commit", "--quiet", "--message", _message(fixes), "--only", "--", *changed)
    done = _git(root, *command) if added.is_done and changed else added
    if not done.is_done:
        hint = "hãy xem git nói gì dưới đây, sửa rồi chạy lại"
        raise CannotCommit(f"git không commit được; {hint}\n{done.error}")
    return bool(changed)


def push(project: ProjectFiles, branch: str) -> str:
    """Push the newest commit to that `branch` of `origin`; what there is to say of that. One that
    is not taken hinders no publishing: the site is built of what has been mended."""
    done = _git(project.root, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
    if done.is_done:
        return f"Đã ghi thành một commit và đẩy lên nhánh “{branch}”."
    if "fetch first" in done.error or "non-fast-forward" in done.error:
        return "Vừa có người lưu thêm, nên chưa đẩy chỗ sửa lên; lần chạy sau sẽ làm lại."
    return (
        "Chưa đẩy được chỗ sửa lên kho mã, bài vẫn được đăng; hãy cho lần chạy này quyền ghi vào "
        f"nhánh “{branch}” của “origin”\n{done.error}"
    )


def _message(fixes: Fixes) -> str:
    """What a commit says: how much has changed, and where."""
    done = [
        *([f"sửa cách viết của {number(len(fixes.posts))} bài"] if fixes.posts else []),
        *([f"đổi tên {number(len(fixes.names))} tệp"] if fixes.names else []),
    ]
    lines = [
        *(fixed.path for fixed in fixes.posts),
        *(f"{old} → {new}" for old, new in fixes.names.items()),
    ]
    rest = [f"và {number(len(lines) - _NAMED)} tệp khác"] if len(lines) > _NAMED else []
    title = ", ".join(done)
    said = "Máy sửa những chỗ chỉ có một cách hiểu; lời của bài không đổi (cchc check --fix)."
    listed = [f"- {one_line(line)}" for line in [*lines[:_NAMED], *rest]]
    return "\n".join([title[0].upper() + title[1:], "", said, "", *listed])


def _places(project: ProjectFiles) -> list[str]:
    """The folders that hold what may be mended."""
    return [
        place for place in (project.posts_dir, project.docs_dir) if (project.root / place).is_dir()
    ]


def _git(root: Path, *command: str) -> _GitAnswer:
    done = subprocess.run(  # noqa: S603
        ["git", "-c", "core.fsmonitor=false", *command],  # noqa: S607
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",  # as names of files may need
        env={**os.environ, "LC_ALL": "C"},  # for `push` reads what git says
        check=False,
    )
    return _GitAnswer(done.returncode == 0, done.stdout, done.stderr.strip())
