"""The commands that bring something in from elsewhere: `cchc import`, `procedures import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cchc_site.adapter import bringing, console
from cchc_site.adapter import check as checking
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.editing import procedure_import as importer
from cchc_site.editing.procedure_tables import CannotImport


@console.command("import")
@console.config_file
@click.option("--into", default="", metavar="THƯ MỤC", help="Nơi ghi bài, trong thư mục bài.")
@click.option("--from", "form", default="auto", metavar="DẠNG", help=bringing.FORMS_HELP)
@click.option("--category", default="", metavar="TÊN", help="Chuyên mục của bài không nêu mục này.")
@click.option("--author", default="", metavar="TÊN", help="Tác giả của bài không nêu mục này.")
@click.option("--date", default="", metavar="NGÀY", help="Ngày đăng của bài không nêu mục này.")
@click.option(
    "--map", "mapping", default="", metavar="TỆP", help="Tệp YAML: tên cũ nào là mục nào."
)
@click.option("--report", default="", metavar="TỆP", help="Ghi bản báo cáo: .csv, hoặc .md.")
@click.option("--inbox", is_flag=True, help="Thành bản nháp, xóa tệp đã nhập, in báo cáo Markdown.")
@click.argument("paths", nargs=-1, required=True, metavar="ĐƯỜNG DẪN…")
def import_documents(config_file: str, paths: tuple[str, ...], **given: Any) -> None:
    """Nhập văn bản Word, trang web đã lưu, tin của phần mềm khác thành bài; không ghi đè gì, tệp đã
    nhập thì bỏ qua. Bài chưa đạt, hoặc tệp không nhập được, thì kết thúc với mã 1, trừ khi có
    --inbox."""
    if not bringing.bring(config_file, paths, **given) and not given["inbox"]:
        sys.exit(1)


@console.group()
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
