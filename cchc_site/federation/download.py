"""One file of another site, read over the network: whole, in time, of bounded size, from where it
was meant to come from.

Touches the network. All bounds are `download`'s. The time is that of everything together, however
slowly bytes drip; the size is that after unpacking. A redirect is followed only to an origin that
the commune's entry names: anything else would let a commune's server choose what this machine
reads (server-side request forgery). For the same reason the addresses that a name stands for are
looked at before one is connected to, and that very one is: a name cannot mean another machine the
next moment. Proxies of the environment are not asked: what they reach
nobody here could judge.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urljoin

import urllib3
from msgspec import Struct
from urllib3.connection import HTTPConnection, HTTPSConnection

from cchc_site.base import urls, vietnamese
from cchc_site.federation import cleaning
from cchc_site.federation.values import NotReached, NotRead

_STEPS = 4
_PIECE = 1 << 16
_MOVES = (301, 302, 303, 307, 308)
_SAME = 304


class Bounds(Struct, frozen=True):
    """How many seconds a file may take in all, and how many bytes it may have when unpacked."""

    seconds: float = 30
    size: int = 16 << 20


class Wanted(Struct, frozen=True):
    """A file that is wanted: its address, the origins that it may come from, whether one of these
    may lie in a private network, what is known of the file (`etag`, `modified`), and who asks."""

    address: str
    origins: Collection[str]
    is_internal: bool
    agent: str
    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """What is said to the server."""
        said = {
            "Host": urls.split(self.address).netloc,
            "User-Agent": self.agent,
            "Accept": "application/feed+json, application/json",
            "Accept-Encoding": "gzip",
        }
        said |= {"If-None-Match": self.etag} if self.etag else {}
        return said | ({"If-Modified-Since": self.modified} if self.modified else {})


class Downloaded(Struct, frozen=True):
    """A file as it came, with what a server wants to be told next time; no `body` where it is the
    one that is known."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


_BROKEN = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError)
"""What reading from a server may raise."""
_LATER = "hãy mở địa chỉ ấy thử, rồi báo người giữ trang của xã"


def download(
    wanted: Wanted, bounds: Bounds, clock: Callable[[], float] = time.monotonic
) -> Downloaded:
    """The file that is `wanted`; raises `NotRead`."""
    end, address = clock() + bounds.seconds, wanted.address
    for _ in range(_STEPS):
        exchange = _Exchange(wanted, address, end - clock())
        try:
            answer = exchange.answer(bounds.size)
        except _BROKEN as error:
            if exchange.is_late or isinstance(error, TimeoutError):
                raise _late(bounds) from None
            raise _broken(error) from None
        finally:
            exchange.close()
        if isinstance(answer, Downloaded):
            return answer
        address = _next(wanted, address, answer)
    raise NotRead("máy chủ dẫn vòng quanh, không tới tệp nào", _LATER)


def _next(wanted: Wanted, address: str, target: str) -> str:
    """Where a redirect leads, if that is allowed."""
    origin = cleaning.origin(urljoin(address, target))
    led = cleaning.address(target, address, wanted.origins)
    if led:
        return led
    if not origin:
        raise NotRead("máy chủ dẫn tới một nơi không phải địa chỉ web", _LATER)
    raise NotRead(
        f"máy chủ dẫn sang nơi khác, {cleaning.words(origin, 200)}",
        f"nếu xã đã đổi địa chỉ, hãy sửa “url”; nếu trang có hai nơi, hãy thêm “also: {origin}”",
    )


class _Exchange:
    """A question to a server and its answer, cut off after some seconds."""

    def __init__(self, wanted: Wanted, address: str, seconds: float) -> None:
        self._wanted, self._address = wanted, address
        self._seconds = max(seconds, 0.01)
        self._connection: HTTPConnection | None = None
        # A connection forgets its socket once a body has begun that ends with it.
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(self._seconds, self._cut)
        self._timer.daemon = True
        self.is_late = False

    def _cut(self) -> None:
        """Wake whoever waits for this server, in whatever it is waiting."""
        self.is_late = True
        if self._socket:
            with suppress(OSError):  # it may have ended by itself
                # Of the socket itself, also below TLS: who reads there is woken by that alone.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the server."""
        self._timer.cancel()
        if self._connection:
            self._connection.close()
        if self._socket:
            self._socket.close()

    def answer(self, size: int) -> Downloaded | str:
        """The file, or the address that the server says it is at."""
        self._timer.start()
        parts = urls.split(self._address)
        self._connection = connection = self._connected(parts.hostname or "", parts.port)
        self._socket = connection.sock
        if self.is_late:  # from here on `_cut` finds the socket
            raise TimeoutError
        path = parts.path or "/"
        headers = {**self._wanted.headers, "Host": parts.netloc}
        connection.request(
            "GET", f"{path}?{parts.query}" if parts.query else path, headers=headers,
            preload_content=False,
        )  # fmt: skip
        response = connection.getresponse()
        if response.status in _MOVES:
            return response.headers.get("Location") or ""
        if response.status == _SAME:
            if self._wanted.etag or self._wanted.modified:
                return Downloaded(None, self._wanted.etag, self._wanted.modified)
            raise NotRead("máy chủ trả lời 304 dù trang tỉnh chưa có gì để giữ", _LATER)
        if response.status != http.client.OK:
            raise NotRead(f"máy chủ trả lời mã {response.status}", _hint(response.status))
        body = bytearray()
        while piece := response.read(_PIECE, decode_content=True):
            body += piece
            if len(body) > size:
                limit = vietnamese.file_size(size)
                raise NotRead(f"tệp lớn quá {limit} nên không đọc hết", _LATER)
        if self.is_late:
            raise TimeoutError
        told = (_told(response.headers.get(name)) for name in ("ETag", "Last-Modified"))
        return Downloaded(bytes(body), *told)

    def _connected(self, host: str, port: int | None) -> HTTPConnection:
        """A connection to a machine that `host` stands for, which is known to be allowed."""
        is_safe = self._address.startswith("https:")
        port = port or (443 if is_safe else 80)
        error: OSError | urllib3.exceptions.HTTPError = OSError()
        for place in self._places(host, port):
            connection: HTTPConnection
            if is_safe:
                connection = HTTPSConnection(
                    place, port, timeout=self._seconds, server_hostname=host
                )
            else:
                connection = HTTPConnection(place, port, timeout=self._seconds)
            try:
                connection.connect()
            except (OSError, urllib3.exceptions.HTTPError) as failed:
                connection.close()
                error = failed
                continue
            return connection
        raise error

    def _places(self, host: str, port: int) -> list[str]:
        """The machines that a name stands for; raises `NotRead` where one is of a private
        network and nobody has said so."""
        try:
            known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            what = f"không có máy chủ nào tên “{host}”"
            raise NotReached(what, "hãy xem lại “url”, hoặc báo người giữ trang của xã") from None
        places = list(dict.fromkeys(str(address[0]) for *_, address in known))
        if not self._wanted.is_internal:
            inside = [place for place in places if not _is_public(place)]
            if inside:
                raise NotReached(
                    f"máy chủ “{host}” nằm trong mạng nội bộ ({inside[0]})",
                    "nếu đúng vậy, hãy thêm dòng “internal: vì sao” vào xã đó",
                )
        return places


def _is_public(place: str) -> bool:
    """Whether a machine is one that anybody may reach.

    >>> [_is_public(place) for place in ("8.8.8.8", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    known = ip_address(place.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return (mapped or known).is_global and not known.is_multicast


def _told(value: str | None) -> str:
    """What a server wants to be told next time, where it can be."""
    fits = value and len(value) <= 300 and value.isascii() and value.isprintable()
    return value if value and fits else ""


def _late(bounds: Bounds) -> NotRead:
    return NotReached(f"máy chủ không gửi xong sau {bounds.seconds:g} giây", _LATER)


def _hint(status: int) -> str:
    if status in (404, 410):
        return "hãy xem lại “url”: tệp này nằm ngay dưới địa chỉ ấy"
    return _LATER


def _broken(error: Exception) -> NotRead:
    """What a fault of the connection is in words."""
    said = str(error)
    if isinstance(error, ConnectionRefusedError) or "refused" in said:
        return NotReached("máy chủ không nhận kết nối", _LATER)
    if "CERTIFICATE" in said.upper():
        hint = "hãy báo người giữ trang của xã thay chứng thư"
        return NotReached("chứng thư của máy chủ không đúng hoặc đã hết hạn", hint)
    if isinstance(error, urllib3.exceptions.DecodeError):
        return NotRead("tệp nén bị hỏng", _LATER)
    return NotRead("máy chủ ngắt giữa chừng hoặc trả lời sai cách", _LATER)
