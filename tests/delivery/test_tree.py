"""A published tree, of which every altered byte is named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_site import cli
from cchc_site.base.workers import Workers
from cchc_site.delivery.destination import Destination
from cchc_site.delivery.publish import Manner, publish
from tests.support.publishing import write_site


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was published three times, so that files of older generations stay."""
    root = tmp_path_factory.mktemp("tree")
    for version in range(3):
        write_site(root / "site", version, posts=5)
        target = Destination.named(str(root / "tree"), "ssh")
        publish(root / "site", target, Manner(pause=0), Workers(1), lambda said: None)
    return root / "tree"


def verified(tree: Path, *options: str) -> tuple[int, list[str]]:
    """How `cchc verify --manifest` ends, and what it says."""
    done = CliRunner().invoke(cli.main, ["verify", "--manifest", str(tree), *options])
    return done.exit_code, done.output.splitlines()


def test_every_file_proves_itself(tree: Path) -> None:
    """A published tree is as it was built; one flipped bit in any file of it names that file."""
    assert verified(tree)[0] == 0
    chance = random.Random(22)
    files = [file for file in tree.rglob("*") if file.is_file() and file.stat().st_size]
    assert len([file for file in files if file.suffix == ".css"]) == 3
    for file in files:
        right = file.read_bytes()
        wrong = bytearray(right)
        wrong[chance.randrange(len(wrong))] ^= 1 << chance.randrange(8)
        file.write_bytes(wrong)
        status, said = verified(tree)
        file.write_bytes(right)
        assert status == 3, file
        named = str(file if file.name == "SHA256SUMS" else file.relative_to(tree))
        assert said[0].startswith(f"{named}: đã bị sửa"), said
    assert verified(tree)[0] == 0


def test_what_lacks_and_what_is_foreign_is_named(tree: Path, tmp_path: Path) -> None:
    """And checksums kept elsewhere tell a tree whose own were made anew."""
    kept = tmp_path / "SHA256SUMS"
    kept.write_bytes((tree / "SHA256SUMS").read_bytes())
    page = tree / "tin-tuc/index.html"
    right = page.read_bytes()
    page.unlink()
    (tree / "la.html").write_text("?")
    assert verified(tree)[1][:2] == ["tin-tuc/index.html: thiếu", "la.html: không phải của trang"]
    page.write_bytes(right)
    (tree / "la.html").unlink()

    assert verified(tree, "--against", str(kept))[0] == 0
    kept.write_bytes(kept.read_bytes().replace(b"a", b"b", 1))
    status, said = verified(tree, "--against", str(kept))
    assert status == 3
    assert said[0].startswith(f"{kept}: đã bị sửa")


def test_where_nothing_was_published_it_says_so(tmp_path: Path) -> None:
    """In words."""
    status, said = verified(tmp_path)
    assert status == 1
    assert "hãy chỉ đúng thư mục đã đăng" in said[-1]
