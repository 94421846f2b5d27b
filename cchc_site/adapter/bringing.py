"""`cchc import`: what is imported into which site, who is asked, and what is told.

Part of the MkDocs adapter: knows where posts lie, and has them checked as a build does.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import yaml

from cchc_site.adapter import check, drafting, project
from cchc_site.base.problems import one_line
from cchc_site.base.progress import Progress, number
from cchc_site.content import moments
from cchc_site.content.fields import BY_NAME, Settings
from cchc_site.editing.fix import ProjectFiles
from cchc_site.importing import formats, importer
from cchc_site.importing import report as reports
from cchc_site.importing.draft import Draft, ImportOptions, Refused
from cchc_site.importing.filling import Given
from cchc_site.importing.importer import ImportRun
from cchc_site.importing.report import ImportedDocument

FORMS_HELP = f"auto, hoặc {', '.join(formats.BY_NAME)}."


def bring(
    config_file: str,
    paths: Sequence[str],
    into: str,
    form: str,
    category: str,
    author: str,
    date: str,
    mapping: str,
    report: str,
    inbox: bool,
) -> bool:
    """Import what lies at `paths`, print what became of it; whether all of it passes.

    Raises `click.ClickException` where nothing can be imported at all.
    """
    files = check.project_files(config_file)
    told = _mapping(Path(mapping)) if mapping else {}
    values = {"author": author, "category": _category(category, files.settings)}
    values["date"] = _date(date, files.settings)
    given = Given(
        values,
        {str(name): str(key) for name, key in dict(told.get("categories") or {}).items()},
        project.moment(files.settings.timezone).date() if inbox else None,
        lambda name, draft: _asked(name, draft, files.settings),
    )
    run = ImportRun(
        os.path.normpath(into or files.posts_dir).replace(os.sep, "/"),
        _form(form),
        ImportOptions(files.settings, told, files.reader),
        given,
        inbox,
    )
    progress = Progress(lambda line: click.echo(line, err=True))
    try:
        result = importer.run(files, [Path(path) for path in paths], run, progress)
    except Refused as refused:
        raise click.ClickException(one_line(str(refused))) from None
    finally:
        progress.close()
    documents = _judged(result.documents, config_file, files)
    _tell(documents, result.passed_over, report, inbox)
    return all(each.is_good for each in documents)


def _judged(
    documents: Sequence[ImportedDocument], config_file: str, files: ProjectFiles
) -> tuple[ImportedDocument, ...]:
    """The documents with what a build says of their posts."""
    if not any(each.post for each in documents):
        return tuple(documents)
    logging.getLogger("mkdocs").addHandler(logging.NullHandler())
    problems, _ = check.check(config_file)
    return tuple(reports.judged(documents, problems))


def _tell(
    documents: Sequence[ImportedDocument], passed_over: Sequence[str], file: str, inbox: bool
) -> None:
    """Print the report, and write it where it is wanted."""
    markdown = reports.as_markdown(documents)
    if file:
        text = markdown if file.lower().endswith(".md") else f"\ufeff{reports.as_csv(documents)}"
        Path(file).write_text(text, "utf-8")
    if inbox:
        if documents and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
            with Path(summary).open("a", encoding="utf-8") as page:
                page.write(markdown)
        click.echo(markdown if documents else "Hộp thư không có tệp mới.")
        return
    for line in reports.as_lines(documents):
        click.echo(line)
    if passed_over:
        endings = sorted({Path(name).suffix.lower() or Path(name).name for name in passed_over})
        shown = ", ".join(endings[:8]) + ("…" if len(endings) > 8 else "")
        click.echo(one_line(f"Bỏ qua {number(len(passed_over))} tệp không phải văn bản ({shown})."))
    click.echo(reports.closing(documents))


def _form(name: str) -> formats.ImportFormat | None:
    if name in ("auto", *formats.BY_NAME):
        return formats.BY_NAME.get(name)
    hint = f"hãy viết một trong: auto, {', '.join(formats.BY_NAME)}"
    raise click.ClickException(f"không có dạng “{one_line(name)}”; {hint}")


def _category(name: str, settings: Settings) -> str:
    return drafting.category(name, settings) if name else ""


def _date(written: str, settings: Settings) -> str:
    """The day that is given for all documents, as posts have it."""
    if not written:
        return ""
    try:
        at = moments.moment("date", written, settings.timezone)
    except moments.NoMoment as fault:
        raise click.ClickException(f"{fault.what}; {fault.hint}") from None
    return written if at.timed else at.at.date().isoformat()


def _asked(name: str, draft: Draft, settings: Settings) -> str:
    """What somebody at a terminal answers for the date of a draft; asked again for one that is no
    day."""
    if not (sys.stdin and sys.stdin.isatty()):
        return ""

    def day(written: str) -> str:
        try:
            return _date(written.strip(), settings)
        except click.ClickException as fault:
            raise click.UsageError(fault.message) from None

    title = one_line(str(draft.fields.get("title", "")))
    click.echo(f"{one_line(draft.source)}: không thấy ngày đăng của bài “{title}”.", err=True)
    question = f"{BY_NAME[name].label}, ví dụ 2024-05-13 (để trống thì không nhập)"
    answer: str = click.prompt(question, "", show_default=False, err=True, value_proc=day)
    return answer


def _mapping(file: Path) -> Mapping[str, Any]:
    """The sections of the file after `--map`."""
    try:
        told = yaml.safe_load(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        hint = "hãy xem lại tên tệp sau --map"
        raise click.ClickException(f"không có tệp “{one_line(str(file))}”; {hint}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        hint = "hãy viết ví dụ “categories: {Tin hoạt động: tin-tuc}”"
        raise click.ClickException(f"{one_line(str(file))}{line}: không đọc được; {hint}") from None
    if not isinstance(told, dict):
        hint = "hãy viết ví dụ “categories: {Tin hoạt động: tin-tuc}”"
        raise click.ClickException(f"{one_line(str(file))}: không có phần nào; {hint}")
    return {str(key): value for key, value in told.items()}
