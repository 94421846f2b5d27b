"""Posts that lie where no post is read: in docs/, or anywhere in the project but in posts/.

Part of the MkDocs adapter. Folders are looked into as deep as posts/ is, when a check asks for it.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from cchc_site.adapter import project
from cchc_site.adapter.files import NewsFile, source
from cchc_site.base import filenames
from cchc_site.base.problems import Problem
from cchc_site.content import fields, likeness
from cchc_site.site import file_kinds
from cchc_site.site.file_kinds import FileKind

_DEPTH = 3
"""How many folders lie above a post: posts/2024/ten-tin/index.md."""
_PROJECTS = ("mkdocs.yml", "pyvenv.cfg", ".git")
"""What marks a folder as a project of its own."""
_PASSED_OVER = {"node_modules", "venv", "dist", "build"}


def in_docs(files: Files, posts: str, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """The pages of docs/ that are written like posts: MkDocs shows them, no list does."""
    for file in files.documentation_pages():
        page = None if isinstance(file, NewsFile) else file.page
        # MkDocs takes a front matter that it cannot read for text.
        likely = page and (
            (page.markdown or "").startswith("---")
            or any(fields.key(str(written)) == "category" for written in page.meta)
        )
        if likely and likeness.is_like_a_post(file.content_string):
            yield _problem(source(file.src_uri, root, config), posts)


def elsewhere(posts: str, config: MkDocsConfig) -> Iterator[Problem]:
    """The other files of the project that are written like posts."""
    root = project.project_root(config).resolve()
    places = (root / posts, config.docs_dir, config.site_dir, config.theme.custom_dir)
    known = {Path(place).resolve() for place in places if place}
    folders = [(root, 0)]
    while folders:
        folder, depth = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:  # who may not read it has not put a post there
            continue
        if depth and any(entry.name in _PROJECTS for entry in entries):
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                skipped = file_kinds.folder_kind(entry.name) or entry.name in _PASSED_OVER
                if depth < _DEPTH and not skipped and path not in known:
                    folders.append((path, depth + 1))
            elif _may_be_a_post(entry) and _is_like_a_post(path):
                yield _problem(normalize("NFC", path.relative_to(root).as_posix()), posts)


def _may_be_a_post(entry: os.DirEntry[str]) -> bool:
    kind = file_kinds.kind(entry.name) if filenames.is_utf8(entry.name) else FileKind.OTHER
    return kind in (FileKind.POST, FileKind.MISNAMED) and entry.is_file(follow_symlinks=False)


def _is_like_a_post(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return likeness.is_like_a_post(file.read(likeness.HEAD).decode("utf-8", "ignore"))
    except OSError:
        return False


def _problem(path: str, posts: str) -> Problem:
    name = posixpath.basename(path)
    name = name if file_kinds.kind(name) is FileKind.POST else "ten-tin.md"
    what = f"tệp này viết như bài mà nằm ngoài thư mục {posts}/, nên không thành tin"
    return Problem(path, 0, what, f"hãy chuyển nó vào {posts}/, ví dụ {posts}/2026/{name}")
