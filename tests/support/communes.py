"""Sites of communes on loopback: what really built sites publish, and what hostile ones would."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cchc_site.base.hashing import digest
from tests.support.project import Project

BASE = "https://xa-goc.example.gov.vn/"
"""The address that the site is built for of which all communes are made."""
CATEGORIES = {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"}
DECREE = "61/2018/NĐ-CP"
BOMB = gzip.compress(bytes(1 << 20)) * 64
"""64 MB in 64 KB, as members of one gzip file after the other."""
_PIECE = b"1000\r\n" + b" " * 0x1000 + b"\r\n"


def build_commune(root: Path) -> None:
    """A commune's site with some posts and two documents, of which every commune has one."""
    site = Project(root)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("https://example.org/", BASE))
    for day in range(1, 7):
        category = [*CATEGORIES][day % 2]
        site.post(
            f"posts/2026/tin-{day}.md",
            f"Lịch tiếp công dân đợt {day}",
            f"2026-11-0{day}",
            category=category,
            body=f"Bộ phận một cửa của xã Gốc nhận hồ sơ đợt {day}, theo Nghị định {DECREE} "
            "ngày 23/4/2018 của Chính phủ.",
        )
    site.write(
        "documents/ke-hoach.yml",
        "- number: 09/KH-UBND\n  date: 2026-04-13\n  issuer: Ủy ban nhân dân xã Gốc\n"
        "  title: Kế hoạch của xã Gốc\n",
    )
    site.build("--strict")


class Commune:
    """The files that a commune publishes at `base`, made of those of a built site."""

    def __init__(self, built: Path, name: str, base: str) -> None:
        """As it is built, with another name and address."""
        self.name, self.base = name, base
        self.files = {
            part: self._renamed((built / "site" / part).read_text("utf-8"))
            for part in ("feed.json", "van-ban.json")
        }

    def _renamed(self, text: str) -> str:
        return text.replace(BASE, self.base).replace("xã Gốc", self.name)

    def feed(self) -> dict[str, Any]:
        """Its feed, to be changed and given to `publish`."""
        known: dict[str, Any] = json.loads(self.files["feed.json"])
        return known

    def publish(self, feed: Mapping[str, Any]) -> None:
        """Let its feed be another."""
        self.files["feed.json"] = json.dumps(feed, ensure_ascii=False)


Answer = Callable[[BaseHTTPRequestHandler], None]


class CommuneHost:
    """Serves communes, by the first part of the path, with ETags; `odd` answers a path itself."""

    def __init__(self) -> None:
        """Nobody is served yet."""
        self.communes: dict[str, Commune] = {}
        self.odd: dict[str, Answer] = {}
        self.sent: list[str] = []
        """The paths of the files that were sent whole."""
        self.address = ""
        self.closed = threading.Event()

    def add(self, key: str, built: Path, name: str) -> Commune:
        """A commune, served at `key`."""
        commune = Commune(built, name, f"{self.address}{key}/")
        self.communes[key] = commune
        return commune

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        _, key, part = [*request.path.split("/", 2), ""][:3]
        if key in self.odd:
            self.odd[key](request)
            return
        commune = self.communes.get(key)
        if commune is None or part not in commune.files:
            request.send_error(404)
            return
        body = commune.files[part].encode()
        etag = f'"{digest(body).hex()}"'
        same = request.headers.get("If-None-Match") == etag
        request.send_response(304 if same else 200)
        request.send_header("ETag", etag)
        request.send_header("Content-Length", "0" if same else str(len(body)))
        request.end_headers()
        if not same:
            self.sent.append(request.path)
            request.wfile.write(body)


@contextmanager
def commune_host() -> Iterator[CommuneHost]:
    """A host on loopback."""
    host = CommuneHost()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with suppress(OSError):
                host.answer(self)

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        host.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield host
        finally:
            host.closed.set()
            server.shutdown()
            thread.join()


def sending(body: bytes, **headers: str) -> Answer:
    """Answers with `body`."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def leading(target: str) -> Answer:
    """Answers with a redirect."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", target)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def status(code: int) -> Answer:
    """Answers with a status alone."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def hanging(host: CommuneHost) -> Answer:
    """Never answers."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        host.closed.wait()

    return answer


def dripping(host: CommuneHost, head: bytes) -> Answer:
    """Answers a byte after the other, `head` at once, and never ends."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while not host.closed.wait(0.05):
            request.wfile.write(b"x")
            request.wfile.flush()

    return answer


def endless(request: BaseHTTPRequestHandler) -> None:
    """Answers with 1 GB, in pieces that are not stored."""
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    for _ in range((1 << 30) // 0x1000):
        request.wfile.write(_PIECE)


def soon(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether a `condition` comes to hold."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()
