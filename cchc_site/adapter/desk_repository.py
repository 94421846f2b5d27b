"""A bare git repository as the editors' form asks for it, for trying the form on one's own machine.

Part of the MkDocs adapter. Answers what the form asks of Forgejo's API, version 1
(https://codeberg.org/api/swagger), by git itself; desk.py speaks HTTP.
"""

from __future__ import annotations

import base64
import datetime as dt
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

BRANCH = "main"
Answer = dict[str, Any] | list[dict[str, Any]]


class Editor(NamedTuple):
    """Who is signed in."""

    name: str
    email: str


class NotSaved(Exception):
    """What cannot be saved: another has changed the file meanwhile, or it is gone."""


class NoAnswer(Exception):
    """What is asked for is not there."""


class Repository:
    """The repository in a folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is touched."""
        self._folder = folder

    def git(self, *command: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        """What git answers; raises `NoAnswer` where it fails."""
        done = subprocess.run(  # noqa: S603
            ["git", "--git-dir", str(self._folder), *command],  # noqa: S607
            input=given,
            capture_output=True,
            env={**os.environ, **(env or {})},
            check=False,
        )
        if done.returncode:
            raise NoAnswer(done.stderr.decode(errors="replace"))
        return done.stdout

    def head(self) -> str:
        """The newest commit."""
        return self.git("rev-parse", f"refs/heads/{BRANCH}").decode().strip()

    def branch(self) -> Answer:
        """The branch with its newest commit."""
        message = self.git("log", "-1", "--format=%B", self.head()).decode()
        return {"name": BRANCH, "commit": {"id": self.head(), "message": message}}

    def tree(self, commit: str) -> Answer:
        """All files of a commit."""
        listed = self.git("ls-tree", "-r", "-l", "-z", "--full-tree", commit).decode()
        tree = []
        for line in filter(None, listed.split("\0")):
            about, _, path = line.partition("\t")
            _, kind, sha, size = about.split()
            tree.append({"path": path, "type": kind, "sha": sha, "size": int(size)})
        return {"sha": commit, "tree": tree, "truncated": False}

    def blobs(self, names: Sequence[str]) -> Answer:
        """The contents of files, by their names in git."""
        return [
            {"sha": sha, "encoding": "base64", "size": len(content), "content": _encoded(content)}
            for sha in names
            for content in [self.git("cat-file", "blob", sha)]
        ]

    def file(self, path: str) -> bytes:
        """The content of the file at `path` now."""
        return self.git("cat-file", "blob", f"refs/heads/{BRANCH}:{path}")

    def commits(self, path: str) -> Answer:
        """The commits that have changed the file at `path`."""
        told = self.git(
            "log", "-100", "--format=%H%x1f%an%x1f%ae%x1f%aI", f"refs/heads/{BRANCH}", "--", path
        ).decode()
        rows = (line.split("\x1f") for line in told.splitlines())
        return [
            {
                "sha": sha,
                "created": date,
                "commit": {"author": {"name": name, "email": email, "date": date}},
            }
            for sha, name, email, date in rows
        ]

    def save(self, asked: Mapping[str, Any], editor: Editor) -> Answer:
        """Make one commit, by `editor`, of all changes that are asked for.

        Raises `NotSaved` where a file is not as it was when it was read.
        """
        parent, now = self.head(), dt.datetime.now(dt.UTC).isoformat()
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            self.git("read-tree", parent, env=index)
            saved = [self._put(change, index) for change in asked["files"]]
            tree = self.git("write-tree", env=index).decode().strip()
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", editor.name), ("EMAIL", editor.email), ("DATE", now))
        }
        message = str(asked.get("message") or "Sửa bài").encode()
        commit = (
            self.git("commit-tree", tree, "-p", parent, given=message, env=who).decode().strip()
        )
        try:
            self.git("update-ref", f"refs/heads/{BRANCH}", commit, parent)
        except NoAnswer:
            raise NotSaved("kho mã vừa thay đổi") from None
        return {"commit": {"sha": commit, "created": now}, "files": saved}

    def _put(self, change: Mapping[str, Any], index: Mapping[str, str]) -> dict[str, str] | None:
        """Put a change of one file into the index."""
        path, former = str(change["path"]), str(change.get("from_path") or change["path"])
        there = self.git("ls-files", "-s", "-z", "--", f":(literal){former}", env=index).decode()
        known = there.split()[1] if there else ""
        new = change["operation"] == "create"
        if bool(known) == new or (change.get("sha") or known) != known:
            raise NotSaved(f"{path} đã khác từ lúc mở")
        if known and (former != path or change["operation"] == "delete"):
            self.git("update-index", "--force-remove", "--", former, env=index)
        if change["operation"] == "delete":
            return None
        content = base64.b64decode(str(change.get("content") or ""))
        sha = self.git("hash-object", "-w", "--stdin", given=content).decode().strip()
        self.git("update-index", "--add", "--cacheinfo", f"100644,{sha},{path}", env=index)
        return {"path": path, "sha": sha}


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
