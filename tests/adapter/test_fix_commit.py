"""What CI does after a clerk has saved: `cchc check --fix --push`, on a real repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project import Project

CLERK = ("-c", "user.name=Nguyễn Thị Ánh", "-c", "user.email=anh@xa.vn")
# Whom git knows nobody for.
BARE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
PASTED = "Hồ sơ gồm:\n\n•\tTờ khai\n•\tThẻ căn cước\n\n[Mẫu](<Mẫu đơn.txt>)"
MENDED = "Hồ sơ gồm:\n\n- Tờ khai\n- Thẻ căn cước\n\n[Mẫu](<mau-don.txt>)"


def git(folder: Path, *command: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(
        ["git", "-c", "core.quotepath=off", *command],
        cwd=folder,
        env={**os.environ, **BARE},
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


def save(project: Project, said: str) -> None:
    """One commit of a clerk with all that has changed, as a form makes it."""
    git(project.root, "add", "--all")
    git(project.root, *CLERK, "commit", "--quiet", "--message", said)
    git(project.root, "push", "--quiet", "origin", "main")


@pytest.fixture
def office(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site whose posts are saved to a repository, as clerks have it."""
    forge = tmp_path_factory.mktemp("forge")
    git(forge, "init", "--quiet", "--bare", "--initial-branch", "main")
    git(project.root, "init", "--quiet", "--initial-branch", "main")
    git(project.root, "remote", "add", "origin", str(forge))
    project.write(".gitignore", "/.cache/\n/site/\n")
    project.post("posts/2024/cu/index.md", body="[Mẫu](<Mẫu cũ.txt>)")
    project.write("posts/2024/cu/Mẫu cũ.txt", "mẫu")
    save(project, "Bài cũ")
    return project


@pytest.fixture
def forge(office: Project) -> Path:
    """The repository that is saved to."""
    return Path(git(office.root, "remote", "get-url", "origin").strip())


def run_of_ci(forge: Path, folder: Path) -> Project:
    """What a run of CI has: the last commit and the one before."""
    source = f"file://{forge}"
    git(folder.parent, "clone", "--quiet", "--depth", "2", source, str(folder))
    run = Project.__new__(Project)
    run.root = folder
    return run


def log(forge: Path) -> list[str]:
    """Who has committed what, the newest first."""
    return git(forge, "log", "--format=%an <%ae> %s", "main").splitlines()


def test_what_a_clerk_saves_gets_one_commit_more(
    office: Project, forge: Path, tmp_path: Path
) -> None:
    """In Vietnamese, by CI; the next run finds nothing to do. Files that were published before
    keep their names, and with those their addresses."""
    office.post("posts/2024/moi/index.md", date="13/5/2024", body=PASTED)
    office.write("posts/2024/moi/Mẫu đơn.txt", "mẫu")
    save(office, "Bài mới")

    first = run_of_ci(forge, tmp_path / "first").run(
        *("cchc_site.cli", "check", "--fix", "--push", "main"), env=BARE
    )
    second = run_of_ci(forge, tmp_path / "second").run(
        *("cchc_site.cli", "check", "--fix", "--push", "main"), env=BARE
    )

    assert "Đã ghi thành một commit và đẩy lên nhánh “main”." in first.stdout
    assert first.stdout.endswith("Không có lỗi.\n")
    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stdout.endswith("Không có lỗi.\n")
    assert "commit" not in second.stdout
    assert log(forge) == [
        "cchc check --fix <cchc@localhost> Sửa cách viết của 1 bài, đổi tên 1 tệp",
        "Nguyễn Thị Ánh <anh@xa.vn> Bài mới",
        "Nguyễn Thị Ánh <anh@xa.vn> Bài cũ",
    ]
    message = git(forge, "log", "-1", "--format=%b", "main")
    assert "lời của bài không đổi" in message
    assert "- posts/2024/moi/index.md\n" in message
    assert git(forge, "show", "--name-only", "--no-renames", "--format=", "main").split("\n") == [
        "posts/2024/moi/Mẫu đơn.txt",
        "posts/2024/moi/index.md",
        "posts/2024/moi/mau-don.txt",
        "",
    ]
    text = git(forge, "show", "main:posts/2024/moi/index.md")
    assert "date: 2024-05-13\n" in text
    assert MENDED in text
    assert git(forge, "show", "main:posts/2024/cu/Mẫu cũ.txt") == "mẫu"


def test_who_is_known_to_git_is_who_commits(office: Project, forge: Path, tmp_path: Path) -> None:
    """As a workflow may set it; what cannot be mended is told, and what can is committed all the
    same. What is made for programs holds nothing else."""
    office.post("posts/2024/moi.md", date="13/5/2024", body="[Đơn](khong-co.docx)")
    save(office, "Bài mới")
    run = run_of_ci(forge, tmp_path / "run")
    git(run.root, "config", "user.name", "Máy của xã")
    git(run.root, "config", "user.email", "may@xa.vn")

    done = subprocess.run(
        [sys.executable, "-m", "cchc_site.cli", "check", "--format", "json", "--push", "main"],
        cwd=run.root,
        env={**os.environ, **BARE, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert "khong-co.docx" in done.stdout.decode()
    assert json.loads(done.stdout)
    assert "+date: 2024-05-13" in done.stderr.decode()
    assert log(forge)[0] == "Máy của xã <may@xa.vn> Sửa cách viết của 1 bài"


def test_who_saves_meanwhile_loses_nothing(office: Project, forge: Path, tmp_path: Path) -> None:
    """Nothing is forced: the run of the later save does it."""
    office.post("posts/2024/moi.md", date="13/5/2024")
    save(office, "Bài mới")
    run = run_of_ci(forge, tmp_path / "run")
    office.post("posts/2024/sau.md")
    save(office, "Bài sau")

    done = run.run("cchc_site.cli", "check", "--fix", "--push", "main", env=BARE)

    assert done.returncode == 0, done.stdout
    assert "Vừa có người lưu thêm" in done.stdout
    assert log(forge)[0].endswith("Bài sau")
    later = run_of_ci(forge, tmp_path / "later")
    assert (
        "đẩy lên nhánh"
        in later.run("cchc_site.cli", "check", "--fix", "--push", "main", env=BARE).stdout
    )
    assert len(log(forge)) == 4


def test_what_is_not_committed_is_not_mixed_in(office: Project, forge: Path) -> None:
    """A commit of the machine holds nothing that somebody has written; without the right to push,
    that is told, and hinders nothing."""
    office.post("posts/2024/moi.md", date="13/5/2024")

    refused = office.run("cchc_site.cli", "check", "--fix", "--commit", env=BARE)

    assert refused.returncode == 1
    assert "“posts/2024/moi.md” có chỗ chưa commit; hãy commit trước rồi chạy lại" in refused.stdout
    assert "date: 13/5/2024" in office.read("posts/2024/moi.md")

    save(office, "Bài mới")
    git(office.root, "remote", "set-url", "origin", str(forge.parent / "khong-co"))
    done = office.run("cchc_site.cli", "check", "--fix", "--push", "main", env=BARE)

    assert done.returncode == 0
    assert "hãy cho lần chạy này quyền ghi vào nhánh “main”" in done.stdout
    assert done.stdout.endswith("Không có lỗi.\n")
    assert git(office.root, "log", "-1", "--format=%s") == "Sửa cách viết của 1 bài\n"
