"""What reviewers see of two built sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_site.cli import main
from cchc_site.review import changes, report
from cchc_site.review.browser import Hindrance
from cchc_site.review.changes import PageChange, SiteChange

PAGE = "<html lang=vi><title>{title}</title><header>{around}</header><main>{text}</main>"


def site(root: Path, pages: dict[str, tuple[str, str, str]]) -> Path:
    """A folder of pages, each of a title, what stands around it, and its text."""
    for url, (title, around, text) in pages.items():
        file = root / url / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(PAGE.format(title=title, around=around, text=text), "utf-8")
    return root


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two sites with a page of each kind of change."""
    before = {
        ".": ("Trang chủ", "1", "Chào"),
        "gioi-thieu": ("Giới thiệu", "1", "Cũ"),
        "tin-tuc/2024/05/a": ("A", "1", "Một"),
        "tin-tuc/2024/05/b": ("B", "1", "Hai"),
    }
    after = {
        ".": ("Trang chủ", "2", "Chào"),
        "gioi-thieu": ("Giới thiệu", "2", "<img src='/khong-co.png'>"),
        "tin-tuc/2024/05/a": ("A &amp; <b>", "1", "Một"),
        "tin-tuc/2024/05/c": ("C &amp; <b>", "2", "<img src='/khong-co.png'>"),
    }
    return site(tmp_path / "before", before), site(tmp_path / "after", after)


def test_what_is_said_counts_not_what_stands_around_it(folders: tuple[Path, Path]) -> None:
    """New, changed and gone pages by their addresses, posts first; the others are counted."""
    assert changes.between(*folders) == SiteChange(
        (
            PageChange("tin-tuc/2024/05/b/", "B", changes.GONE),
            PageChange("tin-tuc/2024/05/c/", "C & <b>", changes.NEW),
            PageChange("gioi-thieu/", "Giới thiệu", changes.CHANGED),
        ),
        2,
    )


def test_titles_are_words_in_what_is_shown() -> None:
    """Neither page takes a title for its own signs."""
    change = SiteChange((PageChange("a/", "A & <b>[x](y)", changes.NEW),), 0)
    found = [Hindrance("a/", "image-alt", "ảnh không có lời tả", 2, "<img>")]

    assert "A &amp; &lt;b&gt;[x](y)" in report.page(change, {}, found)
    assert "<code>&lt;img&gt;</code>" in report.page(change, {}, found)
    assert "- mới: `/a/` A &amp; &lt;b&gt;\\[x\\](y)" in report.summary(change, found)


@pytest.mark.browser
def test_what_hinders_readers_is_told(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """Of the pages that differ, without failing; of a whole site, with a status that tells."""
    before, after = map(str, folders)
    into = tmp_path / "seen"
    compared = CliRunner().invoke(
        main, ["compare", before, after, "--into", str(into), "--pictures", "--accessibility"]
    )
    asked = CliRunner().invoke(main, ["accessibility", after])

    said = "/tin-tuc/2024/05/c/: ảnh không có lời tả (image-alt), 1 chỗ"
    assert compared.exit_code == 0, compared.output
    assert said in compared.output
    assert {path.name for path in into.glob("*.jpg")} == {
        *("1-truoc-390.jpg", "1-truoc-1280.jpg", "2-sau-390.jpg", "2-sau-1280.jpg"),
        *("3-truoc-390.jpg", "3-truoc-1280.jpg", "3-sau-390.jpg", "3-sau-1280.jpg"),
    }
    assert asked.exit_code == 1
    assert "/gioi-thieu/: ảnh không có lời tả (image-alt), 1 chỗ: <img" in asked.output
    assert said not in asked.output  # of one kind the first page is asked


def test_a_missing_browser_is_told(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what installs it."""
    monkeypatch.setenv("CCHC_CHROMIUM", "/khong/co/chromium")
    done = CliRunner().invoke(main, ["accessibility", str(folders[1])])

    assert done.exit_code == 1
    assert "hãy chạy: playwright install --with-deps chromium" in done.output
