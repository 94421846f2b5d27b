"""`cchc move`: a post under a new name, its old address kept, the links to it changed.

Touches the disk. A file changes only within spans of its text, so that every other
byte stays; a post that would not then read exactly as meant is refused, and nothing is written.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct, structs

from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.editing import rewriting
from cchc_site.editing.respell import CannotMove, Way
from cchc_site.markdown.dialects import Reader
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.site import addresses
from cchc_site.site.loader import Loaded, Loader
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.storage.html_store import HtmlStore


class Moved(Struct, frozen=True):
    """What was done: the post's path before and after, the alias written ("" when the address is
    the same), and the other files whose links were rewritten, as paths in the project."""

    old: str
    new: str
    alias: str
    changed: tuple[str, ...]


def move(
    root: Path,
    posts_dir: str,
    docs_dir: str,
    old: str,
    new: str,
    settings: Settings,
    reader: Reader = gfm.read,
) -> Moved:
    """Rename the post `old` to `new`, or into the folder `new` when that ends with a slash; write
    its old address as an alias and change links in posts and docs pages.

    Raises `Refused` when it cannot be done; then no file has changed.
    """
    root = Path(os.path.normpath(root.absolute()))
    posts_dir, docs_dir = posixpath.normpath(posts_dir), posixpath.normpath(docs_dir)
    loaded = Loader(root, settings, reader, HtmlStore(None)).load(posts_dir)
    item = _post(root, posts_dir, loaded, old)
    source = _unit(item.post.path)
    target = _destination(root, posts_dir, source, item.post.path != source, new)
    post = replace(item.post, path=target + item.post.path[len(source) :])
    if not post.name:
        raise CannotMove(
            f"“{new}” không có chữ cái hay chữ số nào để làm địa chỉ; hãy đặt tên khác"
        )
    way = Way(source, target, item.post.url, post.url)
    _refuse_faults(loaded, way, docs_dir)
    contents = dict(rewriting.posts(root, loaded.items, way, settings, reader))
    contents |= rewriting.docs(root, docs_dir, posts_dir, way)
    try:
        rewriting.carry_out(root, contents, [(way.old, way.new)])
    except OSError as error:
        what = f"không ghi được {error.filename or target} ({error.strerror})"
        raise CannotMove(f"{what}; chưa có gì thay đổi, hãy xem lại quyền ghi và đĩa") from error
    _remove_empty(root / source, root / posts_dir)
    alias = "" if way.old_url == way.new_url else f"/{way.old_url}"
    changed = sorted(way.place(path) for path in contents if path != item.post.path)
    return Moved(item.post.path, post.path, alias, tuple(changed))


def _unit(path: str) -> str:
    """What moves with the post at `path`: the file, or the folder of an index.md."""
    return posixpath.dirname(path) if posixpath.basename(path) == "index.md" else path


def _post(root: Path, posts_dir: str, loaded: Loaded, given: str) -> PostSnapshot:
    path = rewriting.inside(root, given)
    for name in (path, f"{path}/index.md"):
        if name in loaded.broken:
            problems = (problem for problem in loaded.problems if problem.path == name)
            raise CannotMove(str(next(problems)))
        item = next((item for item in loaded.items if item.post.path == name), None)
        if item and rewriting.inside(root, name) and _unit(name) != posts_dir:
            return item
    hint = f"hãy viết đường dẫn của bài, ví dụ {posts_dir}/2024/lich-tiep-dan.md"
    raise CannotMove(f"“{given}” không phải là bài; {hint}")


def _destination(root: Path, posts_dir: str, source: str, is_folder: bool, given: str) -> str:
    """The new path of what moves."""
    path = rewriting.inside(root, normalize("NFC", given))
    if given.endswith(("/", os.sep)):
        path = f"{path}/{normalize('NFC', posixpath.basename(source))}"
    elif is_folder:
        path = path.removesuffix("/index.md")
    if path.endswith(".md") == is_folder:
        what, name = ("thư mục", "ten-moi") if is_folder else ("tệp “.md”", "ten-moi.md")
        hint = f"hãy viết ví dụ {posts_dir}/2024/{name}, hoặc {posts_dir}/2024/ để giữ tên"
        raise CannotMove(f"“{given}” không đúng dạng, bài này là một {what}; {hint}")
    if not path.startswith(f"{posts_dir}/"):
        raise CannotMove(f"“{given}” nằm ngoài thư mục bài; hãy viết ví dụ {posts_dir}/2024/")
    parts = path[len(posts_dir) + 1 :].split("/")
    if parts[-1] == "README.md" or any(part.startswith(("_", ".")) for part in parts):
        raise CannotMove(f"“{given}” không thể là bài; hãy đặt tên không bắt đầu bằng “_” hay “.”")
    if not path.isprintable():
        raise CannotMove(f"tên {given!a} có ký tự không in được; hãy gõ lại tên")
    if os.path.lexists(root / path):
        raise CannotMove(f"“{path}” đã có; hãy chọn tên khác")
    if path.startswith(f"{source}/"):
        raise CannotMove(f"“{path}” nằm trong chính bài này; hãy chọn thư mục khác")
    return path


def _refuse_faults(loaded: Loaded, way: Way, docs_dir: str) -> None:
    """Refuse what `cchc check` would find fault with afterwards and did not before."""
    before = set(addresses.collisions(loaded.items))
    after = [structs.replace(item, post=way.post(item.post)) for item in loaded.items]
    for problem in addresses.collisions(after):
        if problem not in before:
            raise CannotMove(str(problem))
    for item in loaded.items:
        path = item.post.path
        folder, new_folder = (f"{posixpath.dirname(post)}/" for post in (path, way.place(path)))
        for target in _named(item):
            file = "" if target.startswith("/") else project_path(path, target)
            lost = file.startswith(folder) and not way.place(file).startswith(new_folder)
            if lost and file in loaded.media:
                what = f"{path}: tệp “{target}” sẽ nằm ngoài thư mục của bài"
                raise CannotMove(f"{what}; hãy chuyển tệp ấy vào {docs_dir}/tep/ trước")


def _named(item: PostSnapshot) -> Iterator[str]:
    """Every target that a post names."""
    yield from (reference.target for reference in item.parsed.references)
    yield from (record["file"] for record in item.post.attachments)
    yield from (record["file"] for record in item.post.documents if record.get("file"))
    yield item.post.image


def _remove_empty(left: Path, posts: Path) -> None:
    """Remove the folders above `left` that hold nothing any more."""
    with suppress(OSError):  # the first that holds something cannot be removed
        for folder in left.parents:
            if folder == posts:
                return
            folder.rmdir()
