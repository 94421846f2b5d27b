"""How the command speaks: its help, and what is wrong with how it was called, in Vietnamese, on any
console.

Knows click and no command.
"""

from __future__ import annotations

import codecs
import functools
import io
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cchc_site.base.problems import one_line

if TYPE_CHECKING:
    from cchc_site.delivery.tree import Difference


def existing(path: str) -> str:
    """The path of a configuration that is there."""
    if not Path(path).is_file():
        hint = "hãy chạy lệnh này trong thư mục của dự án, hoặc chỉ đúng tệp sau “-f”"
        raise click.ClickException(f"không có tệp cấu hình “{one_line(path)}”; {hint}")
    return path


config_file_or_none = click.option(
    "-f", "--config-file", default="mkdocs.yml", metavar="TỆP", help="Tệp cấu hình MkDocs."
)
config_file = click.option(
    "-f",
    "--config-file",
    default="mkdocs.yml",
    metavar="TỆP",
    help="Tệp cấu hình MkDocs.",
    callback=lambda ctx, option, path: existing(path),
)

_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "“": "'", "”": "'", "–": "-", "→": "->"})


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Letters that a console does not know, without their marks; others escaped."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end].translate(_PLAIN)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", letters)
        if not unicodedata.combining(letter)
    )
    return bare.encode("ascii", "backslashreplace").decode(), error.end


codecs.register_error("readable", _readable)


def open_streams() -> None:
    """Let a console that knows no Vietnamese show the words without the marks that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="readable")


class NewFile(click.Path):
    """A file that a command writes, in a folder that is there."""

    def __init__(self) -> None:
        """Any name is taken."""
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; what has no folder is refused before any work is done."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.absolute().parent.is_dir():
            said = f"không có thư mục “{one_line(str(path.parent))}”"
            raise click.ClickException(f"{said}; hãy tạo nó, hoặc chỉ một nơi khác")
        return path


def tell_difference(found: Difference, differing: str, missing: str, surplus: str) -> bool:
    """Say of each file in what it differs, in the words for that; whether any does."""
    groups = (found.differing, differing), (found.missing, missing), (found.surplus, surplus)
    for paths, said in groups:
        for path in paths:
            click.echo(f"{one_line(path)}: {said}")
    return bool(found)


class SpokenCommand(click.Command):
    """A command with its help in Vietnamese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "Hiện lời hướng dẫn này rồi thôi."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How to call the command."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with what it does."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        with formatter.section("Tùy chọn"):
            formatter.write_dl([record for one in options if (record := one.get_help_record(ctx))])


class SpokenGroup(SpokenCommand, click.Group):
    """A command of commands, with its help in Vietnamese."""

    command_class = SpokenCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and the commands, each with what it does."""
        super().format_options(ctx, formatter)
        names = self.list_commands(ctx)
        width = formatter.width - 6 - max(map(len, names))
        commands = [(name, self.commands[name].get_short_help_str(width)) for name in names]
        with formatter.section("Các lệnh"):
            formatter.write_dl(commands)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command; what is wrong with how it was called is told in Vietnamese."""
        open_streams()
        try:
            run: Any = super().main
            run(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(error.exit_code)
        except click.UsageError as error:
            name = error.ctx.command_path if error.ctx else "cchc"
            click.echo(f"{_fault(error)}; hãy xem: {name} --help", err=True)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            click.echo(f"Lỗi: {error.format_message()}", err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("Đã dừng.", err=True)
            sys.exit(1)


def _fault(error: click.UsageError) -> str:
    """What is wrong with how a command was called."""
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn “{error.option_name}”"
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_name(error.param)}"
    if isinstance(error, click.BadParameter):
        choices = error.param.type if error.param else None
        known: Sequence[object] = choices.choices if isinstance(choices, click.Choice) else ()
        hint = f"; hãy chọn một trong: {', '.join(map(str, known))}" if known else ""
        return f"Giá trị của {_name(error.param)} không dùng được{hint}"
    if isinstance(error, click.BadOptionUsage):
        return f"Tùy chọn “{error.option_name}” viết chưa đúng"
    return "Lệnh viết chưa đúng: tên lệnh lạ, hoặc thừa tham số"


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "tham số"
    return (
        f"“{param.opts[0]}”"
        if isinstance(param, click.Option)
        else f"“{param.metavar or param.name}”"
    )


command = functools.partial(click.command, cls=SpokenCommand, options_metavar="[TÙY CHỌN]")
"""Makes a command of a function."""


def group() -> Callable[[Callable[..., Any]], SpokenGroup]:
    """What makes a command of commands of a function."""
    words = {"options_metavar": "[TÙY CHỌN]", "subcommand_metavar": "LỆNH [THAM SỐ]…"}
    return click.group(cls=SpokenGroup, **words)
