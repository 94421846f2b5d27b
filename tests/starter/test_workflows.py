"""The workflows that `cchc ci` writes: read by the tools that judge them, and run step by step."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

import pytest
import yaml

from cchc_site.starter import workflows
from cchc_site.starter.jobs import DEPLOYS, pipeline
from tests.support import actionlint
from tests.support.newcomer import Newcomer, add_environment, install
from tests.support.project import BASE
from tests.support.shared import Once

CHOICES = [
    (forge, form, deploy, schedule)
    for forge in DEPLOYS
    for form, deploy, schedule in product((False, True), DEPLOYS[forge], ("daily", "hourly"))
]


@pytest.fixture(scope="module")
def written(once: Once) -> Mapping[str, list[Path]]:
    """The files of every choice there is, by their forge."""

    def write(root: Path) -> None:
        for number, (forge, form, deploy, schedule) in enumerate(CHOICES):
            made = pipeline(forge, form, deploy, {"schedule": schedule})
            for path, text in workflows.files(made).items():
                file = root / forge / str(number) / path
                file.parent.mkdir(parents=True) if not file.parent.exists() else None
                file.write_text(text, "utf-8")

    root = once("workflows", write)
    return {forge: sorted((root / forge).rglob("*.yml")) for forge in DEPLOYS}


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_actionlint_finds_nothing(written: dict[str, list[Path]], forge: str) -> None:
    """Nor would GitHub, which reads them so."""
    assert actionlint.faults(written[forge]) == []


def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    """It is there, and reads."""
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        "on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: '${{ vers.A }}'}]}}\n"
    )

    assert [fault.partition(": ")[2] for fault in actionlint.faults([wrong])] != []


def test_zizmor_finds_nothing(written: dict[str, list[Path]]) -> None:
    """Not even what only an auditor asks about."""
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-progress", "-q"]
    files = [*written["github"], *written["forgejo"]]
    done = subprocess.run(
        [*command, "--persona=auditor", *files], capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout


def test_the_file_of_gitlab_fits_its_schema(written: dict[str, list[Path]]) -> None:
    """GitLab's own, as check-jsonschema has it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    done = subprocess.run(
        [*command, "--data-transform", "gitlab-ci", *written["gitlab"]],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("forge", DEPLOYS)
def test_a_request_has_no_rights_and_leaves_nothing(forge: str) -> None:
    """It runs by the event that hands out no secret, reads only, and keeps no state."""
    files = workflows.files(pipeline(forge, True, DEPLOYS[forge][0], {}))
    if forge == "gitlab":
        job = yaml.safe_load(files[".gitlab-ci.yml"])["preview"]
        assert job["cache"] == []
        assert "TOKEN" not in yaml.safe_dump(job)
        return
    (text,) = [text for path, text in files.items() if path.endswith("preview.yml")]
    workflow = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()

    assert list(workflow[True]) == ["pull_request"]  # YAML takes `on` for true
    assert workflow["permissions"] == {}
    assert job["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    actions = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
    assert "actions/cache" not in actions
    assert "actions/cache/restore" in actions


class Runner:
    """A machine that runs the scripts of a workflow, in order, as its forge does: each by a shell
    of its own that stops at the first failure. What a script installs on the machine is there."""

    def __init__(self, root: Path, newcomer: Newcomer, forge: str) -> None:
        """`root` has the repository and its clone, and files of the run beside them."""
        self.clone, self.origin, self.summary = (
            root / "clone",
            root / "origin.git",
            root / "said.md",
        )
        self._workflows = root / f"clone/.{forge}/workflows"
        if forge == "forgejo":
            self._workflows = newcomer.root / "forgejo/.forgejo/workflows"
        tools = root / "bin"
        tools.mkdir()
        (tools / "chromium").symlink_to(os.environ.get("CCHC_CHROMIUM", "/bin/false"))
        for name in ("apt-get", "python3", "ssh-add", "ssh-agent"):
            (tools / name).write_text("#!/bin/sh\ncat >/dev/null <&0 || :\n", "utf-8")
            (tools / name).chmod(0o755)
        # The site that was published before is the one that is built now.
        (tools / "curl").write_text('#!/bin/sh\ncp site/sitemap.xml "$6"\n', "utf-8")
        (tools / "curl").chmod(0o755)
        add_environment(self.clone / ".venv")
        self.env = newcomer.env | {
            "HOME": str(root),
            "PIP_NO_INDEX": "1",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "PATH": f"{tools}:{newcomer.env['PATH']}",
        }
        self.env.pop("SITE_URL")

    def run(self, workflow: str, job: str, **values: str) -> list[str]:
        """The output of each script of a job; `values` stand for what the forge would say."""
        read = yaml.safe_load((self._workflows / workflow).read_text("utf-8"))
        said: list[str] = []
        for step in read["jobs"][job]["steps"]:
            if "run" not in step or "schedule" in step.get("if", ""):
                continue
            named = {name: values.get(name, value) for name, value in step.get("env", {}).items()}
            assert not any("${{" in value for value in named.values()), named
            said.append(self._script(step["name"], step["run"], {**read["env"], **named}))
        return said

    def run_gitlab(self, job: str, **values: str) -> None:
        """Run the scripts of a job of GitLab's, all by one shell."""
        read = yaml.safe_load((self.clone / ".gitlab-ci.yml").read_text("utf-8"))
        variables = read["variables"] | read[job].get("variables", {})
        for name, value in values.items():
            variables = {key: told.replace(f"${name}", value) for key, told in variables.items()}
        script = "\n".join(read[job]["script"])
        self._script(job, script, {**variables, **values})

    def _script(self, name: str, script: str, env: Mapping[str, str]) -> str:
        done = subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clone,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{name}\n{done.stdout}"
        return done.stdout

    def call(self, command: str, *words: str) -> str:
        """The output of a program of the site's environment."""
        return self._script(command, shlex.join([f".venv/bin/{command}", *words]), {})

    def published(self, site: Path, page: str) -> str:
        """A page of a site that has all that a publishable one has."""
        for path in ("index.html", "404.html", "sitemap.xml", "feed.xml", "robots.txt"):
            assert (site / path).is_file(), path
        return (site / page).read_text("utf-8")


def git(root: Path, command: str) -> str:
    """What git says in the repository at `root`."""
    identity = ["-c", "user.name=Thử", "-c", "user.email=thu@example.org"]
    done = subprocess.run(
        ["git", *identity, *shlex.split(command)],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def cloned(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Runner]:
    """What makes a clean clone of a new site of a forge, whose editors have saved a second post."""
    installed = once("newcomer", install)

    def make(root: Path) -> None:
        for forge in DEPLOYS:
            site = Newcomer(installed, root).started("--forge", forge, into=forge)
            (site / "posts/2024").mkdir()
            (site / "posts/2024/lich.md").write_text(SAVED, "utf-8")
            git(site, "init -q -b main")
            git(site, "add .")
            git(site, "commit -qm 'Trang tin'")
            git(root, f"clone -q --bare {forge} {forge}.git")

    root = once("forges", make)

    def clone(forge: str) -> Runner:
        place = tmp_path_factory.mktemp(forge)
        git(place, f"clone -q --bare {root / forge}.git origin.git")
        if forge == "forgejo":  # whose workflow fetches the files itself
            (place / "clone").mkdir()
        else:
            git(place, "clone -q origin.git clone")
        return Runner(place, Newcomer(installed, root), forge)

    return clone


SAVED = """\
---
title: Lịch tiếp công dân
date: 13/5/2024
author: Ban biên tập
category: THÔNG BÁO
---

Lịch mới từ tháng sau.
"""
CHANGED = SAVED.replace("tháng sau", "tháng 6")
DRAFT = SAVED.replace("Lịch tiếp", "Dự thảo lịch tiếp").replace(
    "\n---\n\n", "\ndraft: true\n---\n\n"
)


@pytest.mark.site
@pytest.mark.browser
def test_the_steps_of_github_make_a_site(cloned: Callable[[str], Runner], tmp_path: Path) -> None:
    """What is saved is mended by one commit, once; the site is built and can be published; a
    request is shown with its drafts, before and after, and leaves the repository as it was."""
    runner = cloned("github")
    origin = runner.origin
    for commits in (2, 2):
        runner.run("pages.yml", "mend", REPOSITORY=str(origin), TOKEN="bí-mật")
        assert git(origin, "rev-list --count main") == f"{commits}\n"
        git(runner.clone, "pull -q")
    assert "date: 2024-05-13" in (runner.clone / "posts/2024/lich.md").read_text("utf-8")

    runner.run("pages.yml", "build", SITE_URL=BASE)
    assert "Lịch mới" in runner.published(runner.clone / "site", "tin-tuc/2024/05/lich/index.html")
    assert runner.call("cchc", "publish", str(tmp_path / "public"))
    assert (tmp_path / "public/index.html").read_bytes() == (
        runner.clone / "site/index.html"
    ).read_bytes()

    git(runner.clone, "checkout -q -b sua")
    (runner.clone / "posts/2024/lich.md").write_text(CHANGED, "utf-8")
    (runner.clone / "posts/2024/du-thao.md").write_text(DRAFT, "utf-8")
    git(runner.clone, "add .")
    git(runner.clone, "commit -qm 'Sửa lịch'")
    runner.run("preview.yml", "preview")
    shown = (runner.clone / "xem-truoc/thay-doi.html").read_text("utf-8")
    pictures = {path.name for path in (runner.clone / "xem-truoc").glob("*.jpg")}
    assert "Dự thảo lịch tiếp công dân" in shown
    assert pictures == set(re.findall(r'src="([^"]+)"', shown))
    assert {"2-truoc-390.jpg", "2-truoc-1280.jpg", "2-sau-390.jpg", "2-sau-1280.jpg"} <= pictures
    assert "- đổi: `/tin-tuc/2024/05/lich/`" in runner.summary.read_text("utf-8")
    assert git(runner.clone, "status --porcelain") == ""


@pytest.mark.site
def test_the_steps_of_gitlab_make_a_site(cloned: Callable[[str], Runner]) -> None:
    """Its pages are the site, hidden files too."""
    runner = cloned("gitlab")
    runner.run_gitlab(
        "pages", CI_PAGES_URL=BASE.rstrip("/"), CI_PIPELINE_SOURCE="push", CI_DEFAULT_BRANCH="main"
    )

    public = runner.clone / "public"
    assert "Lịch mới" in runner.published(public, "tin-tuc/2024/05/lich/index.html")

    runner.run_gitlab("check", CI_DEFAULT_BRANCH="main")
    assert (runner.clone / "chat-luong.json").read_text("utf-8").strip() == "[]"


@pytest.mark.site
def test_the_steps_of_forgejo_make_a_site(cloned: Callable[[str], Runner], tmp_path: Path) -> None:
    """It fetches the files itself, and publishes to the target that the repository names."""
    runner = cloned("forgejo")
    target = tmp_path / "public"
    values = {"REPOSITORY": str(runner.origin), "TOKEN": "bí-mật-1"}
    deploy = {"DEPLOY_TARGET": str(target), "DEPLOY_KEY": "bí-mật-2", "DEPLOY_HOST": "máy chủ"}
    said = runner.run("pages.yml", "build", **values, **deploy)

    assert "Lịch mới" in runner.published(target, "tin-tuc/2024/05/lich/index.html")
    assert "bí-mật" not in "".join(said)
    kept = [path for path in runner.clone.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert [path for path in kept if "bí-mật".encode() in path.read_bytes()] == []
