"""redirects.csv: the addresses of an old portal, each with where it must lead now.

Touches the disk, for reading only. An old address may end in a query, which no page can answer:
such a one is for the servers alone (rendering/redirect_files.py), and so is one that leads to
another site or whose path no file can have.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct

from cchc_site.base import urls
from cchc_site.base.problems import Problem
from cchc_site.site import links
from cchc_site.site.addresses import OldAddress, OutputPath, file_of, old_address
from cchc_site.site.links import Nowhere, Places
from cchc_site.site.snapshot import PostSnapshot

FILE = "redirects.csv"
_TARGET = re.compile(r"/|https://|[\w./-]+(?:\Z|#)")
_MARK = re.compile(r'[\t;,"]')
_EXAMPLE = "ví dụ “/tin/123,posts/2022/ten-bai.md”"
_TWO = f"hãy viết hai cột, địa chỉ cũ rồi địa chỉ mới, {_EXAMPLE}"


class Row(Struct, frozen=True):
    """A row of the table: its line, the old address, and the target as written."""

    line: int
    old: OldAddress
    target: str


class Forwarding(Struct, frozen=True):
    """An old address that leads to `url`, from the site's root or of another site: to what is
    called `label`, a post's where there is an `item`."""

    old: OldAddress
    url: str
    label: str = ""
    item: PostSnapshot | None = None

    @property
    def is_inside(self) -> bool:
        """Whether it leads to a place of this site."""
        return "://" not in self.url


def read(root: Path, problems: list[Problem]) -> tuple[Row, ...]:
    """The rows of the table of the project at `root`; what is no row goes to `problems`."""
    try:
        text = (root / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        hint = "hãy lưu lại từ Excel bằng kiểu “CSV UTF-8”"
        problems.append(Problem(FILE, 0, "tệp không phải UTF-8", hint))
        return ()
    lines = (_cells(line.strip()) for line in text.split("\n"))
    return tuple(_rows(enumerate(lines, 1), problems))


def _cells(line: str) -> list[str]:
    """The cells of a line, however a spreadsheet parts them: addresses hold commas and semicolons
    too."""
    ways = [next(csv.reader([line], delimiter=mark), []) for mark in "\t;,"]
    pairs = (cells for cells in ways if len(cells) == 2 and _TARGET.match(cells[1].strip()))
    return next(pairs, max(ways, key=len))


def written(*cells: str) -> str:
    """A line of the table, as `read` reads it.

    >>> written("/a;b,c", "/")
    '"/a;b,c",/'
    """
    quoted = (cell.replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' if _MARK.search(cell) else cell for cell in quoted)


def _rows(lines: Iterable[tuple[int, list[str]]], problems: list[Problem]) -> Iterator[Row]:
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        while values and not values[-1]:
            values.pop()
        if not values or values[0].startswith("#") or (line == 1 and _is_heading(values)):
            continue
        if len(values) != 2:
            problems.append(Problem(FILE, line, f"dòng này có {len(values)} cột", _TWO))
            continue
        old = old_address(_path(values[0]))
        if old is None or not (old.path or old.query):
            what = f"địa chỉ cũ “{values[0]}” viết chưa đúng"
            hint = "hãy viết phần sau tên miền, ví dụ “/tin/2019/lich-tiep-dan/”"
            problems.append(Problem(FILE, line, what, hint))
            continue
        yield Row(line, old, values[1])


def _is_heading(values: Sequence[str]) -> bool:
    return not values[0].startswith(("/", "http://", "https://"))


def _path(address: str) -> str:
    """What of an address follows the name of its host."""
    if not address.startswith(("http://", "https://")):
        return address
    parts = urls.split(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def outputs(rows: Iterable[Row]) -> Iterator[OutputPath]:
    """The pages at old addresses, with whose rows they come to be."""
    for row in rows:
        if row.old.url is not None:
            where = f"{FILE} dòng {row.line}"
            yield OutputPath(file_of(row.old.url), where, FILE, row.line, "hãy xóa dòng này")


def of_posts(items: Iterable[PostSnapshot]) -> Iterator[Forwarding]:
    """The old addresses that posts have themselves."""
    for item in items:
        for old in filter(None, map(old_address, item.post.aliases)):
            yield Forwarding(old, item.post.url)


def is_there(address: OldAddress, places: Places) -> bool:
    """Whether a page or file of this site has an address, whatever its query."""
    path = address.path.removesuffix("index.html")
    return not path or any(one in places.addresses for one in (path, f"{path}/"))


class Table:
    """The rows of the table, and where they lead among `places`; the pages of docs/ have
    `titles`."""

    def __init__(
        self,
        rows: Sequence[Row],
        items: Iterable[PostSnapshot],
        places: Places,
        titles: Mapping[str, str],
    ) -> None:
        """Follow every row."""
        self._places, self._titles = places, titles
        self._rows = {row.old.key: row for row in reversed(rows)}
        self._moved = {moved.old.key: moved.url for moved in of_posts(items if rows else ())}
        self.problems: list[Problem] = []
        self.redirects: list[Forwarding] = []
        for row in rows:
            first = self._rows[row.old.key]
            if row.old.query and row is not first:
                what = f"địa chỉ cũ {row.old} đã có ở dòng {first.line}"
                self._tell(row, what, "hãy xóa dòng này")
                continue
            try:
                self.redirects.append(self._followed(row))
            except Nowhere as nowhere:
                self._tell(row, nowhere.what, nowhere.hint)

    def _tell(self, row: Row, what: str, hint: str) -> None:
        self.problems.append(Problem(FILE, row.line, what, hint))

    def _followed(self, row: Row) -> Forwarding:
        target = row.target
        if target.startswith("https://"):
            return Forwarding(row.old, target)
        if target.startswith("/"):
            self._refuse_old(row)
            if target == "/":
                return Forwarding(row.old, "", "Trang chủ")
            resolved = links.from_root(target, "link", self._places)
            return Forwarding(row.old, resolved.url, self._label(resolved.url))
        if "://" in target:
            what = f"địa chỉ mới “{target}” không bắt đầu bằng “https://”"
            raise Nowhere(what, f"hãy viết “https://{target.partition('://')[2]}”")
        path, _, anchor = target.removeprefix("./").partition("#")
        if path in self._places.unpublished:
            what = f"“{target}” là bài chưa được đăng"
            raise Nowhere(what, "hãy thêm dòng này khi bài đã đăng")
        if path in self._places.broken:
            return Forwarding(row.old, "")
        place = self._places.place(path)
        if place is None:
            names, paths = self._places.stems(".md" if path.endswith(".md") else "")
            nearest = names.nearest(path.rpartition("/")[2].removesuffix(".md"), 0.7)
            hint = f"có phải “{paths[nearest]}” không?" if nearest else f"hãy sửa, {_EXAMPLE}"
            raise Nowhere(f"địa chỉ mới “{target}” không có trên trang này", hint)
        item = self._places.posts.get(path)
        label = item.post.title if item else self._label(place.url)
        links.check_anchor(target, unquote(anchor), place.anchors, self._places)
        url = f"{place.url}#{quote(unquote(anchor))}" if anchor else place.url
        return Forwarding(row.old, url, label, item)

    def _label(self, url: str) -> str:
        page = unquote(url.partition("#")[0].partition("?")[0])
        return self._titles.get(page) or f"/{unquote(url)}"

    def _refuse_old(self, row: Row) -> None:
        """Raise `Nowhere` where the target of `row` is an old address too."""
        seen, target = [row.old.key], old_address(row.target)
        end = ""
        while target and not is_there(target, self._places):
            if target.key in seen:
                what = f"{row.old} dẫn vòng quanh, không tới trang nào"
                raise Nowhere(what, f"hãy ghi một địa chỉ đang có, {_EXAMPLE}")
            seen.append(target.key)
            if target.key in self._moved:
                end = f"/{self._moved[target.key]}"
                break
            if target.key not in self._rows:
                return
            end = self._rows[target.key].target
            target = old_address(end)
        if end:
            what = f"địa chỉ mới “{row.target}” lại là một địa chỉ cũ"
            raise Nowhere(what, f"hãy ghi thẳng nơi cuối cùng: “{end}”")
