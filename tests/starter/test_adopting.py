"""`cchc init --from .`: what is the sample's goes, what is the editor's own stays."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cchc_site.base.hashing import digest
from cchc_site.cli import main
from cchc_site.starter import sample

FILES = {
    "mkdocs.yml": "site_name: Mẫu\n",
    "docs/gioi-thieu.md": "# Giới thiệu mẫu\n",
    "docs/lien-he.md": "# Liên hệ mẫu\n",
    "documents/luat.yml": "[]\n",
    "posts/2020/mau/index.md": "Tin mẫu\n",
    "posts/2020/mau/anh.png": "ảnh\n",
    "posts/2021/cu.md": "Tin mẫu nữa\n",
}


def git(root: Path, *words: str) -> None:
    """Run git in the repository."""
    identity = ("-c", "user.name=Thử", "-c", "user.email=thu@example.org")
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a sample, a post of the editor's, and a page that the editor changed."""
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    digests = {path: digest(text.encode()).hex() for path, text in FILES.items()}
    (tmp_path / ".ci").mkdir()
    (tmp_path / sample.LIST).write_text(sample.written(digests), "utf-8")
    (tmp_path / "posts/2021/rieng.md").write_text("Tin của mình\n", "utf-8")
    (tmp_path / "docs/lien-he.md").write_text("# Liên hệ của mình\n", "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Bắt đầu")
    return tmp_path


def adopted(root: Path, *options: str, text: str | None = None) -> Result:
    """What the command has said."""
    return CliRunner().invoke(main, ["init", "--from", str(root), *options], input=text)


def test_what_is_the_editors_own_stays(repository: Path) -> None:
    """Posts of one's own and changed pages to the letter; folders that are empty then go too; each
    file that goes, comes or stays is shown."""
    done = adopted(repository, "--yes", "--name", "Ủy ban nhân dân xã Hòa An")

    assert done.exit_code == 0, done.output
    assert (repository / "posts/2021/rieng.md").read_text("utf-8") == "Tin của mình\n"
    assert (repository / "docs/lien-he.md").read_text("utf-8") == "# Liên hệ của mình\n"
    assert "xã Hòa An" in (repository / "mkdocs.yml").read_text("utf-8")
    assert "xã Hòa An" in (repository / "docs/gioi-thieu.md").read_text("utf-8")
    assert not (repository / "posts/2020").exists()
    assert not (repository / "documents").exists()
    lines = done.output.splitlines()
    for line in (
        *("- posts/2020/mau/index.md", "- posts/2021/cu.md", "+ mkdocs.yml", "+ posts/_mau.md"),
        *("= posts/2021/rieng.md", "= docs/lien-he.md"),
    ):
        assert line in lines


@pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
def test_what_the_readme_says_brings_the_site_to_a_forge(repository: Path, forge: str) -> None:
    """In a clone, which has another origin already; and what is new there comes on request."""
    upstream, own = f"{repository}-goc.git", f"{repository}-cua-minh.git"
    for folder in (upstream, own):
        git(repository, "init", "-q", "--bare", folder)
    git(repository, "branch", "-M", "main")
    git(repository, "remote", "add", "origin", upstream)
    git(repository, "push", "-q", "origin", "main")
    git(repository, "config", "user.name", "Thử")
    git(repository, "config", "user.email", "thu@example.org")
    server = ("--server", f"https://{forge}.example.org")
    done = adopted(repository, "--yes", "--forge", forge, "--repo", "xa/tin", "--no-form", *server)
    assert done.exit_code == 0, done.output
    text = (repository / "README.md").read_text("utf-8")
    steps = [line.strip() for line in text.splitlines() if line.startswith(("    git", "git "))]
    assert len(steps) == 4
    script = re.sub(r"https://\S+/xa/tin\.git", own, "\n".join(steps))
    subprocess.run(["sh", "-ec", script], cwd=repository, check=True, capture_output=True)
    git(Path(own), "cat-file", "-e", "main:posts/_mau.md")


def test_nothing_is_done_before_git_has_all(repository: Path) -> None:
    """What is not committed would be lost."""
    (repository / "posts/2021/moi.md").write_text("Chưa lưu\n", "utf-8")
    done = adopted(repository, "--yes")

    assert done.exit_code == 1
    assert "hãy lưu (git commit) rồi chạy lại" in done.output
    assert (repository / "posts/2020/mau/index.md").is_file()


def test_nothing_is_done_that_nobody_wants(repository: Path) -> None:
    """Who has seen what would go may say no."""
    done = adopted(repository, text="\n" * 13 + "n\n")

    assert done.exit_code == 1, done.output
    assert "- posts/2021/cu.md" in done.output
    assert (repository / "posts/2021/cu.md").is_file()


def test_only_a_repository_with_the_sample_is_taken(tmp_path: Path) -> None:
    """Another folder is told how to begin."""
    done = adopted(tmp_path, "--yes")

    assert done.exit_code == 1
    assert "hãy chạy cchc init THƯ_MỤC" in done.output


def test_one_of_the_two_is_wanted(tmp_path: Path) -> None:
    """A new folder or a repository."""
    for words in ([], [str(tmp_path / "moi"), "--from", str(tmp_path)]):
        done = CliRunner().invoke(main, ["init", "--yes", *words])
        assert done.exit_code == 1
        assert "hãy viết hoặc THƯ_MỤC của trang mới, hoặc --from kho mã" in done.output
