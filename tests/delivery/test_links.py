"""Every link of a built site is followed; those to other hosts politely."""

from __future__ import annotations

import http.server
import itertools
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_site import cli
from cchc_site.base.workers import Workers
from cchc_site.delivery import external, links

HEAD = '<link rel="canonical" href="https://example.org/tin/">'


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A site under a path whose links are all good, however they are written."""
    site = tmp_path / "site"
    files = {
        "index.html": f'{HEAD}<a href="a/#m%E1%BB%A5c">A</a><a href="./">.</a><a href="#">^</a>'
        '<a href="mailto:a@b.vn">@</a><img srcset="b.webp 2x, ./b.webp 1x">'
        '<a href="https://khac.vn/x#y">K</a><a href="/tin/a/index.html?q=1#m%E1%BB%A5c">B</a>'
        '<a href="/khac/">other site of the host</a><a href="a#:~:text=b">t</a>',
        "a/index.html": '<h2 id="mục">M</h2><a href="..">up</a><a href="../a/../b.webp">B</a>'
        '<a href="https://example.org/tin/a/">self</a><link href="../c.css">',
        "b.webp": "",
        "c.css": "a { background: url('b.webp') }",
        "feed.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        '<link href="https://example.org/tin/a/"/><content type="html">&lt;img '
        'src="https://example.org/tin/b.webp"&gt;</content></entry></feed>',
        "feed.json": '{"items": [{"url": "https://example.org/tin/a/", "content_html": "x"}]}',
        "404.html": '<a href="/tin/.">home</a>',
    }
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(content, "utf-8")
    return site


def broken(site: Path) -> list[tuple[str, list[str]]]:
    """What is broken, with who leads there."""
    return [(one.target, one.sources.first) for one in links.follow(site, Workers(1)).broken]


def test_good_links_are_good(good: Path) -> None:
    """Relative, from the root, absolute, with queries and marks; other hosts are only gathered."""
    found = links.follow(good, Workers(1))

    assert found.broken == ()
    assert list(found.outside) == ["https://khac.vn/x"]


@pytest.mark.parametrize(
    ("path", "old", "new", "target"),
    [
        ("index.html", 'href="a/#m', 'href="aa/#m', "/aa/"),
        ("index.html", "a/#m%E1%BB%A5c", "a/#mucc", "/a/#mucc"),
        ("index.html", 'href="#"', 'href="#khong"', "/index.html#khong"),
        ("index.html", "b.webp 2x", "c.webp 2x", "/c.webp"),
        ("a/index.html", 'href="../c.css"', 'href="../d.css"', "/d.css"),
        ("c.css", "b.webp", "x.woff2", "/x.woff2"),
        ("feed.xml", "tin/a/", "tin/z/", "/z/"),
        ("feed.xml", "b.webp", "z.webp", "/z.webp"),
        ("feed.json", "tin/a/", "tin/y/", "/y/"),
        ("feed.json", '"x"', "\"<a href='https://example.org/tin/w/'>\"", "/w/"),
    ],
    ids=str,
)
def test_a_broken_link_is_named(good: Path, path: str, old: str, new: str, target: str) -> None:
    """With the file that has it, whichever kind that is."""
    text = (good / path).read_text("utf-8")
    assert old in text
    (good / path).write_text(text.replace(old, new), "utf-8")

    assert broken(good) == [(target, [path])]


def test_a_missing_file_is_named_once(good: Path) -> None:
    """With the first of those that lead there, and how many more."""
    (good / "b.webp").unlink()
    done = CliRunner().invoke(cli.main, ["links", str(good)])

    assert done.exit_code == 1
    line, hint = done.output.splitlines()
    assert line.startswith("a/index.html: liên kết tới “/b.webp”: không có tệp nào ở đó (và 3 ")
    assert hint == "Hãy sửa ở bài hoặc trang nguồn rồi dựng lại."


def test_a_real_site_is_whole(gallery: Path, tmp_path: Path) -> None:
    """Every type of page that the portal has; a page that is taken away is missed."""
    assert links.follow(gallery, Workers(1)).broken == ()

    site = shutil.copytree(gallery, tmp_path / "site")
    shutil.rmtree(site / "nam")
    assert "/nam/" in [target for target, _ in broken(site)]


class Asked:
    """A server that answers as its paths say, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.requests: list[tuple[str, str, str, float]] = []


@contextmanager
def other_host() -> Iterator[Asked]:
    """A host that has /200, /404, knows no HEAD for /get, and wants no robots in /cam."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.requests.append(
                (self.command, self.path, self.headers["User-Agent"], time.monotonic())
            )
            robots = b"User-agent: *\nDisallow: /cam\n" if self.path == "/robots.txt" else b""
            status = 200 if robots or self.path == "/get" else int(self.path[1:])
            if self.path == "/get" and self.command == "HEAD":
                status = 501
            self.send_response(status)
            self.end_headers()
            self.wfile.write(robots)

        do_GET = do_HEAD = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        asked = Asked(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield asked
        finally:
            server.shutdown()
            thread.join()


def test_other_hosts_are_asked_politely(tmp_path: Path) -> None:
    """One after the other, HEAD first, with a name, not where robots are not wanted; and what is
    known is not asked again before its time."""
    known, now = tmp_path / "links.json", 1e9
    with other_host() as host:
        wanted = [f"{host.address}/{path}" for path in ("200", "404", "get", "cam", "500")]

        def ask() -> list[int]:
            told = external.ask(wanted, known, "https://xa.vn/", 0.05, lambda: now)
            return [told[address].status for address in wanted]

        assert ask() == [200, 404, 200, -1, 500]
        asked = [(method, path) for method, path, _, _ in host.requests]
        assert asked[0] == ("GET", "/robots.txt")
        assert ("GET", "/200") not in asked
        assert not any(path == "/cam" for _, path in asked)
        assert {agent for _, _, agent, _ in host.requests} == {"cchc-links (+https://xa.vn/)"}
        at = {path: when for method, path, _, when in host.requests if method == "HEAD"}
        times = sorted(at.values())
        assert all(later - earlier > 0.04 for earlier, later in itertools.pairwise(times))

        host.requests.clear()
        assert ask() == [200, 404, 200, -1, 500]
        assert host.requests == []
        now += 2 * 86_400
        ask()
        assert {path for _, path, _, _ in host.requests} == {"/robots.txt", "/404", "/500"}


def test_what_is_gone_is_told_with_its_archive(good: Path, tmp_path: Path) -> None:
    """What only does not answer now is advice."""
    with other_host() as host:
        text = (good / "index.html").read_text("utf-8").replace("https://khac.vn/x", "a/")
        more = (f'<a href="{host.address}/{status}">x</a>' for status in (200, 410, 500))
        (good / "index.html").write_text(text.replace("#y", "") + "".join(more), "utf-8")
        config = str(tmp_path / "mkdocs.yml")
        done = CliRunner().invoke(cli.main, ["links", "--external", "-f", config, str(good)])

    gone = f"{host.address}/410"
    assert done.exit_code == 1
    assert f"index.html: “{gone}” không còn (410); hãy tìm địa chỉ mới" in done.output
    assert f"dẫn tới bản lưu https://web.archive.org/web/2/{gone}" in done.output
    assert f"index.html: gợi ý: chưa vào được “{host.address}/500” (500)" in done.output
