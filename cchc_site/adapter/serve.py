"""`mkdocs serve`: what it watches, what it does with problems, and what it shows beside the site.

Part of the MkDocs adapter. The pages served are those of the last good build; the list of problems
stays in view on each, and writers of templates have a page with all components. Both are WSGI
around WSGI (PEP 3333).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import MkDocsException

from cchc_site.adapter import project
from cchc_site.base.problems import Problem
from cchc_site.site import procedure_records, records
from cchc_site.storage import folders

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

App = Callable[..., Iterable[bytes]]
PageAt = Callable[[str], tuple[str, bytes] | None]
"""Gives the type and the content of the page at an address, None where there is none."""
MaintainerPages = Mapping[str, Callable[[], tuple[str, str]]]
"""Pages that no build stages: what makes the type and the content of each, by its address."""

_FAILED = Problem(
    "mkdocs.yml", 0, "trang không dựng lại được", "hãy đọc lỗi ở nơi chạy “mkdocs serve” rồi sửa"
)
_BODY = re.compile(rb"<body[^>]*>")
# Fixed to the window: a browser that loads a page again scrolls to where the reader was.
_STYLE = (
    "position:fixed;inset:auto 0 0 0;z-index:99;box-sizing:border-box;max-height:40vh;"
    "overflow:auto;padding:12px 16px;background:#fff4d6;color:#1d1b19;"
    "border-top:4px solid #a86f00;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere"
)


def folder(root: Path) -> Path:
    """The folder of the site that `serve` shows. MkDocs makes a new folder each time; this one
    outlives it, so that the next `serve` starts from there, with a memory of its own."""
    return root / folders.CACHE / "serve"


def prepare(
    server: LiveReloadServer,
    root: Path,
    posts_dir: str,
    builder: Callable[[], None],
    problems: Callable[[], Sequence[Problem]],
    pages: Callable[[], MaintainerPages],
) -> None:
    """Let `server` show that folder, and the `pages` that maintainers have beside it; watch the
    posts, and go on after a build that failed."""
    server.root = str(folder(root))

    def error_page(code: int) -> bytes | None:
        page = folder(root) / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    server.error_handler = error_page
    if (root / posts_dir).is_dir():
        server.watch(str(root / posts_dir))
    for kept in records.FOLDER, procedure_records.FOLDER:
        if (root / kept).is_dir():
            server.watch(str(root / kept))

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
        app = with_pages(app, _beside(root, server.mount_path, pages))
        server.set_app(with_banner(app, lambda: problems() or failed))


def _beside(root: Path, mount_path: str, pages: Callable[[], MaintainerPages]) -> PageAt:
    """Those of the `pages` in whose place the site has none."""

    def page_at(path: str) -> tuple[str, bytes] | None:
        address = path.removeprefix(mount_path)
        place = folder(root) / address
        make = pages().get(address)
        if make is None or place.is_file() or (place / "index.html").is_file():
            return None
        media_type, content = make()
        return media_type, content.encode()

    return page_at


def with_pages(app: App, page_at: PageAt) -> App:
    """`app` with pages that are no files: it answers where `page_at` gives none."""

    def answering(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        page = page_at(request.get("PATH_INFO", ""))
        if page is None:
            return app(request, start_response)
        media_type, content = page
        headers = [("Content-Type", media_type), ("Content-Length", str(len(content)))]
        start_response("200 OK", headers)
        return [content]

    return answering


def with_banner(app: App, problems: Callable[[], Sequence[Problem]]) -> App:
    """`app` with the current `problems` shown on every HTML page."""

    def answering(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        current = problems()
        if not current:
            return app(environ, start_response)
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started.append((status, headers))
            return lambda data: None

        answer = app(environ, hold)
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        status, headers = started[-1]
        if dict(headers).get("Content-Type", "").startswith("text/html"):
            shown = banner(current).encode()
            content = _BODY.sub(lambda body: body[0] + shown, content, count=1)
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers.append(("Content-Length", str(len(content))))
        start_response(status, headers)
        return [content]

    return answering


def banner(problems: Sequence[Problem]) -> str:
    """The list of `problems` as HTML; who reads what it covers can fold it."""
    rows = "".join(f"<li><code>{escape(str(problem))}</code></li>" for problem in problems)
    lead = f"Có {len(problems)} lỗi, trang này là bản dựng tốt gần nhất:"
    shown = f"<summary><b>{lead}</b></summary><ul>{rows}</ul>"
    return f'<div role="alert" style="{_STYLE}"><details open>{shown}</details></div>'
