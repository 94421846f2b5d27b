"""The command `cchc`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cchc_site import __version__
from cchc_site.adapter import console, project
from cchc_site.base import failures, signals
from cchc_site.base.forks import WorkerLost
from cchc_site.commands import bringing, checking, giving, reviewing, starting, writing


class _Commands(console.SpokenGroup):
    """Commands that tell what the machine lacks in words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is asked for."""
        project.open_streams()
        signals.unwind()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # nobody reads on, which click knows
            raise
        except (OSError, MemoryError, WorkerLost) as error:
            raise click.ClickException(failures.words(error, str(Path.cwd()))) from error


@click.group(cls=_Commands, options_metavar="[TÙY CHỌN]", subcommand_metavar="LỆNH [THAM SỐ]…")
@click.version_option(
    __version__,
    prog_name="cchc",
    message="%(prog)s, phiên bản %(version)s",
    help="Hiện phiên bản rồi thôi.",
)
def main() -> None:
    """Công cụ của trang tin CCHC."""


for _command in (
    starting.init,
    starting.ci,
    checking.check,
    checking.verify,
    writing.new,
    writing.move,
    writing.schema,
    writing.admin,
    writing.desk,
    bringing.import_documents,
    bringing.procedures,
    giving.links,
    giving.publish,
    giving.report,
    giving.bundle,
    giving.federate,
    reviewing.compare,
    reviewing.accessibility,
):
    main.add_command(_command)


if __name__ == "__main__":
    main()
