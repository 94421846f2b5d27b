"""The commands that begin a site: `cchc init`, `cchc ci`.

*Disk.* Asks what a site of one's own is made of, and makes its folder; knows which package is
installed, and builds the editors' form.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import click

from cchc_site.adapter import console, project
from cchc_site.base.problems import one_line
from cchc_site.starter.jobs import DEPLOYS

if TYPE_CHECKING:
    from cchc_site.starter.answers import Answers, Question

_DISTRIBUTION = "cchc-site"
_TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_WHEELS = "goi"
"""The folder of a site for a package that no index has."""
_FREE = {".git"}
"""What a folder for a new site may hold."""


class _Questions(click.Command):
    """A command with an option for each question of `cchc init`."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options, those of the questions first: their table is read when it is needed."""
        from cchc_site.starter.answers import QUESTIONS

        known = {param.name for param in self.params}
        asked: list[click.Parameter] = [
            click.Option(
                [question.option],
                default="",
                metavar="CHỮ",
                help=f"{question.words}; ví dụ “{question.example}”.",
            )
            for question in QUESTIONS
            if question.name not in known
        ]
        self.params[1:1] = asked
        return super().get_params(ctx)


class _AskingCommand(_Questions, console.SpokenCommand):
    """The same, with its help in Vietnamese."""


@click.command("init", cls=_AskingCommand, options_metavar="[TÙY CHỌN]")
@click.argument("folder", metavar="THƯ_MỤC", required=False, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "sample",
    metavar="KHO",
    type=click.Path(path_type=Path),
    help="Thay cho THƯ_MỤC: kho mã có bản mẫu. Tệp của bản mẫu đi, tệp của mình ở lại.",
)
@click.option("--yes", is_flag=True, help="Không hỏi gì: câu nào chưa trả lời thì lấy sẵn có.")
@click.option(
    "--form/--no-form",
    default=None,
    help="Dựng và bật biểu mẫu soạn tin; không ghi thì bật khi có --repo và có Node.js.",
)
def init(
    folder: Path | None, sample: Path | None, yes: bool, form: bool | None, **given: str
) -> None:
    """Tạo trang tin mới của một cơ quan trong THƯ_MỤC còn trống: cấu hình, các trang giới thiệu,
    liên hệ, tin đầu tiên, tệp chạy tự động. Dựng được ngay bằng mkdocs build --strict."""
    if (folder is None) == (sample is None):
        raise click.ClickException("hãy viết hoặc THƯ_MỤC của trang mới, hoặc --from kho mã")
    if sample is not None:
        _adopt(sample.absolute(), given, yes, form)
        return
    assert folder is not None  # noqa: S101  # as told above
    answers = asked(given, yes)
    _refuse_full(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".cchc-") as workshop:
        made = Path(workshop)
        has_form = form is not False and bool(answers.repo or form) and _form_built(made)
        for path, content in _files(answers, made, has_form, {}).items():
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8", newline="\n")
        for entry in sorted(made.iterdir()):
            entry.rename(folder / entry.name)
    click.echo(f"Đã tạo trang tin của {answers.name} trong {one_line(str(folder))}.")
    click.echo("Việc tiếp theo: mở README.md trong thư mục ấy; xem thử: mkdocs serve.")


def _adopt(root: Path, given: Mapping[str, str], yes: bool, form: bool | None) -> None:
    """Make the repository at `root` that of one's own site, and show what was done."""
    from cchc_site.adapter import adopting
    from cchc_site.starter import sample

    adopting.refuse_unkept(root)
    answers = asked(given, yes)
    has_form = form is not False and bool(answers.repo or form) and _form_built(root)
    files = _files(answers, None, has_form, sample.INSTALL)
    made = {path: text for path, text in files.items() if path not in sample.SHARED}
    adoption = adopting.plan(root, made)
    for sign, paths in (("-", adoption.gone), ("+", adoption.written), ("=", adoption.own)):
        for path in paths:
            click.echo(one_line(f"{sign} {path}"))
    click.echo("- bỏ, vì là của bản mẫu; + viết cho trang mới; = của mình, giữ nguyên.")
    if not yes and not click.confirm("Làm như trên?", default=True):
        raise click.Abort
    adopting.change(root, adoption, made)
    click.echo("Đã xong. Xem lại bằng “git status”; muốn bỏ hết: git checkout . && git clean -fd")


@console.command()
@click.argument("forge", metavar="NƠI", type=click.Choice([*DEPLOYS]))
@console.config_file
@click.option(
    "--schedule",
    type=click.Choice(["daily", "hourly"]),
    default="daily",
    metavar="LỊCH",
    help="Tin hẹn ngày được đăng mỗi ngày (daily) hay mỗi giờ (hourly).",
)
@click.option(
    "--deploy",
    type=click.Choice(["pages", "rsync", "branch"]),
    default=None,
    metavar="CÁCH",
    help="pages: trang của GitHub, GitLab; rsync: máy chủ qua SSH; branch: nhánh pages.",
)
@click.option("--branch", default="main", metavar="NHÁNH", help="Nhánh mà trang dựng từ đó.")
@click.option("--install", default="", metavar="LỆNH", help="Cách cài những gì dựng trang.")
@click.option("--install-review", default="", metavar="LỆNH", help="Cách cài thêm để xem trước.")
def ci(forge: str, config_file: str, deploy: str | None, **given: str) -> None:
    """Viết tệp chạy tự động cho NƠI giữ kho mã (github, gitlab, forgejo): kiểm tra, dựng, dò liên
    kết, công bố, bản xem trước cho mỗi đề nghị sửa. Chạy lại lúc nào cũng được."""
    from cchc_site.adapter import check
    from cchc_site.starter import jobs, workflows

    deploy = deploy or DEPLOYS[forge][0]
    if deploy not in DEPLOYS[forge]:
        known = ", ".join(DEPLOYS[forge])
        raise click.ClickException(f"{forge} không công bố bằng “{deploy}”; hãy chọn: {known}")
    chosen = {name: value for name, value in given.items() if value}
    wanted = jobs.pipeline(forge, check.options(config_file).admin is not None, deploy, chosen)
    root = Path(config_file).absolute().parent
    files = workflows.files(wanted)
    foreign = [path for path in files if not _is_written(root / path)]
    if foreign:
        raise click.ClickException(
            f"{', '.join(foreign)} không do “cchc ci” viết ra nên được để yên; hãy chuyển nội dung "
            "cần giữ sang tệp khác, xóa tệp ấy, rồi chạy lại"
        )
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8", newline="\n")
        click.echo(f"Đã viết {path}")


def _is_written(file: Path) -> bool:
    """Whether a file is not there yet, or one that this command has written."""
    from cchc_site.starter.jobs import WRITTEN

    return not file.exists() or file.read_text("utf-8", "replace").startswith(f"# {WRITTEN}")


def asked(given: Mapping[str, str], yes: bool) -> Answers:
    """What is `given`, and unless `yes` what somebody answers to the other questions.

    Ends the command with everything that is wrong with what is given.
    """
    from cchc_site.starter import answers

    given = {name: said for name, said in given.items() if said.strip()}
    faults = [*answers.faults(given)]
    for question, unread in faults:
        click.echo(one_line(f"{question.option}: {unread.what}; {unread.hint}"), err=True)
    if faults:
        sys.exit(1)
    for question in answers.QUESTIONS if not yes else ():
        if question.name not in given and _concerns(question, given):
            given[question.name] = _ask(question, answers.default(question, given))
    return answers.answers(given)


def _concerns(question: Question, given: Mapping[str, str]) -> bool:
    """Whether a question is one after what is answered: GitHub is nobody's own server."""
    return question.name != "server" or given.get("forge") != "github"


def _ask(question: Question, default: str) -> str:
    """What somebody answers at the terminal; an answer that is none is asked for again."""
    from cchc_site.site.contact import Unread

    words = f"{question.words}{' (không có thì để trống)' if question.optional else ''}"
    while True:
        try:
            answer = str(click.prompt(words, default=default, show_default=bool(default))).strip()
        except click.Abort:
            hint = f"hãy trả lời, viết {question.option} “…”, hoặc thêm --yes để lấy sẵn có"
            raise click.ClickException(f"chưa biết {question.words.lower()}; {hint}") from None
        if not answer and question.optional:
            return ""
        try:
            return question.read(answer)
        except Unread as unread:
            click.echo(f"  {unread.what}; {unread.hint}")


def _refuse_full(folder: Path) -> None:
    """Stop where a new site would stand among other files."""
    if folder.exists() and not folder.is_dir():
        raise click.ClickException(
            f"“{one_line(str(folder))}” là một tệp; hãy chọn tên khác cho thư mục của trang"
        )
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if others := [name for name in names if name not in _FREE]:
        shown = ", ".join(others[:3]) + ("…" if len(others) > 3 else "")
        raise click.ClickException(
            one_line(
                f"thư mục “{folder}” đã có tệp ({shown}), không tệp nào bị đụng tới; "
                "hãy chọn thư mục khác, hoặc tự dọn thư mục ấy trước"
            )
        )


def _form_built(root: Path) -> bool:
    """Whether the editors' form is built for the site at `root`; why not is said."""
    from cchc_site.adapter import admin_build

    click.echo("Đang dựng biểu mẫu soạn tin…")
    try:
        admin_build.build(root)
    except admin_build.CannotBuild as hindered:
        first = str(hindered).partition("\n")[0]
        click.echo(f"Chưa bật biểu mẫu soạn tin: {first}. README.md chỉ cách bật sau.")
        return False
    return True


def _files(
    answers: Answers, root: Path | None, form: bool, install: Mapping[str, str]
) -> dict[str, str]:
    """The files of the new site; a package that no index has is put beside them at `root`."""
    from cchc_site.starter import site_files, workflows
    from cchc_site.starter.jobs import pipeline

    chosen = {"schedule": answers.schedule, **install}
    wanted = pipeline(answers.forge, form, DEPLOYS[answers.forge][0], chosen)
    return site_files.files(
        answers,
        project.moment(_TIMEZONE).date(),
        package=_requirement(root) if root else "",
        review=_review_requirements(),
        form=form,
        workflows=workflows.files(wanted),
        command=wanted.command,
    )


def _requirement(root: Path) -> str:
    """How pip gets this very package: from the index, from where it was taken, or as a wheel, which
    is copied into the site at `root`."""
    from importlib.metadata import distribution

    package = distribution(_DISTRIBUTION)
    origin: dict[str, Any] = json.loads(package.read_text("direct_url.json") or "{}")
    url = str(origin.get("url", ""))
    if vcs := origin.get("vcs_info"):
        return f"{_DISTRIBUTION} @ {vcs['vcs']}+{url}@{vcs['commit_id']}"
    wheel = Path(unquote(urlsplit(url).path))
    if url.startswith("file:") and wheel.suffix == ".whl" and wheel.is_file():
        (root / _WHEELS).mkdir()
        shutil.copyfile(wheel, root / _WHEELS / wheel.name)
        return f"./{_WHEELS}/{wheel.name}"
    return f"{_DISTRIBUTION}{bounds(package.version)}"


def bounds(version: str) -> str:
    """From a version to the next that may break what was made with it.

    >>> bounds("0.1.3"), bounds("2.4.0")
    ('>=0.1.3,<0.2', '>=2.4.0,<3')
    """
    major, minor, *_ = version.split(".")
    return f">={version},<{f'0.{int(minor) + 1}' if major == '0' else int(major) + 1}"


def _review_requirements() -> list[str]:
    """What reviews need beside this package, as its extra `review` says."""
    from importlib.metadata import distribution

    lines = [line.partition(";") for line in distribution(_DISTRIBUTION).requires or ()]
    return sorted(line.strip() for line, _, extra in lines if "review" in extra)
