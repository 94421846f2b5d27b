"""The workflows that `cchc ci` writes: read by the tools that judge them, and run step by step."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
import yaml

from cchc_site.starter import workflows
from cchc_site.starter.jobs import DEPLOYS, plan
from tests.support import actionlint
from tests.support.newcomer import Newcomer
from tests.support.paths import ROOT
from tests.support.shared import Once

CHOICES = [
    (forge, form, deploy, schedule)
    for forge in DEPLOYS
    for form, deploy, schedule in product((False, True), DEPLOYS[forge], ("daily", "hourly"))
]
OWN = {"install": ".ci/venv site", "install_review": ".ci/venv dev"}


@pytest.fixture(scope="module")
def written(once: Once) -> dict[str, list[Path]]:
    """The files of every choice there is, by their forge."""

    def write(root: Path) -> None:
        for number, (forge, form, deploy, schedule) in enumerate(CHOICES):
            made = plan(forge, form, deploy, {"schedule": schedule})
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
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--no-progress", "-q"]
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


def test_this_repository_uses_its_own_output() -> None:
    """Written by the command that each file names."""
    own = plan("github", False, "pages", OWN)
    files = {path: (ROOT / path).read_text("utf-8") for path in workflows.files(own)}

    assert files == workflows.files(own), own.command


@pytest.mark.parametrize("forge", DEPLOYS)
def test_a_request_has_no_rights_and_leaves_nothing(forge: str) -> None:
    """It runs by the event that hands out no secret, reads only, and keeps no state."""
    files = workflows.files(plan(forge, True, DEPLOYS[forge][0], {}))
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
    """A machine that runs the scripts of a workflow, in order, as GitHub does."""

    def __init__(self, root: Path, newcomer: Newcomer) -> None:
        """`root` has the clone, and files of the run beside it."""
        self.clone = root / "clone"
        self.summary = root / "summary.md"
        tools = root / "bin"
        tools.mkdir()
        (tools / "chromium").symlink_to(os.environ["CCHC_CHROMIUM"])
        self.env = newcomer.env | {
            "PIP_NO_INDEX": "1",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "PATH": f"{tools}:{newcomer.env['PATH']}",
        }

    def run(self, workflow: str, job: str, **values: str) -> list[str]:
        """The output of each script of a job; `values` take the place of what GitHub would say."""
        read = yaml.safe_load((self.clone / workflow).read_text("utf-8"))
        said: list[str] = []
        for step in read["jobs"][job]["steps"]:
            if "run" not in step or "schedule" in step.get("if", ""):
                continue
            named = {name: values.get(name, value) for name, value in step.get("env", {}).items()}
            assert not any("${{" in value for value in named.values()), named
            done = subprocess.run(
                ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.clone,
                env={**self.env, **read["env"], **named},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, f"{step['name']}\n{done.stdout}"
            said.append(done.stdout)
        return said


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
