"""The command `cchc`."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from cchc_site import __version__
from cchc_site.adapter import changed as changes
from cchc_site.adapter import check as checking
from cchc_site.adapter import (
    console,
    drafting,
    fix_commit,
    form_commands,
    procedure_commands,
    project,
    reviewing,
    starting,
    verdict,
)
from cchc_site.adapter import verify as verifying
from cchc_site.base import failures, signals
from cchc_site.base.forks import WorkerLost
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.editing import fix as fixing
from cchc_site.editing import move as mover
from cchc_site.editing import respell
from cchc_site.editing import schema as schemas
from cchc_site.storage import folders

DIFFERS = 3
"""The status of `cchc verify` for a site that is not as a clean build makes it: none that a build
which fails, an interpreter or a shell gives."""


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


_config_file = console.config_file


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
    *(starting.init, starting.ci, reviewing.compare, reviewing.accessibility),
    *(form_commands.admin, form_commands.desk, procedure_commands.procedures),
):
    main.add_command(_command)


@main.command(options_metavar="[TÙY CHỌN]")
@_config_file
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "gitlab", "json"]),
    default="text",
    metavar="DẠNG",
    help="text: mỗi lỗi một dòng; github: chú thích trên GitHub; gitlab: tệp Code Quality; json.",
)
@click.option("--advice", is_flag=True, help="Hiện mọi gợi ý, không chỉ của bài vừa sửa.")
@click.option("--quick", is_flag=True, help="Chỉ đọc các bài vừa sửa, không dò liên kết.")
@click.option("--fix", is_flag=True, help="Sửa trước những chỗ chỉ có một cách hiểu; hiện chỗ sửa.")
@click.option("--headings", is_flag=True, help="Cùng --fix: đoạn in đậm đứng riêng thành tiêu đề.")
@click.option("--commit", is_flag=True, help="Cùng --fix: ghi những chỗ máy sửa thành một commit.")
@click.option(
    "--push",
    "branch",
    default="",
    metavar="NHÁNH",
    help="Như --commit, rồi đẩy commit ấy lên nhánh này của “origin”; dành cho CI.",
)
@click.option(
    "--published",
    default="",
    metavar="SƠ ĐỒ",
    help="Tệp hay địa chỉ sitemap.xml đã công bố: địa chỉ nào trong đó không còn là lỗi.",
)
def check(
    config_file: str,
    form: str,
    advice: bool,
    quick: bool,
    fix: bool,
    headings: bool,
    commit: bool,
    branch: str,
    published: str,
) -> None:
    """Kiểm tra mọi bài và trang; còn lỗi thì kết thúc với mã 1, gợi ý thì không. Không ghi gì, trừ
    khi có --fix."""
    # What MkDocs says meanwhile is part of the result, not of the output.
    logging.getLogger("mkdocs").addHandler(logging.NullHandler())
    changed = changes.changed(Path(config_file).absolute().parent)
    if fix or headings or commit or branch:
        say = partial(click.echo, err=form in verdict.WHOLE)
        changed = _fix(config_file, headings, changed, commit or bool(branch), branch, say)
    warnings: tuple[str, ...] = ()
    if quick:
        problems = checking.quick(config_file, changed)
    else:
        problems, warnings = checking.check(config_file, published)
    outcome = verdict.verdict(problems, warnings, changed, advice)
    if form in verdict.WHOLE:
        click.echo(verdict.WHOLE[form](outcome))
        sys.exit(0 if outcome.is_good else 1)
    # Forgejo and Gitea run GitHub's workflows, but show what a job prints as it is.
    commands = form == "github" and not {"FORGEJO_ACTIONS", "GITEA_ACTIONS"} & os.environ.keys()
    for line in verdict.as_commands(outcome) if commands else verdict.as_lines(outcome):
        click.echo(line)
    if commands and outcome.is_good:
        click.echo(verdict.GOOD, err=True)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as page:
            page.write(verdict.as_markdown(outcome, verdict.forge(os.environ)))
    if not outcome.is_good:
        sys.exit(1)


def _fix(
    config_file: str,
    headings: bool,
    changed: frozenset[str] | None,
    commits: bool,
    branch: str,
    say: Callable[[str], None],
) -> frozenset[str] | None:
    """Write what is meant, and `say` what that changes; with `commits` as a commit, which a
    `branch` gets where one is named. `changed` are the files that differ from the last commit but
    one; what is handed back are those that do so then.

    A commit is made unseen: it leaves files that are published their names.
    """
    files = checking.project_files(config_file)
    try:
        if commits:
            fix_commit.begin(files)
        done = fixing.fix(files, headings, (changed or ()) if commits else None)
        for fixed in done.posts:
            for line in fixed.diff():
                say(one_line(line))
        for old, new in done.names.items():
            say(f"{one_line(old)} → {new}")
        if not done.posts and not done.names:
            return changed
        say(f"Đã sửa {number(len(done.posts))} bài, đổi tên {number(len(done.names))} tệp.")
        changed = changes.changed(Path(config_file).absolute().parent)
        if commits and fix_commit.commit(files, done):
            say(fix_commit.push(files, branch) if branch else "Đã ghi thành một commit.")
    except fix_commit.CannotCommit as refused:
        raise click.ClickException(str(refused)) from None
    return changed


@main.command(options_metavar="[TÙY CHỌN]")
@console.config_file_or_none
@click.option(
    "--manifest",
    "tree",
    metavar="NƠI",
    type=click.Path(path_type=Path),
    help="So từng tệp của một nơi đã đăng với SHA256SUMS ở đó; không dựng lại.",
)
@click.option(
    "--against",
    metavar="TỆP",
    type=click.Path(path_type=Path),
    help="Cùng --manifest: so với SHA256SUMS cất riêng này.",
)
def verify(config_file: str, tree: Path | None, against: Path | None) -> None:
    """Dựng lại từ đầu ở nơi khác rồi so từng byte với trang đang có; khác thì kết thúc với mã 3,
    không dựng lại được thì với mã khác. Có --manifest thì chỉ so với SHA256SUMS."""
    if tree or against:
        from cchc_site.adapter import site_commands

        sys.exit(0 if site_commands.proves(tree, against) else DIFFERS)
    console.existing(config_file)
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


@main.command(options_metavar="[TÙY CHỌN]")
@_config_file
@click.option("--title", default="", metavar="CHỮ", help="Tiêu đề của bài.")
@click.option("--category", default="", metavar="TÊN", help="Mã, tên hoặc số của chuyên mục.")
@click.option("--author", default="", metavar="TÊN", help="Tác giả.")
@click.option("--date", default="", metavar="NGÀY", help="Ngày đăng, nếu không phải hôm nay.")
@click.option("--folder", is_flag=True, help="Bài có thư mục riêng, để ảnh và tệp ở cạnh.")
def new(config_file: str, folder: bool, **given: str) -> None:
    """Tạo tệp của một bài mới; thiếu gì thì hỏi, nhớ chuyên mục và tác giả của lần trước."""
    path = drafting.draft(checking.project_files(config_file), given, folder)
    click.echo(f"Đã tạo {path}. Hãy viết nội dung dưới dòng “---” thứ hai, rồi chạy cchc check.")


@main.command(options_metavar="[TÙY CHỌN]")
@_config_file
@click.option("--records", is_flag=True, help="Của tệp trong documents/, thay cho của bài.")
def schema(config_file: str, records: bool) -> None:
    """In JSON Schema của phần thông tin đầu bài, cho trình soạn mã."""
    settings = checking.project_files(config_file).settings
    told = schemas.of_records() if records else schemas.of_posts(settings)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@main.command(options_metavar="[TÙY CHỌN]")
@_config_file
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


@main.command(options_metavar="[TÙY CHỌN]")
@_config_file
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


@main.command(options_metavar="[TÙY CHỌN]")
@console.config_file_or_none
@click.option("--external", is_flag=True, help="Hỏi cả những địa chỉ ở nơi khác, từ tốn.")
@click.argument("site", metavar="[THƯ MỤC]", required=False, type=click.Path(path_type=Path))
def links(config_file: str, site: Path | None, external: bool) -> None:
    """Dò mọi liên kết, mục, ảnh và mục tin của trang đã dựng; có liên kết hỏng thì kết thúc với mã
    1."""
    from cchc_site.adapter import site_commands

    sys.exit(0 if site_commands.links(config_file, site, external) else 1)


if __name__ == "__main__":
    main()
