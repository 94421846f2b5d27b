"""The command `cchc`."""

from __future__ import annotations

import logging
import sys

import click

from cchc_site import __version__, checking
from cchc_site.problems import as_github, as_text


@click.group()
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
    """Kiểm tra mọi bài và trang, không ghi gì; còn lỗi thì kết thúc với mã 1."""
    # What MkDocs says meanwhile is part of the result, not of the output.
    logging.getLogger("mkdocs").addHandler(logging.NullHandler())
    problems, warnings = checking.check(config_file)
    if problems:
        click.echo(as_github(problems) if form == "github" else as_text(problems))
    for warning in warnings:
        click.echo(f"::error::{warning}" if form == "github" else warning)
    if problems or warnings:
        sys.exit(1)
    click.echo("Không có lỗi.", err=form == "github")


if __name__ == "__main__":
    main()
