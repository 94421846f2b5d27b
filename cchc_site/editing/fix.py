"""`cchc check --fix`: what has one meaning only is written so, in the files of posts.

Touches the disk. A post is changed only if it then holds what it held, and has no fault that it had
not before; names of files become such that every system and address takes them, and links follow.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct

from cchc_site.base import filenames, vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content import front_matter, post
from cchc_site.content.fields import FIELDS, Settings
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.editing import fix_head, fix_text, respell, rewriting
from cchc_site.editing.respell import Way
from cchc_site.markdown.dialects import Reader
from cchc_site.site import discover, post_file
from cchc_site.site.loader import Loaded, Loader
from cchc_site.storage.html_store import HtmlStore

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class ProjectFiles(Struct, frozen=True):
    """Where a site's files lie, relative to `root`, how its posts are read, and whether their
    Markdown is the one of offices, which we know to mend."""

    root: Path
    posts_dir: str
    docs_dir: str
    settings: Settings
    reader: Reader
    mends_text: bool


class Fixed(Struct, frozen=True):
    """A post before and after."""

    path: str
    before: str
    after: str

    def diff(self) -> Iterator[str]:
        """The lines that differ, as `diff -u` shows them."""
        before, after = self.before.splitlines(), self.after.splitlines()
        return difflib.unified_diff(before, after, self.path, self.path, lineterm="", n=0)


class Fixes(Struct, frozen=True):
    """What was done: posts written otherwise, and files with a new name by their old one."""

    posts: tuple[Fixed, ...]
    names: Mapping[str, str]


def fix(
    project: ProjectFiles, headings: bool = False, renamed: Collection[str] | None = None
) -> Fixes:
    """Write the posts and names of files as they are meant; with `headings` also paragraphs in
    bold as such. Of the files, only those that may be `renamed` are, all where that is None.

    Raises `OSError` when something cannot be written; then no file has changed.
    """
    posts = tuple(_posts(project, headings))
    contents = {fixed.path: fixed.after.encode() for fixed in posts}
    rewriting.carry_out(project.root, contents, ())
    return Fixes(posts, _rename(project, renamed))


def _posts(project: ProjectFiles, headings: bool) -> Iterator[Fixed]:
    ignored: list[Problem] = []
    for path, _, _ in discover.walk(project.root, project.posts_dir, ignored):
        file = filenames.located(project.root, path)
        try:
            raw = file.read_bytes()
        except OSError:
            continue  # reading it says so
        text = post_file.decoded(raw, path) if len(raw) <= post_file.MAX_BYTES else None
        if not isinstance(text, str) or file.is_symlink():
            continue
        before, after = raw.decode(), fixed(text, path, project, headings)
        if respell.plain(before) != after:
            newline = "\r\n" if "\r\n" in before else "\n"
            mark = "\ufeff" if before.startswith("\ufeff") else ""
            yield Fixed(path, before, mark + after.replace("\n", newline))


def fixed(text: str, path: str, project: ProjectFiles, headings: bool = False) -> str:
    """`text`, the file of the post at `path` as it is read, with what is meant."""
    mended = fix_head.fixed(text, project.settings)
    if not _holds_the_same(text, mended, path, project.settings):
        mended = text
    if not project.mends_text:
        return mended
    whole = front_matter.read(mended)
    if not whole.is_whole or not whole.body:
        return mended
    lines = mended.split("\n")
    head, body = lines[: whole.body_line - 1], "\n".join(lines[whole.body_line - 1 :])

    def read(words: str) -> ParsedText:
        return project.reader(words, path, 1)

    return "\n".join([*head, fix_text.fixed(body, read, headings)])


def _holds_the_same(before: str, after: str, path: str, settings: Settings) -> bool:
    """Whether a post holds what it held, and has no fault that it had not before."""
    if before == after:
        return True
    (old, faults, was_whole), (new, left, is_whole) = (
        post.judged(text, path, settings) for text in (before, after)
    )
    if len(left) > len(faults) or not {fault.what for fault in left} <= {
        fault.what for fault in faults
    }:
        return False
    if was_whole and not faults:
        return old == new
    return old.body.strip() == new.body.strip() and (is_whole or not was_whole) and _agree(old, new)


def _agree(old: Post, new: Post) -> bool:
    """Whether what a faulty post holds is in the mended one."""
    names = ("authors" if field.name == "author" else field.name for field in FIELDS)
    values = ((getattr(old, name), getattr(new, name)) for name in names)
    return all(held == now or not held or held == post.UNKNOWN_DAY for held, now in values)


class _FileNames(Way, frozen=True):
    """Files that get a new name where they lie: by their paths."""

    names: Mapping[str, str] = {}

    def place(self, path: str) -> str:
        """Where `path` is afterwards."""
        return self.names.get(normalize("NFC", path), path)


def _rename(project: ProjectFiles, renamed: Collection[str] | None) -> Mapping[str, str]:
    """Give the files of posts plain names. Nothing is done while a post cannot be read, for what
    that links to is not known."""
    root, settings, reader = project.root, project.settings, project.reader
    if renamed is not None and not renamed:
        return {}
    loaded = Loader(root, settings, reader, HtmlStore(None)).load(project.posts_dir)
    names = {} if loaded.broken else dict(_new_names(root, loaded, renamed))
    if not names:
        return {}
    way = _FileNames("", "", "", "", names)
    try:
        contents = dict(rewriting.posts(root, loaded.items, way, settings, reader))
    except respell.CannotMove:
        return {}
    contents |= rewriting.docs(root, project.docs_dir, project.posts_dir, way)
    rewriting.carry_out(root, contents, names.items())
    return names


def _new_names(
    root: Path, loaded: Loaded, renamed: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """The files of posts whose names hold blanks or marks, and the names that they get."""
    taken = set[str]()
    for path in _files(loaded):
        if renamed is not None and normalize("NFC", path) not in renamed:
            continue
        folder, name = posixpath.split(path)
        if _PLAIN_NAME.fullmatch(name) or filenames.located(root, path).is_symlink():
            continue
        stem, ending = posixpath.splitext(name)
        plain = vietnamese.slug(stem) or "tep"
        number, new = 1, f"{folder}/{plain}{ending.lower()}"
        while new in taken or (root / new).exists():
            number += 1
            new = f"{folder}/{plain}-{number}{ending.lower()}"
        taken.add(new)
        yield path, new


def _files(loaded: Loaded) -> Iterable[str]:
    """The files that posts bring, those beside docs pages left out."""
    return sorted({path for item in loaded.items for path in item.files} & loaded.media.keys())
