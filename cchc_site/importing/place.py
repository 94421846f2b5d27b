"""A draft → the file of a post in the project, and the files beside it.

Touches the disk. A post is written whole or not at all, only within the folder of posts, and never
over anything. What was imported stands in a record, by which nothing is imported twice; where the
record was not reached any more, the same post at its place tells the same.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cchc_site.base import vietnamese
from cchc_site.base.hashing import file_sha256
from cchc_site.content import front_matter
from cchc_site.content.fields import FIELDS
from cchc_site.importing.draft import DraftFile, Refused, clean_name

RECORD = "da-nhap.csv"
"""The file that tells what was imported."""
_HEAD = ("tệp", "bài", "mã")
_LONGEST_NAME = 100
_MANY = 1000


def text(fields: Mapping[str, Any], body: str) -> str:
    """The file of a post, its fields in the order of their table.

    >>> print(text({"date": "2022-04-19", "title": "Kiểm tra"}, "Đoàn kiểm tra."), end="")
    ---
    title: Kiểm tra
    date: 2022-04-19
    ---
    <BLANKLINE>
    Đoàn kiểm tra.
    """
    order = [field.name for field in FIELDS]
    names = sorted(fields, key=lambda name: order.index(name) if name in order else len(order))
    return front_matter.join({name: _value(fields[name]) for name in names}, f"{body.strip()}")


def _value(value: Any) -> Any:
    """`value` so that YAML writes a day as editors do, not as a text in quotation marks."""
    match value:
        case str():
            try:
                day = dt.date.fromisoformat(value)
            except ValueError:
                return value
            return day if day.isoformat() == value else value
        case Mapping():
            return {key: _value(part) for key, part in value.items()}
        case list() | tuple():
            return [_value(part) for part in value]
    return value


def post_name(title: str) -> str:
    """The name of the file of a post: of its title, cut at a word. Raises `Refused` where that has
    no letter.

    >>> post_name("Kiểm tra công tác CCHC (đợt 2)")
    'kiem-tra-cong-tac-cchc-dot-2'
    """
    name = vietnamese.slug(title)
    if not name:
        raise Refused("tiêu đề không có chữ cái nào; hãy thêm tiêu đề vào văn bản rồi nhập lại")
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]
    return f"bai-{name}" if name in ("index", "readme") else name


class Posts:
    """The folder of the posts, as an import adds to it."""

    def __init__(self, root: Path, posts_dir: str, into: str, record: Path) -> None:
        """Read the `record` of what was imported into the folder `into` of the project at `root`.
        Raises `OSError`, and `Refused` where the folder is not one of those of posts."""
        self._root, self._into, self._record = root, into, record
        self._folder = (root / into).resolve()
        if not self._folder.is_relative_to((root / posts_dir).resolve()):
            hint = f"hãy viết ví dụ --into {posts_dir}"
            raise Refused(f"“{into}” nằm ngoài thư mục bài “{posts_dir}”; {hint}")
        self._known = dict(_recorded(record))

    def known(self, key: str) -> str:
        """The post that has come of the document with this key or old address, "" for none."""
        return self._known.get(key, "")

    def add(self, year: int, title: str, content: str, files: Sequence[DraftFile]) -> str:
        """Write a post and the files beside it; its path in the project. A post that is there with
        just this content is this one. Raises `OSError` and `Refused`."""
        name = post_name(title)
        for number in range(1, _MANY):
            stem = f"{self._into}/{year:04d}/{name}" + (f"-{number}" if number > 1 else "")
            alone, folder = self._root / f"{stem}.md", self._root / stem
            path = f"{stem}/index.md" if files else f"{stem}.md"
            if not os.path.lexists(alone) and not os.path.lexists(folder):
                self._refuse_way_out(alone.parent)
                _write(self._root / path, content.encode(), files)
                return path
            if _is_there(self._root / path, content.encode(), files):
                return path
        raise Refused(f"đã có {_MANY} bài tên “{name}”; hãy đặt tiêu đề khác rồi nhập lại")

    def note(self, source: str, post: str, keys: Iterable[str]) -> None:
        """Remember that `post` has come of the document `source`, known by `keys`."""
        new = [key for key in keys if self._known.get(key) != post]
        self._known |= dict.fromkeys(new, post)
        self._record.parent.mkdir(parents=True, exist_ok=True)
        begins = not self._record.exists()
        with self._record.open("a", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerows([_HEAD] if begins else [])
            rows.writerows((source, post, key) for key in new)

    def _refuse_way_out(self, folder: Path) -> None:
        if not folder.resolve().is_relative_to(self._folder):
            raise Refused(
                f"{folder.name}/ là liên kết dẫn ra ngoài thư mục bài; hãy xóa liên kết ấy"
            )


def key_of(document: Path) -> str:
    """What a document is known by: its bytes."""
    with document.open("rb") as file:
        return file_sha256(file).hex()


def _recorded(record: Path) -> Iterable[tuple[str, str]]:
    try:
        rows = [*csv.reader(record.read_text("utf-8-sig").splitlines())]
    except FileNotFoundError:
        return
    # The last line may have been cut off with the power.
    for row in rows:
        if len(row) == len(_HEAD) and row != [*_HEAD]:
            yield row[2], row[1]


def _is_there(post: Path, content: bytes, files: Sequence[DraftFile]) -> bool:
    wanted = [(post, content), *((post.with_name(file.name), file.content) for file in files)]
    return all(
        path.is_file() and not path.is_symlink() and path.read_bytes() == held
        for path, held in wanted
    )


def _write(post: Path, content: bytes, files: Sequence[DraftFile]) -> None:
    """Write aside, and give the whole its name."""
    target = post.parent if files else post
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.moi")
    if aside.is_dir():  # of a run that was cut off
        shutil.rmtree(aside)
    if not files:
        aside.write_bytes(content)
        aside.replace(target)
        return
    aside.mkdir()
    try:
        for file in files:
            if clean_name(file.name) != file.name:
                raise Refused(f"tên tệp “{file.name}” không dùng được; hãy đổi tên tệp ấy")
            (aside / file.name).write_bytes(file.content)
        (aside / post.name).write_bytes(content)
        aside.rename(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
