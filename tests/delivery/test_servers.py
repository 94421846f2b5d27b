"""A published site as nginx and Caddy send it, by the recipes that a build writes."""

from __future__ import annotations

import gzip
import http.client
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import brotli
import pytest

from cchc_site.base.workers import Workers
from cchc_site.delivery.destination import Destination
from cchc_site.delivery.publish import Manner, publish
from tests.support import servers
from tests.support.building import strict_build
from tests.support.project import Project

pytestmark = pytest.mark.site
HELD = 200


class Answer(NamedTuple):
    """What a server sends."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Server(NamedTuple):
    """A server that sends the site in a folder."""

    port: int
    site: Path

    def get(self, path: str, **headers: str) -> Answer:
        """The answer to a request."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        asking.request("GET", path, headers={"Host": "example.org", **headers})
        answer = asking.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        asking.close()
        return Answer(answer.status, told, body)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small portal with old addresses, published with its packed forms."""
    project = Project(tmp_path_factory.mktemp("project"))
    project.post("posts/2024/a.md", body="Nội dung dài. " * 200)
    project.write("docs/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    project.write(
        "redirects.csv",
        "/cu/a,posts/2024/a.md\n/chi-tiet?id=123&p_p_id=x_WAR,posts/2024/a.md\n"
        "/chi-tiet?id=124&p_p_id=x_WAR,/tin-tuc/\n/Tin mới.aspx,/tin-tuc/\n/x?a-b=1,/\n",
    )
    outcome = strict_build(project.root)
    assert outcome.good, outcome.said
    target = tmp_path_factory.mktemp("srv") / "trang"
    place = Destination.named(str(target), "ssh")
    publish(project.root / "site", place, Manner(pause=0, packs=True), Workers(1), print)
    return target


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server after the other."""
    start = servers.nginx if request.param == "nginx" else servers.caddy
    with start(published, tmp_path_factory.mktemp("server")) as port:
        yield Server(port, published)


def test_each_kind_of_file_has_its_type(server: Server) -> None:
    """With the letters that texts are written in."""
    style = next((server.site / "assets/cchc").glob("cchc.*.css")).name
    types = {
        "/": "text/html; charset=utf-8",
        "/feed.xml": "application/atom+xml; charset=utf-8",
        "/rss.xml": "application/rss+xml; charset=utf-8",
        "/feed.json": "application/feed+json; charset=utf-8",
        "/van-ban.csv": "text/csv; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/.well-known/security.txt": "text/plain; charset=utf-8",
        f"/assets/cchc/{style}": "text/css; charset=utf-8",
        "/apple-touch-icon.png": "image/png",
    }
    for path, kind in types.items():
        answer = server.get(path)
        assert answer.status == 200, path
        assert answer.headers["content-type"] == kind, path
        assert answer.body == (server.site / (path[1:] or "index.html")).read_bytes()


def test_headers_are_as_promised(server: Server) -> None:
    """On pages, on what is named by its content, and on what is not there."""
    style = next((server.site / "assets/cchc").glob("cchc.*.css")).name
    page, kept, lost = map(server.get, ("/", f"/assets/cchc/{style}", "/khong-co/"))

    for answer in (page, kept, lost):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-cache"
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert lost.status == 404
    assert lost.body == (server.site / "404.html").read_bytes()
    assert "cache-control" not in lost.headers


def test_packed_forms_are_sent_to_who_unpacks(server: Server) -> None:
    """Brotli before gzip, nothing to others; caches are told."""
    page = (server.site / "index.html").read_bytes()
    for accepted, packing, unpack in (
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
    ):
        answer = server.get("/", **{"Accept-Encoding": accepted})
        assert answer.headers["content-encoding"] == packing
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert unpack(answer.body) == page
        assert len(answer.body) < len(page) / 2
    assert "content-encoding" not in server.get("/").headers


def test_parts_of_files_are_sent(server: Server) -> None:
    """As who goes on with a download asks for them; and nothing where nothing has changed."""
    part = server.get("/apple-touch-icon.png", Range="bytes=10-19")
    assert part.status == 206
    assert part.body == (server.site / "apple-touch-icon.png").read_bytes()[10:20]
    mark = server.get("/").headers["etag"]
    assert server.get("/", **{"If-None-Match": mark}).status == 304


def test_old_addresses_lead_on(server: Server) -> None:
    """With a true 301, whatever the order of a query and whatever else stands in it."""
    for path, target in {
        "/cu/a": "/tin-tuc/2024/05/a/",
        "/cu/a/": "/tin-tuc/2024/05/a/",
        "/cu/a/?utm_source=x": "/tin-tuc/2024/05/a/",
        "/chi-tiet?id=123&p_p_id=x_WAR": "/tin-tuc/2024/05/a/",
        "/chi-tiet?x=1&p_p_id=x_WAR&id=123&y": "/tin-tuc/2024/05/a/",
        "/chi-tiet?p_p_id=x_WAR&id=124": "/tin-tuc/",
        "/Tin%20m%E1%BB%9Bi.aspx": "/tin-tuc/",
        "/x?a-b=1": "/",
    }.items():
        answer = server.get(path)
        assert (answer.status, answer.headers["location"]) == (301, target), path
    for path in ("/chi-tiet", "/chi-tiet?id=123", "/chi-tiet?id=125&p_p_id=x_WAR", "/x"):
        assert server.get(path).status == 404, path


def test_what_publishing_keeps_is_nobody_elses(server: Server) -> None:
    """Nor is any other name with a dot; a folder without its slash leads to it."""
    assert (server.site / ".cchc/publication").is_file()
    assert server.get("/.cchc/publication").status == 404
    answer = server.get("/tin-tuc")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == "/tin-tuc/"


def test_two_hundred_readers_at_once(server: Server) -> None:
    """All stay connected, and each is answered, twice."""
    request = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"
    length = len((server.site / "index.html").read_bytes())
    readers = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(HELD)]
    try:
        for _ in range(2):
            for reader in readers:
                reader.sendall(request)
            for reader in readers:
                answer = http.client.HTTPResponse(reader)
                answer.begin()
                assert answer.status == 200
                assert len(answer.read()) == length
                answer.close()
    finally:
        for reader in readers:
            reader.close()
