"""`cchc init --from .`: the repository with the sample becomes that of one's own site.

Part of the command: asks git whether all is kept, and changes the files.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import click

from cchc_site.base.hashing import digest
from cchc_site.starter import sample
from cchc_site.starter.sample import Adoption


def refuse_unkept(root: Path) -> None:
    """Stop where `root` is no repository with the sample, or where git has not kept all of it."""
    if not (root / sample.LIST).is_file():
        raise click.ClickException(
            f"{root} không phải kho mã có bản mẫu (thiếu {sample.LIST}); để tạo trang mới, hãy "
            "chạy cchc init THƯ_MỤC"
        )
    done = subprocess.run(  # noqa: S603  # words of ours and a folder
        ["git", "-C", str(root), "status", "--porcelain"],  # noqa: S607
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise click.ClickException("thư mục này không do git giữ; hãy lấy kho mã bằng git clone")
    if done.stdout:
        raise click.ClickException(
            "còn thay đổi mà git chưa giữ; hãy lưu (git commit) rồi chạy lại, để không gì bị mất"
        )


def digests(root: Path) -> dict[str, str]:
    """The digests of the files in the sample's folders, by their paths, and of its other files."""
    below = (path for folder in sample.FOLDERS for path in (root / folder).rglob("*"))
    named = (root / name for name in sample.FILES)
    return {
        path.relative_to(root).as_posix(): digest(path.read_bytes()).hex()
        for path in (*below, *named)
        if path.is_file()
    }


def plan(root: Path, made: Mapping[str, str]) -> Adoption:
    """What becomes of the files of the repository where the site is `made`."""
    present = digests(root)
    for path in made:
        if path not in present and (root / path).is_file():
            present[path] = digest((root / path).read_bytes()).hex()
    listed = sample.listed((root / sample.LIST).read_text("utf-8"))
    return sample.adopted(listed, present, made)


def change(root: Path, adoption: Adoption, made: Mapping[str, str]) -> None:
    """Do it: the sample's files go, with folders that are empty then."""
    for path in adoption.gone:
        (root / path).unlink()
        for folder in (root / path).parents:
            if folder == root or any(folder.iterdir()):
                break
            folder.rmdir()
    for path in adoption.written:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(made[path], "utf-8", newline="\n")
