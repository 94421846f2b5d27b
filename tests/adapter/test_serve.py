"""`mkdocs serve`: an editor's faults are shown, the last good site stays."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from cchc_site.adapter.preview import banner, with_banner
from cchc_site.base.problems import Problem
from tests.support.project import Project
from tests.support.serving import fetch, serving, until


@pytest.mark.site
def test_serve_goes_on_with_problems_and_shows_them(project: Project, free_port: int) -> None:
    """A later build with problems: the list in the terminal and on the page, which stays."""
    project.post("posts/2024/lich.md", title="Bài tốt")
    page = "tin-tuc/2024/05/lich/"
    wrong = "posts/2024/lich.md:3: ngày “2024-13-05” không tồn tại"
    with serving(project, free_port) as log:
        until(lambda: "<h1>Bài tốt</h1>" in fetch(free_port, page), log)

        project.post("posts/2024/lich.md", title="Bài hỏng", date="2024-13-05")
        until(lambda: wrong in fetch(free_port, page), log)
        shown = fetch(free_port, page)
        assert 'role="alert"' in shown
        assert "<h1>Bài tốt</h1>" in shown
        assert wrong in log.read_text("utf-8")
        assert "Traceback" not in log.read_text("utf-8")

        project.post("posts/2024/lich.md", title="Bài đã sửa")
        until(lambda: "<h1>Bài đã sửa</h1>" in fetch(free_port, page), log)
        assert 'role="alert"' not in fetch(free_port, page)


@pytest.mark.site
def test_serve_has_a_site_and_a_memory_of_its_own(project: Project, free_port: int) -> None:
    """It leaves site/ alone, an edit renders what it changes, and the next serve starts from
    there."""
    for number in range(9):
        project.post(f"posts/2024/bai-{number}.md", title=f"Bài {number}")
    project.build()
    before = project.state()
    page = "tin-tuc/2024/05/bai-3/"
    with serving(project, free_port) as log:
        until(lambda: "<h1>Bài 3</h1>" in fetch(free_port, page), log)
        project.post("posts/2024/bai-3.md", title="Bài đã sửa")
        until(lambda: "<h1>Bài đã sửa</h1>" in fetch(free_port, page), log)
        assert "Không có trang này" in missing(free_port)
        assert len(re.findall(r"9 bài: \d+ trang dựng lại, 0 giữ nguyên", log.read_text())) == 1
    with serving(project, free_port) as log:
        until(lambda: "<h1>Bài đã sửa</h1>" in fetch(free_port, page), log)
        assert "9 bài: 0 trang dựng lại" in log.read_text("utf-8")

    assert project.state() == before


def missing(port: int) -> str:
    """What the server says of an address that leads nowhere."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/khong-co/", timeout=5)
    except urllib.error.HTTPError as error:
        return error.read().decode()
    return ""


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_banner_is_text() -> None:
    """A file name cannot bring markup into the page."""
    html = banner([Problem("posts/<b>.md", 3, "sai", "sửa")])

    assert "posts/&lt;b&gt;.md:3: sai; sửa" in html


@pytest.mark.parametrize(("kind", "changed"), [("text/html", True), ("text/css", False)])
def test_only_pages_get_the_banner(kind: str, changed: bool) -> None:
    """Styles and scripts are passed on as they are."""
    found = [Problem("posts/a.md", 3, "sai", "sửa")]
    answers: list[list[tuple[str, str]]] = []

    def app(environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", kind), ("Content-Length", "22")])
        return [b"<body class=x>y</body>"]

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        answers.append(headers)

    content = b"".join(with_banner(app, lambda: found)({}, start))

    assert (b"posts/a.md:3" in content) is changed
    assert dict(answers[0])["Content-Length"] == str(len(content))
