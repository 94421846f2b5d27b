"""The commands that take what was built: `cchc publish`, `links`, `bundle`, `report`; and what
puts together what several sites publish: `federate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cchc_site.adapter import console
from cchc_site.base import vietnamese
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number


@console.command()
@console.config_file
@click.argument("target", metavar="NƠI")
@click.option("--ssh", default="ssh", metavar="LỆNH", help="Lệnh ssh, ví dụ “ssh -p 2222”.")
@click.option("--wait", "patience", default=600, metavar="GIÂY", help="Đợi lần đăng khác bao lâu.")
@click.option("--pause", default=5.0, metavar="GIÂY", help="Đợi bao lâu trước khi bỏ tệp đã hết.")
@click.option("--replace", is_flag=True, help="Nơi ấy có tệp lạ: cho thay hết bằng trang này.")
@click.option("--all", "every", is_flag=True, help="So lại từng tệp ở đó.")
@click.option("--pack/--no-pack", "packs", default=True, help="Gửi kèm bản nén .gz, .br.")
def publish(config_file: str, target: str, ssh: str, **manner: Any) -> None:
    """Đăng trang đã dựng lên NƠI: một thư mục, hoặc “người@máy:/thư/mục” qua ssh. Chỉ gửi những gì
    khác; người đang đọc không lúc nào gặp chỗ thiếu."""
    from cchc_site.adapter import site_commands
    from cchc_site.delivery.publish import Manner

    site_commands.publish(config_file, target, ssh, Manner(**manner))


@console.command()
@console.config_file
@click.option("--from", "first", default="", metavar="NGÀY", help="Mặc định: ngày đầu năm.")
@click.option("--to", "last", default="", metavar="NGÀY", help="Mặc định: hôm nay.")
@click.option("--csv", "sheet", type=console.NewFile(), metavar="TỆP", help="Ghi bảng.")
@click.option("--picture", type=console.NewFile(), metavar="TỆP", help="Ghi hình SVG.")
def report(
    config_file: str, first: str, last: str, sheet: Path | None, picture: Path | None
) -> None:
    """Đếm tin đã đăng theo chuyên mục, tác giả, tháng và cơ quan, cho báo cáo của cơ quan."""
    from cchc_site.adapter import report as reporting
    from cchc_site.rendering import tally_formats as formats

    counted = reporting.report(config_file, first, last)
    for line in formats.as_lines(counted):
        click.echo(one_line(line))
    if sheet:
        sheet.write_bytes(formats.as_csv(counted))
        click.echo(f"Đã ghi bảng vào {sheet}, mở được bằng Excel.")
    if picture:
        picture.write_text(formats.as_svg(counted), "utf-8")
        click.echo(f"Đã ghi hình vào {picture}, chèn được vào Word.")


@console.command()
@console.config_file
@click.argument("sites", metavar="[TỆP]", required=False)
@click.option("--build/--no-build", "builds", default=True, help="Đọc xong thì dựng trang tỉnh.")
@click.option("--strict", is_flag=True, help="Cảnh báo khi dựng cũng là lỗi, như mkdocs build.")
@click.option("--all", "wants_all", is_flag=True, help="Thiếu trang nào thì kết thúc với mã 1.")
@click.option(
    "--patience",
    "seconds",
    type=click.FloatRange(1, 600),
    default=30,
    metavar="GIÂY",
    help="Đợi mỗi tệp bao lâu.",
)
def federate(config_file: str, sites: str | None, **wish: Any) -> None:
    """Đọc tin và văn bản mà trang của các xã trong TỆP (sites.yml) vừa đăng, rồi dựng trang tỉnh.
    Trang nào chưa đọc được thì hiện tin của lần đọc trước."""
    from cchc_site.adapter import federating

    sys.exit(0 if federating.federate(config_file, sites, federating.Wish(**wish)) else 1)


@console.command()
@console.config_file
@click.argument("year", metavar="NĂM", type=int)
@click.option("--into", type=console.NewFile(), metavar="TỆP", help="Mặc định: tin-NĂM.zip.")
def bundle(config_file: str, year: int, into: Path | None) -> None:
    """Gói các tin của một năm thành tệp zip mở được từ ổ đĩa, tìm được trong đó, không cần mạng."""
    from cchc_site.adapter import bundle as bundling

    target = into or Path(f"tin-{year}.zip")
    made = bundling.bundle(config_file, year, target)
    size = vietnamese.file_size(made.size)
    click.echo(f"Đã gói {number(made.posts)} tin vào {target} ({size}).")
    click.echo("Giải nén rồi mở tệp index.html trong đó.")


@console.command()
@console.config_file_or_none
@click.option("--external", is_flag=True, help="Hỏi cả những địa chỉ ở nơi khác, từ tốn.")
@click.argument("site", metavar="[THƯ MỤC]", required=False, type=click.Path(path_type=Path))
def links(config_file: str, site: Path | None, external: bool) -> None:
    """Dò mọi liên kết, mục, ảnh và mục tin của trang đã dựng; có liên kết hỏng thì kết thúc với mã
    1."""
    from cchc_site.adapter import site_commands

    sys.exit(0 if site_commands.links(config_file, site, external) else 1)
