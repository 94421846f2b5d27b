"""What `mkdocs serve` shows beside the site: the list of problems as a banner on every page, and
pages for writers of templates.

Pure: WSGI around WSGI (PEP 3333). The pages served are those of the last good build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from cchc_site.base.problems import Problem

App = Callable[..., Iterable[bytes]]

_BODY = re.compile(rb"<body[^>]*>")
_STYLE = (
    "position:relative;z-index:99;padding:12px 16px;background:#fff4d6;color:#1d1b19;"
    "border-bottom:4px solid #a86f00;font:16px/1.5 system-ui,sans-serif"
)


def with_banner(app: App, problems: Callable[[], Sequence[Problem]]) -> App:
    """`app` with the current `problems` shown on top of every HTML page."""

    def shown(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = problems()
        if not found:
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
            content = _BODY.sub(lambda match: match[0] + banner(found).encode(), content, count=1)
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers.append(("Content-Length", str(len(content))))
        start_response(status, headers)
        return [content]

    return shown


def with_pages(app: App, page_at: Callable[[str], tuple[str, bytes] | None]) -> App:
    """`app` with pages that are no files: `page_at` gives the type and the content of the one at an
    address, None where `app` is to answer."""

    def shown(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        page = page_at(request.get("PATH_INFO", ""))
        if page is None:
            return app(request, start_response)
        kind, content = page
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]

    return shown


def banner(problems: Sequence[Problem]) -> str:
    """The list as HTML."""
    rows = "".join(f"<li><code>{escape(str(problem))}</code></li>" for problem in problems)
    lead = f"Có {len(problems)} lỗi, trang này là bản dựng tốt gần nhất:"
    return f'<div role="alert" style="{_STYLE}"><b>{lead}</b><ul>{rows}</ul></div>'
