"""Sites on disk for tests to build."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.forkserver import Program, is_heard_at_a_start, programs
from tests.support.paths import ROOT

BASE = "https://example.github.io/cchc_site/"
"""Where sites are built for: an address with a path, as GitHub Pages has it."""
MINIMAL = """\
site_name: Trang thử
site_url: https://example.org/
theme: {name: material, language: vi, font: false}
plugins:
  - cchc:
      look: portal
      categories: {thong-bao: Thông báo, tin-tuc: Tin tức}
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""

POST = """\
---
title: {title}
date: {date}
author: {author}
category: {category}
---

{body}
"""


class Project:
    """A small site on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("mkdocs.yml", MINIMAL)
        self.write("docs/index.md", "---\ntitle: Trang chủ\ntemplate: home.html\n---\n\nChào.\n")

    def write(self, path: str, content: str | bytes) -> Path:
        """The file at `path`, now with `content`."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def post(
        self,
        path: str,
        title: str = "Lịch tiếp công dân",
        date: str = "2024-05-13",
        author: str = "Ban biên tập",
        category: str = "thong-bao",
        body: str = "Nội dung.",
    ) -> Path:
        """The file of a post, now written."""
        text = POST.format(title=title, date=date, author=author, category=category, body=body)
        return self.write(path, text)

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text("utf-8")

    def run(
        self, *command: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """The finished `command`, a module of Python with its arguments; stderr is in stdout."""
        if not is_heard_at_a_start(whole := self._environment(env)):
            return self.start(*command, env=env).wait()
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env=whole,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def start(self, *command: str, env: Mapping[str, str] | None = None) -> Program:
        """The same under way."""
        return programs().start(command, self.root, self._environment(env))

    def _environment(self, env: Mapping[str, str] | None) -> dict[str, str]:
        return {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(env or {})}

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        """A finished `mkdocs build` that must have succeeded."""
        done = self.run("mkdocs", "build", *options)
        assert done.returncode == 0, done.stdout
        return done

    def state(self) -> dict[str, tuple[bytes, int, int]]:
        """Bytes, time and inode of every file of site/."""
        files = sorted(path for path in (self.root / "site").rglob("*") if path.is_file())
        return {
            str(path.relative_to(self.root)): (
                path.read_bytes(),
                path.stat().st_mtime_ns,
                path.stat().st_ino,
            )
            for path in files
        }


def build_strictly(root: Path, **env: str) -> Path:
    """The site of the project at `root`, built for BASE without a warning."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env={
            **os.environ,
            "SITE_URL": BASE,
            "NO_MKDOCS_2_WARNING": "1",
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return root / "site"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a site, served under a path."""
    command = [sys.executable, "-m", "tests.support.host", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as host:
        try:
            assert host.stdout
            yield f"http://127.0.0.1:{host.stdout.readline().strip()}/cchc_site/"
        finally:
            host.terminate()  # also after a failure, or Popen would wait for ever
