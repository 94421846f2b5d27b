"""`cchc new`: asks what a post must have, and makes its file.

Part of the MkDocs adapter: knows where posts lie and which categories there are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import click

from cchc_site.adapter import project
from cchc_site.base import vietnamese
from cchc_site.content.fields import BY_NAME, Settings
from cchc_site.editing import scaffold
from cchc_site.editing.fix import ProjectFiles

_ASKED = ("title", "category", "author")
_REMEMBERED = ("category", "author")


def draft(files: ProjectFiles, given: Mapping[str, str], in_folder: bool) -> str:
    """Make the file of a new post with what is `given`, of which what is missing is asked for; its
    path in the project. With `in_folder` the post has a folder for its pictures.

    Raises `click.ClickException` where there is such a file, and for what cannot be.
    """
    memory = files.root / ".cache/cchc/new.json"
    before = _remembered(memory)
    values = {name: given.get(name) or _ask(name, before, files.settings) for name in _ASKED}
    values["category"] = category(values["category"], files.settings)
    day = given.get("date") or f"{project.moment(files.settings.timezone):%Y-%m-%d}"
    values["date"] = day
    name = vietnamese.slug(values["title"])
    if not name:
        raise click.ClickException("tiêu đề phải có chữ cái hay chữ số; hãy viết lại tiêu đề")
    path = f"{files.posts_dir}/{_year(day)}/{name}{'/index' if in_folder else ''}.md"
    target = files.root / path
    if target.exists():
        raise click.ClickException(f"đã có {path}; hãy đặt tiêu đề khác, hoặc sửa bài ấy")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(scaffold.post(values), "utf-8")
    memory.parent.mkdir(parents=True, exist_ok=True)
    kept = {name: values[name] for name in _REMEMBERED}
    memory.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return path


def _ask(name: str, before: Mapping[str, str], settings: Settings) -> str:
    """What somebody answers at the terminal, what was answered `before` being proposed."""
    label = BY_NAME[name].label
    if name == "category" and settings.categories:
        for number, said in enumerate(settings.categories.values(), 1):
            click.echo(f"  {number}. {said}")
        label = f"{label} (số hoặc tên)"
    try:
        answer: str = click.prompt(label, default=before.get(name))
    except click.Abort:
        option = f"hãy trả lời, hoặc viết --{name} “…” trong lệnh"
        raise click.ClickException(f"chưa biết {BY_NAME[name].label.lower()}; {option}") from None
    return answer.strip()


def category(answer: str, settings: Settings) -> str:
    """The key of the category that an answer means: its number in the list, its key or label."""
    keys = [*settings.categories]
    if not keys:
        return answer
    if answer.isascii() and answer.isdigit() and 0 < int(answer) <= len(keys):
        return keys[int(answer) - 1]
    if meant := vietnamese.meant(answer, settings.category_names):
        return meant
    labels = ", ".join(settings.categories.values())
    raise click.ClickException(f"không có chuyên mục “{answer}”; hãy chọn một trong: {labels}")


def _year(day: str) -> int:
    try:
        return dt.date.fromisoformat(day).year
    except ValueError:
        hint = "hãy viết năm-tháng-ngày, ví dụ 2024-05-13"
        raise click.ClickException(f"“{day}” không phải là ngày; {hint}") from None


def _remembered(memory: Path) -> Mapping[str, str]:
    try:
        kept = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: kept[name] for name in _REMEMBERED if isinstance(kept, dict) and name in kept}
