"""What CI does for a site: one description of jobs, which actions.py and gitlab.py write.

Pure. What runs with rights is built from the protected branch alone: the job of a pull request has
none, keeps nothing, and what it writes no other job reads.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from cchc_site.starter import scripts
from cchc_site.starter.scripts import ForgeWords

DEPLOYS = {
    "github": ("pages", "rsync"),
    "gitlab": ("pages",),
    "forgejo": ("rsync", "branch"),
}
"""How a site is published from each forge, the usual way first."""


class Pipeline(Struct, frozen=True, kw_only=True):
    """What a site wants of CI: on which forge, how often without a commit, whether the form of the
    editors is built, how the site is published, how what builds and what reviews it is installed;
    `command` is what has said so."""

    forge: str
    schedule: str = "daily"
    form: bool = False
    deploy: str = "pages"
    branch: str = "main"
    install: str = scripts.INSTALL.format(requirements="requirements.txt")
    command: str = ""
    install_review: str = scripts.INSTALL.format(requirements="requirements-review.txt")

    @property
    def lead(self) -> str:
        """What the files say first."""
        command = self.command or f"cchc ci {self.forge}"
        return f"{WRITTEN} “{command}”; muốn đổi gì thì chạy lại lệnh ấy với tùy chọn khác."


def pipeline(forge: str, form: bool, deploy: str, chosen: Mapping[str, str]) -> Pipeline:
    """What a site wants that has `chosen` otherwise than by default.

    >>> pipeline("github", False, "pages", {"schedule": "hourly"}).command
    'cchc ci github --schedule hourly'
    """
    default = Pipeline(forge=forge, deploy=DEPLOYS[forge][0])
    wanted = {"deploy": deploy, **chosen}
    values = {
        name: f"{value}\n" if name.startswith("install") else value
        for name, value in wanted.items()
    }
    said = (
        f"--{name.replace('_', '-')} {shlex.quote(value)}"
        for name, value in wanted.items()
        if getattr(default, name) != value
    )
    return Pipeline(forge=forge, form=form, command=" ".join(("cchc ci", forge, *said)), **values)


WRITTEN = "Tệp này do lệnh viết ra:"
"""By what a file is known as one of these."""


class JobStep(NamedTuple):
    """A step: its name, its script, the variables that only this script is handed; one that is
    `daily` runs once a day."""

    name: str
    run: str
    needs: tuple[str, ...] = ()
    daily: bool = False


class Job(NamedTuple):
    """Steps on one machine: what starts it, which jobs come before, whether it has the kept state,
    may write to the repository, reviews pages; the folders that it hands on."""

    name: str
    title: str
    on: tuple[str, ...]
    tasks: tuple[JobStep, ...]
    before: tuple[str, ...] = ()
    state: str = ""
    writes: bool = False
    reviews: bool = False
    offers: tuple[str, ...] = ()


ALWAYS = ("push", "schedule", "manual")


def jobs(pipeline: Pipeline, words: ForgeWords) -> tuple[Job, ...]:
    """The jobs of a site, in the order in which they run."""
    check = JobStep("Kiểm tra tin", words.check)
    form = (JobStep("Dựng biểu mẫu soạn tin", scripts.FORM),) if pipeline.form else ()
    build = JobStep("Dựng trang", scripts.BUILD, ("SITE_URL",))
    browser = JobStep("Tìm hoặc cài trình duyệt", scripts.BROWSER)
    return (
        Job(
            "mend",
            "Nhập tệp Word, sửa chỗ chỉ có một cách hiểu",
            ("push",),
            (
                JobStep(
                    "Nhập và sửa",
                    scripts.INBOX,
                ),
                JobStep(
                    "Ghi vào kho mã",
                    scripts.COMMIT.format(user=words.user),
                    ("REPOSITORY", "BRANCH", "TOKEN"),
                ),
            ),
            writes=True,
        ),
        # Beside the build, which refuses every error too, and sooner: it knows the last one.
        Job("check", "Kiểm tra mọi tin, kèm gợi ý", ALWAYS, (check,), before=("mend",)),
        Job(
            "build",
            "Kiểm tra và dựng trang",
            ALWAYS,
            (
                JobStep("Kiểm tra tin vừa lưu", scripts.QUICK),
                *form,
                build,
                JobStep(
                    "So với bản dựng từ đầu, mỗi ngày một lần; khác thì công bố bản ấy",
                    scripts.VERIFY.format(warn=words.warn),
                    ("SITE_URL",),
                    daily=True,
                ),
                JobStep("Dò mọi liên kết của trang", scripts.LINKS, ("SITE_URL",)),
                JobStep("Dò địa chỉ đã công bố", scripts.PUBLISHED, ("SITE_URL",)),
                *_published(pipeline),
            ),
            before=("mend",),
            state="kept",
            offers=("site",) if pipeline.deploy == "pages" else (),
        ),
        Job(
            "accessibility",
            "Dò chỗ khó đọc",
            ("schedule",),
            (*form, build, browser, JobStep("Dò từng loại trang", scripts.ACCESSIBILITY)),
            reviews=True,
        ),
        _preview(words, check, form, browser),
    )


def _preview(words: ForgeWords, check: JobStep, form: tuple[JobStep, ...], browser: JobStep) -> Job:
    """The job of a pull request."""
    return Job(
        "preview",
        "Xem trước",
        ("request",),
        (
            check,
            *form,
            JobStep("Dựng bản đang có", scripts.BEFORE, ("BASE", "CCHC_DRAFTS")),
            JobStep("Dựng bản mới, cả bản nháp", scripts.BUILD, ("CCHC_DRAFTS",)),
            browser,
            JobStep(
                "So các trang đã đổi, chụp trước và sau",
                scripts.COMPARE.format(show=words.show.format(page="xem-truoc/thay-doi.md")),
            ),
        ),
        state="borrowed",
        reviews=True,
        offers=("xem-truoc", "site"),
    )


def _published(pipeline: Pipeline) -> tuple[JobStep, ...]:
    """What publishes a site that the forge itself does not."""
    if pipeline.deploy == "rsync":
        needs = ("DEPLOY_HOST", "DEPLOY_KEY", "DEPLOY_TARGET")
        return (JobStep("Công bố qua SSH", scripts.PUBLISH, needs),)
    if pipeline.deploy == "branch":
        return (
            JobStep("Công bố vào nhánh pages", scripts.PUBLISH_BRANCH, ("REPOSITORY", "TOKEN")),
        )
    return ()
