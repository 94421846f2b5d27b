"""A local host that answers as a public one would, and counts what it sends.

*Disk.* Text goes out gzipped; Pagefind's own files are so already. An answer may wait as long as
one from far away does. What is counted are bodies as transferred; headers come on top, some 300
bytes each.
"""

from __future__ import annotations

import gzip
import http.server
import mimetypes
import posixpath
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

_GZIPPED = ("text/", "application/javascript", "application/json", "application/wasm", "image/svg")
_LEVEL = 6
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}


@dataclass(slots=True)
class Host:
    """A site being served: `sent` has path and bytes of every answer, `delay` is in seconds."""

    folder: Path
    address: str = ""
    delay: float = 0.0
    sent: list[tuple[str, int]] = field(default_factory=list)
    _packed: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)

    def answer(self, path: str) -> tuple[bytes, dict[str, str]] | None:
        """Body and headers of an address; None for one that is not there."""
        if path not in self._packed:
            file = self.folder / posixpath.normpath(unquote(path)).lstrip("/")
            if file.is_dir():
                file /= "index.html"
            if not file.is_file():
                return None
            self._packed[path] = _packed(file)
        return self._packed[path]


def _packed(file: Path) -> tuple[bytes, dict[str, str]]:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    headers = {"Content-Type": kind or "application/octet-stream", "Cache-Control": "max-age=600"}
    body = file.read_bytes()
    if kind and kind.startswith(_GZIPPED):
        body = gzip.compress(body, _LEVEL)
        headers["Content-Encoding"] = "gzip"
    return body, headers | {"Content-Length": str(len(body))}


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # Head and body leave together.

    def __init__(self, *args: object, host: Host) -> None:
        self._host = host
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        found = self._host.answer(path)
        time.sleep(self._host.delay)
        body, headers = found or (b"", {"Content-Length": "0"})
        self._host.sent.append((path, len(body)))
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def serve(folder: Path) -> Iterator[Host]:
    """A site on a port of this machine, as long as the block lasts."""
    host = Host(folder)
    server = _Server(("127.0.0.1", 0), partial(_Handler, host=host))
    host.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
