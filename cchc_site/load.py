"""posts/ → every post with its reading, and every fault of the files themselves.

A room that touches the disk, for reading only. What a post means to the others (order, links,
collisions) is left to catalogue.py.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image, UnidentifiedImageError

from cchc_site import markdown, post, vietnamese
from cchc_site.fields import Settings
from cchc_site.markdown import Reading
from cchc_site.post import Post
from cchc_site.problems import Problem

Reader = Callable[[str, str, int], Reading]
MAX_POST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a post names or that lies beside it: `path` in the project, size in bytes,
    width and height in pixels (0 when it is no picture)."""

    path: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A post, what its text holds, the digest of its bytes, and the files in its own folder."""

    post: Post
    reading: Reading
    digest: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything under posts/.

    `broken` holds the paths of posts that cannot be shown, so that a link to one is not reported
    a second time; `media` the existing files that posts name, by path in the project.
    """

    items: tuple[Item, ...]
    broken: frozenset[str]
    media: Mapping[str, Media]
    problems: tuple[Problem, ...]


def load(root: Path, posts_dir: str, settings: Settings, reader: Reader = markdown.read) -> Loaded:
    """Every post under `root / posts_dir`, its Markdown read by `reader`; paths in the result are
    relative to `root`, with "/"."""
    items: list[Item] = []
    broken: set[str] = set()
    problems: list[Problem] = []
    for path, beside in _walk(root, posts_dir, problems):
        item, faults = _read(root, path, beside, settings, reader)
        problems += faults
        if item:
            items.append(item)
        else:
            broken.add(path)
    media = {found.path: found for item in items for found in _media(root, item)}
    return Loaded(tuple(items), frozenset(broken), media, tuple(problems))


def project_path(path: str, target: str) -> str:
    """The path in the project that `target`, written in the file `path`, leads to; "" for a mere
    anchor. A way out of the project keeps its leading "..".

    >>> project_path("posts/2022/a.md", "../../docs/lien-he.md#gio")
    'docs/lien-he.md'
    """
    try:
        name = unquote(urlsplit(target).path)
    except ValueError:  # such as "//[x": no address at all
        return ".."
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else ""


def _walk(
    root: Path, posts_dir: str, problems: list[Problem]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Path of each post and of the files that share its folder, in a fixed order."""
    for folder, folders, names in os.walk(root / posts_dir):
        here = Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in [name for name in folders if Path(folder, name).is_symlink()]:
            folders.remove(name)
            problems.append(_leads_away(f"{here}/{name}"))
        texts = sorted(name for name in names if _is_post(name))
        problems += (
            Problem(f"{here}/{name}", 0, "đuôi tệp viết hoa", "hãy đổi đuôi tệp thành “.md”")
            for name in names
            if _is_text(name) and not name.endswith(".md") and not _is_hidden(name)
        )
        for name in texts:
            path = f"{here}/{name}"
            if not _is_inside(root, Path(folder, name)):
                problems.append(_leads_away(path))
                continue
            beside = tuple(_beside(root, here)) if name == "index.md" else ()
            if f"{here}/index.html" in beside:
                problems.append(_in_the_way(f"{here}/index.html"))
            yield path, beside


def _is_inside(root: Path, file: Path) -> bool:
    """Whether `file`, links followed, lies in the project: nothing else may be published."""
    return file.resolve().is_relative_to(root.resolve())


def _is_hidden(name: str) -> bool:
    return name.startswith(("_", "."))


def _is_text(name: str) -> bool:
    return name.lower().endswith(".md")


def _is_post(name: str) -> bool:
    return name.endswith(".md") and not _is_hidden(name) and name != "README.md"


def _leads_away(path: str) -> Problem:
    return Problem(
        path,
        0,
        "liên kết tượng trưng dẫn ra ngoài dự án",
        "hãy thay bằng chính tệp hoặc thư mục đó",
    )


def _in_the_way(path: str) -> Problem:
    return Problem(path, 0, "tệp này có địa chỉ của chính bài", "hãy đổi tên tệp")


def _beside(root: Path, folder: str) -> Iterator[str]:
    """Files to publish with a folder's index.md: all but hidden ones, Markdown and links."""
    for entry in sorted(os.scandir(root / folder), key=lambda entry: entry.name):
        path = f"{folder}/{entry.name}"
        if _is_hidden(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir():
            # A folder with posts of its own keeps its files to itself.
            if not any(_is_post(child.name) for child in os.scandir(entry.path)):
                yield from _beside(root, path)
        elif not _is_text(entry.name):
            yield path


def _read(
    root: Path, path: str, beside: tuple[str, ...], settings: Settings, reader: Reader
) -> tuple[Item | None, tuple[Problem, ...]]:
    file = root / path
    try:
        size = file.stat().st_size
        if size > MAX_POST_BYTES:
            return None, (_too_big(path, size),)
        content = file.read_bytes()
    except OSError as error:
        return None, (Problem(path, 0, f"không đọc được tệp ({error.strerror})", "hãy xem lại"),)
    text = _decode(content, path)
    if isinstance(text, Problem):
        return None, (text,)
    written, problems = post.parse(text, path, settings)
    if written is None:
        return None, problems
    reading = reader(written.body, path, written.body_line)
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    return Item(written, reading, digest, beside), problems + reading.problems


def _too_big(path: str, size: int) -> Problem:
    limit = vietnamese.file_size(MAX_POST_BYTES)
    return Problem(
        path,
        0,
        f"tệp bài nặng {vietnamese.file_size(size)}, quá {limit}",
        "hãy tách bài, hoặc để ảnh và tệp đính kèm thành tệp riêng",
    )


def _decode(content: bytes, path: str) -> str | Problem:
    """The text in NFC, with line feeds only and without a byte order mark."""
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        return Problem(path, line, "tệp có ký tự rỗng (NUL)", "hãy lưu lại thành văn bản UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Problem(path, line, "tệp không phải UTF-8", "hãy lưu lại với bảng mã UTF-8")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _media(root: Path, item: Item) -> Iterator[Media]:
    """The existing files that `item` names or that lie beside it."""
    written = item.post
    named = [reference.target for reference in item.reading.references]
    named += [record["file"] for record in written.attachments]
    named += [record["file"] for record in written.documents if record.get("file")]
    named += [written.image] if written.image else []
    paths = {project_path(written.path, target) for target in named if not target.startswith("/")}
    for path in sorted((paths | set(item.beside)) - {""}):
        file = root / path
        # A link, even within the project, could publish what nobody meant to (.git, a draft).
        if _is_text(path) or not _is_file(file) or file.resolve() != root.resolve() / path:
            continue
        yield _measure(file, path)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # such as a name longer than the file system knows
        return False


_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")


def _measure(file: Path, path: str) -> Media:
    size = file.stat().st_size
    if file.suffix.lower() not in _PICTURES:
        return Media(path, size)
    try:
        with Image.open(file) as picture:
            return Media(path, size, *picture.size)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return Media(path, size)
