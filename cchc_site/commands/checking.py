"""The commands that judge: `cchc check`, `cchc verify`."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from cchc_site.adapter import changed as changes
from cchc_site.adapter import check as checking
from cchc_site.adapter import console, fix_commit, verdict
from cchc_site.adapter import verify as verifying
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.editing import fix as fixing
from cchc_site.storage import folders

DIFFERS = 3
"""The status of `cchc verify` for a site that is not as a clean build makes it: none that a build
which fails, an interpreter or a shell gives."""


@console.command()
@console.config_file
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
    published: str | None,
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


@console.command()
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
    words = "khác bản dựng lại từ đầu", "thiếu trong trang", "thừa trong trang"
    if console.tell_difference(found, *words):
        click.echo("Hãy dựng lại; nếu vẫn khác, hãy xóa .cache/cchc trước.")
        sys.exit(DIFFERS)
    click.echo(f"Cả {number(total)} tệp đúng như dựng lại từ đầu.")
