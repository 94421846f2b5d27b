"""The commands of procedures: `cchc procedures import`.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_site.adapter import check as checking
from cchc_site.adapter import console
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.editing import procedure_import as importer
from cchc_site.editing.procedure_tables import CannotImport


@click.group(
    cls=console.SpokenGroup, options_metavar="[TÙY CHỌN]", subcommand_metavar="LỆNH [THAM SỐ]…"
)
def procedures() -> None:
    """Thủ tục trong thư mục procedures."""


@procedures.command("import", options_metavar="[TÙY CHỌN]")
@console.config_file
@click.option("--into", default="procedures", metavar="THƯ MỤC", help="Nơi ghi các tệp thủ tục.")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
def import_procedures(config_file: str, into: str, file: Path) -> None:
    """Nhập thủ tục từ bảng của Cổng Dịch vụ công quốc gia (.xlsx, .csv, .json), mỗi lĩnh vực một
    tệp; thủ tục đã có thì giữ nguyên."""
    layout = checking.project_files(config_file)
    if not file.is_file():
        hint = "hãy xem lại tên tệp và thư mục đang đứng"
        raise click.ClickException(f"không có tệp “{one_line(str(file))}”; {hint}")
    try:
        done = importer.import_file(layout.root, file, into, layout.settings)
    except CannotImport as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    for path, count in done.written:
        click.echo(f"{one_line(path)}: thêm {number(count)} thủ tục")
    for line in (*done.known, *done.remarks):
        click.echo(one_line(line))
    if done.columns:
        named = ", ".join(f"“{column}”" for column in done.columns)
        click.echo(one_line(f"Cột không phải mục của thủ tục, để ở dòng ghi chú “#”: {named}"))
    if done.written:
        click.echo("Hãy đối chiếu từng thủ tục với Cổng rồi thêm dòng “checked: …” cho nó.")
    else:
        click.echo("Không có thủ tục mới.")
