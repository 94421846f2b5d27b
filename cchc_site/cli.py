"""The command `cchc`."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path
from typing import Any

import click

from cchc_site import __version__
from cchc_site.adapter import check as checking
from cchc_site.adapter import project
from cchc_site.adapter import verify as verifying
from cchc_site.base import failures, signals
from cchc_site.base.forks import WorkerLost
from cchc_site.base.problems import Level, as_github, as_text, one_line, warning_as_github
from cchc_site.base.progress import number
from cchc_site.editing import move as mover
from cchc_site.editing import respell
from cchc_site.storage import folders

DIFFERS = 3
"""The status of `cchc verify` for a site that is not as a clean build makes it: none that a build
which fails, an interpreter or a shell gives."""


class _Commands(click.Group):
    """Commands that tell what the machine lacks in words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is asked for."""
        project.open_streams()
        signals.unwind()
        for stream in (sys.stdout, sys.stderr):
            # A console that knows no Vietnamese shows the rest, and the letters escaped.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # nobody reads on, which click knows
            raise
        except (OSError, MemoryError, WorkerLost) as error:
            raise click.ClickException(failures.words(error, str(Path.cwd()))) from error


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="cchc")
def main() -> None:
    """Công cụ của trang tin CCHC."""


@main.command()
@click.option("-f", "--config-file", default="mkdocs.yml", help="Tệp cấu hình MkDocs.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    help="text: mỗi lỗi một dòng; github: chú thích trên GitHub.",
)
def check(config_file: str, form: str) -> None:
    """Kiểm tra mọi bài và trang, không ghi gì; còn lỗi thì kết thúc với mã 1, gợi ý thì không."""
    # What MkDocs says meanwhile is part of the result, not of the output.
    logging.getLogger("mkdocs").addHandler(logging.NullHandler())
    problems, warnings = checking.check(config_file)
    if problems:
        click.echo(as_github(problems) if form == "github" else as_text(problems))
    for warning in warnings:
        click.echo(warning_as_github(warning) if form == "github" else one_line(warning))
    if warnings or any(problem.level is Level.ERROR for problem in problems):
        sys.exit(1)
    click.echo("Không có lỗi.", err=form == "github")


@main.command()
@click.option("-f", "--config-file", default="mkdocs.yml", help="Tệp cấu hình MkDocs.")
def verify(config_file: str) -> None:
    """Dựng lại từ đầu ở nơi khác rồi so từng byte với trang đang có; khác thì kết thúc với mã 3,
    không dựng lại được thì với mã khác."""
    try:
        total, found = verifying.verify(config_file)
    except folders.Busy:
        said = "trang vừa được một lần dựng khác thay đổi; hãy đợi nó xong rồi chạy lại"
        raise click.ClickException(said) from None
    for path in found.differing:
        click.echo(f"{one_line(path)}: khác bản dựng lại từ đầu")
    for path in found.missing:
        click.echo(f"{one_line(path)}: thiếu trong trang")
    for path in found.surplus:
        click.echo(f"{one_line(path)}: thừa trong trang")
    if found:
        click.echo("Hãy dựng lại; nếu vẫn khác, hãy xóa .cache/cchc trước.")
        sys.exit(DIFFERS)
    click.echo(f"Cả {number(total)} tệp đúng như dựng lại từ đầu.")


@main.command()
@click.option("-f", "--config-file", default="mkdocs.yml", help="Tệp cấu hình MkDocs.")
@click.argument("old")
@click.argument("new")
def move(config_file: str, old: str, new: str) -> None:
    """Đổi tên bài OLD thành NEW, ghi địa chỉ cũ vào “aliases” và sửa các liên kết tới bài."""
    layout = checking.project_files(config_file)
    try:
        done = mover.move(
            layout.root, layout.posts_dir, layout.docs_dir, old, new, layout.settings, layout.reader
        )
    except respell.CannotMove as refused:
        click.echo(one_line(str(refused)), err=True)
        sys.exit(1)
    click.echo(f"{done.old} → {done.new}")
    if done.alias:
        click.echo(f"Địa chỉ cũ {done.alias} sẽ dẫn tới bài.")
    for path in done.changed:
        click.echo(f"Đã sửa liên kết trong {path}")


if __name__ == "__main__":
    main()
