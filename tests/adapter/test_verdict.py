"""What `cchc check` says in the end, to a terminal, to GitHub and on the page of a run."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cchc_site.adapter.verdict import Forge, as_markdown, forge, verdict
from cchc_site.base.problems import Level, Problem
from tests.support.checking import checked
from tests.support.project import Project

CITED = "Theo Kế hoạch số {}/KH-UBND."
BAD_DATE = "2024-13-05"


def git(project: Project, *arguments: str) -> None:
    """Run git in the project."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", "-C", str(project.root), *who, *arguments], check=True, capture_output=True
    )


@pytest.fixture
def repository(project: Project) -> Project:
    """A project whose three posts with advice are committed, and one that was changed last."""
    for number in range(3):
        project.post(f"posts/2024/bai-{number}.md", body=CITED.format(number))
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "Một")
    project.post("posts/2024/bai-1.md", "Đã sửa", body=CITED.format(1))
    git(project, "commit", "-qam", "Hai")
    return project


def test_errors_come_last_with_their_count(project: Project) -> None:
    """Whoever looks at the end of a long output sees what stands against publishing."""
    for number in range(3):
        project.post(f"posts/2024/bai-{number}.md", date=BAD_DATE, body=CITED.format(number))
    project.post("posts/2024/tot.md", body=CITED.format(9))

    status, lines = checked(project)

    assert status == 1
    assert ": gợi ý: " in lines[0]
    assert [line.partition(":")[0] for line in lines[1:4]] == [
        f"posts/2024/bai-{number}.md" for number in range(3)
    ]
    assert lines[4] == (
        "Có 3 lỗi ở 3 tệp. Hãy sửa hết rồi lưu lại một lần; trang đang chạy vẫn như cũ."
    )
    assert len(lines) == 5


def test_advice_is_given_on_what_changed(repository: Project) -> None:
    """By the last commit and since; all of it when it is asked for."""
    (repository.root / "posts/2024/moi.md").write_bytes(
        (repository.root / "posts/2024/bai-0.md").read_bytes()
    )

    _, lines = checked(repository)
    _, everything = checked(repository, "--advice")

    shown = [line.partition(":")[0] for line in lines if ": gợi ý: " in line]
    assert shown == ["posts/2024/bai-1.md", "posts/2024/moi.md"]
    assert lines[-2].startswith("Còn 2 gợi ý khác")
    assert lines[-1] == "Không có lỗi."
    assert len([line for line in everything if ": gợi ý: " in line]) == 4


def test_what_several_places_have_in_common_is_said_once(repository: Project) -> None:
    """The same way to mend them."""
    _, lines = checked(repository, "--advice")

    assert len([line for line in lines if "hãy viết đủ loại" in line]) == 1
    assert lines[3].startswith("  → cả 3 chỗ trên: hãy viết đủ loại")


def test_a_screen_holds_what_is_said_where_nothing_is_wrong() -> None:
    """Also without git, which would tell what is new."""
    advice = [
        Problem(f"posts/{number}.md", 8, "gì", f"hãy {number}", Level.ADVICE)
        for number in range(2_000)
    ]

    outcome = verdict(advice, (), None, everything=False)

    assert len(outcome.advice) <= 20
    assert outcome.left + len(outcome.advice) == 2_000
    assert outcome.is_good


@pytest.mark.parametrize("runner", ["", "FORGEJO_ACTIONS", "GITEA_ACTIONS"])
def test_a_page_of_a_run_says_what_to_do(
    runner: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub shows a summary; Forgejo and Gitea show what was printed, so that is in words."""
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for name in ("FORGEJO_ACTIONS", "GITEA_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    if runner:
        monkeypatch.setenv(runner, "true")
    project.post("posts/2024/bai.md", date=BAD_DATE)

    _, lines = checked(project, "--format", "github")

    page = summary.read_text("utf-8")
    assert page.startswith("## ❌ Kiểm tra tin\n\nCó 1 lỗi ở 1 tệp.")
    assert "Dòng 3: ngày “2024-13-05” không tồn tại. **Cách sửa:** hãy viết" in page
    assert lines[0].startswith("posts/2024/bai.md:3: " if runner else "::error file=posts/2024/")
    assert lines[-1].startswith("Có 1 lỗi ở 1 tệp.")


def test_a_summary_shows_words_as_they_are_and_leads_to_the_line() -> None:
    """Whoever may send a post writes no Markdown on the page of the run."""
    problem = Problem("posts/a b.md", 4, "“<img src=x> [a](//b) **c** @d #1 http://e”", "hãy `f`")

    page = as_markdown(
        verdict([problem], (), None, everything=False),
        Forge(
            "https://forge.example.org/x/y/blob/abc/", "https://forge.example.org/x/y/edit/main/"
        ),
    )

    assert "<img" not in page
    for markup in ("[a]", "](//b)", "**c**", " @d", " #1", "http:", "`f`"):
        assert markup not in page
    assert "](https://forge.example.org/x/y/blob/abc/posts/a%20b.md?plain=1#L4)" in page
    assert "[mở để sửa](https://forge.example.org/x/y/edit/main/posts/a%20b.md)" in page


def test_only_a_branch_can_be_edited() -> None:
    """What a request to merge is checked as has no page to edit."""
    environ = {
        "GITHUB_SERVER_URL": "https://forge.example.org",
        "GITHUB_REPOSITORY": "x/y",
        "GITHUB_SHA": "abc",
    }
    base = "https://forge.example.org/x/y"

    assert forge({}) == Forge()
    assert forge({**environ, "GITHUB_REF": "refs/heads/a/b"}) == Forge(
        f"{base}/blob/abc/", f"{base}/edit/a/b/"
    )
    assert forge({**environ, "GITHUB_REF": "refs/pull/1/merge"}) == Forge(f"{base}/blob/abc/")


def test_a_good_site_has_a_good_summary() -> None:
    """One look tells."""
    assert as_markdown(verdict((), (), None, everything=False), Forge()) == (
        "## ✅ Kiểm tra tin\n\nKhông có lỗi.\n"
    )


def test_programs_get_everything_as_data(project: Project) -> None:
    """Errors first, each with its place and its mend."""
    project.post("posts/2024/a.md", date=BAD_DATE)
    project.post("posts/2024/b.md", body=CITED.format(1))

    done = project.run("cchc_site.cli", "check", "--format", "json")

    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert (told["warnings"], told["left"]) == ([], 0)
    error, advice = told["problems"]
    assert (error["path"], error["line"], error["level"]) == ("posts/2024/a.md", 3, "error")
    assert "2024-13-05" in error["what"]
    assert error["hint"].startswith("hãy ")
    assert (advice["line"], advice["level"]) == (8, "advice")


def test_gitlab_gets_its_report(project: Project) -> None:
    """In the form of its Code Quality reports; each finding by a mark of its own."""
    project.post("posts/2024/a.md", date=BAD_DATE)
    project.post("posts/2024/b.md", body=CITED.format(1))

    done = project.run("cchc_site.cli", "check", "--format", "gitlab")

    error, advice = json.loads(done.stdout)
    assert error["location"] == {"path": "posts/2024/a.md", "lines": {"begin": 3}}
    assert (error["severity"], advice["severity"]) == ("major", "info")
    assert error["fingerprint"] != advice["fingerprint"]
    assert {"description", "check_name"} <= error.keys()


def test_a_quick_check_reads_what_changed(repository: Project) -> None:
    """By itself: a link that leads nowhere is for the whole check."""
    project = repository
    project.post("posts/2024/bai-0.md", date=BAD_DATE)
    project.post("posts/2024/moi.md", body="[Đơn](khong-co.md) {: .lon }")
    git(project, "commit", "-qam", "Ba")

    done = project.run("cchc_site.cli", "check", "--quick")

    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in lines[:-1]] == [
        "posts/2024/bai-0.md",
        "posts/2024/moi.md",
    ]
    assert "ngày “2024-13-05” không tồn tại" in lines[0]
    assert "{: .lon }" in lines[1]
