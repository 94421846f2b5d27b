"""The commands for whoever writes: `cchc new`, `move`, `schema`, `admin`, `desk`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from cchc_site.adapter import check as checking
from cchc_site.adapter import console, drafting
from cchc_site.base.problems import one_line
from cchc_site.editing import move as mover
from cchc_site.editing import respell
from cchc_site.editing import schema as schemas


@console.command()
@console.config_file
@click.option("--title", default="", metavar="CHỮ", help="Tiêu đề của bài.")
@click.option("--category", default="", metavar="TÊN", help="Mã, tên hoặc số của chuyên mục.")
@click.option("--author", default="", metavar="TÊN", help="Tác giả.")
@click.option("--date", default="", metavar="NGÀY", help="Ngày đăng, nếu không phải hôm nay.")
@click.option("--folder", is_flag=True, help="Bài có thư mục riêng, để ảnh và tệp ở cạnh.")
def new(config_file: str, folder: bool, **given: str) -> None:
    """Tạo tệp của một bài mới; thiếu gì thì hỏi, nhớ chuyên mục và tác giả của lần trước."""
    path = drafting.draft(checking.project_files(config_file), given, folder)
    click.echo(f"Đã tạo {path}. Hãy viết nội dung dưới dòng “---” thứ hai, rồi chạy cchc check.")


@console.command()
@console.config_file
@click.option("--records", is_flag=True, help="Của tệp trong documents/, thay cho của bài.")
def schema(config_file: str, records: bool) -> None:
    """In JSON Schema của phần thông tin đầu bài, cho trình soạn mã."""
    settings = checking.project_files(config_file).settings
    told = schemas.of_records() if records else schemas.of_posts(settings)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@console.command()
@console.config_file
@click.argument("old", metavar="CŨ")
@click.argument("new", metavar="MỚI")
def move(config_file: str, old: str, new: str) -> None:
    """Đổi tên bài CŨ thành MỚI, ghi địa chỉ cũ vào “aliases” và sửa các liên kết tới bài."""
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


@console.group()
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


@console.command()
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
