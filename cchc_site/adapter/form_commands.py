"""The commands of the editors' form: `cchc admin build`, `cchc desk`.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from pathlib import Path

import click

from cchc_site.adapter import console


@click.group(
    cls=console.SpokenGroup, options_metavar="[TÙY CHỌN]", subcommand_metavar="LỆNH [THAM SỐ]…"
)
def admin() -> None:
    """Biểu mẫu soạn tin ở /admin/."""


@admin.command("build", options_metavar="[TÙY CHỌN]")
@console.config_file
def build_admin(config_file: str) -> None:
    """Dựng biểu mẫu một lần từ các gói npm; cần Node.js và mạng. Lần sau không phải làm lại."""
    from cchc_site.adapter import admin_build

    try:
        made = admin_build.build(Path(config_file).absolute().parent)
    except admin_build.CannotBuild as hindered:
        raise click.ClickException(str(hindered)) from None
    click.echo("Đã dựng biểu mẫu /admin/." if made else "Biểu mẫu /admin/ đã có sẵn.")


@click.command("desk", cls=console.SpokenCommand, options_metavar="[TÙY CHỌN]")
@console.config_file
@click.option("--port", default=8020, metavar="CỔNG", help="Cổng trên máy này.")
def desk(config_file: str, port: int) -> None:
    """Thử biểu mẫu soạn tin trên máy này: không cần nơi giữ kho mã, không gì được đăng lên mạng."""
    from cchc_site.adapter import admin_build
    from cchc_site.adapter import desk as desks

    click.echo("Chỉ để thử, chỉ máy này mở được; dừng bằng Ctrl+C. Đang chuẩn bị…")
    try:
        desks.serve(Path(config_file).absolute().parent, port, click.echo)
    except admin_build.CannotBuild as hindered:
        raise click.ClickException(str(hindered)) from None
    except KeyboardInterrupt:
        click.echo("Đã dừng. Những bài đã thử nằm trong .cache/cchc/desk.")
