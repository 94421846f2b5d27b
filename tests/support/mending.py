"""Faults brought into a site, and their mends done: by what a message says, or by hand."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from cchc_site.base.problems import Problem
from tests.support.paths import TESTS
from tests.support.project import Project

HEAD = "title: {title}\ndate: 2024-05-13\nauthor: Ban biên tập\ncategory: thong-bao\n"
_LONG = "a" * 300
_WIDE = f"|{'a|' * 300}\n|{'---|' * 300}\n"


def _picture(form: str, size: tuple[int, int] = (8, 6), exif: Image.Exif | None = None) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size).save(buffer, form, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def _archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


_KINDS: Mapping[str, Callable[[], bytes]] = {
    "png": lambda: _picture("PNG"),
    "jpeg": lambda: _picture("JPEG"),
    "webp": lambda: _picture("WEBP"),
    "tif": lambda: _picture("TIFF"),
    "long png": lambda: _picture("PNG", (30_001, 1)),
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>',
    "large svg": lambda: b"<svg>" + b" " * 5_000_000 + b"</svg>",
    "pdf": lambda: b"%PDF-1.4\n",
    "zip": lambda: _archive("tep.txt"),
    "docx": lambda: _archive("word/document.xml"),
    "cut zip": lambda: _archive("word/document.xml")[:-9],
    "zeros": lambda: bytes(2000),
    "ole": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "lfs": lambda: b"version https://git-lfs.github.com/spec/v1\n",
    "latin": lambda: "number: 1/QĐ".encode("utf-16"),
    "text": lambda: b"x\n",
    "empty": lambda: b"",
}
_records = iter(range(900, 1000))


@dataclass(frozen=True)
class MendCase:
    """A row of the table: its name, the path of its post, and what it says."""

    name: str
    post: str
    row: Mapping[str, Any]

    @property
    def folder(self) -> str:
        """The folder of the post."""
        return self.post.rpartition("/")[0]


def cases(rows: Iterable[Mapping[str, Any]]) -> list[MendCase]:
    """The cases of the table, each with a path of its own."""
    return [_case(number, row) for number, row in enumerate(rows)]


def _case(number: int, row: Mapping[str, Any]) -> MendCase:
    if fault := row.get("fault"):
        posts = sorted((TESTS / "broken" / fault).rglob("posts/**/*.md"))
        texts = posts or sorted((TESTS / "broken" / fault).rglob("*.*"))
        path = texts[-1].relative_to(TESTS / "broken" / fault).as_posix()
        return MendCase(fault, path, row)
    place = f"posts/2024/vi-du-{number}" + ("/index.md" if "beside" in row else ".md")
    return MendCase(row["name"], row.get("path", place), row)


def bring(project: Project, case: MendCase) -> None:
    """Write the files of a case."""
    row = case.row
    if "fault" in row:
        shutil.copytree(TESTS / "broken" / case.name, project.root, dirs_exist_ok=True)
        (project.root / "expected.txt").unlink(missing_ok=True)
        return
    for name, kind in row.get("beside", {}).items():
        _write(project, f"{case.folder}/{name}", kind)
    for path, kind in row.get("files", {}).items():
        _write(project, path, kind)
    if "config" in row:
        before, below, after = project.read("mkdocs.yml").partition(f"{row['below']}\n")
        project.write("mkdocs.yml", f"{before}{below}{row['config']}\n{after}")
    if {"head", "front", "raw", "body", "times"} & row.keys():
        project.write(case.post, _post(row, case.name))


def _post(row: Mapping[str, Any], name: str) -> str:
    if "raw" in row:
        return str(row["raw"])
    body = row.get("body", "Nội dung.")
    if "times" in row:
        piece, count, before, after = row["times"]
        body = f"{before}{piece * count}{after}"
    head = row["front"] + "\n" if "front" in row else HEAD.format(title=f"Bài {name}")
    if "head" in row:
        head += row["head"] + "\n"
    text = f"---\n{head}---\n\n{body}\n"
    return text.replace("{long}", _LONG).replace("{wide}", _WIDE)


def _write(project: Project, path: str, kind: str) -> None:
    if kind == "good":
        content: str | bytes = f"---\n{HEAD.format(title=path)}---\n\nNội dung.\n"
    elif kind == "record":
        content = f"number: {next(_records)}/QĐ-UBND\ndate: 2022-04-13\nissuer: Ủy ban nhân dân X\n"
    elif kind == "link":
        (project.root / path).symlink_to("/etc/hostname")
        return
    else:
        content = _KINDS[kind]() if kind in _KINDS else kind
    project.write(path, content)


def mend(project: Project, case: MendCase, told: Iterable[Problem]) -> None:
    """Do the mend of a case: what its messages say, or the steps of the table."""
    steps = case.row["mend"]
    if steps == "told":
        # From below, so that the lines above keep their numbers.
        for problem in sorted(told, key=lambda one: one.line, reverse=True):
            do_as_told(project, problem)
        return
    for step in steps:
        _do(project, case, step)


def _do(project: Project, case: MendCase, step: Mapping[str, Any]) -> None:
    def placed(path: str) -> str:
        return path if "/" in path else case.post if path == "self" else f"{case.folder}/{path}"

    if "swap" in step:
        path = placed(step.get("in", "self"))
        old, new = (part.replace("{long}", _LONG) for part in step["swap"])
        text = project.read(path)
        assert old in text, f"{case.name}: {old} is not in {path}"
        project.write(path, text.replace(old, new))
    for path in [step["delete"]] if "delete" in step else []:
        (project.root / placed(path)).unlink()
    if "rename" in step:
        old, new = map(placed, step["rename"])
        (project.root / new).parent.mkdir(parents=True, exist_ok=True)
        (project.root / old).rename(project.root / new)
    for path, kind in step.get("write", {}).items():
        (project.root / placed(path)).unlink(missing_ok=True)
        _write(project, placed(path), kind)


_DASH = re.compile(r"\s*(?:- +(?=[a-z_]+:))?")

Lines = list[str]
Doing = Callable[[Lines, int, re.Match[str], Problem], None]
"""Changes the lines of a file at the line that a message names, as its hint says."""


def do_as_told(project: Project, problem: Problem) -> None:
    """Do what a message says, knowing nothing but the message and the file."""
    lines = project.read(problem.path).split("\n")
    for pattern, do in _DOINGS:
        if match := re.search(pattern, problem.hint):
            do(lines, max(0, problem.line - 1), match, problem)
            project.write(problem.path, "\n".join(lines))
            return
    raise AssertionError(f"nobody knows how to do it: {problem}")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _fence(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    lines.insert(int(match[2]) - (match[1] == "trên"), "---")


def _fence_again(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    lines[at] = "---"


def _drop_first(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    del lines[: int(match[1])]


def _shift(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    blanks = int(match[2])
    lines[at] = lines[at][blanks:] if match[1] == "xóa" else " " * blanks + lines[at]


def _add(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    in_record = (match[2] or "").startswith(" vào")
    indent = len(_indent(lines[at])) + 2 * lines[at].lstrip().startswith("-") if in_record else 0
    lines.insert(at + 1, " " * indent + match[1])


def _guess(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    named = re.findall("“([^”]+)”", problem.what)
    wrong = [word for word in named if word.startswith("#") == match[1].startswith("#")]
    wrong = [word for word in wrong if word in lines[at]]
    assert wrong, f"what is to be replaced? {problem}"
    lines[at] = lines[at].replace(wrong[-1], match[1])


def _date(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    wrong = re.findall("“(?:[a-z]+: )?([^”]+)”", problem.what)[0]
    lines[at] = lines[at].replace(wrong, match[1])


def _write_line(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    before = "" if match[1].startswith("-") else _DASH.match(lines[at])[0]  # type: ignore[index]
    lines[at] = _indent(lines[at]).replace("\t", "  ") + before.lstrip() + match[1]


def _write_word(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    wrong = re.findall("“([^”]+)”", problem.what)[0]
    assert wrong in lines[at], f"what is to be replaced? {problem}"
    lines[at] = lines[at].replace(wrong, match[1])


def _delete(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    del lines[at]


def _delete_named(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    lines[at] = lines[at].replace(re.findall("“([^”]+)”", problem.what)[0], "")


def _delete_tags(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    lines[at] = lines[at].replace(match[1], "").replace(match[2], "")


def _write_rows(lines: Lines, at: int, match: re.Match[str], problem: Problem) -> None:
    lines[at : at + 1] = [match[1], match[2]]


_DOINGS: tuple[tuple[str, Doing], ...] = (
    (r"^hãy thêm một dòng “---” ngay (dưới|trên) dòng (\d+)", _fence),
    (r"^hãy viết đúng ba dấu gạch “---”", _fence_again),
    (r"^hãy xóa (\d+) dòng trống ở đầu tệp", _drop_first),
    (r"^hãy (xóa|gõ thêm) (\d+) dấu cách ở đầu dòng", _shift),
    (r"^hãy thêm dòng “(.+?)”( sau dòng này| vào .*)?$", _add),
    (r"có phải “(.+?)” không\?", _guess),
    (r"^hãy viết (?:năm-tháng-ngày|ngày và giờ), ví dụ (.+)$", _date),
    (r"^hãy viết(?: ví dụ)? “((?:https://|mailto:).+|[a-z0-9/-]+/?|[^ ]+@[^ ]+)”$", _write_word),
    (r"^nếu là “(.+?)” thì hãy sửa lại", _write_word),
    (r"hãy viết(?: sát chữ| bằng HTML| liền “\](?=\()\(”)?: “(.+?)”(?:$|;)", _write_word),
    (r"^hãy bỏ khoảng trắng trong địa chỉ: “(.+)”$", _write_word),
    (r"^hãy sửa loại(?:, ví dụ)? thành “(.+?)”", _write_word),
    (r"^nếu là tiêu đề thì viết “(.+?)”", _write_line),
    (r"^hãy viết tên đầy đủ, ví dụ “(.+)”$", _write_line),
    (r"^hãy điền số, ví dụ “(.+)”$", _write_line),
    (r"^hãy xóa “(<.+>)” và “(<.+>)”$", _delete_tags),
    (r"^hãy viết hàng đầu đủ .*: “(.+)”, và thêm dòng “(.+)” sau dòng này$", _write_rows),
    (r"(?:hãy viết(?: ví dụ)?|thành|muộn nhất là) “(.+?)”(?:$|,? hoặc)", _write_line),
    (r"^hãy xóa (?:dòng này|một dòng|một chỗ)", _delete),
    (r"^hãy xóa cả cặp ngoặc nhọn", _delete_named),
)
