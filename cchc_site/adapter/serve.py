"""`mkdocs serve`: what it shows, what it watches, and what it does with problems.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import MkDocsException

from cchc_site.adapter import components, preview, project
from cchc_site.base.problems import Problem
from cchc_site.site import records
from cchc_site.storage import folders

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer


_FAILED = Problem(
    "mkdocs.yml", 0, "trang không dựng lại được", "hãy đọc lỗi ở nơi chạy “mkdocs serve” rồi sửa"
)


def folder(root: Path) -> Path:
    """Where the site of `serve` stands. MkDocs gives it a new folder each time; this one outlives
    it, so that the next `serve` starts from there, with a memory of its own."""
    return root / folders.CACHE / "serve"


def prepare(
    server: LiveReloadServer,
    root: Path,
    posts_dir: str,
    builder: Callable[[], None],
    problems: Callable[[], Sequence[Problem]],
    gallery: Callable[[], str],
) -> None:
    """Let `server` show that folder and the `gallery` of components, watch the posts, and go on
    after a build that failed."""
    server.root = str(folder(root))

    def error_page(code: int) -> bytes | None:
        page = folder(root) / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    server.error_handler = error_page
    if (root / posts_dir).is_dir():
        server.watch(str(root / posts_dir))
    if (root / records.FOLDER).is_dir():
        server.watch(str(root / records.FOLDER))

    failed: list[Problem] = []

    def rebuild() -> None:
        failed.clear()
        try:
            builder()
        except MkDocsException as error:  # else MkDocs would let every page wait for a good build
            if not problems():
                failed.append(_FAILED)
                project.host_log.error(error.message)

    server.builder = rebuild

    if app := server.get_app():
        app = preview.with_pages(app, _beside(root, server.mount_path, gallery))
        server.set_app(preview.with_banner(app, lambda: problems() or failed))


def _beside(
    root: Path, mount_path: str, gallery: Callable[[], str]
) -> Callable[[str], tuple[str, bytes] | None]:
    """What gives the pages that `serve` shows beside the site's, whose own go first."""

    def page_at(path: str) -> tuple[str, bytes] | None:
        if (folder(root) / components.GALLERY / "index.html").is_file():
            return None
        match path.removeprefix(mount_path):
            case components.GALLERY:
                return "text/html; charset=utf-8", gallery().encode()
            case components.PICTURE:
                return "image/svg+xml", components.DRAWING.encode()
        return None

    return page_at
