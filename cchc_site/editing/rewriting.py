"""Files of a project changed together: the links to what gets a new name, and the names.

Touches the disk. A file changes only within spans of its text, so that every other byte stays; all
is done or nothing. Used by move.py and fix.py.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from cchc_site.base import filenames
from cchc_site.content import front_matter
from cchc_site.content.fields import Settings
from cchc_site.content.post import parse
from cchc_site.editing.respell import CODE, CannotMove, Edit, Way, closing, edited, plain
from cchc_site.markdown.dialects import Reader
from cchc_site.site.snapshot import PostSnapshot


def inside(root: Path, given: str) -> str:
    """`given` as a path in the project, with "/".

    Raises `CannotMove` for one that leaves the project, or leads through a symbolic link.
    """
    full = Path(os.path.normpath(root / given))
    if not full.is_relative_to(root):
        raise CannotMove(f"“{given}” nằm ngoài dự án; hãy viết đường dẫn tính từ thư mục của dự án")
    path = full.relative_to(root)
    if any((root / parent).is_symlink() for parent in (path, *path.parents) if parent.name):
        raise CannotMove(
            f"“{given}” là liên kết tượng trưng; hãy chỉ thẳng tới tệp hay thư mục thật"
        )
    return path.as_posix()


def posts(
    root: Path, items: Iterable[PostSnapshot], way: Way, settings: Settings, reader: Reader
) -> Iterator[tuple[str, bytes]]:
    """Path, before the move, and new content of every post that changes."""
    for item in items:
        path = item.post.path
        goal = way.post(item.post)
        targets = [reference.target for reference in item.parsed.references]
        same = replace(goal, path=path) == item.post
        if same and all(way.target(path, target) == target for target in targets):
            continue
        raw = filenames.located(root, inside(root, path)).read_bytes().decode()
        text = plain(raw)
        edits = [*way.head_edits(text, item.post), *_link_edits(text, item, way, reader)]
        changed = edited(raw, edits)
        reread, _ = parse(normalize("NFC", plain(changed)), goal.path, settings)
        if reread is None or replace(reread, body=goal.body) != goal:
            hint = f"hãy viết gọn lại, ví dụ “aliases: [/{way.old_url}]”"
            raise CannotMove(f"{path}: không sửa được phần thông tin đầu bài; {hint}")
        yield path, changed.encode()


def _link_edits(text: str, item: PostSnapshot, way: Way, reader: Reader) -> list[Edit]:
    """The edits that change the links of a post's text, and nothing that only looks like one.

    Each is tried: it is right when the text, read again, has changed links and only as wanted.
    """
    path, references = item.post.path, item.parsed.references
    now = [reference.target for reference in references]
    goals = [way.target(path, target) for target in now]
    edits: list[Edit] = []
    for edit in way.body_edits(text, path, closing(text)):
        head = front_matter.split(normalize("NFC", edited(text, [*edits, edit])))
        read = reader(head.body, path, head.body_line)
        trial = [reference.target for reference in read.references]
        if trial == now or len(trial) != len(now):
            continue
        if all(new in (old, goal) for new, old, goal in zip(trial, now, goals, strict=True)):
            now, edits = trial, [*edits, edit]
    for reference, target, goal in zip(references, now, goals, strict=True):
        if target != goal:
            what = f"{path}:{reference.line}: không tìm được chỗ viết “{target}”"
            raise CannotMove(f"{what}; hãy viết liên kết dạng “[chữ](đường-dẫn.md)” rồi làm lại")
    return edits


def docs(root: Path, docs_dir: str, posts_dir: str, way: Way) -> Iterator[tuple[str, bytes]]:
    """Path and new content of every docs page that links to what moves."""
    for file in sorted((root / docs_dir).rglob("*.md")):
        path = file.relative_to(root).as_posix()
        if path.startswith(f"{posts_dir}/") or file.is_symlink() or not file.is_file():
            continue
        try:
            raw = file.read_bytes().decode()
        except UnicodeDecodeError:
            continue  # MkDocs tells
        text = plain(raw)
        code = [
            link.span("code" if "code" in link.re.groupindex else 0)
            for pattern in CODE
            for link in pattern.finditer(text)
        ]
        edits = [
            edit
            for edit in way.body_edits(text, path)
            if not any(start <= edit[0] < end for start, end in code)
        ]
        if edits:
            yield path, edited(raw, edits).encode()


def carry_out(
    root: Path, contents: Mapping[str, bytes], renames: Iterable[tuple[str, str]]
) -> None:
    """Write `contents` by their paths and give files and folders their new names; an OSError undoes
    what is done by then."""
    with ExitStack() as undo:
        files = {filenames.located(root, path): new for path, new in contents.items()}
        staged = [(file, _stage(file, new, undo)) for file, new in files.items()]
        for file, stage in staged:
            before = file.read_bytes()
            stage.replace(file)
            undo.callback(file.write_bytes, before)
        # The rename comes last: if we are killed before it, `cchc check` finds links that lead
        # nowhere yet; after it, a missing alias would be found by nobody.
        for old, new in renames:
            for folder in reversed((root / new).parents):
                if not folder.exists():
                    folder.mkdir()
                    undo.callback(folder.rmdir)
            place = filenames.located(root, old)
            place.rename(root / new)
            undo.callback((root / new).rename, place)
        undo.pop_all()


def _stage(file: Path, content: bytes, undo: ExitStack) -> Path:
    """A hidden file beside `file`, of its mode, with `content`."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".")
    stage = Path(name)
    undo.callback(stage.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    shutil.copymode(file, stage)
    return stage
